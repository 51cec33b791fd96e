"""Decisions as in exact arithmetic, on float64.

A cell of a facts file and a figure of a plan are decimals. What sums, differences and products make
of them are decimals too, of a number of places that is known beforehand. Where digits may cancel
before something is decided, the result is put back on the double nearest to that decimal
(`settle`), or counted in whole units of its last place (`in_units`): no error is carried on, summed
up or magnified. What is left is the error of the last bits of quotients and products, which
`tolerance` covers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Operand = Array | float
Decimals = int | None
"""How many decimal places write a number exactly at most; None where it may be a quotient."""

LARGEST_UNITS = 10**13
"""Below this a cell must stay, counted in units of the last decimal place that its column uses, for
all that follows to be exact: 10 digits before the point with 3 after it, 11 with 2 (money in fen:
below 100 000 000 000.00), 7 with 6. A year's sum is then below 2**47 units, and a double
keeps 2**53: the error of the sum stays below half a unit."""

LARGEST_FEN = 10.0**12
"""Below this, 10 000 000 000.00 yuan, the pay of a line stays for each person: two thousandths of
a fen can be told there."""

RELATIVE = 2.0**-48
"""Of two decimals of fewer than 2**47 units the larger is larger by more than this share of it;
a dozen operations in binary stray by less."""
ABSOLUTE = 2.0**-44
"""Near 0, or where a constant was taken off a quotient: 1 is told from what is one unit less in
LARGEST_UNITS."""
WHOLE = 1e-12
"""How far a quotient by a small step, such as (sales / quota - 1) / 0.01, may stray from a whole
number."""

MOST_DECIMALS = 9
"""More places are not kept: so many whole units would no longer fit."""

LARGEST_POOL = 2.0**52
"""Fen below which the share of a pool in binary is off by one or two at most."""
LARGEST_WHOLE = 2.0**61
"""Units of weight below which a few times the whole are still counted."""
SHARE_OFF, LEAST_SHARE_OFF = 1e-14, 1e-11
"""By which part of itself, and by how many fen at least, a share may be off where weights may be
quotients."""

LARGEST = 1e300
TINY = 1e-200
FEN = 100.0 * (1.0 + 2.0**-49)
HALF = 0.5 + 2e-8


def tolerance(value: Operand) -> Any:
    """How far from `value` another one may lie and still be equal to it; finite for "no limit"."""
    if isinstance(value, float):  # the same in a tenth of the time
        return min(abs(value), LARGEST) * RELATIVE + ABSOLUTE
    return np.minimum(np.abs(value), LARGEST) * RELATIVE + ABSOLUTE


# -- decimals ----------------------------------------------------------------------------------


def decimals_of_figures(figures: Iterable[float]) -> Decimals:
    """The decimals of figures as they are written; "no limit" has none."""
    finite = (Decimal(repr(float(figure))) for figure in figures if isfinite(figure))
    return _kept(max((-int(f.normalize().as_tuple().exponent) for f in finite), default=0))


def decimals_of_column(column: Array, most: int = 6) -> Decimals:
    """The decimals of a column [month, person] of facts, or of one in a row; None where it has more
    than `most`."""
    some = column.ravel()[:: max(1, column.size // 1000)]
    for decimals in range(most + 1):
        if all(_has_decimals(values, decimals) for values in (some, *np.atleast_2d(column))):
            return decimals
    return None


def _has_decimals(values: Array, decimals: int) -> bool:
    """Whether numbers have no more decimals, but for the error of binary arithmetic."""
    near = settled(values, decimals)
    if np.array_equal(values, near):
        return True
    return bool((np.abs(values - near) <= tolerance(values)).all())


def widest(of: Sequence[Decimals]) -> Decimals:
    """The decimals of a sum, or of a choice."""
    known = [d for d in of if d is not None]
    return max(known, default=0) if len(known) == len(of) else None


def together(of: Sequence[Decimals]) -> Decimals:
    """The decimals of a product."""
    known = [d for d in of if d is not None]
    return _kept(sum(known)) if len(known) == len(of) else None


def divided_by(of: Decimals, divisor: float) -> Decimals:
    """The decimals of a number divided by the same figure for everyone: known by 100, not by 3."""
    if of is None or not isfinite(divisor) or divisor == 0:
        return None
    inverse = 1 / Fraction(repr(float(divisor)))
    for decimals in range(MOST_DECIMALS - of + 1):
        if (inverse * 10**decimals).denominator == 1:
            return of + decimals
    return None


def of_first(of: Sequence[Decimals]) -> Decimals:
    """The decimals of the first, such as a table of which an entry is given."""
    return of[0]


def none(of: Sequence[Decimals]) -> Decimals:
    """The decimals of whole numbers, and of what is no number."""
    return 0


def unknown(of: Sequence[Decimals]) -> Decimals:
    """The decimals of a quotient."""
    return None


def _kept(decimals: int) -> Decimals:
    return max(decimals, 0) if decimals <= MOST_DECIMALS else None


def settle(x: Array, decimals: Decimals) -> None:
    """Puts each x, in place, on the double nearest to the decimal it stands for."""
    if decimals is not None:
        units = 10.0**decimals
        np.multiply(x, units, out=x)
        np.rint(x, out=x)
        np.divide(x, units, out=x)


def settled(x: Array, decimals: Decimals) -> Array:
    """The same in an array of its own."""
    copy = np.array(x, dtype=np.float64)
    settle(copy, decimals)
    return copy


def in_units(x: Operand | Flags, decimals: Decimals) -> Any:
    """x counted in units of its last decimal place; x itself where it may be a quotient.

    Whole units stay whole through sums and differences, below 2**53 without any error.
    """
    return x if decimals is None else np.rint(np.multiply(x, 10.0**decimals))


def unit(decimals: Decimals) -> float:
    """How many units make 1."""
    return 1.0 if decimals is None else 10.0**decimals


def flush(difference: Array, a: Operand) -> None:
    """Makes what is left of a, in place, 0 where it is but the error of quotients."""
    difference[np.abs(difference) <= np.minimum(np.abs(a), LARGEST) * RELATIVE] = 0.0


def difference(a: Array, b: Operand, decimals: Decimals) -> Array:
    """a - b, both in units; 0 where quotients are equal."""
    left: Array = np.subtract(a, b)
    if decimals is None:
        flush(left, a)
    return left


def reached(a: Array, b: Operand, decimals: Decimals) -> Flags:
    """a ≥ b, both in units."""
    if decimals is not None:
        return np.greater_equal(a, b)
    met = np.empty(a.shape, dtype=np.bool_)
    at_least(a, b, met)
    return met


# -- decisions ---------------------------------------------------------------------------------


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
    """out = the greatest whole number ≤ a, where 2.9999999999999 is 3."""
    np.add(a, tolerance(a) + WHOLE, out=out)
    np.floor(out, out=out)


def ceil(a: Array, out: Array) -> None:
    """out = the least whole number ≥ a, where 3.0000000000001 is 3."""
    np.subtract(a, tolerance(a) + WHOLE, out=out)
    np.ceil(out, out=out)


def full_steps(distance: Operand, step: Operand, origin: Operand, out: Array) -> None:
    """out = how many full steps a distance from `origin` holds. Where the distance was measured it
    is off by the last bits of the origin, however short it is."""
    np.divide(distance, step, out=out)
    np.add(out, tolerance(origin) / step, out=out)
    floor(out, out)


def divide(a: Operand, b: Operand, out: Array) -> None:
    """out = a / b, 0 where b is not above 0."""
    if np.size(b) and np.min(b) > ABSOLUTE:
        np.divide(a, b, out=out)
    else:
        np.maximum(b, TINY, out=out)
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

    An amount within 2e-8 fen (and 2**-49 of itself) below a half counts as that half: wide enough
    for the error of binary sums and products of this size, too narrow for a different amount while
    it is below LARGEST_FEN.
    """
    np.multiply(yuan, FEN, out=out)
    if out.size and np.min(out) >= 0.0:
        np.add(out, HALF, out=out)
        np.floor(out, out=out)
    else:
        np.add(out, np.copysign(HALF, out), out=out)
        np.trunc(out, out=out)


def same_rank(descending: Array) -> Flags:
    """For values in falling order, whether each one equals the one before it."""
    same = np.zeros(descending.shape, dtype=np.bool_)
    if descending.size > 1:
        same[1:] = descending[:-1] - descending[1:] <= tolerance(descending[:-1])
    return same
