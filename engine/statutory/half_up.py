"""Shares of whole fen, rounded half up and exact: every intermediate is a whole number below 2**53.

A share is a fraction n / d of a percentage as it is written (9.8 % is 49 / 500), so amounts below
LARGEST_FEN a year leave room for all rates that have at most four digits.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
PortionFigures = tuple[float, float, float, float]


def share(percent: float) -> Fraction:
    """The exact share of a percentage as it is written: 9.8 → 49/500."""
    return Fraction(repr(float(percent))) / 100


def fen(amount: float) -> int:
    """Whole fen of an amount as it is written. Raises ValueError where it has more decimals."""
    exact = Fraction(repr(float(amount))) * 100
    if exact.denominator != 1:
        raise ValueError(amount)
    return int(exact)


def quotient(numerator: Array, denominator: int) -> Array:
    """numerator / denominator, both whole, rounded to a whole number half up.

    The quotient of two whole numbers below 2**53 rounds to a whole double only where it is whole,
    so the floor is that of exact arithmetic.
    """
    return half_up(numerator * 2.0, denominator)


def portion(amount: Array, figures: PortionFigures) -> Array:
    """A share of whole fen, rounded half up to multiples of some fen, and whole fen besides."""
    doubled_numerator, denominator, unit, besides = figures
    whole = half_up(amount * doubled_numerator, denominator)
    whole *= unit
    whole += besides
    return whole


def portion_figures(of: Fraction, to: int = 1, besides: int = 0) -> PortionFigures:
    """What `portion` takes for a share, the fen of whose multiples are meant, and fen besides."""
    return float(2 * of.numerator), float(of.denominator * to), float(to), float(besides)


def half_up(doubled: Array, denominator: float) -> Array:
    """Half of `doubled` / `denominator`, rounded half up, written over `doubled`; both whole."""
    doubled += denominator
    doubled /= 2.0 * denominator
    return np.floor(doubled, out=doubled)
