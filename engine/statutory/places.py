"""Places: what contributions are paid there, and the minimum wage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from engine.statutory.dated import Dated, value_at
from engine.statutory.laws import Law
from engine.text import Text

Chosen = Literal["", "employer", "both"]


@dataclass(frozen=True)
class Bounds:
    """What contributions are paid on lies between a floor and a cap (fen; inf: none); the first
    `free` fen of a year are left out."""

    floor: float
    cap: float
    free: float


@dataclass(frozen=True)
class Rates:
    """Shares of the base, and fen a month that the employee pays besides.

    `lowest` and `highest` bound what may be chosen; `or_none` allows 0 as well.
    """

    employer: Fraction
    employee: Fraction
    employee_fixed: int
    lowest: Fraction
    highest: Fraction
    or_none: bool

    def allows(self, share: float) -> bool:
        """Whether an employer may choose a share."""
        low, high = float(self.lowest), float(self.highest)
        return (self.or_none and share == 0) or low - 1e-12 <= share <= high + 1e-12


@dataclass(frozen=True)
class LocalScheme:
    """A scheme at a place.

    `chosen`: whether the employer chooses his own share ("employer"), one for both sides ("both"),
    or none (""). `by_year`: the bounds are those of a calendar year's pay. `round_to` is in fen.
    """

    id: str
    bounds: tuple[Dated[Bounds], ...]
    rates: tuple[Dated[Rates], ...]
    chosen: Chosen
    by_year: bool
    round_to: Dated[int] | None


@dataclass(frozen=True)
class MinimumWage:
    """Yuan a month, and yuan an hour for people who are not employed full time."""

    month: float
    hour: float


@dataclass(frozen=True, eq=False)
class Place:
    """A place with its law, its schemes in the law's order, and its minimum wage if it has one.

    `net`: the minimum wage must be reached after the employee's own contributions.
    """

    id: str
    label: Text
    law: Law
    schemes: Mapping[str, LocalScheme]
    minimum_wages: tuple[Dated[MinimumWage], ...]
    net: bool

    def minimum_wage(self, month: int) -> float:
        """Yuan a month in a calendar month; the first one known before it took effect."""
        return value_at(self.minimum_wages, month).month
