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
TOPS = {"qualtrics.csv": 7}


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
        with open(HERE / name, newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";" if name == "excel.csv" else ","))

        def column(role):
            return [row[roles[role]] for row in rows if row[roles[role]] != ""]

        found = {"records": len(rows)}
        if "csat" in roles:
            top = TOPS.get(name, 5)
            found[f"CSAT ({roles['csat']})"] = share(column("csat"), lambda value: int(value) >= top - 1)
        if "ces" in roles:
            found[f"CES, easy ({roles['ces']})"] = share(column("ces"), lambda value: int(value) >= 4)
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
