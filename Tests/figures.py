#!/usr/bin/env python3
"""Computes again what report, compare and scorecard print of sixteen generated exports, and compares every figure; and once
more what both say of an export whose records come in clusters.

    python3 Tests/figures.py ATTUNE

What a single text or reply says is taken from 'attune classify' and 'attune reply'; all that is made of it is counted here
with NumPy and SciPy, and nothing of Attune. JSON has to agree to 1e-9, and the text has to hold the same figures and no
others. Fails with a list of what differs.
"""

import collections
import csv
import datetime
import json
import math
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import numpy as np
from scipy import stats
from scipy.optimize import brentq

Z = stats.norm.ppf(0.975)
faults = []
checked = 0


def same(where, found, expected, tolerance=1e-9):
    global checked
    checked += 1
    if isinstance(expected, float) and isinstance(found, (int, float)):
        if abs(found - expected) <= tolerance * max(1, abs(expected)):
            return
    elif found == expected:
        return
    faults.append(f"{where}: {found!r}, not {expected!r}")


# Intervals


def wilson(k, n):
    if n == 0:
        return None, None, None
    interval = stats.binomtest(k, n).proportion_ci(method="wilson")
    return k / n, float(interval.low), float(interval.high)


def net_interval(plus, minus, n, z=Z):
    """The net scores that are within z standard errors of the observed one, each with its most likely shares."""
    value = (plus - minus) / n

    def distance(d):
        # Shares s + d, 1 - 2 s - d and s: the derivative of the likelihood times its denominators is a polynomial.
        zero = n - plus - minus
        s, s_d, rest = np.poly1d([1, 0]), np.poly1d([1, d]), np.poly1d([-2, 1 - d])
        slope = plus * s * rest - 2 * zero * s * s_d + minus * s_d * rest
        low, high = max(0, -d), (1 - d) / 2
        shares = [low, high] + [r.real for r in slope.roots if abs(r.imag) < 1e-9 and low <= r.real <= high]

        def likelihood(share):
            parts = [(plus, share + d), (zero, 1 - 2 * share - d), (minus, share)]
            return sum(c * math.log(max(p, 1e-300)) for c, p in parts if c)

        share = max(shares, key=likelihood)
        variance = (2 * share + d - d * d) / n
        return (value - d) / math.sqrt(variance) if variance > 1e-15 else math.copysign(1e9, value - d)

    ends = []
    for end in (-1.0, 1.0):
        inner = end * (1 - 1e-12)
        if value == end or abs(distance(inner)) <= z:
            ends.append(end)
        else:
            ends.append(brentq(lambda d: (abs(distance(d)) if d != value else 0) - z, value, inner, xtol=1e-13))
    return ends


def net(plus, minus, n):
    return ((plus - minus) / n, *net_interval(plus, minus, n)) if n else (None, None, None)


def median(values):
    n = len(values)
    if n == 0:
        return None, None, None
    ordered, half = sorted(values), Z * math.sqrt(n) / 2
    if n < 6:
        return float(np.median(ordered)), None, None
    lower, upper = math.floor(n / 2 - half + 0.5), math.floor(n / 2 + half + 1 + 0.5)
    return float(np.median(ordered)), ordered[max(lower, 1) - 1], ordered[min(upper, n) - 1]


def mean(values):
    if not values:
        return None, None, None
    value = float(np.mean(values))
    if len(values) < 2:
        return value, None, None
    half = stats.t.ppf(0.975, len(values) - 1) * np.std(values, ddof=1) / math.sqrt(len(values))
    return value, float(value - half), float(value + half)


