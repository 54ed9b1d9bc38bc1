#!/usr/bin/env python3
"""Writes made-up columns of answers (columns.csv) and, from the meaning of each answer, the figures that they make
(expected.tsv). Knows nothing of how attune reads answers: each answer is drawn together with what it counts.

    python3 columns.py
"""
import csv
import os
import random

random.seed(20)
HERE = os.path.dirname(os.path.abspath(__file__))

# Of each column: the figure, how many of the best answers count, and answers with what they count.
SCALES = {
    "rating": ("CSAT", 4, [(str(n), n) for n in range(1, 6)]),
    "labels before": ("CSAT", 4, [("Poor (1)", 1), ("Fair (2)", 2), ("Good (3)", 3), ("Very good (4)", 4),
                                  ("Excellent (5)", 5)]),
    "labels behind": ("CSAT", 4, [("1 - Awful", 1), ("2 - Meh", 2), ("3 - Fine", 3), ("4 - Nice", 4),
                                  ("5 - Excellent", 5)]),
    "CSAT in brackets": ("CSAT", 4, [("(1) Blocked.", 1), ("(2) Severe.", 2), ("(3) Minor.", 3), ("(4) Critical.", 4),
                             ("(5) Solved.", 5)]),
    "shop": ("CSAT", 4, [(f"{n}.0 out of 5 stars", n) for n in range(1, 6)]),
    "Laden": ("CSAT", 4, [(f"{n},0 von 5 Sternen", n) for n in range(1, 6)]),
    "stars": ("CSAT", 4, [("★" * n + "☆" * (5 - n), n) for n in range(1, 6)]),
    "emoji stars": ("CSAT", 4, [("⭐" * n, n) for n in range(1, 6)]),
    "out of": ("CSAT", 4, [(f"{n}/5", n) for n in range(1, 6)] * 6 + [("4/10", 2), ("8/10", 4), ("10/10", 5)]),
    "quality": ("CSAT", 4, [("Poor", 1), ("Fair", 2), ("Good", 3), ("Very good", 4), ("Excellent", 5)]),
    "rating in words": ("CSAT", 4, [("very poor", 1), ("poor", 2), ("average", 3), ("good", 4), ("very good", 5)]),
    "zufrieden": ("CSAT", 4, [("Sehr unzufrieden", 1), ("Unzufrieden", 2), ("Weder noch", 3), ("Zufrieden", 4),
                              ("Sehr zufrieden", 5)]),
    "satisfait": ("CSAT", 4, [("Très insatisfait(e)", 1), ("Insatisfait(e)", 2), ("Neutre", 3), ("Satisfait(e)", 4),
                              ("Très satisfait(e)", 5)]),
    "satisfecho": ("CSAT", 4, [("Muy insatisfecho/a", 1), ("Insatisfecho/a", 2), ("Neutral", 3), ("Satisfecho/a", 4),
                               ("Muy satisfecho/a", 5)]),
    "agree": ("CSAT", 4, [("Strongly Disagree", 1), ("Disagree", 2), ("Neither agree nor disagree", 3), ("Agree", 4),
                          ("Strongly agree.", 5)]),
    "agree of seven": ("CSAT", 6, [("Strongly disagree", 1), ("Disagree", 2), ("Somewhat disagree", 3),
                                   ("Neither agree nor disagree", 4), ("Somewhat agree", 5), ("Agree", 6),
                                   ("Strongly agree", 7)]),
    "likely": ("CSAT", 4, [("Not at all likely", 1), ("Slightly likely", 2), ("Moderately likely", 3),
                           ("Very likely", 4), ("Extremely likely", 5)]),
    "how often": ("CSAT", 4, [("never", 1), ("rarely", 2), ("sometimes", 3), ("often", 4), ("always", 5)]),
    "happy": ("CSAT", 4, [("Unhappy", 2), ("Happy", 4)]),
    "solved": ("CSAT", 1, [("Yes.", 1), ("No.", 0)]),
    "thumb": ("CSAT", 1, [("👍", 1), ("👍🏽", 1), ("👎", 0)]),
    "face": ("CSAT", 4, [("😡", 1), ("🙁", 2), ("😐", 3), ("🙂", 4), ("😀", 5)]),
    "effort": ("CES", 4, [("Very difficult", 1), ("Difficult", 2), ("Neutral", 3), ("Easy", 4), ("Very easy", 5)]),
    "ease of seven": ("CES", 5, [(str(n), n) for n in range(1, 8)]),
    "nps": ("NPS", None, [(str(n), n) for n in range(11)]),
    "would you": ("NPS", None, [("0 - Not at all likely", 0), ("10 - Extremely likely", 10)]
                  + [(str(n), n) for n in range(1, 10)]),
    "would they": ("NPS", None, [("Extremely likely - 10", 10), ("Not likely - 0", 0)]
                   + [(str(n), n) for n in range(1, 10)]),
}


def figure(kind, best, values):
    if kind == "NPS":
        return (sum(v >= 9 for v in values) - sum(v <= 6 for v in values)) / len(values)
    return sum(v >= best for v in values) / len(values)


def main():
    rows, expected = [], []
    columns = {"one star": ("CSAT", 4, [("1", 1)] * 193)}
    for name, (kind, best, answers) in SCALES.items():
        # Every answer at least once, so that each column is what it seems.
        drawn = answers + [random.choice(answers) for _ in range(random.randrange(60, 240))]
        random.shuffle(drawn)
        columns[name] = (kind, best, drawn)
    for name, (kind, best, drawn) in columns.items():
        rows += [(name, answer) for answer, _ in drawn]
        values = [value for _, value in drawn]
        mean = sum(values) / len(values)
        expected.append((name, kind, f"{figure(kind, best, values):.6f}", f"{mean:.6f}", len(values)))
    with open(os.path.join(HERE, "columns.csv"), "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([("column", "answer")] + rows)
    with open(os.path.join(HERE, "expected.tsv"), "w", encoding="utf-8") as file:
        file.write("column\tkind\tfigure\tmean\tanswers\n")
        file.writelines("\t".join(map(str, row)) + "\n" for row in expected)


if __name__ == "__main__":
    main()
