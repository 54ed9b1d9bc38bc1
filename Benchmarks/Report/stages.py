"""The stage benchmarks: reads what they exported, and compares their costs with the committed ones.

usage: stages.py EXPORTED THRESHOLDS [--update]

EXPORTED    folder with the histogramPercentiles of `swift package benchmark`
THRESHOLDS  lines of "stage TAB cost", the cost in units of the benchmark `reference` of the same run
"""

import os
import sys

# A stage may cost so much more than the committed threshold: about twice what runs on a busy machine differ by.
TOLERANCE = 1.3


def read(folder):
    """The percentiles of the wall time of every benchmark, in nanoseconds: {name: [p0, …, p100]}."""
    stages = {}
    for file in sorted(os.listdir(folder)):
        parts = file.split(".")
        if "wallClock" not in parts:
            continue
        with open(os.path.join(folder, file)) as lines:
            next(lines)
            stages[parts[2].replace("_", " ")] = [int(line.split("\t")[1]) for line in lines]
    return stages


def costs(stages):
    """The least cost of every stage in units of the reference: nobody else can make a loop faster than it is.

    Without what is not ours to hold fast: the copy, the library's dense products and their plain twins; and without what
    depends on the text that is the shortest, or on cores that are free.
    """
    least = {name: percentiles[0] for name, percentiles in stages.items()}
    return {name: value / least["reference"] for name, value in least.items()
            if not name.startswith(("reference", "memcpy", "dense", "plain", "latency")) and not name.endswith("-j2")}


def main(exported, thresholds, update=None):
    now = costs(read(exported))
    if update:
        with open(thresholds, "w") as file:
            file.writelines(f"{name}\t{cost:.6f}\n" for name, cost in sorted(now.items()))
        return 0
    with open(thresholds) as file:
        committed = {name: float(cost) for name, cost in (line.split("\t") for line in file)}
    slower = 0
    for name in sorted(now | committed):
        if name not in now or name not in committed:
            print(f"stages: {name} is {'not measured' if name not in now else 'not in ' + thresholds}")
            slower += 1
        elif now[name] > TOLERANCE * committed[name]:
            print(f"stages: {name} costs {now[name] / committed[name]:.2f} of its threshold")
            slower += 1
    print(f"stages: {len(now)} measured, {slower} above {TOLERANCE} of their thresholds")
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
