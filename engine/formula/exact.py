"""Decisions as if in exact arithmetic: comparing, flooring and rounding float64 without surprises.

Facts have at most six decimals, so values that differ by less than `LEAST` plus `SHARE` of their
size differ only by the error of binary arithmetic and count as equal.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Operand = Array | float

LEAST = 1e-9
SHARE = 1e-12

_FEN = 100.0 * (1.0 + 1e-14)
_HALF = 0.5 + 1e-9


def slack(value: Operand) -> Any:
    """How far from `value` another one may lie and still be equal to it."""
    return np.abs(value) * SHARE + LEAST


def at_least(a: Array, b: Operand, out: Flags) -> None:
    """out = a ≥ b."""
    np.greater_equal(a, b - slack(b), out=out)


def above(a: Array, b: Operand, out: Flags) -> None:
    """out = a > b."""
    np.greater(a, b + slack(b), out=out)


def equal(a: Array, b: Operand, out: Flags) -> None:
    """out = a = b."""
    np.less_equal(np.abs(a - b), slack(b), out=out)


def floor(a: Array, out: Array) -> None:
    """out = the greatest whole number ≤ a, where 2.9999999999 is 3."""
    np.add(a, slack(a), out=out)
    np.floor(out, out=out)


def ceil(a: Array, out: Array) -> None:
    """out = the least whole number ≥ a, where 3.0000000001 is 3."""
    np.subtract(a, slack(a), out=out)
    np.ceil(out, out=out)


def to_fen(yuan: Operand, out: Array, scratch: Array) -> None:
    """out = yuan in whole fen, half away from zero.

    The guard is a share of the amount plus a hair, wide enough for the error of a few operations
    and far too narrow for two amounts with a different fen.
    """
    np.multiply(yuan, _FEN, out=out)
    np.copysign(_HALF, out, out=scratch)
    np.add(out, scratch, out=out)
    np.trunc(out, out=out)


def same_rank(descending: Array) -> Flags:
    """For values in falling order, whether each one equals the one before it."""
    same = np.zeros(descending.shape, dtype=np.bool_)
    if descending.size > 1:
        same[1:] = descending[:-1] - descending[1:] <= slack(descending[:-1])
    return same
