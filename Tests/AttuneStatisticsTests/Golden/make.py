"""Computes the values that the statistics are tested against.

    pip install scipy statsmodels && python3 make.py > values.json

Made with SciPy 1.17.1 and statsmodels 0.15.0.
"""

import json

import numpy as np
import statsmodels.api as sm
from scipy import stats
from scipy.linalg import toeplitz
from scipy.optimize import brentq
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest
from statsmodels.stats.weightstats import DescrStatsW

cases = {}
random = np.random.default_rng(20240305)


def case(name, inputs, outputs):
    """Inputs and outputs are lists of numbers; of outputs there is one list."""
    inputs = [np.atleast_1d(np.asarray(x, dtype=float)).tolist() for x in inputs]
    outputs = [float(x) for x in np.atleast_1d(np.asarray(outputs, dtype=float))]
    cases.setdefault(name, []).append({"inputs": inputs, "outputs": outputs})


# Distributions
for z in [-8, -1.96, -0.3, 0, 0.1, 1, 2.5, 6, 20]:
    case("normal survival", [z], stats.norm.sf(z))
for p in [1e-12, 0.001, 0.025, 0.4, 0.5, 0.8, 0.975, 0.9999]:
    case("normal quantile", [p], stats.norm.ppf(p))
for degrees in [1, 2.5, 9, 30, 1e4]:
    for t in [-30, -2, -0.01, 0, 0.7, 3, 40]:
        case("t survival", [t, degrees], stats.t.sf(t, degrees))
    for p in [0.001, 0.025, 0.5, 0.9, 0.975]:
        case("t quantile", [p, degrees], stats.t.ppf(p, degrees))
for a, b in [(1, 5), (2, 40), (3, 1000), (7, 2)]:
    for f in [0.01, 0.9, 3, 25]:
        case("F survival", [f, a, b], stats.f.sf(f, a, b))

# Proportions
for k, n in [(312, 400), (0, 7), (7, 7), (1, 2), (50, 100), (3, 100_000)]:
    case("wilson", [k, n], proportion_confint(k, n, method="wilson"))
for a, n, b, m in [(312, 400, 344, 410), (9, 10, 3, 10), (0, 10, 10, 20), (56, 70, 48, 80), (500, 10_000, 540, 9_000)]:
    z, p = proportions_ztest([b, a], [m, n])
    lower, upper = confint_proportions_2indep(b, m, a, n, method="newcomb", compare="diff")
    case("proportions", [a, n, b, m], [b / m - a / n, z, p, lower, upper])


# Net scores: +1 favourable, 0 neutral, -1 unfavourable
def net(counts, imagined):
    weights = np.asarray(counts, dtype=float) + imagined * np.array([0.25, 0.5, 0.25])
    return DescrStatsW([1, 0, -1], weights=weights)


def wald(scores):
    error = scores.std / np.sqrt(scores.sum_weights)
    return [scores.mean - stats.norm.ppf(0.975) * error, scores.mean + stats.norm.ppf(0.975) * error]


Z = stats.norm.ppf(0.975)


def score_interval(counts, z=Z):
    """The net scores d whose own trinomial, as likely as it can be made, has the observed one within z standard errors."""
    plus, _, minus = counts
    n = sum(counts)

    def likelihood(share, d):  # of a share of unfavourable answers, with shares share + d, 1 - 2 share - d, share
        shares = np.array([share + d, 1 - 2 * share - d, share])
        return np.sum(np.where(np.array(counts) > 0, np.array(counts) * np.log(np.maximum(shares, 1e-300)), 0))

    def distance(d):
        # Where the derivative of the likelihood, times its denominators, is 0.
        share, other, rest = np.poly1d([1, 0]), np.poly1d([1, d]), np.poly1d([-2, 1 - d])
        slope = plus * share * rest - 2 * (n - plus - minus) * share * other + minus * other * rest
        low, high = max(0, -d), (1 - d) / 2
        roots = [r.real for r in slope.roots if abs(r.imag) < 1e-9 and low <= r.real <= high]
        share = max([low, high, *roots], key=lambda s: likelihood(s, d))
        return ((plus - minus) / n - d) / np.sqrt((2 * share + d - d * d) / n)

    value = (plus - minus) / n
    ends = []
    for end in (-1, 1):
        near, far = value, end * (1 - 1e-13)
        if abs(value) == 1 and value == end or abs(distance(far)) <= z:
            ends.append(float(end))
        else:
            ends.append(brentq(lambda d: abs(distance(d)) - z if d != value else -z, near, far, xtol=1e-14))
    return ends


def square_and_add(a, b, z):
    first, second = [(x[0] - x[2]) / sum(x) for x in (a, b)]
    before, after = score_interval(a, z), score_interval(b, z)
    return [
        second - first - np.hypot(second - after[0], before[1] - first),
        second - first + np.hypot(after[1] - second, first - before[0]),
    ]


for counts in [(0, 0, 1), (1, 0, 0), (0, 4, 0), (0, 0, 30), (1, 19, 0), (291, 476, 395), (5, 3, 2), (120, 150, 130), (4000, 100, 3900)]:
    case("net score", counts, [net(counts, 0).mean, *wald(net(counts, 0)), *score_interval(counts)])
for a, b in [((120, 150, 130), (165, 150, 95)), ((3, 2, 1), (1, 2, 6)), ((50, 0, 0), (0, 3, 40)), ((0, 0, 1), (1, 0, 0)), ((7, 1, 0), (90, 2, 1))]:
    value = np.subtract(*[(x[0] - x[2]) / sum(x) for x in (b, a)])
    z = np.copysign(brentq(lambda z: np.prod(square_and_add(a, b, z)), 1e-9, 37), value)
    case("net difference", [a, b], [value, *square_and_add(a, b, Z), z, 2 * stats.norm.sf(abs(z))])


