"""How a measure is spread over people and months: its middle, its ends, values that many share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.analysis.measured_values import Places, Values

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
FEW_VALUES = 24
"""Up to so many different values each has a bar of its own."""
MASS = 0.05
"""The least share that a value must have to be a mass point, …"""
STANDS_OUT = 3.0
"""… and how many times the share of the values beside it."""
_BARS = 30
_OUTER = 0.005
"""The share at either end that may lie beyond the bars."""


@dataclass(frozen=True)
class Bins:
    """Steps of one width from `first` steps on: bar k holds the values from `(first + k) · width`
    on, up to the next one."""

    width: float
    first: int
    count: int

    @property
    def start(self) -> float:
        return self.first * self.width

    @property
    def end(self) -> float:
        return (self.first + self.count) * self.width

    @property
    def edges(self) -> Values:
        """`[count + 1]`, the last one where the last bar ends."""
        return np.arange(self.first, self.first + self.count + 1, dtype=np.float64) * self.width

    def places(self, values: Values) -> Places:
        """The bar of each value; below 0 or from `count` on for those beyond the bars."""
        return np.floor(values / self.width + 1e-9).astype(np.int64) - self.first


@dataclass(frozen=True)
class MeasureShape:
    """A measure over person-months.

    `count` have a value and `blank` more are in service without one; every share below is one of
    `count`. `quantiles` are those of QUANTILES, between two neighbours in proportion. `points` are
    (value, share) of mass points, upwards: values that at least MASS share and that stand out from
    the two values on either side; where there are no more than FEW_VALUES different ones
    (`is_discrete`) they are all of them. `bars` are the shares of all other values in `bins`,
    `below` and `beyond` those of values outside. All figures are NaN or empty where nobody has a
    value.
    """

    count: int
    blank: int
    mean: float
    quantiles: tuple[float, ...]
    lowest: float
    highest: float
    zero: float
    is_discrete: bool
    points: tuple[tuple[float, float], ...]
    bins: Bins
    bars: Values
    below: float
    beyond: float

    @property
    def median(self) -> float:
        return self.quantiles[2]


def measure_shape(values: Values, in_service: int, bins: Bins | None = None) -> MeasureShape:
    """The shape of the values that are no NaN, of `in_service` person-months; in given `bins` where
    it is to be held against another one."""
    ordered = np.sort(values[~np.isnan(values)], axis=None)
    count = int(ordered.size)
    blank = in_service - count
    if not count:
        nothing = math.nan
        empty = bins or Bins(1.0, 0, 1)
        return MeasureShape(
            0,
            blank,
            nothing,
            (nothing,) * len(QUANTILES),
            *(nothing,) * 3,
            is_discrete=True,
            points=(),
            bins=empty,
            bars=np.zeros(empty.count),
            below=0.0,
            beyond=0.0,
        )
    distinct, shares = _shares(ordered)
    is_discrete = distinct.size <= FEW_VALUES
    massive = np.ones(distinct.size, np.bool_) if is_discrete else _massive(shares)
    bins = bins or bins_of(ordered)
    places = np.clip(bins.places(distinct[~massive]), -1, bins.count)
    held = np.bincount(places + 1, shares[~massive], bins.count + 2)
    low, high = float(ordered[0]), float(ordered[-1])
    return MeasureShape(
        count=count,
        blank=blank,
        mean=float(ordered.mean()),
        quantiles=quantiles_of(ordered),
        lowest=low,
        highest=high,
        zero=float(shares[distinct == 0].sum()),
        is_discrete=is_discrete,
        points=tuple(zip(distinct[massive].tolist(), shares[massive].tolist(), strict=True)),
        bins=bins,
        bars=np.asarray(held[1:-1], np.float64),
        below=float(held[0]),
        beyond=float(held[-1]),
    )


def quantiles_of(ordered: Values, shares: Sequence[float] = QUANTILES) -> tuple[float, ...]:
    """Quantiles of values in ascending order, between two neighbours in proportion; NaN of none."""
    if not ordered.size:
        return (math.nan,) * len(shares)
    place = np.asarray(shares) * (ordered.size - 1)
    low = np.floor(place).astype(np.intp)
    high = np.minimum(low + 1, ordered.size - 1)
    part = place - low
    found = ordered[low] + part * (ordered[high] - ordered[low])
    return tuple(float(value) for value in found)


def bins_of(ordered: Values) -> Bins:
    """About thirty bars of a round width (1, 2 or 5 times a power of ten) that hold all but the
    outermost values; the bars begin at 0 where that is near."""
    low, high = quantiles_of(ordered, (_OUTER, 1 - _OUTER))
    if 0 < low < 0.5 * (high - low):
        low = 0.0
    spread = high - low
    if not spread > 1e-9 * max(abs(low), abs(high), 1e-9):
        spread = max(abs(high), 1.0)
        low -= spread / 2
        high += spread / 2
    rough = (high - low) / _BARS
    power = 10.0 ** math.floor(math.log10(rough))
    width = next(power * digit for digit in (1, 2, 5, 10) if power * digit >= rough * (1 - 1e-9))
    first = math.floor(low / width + 1e-9)
    return Bins(width, first, max(1, math.floor(high / width + 1e-9) + 1 - first))


def _shares(ordered: Values) -> tuple[Values, Values]:
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    counts = np.diff(np.r_[starts, ordered.size])
    return ordered[starts], counts / ordered.size


def _massive(shares: Values) -> NDArray[np.bool_]:
    """Which of the different values, in ascending order, are mass points."""
    padded = np.pad(shares, 2, constant_values=np.nan)
    beside = np.stack([padded[:-4], padded[1:-3], padded[3:-1], padded[4:]])
    return np.asarray((shares >= MASS) & (shares >= STANDS_OUT * np.nanmean(beside, axis=0)))
