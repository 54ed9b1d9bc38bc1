#!/usr/bin/env python3
"""Counts the figures of the exports of this folder by the roles that roles.json gives their columns, into figures.json.

CSAT: the two best answers of the scale; NPS: 9 and 10 less 0 to 6; resolved: what is solved or closed; times: medians in
seconds. Nothing of Attune is used.
"""
import csv
import json
import pathlib
import statistics

HERE = pathlib.Path(__file__).parent
TOPS = {"qualtrics.csv": 7, "three-points.csv": 3}
BEST_BOXES = {"three-points.csv": 1}
ENCODINGS = {"formular.csv": "cp1252"}
SEMICOLONS = {"excel.csv", "formular.csv"}
LABEL_ROWS = {"qualtrics-labels.csv": 2}
# The best answers in words, and the fields that are none.
BEST = {
    "zendesk.csv": {"Good"}, "help-scout.csv": {"Great"}, "formular.csv": {"Zufrieden", "Sehr zufrieden"},
    "thumbs.csv": {"👍"}, "qualtrics-labels.csv": {"Somewhat satisfied", "Extremely satisfied"},
}
NO_ANSWERS = {"Offered", "Unoffered"}


def share(values, isGood):
    return sum(map(isGood, values)) / len(values)


def seconds(value, name):
    if ":" in value:
        hours, minutes, rest = map(int, value.split(":"))
        return hours * 3600 + minutes * 60 + rest
    return float(value) * 60


def main():
    figures = {}
    for name, roles in json.loads((HERE / "roles.json").read_text()).items():
        with open(HERE / name, newline="", encoding=ENCODINGS.get(name, "utf-8-sig")) as file:
            rows = list(csv.DictReader(file, delimiter=";" if name in SEMICOLONS else ","))[LABEL_ROWS.get(name, 0):]

        def column(role):
            return [row[roles[role]] for row in rows if row[roles[role]] != ""]

        found = {"records": len(rows)}
        if "csat" in roles:
            lowest_best = TOPS.get(name, 5) + 1 - BEST_BOXES.get(name, 2)
            answers = [value for value in column("csat") if value not in NO_ANSWERS]
            found[f"CSAT ({roles['csat']})"] = share(
                answers, lambda value: value in BEST[name] if name in BEST else int(value) >= lowest_best)
        if "ces" in roles:
            found[f"CES, easy ({roles['ces']})"] = share(
                column("ces"), lambda value: int(value) >= (5 if name == "hubspot.csv" else 4))
        if "nps" in roles:
            answers = [int(value) for value in column("nps")]
            found[f"NPS ({roles['nps']})"] = share(answers, lambda value: value >= 9) - share(answers, lambda value: value <= 6)
        if "resolved" in roles:
            found[f"{roles['resolved']}, yes"] = share(column("resolved"), lambda value: value.lower() in ("solved", "closed", "resolved"))
        if "resolution" in roles:
            found[f"{roles['resolution']}, median"] = statistics.median(seconds(value, name) for value in column("resolution"))
        figures[name] = found
    (HERE / "figures.json").write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
