"""A measure from month to month, and in each group of people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.analysis.measure_shape import quantiles_of
from engine.analysis.measured_values import Places, Values

BAND = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class MonthCourse:
    """`low`, `median` and `high` are the P10, the median and the P90 of each month, `[months]`, NaN
    in a month without values; `count` how many have a value then."""

    low: Values
    median: Values
    high: Values
    count: Places

    @property
    def season(self) -> Values:
        """The median of each month over the mean of all medians; NaN where that is 0 or below."""
        mean = float(np.nanmean(self.median)) if np.isfinite(self.median).any() else np.nan
        return self.median / (mean if mean > 0 else np.nan)


@dataclass(frozen=True)
class GroupSpread:
    """A measure in one group: how many people were in it in any month, and the P10, the median, the
    P90 and the mean of their person-months; NaN where nobody has a value."""

    group: str
    people: int
    low: float
    median: float
    high: float
    mean: float


def month_course(values: Values) -> MonthCourse:
    """The course of a measure, `[months, people]` with NaN where there is no value."""
    ordered = np.sort(values, axis=1)  # NaN comes last
    counts = np.count_nonzero(~np.isnan(values), axis=1)
    bands = np.array(
        [quantiles_of(row[:count], BAND) for row, count in zip(ordered, counts, strict=True)]
    )
    return MonthCourse(bands[:, 0], bands[:, 1], bands[:, 2], counts)


def group_spreads(
    values: Values, names: tuple[str, ...], places: Places, fewest: int
) -> tuple[list[GroupSpread], int]:
    """The measure in each group that at least `fewest` people were ever in, and how many groups
    have fewer and are not told. `places` is everybody's group in each month, −1 for none: who
    changes group counts in both, each with the months spent there."""
    shown: list[GroupSpread] = []
    hidden = 0
    for place, name in enumerate(names):
        here = places == place
        people = int(np.count_nonzero(here.any(axis=0)))
        if not people:
            continue
        if people < fewest:
            hidden += 1
            continue
        own = values[here]
        own = np.sort(own[~np.isnan(own)])
        mean = float(own.mean()) if own.size else np.nan
        low, middle, high = quantiles_of(own, BAND)
        shown.append(GroupSpread(name, people, low, middle, high, mean))
    return shown, hidden
