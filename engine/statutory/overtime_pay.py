"""Pay for hours beyond the usual, from a month's wage."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import numpy as np

from engine.statutory.dated import value_at
from engine.statutory.half_up import Array, quotient
from engine.statutory.laws import Law

Day = Literal["workday", "rest_day", "holiday"]


def overtime_pay(law: Law, month: int, wage: Array, hours: float, day: Day) -> Array:
    """Pay for overtime of a month on a kind of day, whole fen.

    `wage` is the month's wage that overtime is paid on, whole fen; `hours` as they are written. All
    is multiplied before it is divided, and rounded once.
    """
    rule = value_at(law.overtime, month)
    return _part(wage, rule.multiples[day] * Fraction(repr(float(hours))) / rule.days / rule.hours)


def hourly_pay(law: Law, month: int, wage: Array) -> Array:
    """An hour's share of a month's wage, whole fen."""
    rule = value_at(law.overtime, month)
    return _part(wage, 1 / rule.days / rule.hours)


def _part(wage: Array, of: Fraction) -> Array:
    return quotient(np.asarray(wage, dtype=np.float64) * float(of.numerator), of.denominator)
