"""Parameters of several figures as the kernels read them: breakpoints and values in binary.

Plan files hold lists and mappings; `engine.plan` checks them and makes these from them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Table:
    """A figure for each value of a category; the last entry, for "no row", is 0."""

    values: NDArray[np.float64]


@dataclass(frozen=True)
class Points:
    """Steps, tiers, a curve or prizes: a value (or rate, or prize) from each start on."""

    starts: tuple[float, ...]
    values: tuple[float, ...]


@dataclass(frozen=True)
class KeyedPoints:
    """Steps for each value of a category, in the category's order."""

    by_code: tuple[Points, ...]


@dataclass(frozen=True)
class Indicators:
    """Indicators of a scorecard: weight, target, step, points up and down, floor, by key.

    The last column, for "no row", is an indicator that gives 0.
    """

    values: NDArray[np.float64]

    def of(self, codes: NDArray[np.intp] | int) -> NDArray[np.float64]:
        """The six figures of the keys that stand in these places."""
        return np.take(self.values, codes, axis=1, mode="clip")


@dataclass(frozen=True)
class Months:
    """Calendar months, 1 for January."""

    months: tuple[int, ...]


Figures = Table | Points | KeyedPoints | Indicators | Months
