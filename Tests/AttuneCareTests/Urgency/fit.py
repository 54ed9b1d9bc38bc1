#!/usr/bin/env python3
"""Fits the weights of urgency, and says how well they order messages.

usage: fit.py ATTUNE [--openings TABLE] [--write WEIGHTS.yaml]

ATTUNE is the binary; the labelled messages beside this file are classified with it. TABLE holds real conversations
(columns conversation, turn, role, time, text), of which openings.tsv labels some; without it these are left out.

The weights are those of a logistic regression over the reasons that were found and the probabilities of the sentiment,
drawn towards the weights that stand in WEIGHTS.yaml (ridge), no reason of urgency below 0 and no sign of calm above it. AUC
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


def calm(binary, texts, names):
    """Which signs of calm apply: each is made to count alone and seen in the score."""
    found = []
    for name in names:
        weights = here / ".probe.yaml"
        zero = {key: 0 for key in sections() if not key.startswith("customer")}
        zero["calming." + name] = 100
        lines = ["bias: 0"]
        for section in ("sentiment", "reasons", "calming"):
            lines.append(section + ":")
            lines += [f"  {k.split('.')[1]}: {v}" for k, v in zero.items() if k.startswith(section + ".")]
        weights.write_text("\n".join(lines) + "\n")
        found.append([row["urgency"]["score"] > 0.9 for row in classified(binary, texts, "--weights", str(weights))])
        weights.unlink()
    return [[name for name, column in zip(names, found) if column[i]] for i in range(len(texts))]


def features(binary, texts):
    start = sections()
    names = [key for key in start if key.startswith(("sentiment", "reasons", "calming"))]
    rows = classified(binary, texts)
    signs = calm(binary, texts, [key.split(".")[1] for key in names if key.startswith("calming")])
    result = []
    for row, sign in zip(rows, signs):
        p = row["sentiment"]["probabilities"]
        known = row["sentiment"]["label"] != "unknown"
        has = {"reasons." + reason["reason"] for reason in row["urgency"]["reasons"]} | {"calming." + s for s in sign}
        result.append([p[n.split(".")[1]] * known if n.startswith("sentiment") else float(n in has) for n in names])
    return names, result, rows


def fit(names, rows, labels, weights, strength=6.0, start=None):
    start = start or sections()
    prior = [start[name] for name in names]
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
            else:
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
