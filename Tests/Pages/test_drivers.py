"""What moves a score, computed again: ordinary least squares on the aspects that `attune classify` finds, in plain Python."""

import json
import os
import random
import subprocess

import pytest

import exports

ATTUNE = os.environ["ATTUNE_BINARY"]


def inverse(matrix):
    size = len(matrix)
    rows = [list(row) + [float(i == j) for j in range(size)] for i, row in enumerate(matrix)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(size):
            if row != column:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column])]
    return [row[size:] for row in rows]


def regression(records, aspects):
    """Coefficients with the larger of the classical and the HC3 standard errors."""
    design = [[1.0] + [float(aspect in mentioned) for aspect in aspects] for mentioned, _ in records]
    response = [value for _, value in records]
    size = len(design[0])
    inverted = inverse([[sum(row[i] * row[j] for row in design) for j in range(size)] for i in range(size)])
    moments = [sum(row[i] * value for row, value in zip(design, response)) for i in range(size)]
    effects = [sum(a * b for a, b in zip(line, moments)) for line in inverted]
    squares, meat = 0.0, [0.0] * size
    for row, value in zip(design, response):
        residual = value - sum(a * b for a, b in zip(row, effects))
        weights = [sum(a * b for a, b in zip(line, row)) for line in inverted]
        leverage = sum(a * b for a, b in zip(weights, row))
        squares += residual * residual
        meat = [m + (w * residual / (1 - leverage)) ** 2 for m, w in zip(meat, weights)]
    classical = [squares / (len(records) - size) * inverted[i][i] for i in range(size)]
    return effects, [max(pair) ** 0.5 for pair in zip(meat, classical)]


def generated(path):
    """Scores that fall where prices are mentioned, and rise where people are, others aside."""
    draw = random.Random(21)
    phrases = {
        "the staff was kind": 0.2, "the price is too high": -0.3, "delivery took four days": 0.0, "the app is new": 0.0,
        "I ordered in May": 0.0, "it is blue": 0.0,
    }
    with path.open("w") as file:
        file.write("csat,nps,comment\n")
        for _ in range(1500):
            said = draw.sample(list(phrases), draw.choice([0, 1, 1, 2, 3]))
            chance = 0.55 + sum(phrases[phrase] for phrase in said)
            score = draw.choice([4, 5]) if draw.random() < chance else draw.choice([1, 2, 3])
            file.write(f"{score},{draw.choice([0, 6, 7, 8, 9, 10])},\"{', and '.join(said)}\"\n")
    return path


@pytest.mark.parametrize("name", ["survey", "generated"])
def test_drivers_are_least_squares(name, tmp_path):
    table = exports.SURVEY if name == "survey" else generated(tmp_path / "generated.csv")
    options = ["-q", table, "--text", "comment"]
    lines = subprocess.run(
        [ATTUNE, "classify", *map(str, options), "--aspects", "--to", "jsonl"], capture_output=True, check=True, text=True).stdout
    rows = [json.loads(line) for line in lines.splitlines()]
    report = json.loads(subprocess.run(
        [ATTUNE, "report", *map(str, options), "--csat", "csat", "--nps", "nps", "--no-cluster", "--to", "json"], capture_output=True, check=True,
        text=True).stdout)
    values = {
        "CSAT (csat)": lambda row: float(float(row["csat"]) >= 4) if row["csat"] else None,
        "NPS (nps)": lambda row: (float(row["nps"]) >= 9) - (float(row["nps"]) < 7) if row["nps"] else None,
    }
    assert len(report["highlights"]["drivers"]) == 2
    for found in report["highlights"]["drivers"]:
        value = values[found["figure"]]
        records = [
            ({aspect["aspect"] for aspect in row["aspects"]}, value(row))
            for row in rows if row["comment"].strip() and value(row) is not None
        ]
        drivers = found["drivers"]
        names = [driver["aspect"] for driver in drivers]
        assert found["answers"] == len(records)
        assert names and set(names) == {
            aspect for mentioned, _ in records for aspect in mentioned
            if 10 <= sum(aspect in others for others, _ in records) <= len(records) - 10}
        effects, errors = regression(records, names)
        assert abs(found["base"] - effects[0]) < 1e-9
        for driver, effect, error in zip(drivers, effects[1:], errors[1:]):
            reach = sum(driver["aspect"] in mentioned for mentioned, _ in records) / len(records)
            assert abs(driver["effect"] - effect) < 1e-9 and abs(driver["reach"] - reach) < 1e-12
            assert abs(driver["contribution"] - effect * reach) < 1e-9
            # Student's t is at most 5 % above the normal quantile for 30 people or more.
            if driver["texts"] >= 30:
                assert 1.95 <= (driver["effectUpper"] - driver["effect"]) / error <= 2.06
        total = found["base"] + sum(driver["contribution"] for driver in drivers)
        assert abs(total - sum(value for _, value in records) / len(records)) < 1e-9
        assert [abs(d["contribution"]) for d in drivers] == sorted((abs(d["contribution"]) for d in drivers), reverse=True)
