"""Figures that trials estimate, each with its standard error.

Trials come in pairs that share what hits everyone, so errors are those of the pairs' means: only
these are drawn independently of each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A figure and its standard error; NaN where there are too few trials to know it."""

    value: float
    error: float


def mean_of(values: Array, numbers: NDArray[np.int64]) -> Estimate:
    """The mean of a value of each trial."""
    by_pair = pair_means(values, numbers)
    return Estimate(float(values.mean()) if values.size else float("nan"), error_of(by_pair))


def error_of(values: Array) -> float:
    """The standard error of a mean of independent values."""
    if values.size < 2:
        return float("nan")
    return float(values.std(ddof=1) / np.sqrt(values.size))


def pair_means(values: Array, numbers: NDArray[np.int64]) -> Array:
    """The mean of the two trials of each pair, or of the one that is there."""
    _, place = np.unique(numbers // 2, return_inverse=True)
    counts = np.bincount(place)
    return np.asarray(np.bincount(place, values) / np.maximum(counts, 1))


def quantile_of(values: Array, share: float) -> Estimate:
    """The value below which so large a share of trials lies (linear between neighbours), with the
    error that its order among them leaves."""
    if not values.size:
        return Estimate(float("nan"), float("nan"))
    value = float(np.quantile(values, share))
    n = values.size
    if n < 4:
        return Estimate(value, float("nan"))
    spread = float(np.sqrt(share * (1 - share) / n))
    low, high = np.quantile(values, np.clip([share - spread, share + spread], 0, 1))
    return Estimate(value, float(high - low) / 2)


def share_of(hits: NDArray[np.bool_], numbers: NDArray[np.int64]) -> Estimate:
    """The share of trials in which something is so. Where it is so in all or none, the error is
    what a share of one half trial more or less would have."""
    n = hits.size
    found = mean_of(hits.astype(np.float64), numbers)
    if n and found.error == 0.0:
        share = (hits.sum() + 0.5) / (n + 1)
        return Estimate(found.value, float(np.sqrt(share * (1 - share) / n)))
    return found


def quantiles(values: Array, shares: Sequence[float]) -> Array:
    """Quantiles of each column, `[shares, columns]`."""
    return np.asarray(np.quantile(values, list(shares), axis=0))


def correlation(x: Array, y: Array) -> float:
    """The correlation of two rows of figures; 0 where one of them never varies."""
    if x.size < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0
    return float(stats.pearsonr(x, y).statistic)
