"""The shapes that measures can have, each as a quick way from a standard normal value to its own.

A Gaussian copula keeps dependence between measures apart from their shapes: whatever is drawn is
drawn as normal values, and only here becomes an attainment, a rate or a count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import special

Numbers = NDArray[np.float64]

REACH = 6.5
"""Normal values are told apart up to here; beyond it lies one value in ten thousand million."""
_GRID = np.linspace(-REACH, REACH, 6001)
_STEPS = _GRID.size - 1
_WIDTH = 2 * REACH / _STEPS
_STEP_WIDTHS = np.diff(_GRID)


def _gamma(u: Numbers, mean: float, sd: float) -> Numbers:
    shape = (mean / sd) ** 2
    return np.asarray(special.gammaincinv(shape, u) * (mean / shape))


def _lognormal(u: Numbers, mean: float, sd: float) -> Numbers:
    variance = np.log1p((sd / mean) ** 2)
    return np.asarray(mean * np.exp(special.ndtri(u) * np.sqrt(variance) - variance / 2))


def _beta(u: Numbers, mean: float, sd: float, low: float = 0.0, high: float = 1.0) -> Numbers:
    middle, variance = (mean - low) / (high - low), (sd / (high - low)) ** 2
    strength = middle * (1 - middle) / variance - 1
    return np.asarray(
        low + (high - low) * special.betaincinv(middle * strength, (1 - middle) * strength, u)
    )


def _poisson(count: Numbers, mean: float) -> Numbers:
    return np.asarray(special.pdtr(count, mean))


def _negative_binomial(count: Numbers, mean: float, dispersion: float) -> Numbers:
    return np.asarray(special.betainc(dispersion, count + 1, dispersion / (dispersion + mean)))


def _flag(count: Numbers, share: float) -> Numbers:
    return np.where(count < 1, 1 - share, 1.0)


@dataclass(frozen=True)
class Family:
    """A shape: its figures, those that may be left out, and its quantile function; for counts
    (`whole`) the probability of at most so many instead. Figures are above 0; `limits` bound some.
    """

    function: Callable[..., Numbers]
    figures: tuple[str, ...]
    optional: tuple[str, ...] = ()
    whole: bool = False
    limits: Mapping[str, tuple[float, float]] = field(default_factory=dict)


_COUNTABLE = {"mean": (0.0, 10_000.0), "dispersion": (0.01, 10_000.0)}

FAMILIES: Mapping[str, Family] = {
    "gamma": Family(_gamma, ("mean", "sd")),
    "lognormal": Family(_lognormal, ("mean", "sd")),
    "beta": Family(_beta, ("mean", "sd"), ("low", "high")),
    "poisson": Family(_poisson, ("mean",), whole=True, limits=_COUNTABLE),
    "negative_binomial": Family(
        _negative_binomial, ("mean", "dispersion"), whole=True, limits=_COUNTABLE
    ),
    "flag": Family(_flag, ("share",), whole=True, limits={"share": (0.0, 1.0)}),
}
RATING = "rating"
"""The one shape whose values are words: shares by value, the best value first."""
QUANTILES = "quantiles"
"""The one shape that is written out: values by the share of person-months that lie below."""


@dataclass(frozen=True)
class Distribution:
    """A shape with its figures. `zero` is the share of plain zeros, which `mean` and `sd` leave
    out; `dispersion` is the k of a variance of mean + mean² / k.

    `points` are those of QUANTILES: pairs (share, value) that both rise. Between two points normal
    values and values lie on a line, so that a stretch of one value is met exactly.
    """

    family: str
    figures: Mapping[str, float] = field(default_factory=dict)
    zero: float = 0.0
    shares: Mapping[str, float] = field(default_factory=dict)
    points: tuple[tuple[float, float], ...] = ()

    @property
    def is_rating(self) -> bool:
        """Whether its values are words; they are then drawn as positions among `shares`."""
        return self.family == RATING

    @property
    def whole(self) -> bool:
        """Whether only whole numbers occur, so that a season or a factor would be lost on it."""
        return self.is_rating or (self.family in FAMILIES and FAMILIES[self.family].whole)

    def times(self, factor: float) -> Distribution:
        """Counts of another mean."""
        if factor == 1.0:
            return self
        return replace(self, figures={**self.figures, "mean": self.figures["mean"] * factor})

    def values(self, normal: Numbers) -> Numbers:
        """The values that standard normal values stand for, quantile by quantile."""
        if self.is_rating:
            return np.searchsorted(self._cuts, -normal).astype(np.float64)
        if self.points:
            return np.interp(normal, *self._corners)
        if self.whole:
            return np.searchsorted(self._cuts, normal).astype(np.float64)
        found = self._looked_up(normal)
        if self.zero:
            found[normal < special.ndtri(self.zero)] = 0.0
        return found

    @cached_property
    def _table(self) -> Numbers:
        """Values at the points of the grid; between them lines, closer than values are rounded."""
        above_zero = np.clip((special.ndtr(_GRID) - self.zero) / (1 - self.zero), 1e-12, 1 - 1e-12)
        return FAMILIES[self.family].function(above_zero, **self.figures)

    def _looked_up(self, normal: Numbers) -> Numbers:
        """The same as np.interp over the grid, to the last bit: as the grid is even, the step that
        a value lies in is worked out. The few too near to a border for that are searched."""
        values = np.ascontiguousarray(normal, np.float64).ravel()
        at = values + REACH
        at *= 1 / _WIDTH
        np.clip(at, 0.0, _STEPS, out=at)
        step = at.astype(np.intp)
        np.subtract(values, _GRID.take(step, out=at, mode="clip"), out=at)
        near = np.flatnonzero(~((at >= 0.0) & (at < _WIDTH * (1 - 1e-9))))
        at[near] = 0.0
        found = self._slopes.take(step, mode="clip")
        found *= at
        found += self._table.take(step, out=at, mode="clip")
        found[near] = np.interp(values[near], _GRID, self._table)
        return found.reshape(normal.shape)

    @cached_property
    def _slopes(self) -> Numbers:
        """How steep the lines between the points of the grid are; none begins at the last one."""
        return np.append(np.diff(self._table) / _STEP_WIDTHS, 0.0)

    @cached_property
    def _corners(self) -> tuple[Numbers, Numbers]:
        """The points, as normal values and values."""
        shares, values = np.array(self.points, np.float64).T
        return np.clip(special.ndtri(shares), -REACH, REACH), values

    @cached_property
    def _cuts(self) -> Numbers:
        """Normal values from which the next whole number begins."""
        if self.is_rating:
            below = np.cumsum(list(self.shares.values()))[:-1]
        else:
            below = FAMILIES[self.family].function(self._counts, **self.figures)
        cuts: Numbers = special.ndtri(np.minimum(below, 1.0))
        return cuts[cuts < REACH]

    @cached_property
    def _counts(self) -> Numbers:
        """0, 1, 2, … as far as anybody gets."""
        mean = self.figures.get("mean", 1.0)
        spread = np.sqrt(mean + mean**2 / self.figures.get("dispersion", np.inf))
        return np.arange(np.ceil(mean + 40 * spread + 40))