# Mann-Whitney
def mann_whitney(a, b):
    test = stats.mannwhitneyu(b, a, alternative="two-sided", method="auto")
    case("mann-whitney", [a, b], [test.statistic, test.pvalue])


mann_whitney([1.1, 2.2, 3.3], [4.4, 5.5, 6.6, 7.7])
mann_whitney(random.normal(size=6), random.normal(1, size=7))
mann_whitney(random.normal(size=8), random.normal(size=11))
mann_whitney([1, 2, 2, 3], [2, 3, 4])
mann_whitney(random.integers(1, 6, 40), random.integers(2, 7, 55))
mann_whitney(random.exponential(5, 60), random.exponential(7, 45))
mann_whitney([3], [3])


# The difference of medians, between interpolated order statistics
def interpolated(values):
    values, n = np.sort(values), len(values)
    level = lambda depth: 1 - 2 * stats.binom.cdf(depth - 1, n, 0.5)
    depth = max(d for d in range(1, n // 2 + 1) if level(d) >= 0.95)
    share = (level(depth) - 0.95) / (level(depth) - level(depth + 1))
    share = (n - depth) * share / (depth + (n - 2 * depth) * share)
    return [
        (1 - share) * values[depth - 1] + share * values[depth],
        (1 - share) * values[n - depth] + share * values[n - depth - 1],
    ]


spread = np.random.default_rng(5)
for a, b in [(6, 6), (9, 40), (31, 30), (250, 1999)]:
    a, b = np.round(spread.lognormal(2, 0.8, a), 2), np.round(spread.lognormal(2.2, 0.8, b), 2)
    first, second = np.median(a), np.median(b)
    before, after = interpolated(a), interpolated(b)
    case("median difference", [a, b], [
        second - first, second - first - np.hypot(second - after[0], before[1] - first),
        second - first + np.hypot(after[1] - second, first - before[0]), stats.mannwhitneyu(b, a).pvalue,
    ])

# Quantiles and means
for n in [1, 2, 5, 30]:
    values = np.round(random.normal(size=n), 1)
    for p in [0, 0.025, 0.25, 0.5, 0.9, 1]:
        case("quantile", [values, p], np.quantile(values, p))
for n in [2, 9, 40]:
    values = random.normal(1e6, 3, size=n)
    interval = stats.ttest_1samp(values, 0).confidence_interval()
    case("mean", [values], [values.mean(), values.var(ddof=1), *interval])
for n, m in [(5, 8), (30, 12)]:
    a, b = random.normal(size=n), random.normal(1, 3, size=m)
    test = stats.ttest_ind(b, a, equal_var=False)
    case("welch", [a, b], [b.mean() - a.mean(), test.statistic, test.pvalue, *test.confidence_interval()])

# Several tests
for p in [[0.01, 0.04, 0.03, 0.005], [0.5], [0.6, 0.9, 0.02], [0.02, 0.02, 0.02]]:
    case("holm", [p], multipletests(p, method="holm")[1])
    case("benjamini-hochberg", [p], stats.false_discovery_control(p))

# Power: the difference in standard deviations that 80 % of studies find, on the right side
for n, m in [(50, 50), (400, 410), (30, 3000)]:
    case("power", [n, m], NormalIndPower().solve_power(nobs1=n, ratio=m / n, alpha=0.025, power=0.8, alternative="larger"))


# Regression with errors of which each resembles the one before it
def regression(rows, observed, weights):
    roots = np.sqrt(weights)
    design, response = rows * roots[:, None], observed * roots
    first = sm.OLS(response, design).fit()
    residuals = first.resid
    correlation = residuals[1:] @ residuals[:-1] / (residuals @ residuals) + rows.shape[1] / len(rows)
    correlation = np.clip(correlation, 0, 0.95)
    return first, correlation, sm.GLS(response, design, sigma=toeplitz(correlation ** np.arange(len(rows)))).fit()


for n, noise in [(12, 0), (40, 0.7)]:
    rows = np.column_stack([np.ones(n), np.arange(n), random.normal(size=n)])
    errors = random.normal(size=n)
    for i in range(1, n):
        errors[i] += noise * errors[i - 1]
    observed = rows @ [2, 0.1, -1] + errors
    weights = random.integers(1, 9, n)
    first, correlation, fit = regression(rows, observed, weights)
    case("regression", [*rows, observed, weights],
         [*fit.params, *fit.bse, *fit.pvalues, correlation, first.ssr, fit.f_test(np.eye(3)[1:]).pvalue])

for n, date, season in [(30, 18, 0), (70, 35, 7)]:
    time = np.arange(n)
    after = (time >= date).astype(float)
    columns = [np.ones(n), time - date, after, after * (time - date)]
    columns += [(time % season == step).astype(float) for step in range(1, season)]
    observed = 10 + 0.05 * time + 2 * after + 0.1 * after * (time - date) + random.normal(size=n) + time % 7
    weights = random.integers(5, 50, n)
    _, _, fit = regression(np.column_stack(columns), observed, weights)
    case("interrupted", [time, observed, weights, date, season],
         [*fit.params[1:4], *fit.bse[1:4], *fit.pvalues[1:4], *fit.conf_int()[1:4].ravel()])

lines = [f" {json.dumps(name)}: [\n" + ",\n".join("  " + json.dumps(c) for c in cases[name]) + "\n ]" for name in cases]
print("{\n" + ",\n".join(lines) + "\n}")
