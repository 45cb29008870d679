"""Intervals and paired tests that respect groups: translations of one question are not independent observations.

With groups of one, each formula is the textbook one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache
from math import comb, fsum, hypot, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
CONFIDENCE = 0.95
MIN_RESAMPLED = 10

Interval = tuple[float, float]
Floats = NDArray[np.float64]


def wilson(successes: float, n: float, confidence: float = CONFIDENCE) -> Interval:
    """Score interval of a proportion (Wilson 1927): (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n).

    `n` may be fractional: an effective sample size.
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    p = successes / n
    centre = p + z * z / (2 * n)
    margin = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (centre - margin) / scale), min(1.0, (centre + margin) / scale)


def falls_short(after: float, before: float, n: float) -> bool:
    """Whether `after` is under `before` by more than chance gives two means of `n` independent scores in [0, 1].

    Newcombe's (1998) interval of a difference of proportions, from the Wilson intervals of both, lies above 0:
    before - after > √((before - low(before))² + (high(after) - after)²). A score in [0, 1] never varies more than a
    proportion of its mean, so it holds for scores too.
    """
    low, _ = wilson(before * n, n)
    _, high = wilson(after * n, n)
    return before - after > hypot(before - low, high - after)


def effective_size(values: Sequence[float], groups: Sequence[Hashable]) -> float:
    """Independent observations that `values` of a proportion are worth: n / design effect (Kish 1965).

    The design effect is the clustered variance of the mean over the binomial one. Two groups of mean size are imagined
    besides, one all right and one all wrong, as Agresti and Coull (1998) do with observations: where few groups differ,
    what they say of their likeness is not believed. Never fewer than the groups, never more than the values.
    """
    n, (sums, sizes) = len(values), _by_group(values, groups)
    count, size = len(sums), n / len(sums)
    sums, sizes = np.append(sums, [size, 0.0]), np.append(sizes, [size, size])
    total = float(np.sum(sizes))
    p = float(np.sum(sums)) / total
    clustered = (count + 2) / (count + 1) * float(np.sum((sums - p * sizes) ** 2)) / total**2
    return min(float(n), max(float(count), n * p * (1 - p) / total / clustered))


def mean_interval(values: Sequence[float], groups: Sequence[Hashable], *, unit: bool, seed: int) -> Interval:
    """Interval of a mean: Wilson where every value is 0 or 1, else a percentile bootstrap of groups (Efron 1979).

    `unit` says that values lie in [0, 1], so that zeros and ones are a proportion. Of fewer than MIN_RESAMPLED groups a
    bootstrap does not learn how much they vary; there scores get Wilson too, as they never vary more than a proportion.
    """
    few = len(set(groups)) < MIN_RESAMPLED
    if unit and (few or all(value in (0.0, 1.0) for value in values)):
        size = effective_size(values, groups)
        return wilson(sum(values) / len(values) * size, size)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(_resampled_means(values, groups, seed), [tail, 1 - tail])
    return float(low), float(high)


def mcnemar(differences: Sequence[float], groups: Sequence[Hashable]) -> float:
    """One-sided exact McNemar test that outcomes got worse: P(X >= losses), X ~ Binomial(losses + wins, 1/2).

    `differences` are new - old of paired outcomes. A group votes once, with the sign of its sum; ties have no vote
    (McNemar 1947; on groups it is the sign test).
    """
    sums, _ = _by_group(differences, groups)
    losses, wins = int(np.sum(sums < 0)), int(np.sum(sums > 0))
    n = losses + wins
    return float(sum(comb(n, i) for i in range(losses, n + 1)) / 2**n)


def paired_bootstrap(differences: Sequence[float], groups: Sequence[Hashable], *, seed: int) -> float:
    """One-sided p-value that the mean of paired differences (new - old) is a loss, resampling groups.

    (1 + resamples whose mean is not negative) / (1 + resamples), after Davison and Hinkley 1997, section 4.4. Of n
    groups no less than 1 / 2^n, the chance that all differences have one sign: resampled, a single one never varies.
    """
    means = _resampled_means(differences, groups, seed)
    return max((1 + int(np.sum(means >= 0))) / (1 + len(means)), 0.5 ** len(set(groups)))


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values adjusted for testing several at once (Holm 1979), in the order given."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted, running = [0.0] * len(p_values), 0.0
    for position, i in enumerate(order):
        running = max(running, min(1.0, (len(p_values) - position) * p_values[i]))
        adjusted[i] = running
    return adjusted


def area_under_risk_coverage(confidences: Sequence[float], wrong: Sequence[bool]) -> float:
    """Mean share of wrong answers over all coverages, surest answers first (AURC, Geifman and El-Yaniv 2017)."""
    return float(np.mean(risk_coverage(confidences, wrong)[1]))


def risk_coverage(confidences: Sequence[float], wrong: Sequence[bool]) -> tuple[Floats, Floats]:
    """Coverages (n,) and the risk (n,) of answering only the surest so many questions."""
    order = np.argsort(-np.asarray(confidences, dtype=np.float64), kind="stable")
    count = np.arange(1, len(order) + 1)
    return count / len(order), np.cumsum(np.asarray(wrong, dtype=np.float64)[order]) / count


def cohen_kappa(a: Sequence[str], b: Sequence[str]) -> float | None:
    """Agreement beyond chance of two raters: (observed - expected) / (1 - expected) (Cohen 1960).

    None where chance alone explains everything, as when both always say the same.
    """
    n = len(a)
    observed = sum(x == y for x, y in zip(a, b, strict=True)) / n
    expected = sum(a.count(label) * b.count(label) for label in set(a)) / n**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def _by_group(values: Iterable[float], groups: Iterable[Hashable]) -> tuple[Floats, Floats]:
    """Sum and size of each group, in the order of first appearance; exact sums, so that order changes no bit."""
    sums: dict[Hashable, list[float]] = {}
    for value, group in zip(values, groups, strict=True):
        sums.setdefault(group, []).append(value)
    members = sums.values()
    return np.array([fsum(m) for m in members], dtype=np.float64), np.array([len(m) for m in members], dtype=np.float64)


@lru_cache(maxsize=64)
def _draws(count: int, seed: int) -> Floats:
    """How often each of `count` groups is in each sample, shape (RESAMPLES, count)."""
    draws = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=RESAMPLES)
    return draws.astype(np.float64)


def _resampled_means(values: Sequence[float], groups: Sequence[Hashable], seed: int) -> Floats:
    """Means (RESAMPLES,) of samples that draw whole groups with replacement.

    Groups are put in order first, so that the order of rows does not change the result.
    """
    sums, sizes = _by_group(values, groups)
    order = np.lexsort((sizes, sums))
    count = len(sums)
    draws = _draws(count, seed)
    means: Floats = (draws @ sums[order]) / (draws @ sizes[order])
    return means
