"""Measures what attune claims: how often its intervals hold the truth, and how often it finds what is not there.

    python3 Tests/coverage.py .build/release/attune [samples] [workers] [rows] > table.md

Draws exports of which the truth is known, has `attune compare` and `attune report` read them, and counts. 400 samples take
a quarter of an hour on one core; a share of 5 % is then known to 1.1 points. `rows` is a regular expression for the titles of
the rows that are wanted: 2,000 samples, which know it to 0.5 points, take as long for one row or two.
"""

import datetime
import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

ATTUNE = sys.argv[1]
SAMPLES = int(sys.argv[2]) if len(sys.argv) > 2 else 400
WORKERS = int(sys.argv[3]) if len(sys.argv) > 3 else os.cpu_count()
ROWS = sys.argv[4] if len(sys.argv) > 4 else ""
FIRST = datetime.date(2024, 1, 1)
# Standard deviation of an agent's level, of what the agent changes by, and of a record, in units of a normal variable.
AGENT, CHANGE, RECORD = 0.35, 0.15, 0.93
FIGURES = ["csat", "resolved", "nps", "cost, mean", "handle_minutes, median", "cost, median"]


def normal(x):
    return (1 + math.erf(x / math.sqrt(2))) / 2


def run(arguments, rows):
    with tempfile.NamedTemporaryFile("w", suffix=".csv", dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as file:
        file.write("\n".join(",".join(map(str, row)) for row in rows) + "\n")
        file.flush()
        command = [ATTUNE, arguments[0], file.name, "-q", "-j1", "--to", "json", *arguments[1:]]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def answers(x, y, z):
    """The fields of a record from three normal variables, of which more is better."""
    csat = 1 + (x > -1.6) + (x > -1.0) + (x > -0.3) + (x > 0.6)
    nps = max(0, min(10, round(7.4 + 2.1 * y)))
    resolved = "yes" if z > -0.9 else "no"
    return [csat, resolved, nps, f"{math.exp(3 - 0.5 * x):.2f}", f"{math.exp(2.3 - 0.5 * y):.1f}"]


HEAD = ["date", "agent", "csat", "resolved", "nps", "cost", "handle_minutes"]
OPTIONS = ["--csat", "csat", "--nps", "nps", "--resolved", "resolved", "--metric", "cost:lower", "--resolution",
           "handle_minutes", "--time", "date", "--scale", "csat=1..5"]


def export(seed, agents, weeks, per_week, effect=0.0, trend=0.0, nested=False, spread=AGENT, change=CHANGE):
    """Records of `weeks` weeks, half of them before, whose three variables rise by `effect` at the date and by `trend` in all."""
    draw = random.Random(seed)
    levels = [[draw.gauss(0, spread) for _ in range(3)] for _ in range(agents)]
    changes = [[draw.gauss(0, change) for _ in range(3)] for _ in range(agents)]
    weights = [0.5 + draw.random() for _ in range(agents)]
    rows = [HEAD]
    for week in range(weeks):
        after = week >= weeks // 2
        shift = effect * after + trend * (week + 0.5) / weeks
        for _ in range(per_week):
            agent = draw.choices(range(agents), weights)[0]
            if nested:
                agent = agent // 2 * 2 + (1 if after else 0)
            day = FIRST + datetime.timedelta(days=7 * week + draw.randrange(7))
            values = [levels[agent][i] + changes[agent][i] * after + shift + draw.gauss(0, RECORD) for i in range(3)]
            rows.append([day, f"agent {agent:02}", *answers(*values)])
    return rows, FIRST + datetime.timedelta(days=7 * (weeks // 2))


def truths(effect, spread, change):
    """What `compare` estimates of infinitely many agents: differences of the six figures, by a large sample."""
    draw = random.Random(1)
    sides = []
    for after in (0, 1):
        scale = math.sqrt(spread**2 + after * change**2 + RECORD**2)
        values = [answers(*(effect * after + scale * draw.gauss(0, 1) for _ in range(3))) for _ in range(400_000)]
        costs = sorted(float(v[3]) for v in values)
        minutes = sorted(float(v[4]) for v in values)
        count = len(values)
        sides.append([
            sum(v[0] >= 4 for v in values) / count, sum(v[1] == "yes" for v in values) / count,
            sum((v[2] >= 9) - (v[2] <= 6) for v in values) / count, sum(costs) / count,
            60 * minutes[count // 2], costs[count // 2],
        ])
    return [b - a for a, b in zip(*sides)]


def kinds(name):
    for prefix, figure in [("CSAT", "csat"), ("NPS", "nps"), ("resolved", "resolved"), ("cost, mean", "cost, mean"),
                           ("cost, median", "cost, median"), ("handle_minutes", "handle_minutes, median")]:
        if name.startswith(prefix):
            return figure
    raise KeyError(name)


def compare(seed, options, **export_options):
    rows, date = export(seed, **export_options)
    return {kinds(row["name"]): row for row in run(["compare", *OPTIONS, "--at", str(date), *options], rows)["rows"]}


def measure(title, effect=0.0, options=(), **export_options):
    if not re.search(ROWS, title):
        return
    spread, change = export_options.get("spread", AGENT), export_options.get("change", CHANGE)
    truth = dict(zip(FIGURES, truths(effect, spread, change)))
    trend = export_options.get("trend", 0.0)
    with ThreadPoolExecutor(WORKERS) as pool:
        samples = list(pool.map(lambda seed: compare(seed, options, effect=effect, **export_options), range(SAMPLES)))
    cells = []
    for figure in FIGURES:
        known = [s[figure] for s in samples if "lower" in s[figure]]
        held = sum(row["lower"] <= truth[figure] <= row["upper"] for row in known)
        cells.append(f"{held / len(known):.3f}" if not trend else "")
    verdicts = [[s[figure]["effect"] in ("better", "worse") for figure in FIGURES] for s in samples]
    each = sum(map(sum, verdicts)) / (SAMPLES * len(FIGURES))
    some = sum(map(any, verdicts)) / SAMPLES
    trends = sum(s[figure]["effect"] in ("trend", "jump or trend") for s in samples for figure in FIGURES) / (SAMPLES * len(FIGURES))
    rising = sum(
        any(s[f].get("timeSeries", {}).get("trendBeforeAdjustedPValue", 1) < 0.05 for f in FIGURES) for s in samples
    ) / SAMPLES
    print(f"| {title} | {' | '.join(cells)} | {each:.1%} | {some:.1%} | {trends:.1%} | {rising:.1%} |", flush=True)


def few(count_a, count_b, draw_value):
    """False alarms of means of few records."""
    def sample(seed):
        draw = random.Random(seed)
        rows = [["group", "cost"]] + [["a", draw_value(draw)] for _ in range(count_a)]
        rows += [["b", draw_value(draw)] for _ in range(count_b)]
        result = run(["compare", "--metric", "cost", "--group", "group", "--a", "a", "--b", "b"], rows)
        row = next(row for row in result["rows"] if row["name"] == "cost, mean")
        return row["pValue"] < 0.05
    with ThreadPoolExecutor(WORKERS) as pool:
        return sum(pool.map(sample, range(SAMPLES))) / SAMPLES


def power(effect):
    """How often a true difference as large as the sentence says is found, with six figures that differ by chance only."""
    def sample(seed):
        rows = compare(seed, ["--no-cluster"], agents=20, weeks=2, per_week=600, spread=0, change=0)
        return rows["csat"].get("minimalDetectable")
    sizes = [size for size in map(sample, range(40)) if size]
    wanted = sum(sizes) / len(sizes)
    base = normal(0.3 / RECORD)
    target = base + wanted

    def found(seed):
        draw = random.Random(seed)
        rows, date = export(seed, agents=20, weeks=2, per_week=600, spread=0, change=0)
        for row in rows[1:]:
            share = target if row[0] >= date else base
            row[2] = 5 if draw.random() < share else 2
        result = run(["compare", *OPTIONS, "--at", str(date), "--no-cluster"], rows)["rows"]
        return next(row["effect"] for row in result if row["name"].startswith("CSAT")) in ("better", "trend", "jump or trend")
    with ThreadPoolExecutor(WORKERS) as pool:
        return wanted, sum(pool.map(found, range(SAMPLES))) / SAMPLES


SENTENCES = [
    "the staff were friendly", "the staff were rude", "waited an hour for an answer", "I was charged twice",
    "the app is easy to use", "the app crashes all the time", "delivery was late", "the parcel came on time",
    "the price is too high", "a fair price", "my refund never came", "the room was clean", "nobody called me back",
]


def drivers(agents, effect_of_agent):
    """Reports in which something is said to go with a score, or a channel to differ, though nothing does."""
    def sample(seed):
        draw = random.Random(seed)
        levels = [draw.gauss(0, effect_of_agent) for _ in range(agents)]
        habits = [[0.3 + draw.random() for _ in SENTENCES] for _ in range(agents)]
        rows = [["agent", "channel", "csat", "nps", "comment"]]
        for _ in range(1200):
            agent = draw.randrange(agents)
            x, y = levels[agent] + draw.gauss(0, RECORD), levels[agent] + draw.gauss(0, RECORD)
            fields = answers(x, y, 0)
            text = ". ".join(draw.choices(SENTENCES, habits[agent], k=2))
            rows.append([f"agent {agent}", draw.choice(["mail", "chat", "phone", "web"]), fields[0], fields[2], text])
        report = run(["report", "--csat", "csat", "--nps", "nps", "--text", "comment", "--by", "channel", "--scale",
                      "csat=1..5"], rows)
        aspects = any(e.get("contrast") for aspect in report["aspects"] for e in aspect["effects"])
        moving = any(d["isClear"] for score in report["highlights"]["drivers"] for d in score["drivers"])
        names = [figure["name"] for figure in report["figures"]]
        groups = any(c for table in report["groups"] for row in table["rows"] for c in row["contrasts"])
        csat = report["figures"][[i for i, n in enumerate(names) if n.startswith("CSAT")][0]]
        truth = normal(0.3 / math.sqrt(effect_of_agent**2 + RECORD**2))
        return aspects, moving, groups, csat["lower"] <= truth <= csat["upper"]
    with ThreadPoolExecutor(WORKERS) as pool:
        samples = list(pool.map(sample, range(SAMPLES)))
    return [sum(s[i] for s in samples) / SAMPLES for i in range(4)]


def driver_power(count, effect, options):
    """How often a report finds that those who write of the price score lower by `effect` standard deviations."""
    def sample(seed):
        draw = random.Random(seed)
        rows = [["agent", "csat", "comment"]]
        for _ in range(count):
            sentences = draw.choices(SENTENCES, k=2)
            is_of_price = any("price" in sentence for sentence in sentences)
            score = answers(draw.gauss(0, RECORD) - effect * is_of_price, 0, 0)[0]
            rows.append([f"agent {draw.randrange(20)}", score, ". ".join(sentences)])
        report = run(["report", "--csat", "csat", "--text", "comment", "--scale", "csat=1..5", *options], rows)
        clear = [(d["aspect"], d["effect"] < 0) for score in report["highlights"]["drivers"] for d in score["drivers"]
                 if d["isClear"]]
        return ("price", True) in clear, bool(set(clear) - {("price", True)})
    with ThreadPoolExecutor(WORKERS) as pool:
        samples = list(pool.map(sample, range(SAMPLES)))
    return [sum(s[i] for s in samples) / SAMPLES for i in range(2)]


def measure_reports():
    print("\n| report of no differences | false aspects | false drivers | false groups | coverage of CSAT |\n"
          "|---|---|---|---|---|")
    for agents, spread in ((20, 0.0), (20, AGENT), (8, AGENT)):
        title = f"{agents} agents who {'differ' if spread else 'are alike'}"
        if re.search(ROWS, title):
            aspects, moving, groups, held = drivers(agents, spread)
            print(f"| {title} | {aspects:.1%} | {moving:.1%} | {groups:.1%} | {held:.3f} |", flush=True)


def main():
    print(f"{SAMPLES} samples each.\n")
    print("| export | CSAT | resolved | NPS | mean | median | median | false, a figure | false, any of six | trend | "
          "\"already\" |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for agents in (6, 10, 20):
        measure(f"{agents} agents", agents=agents, weeks=12, per_week=60)
    for agents in (6, 10, 20):
        measure(f"{agents} agents, one half before and one after", agents=agents, weeks=12, per_week=60, nested=True)
    measure("no agents, 20 names", agents=20, weeks=12, per_week=60, spread=0, change=0)
    measure("no agents, records independent", agents=20, weeks=12, per_week=60, spread=0, change=0,
            options=["--no-cluster"])
    for trend in (0.2, 0.4, 0.8):
        measure(f"20 agents, a trend of {trend}", agents=20, weeks=24, per_week=60, trend=trend, change=0)
    for effect in (0.3, 0.5):
        measure(f"20 agents, a jump of {effect}: right", agents=20, weeks=24, per_week=60, effect=effect, change=0)
    measure_reports()
    if ROWS:
        return
    print("\n| false alarms of means | normal | log-normal |\n|---|---|---|")
    for count_a, count_b in ((5, 5), (5, 40), (12, 30)):
        shares = [few(count_a, count_b, value) for value in (
            lambda draw: f"{draw.gauss(50, 10):.3f}", lambda draw: f"{math.exp(draw.gauss(3, 1)):.3f}")]
        print(f"| {count_a} against {count_b} | {shares[0]:.1%} | {shares[1]:.1%} |", flush=True)
    size, found = power(0.0)
    print(f"\nA true difference of CSAT as large as the sentence says ({size * 100:.1f} points, six figures) is found in "
          f"{found:.1%}.\n")
    print("\n| 28 % write of the price and score lower | records | found | found, 20 agents allowed for | another found |\n"
          "|---|---|---|---|---|")
    for effect in (0.2, 0.5):
        for count in (300, 1000, 3000):
            plain, robust = driver_power(count, effect, ["--no-cluster"]), driver_power(count, effect, [])
            print(f"| by {effect} standard deviations | {count:,} | {plain[0]:.1%} | {robust[0]:.1%} | {robust[1]:.1%} |",
                  flush=True)


main()
