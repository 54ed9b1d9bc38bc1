"""Exports from which the pages under test are made: the samples, and one that is as unkind as exports are."""

import csv
import datetime
import random
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SURVEY = ROOT / "Samples/survey.csv"
REPLIES = ROOT / "Samples/replies.jsonl"

LONG = "Overall_how_satisfied_were_you_with_the_way_in_which_our_colleagues_handled_your_request_last_time"


def unkind(path: Path) -> Path:
    """Long names without blanks, wide scripts, markup, many groups, a week of few answers, a last week that has begun."""
    draw = random.Random(8)
    names = ["Kundenzufriedenheitsabteilungsleiter" * 2, "東京支店の窓口", "<b>bold</b> & \"quoted\"", "", "a", "Ünïted 👩🏽‍🚀 Team"]
    names += [f"branch {number}" for number in range(30)]
    texts = [
        "The staff was friendly and quick", "I waited an hour and nobody came", "The app crashes all the time",
        "Delivery was late again, I want my money back", "Great support, thank you!", "", "It is what it is",
        "https://example.org/" + "a" * 180 + " is the page that does not load",
    ]
    with path.open("w", newline="") as file:
        write = csv.writer(file).writerow
        write(["date", "team", LONG, "nps", "wait_minutes", "amountPaidInTotal", "comment"])
        for number in range(2400):
            day = datetime.date(2025, 9, 1) + datetime.timedelta(days=number * 219 // 2400)
            text = draw.choice(texts)
            score = draw.choice([4, 5, 5]) if "friendly" in text or "Great" in text else draw.choice([1, 2, 3, 4])
            write([
                day.isoformat(), draw.choice(names), score, min(score * 2 + draw.choice([0, 0, 1]), 10),
                round(draw.gammavariate(2, 9), 1), round(draw.expovariate(1 / 80), 2), text,
            ])
    return path