def interpolated(values):
    ordered, n = np.sort(values), len(values)
    if n > 2000:
        depth = (n + 1) / 2 - Z * math.sqrt(n) / 2
    else:
        levels = 1 - 2 * stats.binom.cdf(np.arange(n // 2), n, 0.5)
        whole = int(np.sum(levels >= 0.95))
        share = (levels[whole - 1] - 0.95) / (levels[whole - 1] - levels[whole])
        depth = whole + (n - whole) * share / (whole + (n - 2 * whole) * share)
    places = np.arange(1, n + 1)
    return float(np.interp(depth, places, ordered)), float(np.interp(n + 1 - depth, places, ordered))


def square_and_add(first, before, second, after):
    return (
        second - first - math.hypot(second - after[0], before[1] - first),
        second - first + math.hypot(after[1] - second, first - before[0]),
    )


# Figures of records: a dictionary of what each role says, None where it says nothing


class Export:
    def __init__(self, name, records, options, roles, **rest):
        self.name, self.records, self.options, self.roles = name, records, options, roles
        self.rest = rest

    def figures(self, records):
        """(name, unit, kind, what it is made of) by the order of the options."""
        found = []
        if "text" in self.roles:
            texts = [READINGS[r["text"]] for r in records if written(r["text"])]
            labels = [t["label"] for t in texts]
            known = [x for x in labels if x != "unknown"]
            found.append(("net sentiment", "points", "net", (known.count("positive"), known.count("negative"), len(known))))
            found.append(("share urgent", "percent", "share", (sum(t["urgent"] for t in texts), len(texts))))
        for role, column, extra in self.measured():
            values = [r[column] for r in records if r[column] is not None]
            if role == "csat":
                found.append((f"CSAT ({column})", "percent", "share", (sum(v > extra - 2 for v in values), len(values))))
            elif role == "ces":
                boxes = 3 if extra >= 7 else 2
                found.append((f"CES, easy ({column})", "percent", "share", (sum(v > extra - boxes for v in values), len(values))))
            elif role == "nps":
                values = [v for v in values if 0 <= v <= 10]
                found.append((f"NPS ({column})", "points", "net", (sum(v >= 9 for v in values), sum(v < 7 for v in values), len(values))))
            elif role == "resolved":
                found.append((f"{column}, yes", "percent", "share", (sum(values), len(values))))
            elif role == "resolution":
                found.append((f"{column}, median", "seconds", "median", [v * extra for v in values]))
            elif role == "metric":
                found.append((f"{column}, mean", "plain", "mean", values))
                found.append((f"{column}, median", "plain", "median", values))
        if "contacts" in self.roles:
            solved, contacts = self.roles["resolved"], self.roles["contacts"]
            cases = [r for r in records if r[solved] is not None and r[contacts] is not None]
            first = sum(r[solved] and r[contacts] <= 1 for r in cases)
            found.append(("first contact, of resolved", "percent", "share", (first, sum(r[solved] for r in cases))))
            found.append(("first contact, of all", "percent", "share", (first, len(cases))))
        return found

    def measured(self):
        for role in ("csat", "ces", "nps", "resolved", "resolution", "metric"):
            if role in self.roles:
                column = self.roles[role]
                yield (role, *(column if isinstance(column, tuple) else (column, None)))

    def kept(self):
        """One record of each id: its first, with its first text, and the last state, time and scores of the case."""
        if "id" not in self.roles:
            return self.records
        known, kept = {}, []
        for record in self.records:
            key = record[self.roles["id"]]
            if key is None or key not in known:
                kept.append(dict(record))
                known[key] = kept[-1]
                continue
            first = known[key]
            for role, column, _ in self.measured():
                if record[column] is not None and (role != "metric" or first[column] is None):
                    first[column] = record[column]
            if "text" in self.roles and not written(first[self.roles["text"]]):
                first[self.roles["text"]] = record[self.roles["text"]]
            if "contacts" in self.roles:
                column = self.roles["contacts"]
                first[column] = max(first[column] or 1, record[column] or 1, 2)
        return kept


def written(text):
    return text is not None and text.strip() not in ("", "n/a", "-")


def folded(name):
    return " ".join((name or "").lower().split())


def measure(kind, made_of):
    value = {"share": lambda: wilson(*made_of), "net": lambda: net(*made_of), "median": lambda: median(made_of), "mean": lambda: mean(made_of)}
    return value[kind](), made_of[-1] if kind in ("share", "net") else len(made_of)


def check_figure(where, found, expected):
    name, unit, kind, made_of = expected
    (value, lower, upper), count = measure(kind, made_of)
    where = f"{where}: {name}"
    same(where + " name", found["name"], name)
    same(where + " unit", found["unit"], unit)
    same(where + " count", found["count"], count)
    same(where + " small", found["isSmall"], count < 30)
    for key, number in (("value", value), ("lower", lower), ("upper", upper)):
        same(f"{where} {key}", found.get(key), None if number is None else float(number), 1e-7 if kind == "net" else 1e-9)


# How figures are printed


def decimals(value, count):
    scaled = math.floor(abs(value) * 10**count + 0.5)
    text = f"{scaled / 10**count:.{count}f}"
    return "-" + text if value < 0 and scaled > 0 else text


def signed(value, count):
    text = decimals(value, count)
    return text if text.startswith("-") else "+" + text


def duration(seconds):
    def pair(value, size, large, small):
        whole, rest = divmod(value, size)
        return f"{whole} {large}" + (f" {rest} {small}" if rest else "")

    if seconds < 0:
        return "-" + duration(-seconds)
    if seconds < 59.95:
        return decimals(seconds, 1 if seconds < 10 else 0) + " s"
    minutes = math.floor(seconds / 60 + 0.5)
    if seconds < 599.5:
        return pair(math.floor(seconds + 0.5), 60, "min", "s")
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return pair(minutes, 60, "h", "min")
    return pair(math.floor(seconds / 3600 + 0.5), 24, "d", "h")


def amount(value):
    return decimals(value, 2) if abs(value) < 999.995 else f"{int(decimals(value, 0)):,}"


def shown(unit, value):
    if value is None:
        return "–"
    if unit == "percent":
        return decimals(value * 100, 1) + " %"
    if unit == "points":
        text = signed(value * 100, 1)
        return "0.0" if text == "+0.0" else text
    return duration(value) if unit == "seconds" else amount(value)


def shown_difference(unit, value):
    if unit in ("percent", "points"):
        return signed(value * 100, 1)
    if unit == "seconds":
        return ("-" if value < 0 else "+") + duration(abs(value))
    return ("" if amount(value).startswith("-") else "+") + amount(value)


def rounded_difference(before):
    """As a difference is shown beside the value before: without seconds where that is shown without any."""

    def show(unit, value):
        if unit == "seconds" and abs(before) >= 599.5:
            value = 60 * math.copysign(math.floor(abs(value) / 60 + 0.5), value)
            if value == 0:
                return "0 min"
        return shown_difference(unit, value)

    return show


def interval(unit, found, show=shown):
    return f"{show(unit, found['lower'])} … {show(unit, found['upper'])}" if "lower" in found and "upper" in found else ""


def cell(figure):
    return shown(figure["unit"], figure.get("value")) + ("*" if figure["isSmall"] and "value" in figure else "")


class Text:
    """The lines of a report, of which tables are ticked off."""

    def __init__(self, where, text):
        self.where, self.text = where, text
        self.lines = collections.Counter(tuple(x for x in re.split(r" {2,}", line.strip()) if x) for line in text.splitlines())

    def row(self, *cells):
        global checked
        checked += 1
        line = tuple(x for x in cells if x)
        if self.lines[line] > 0:
            self.lines[line] -= 1
        else:
            near = [x for x, n in self.lines.items() if n > 0 and x[:1] == line[:1]][:2]
            faults.append(f"{self.where}: the text has no line {line}, but {near}")


    def holds(self, words):
        global checked
        checked += 1
        if words not in self.text:
            faults.append(f"{self.where}: the text does not say {words!r}")

    def finish(self):
        """No line of a table is left: of three cells and more, one of them a number, but for the urgent texts."""
        for line, count in self.lines.items():
            has_number = any(re.fullmatch(r"[+-]?\d[\d,.]*\*?( %| s)?", x) for x in line[1:])
            if count > 0 and len(line) > 2 and has_number and not re.fullmatch(r"[01]\.\d\d", line[0]):
                faults.append(f"{self.where}: the text has a line that nothing accounts for: {line}")


def run(attune, *arguments, stdin=None):
    done = subprocess.run([attune, *map(str, arguments)], input=stdin, capture_output=True, text=True)
    if done.returncode:
        faults.append(f"{' '.join(map(str, arguments))}: exit {done.returncode}: {done.stderr.strip()}")
        return None
    return done.stdout


def count_text(n):
    return f"{n:,}"


# Report


def check_report(attune, export, path):
    options = ["report", "-q", path, "--no-cluster", *export.options, *export.rest.get("report", [])]
    found, text = run(attune, *options, "--to", "json"), run(attune, *options, "--to", "text")
    if found is None or text is None:
        return
    where, found, text = f"report {export.name}", json.loads(found), Text(f"report {export.name}", text)
    records = export.kept()
    same(where + " records", found["records"], len(records))
    if "id" in export.roles:
        same(where + " dropped", found["repeats"]["dropped"], len(export.records) - len(records))
    expected = export.figures(records)
    same(where + " figures", len(found["figures"]), len(expected))
    for one, other in zip(found["figures"], expected):
        check_figure(where, one, other)
    if "text" in export.roles:
        texts = [r for r in records if written(r["text"])]
        same(where + " texts", found["texts"], len(texts))
        same(where + " unknown", found["unknownTexts"], sum(READINGS[r["text"]]["label"] == "unknown" for r in texts))
        check_texts(where, export, found, texts)
    check_groups(where, export, found, records, text)
    starts = check_trend(where, export, found, records)
    for index, figure in enumerate(found["figures"]):
        line = sparkline(found["trend"], index) if starts else ""
        change = period_cells(found, index)
        text.row(title(found, figure), cell(figure), interval(figure["unit"], figure), count_text(figure["count"]), line, *change)
    check_periods(where, export, found, records)
    check_drivers(where, export, found, text)
    if "text" in export.roles:
        check_regressions(where, found, export, [r for r in records if written(r["text"])])
    if "retention" in export.rest:
        check_retention(where, export, found, records, text)
    for tone in found["tones"]:
        text.row(tone["name"], cell(tone), interval("percent", tone))
    for aspect in found["aspects"]:
        cells = [aspect["name"], count_text(aspect["texts"]), cell(aspect["net"])]
        for effect in aspect["effects"]:
            for figure in (effect["with"], effect["without"]):
                has_count = effect["with"]["count"] != aspect["texts"] and "value" in figure
                cells.append(cell(figure) + (f" of {count_text(figure['count'])}" if has_count else ""))
            if "difference" in effect:
                cells.append(f"{shown_difference(effect['with']['unit'], effect['difference'])} ({interval(effect['with']['unit'], effect, shown_difference)})" + (f" {effect['contrast']}" if "contrast" in effect else ""))
        text.row(*cells)
    text.holds(f"{count_text(len(records))} records")
    if "text" in export.roles:
        wrote = f"{count_text(found['texts'])} ({decimals(100 * found['texts'] / len(records), 1)} %) wrote a text"
        text.holds("all wrote a text" if found["texts"] == len(records) else wrote)
    text.finish()


def title(found, figure):
    """What people call a figure."""
    return found["highlights"]["titles"].get(figure["name"], figure["name"])


def period_cells(found, index):
    periods = found["highlights"].get("periods")
    if periods is None:
        return []
    change = periods["changes"][index]
    word = f" {change['effect']}" if change["effect"] not in ("unclear", "not enough data", "other writers") else ""
    difference = rounded_difference(change["before"].get("value", 0))(change["after"]["unit"], change["difference"]) if "difference" in change else "–"
    return [cell(change["before"]), cell(change["after"]), difference + word]


def check_periods(where, export, found, records):
    """The last 7 to 364 days beside as many before."""
    periods = found["highlights"].get("periods")
    if "time" not in export.roles:
        same(where + " periods", periods, None)
        return
    first, last = span(export, records)
    fitting = [d for d in (364, 91, 28, 21, 14, 7) if 2 * d <= (last - first).days + 1]
    same(where + " period", (periods or {}).get("days"), fitting[0] if fitting else None)
    if not fitting or periods is None:
        return
    length, time = fitting[0], export.roles["time"]

    def figures(begin):
        end = begin + datetime.timedelta(length)
        return export.figures([r for r in records if r[time] is not None and begin <= r[time] < end])

    turn = last - datetime.timedelta(length - 1)
    rows = list(zip(periods["changes"], figures(turn - datetime.timedelta(length)), figures(turn)))
    for change, one, other in rows:
        check_figure(where + " period before", change["before"], one)
        check_figure(where + " last period", change["after"], other)
        check_difference(f"{where} periods {one[0]}", change, one, other)
        check_test(f"{where} periods {one[0]}", change, one, other)
    tested = [c for c in periods["changes"] if is_tested(c)]
    for change, adjusted in zip(tested, holm([c["pValue"] for c in tested])):
        same(f"{where} periods {change['name']} adjusted", change["adjustedPValue"], adjusted)


def check_drivers(where, export, found, text):
    """Base and contributions make the score; each contribution is effect times reach."""
    for drivers in found["highlights"]["drivers"]:
        parts = drivers["drivers"]
        same(f"{where} drivers", drivers["base"] + sum(d["contribution"] for d in parts), drivers["total"])
        for d in parts:
            same(f"{where} driver {d['aspect']}", d["effect"] * d["reach"], d["contribution"])
            same(f"{where} reach {d['aspect']}", d["texts"] / drivers["answers"], d["reach"])
            doubt = "" if d["isClear"] else " ?"
            text.row(
                d["aspect"], shown("percent", d["reach"]), shown_difference("points", d["effect"]),
                f"{shown_difference('points', d['contribution'])} ({interval('points', d, shown_difference)}){doubt}")
        for name, label in (("base", "base"), ("total", "total of those who wrote")):
            text.row(label, shown(drivers["unit"], drivers[name]))


def check_texts(where, export, found, texts):
    readings = [READINGS[r["text"]] for r in texts]
    for tone in found["tones"]:
        count = sum(tone["name"] in r["tones"] for r in readings)
        check_figure(where, tone, (tone["name"], "percent", "share", (count, len(texts))))
    spoken = collections.Counter(a for r in readings for a in r["aspects"])
    same(where + " aspects", {a["name"]: a["texts"] for a in found["aspects"]}, dict(spoken))
    for aspect in found["aspects"]:
        name = aspect["name"]
        of_it = [r for r in texts if name in READINGS[r["text"]]["aspects"]]
        others = [r for r in texts if name not in READINGS[r["text"]]["aspects"]]
        labels = [READINGS[r["text"]]["aspects"][name] for r in of_it]
        check_figure(where, aspect["net"], (name, "points", "net", (labels.count("positive"), labels.count("negative"), len(labels))))
        answers = [k for k, f in enumerate(export.figures(texts)) if f[0].startswith(("CSAT", "CES", "NPS"))]
        for effect, k in zip(aspect["effects"], answers):
            one, other = export.figures(of_it)[k], export.figures(others)[k]
            check_figure(f"{where} {name}", effect["with"], one)
            check_figure(f"{where} not {name}", effect["without"], other)
            check_difference(f"{where} {name} {one[0]}", effect, other, one)


def check_difference(where, found, before, after):
    """After minus before, as the two figures beside it say, with the interval of its kind."""
    kind = before[2]
    (first, *old), n = measure(kind, before[3])
    (second, *new), m = measure(kind, after[3])
    if kind == "median" and n >= 6 and m >= 6:
        old, new = interpolated(before[3]), interpolated(after[3])
    elif kind == "mean" and n >= 2 and m >= 2:
        test = stats.ttest_ind(after[3], before[3], equal_var=False).confidence_interval()
        same(where + " difference", found.get("difference"), float(second - first), 1e-9)
        for key, end in (("lower", test.low), ("upper", test.high)):
            same(f"{where} {key}", found[key], float(end))
        return
    if first is None or second is None or old[0] is None or new[0] is None or kind == "median" and min(n, m) < 6:
        same(where + " difference", found.get("difference"), None)
        return
    lower, upper = square_and_add(first, old, second, new)
    tolerance = 1e-7 if kind == "net" else 1e-9
    for key, number in (("difference", second - first), ("lower", lower), ("upper", upper)):
        same(f"{where} {key}", found.get(key), float(number), tolerance)
    same(where + " interval holds the difference", found["lower"] <= found["difference"] <= found["upper"], True)


def check_groups(where, export, found, records, text):
    for table in found["groups"]:
        groups = collections.defaultdict(list)
        for record in records:
            groups[folded(record[table["column"]])].append(record)
        sizes = sorted(map(len, groups.values()), reverse=True)
        same(f"{where} by {table['column']}", [r["records"] for r in table["rows"]], sizes[:50])
        names = {folded("" if r["name"] == "(empty)" else r["name"]) for r in table["rows"]}
        rows = [(r, groups[folded("" if r["name"] == "(empty)" else r["name"])]) for r in table["rows"]]
        if "other" in table:
            rows.append((table["other"], [x for name, of in groups.items() if name not in names for x in of]))
        texts = [sum(written(r["text"]) for r in of) if "text" in export.roles else None for _, of in rows]
        for (row, of), wrote in zip(rows, texts):
            same(f"{where} {row['name']}", row["records"], len(of))
            same(f"{where} {row['name']} texts", row.get("texts"), wrote)
            for one, other in zip(row["figures"], export.figures(of)):
                check_figure(f"{where} {row['name']}", one, other)
            shows = any(w is not None and w < len(o) for w, (_, o) in zip(texts, rows))
            words = row["contrasts"] or [None] * len(row["figures"])
            doubts = row.get("doubts") or [None] * len(row["figures"])
            rest = [r for r in records if not any(r is x for x in of)]
            for one, word, doubt in zip(row["figures"], words, doubts):
                if word and is_by_answerers(one, of, rest, export, word):
                    same(f"{where} {row['name']} {one['name']} {word}", word, "other answerers")
                same(f"{where} {row['name']} {one['name']} both", bool(word and doubt), False)
            cells = [
                cell(f) + (f" of {count_text(f['count'])}" if f["count"] not in (row["records"], row.get("texts")) and "value" in f else "") + (f" {c or d}" if c or d else "")
                for f, c, d in zip(row["figures"], words, doubts)]
            text.row(row["name"], count_text(len(of)), count_text(wrote) if shows else "", *cells)


def days_of(export, records):
    return [r[export.roles["time"]] for r in records if r[export.roles["time"]] is not None]


def span(export, records):
    """From the first to the last day but for those that the export says are slips."""
    days = [d for d in days_of(export, records) if d not in export.rest.get("strays", ())]
    return min(days), max(days)


def check_trend(where, export, found, records):
    if "time" not in export.roles:
        same(where + " trend", found.get("trend"), None)
        return None
    first, last = span(export, records)
    same(where + " days", [found["firstDay"], found["lastDay"]], [first.isoformat(), last.isoformat()])
    length = (last - first).days
    name = "day" if length < 35 else "week" if length < 366 else "month"
    beginnings = {
        "day": lambda d: d, "week": lambda d: d - datetime.timedelta(d.weekday()), "month": lambda d: d.replace(day=1),
    }
    days = [first + datetime.timedelta(k) for k in range(length + 1)]

    def tells(name):
        """Whether most stretches, and at least three, hold 30 records."""
        all_starts = {beginnings[name](d) for d in days}
        counts = collections.Counter(beginnings[name](d) for d in days_of(export, records) if first <= d <= last)
        return len(all_starts) >= 3 and 2 * sum(counts[s] >= 30 for s in all_starts) > len(all_starts)

    coarser = {"day": "week", "week": "month"}.get(name)
    if coarser and not tells(name) and tells(coarser):
        name = coarser
    start = beginnings[name]
    starts = sorted({start(d) for d in days})
    trend = found["trend"]
    same(where + " bins", [trend["bin"], trend["starts"]], [name, [s.isoformat() for s in starts]])
    bins = collections.defaultdict(list)
    for record in records:
        day = record[export.roles["time"]]
        if day is not None and first <= day <= last:
            bins[start(day)].append(record)
    for k, begin in enumerate(starts):
        for one, other in zip((f[k] for f in trend["figures"]), export.figures(bins[begin])):
            check_figure(f"{where} {begin}", one, other)
    # A stretch is whole if all its weekdays with records are inside the data.
    counts = collections.Counter(d.weekday() for d in days_of(export, records) if first <= d <= last)
    usual = {d for d, n in counts.items() if n > 0.01 * len(days_of(export, records))}
    ends = starts[1:] + [start(starts[-1] + datetime.timedelta({"day": 1, "week": 7, "month": 31}[name]))]
    for k, (begin, end) in enumerate(zip(starts, ends)):
        missed = [begin + datetime.timedelta(d) for d in range((end - begin).days)]
        missed = [d for d in missed if not first <= d <= last and d.weekday() in usual]
        same(f"{where} {begin} partial", trend["isPartial"][k], bool(missed))
    return starts


def sparkline(trend, index):
    figures = [f for f, partial in zip(trend["figures"][index], trend["isPartial"]) if not partial]
    telling = [f for f in figures if not f["isSmall"]]
    hides = 1 < len(telling) < len(figures)
    values = [None if hides and f["isSmall"] else f.get("value") for f in figures[-60:]]
    known = [v for v in values if v is not None]
    if not known:
        return ""
    low, high = min(known), max(known)

    def bar(v):
        if v is None:
            return " "
        return "▁▂▃▄▅▆▇█"[min(int((v - low) / (high - low) * 8), 7) if high > low else 4]

    return "".join(map(bar, values)).strip()


def check_retention(where, export, found, records, text):
    length = export.rest["retention"]
    last = span(export, records)[1]
    start = last - datetime.timedelta(length - 1)
    figure = found["retention"]["figure"]
    check_figure(where, figure, (f"retention, {length} days", "percent", "share", retained(export, records, start, length)))
    text.row(title(found, figure), cell(figure), interval("percent", figure), count_text(figure["count"]))


def retained(export, records, start, length):
    day, customer = export.roles["time"], export.roles["customer"]

    def there(begin):
        end = begin + datetime.timedelta(length)
        return {folded(r[customer]) for r in records if r[customer] and r[day] is not None and begin <= r[day] < end}

    before, now = there(start - datetime.timedelta(length)), there(start)
    return len(now & before), len(before)


# Compare


def check_compare(attune, export, path):
    options = ["compare", "-q", path, "--no-cluster", *export.options, *export.rest["compare"]]
    found, text = run(attune, *options, "--to", "json"), run(attune, *options, "--to", "text")
    if found is None or text is None:
        return
    where, found, text = f"compare {export.name}", json.loads(found), Text(f"compare {export.name}", text)
    records = export.kept()
    before, after = ([r for r in records if export.rest["side"](r) is side] for side in (False, True))
    same(where + " sides", [found["firstRecords"], found["secondRecords"]], [len(before), len(after)])
    rows = list(zip(export.figures(before), export.figures(after)))
    if "retention" in export.rest:
        length, date = export.rest["retention"], export.rest["date"]
        counts = [retained(export, records, date - datetime.timedelta(d), length) for d in (length, 0)]
        rows.append(tuple((f"retention, {length} days", "percent", "share", c) for c in counts))
    same(where + " rows", len(found["rows"]), len(rows))
    for row, (one, other) in zip(found["rows"], rows):
        here = f"{where} {one[0]}"
        check_figure(here + " before", row["before"], one)
        check_figure(here + " after", row["after"], other)
        check_difference(here, row, one, other)
        check_test(here, row, one, other)
    tested = [r for r in found["rows"] if is_tested(r)]
    for row, adjusted in zip(tested, holm([r["pValue"] for r in tested])):
        same(f"{where} {row['name']} adjusted", row["adjustedPValue"], adjusted)
        plain = adjusted < 0.05 and (row["lower"] > 0 or row["upper"] < 0)
        # A trend that explains a change is told in place of better or worse.
        effects = {"unclear"} if not plain else {verdict(row), "trend", "jump or trend"}
        if plain and is_written_by_answerers(row, found["rows"], found["firstRecords"], found["secondRecords"]):
            effects = {"other answerers"}
        if plain and is_by_others(row, found.get("writing")):
            effects = {"other writers"}
        if plain and is_answered_by_others(row, found["firstRecords"], found["secondRecords"]):
            effects = {"other answerers"}
        if plain and is_open(row, export, records, before, after):
            effects = {"open cases"}
        if plain and is_one_sided(row, before, after):
            effects = {"one-sided"}
        same(f"{where} {row['name']} doubt", "doubt" in row, row["effect"] in ("other writers", "other answerers", "open cases", "one-sided"))
        if is_small(row):
            effects = {"not enough data"}
        same(f"{where} {row['name']} effect {row['effect']}", row["effect"] in effects, True)
    if "text" in export.roles:
        wrote = [(sum(written(r["text"]) for r in side), len(side)) for side in (before, after)]
        names = [("wrote a text", "percent", "share", w) for w in wrote]
        check_figure(where, found["writing"]["before"], names[0])
        check_figure(where, found["writing"]["after"], names[1])
        check_difference(where + " wrote", found["writing"], *names)
    if "text" in export.roles:
        check_changes(where, found["highlights"]["drivers"], export, before, after)
    for drivers in found["highlights"]["drivers"]:
        changes = drivers["changes"]
        same(f"{where} drivers", drivers["base"] + sum(c["difference"] for c in changes), drivers["total"])
        for c in changes:
            same(f"{where} driver {c['aspect']}", c["after"] - c["before"], c["difference"])
            numbers = [shown_difference("points", c[key]) for key in ("before", "after", "difference")]
            doubt = "" if c["isClear"] else " ?"
            text.row(c["aspect"], numbers[0], numbers[1], numbers[2] + doubt, interval("points", c, shown_difference))
        for name, label in (("base", "base"), ("total", "total of those who wrote")):
            text.row(label, shown_difference("points", drivers[name]))
    for row in found["rows"]:
        cells = [title(found, row), *(
            cell(row[side]) + (f" of {count_text(row[side]['count'])}" if row[side]["count"] != size and "value" in row[side] else "")
            for side, size in (("before", found["firstRecords"]), ("after", found["secondRecords"])))]
        if "difference" in row:
            show = rounded_difference(row["before"].get("value", 0))
            cells += [show(row["unit"], row["difference"]), interval(row["unit"], row, show), p_text(row["pValue"]), p_text(row["adjustedPValue"])]
        else:
            cells.append("–")
        text.row(*cells, row["effect"], row.get("test", ""))
    text.finish()
    if "price" in export.rest:
        check_cost(where, export, found, records, after, text)


def check_cost(where, export, found, records, after, text):
    price, (first, last) = export.rest["price"], span(export, records)
    cost, row = found["costs"][0], found["rows"][0]
    cases = sum(r[export.roles["metric"]] is not None for r in after) / ((last - first).days + 1) * 365.25 / 12
    same(where + " cases", cost["casesPerMonth"], cases)
    for key in ("difference", "lower", "upper"):
        same(f"{where} cost {key}", cost[key], row[key] * cases * price)
    money = [shown_difference("plain", cost[key]) for key in ("difference", "lower", "upper")]
    text.holds(f"{decimals(cases, 0)} cases a month: {money[0]} a month ({money[1]} … {money[2]})")
    same(where + " cost effect", cost["effect"], row["effect"])


def is_by_others(row, writing):
    """Whether people who write on one side only may make a difference of a figure of texts (Lee 2009)."""
    if row["name"] not in ("net sentiment", "share urgent") or not writing or writing.get("pValue", 1) >= 0.05:
        return False
    if writing["lower"] * writing["upper"] <= 0 or min(writing[s]["count"] for s in ("before", "after")) < 30:
        return False
    before, after = writing["before"]["value"], writing["after"]["value"]
    return abs(after - before) >= 0.05 or may_be_others(row, before, after)


def may_be_others(row, before, after):
    """Whether 0 is in the interval once the most extreme answers of the side of which more answer are left out (Lee 2009)."""
    excess, lowest = abs(after - before) / max(before, after), -1 if row["unit"] == "points" else 0
    value = row["before" if before > after else "after"]["value"]
    shifts = [value - min(max((value - excess * end) / (1 - excess), lowest), 1) for end in (lowest, 1)]
    if before < after:
        shifts = [-s for s in shifts]
    return row["lower"] + min(shifts) <= 0 <= row["upper"] + max(shifts)


def is_of_answers(name):
    return name.startswith(("CSAT", "CES", "NPS")) or name.endswith(", yes")


def is_answered_by_others(row, first, second):
    """Whether another share of the records, by more than chance, has an answer: by five points, or so that it may be all of it."""
    k, m = row["before"]["count"], row["after"]["count"]
    if not is_of_answers(row["name"]) or min(first, second) < 30 or k * m == 0:
        return False
    before, after, pooled = k / first, m / second, (k + m) / (first + second)
    error = math.sqrt(pooled * (1 - pooled) * (1 / first + 1 / second))
    if error == 0 or 2 * stats.norm.sf(abs(after - before) / error) >= 0.05:
        return False
    return abs(after - before) >= 0.05 or may_be_others(row, before, after)


def is_written_by_answerers(row, rows, first, second):
    """Whether a figure is of texts that no more people write than give a score, and the share who give it changed by five points."""
    if row["name"] not in ("net sentiment", "share urgent"):
        return False
    for score in rows:
        if not score["name"].startswith(("CSAT", "CES", "NPS")):
            continue
        k, m = score["before"]["count"], score["after"]["count"]
        if row["before"]["count"] > k or row["after"]["count"] > m or k * m == 0 or min(first, second) < 30:
            continue
        before, after, pooled = k / first, m / second, (k + m) / (first + second)
        error = math.sqrt(pooled * (1 - pooled) * (1 / first + 1 / second))
        if error and 2 * stats.norm.sf(abs(after - before) / error) < 0.05 and abs(after - before) >= 0.05:
            return True
    return False


def is_by_answerers(figure, of, rest, export, word):
    """The same of a group and all others; where the interval of their difference is not printed, by its middle."""
    if not is_of_answers(figure["name"]) or word not in ("better", "worse"):
        return False
    made = {f[0]: f for f in export.figures(rest)}[figure["name"]]
    (value, *_), count = measure(*made[2:])
    difference = figure["value"] - value
    row = {"name": figure["name"], "unit": figure["unit"], "before": {"count": count, "value": value}, "after": figure,
           "lower": difference, "upper": difference}
    return is_answered_by_others(row, len(rest), len(of))


def is_one_sided(row, before, after):
    """Whether one side says yes only, or no only, and nothing of the rest, and the difference goes when that is the other."""
    if not row["name"].endswith(", yes"):
        return False
    shares, sided = [], []
    for side in (before, after):
        values = [r[row["name"][:-5]] for r in side]
        yes, no, blank = (sum(v == x for v in values) for x in (1, 0, None))
        sided.append("yes" if blank and not no else "no" if blank and not yes else "")
        shares.append((yes + blank * (sided[-1] == "no"), yes + no + blank * bool(sided[-1])))
    if sided[0] == sided[1]:
        return False
    lower, upper = square_and_add(*(x for k, n in shares for x in (k / n, wilson(k, n)[1:])))
    return not (lower > 0 if row["difference"] > 0 else upper < 0)


def is_open(row, export, records, before, after):
    """Whether cases that are young enough to be open for that alone may make the later side worse, or its times shorter."""
    if "resolution" not in export.roles or "resolved" not in export.roles or row["difference"] > 0:
        return False
    (hours, unit), solved, time = export.roles["resolution"], export.roles["resolved"], export.roles["time"]
    times = [r[hours] for r in records if r[hours] is not None]
    if row["name"].endswith(", yes"):
        horizon, last = math.ceil(np.quantile(times, 0.95) * unit / 86400), max(r[time] for r in records)
        young = sum(r[solved] == 0 and (last - r[time]).days <= horizon for r in after)
        k, n, m = sum(r[solved] for r in before), len(before), len(after)
        # As many as would be open if all took as long as the earlier ones.
        took = [r[hours] * unit for r in before if r[hours] is not None]
        slower = sum(sum(t > ((last - r[time]).days + 0.5) * 86400 for t in took) / n for r in after)
        most = math.ceil(slower + Z * math.sqrt(slower * (1 + m / n)))
        young = max(young, min(most, sum(r[solved] == 0 for r in after)))
        j = min(sum(r[solved] for r in after) + young, m)
        return young > 0 and square_and_add(k / n, wilson(k, n)[1:], j / m, wilson(j, m)[1:])[1] >= 0
    sides = [[r[hours] for r in side] for side in (before, after)]
    timed = [sum(v is not None for v in side) / len(side) for side in sides]
    pooled = sum(timed[k] * len(sides[k]) for k in (0, 1)) / sum(map(len, sides))
    z = (timed[1] - timed[0]) / math.sqrt(pooled * (1 - pooled) * sum(1 / len(side) for side in sides)) if 0 < pooled < 1 else 0
    if stats.norm.sf(-z) >= 0.025:
        return False
    longest = max(times)
    whole = [[longest if v is None else v for v in side] for side in sides]
    first, second = (float(np.median(side)) for side in whole)
    return square_and_add(first, interpolated(whole[0]), second, interpolated(whole[1]))[1] >= 0


def verdict(row):
    if "better" not in row:
        return "higher" if row["difference"] > 0 else "lower"
    return "better" if (row["difference"] > 0) == (row["better"] == "higher") else "worse"


def is_small(row):
    """Whether a side has too few answers for a verdict."""
    return min(row["before"]["count"], row["after"]["count"]) < 30


def p_text(p):
    return "< 0.001" if p < 0.001 else decimals(p, 3 if p < 0.1 else 2)


def is_tested(row):
    """Whether a figure could differ at all: a share of all, or of none, on both sides cannot."""
    ends = {"percent": (0, 1), "points": (-1, 1)}.get(row["unit"], ())
    value = row["before"].get("value")
    return "pValue" in row and not (value in ends and value == row["after"].get("value"))


def holm(p_values):
    adjusted, largest = [0.0] * len(p_values), 0.0
    for rank, k in enumerate(sorted(range(len(p_values)), key=lambda k: p_values[k])):
        largest = max(largest, min(p_values[k] * (len(p_values) - rank), 1.0))
        adjusted[k] = largest
    return adjusted


def check_test(where, row, before, after):
    if "pValue" not in row:
        return
    test, a, b = row["test"], before[3], after[3]
    if test.startswith("two-proportion z"):
        pooled = (a[0] + b[0]) / (a[1] + b[1])
        error = math.sqrt(pooled * (1 - pooled) * (1 / a[1] + 1 / b[1]))
        z = (b[0] / b[1] - a[0] / a[1]) / error if error else 0.0
        expected = 2 * stats.norm.sf(abs(z))
    elif test.startswith("score intervals"):
        first, second = [(x[0] - x[1]) / x[2] for x in (a, b)]

        def inner_end(z):
            lower, upper = square_and_add(first, net_interval(*a, z), second, net_interval(*b, z))
            return lower if second > first else -upper

        expected = 2 * stats.norm.sf(brentq(inner_end, 1e-9, 37)) if first != second else 1.0
    elif test.startswith("Mann-Whitney"):
        method = "exact" if test.endswith("exact") else "asymptotic"
        expected = stats.mannwhitneyu(b, a, method=method).pvalue
    elif test in ("Welch's t", "permutation, Welch's t"):
        expected = stats.ttest_ind(b, a, equal_var=False).pvalue
        if test != "Welch's t":
            same(f"{where} p of {test} near Welch's", abs(row["pValue"] - expected) <= 0.02 + 0.2 * expected, True)
            return
    else:
        faults.append(f"{where}: no such test is known: {test}")
        return
    same(f"{where} p of {test}", row["pValue"], float(expected), 1e-6)


# Records in clusters: regressions of all records, with matrices of all records


class Regression:
    """Least squares with errors by clusters: CR2 and Satterthwaite's degrees (Pustejovsky & Tipton 2018), written out."""

    def __init__(self, design, response, clusters):
        self.design, self.response = np.asarray(design, float), np.asarray(response, float)
        self.names = sorted(set(clusters))
        self.places = [np.flatnonzero(np.array([c == name for c in clusters])) for name in self.names]
        self.inverse = np.linalg.inv(self.design.T @ self.design)
        self.effects = self.inverse @ self.design.T @ self.response
        self.residuals = self.response - self.design @ self.effects
        self.adjusted = []
        for place in self.places:
            x = self.design[place]
            leverages, vectors = np.linalg.eigh(x @ self.inverse @ x.T)
            root = [1 / math.sqrt(1 - v) if v < 1 - 1e-9 else 0.0 for v in leverages]
            self.adjusted.append(vectors @ np.diag(root) @ vectors.T)

    def influences(self, contrast):
        weights = self.inverse @ contrast
        return np.array([
            weights @ self.design[p].T @ a @ self.residuals[p] for p, a in zip(self.places, self.adjusted)])

    def degrees(self, contrast, alike, mixed=None):
        """The fewer of errors that are independent and of those that are the same for all records with the same value of
        `alike`; or of errors whose spread is to a share `mixed` the latter."""
        hat = np.eye(len(self.response)) - self.design @ self.inverse @ self.design.T
        rows = np.array([
            (self.inverse @ contrast) @ self.design[p].T @ a @ hat[p] for p, a in zip(self.places, self.adjusted)])
        sums = np.array([rows[:, [k == key for k in alike]].sum(axis=1) for key in sorted(set(alike))]).T
        parts = [part @ part.T for part in (rows, sums)]
        if mixed is not None:
            parts = [(1 - mixed) * parts[0] + mixed * parts[1]]
        return max(min(np.trace(m) ** 2 / np.sum(m * m) for m in parts), 1.0)

    def classical(self, contrast):
        variance = self.residuals @ self.residuals / (len(self.response) - self.design.shape[1])
        return variance * (contrast @ self.inverse @ contrast)


def robust(sides):
    """(error, degrees) of the last side minus the first, or of one alone; a side is a list of (response, cluster)."""
    design, response, clusters, alike = [], [], [], []
    for k, side in enumerate(sides):
        for value, cluster in side:
            design.append([1.0 if j == k else 0.0 for j in range(len(sides))])
            response.append(value)
            clusters.append(cluster)
            alike.append((cluster, k))
    fit = Regression(design, response, clusters)
    contrast = np.array([1.0] if len(sides) == 1 else [-1.0, 1.0])
    return math.sqrt(np.sum(fit.influences(contrast) ** 2)), fit.degrees(contrast, alike)


def single(export, records):
    """By figure: (name, unit, kind, [(what a record adds, its cluster)])."""
    cluster, found = export.rest["cluster"], []
    for k, (name, unit, kind, _) in enumerate(export.figures(records)):
        parts = []
        for record in records:
            made_of = export.figures([record])[k][3]
            if kind in ("mean", "median"):
                parts += [(v, record[cluster]) for v in made_of]
            elif made_of[-1]:
                parts.append((float(made_of[0] - made_of[1] if kind == "net" else made_of[0]), record[cluster]))
        found.append((name, unit, kind, parts))
    return found


def spread_of_median(values, error):
    """What a share of values up to the median is to be multiplied with."""
    reach = min(max(error, 0.5 / math.sqrt(len(values))), 0.4)
    low, high = np.quantile(values, [0.5 - reach, 0.5 + reach])
    return (low - high) / (2 * reach)


def scaled(kind, parts):
    """A median moves as the share of the values up to it does."""
    if kind != "median":
        return parts, 1.0
    values = [v for v, _ in parts]
    below = [(1.0 if v <= np.median(values) else 0.0, c) for v, c in parts]
    factor = spread_of_median(values, robust([below])[0])
    return [(v * factor, c) for v, c in below], factor


def wider(one, other):
    return other if other[1] - other[0] > one[1] - one[0] else one


def plain_interval(kind, parts):
    """As if the records were independent."""
    values = [v for v, _ in parts]
    made_of = {
        "share": lambda: (int(sum(values)), len(values)), "net": lambda: (values.count(1), values.count(-1), len(values)),
    }.get(kind, lambda: values)()
    return [float(end) for end in measure(kind, made_of)[0][1:]]


def clustered_interval(kind, parts):
    """Never narrower than that of independent records."""
    return wider(robust_interval(kind, parts), plain_interval(kind, parts))


def robust_interval(kind, parts):
    values = np.array([v for v, _ in parts])
    if kind == "median":
        middle = np.median(values)
        error, degrees = robust([[(1.0 if v <= middle else 0.0, c) for v, c in parts]])
        half = stats.t.ppf(0.975, degrees) * error
        return [float(np.quantile(values, min(max(p, 0), 1))) for p in (0.5 - half, 0.5 + half)]
    value, (error, degrees) = values.mean(), robust([parts])
    t = stats.t.ppf(0.975, degrees)
    if kind == "share":
        n = value * (1 - value) / error**2
        centre, half = (value + t * t / (2 * n)) / (1 + t * t / n), t / (1 + t * t / n) * math.sqrt(value * (1 - value) / n + t * t / (4 * n * n))
        return [max(centre - half, 0.0), min(centre + half, 1.0)]
    low, high = value - t * error, value + t * error
    return [max(low, -1.0), min(high, 1.0)] if kind == "net" else [low, high]


def check_ends(where, found, ends):
    for key, end in zip(("lower", "upper"), ends):
        same(f"{where} {key}", found.get(key), float(end), 1e-7)


def middle(kind, parts):
    values = [v for v, _ in parts]
    return float(np.median(values) if kind == "median" else np.mean(values))


def check_clustered_difference(where, found, kind, before, after, p="pValue"):
    (first, _), (second, _) = scaled(kind, before), scaled(kind, after)
    error, degrees = robust([first, second])
    value = middle(kind, after) - middle(kind, before)
    half = stats.t.ppf(0.975, degrees) * error
    limit = {"share": 1.0, "net": 2.0}.get(kind, math.inf)
    ends, expected = (max(value - half, -limit), min(value + half, limit)), float(2 * stats.t.sf(abs(value / error), degrees))
    if kind == "median":
        # Never narrower than that of independent records.
        old, new = ([v for v, _ in side] for side in (before, after))
        plain = square_and_add(middle(kind, before), interpolated(old), middle(kind, after), interpolated(new))
        if plain[1] - plain[0] > ends[1] - ends[0]:
            ends, expected = plain, max(expected, float(stats.mannwhitneyu(new, old, method="asymptotic").pvalue))
    same(where + " difference", found["difference"], value)
    check_ends(where, found, ends)
    same(f"{where} p", found[p], expected, 1e-6)


def check_clustered(attune, export, path):
    """Figures, groups, aspects and drivers of report; rows, their verdicts and what moved them of compare."""
    options = ["-q", path, "--cluster", export.rest["cluster"], *export.options, "--to", "json"]
    found = json.loads(run(attune, "report", *options, *export.rest["report"]))
    where = f"report {export.name}"
    records = export.kept()
    names = {folded(r[export.rest["cluster"]]) for r in records}
    same(where + " clusters", found["clusters"], len(names))
    for one, (name, unit, kind, parts) in zip(found["figures"], single(export, records)):
        same(f"{where} {name} value", one["value"], middle(kind, parts))
        check_ends(f"{where} {name}", one, clustered_interval(kind, parts))
    for table in found["groups"]:
        for row in table["rows"]:
            of = [r for r in records if folded(r[table["column"]]) == folded(row["name"])]
            for one, (name, unit, kind, parts) in zip(row["figures"], single(export, of)):
                check_ends(f"{where} {row['name']} {name}", one, clustered_interval(kind, parts))
    periods, time = found["highlights"]["periods"], export.roles["time"]
    first, turn, last = (datetime.date.fromisoformat(periods[k]) for k in ("firstDay", "turn", "lastDay"))
    sides = [single(export, [r for r in records if r[time] and a <= r[time] <= b]) for a, b in ((first, turn - datetime.timedelta(1)), (turn, last))]
    for change, one, other in zip(periods["changes"], *sides):
        check_ends(f"{where} period before {one[0]}", change["before"], clustered_interval(one[2], one[3]))
        check_ends(f"{where} last period {one[0]}", change["after"], clustered_interval(other[2], other[3]))
        check_clustered_difference(f"{where} periods {one[0]}", change, one[2], one[3], other[3])
    texts = [r for r in records if written(r["text"])]
    for aspect in found["aspects"]:
        sides = [[r for r in texts if (aspect["name"] in READINGS[r["text"]]["aspects"]) is is_of] for is_of in (False, True)]
        answers = [k for k, f in enumerate(export.figures(texts)) if f[0].startswith(("CSAT", "CES", "NPS"))]
        for effect, k in zip(aspect["effects"], answers):
            (name, _, kind, others), (_, _, _, own) = (single(export, side)[k] for side in sides)
            check_clustered_difference(f"{where} {aspect['name']} {name}", effect, kind, others, own)
    check_regressions(where, found, export, texts)
    found = json.loads(run(attune, "compare", *options, *export.rest["compare"]))
    where = f"compare {export.name}"
    before, after = ([r for r in records if export.rest["side"](r) is side] for side in (False, True))
    for row, one, other in zip(found["rows"], single(export, before), single(export, after)):
        check_ends(f"{where} {one[0]} before", row["before"], clustered_interval(one[2], one[3]))
        check_ends(f"{where} {one[0]} after", row["after"], clustered_interval(other[2], other[3]))
        check_clustered_difference(f"{where} {one[0]}", row, one[2], one[3], other[3])
    check_verdicts(where, export, found, records)
    check_changes(where, found["highlights"]["drivers"], export, before, after)


class Drivers:
    """A regression of answers on the aspects of texts, in clusters or not."""

    def __init__(self, export, records, index, aspects):
        parts = [(r, export.figures([r])[index]) for r in records]
        parts = [(r, f) for r, f in parts if f[3][-1]]
        self.aspects, self.count = aspects, len(parts)
        marks = np.array([[a in READINGS[r["text"]]["aspects"] for a in aspects] for r, _ in parts], float)
        response = [float(f[3][0] - f[3][1] if f[2] == "net" else f[3][0]) for _, f in parts]
        self.reach, self.marks = marks.mean(axis=0), marks
        cluster = export.rest.get("cluster")
        self.clusters = [r[cluster] for r, _ in parts] if cluster else None
        design = np.column_stack([np.ones(len(parts)), marks])
        self.fit = Regression(design, response, self.clusters or list(range(len(parts))))
        self.total, self.effects = float(np.mean(response)), self.fit.effects[1:]
        self.span, self.texts = max(response) - min(response), [r["text"] for r, _ in parts]
        self.contributions = self.effects * self.reach

    def is_entangled(self, k):
        """Whether all other aspects that 10 texts have and 10 lack leave the aspect less than a tenth of its spread."""
        counts = collections.Counter(a for t in self.texts for a in READINGS[t]["aspects"])
        others = [a for a, n in counts.items() if a != self.aspects[k] and 10 <= n <= self.count - 10]
        known = np.array([[1] + [a in READINGS[t]["aspects"] for a in others] for t in self.texts], float)
        column = self.marks[:, k]
        rest = column - known @ np.linalg.lstsq(known, column, rcond=None)[0]
        return bool(np.sum(rest**2) <= 0.1 * np.sum((column - column.mean()) ** 2))

    def contrast(self, k):
        return np.eye(len(self.aspects) + 1)[k + 1]

    def cases(self, k):
        return self.marks[:, k].sum()

    def degrees(self, k):
        if self.clusters is None:
            return min(self.count - len(self.aspects) - 1, self.cases(k) - 1)
        return min(self.count - len(self.aspects) - 1, self.cases(k) - 1, self.fit.degrees(self.contrast(k), self.clusters, 0.25))

    def variance(self, k):
        """Of the effect: never below that of independent errors of equal spread."""
        if self.clusters is not None:
            robust = np.sum(self.fit.influences(self.contrast(k)) ** 2)
        else:
            weights = self.fit.design @ self.fit.inverse @ self.contrast(k)
            leverages = np.einsum("ij,jk,ik->i", self.fit.design, self.fit.inverse, self.fit.design)
            robust = np.sum((weights * self.fit.residuals / (1 - np.minimum(leverages, 1 - 1e-6))) ** 2)
        return max(robust, self.fit.classical(self.contrast(k)))

    def spread(self, k, variance):
        reach = self.reach[k]
        return reach**2 * variance + self.effects[k] ** 2 * reach * (1 - reach) / self.count

    def influences(self, k):
        """Of clusters on the contribution, by their names."""
        found = {}
        for name, place, effect in zip(self.fit.names, self.fit.places, self.fit.influences(self.contrast(k))):
            rest = self.marks[place, k].sum() - len(place) * self.reach[k]
            found[name] = self.reach[k] * effect + self.effects[k] * rest / self.count / math.sqrt(1 - len(place) / self.count)
        return found

    def contribution_variance(self, k):
        if self.clusters is None:
            return self.spread(k, self.variance(k))
        return max(sum(v * v for v in self.influences(k).values()), self.classical_spread(k))

    def classical_spread(self, k):
        return self.spread(k, self.fit.classical(self.contrast(k)))

    def p(self, k):
        return float(2 * stats.t.sf(abs(self.effects[k]) / math.sqrt(self.variance(k)), self.degrees(k)))


def drivers_of(export, records, figure, aspects):
    index = [f[0] for f in export.figures(records)].index(figure)
    taxonomy = sorted(aspects)
    return Drivers(export, records, index, taxonomy)


def check_regressions(where, found, export, texts):
    """Effects, contributions, intervals and p-values, which are corrected for the aspects of all scores."""
    all_p = []
    plain = {(e["with"]["name"], a["name"]): e for a in found["aspects"] for e in a["effects"]}
    for drivers in found["highlights"]["drivers"]:
        fit = drivers_of(export, texts, drivers["figure"], [d["aspect"] for d in drivers["drivers"]])
        same(f"{where} answers", drivers["answers"], fit.count)
        same(f"{where} total", drivers["total"], fit.total)
        for d in drivers["drivers"]:
            k, here = fit.aspects.index(d["aspect"]), f"{where} {drivers['figure']} driver {d['aspect']}"
            t = stats.t.ppf(0.975, fit.degrees(k))
            same(here + " effect", d["effect"], float(fit.effects[k]), 1e-8)
            half = t * math.sqrt(fit.variance(k))
            same(here + " effect's lower", d["effectLower"], max(float(fit.effects[k] - half), -fit.span), 1e-7)
            same(here + " effect's upper", d["effectUpper"], min(float(fit.effects[k] + half), fit.span), 1e-7)
            half = t * math.sqrt(fit.contribution_variance(k))
            check_ends(here, d, (fit.contributions[k] - half, fit.contributions[k] + half))
            effect = plain[drivers["figure"], d["aspect"]]
            bears = "lower" not in effect or (effect["lower"] > 0 if d["effect"] > 0 else effect["upper"] < 0)
            same(here + " entangled", d.get("isEntangled", False), fit.is_entangled(k))
            all_p.append((d, here, bears and not fit.is_entangled(k), fit.p(k)))
    for (d, here, bears, _), adjusted in zip(all_p, holm([p for *_, p in all_p])):
        same(here + " p", d["adjustedPValue"], adjusted, 1e-6)
        clear = bears and adjusted < 0.05 and d["texts"] >= 30 and not d["lower"] <= 0 <= d["upper"]
        same(here + " clear", d["isClear"], clear)


def check_changes(where, found, export, before, after):
    """What moved a score: differences of contributions."""
    all_p, sides = [], [[r for r in side if written(r["text"])] for side in (before, after)]
    for drivers in found:
        kept = [{a for r in side for a in READINGS[r["text"]]["aspects"]} for side in sides]
        first = [c["aspect"] for c in drivers["changes"]]
        fits = [enough(export, side, drivers["figure"], first, aspects) for side, aspects in zip(sides, kept)]
        for c in drivers["changes"]:
            here = f"{where} {drivers['figure']} moved by {c['aspect']}"
            (one, j), (other, k) = ((f, f.aspects.index(c["aspect"])) for f in fits)
            value = float(other.contributions[k] - one.contributions[j])
            variance = one.contribution_variance(j) + other.contribution_variance(k)
            if one.clusters is not None:
                first, second = one.influences(j), other.influences(k)
                names = set(first) | set(second)
                variance = max(
                    sum((second.get(n, 0) - first.get(n, 0)) ** 2 for n in names),
                    one.classical_spread(j) + other.classical_spread(k))
            degrees = min(one.degrees(j), other.degrees(k))
            same(here, c["difference"], value, 1e-8)
            half = stats.t.ppf(0.975, degrees) * math.sqrt(variance)
            check_ends(here, c, (value - half, value + half))
            all_p.append((c, here, float(2 * stats.t.sf(abs(value) / math.sqrt(variance), degrees))))
    for (c, here, _), adjusted in zip(all_p, holm([p for *_, p in all_p])):
        same(here + " p", c["adjustedPValue"], adjusted, 1e-6)


def enough(export, records, figure, first, aspects):
    """With the aspects that 10 texts have and 10 lack, and of which more frequent ones explain at most nine tenths."""
    index = [f[0] for f in export.figures(records)].index(figure)
    answered = [r for r in records if export.figures([r])[index][3][-1]]
    counts = {a: sum(a in READINGS[r["text"]]["aspects"] for r in answered) for a in aspects}
    kept, columns = [], [np.ones(len(answered))]
    for aspect in sorted(set(aspects), key=lambda a: (-counts[a], first.index(a) if a in first else len(first))):
        column = np.array([aspect in READINGS[r["text"]]["aspects"] for r in answered], float)
        known = np.column_stack(columns)
        rest = column - known @ np.linalg.lstsq(known, column, rcond=None)[0]
        is_known = np.sum(rest**2) <= 0.1 * np.sum((column - column.mean()) ** 2)
        if 10 <= counts[aspect] <= len(answered) - 10 and not is_known:
            kept.append(aspect)
            columns.append(column)
    return Drivers(export, answered, index, kept)


def jump(points):
    """(jump, its one-sided p upwards) beside a steady trend, by weeks that count from the date."""
    times, values, weights = (np.array(x, float) for x in zip(*points))
    return third([np.ones_like(times), times, times >= 0], values, weights)


def gap(points):
    """The same of how far the weeks from the date on are, in their middle, from the line of those before."""
    times, values, weights = (np.array(x, float) for x in zip(*points))
    after = times >= 0
    middle = np.average(times[after], weights=weights[after])
    return third([np.ones_like(times), times, after, after * (times - middle)], values, weights)


def third(columns, values, weights):
    coefficients, errors, degrees = autoregressive(np.column_stack(columns), values, weights)
    return float(coefficients[2]), float(stats.t.sf(coefficients[2] / errors[2], degrees))


def drift(row):
    """What is no jump: a trend that is plain before the date and makes two thirds of the difference, or what cannot be told."""
    series, difference = row["timeSeries"], row["difference"]
    is_plain = series["trendBeforeAdjustedPValue"] < 0.05 and series["trendBefore"] * difference > 0
    return "trend" if is_plain and (difference - series["gap"]) / difference >= 2 / 3 else "jump or trend"


def check_verdicts(where, export, found, records):
    """Better and worse are differences that chance rarely makes, and that no steady trend explains."""
    time, date = export.roles["time"], export.rest["date"]
    weeks = collections.defaultdict(list)
    for record in records:
        if record[time] is not None:
            weeks[(record[time] - date).days // 7].append(record)
    tested = [r for r in found["rows"] if is_tested(r)]
    for row, adjusted in zip(tested, holm([r["pValue"] for r in tested])):
        same(f"{where} {row['name']} adjusted", row["adjustedPValue"], adjusted)
    for k, row in enumerate(found["rows"]):
        points = []
        for week in sorted(weeks):
            (value, *_), count = measure(*export.figures(weeks[week])[k][2:])
            if count:
                points.append((week, value, count))
        step, p = jump(points)
        series = row["timeSeries"]
        same(f"{where} {row['name']} step", series["step"], step, 1e-8)
        same(f"{where} {row['name']} jump", series["jumpPValue"], p if row["difference"] >= 0 else 1 - p, 1e-7)
        beyond, p = gap(points)
        same(f"{where} {row['name']} gap", series["gap"], beyond, 1e-8)
        same(f"{where} {row['name']} gap p", series["gapPValue"], p if row["difference"] >= 0 else 1 - p, 1e-7)
    jumps = stats.false_discovery_control([r["timeSeries"]["jumpPValue"] for r in found["rows"]])
    gaps = stats.false_discovery_control([r["timeSeries"]["gapPValue"] for r in found["rows"]])
    for row, adjusted, of_gap in zip(found["rows"], jumps, gaps):
        same(f"{where} {row['name']} gap adjusted", row["timeSeries"]["gapAdjustedPValue"], float(of_gap))
        same(f"{where} {row['name']} jump adjusted", row["timeSeries"]["jumpAdjustedPValue"], float(adjusted))
        plain = row["adjustedPValue"] < 0.05 and (row["lower"] > 0 or row["upper"] < 0)
        effect = "unclear" if not plain else verdict(row) if adjusted < 0.05 or of_gap < 0.01 else drift(row)
        if plain and is_written_by_answerers(row, found["rows"], found["firstRecords"], found["secondRecords"]):
            effect = "other answerers"
        if plain and is_by_others(row, found.get("writing")):
            effect = "other writers"
        if plain and is_answered_by_others(row, found["firstRecords"], found["secondRecords"]):
            effect = "other answerers"
        if is_small(row):
            effect = "not enough data"
        same(f"{where} {row['name']} effect", row["effect"], effect)


# Scorecard


def check_scorecard(attune, path):
    judged = [json.loads(line) for line in run(attune, "reply", "-q", path, "--to", "jsonl").splitlines()]
    options = ["scorecard", "-q", path]
    found, text = json.loads(run(attune, *options, "--to", "json")), Text("scorecard", run(attune, *options, "--to", "text"))
    days = [datetime.date.fromisoformat(r["time"]) for r in judged]
    first, last = min(days), max(days)
    check_replies("scorecard", found["all"], judged, first, last, judged)
    for group in found["groups"]:
        of = collections.defaultdict(list)
        for record in judged:
            of[folded(record[group["column"]])].append(record)
        same(f"scorecard {group['column']}", sorted(folded(r["name"]) for r in group["rows"]), sorted(of))
        is_agent = group["column"] == "agent"
        # A short chat needs less than an e-mail, so that channels are not compared.
        is_compared = group["column"] != "channel" or not {r["name"] for r in group["rows"]} & {"chat", "social"}
        plain = items_apart(group["rows"] if is_compared else [], of, judged, is_agent)
        for row in group["rows"]:
            check_replies(f"scorecard {row['name']}", row, of[folded(row["name"])], first, last, None if is_agent else judged)
            if is_agent:
                check_movements(f"scorecard {row['name']}", row, of[folded(row["name"])])
            weeks = [w["score"].get("value") for w in row["weeks"] if not w["isPartial"]][-26:]
            few = is_compared and not is_agent and len(agents_of(others(of[folded(row["name"])], judged))) > 0 and min(
                len(agents_of(of[folded(row["name"])])), len(agents_of(others(of[folded(row["name"])], judged)))) < 6
            text.row(
                row["name"], count_text(row["replies"]), cell(row["score"]), interval("plain", row["score"]),
                shown("percent", row["notScored"]), bars(weeks), trend_text(row),
                "too few agents to tell" if few else contrast(row, found["all"], plain))
    score = found["all"]["score"]
    text.row("mean score, 0 to 100", cell(score), interval("plain", score))
    text.row("not scored", shown("percent", found["all"]["notScored"]))
    for item in found["all"]["items"]:
        sign = "+ " if item["isPositive"] else "- "
        text.row(sign + ITEMS.get(item["item"], item["item"]), shown("percent", item["share"]), interval("percent", item))
    if "trend" in found["all"]:
        text.row("trend", trend_text(found["all"]))
    text.finish()


def scored(records):
    return [r for r in records if r["empathy"].get("score") is not None]


def agents_of(records):
    return {folded(r["agent"]) for r in scored(records)}


def others(part, records):
    members = {id(r) for r in part}
    return [r for r in records if id(r) not in members]


def trend_text(row):
    if "trend" not in row:
        return ""
    is_clear = row["trend"]["adjustedPValue"] < 0.05 and row["score"]["count"] >= 30
    slope, lower, upper = (signed(row["trend"][key], 1) for key in ("pointsPerWeek", "lower", "upper"))
    return f"{slope} a week ({lower} … {upper})" + (", clear" if is_clear else "")


def bars(values):
    known = [v for v in values if v is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    return "".join(" " if v is None else "▁▂▃▄▅▆▇█"[min(int((v - low) / (high - low) * 8), 7) if high > low else 4] for v in values).strip()


# What people call the items whose names are for programs.
ITEMS = {
    "acknowledge": "acknowledgement", "validate": "understanding of the feeling", "apologize": "apology",
    "open_question": "open question", "personal": "personal touch", "gratitude": "thanks", "dismissive": "dismissive words",
    "canned": "canned words", "overpromise": "promise that nobody can keep", "wrong_tone": "wrong tone",
    "private_data": "private data in public",
}


def items_apart(rows, of, judged, is_agent):
    """What differs from all other replies by more than chance, of all items and rows (Benjamini and Hochberg). Teams and
    channels are compared where both sides have six agents, whose replies are alike."""
    places, p_values = [], []
    for row in rows:
        own = scored(of[folded(row["name"])])
        rest = scored(others(of[folded(row["name"])], judged))
        if min(len(own), len(rest)) < 30 or not is_agent and min(len(agents_of(own)), len(agents_of(rest))) < 6:
            continue
        for item in (i["item"] for i in row["items"]):
            sides = [[(float(r["empathy"]["items"][item] > 0), folded(r["agent"])) for r in side] for side in (rest, own)]
            p = z_test(*sides) if is_agent else clustered_p(*sides)
            places.append((row["name"], item))
            p_values.append(p)
    adjusted = stats.false_discovery_control(p_values) if p_values else []
    for (name, item), p in zip(places, adjusted):
        found = next(i for r in rows if r["name"] == name for i in r["items"] if i["item"] == item)
        same(f"scorecard {name} {item} adjusted p", found.get("adjustedPValue"), float(p), 1e-6)
    return {place for place, p in zip(places, adjusted) if p < 0.05}


def z_test(before, after):
    (a, n), (b, m) = ((sum(v for v, _ in side), len(side)) for side in (before, after))
    pooled = (a + b) / (n + m)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return float(2 * stats.norm.sf(abs(b / m - a / n) / error)) if error else 1.0


def clustered_p(before, after):
    ends = [len({v for v, _ in side}) == 1 for side in (before, after)]
    if all(ends):
        return z_test(before, after)
    error, degrees = robust([before, after])
    first, second = (sum(v for v, _ in side) / len(side) for side in (before, after))
    value = second - first
    if any(ends):
        # What is all alike on one side has the interval of independent replies.
        intervals = [wilson(int(sum(v for v, _ in side)), len(side))[1:] if end else clustered_interval("share", side)
                     for side, end in zip((before, after), ends)]
        low, high = square_and_add(first, intervals[0], second, intervals[1])
        error = (value - low if value > 0 else high - value) / stats.t.ppf(0.975, degrees)
    return float(2 * stats.t.sf(abs(value / error), degrees))


def contrast(row, everyone, plain):
    """The first of what a row is to practise: what helps too rarely, what hurts too often."""
    found = []
    for own, other in zip(row["items"], everyone["items"]):
        worse = (other["share"] - own["share"]) * (1 if own["isPositive"] else -1)
        if worse > 0.05 and (row["name"], own["item"]) in plain:
            shares = f"{decimals(own['share'] * 100, 0)} % of replies (all agents: {decimals(other['share'] * 100, 0)} %)"
            found.append((-worse, f"{ITEMS.get(own['item'], own['item'])}: {shares}"))
    return min(found, key=lambda f: f[0])[1] if found else ""


def check_replies(where, row, judged, first, last, everyone):
    """`everyone` is all replies, for a row of several agents."""
    of_row = scored(judged)
    scores, agents = [r["empathy"]["score"] for r in of_row], [folded(r["agent"]) for r in of_row]
    same(where + " replies", row["replies"], len(judged))
    same(where + " not scored", row["notScored"], 1 - len(of_row) / len(judged))
    is_clustered = everyone is not None and len(set(agents)) > 1
    same(where + " agents", row.get("agents"), len(set(agents)) if everyone is not None else None)
    same(where + " other agents", row.get("otherAgents"), len(agents_of(others(judged, everyone))) if everyone is not None else None)

    def check_mean(where, figure, scores, widen=1.0, ends=None):
        value, lower, upper = mean(scores)
        if len(set(scores)) == 1:
            # Of replies that are all alike nothing tells how unlike others would be.
            lower = upper = None
        elif lower is not None:
            lower, upper = value - (value - lower) * widen, value + (upper - value) * widen
        if ends:
            lower, upper = ends
        same(where + " count", figure["count"], len(scores))
        for key, number in (("value", value), ("lower", lower), ("upper", upper)):
            number = None if number is None else min(max(float(number), 0.0), 100.0)
            # 'attune reply' rounds scores to tenths.
            same(f"{where} {key}", figure.get(key), number, 1e-3)

    ends, effect = None, 1.0
    if is_clustered:
        error, degrees = robust([list(zip(scores, agents))])
        half = stats.t.ppf(0.975, degrees) * error
        value, lower, upper = mean(scores)
        ends = wider((value - half, value + half), (lower, upper))
        effect = ((ends[1] - ends[0]) / (upper - lower)) ** 2
    check_mean(where, row["score"], scores, ends=ends)
    for item in row["items"]:
        with_item = [float(r["empathy"]["items"][item["item"]] > 0) for r in of_row]
        share, lower, upper = wilson(int(sum(with_item)), len(of_row))
        if is_clustered and 0 < share < 1:
            lower, upper = clustered_interval("share", list(zip(with_item, agents)))
        for key, number in (("share", share), ("lower", lower), ("upper", upper)):
            same(f"{where} {item['item']} {key}", item[key], float(number), 1e-7)
    points = []
    for k, week in enumerate(row["weeks"]):
        start = datetime.date.fromisoformat(week["start"])
        of = [r["empathy"]["score"] for r in of_row if 0 <= (datetime.date.fromisoformat(r["time"]) - start).days < 7]
        check_mean(f"{where} {start}", week["score"], of, math.sqrt(1 + (effect - 1) * len(of) / len(of_row)))
        same(f"{where} {start} partial", week["isPartial"], start < first or start + datetime.timedelta(6) > last)
        if of:
            points.append((k, float(np.mean(of)), len(of)))
    if "trend" in row:
        slope, p = regression(points)
        same(where + " slope", row["trend"]["pointsPerWeek"], slope, 1e-3)
        same(where + " slope's p", row["trend"]["pValue"], p, 1e-3)


def check_movements(where, row, judged):
    """What the plan of the weeks before named, before the latest week and in it: levels of 0 to 2 are a net score."""
    for moved in row.get("plan", {}).get("moved", []):
        start = datetime.date.fromisoformat(moved["week"])
        levels = [[], []]
        for record in scored(judged):
            days = (datetime.date.fromisoformat(record["time"]) - start).days
            if days < 7:
                levels[days >= 0].append(record["empathy"]["items"][moved["item"]])
        counts = [(side.count(2), side.count(0), len(side)) for side in levels]
        same(f"{where} {moved['item']} replies", [moved["replies"], moved["laterReplies"]], [n for _, _, n in counts])
        values = [float(np.mean(side)) for side in levels]
        for key, number in zip(("before", "after", "change"), (*values, values[1] - values[0])):
            same(f"{where} {moved['item']} {key}", moved[key], number)
        if min(n for _, _, n in counts) < 3:
            same(f"{where} {moved['item']}", [moved.get("lower"), moved["verdict"]], [None, "too few to tell"])
            continue
        nets = [(a - b) / n for a, b, n in counts]
        ends = square_and_add(nets[0], net_interval(*counts[0]), nets[1], net_interval(*counts[1]))
        for key, number in zip(("lower", "upper"), ends):
            same(f"{where} {moved['item']} {key}", moved[key], float(number), 1e-6)
        claims = moved["verdict"] in ("better", "worse")
        same(f"{where} {moved['item']} claim", claims and (ends[0] <= 0 <= ends[1] or moved["pValue"] >= 0.05), False)


def regression(points):
    """The slope of a line, and its p-value."""
    times, values, weights = (np.array(x, dtype=float) for x in zip(*points))
    coefficients, errors, degrees = autoregressive(np.column_stack([np.ones_like(times), times]), values, weights)
    return float(coefficients[1]), float(2 * stats.t.sf(abs(coefficients[1] / errors[1]), degrees))


def autoregressive(design, values, weights):
    """Weighted least squares of which the errors follow each other by an estimated correlation."""
    roots, (count, width) = np.sqrt(weights), design.shape
    design, response = design * roots[:, None], values * roots
    residuals = response - design @ np.linalg.lstsq(design, response, rcond=None)[0]
    correlation = residuals[1:] @ residuals[:-1] / (residuals @ residuals) + width / count
    correlation = min(max(correlation, 0), 0.95)
    shape = correlation ** np.abs(np.subtract.outer(np.arange(count), np.arange(count)))
    inverse = np.linalg.inv(shape)
    covariance = np.linalg.inv(design.T @ inverse @ design)
    coefficients = covariance @ design.T @ inverse @ response
    rest = response - design @ coefficients
    degrees = count - width
    return coefficients, np.sqrt(np.diag(covariance) * (rest @ inverse @ rest) / degrees), degrees


# Exports

TEXTS = [
    "The technician was kind and solved it in one visit", "I waited two hours on hold and nobody helped",
    "The refund never arrived and I was charged again", "Friendly staff, quick answer, thank you",
    "The app crashes whenever I open the bill", "It was fine", "The delivery came on the wrong day",
    "Please call me back today, my heating is broken", "Everything was explained clearly and the price is fair",
    "I want to cancel my contract because of this", "The website is slow", "Lovely service, I will come again",
    "qwrtz 0042", "My order number is on the form", "The agent was rude and hung up on me",
]
BLANKS = ["", "  ", "n/a", "-", ""]
FIRST = datetime.date(2025, 3, 5)


def day(k):
    return FIRST + datetime.timedelta(k)


def exports(draw):
    def score(low, high, missing=0.1):
        return None if draw.random() < missing else draw.randint(low, high)

    def text(blank=0.3):
        return draw.choice(BLANKS) if draw.random() < blank else draw.choice(TEXTS)

    def after(date):
        return lambda r: None if r["date"] is None else r["date"] >= date

    teams = ["North", "north ", "NORTH", "South", " south", "East  Side", "east side", ""]
    yield Export(
        "survey.csv", [{"date": day(draw.randint(0, 120)), "team": draw.choice(teams), "csat": score(1, 5), "nps": score(0, 10), "text": text()} for _ in range(1500)],
        ["--text", "text", "--csat", "csat", "--nps", "nps", "--time", "date"], {"text": "text", "csat": ("csat", 5), "nps": "nps", "time": "date"},
        report=["--by", "team"], compare=["--at", day(60).isoformat()], side=after(day(60)))
    same_texts = [draw.choice(TEXTS) for _ in range(200)]
    yield Export(
        "teams.tsv", [{"team": team, "text": t} for team, blanks in (("A", 10), ("B", 800)) for t in same_texts + [""] * blanks],
        ["--text", "text"], {"text": "text"}, report=["--by", "team"], compare=["--group", "team", "--a", " a", "--b", "B"],
        side=lambda r: r["team"] == "B")
    yield Export(
        "times.csv", [{"hours": round(draw.lognormvariate(1.4, 0.9), 2), "desk": draw.choice("xyz"), "date": day(draw.randint(0, 500))} for _ in range(6000)],
        ["--resolution", "hours", "--time", "date"], {"resolution": ("hours", 3600), "time": "date"}, delimiter=";", comma=True,
        report=["--by", "desk"], compare=["--group", "desk", "--a", "x", "--b", "y"], side=lambda r: {"x": False, "y": True}.get(r["desk"]))
    yield Export(
        "few.csv", [{"side": "old", "nps": 0}] + [{"side": "new", "nps": 10}] * 2 + [{"side": "none", "nps": 8}], ["--nps", "nps"], {"nps": "nps"},
        compare=["--group", "side", "--a", "old", "--b", "new"], side=lambda r: {"old": False, "new": True}.get(r["side"]))
    once = [{"id": f"T{k}", "csat": score(1, 5), "text": text()} for k in range(300)]
    yield Export(
        "ids.jsonl", once + draw.sample(once, 60) + [{"id": None, "csat": 3, "text": "It was fine"}] * 3,
        ["--id", "id", "--csat", "csat", "--text", "text"], {"id": "id", "csat": ("csat", 5), "text": "text"})
    strays = [datetime.date(1900, 1, 1), datetime.date(2062, 5, 4)]
    yield Export(
        "strays.jsonl", [{"date": day(draw.randint(0, 80)), "nps": score(0, 10, 0)} for _ in range(900)] + [{"date": d, "nps": 9} for d in strays],
        ["--nps", "nps", "--time", "date"], {"nps": "nps", "time": "date"}, strays=strays)
    yield Export(
        "effort.csv", [{"ces": score(1, 7), "csat": score(1, 7), "site": draw.choice(["web", "Web", "shop"])} for _ in range(400)],
        ["--ces", "ces", "--best", "ces=high", "--csat", "csat", "--scale", "1..7"], {"ces": ("ces", 7), "csat": ("csat", 7)}, report=["--by", "site"],
        compare=["--group", "site", "--a", "WEB", "--b", "shop"], side=lambda r: r["site"] == "shop")
    yield Export(
        "tickets.tsv", [{"solved": draw.choice([1, 1, 0, None]), "contacts": draw.choice([1, 1, 2, 3, None, -1]), "date": day(draw.randint(0, 25))} for _ in range(500)],
        ["--resolved", "solved", "--contacts", "contacts", "--time", "date"], {"resolved": "solved", "contacts": "contacts", "time": "date"},
        compare=["--at", day(12).isoformat()], side=after(day(12)))
    customers = [f"c{k}@example.com" for k in range(90)]
    yield Export(
        "visits.csv", [{"who": draw.choice(customers + [c.upper() for c in customers] + [None]), "date": day(draw.randint(0, 99)), "csat": score(1, 5)} for _ in range(700)],
        ["--csat", "csat", "--time", "date", "--customer", "who", "--retention", "20d"], {"csat": ("csat", 5), "time": "date", "customer": "who"},
        retention=20, date=day(60), compare=["--at", day(60).isoformat()], side=after(day(60)))
    yield Export(
        "costs.csv", [{"cost": round(draw.gauss(40 if k % 2 else 43, 12), 2), "half": "ab"[k % 2], "date": day(k // 3)} for k in range(240)],
        ["--metric", "cost", "--time", "date"], {"metric": "cost", "time": "date"}, price=2.5, report=["--by", "half"],
        compare=["--group", "half", "--a", "a", "--b", "b", "--cost-per", "cost=2.5"], side=lambda r: r["half"] == "b")
    contacts = []
    for k in range(400):
        for number in range(draw.choice([1, 1, 2, 3])):
            contacts.append({
                "ticket": f"T{k}", "date": day(k // 10 + number), "csat": score(1, 5), "contacts": number + 1,
                "solved": draw.choice([1, 1, 0, None])})
    yield Export(
        "contacts.csv", contacts,
        ["--id", "ticket", "--csat", "csat", "--resolved", "solved", "--contacts", "contacts", "--time", "date", "--scale", "csat=1..5"],
        {"id": "ticket", "csat": ("csat", 5), "resolved": "solved", "contacts": "contacts", "time": "date"},
        compare=["--at", day(20).isoformat()], side=after(day(20)))
    yield Export(
        "silent.csv", [{"team": "AB"[k % 2], "csat": None if k % 2 and draw.random() < 0.7 else draw.choice([5, 2] if k % 2 == 0 else [5, 5, 5, 2])} for k in range(900)],
        ["--csat", "csat", "--scale", "csat=1..5"], {"csat": ("csat", 5)}, report=["--by", "team"],
        compare=["--group", "team", "--a", "A", "--b", "B"], side=lambda r: r["team"] == "B")
    yield Export(
        "sides.csv", [{"team": "AB"[k % 2], "solved": 1 if draw.random() < 0.7 else None if k % 2 else 0} for k in range(600)],
        ["--resolved", "solved"], {"resolved": "solved"}, report=["--by", "team"],
        compare=["--group", "team", "--a", "A", "--b", "B"], side=lambda r: r["team"] == "B")
    taken = [draw.lognormvariate(4.7, 0.9) for _ in range(900)]
    yield Export(
        "open.csv", [
            {"date": day(k // 10), "solved": int(hours < 24 * (89 - k // 10) + 12), "hours": round(hours, 1) if hours < 24 * (89 - k // 10) + 12 else None}
            for k, hours in enumerate(taken)],
        ["--resolved", "solved", "--resolution", "hours", "--unit", "hours", "--time", "date"],
        {"resolved": "solved", "resolution": ("hours", 3600), "time": "date"},
        compare=["--at", day(60).isoformat()], side=after(day(60)))
    yield Export(
        "groups.csv", [{"city": f"city {min(int(draw.expovariate(0.05)), 79)}", "csat": score(1, 5), "text": text()} for _ in range(1200)],
        ["--csat", "csat", "--text", "text"], {"csat": ("csat", 5), "text": "text"}, report=["--by", "city"])


def clustered(draw):
    """Twenty agents who differ in their level, in what they are told of, and in how often they are asked."""
    agents = {f"agent {k:02}": (draw.gauss(0, 0.5), [0.2 + draw.random() for _ in TEXTS], draw.randint(2, 9)) for k in range(20)}
    names = draw.choices(list(agents), [w for *_, w in agents.values()], k=1400)
    records = []
    for name in names:
        level, habits, _ = agents[name]
        date = day(draw.randint(0, 139))
        shift = level + (0.9 if date >= day(70) else 0)
        records.append({
            "date": date, "agent": name, "team": draw.choice(["Day", "Night"]),
            "csat": None if draw.random() < 0.1 else max(1, min(5, round(3.4 + shift + draw.gauss(0, 1)))),
            "nps": None if draw.random() < 0.2 else max(0, min(10, round(6.5 + shift + draw.gauss(0, 2.5)))),
            "solved": draw.choice([1, 1, 0]), "cost": round(max(1, 12 - 3 * shift + draw.gauss(0, 4))) / 2,
            "text": draw.choice(BLANKS) if draw.random() < 0.2 else draw.choices(TEXTS, habits)[0]})
    return Export(
        "agents.csv", records,
        ["--text", "text", "--csat", "csat", "--nps", "nps", "--resolved", "solved", "--metric", "cost", "--time", "date", "--scale", "csat=1..5"],
        {"text": "text", "csat": ("csat", 5), "nps": "nps", "resolved": "solved", "metric": "cost", "time": "date"},
        report=["--by", "team"], compare=["--at", day(70).isoformat()], date=day(70), side=lambda r: r["date"] >= day(70), cluster="agent")


REPLIES = [
    "I'm so sorry that your parcel is late. I will call the depot today and write to you by noon.", "Your request will be processed.",
    "Calm down, that is not our fault.", "Thank you for telling us, I see how annoying this is. Shall I send a new one?", "ok",
    "Sorry for the inconvenience. Please refer to the terms.", "Hi Ann, I understand, that must be frustrating. I have refunded it just now.",
]
COMPLAINTS = ["My parcel is late and nobody answers. I'm furious.", "I was charged twice!", "What time do you open?", "The router is broken again and I need it today."]


def replies(draw):
    agents = {"Ann": (0, 3, 6), "ann ": (0, 6), "Bo": (1, 2, 5), "Cy": range(7)}
    found = []
    for k in range(700):
        agent = draw.choice(list(agents))
        found.append({
            "agent": agent, "team": draw.choice(["Day", "day", "Night"]), "channel": draw.choice(["email", "chat"]),
            "time": day(draw.randint(0, 75)).isoformat(), "customer": draw.choice(COMPLAINTS), "reply": REPLIES[draw.choice(list(agents[agent]))]})
    return found


def many_agents(draw):
    """Replies of agents who have habits of their own; one team has others than the other, a third is too small."""
    teams = {"North": range(7), "South": range(7, 15), "Small": range(15, 18)}
    found = []
    for team, agents in teams.items():
        for agent in agents:
            habit = draw.sample(range(7), 3) + ([0, 0, 6] if team == "North" else [1, 5])
            for k in range(26):
                found.append({
                    "agent": f"agent {agent}", "team": team, "channel": draw.choice(["email", "chat"]),
                    "time": day(draw.randint(0, 40)).isoformat(), "customer": draw.choice(COMPLAINTS),
                    "reply": REPLIES[draw.choice(habit)]})
    draw.shuffle(found)
    return found


def written_value(value, comma):
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value).replace(".", ",") if comma and isinstance(value, float) else str(value)


def write(export, path):
    if path.suffix == ".jsonl":
        lines = [json.dumps({k: v.isoformat() if isinstance(v, datetime.date) else v for k, v in r.items()}) for r in export.records]
        path.write_text("".join(line + "\n" for line in lines))
    else:
        with open(path, "w", newline="") as file:
            out = csv.writer(file, delimiter="\t" if path.suffix == ".tsv" else export.rest.get("delimiter", ","))
            out.writerow(export.records[0])
            for record in export.records:
                out.writerow(written_value(v, export.rest.get("comma", False)) for v in record.values())
    # A count is never negative.
    for record in export.records:
        if (record.get("contacts") or 0) < 0:
            record["contacts"] = None


def read_texts(attune):
    lines = "".join(json.dumps({"text": t}) + "\n" for t in TEXTS)
    out = run(attune, "classify", "-q", "--format", "jsonl", "--aspects", "--urgency", "--tone", stdin=lines)
    for line in out.splitlines():
        record = json.loads(line)
        sums = collections.defaultdict(int)
        for mention in record["aspects"]:
            sums[mention["aspect"]] += {"positive": 1, "negative": -1}.get(mention["label"], 0)
        READINGS[record["text"]] = {
            "label": record["sentiment"]["label"], "urgent": record["urgency"]["score"] >= 0.5,
            "tones": {t["label"] for t in record["tone"]},
            "aspects": {a: "positive" if s > 0 else "negative" if s < 0 else "neutral" for a, s in sums.items()}}


READINGS = {}


def main():
    attune = sys.argv[1]
    draw = random.Random(2025)
    read_texts(attune)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for export in exports(draw):
            path = folder / export.name
            write(export, path)
            check_report(attune, export, path)
            if "compare" in export.rest:
                check_compare(attune, export, path)
        export = clustered(draw)
        write(export, folder / export.name)
        check_clustered(attune, export, folder / export.name)
        for made in (replies, many_agents):
            path = folder / f"{made.__name__}.jsonl"
            path.write_text("".join(json.dumps(r) + "\n" for r in made(draw)))
            check_scorecard(attune, path)
    for fault in faults[:40]:
        print(fault)
    print(f"{checked:,} figures compared, {len(faults)} differ")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
