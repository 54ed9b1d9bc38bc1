#!/usr/bin/env python3
"""Fits the weights of urgency, and says how well they order messages.

usage: fit.py ATTUNE [--openings TABLE] [--write WEIGHTS.yaml]

ATTUNE is the binary; the labelled messages beside this file are classified with it. TABLE holds real conversations
(columns conversation, turn, role, time, text), of which openings.tsv labels some; without it these are left out.

The weights are those of a logistic regression over the reasons that were found and the probabilities of the sentiment and
of the tones, drawn towards the weights that stand in WEIGHTS.yaml (ridge), no reason of urgency below 0 and no sign of calm
above it; tones, which say much the same as the sentiment, are drawn to 0. AUC
is printed for the weights that the binary has, for sentiment alone, and for weights fitted on nine tenths and tried on the rest.
"""
import csv, json, math, random, re, subprocess, sys
from pathlib import Path

here = Path(__file__).parent
yaml = here.parents[2] / "Sources/AttuneCare/Urgency/Files/weights.yaml"


def table(path):
    lines = Path(path).read_text(encoding="utf-8").split("\n")
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"))) for line in lines[1:] if line]


def classified(binary, texts, *options):
    rows = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    done = subprocess.run([binary, "classify", "-q", "--format", "jsonl", "--urgency", *options],
                          input=rows.encode(), capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def auc(labels, scores):
    order = sorted(range(len(scores)), key=lambda i: scores[i])
    ranks = [0.0] * len(scores)
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and scores[order[end]] == scores[order[at]]:
            end += 1
        for place in range(at, end):
            ranks[order[place]] = (at + end + 1) / 2
        at = end
    good = sum(labels)
    return (sum(r for r, l in zip(ranks, labels) if l) - good * (good + 1) / 2) / (good * (len(labels) - good))


def sections():
    found, section = {}, None
    for line in yaml.read_text().splitlines():
        match = re.match(r"^( *)(\w+):\s*([-\d.]+)?", line)
        if not match:
            continue
        if not match[1]:
            section = match[2]
            if match[3]:
                found[section] = float(match[3])
        elif match[3]:
            found[f"{section}.{match[2]}"] = float(match[3])
    return found


def alone(binary, texts, key, weight):
    """The urgency of texts when nothing but `key` has a weight."""
    probe = here / ".probe.yaml"
    weights = {name: 0 for name in sections() if "." in name and not name.startswith("customer")} | {key: weight}
    lines = ["bias: 0"]
    for section in ("sentiment", "tones", "reasons", "calming"):
        lines.append(section + ":")
        lines += [f"  {k.split('.')[1]}: {v}" for k, v in weights.items() if k.startswith(section + ".")]
    probe.write_text("\n".join(lines) + "\n")
    try:
        return [row["urgency"]["score"] for row in classified(binary, texts, "--weights", str(probe))]
    finally:
        probe.unlink()


def column(binary, texts, rows, key):
    """What the weight of `key` is multiplied by, for each text."""
    section, name = key.split(".")
    if section == "sentiment":
        return [row["sentiment"]["probabilities"][name] * (row["sentiment"]["label"] != "unknown") for row in rows]
    if section == "reasons":
        return [float(any(reason["reason"] == name for reason in row["urgency"]["reasons"])) for row in rows]
    if section == "calming":
        return [float(score > 0.9) for score in alone(binary, texts, key, 100)]
    # A probability p is a score of 1 / (1 + exp(-4p)).
    return [math.log(score / (1 - score)) / 4 for score in alone(binary, texts, key, 4)]


def features(binary, texts):
    names = [key for key in sections() if key.startswith(("sentiment", "tones", "reasons", "calming"))]
    rows = classified(binary, texts)
    columns = [column(binary, texts, rows, name) for name in names]
    return names, [list(values) for values in zip(*columns)], rows


def fit(names, rows, labels, weights, strength=6.0, start=None):
    start = start or sections()
    prior = [0.0 if name.startswith("tones") else start[name] for name in names]
    w, b = list(prior), start["bias"]
    for step in range(400):
        gradient, bias = [strength * (w[k] - prior[k]) for k in range(len(w))], 0.0
        for x, y, c in zip(rows, labels, weights):
            z = b + sum(u * v for u, v in zip(w, x))
            e = c * (1 / (1 + math.exp(-z)) - y)
            bias += e
            for k, v in enumerate(x):
                if v:
                    gradient[k] += e * v
        rate = 0.02
        b -= rate * 0.5 * bias
        w = [u - rate * g for u, g in zip(w, gradient)]
        for k, name in enumerate(names):
            if name.startswith("reasons") or name == "sentiment.negative":
                w[k] = max(w[k], 0)
            elif not name.startswith("tones"):
                w[k] = min(w[k], 0)
    return b, w


def scores(b, w, rows):
    return [b + sum(u * v for u, v in zip(w, x)) for x in rows]


def main():
    binary = sys.argv[1]
    options = dict(zip(sys.argv[2::2], sys.argv[3::2]))
    own = table(here / "messages.tsv")
    sets = [("own messages", [int(r["escalate"]) for r in own], [r["text"] for r in own])]
    if "--openings" in options:
        marks = {r["conversation"]: int(r["escalate"]) for r in table(here / "openings.tsv")}
        seen, labels, texts = set(), [], []
        for row in table(options["--openings"]):
            if row["conversation"] in marks and row["conversation"] not in seen:
                seen.add(row["conversation"])
                labels.append(marks[row["conversation"]])
                texts.append(row["text"])
        sets.append(("real openings", labels, texts))
    everything = []
    for name, labels, texts in sets:
        names, rows, said = features(binary, texts)
        everything.append((rows, labels))
        print(f"{name}: {len(labels)} messages, {sum(labels)} urgent")
        print(f"  AUC as it is        {auc(labels, [s['urgency']['score'] for s in said]):.3f}")
        print(f"  AUC of sentiment    {auc(labels, [-s['sentiment']['score'] for s in said]):.3f}")
        held = [0.0] * len(labels)
        places = list(range(len(labels)))
        random.Random(1).shuffle(places)
        for fold in range(10):
            test = set(places[fold::10])
            train = [i for i in range(len(labels)) if i not in test]
            b, w = fit(names, [rows[i] for i in train], [labels[i] for i in train], [1.0] * len(train))
            for i in test:
                held[i] = b + sum(u * v for u, v in zip(w, rows[i]))
        print(f"  AUC fitted, 10-fold {auc(labels, held):.3f}")
        if "--show" in options:
            for label, text, row in zip(labels, texts, said):
                wrong = row["urgency"]["score"] - label
                if abs(wrong) > float(options["--show"]):
                    found = " ".join(f"{r['reason']}[{text.encode()[r['start']:r['end']].decode()}]" for r in row["urgency"]["reasons"])
                    print(f"    {wrong:+.2f} {text[:150]} | {found}")
    rows = [x for r, _ in everything for x in r]
    labels = [y for _, l in everything for y in l]
    weights = [300 / len(l) for _, l in everything for _ in l]
    b, w = fit(names, rows, labels, weights)
    print("fitted on all:")
    for name, (r, l) in zip([s[0] for s in sets], everything):
        print(f"  {name}: AUC {auc(l, scores(b, w, r)):.3f}")
    values = dict(zip(names, w), bias=b)
    if "--write" in options:
        path, section, lines = Path(options["--write"]), None, []
        for line in path.read_text().splitlines():
            match = re.match(r"^( *)(\w+):", line)
            if match and not match[1]:
                section = match[2]
            key = None if not match else match[2] if not match[1] else f"{section}.{match[2]}"
            lines.append(re.sub(r":\s*[-\d.]+", f": {values[key]:.2f}", line, count=1) if key in values else line)
        path.write_text("\n".join(lines) + "\n")
    else:
        for name, value in values.items():
            print(f"  {name}: {value:.2f}")


main()
