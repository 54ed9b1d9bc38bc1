#!/usr/bin/env python3
"""Prints how often the intervals of shares and net scores hold the truth, over all samples of 1 to 50 answers.

    pip install scipy && python3 Tests/edges.py

The intervals are computed for all samples at once, and compared with those of figures.py, which are compared with what is
printed.
"""

import functools

import numpy as np
from scipy import stats

from figures import Z, net_interval, wilson

SHARES = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]
# Shares of favourable, neutral and unfavourable answers.
SCORES = [(1 - p, p, 0) for p in SHARES[:-1]] + [(p / 2, 1 - p, p / 2) for p in SHARES[:-1]] + [(p, 0, 1 - p) for p in SHARES]


@functools.cache
def shares(n):
    return np.array([wilson(k, n) for k in range(n + 1)])


@functools.cache
def scores(n):
    counts = np.array([(b, n - b - c, c) for b in range(n + 1) for c in range(n + 1 - b)])
    plus, minus = counts[:, 0], counts[:, 2]
    value = (plus - minus) / n

    def distance(d):
        """In standard errors of the most likely shares with the net score d, by the root of their likelihood's derivative."""
        linear = (2 * n - plus + minus) * d - plus - minus
        share = (np.sqrt(np.maximum(linear**2 + 8 * n * minus * d * (1 - d), 0)) - linear) / (4 * n)
        return (value - d) / np.sqrt(np.maximum((2 * share + d * (1 - d)) / n, 1e-18))

    ends = []
    for end in (-1.0, 1.0):
        inside, outside = value.copy(), np.full(len(value), end)
        for _ in range(60):
            middle = (inside + outside) / 2
            holds = np.abs(distance(middle)) <= Z
            inside, outside = np.where(holds, middle, inside), np.where(holds, outside, middle)
        ends.append(inside)
    found = np.column_stack([value, *ends])
    for row in range(0, len(counts), 97):
        expected = net_interval(int(plus[row]), int(minus[row]), n)
        assert np.allclose(found[row, 1:], expected, atol=1e-6), (counts[row], found[row], expected)
    return counts, found


def of_share(n, p):
    return stats.binom.pmf(np.arange(n + 1), n, p), shares(n), p


def of_score(n, p):
    counts, found = scores(n)
    return stats.multinomial.pmf(counts, n, p), found, p[0] - p[2]


def coverage(sample):
    chances, found, truth = sample
    return chances[(found[:, 1] <= truth + 1e-9) & (found[:, 2] >= truth - 1e-9)].sum()


def coverage_of_difference(before, after):
    (a, first, p), (b, second, q) = before, after
    (a, first), (b, second) = (a[a > 1e-9], first[a > 1e-9]), (b[b > 1e-9], second[b > 1e-9])
    value = second[None, :, 0] - first[:, None, 0]
    lower = value - np.hypot((second[:, 0] - second[:, 1])[None, :], (first[:, 2] - first[:, 0])[:, None])
    upper = value + np.hypot((second[:, 2] - second[:, 0])[None, :], (first[:, 0] - first[:, 1])[:, None])
    return (np.outer(a, b) * ((lower <= q - p + 1e-9) & (upper >= q - p - 1e-9))).sum()


def main():
    for low, high in ((1, 5), (6, 10), (11, 20), (21, 30), (31, 50)):
        sizes = range(low, high + 1)
        some = [n for n in sizes if n <= 10 or n % 5 == 0]
        columns = [
            [coverage(of_share(n, p)) for n in sizes for p in SHARES],
            [coverage_of_difference(of_share(n, p), of_share(n, q)) for n in sizes for p in SHARES for q in SHARES],
            [coverage(of_score(n, p)) for n in sizes for p in SCORES],
            [coverage_of_difference(of_score(n, p), of_score(n, q)) for n in some for p in SCORES[::3] for q in SCORES[::4]],
        ]
        cells = [f"{np.mean(c):.3f}, {np.min(c):.3f}".replace("0.", ".") for c in columns]
        print(f"| {low}–{high} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
