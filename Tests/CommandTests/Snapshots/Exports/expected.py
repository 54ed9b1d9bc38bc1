#!/usr/bin/env python3
"""Makes exports and, independently of attune, what is right for them: run here, writes the files beside itself.

mailbox.csv   messages of customers in no order, some of nobody; mailbox.expected.tsv: customer, newest message, messages
labels-*.csv  texts with labels of other data sets; labels.expected.tsv: file, negative, neutral, positive, left out
"""
import csv, datetime, os, random

os.chdir(os.path.dirname(os.path.abspath(__file__)))
draw = random.Random(20)

# Mailbox
nobody = ["N/A", "n/a", "Anonymous", "-", "anonymous", "Guest", "A Google user", "unknown"]
customers = ["Ann", "Bob", "Çelik", "dora@shop.example", "E. Frei", "F-17", "grün", "Hana"]
start = datetime.datetime(2024, 3, 1, 8)
rows = []
for number in range(90):
    who = draw.choice(customers + nobody[:4] if number % 3 else customers)
    if number % 29 == 0:
        who = nobody[4 + number // 29]
    when = start + datetime.timedelta(minutes=draw.randrange(60 * 24 * 30))
    rows.append([when.strftime("%Y-%m-%d %H:%M"), who, f"Message {number}: where is my lamp?"])
with open("mailbox.csv", "w", newline="") as out:
    csv.writer(out, lineterminator="\n").writerows([["when", "who", "text"]] + rows)
assert len({row[0] for row in rows}) == len(rows)
newest, count = {}, {}
for when, who, text in rows:
    who_counts = who if who in customers else text
    count[who_counts] = count.get(who_counts, 0) + 1
    if who_counts not in newest or when > newest[who_counts][0]:
        newest[who_counts] = (when, who, text)
with open("mailbox.expected.tsv", "w") as out:
    for key in sorted(newest, key=lambda key: newest[key][2]):
        print(newest[key][1], newest[key][2], count[key], sep="\t", file=out)

# Labels
sets = {
    "stars": {"1 star": "negative", "2 stars": "negative", "3 stars": "neutral", "4 stars": "positive", "5 stars": "positive", "": None},
    "codes": {"0": "negative", "2": "neutral", "4": "positive", "not_relevant": None},
    "words": {"Negative emotion": "negative", "Positive emotion": "positive", "I can't tell": None,
              "No emotion toward brand or product": "neutral", "NEGATIVE": "negative", " Positive ": "positive"},
    "signs": {"-1": "negative", "0": "neutral", "1": "positive", "mixed": None},
    "ten": {"1": "negative", "4": "negative", "5": "neutral", "6": "neutral", "7": "positive", "10": "positive"},
}
with open("labels.expected.tsv", "w") as expected:
    for name, meanings in sets.items():
        totals = {"negative": 0, "neutral": 0, "positive": 0, None: 0}
        with open(f"labels-{name}.csv", "w", newline="") as out:
            table = csv.writer(out, lineterminator="\n")
            table.writerow(["label", "text"])
            for place, (label, meaning) in enumerate(meanings.items()):
                for number in range(place + 2):
                    table.writerow([label, f"the lamp, number {number}"])
                    totals[meaning] += 1
        print(name, *totals.values(), sep="\t", file=expected)
