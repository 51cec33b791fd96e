"""Decisions as if in exact arithmetic: comparing, flooring and rounding float64 without surprises.

Facts have at most six decimals, so values that differ by less than the `ABSOLUTE` tolerance plus
the `RELATIVE` one times their size differ only by the error of binary arithmetic: they are equal.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Operand = Array | float

ABSOLUTE = 1e-9
RELATIVE = 1e-12

LARGEST_UNITS = 10**13
"""Below this a cell must stay, counted in units of the last decimal place that its column uses, for
all that follows to be exact: 10 digits before the point with 3 after it, 11 with 2 (money in fen:
below 100 000 000 000.00), 7 with 6. A year's sum is then below 2**47 units, and a double
keeps 2**53: the error of the sum stays below half a unit."""

_LARGEST = 1e300
_TINY = 1e-200
_FEN = 100.0 * (1.0 + 1e-14)
_HALF = 0.5 + 1e-7


def tolerance(value: Operand) -> Any:
    """How far from `value` another one may lie and still be equal to it; finite for "no limit"."""
    return np.minimum(np.abs(value), _LARGEST) * RELATIVE + ABSOLUTE


def at_least(a: Array, b: Operand, out: Flags) -> None:
    """out = a ≥ b."""
    np.greater_equal(a, b - tolerance(b), out=out)


def above(a: Array, b: Operand, out: Flags) -> None:
    """out = a > b."""
    np.greater(a, b + tolerance(b), out=out)


def equal(a: Array, b: Operand, out: Flags) -> None:
    """out = a = b."""
    np.less_equal(np.abs(a - b), tolerance(b), out=out)


def floor(a: Array, out: Array) -> None:
    """out = the greatest whole number ≤ a, where 2.9999999999 is 3."""
    np.add(a, tolerance(a), out=out)
    np.floor(out, out=out)


def ceil(a: Array, out: Array) -> None:
    """out = the least whole number ≥ a, where 3.0000000001 is 3."""
    np.subtract(a, tolerance(a), out=out)
    np.ceil(out, out=out)


def divide(a: Operand, b: Operand, out: Array) -> None:
    """out = a / b, 0 where b is not above 0."""
    if np.size(b) and np.min(b) > ABSOLUTE:
        np.divide(a, b, out=out)
    else:
        np.maximum(b, _TINY, out=out)
        np.divide(a, out, out=out)
        np.multiply(out, np.greater(b, ABSOLUTE), out=out)


def where(values: Operand, flags: Flags, out: Array) -> None:
    """out = values where a flag is set, else 0; multiplied where that is safe, which is faster."""
    if np.isfinite(np.sum(values)):
        np.multiply(values, flags, out=out)
    else:
        np.copyto(out, np.where(flags, values, 0.0))


def to_fen(yuan: Operand, out: Array) -> None:
    """out = yuan in whole fen, half away from zero.

    An amount within 1e-7 fen (and 1e-14 of itself) below a half counts as that half: wide enough
    for the error of binary sums and products of this size, far too narrow for a different amount.
    """
    np.multiply(yuan, _FEN, out=out)
    if out.size and np.min(out) >= 0.0:
        np.add(out, _HALF, out=out)
        np.floor(out, out=out)
    else:
        np.add(out, np.copysign(_HALF, out), out=out)
        np.trunc(out, out=out)


def same_rank(descending: Array) -> Flags:
    """For values in falling order, whether each one equals the one before it."""
    same = np.zeros(descending.shape, dtype=np.bool_)
    if descending.size > 1:
        same[1:] = descending[:-1] - descending[1:] <= tolerance(descending[:-1])
    return same
