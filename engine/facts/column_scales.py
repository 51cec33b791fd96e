"""One column in two scales: shares beside percents, points beside shares, yuan beside 10,000 yuan.

What lies within a column's stated range is never refused, and what lies beyond it is warned of; it
is refused only where cells of the column's own scale stand beside it and prove that there are two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.plan import Column

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

PERCENT_LIKE = 2.0
"""A share at or above this may be a percent number that was meant as a fraction."""
FAR_ABOVE = 3.0
"""A share above this is worth a word, where the column says nothing of its range."""
PERCENT = 10.0
"""A share at or above this probably is one."""
WIDE_GAP = 100.0
"""Amounts in two scales have nothing between them over such a factor."""
TEN_THOUSAND = 10_000.0
"""The unit in which companies in China write large amounts."""
HUNDREDTH_GAP, HUNDRED = 10.0, (30.0, 300.0)
"""So it is where shares stand beside hundredths of shares."""
LARGE_UNIT = 1_000.0
"""Numbers that were multiplied by so much or more are amounts in a large unit."""
GAP, UNIT = 20.0, (50.0, 130.0)
"""So it is where minutes stand beside seconds, or percents beside fractions."""
SCORE_SCALE = 20.0
"""Scores that may reach this are points, which are not usually below 1."""


@dataclass(frozen=True)
class OtherScale:
    """Cells in another scale than the column's: `times` makes them right, and `beside` is a row
    that is right already, None where there is none."""

    cells: Flags
    key: str
    times: float
    beside: int | None
    certain: bool


def other_scales(column: Column, values: Numbers, times: float = 1.0) -> Iterator[OtherScale]:
    """Where numbers of a column, which were multiplied by `times`, seem to stand in another scale
    than its own."""
    found = list(_RULES[column.kind](column, values)) if column.kind in _RULES else []
    if column.kind == "money" and times >= LARGE_UNIT:
        found += _not_in_large_unit(values, times)
    if column.kind == "share" and times < 1:
        found += _divided_twice(values)
    yield from (scale for scale in found if scale.cells.any())


def _shares(column: Column, values: Numbers) -> Iterator[OtherScale]:
    """Percent numbers: certain where a hundredth of one lies among shares of the same column."""
    high = column.range[1] if column.range is not None else column.most or np.inf
    small = np.sort(values[(values > 0) & (values < PERCENT_LIKE)])
    like = (values >= PERCENT_LIKE) & ((values > high) | np.isinf(high))
    if high >= PERCENT_LIKE:
        like &= values >= PERCENT
    certain = np.zeros(values.shape, dtype=np.bool_)
    if small.size:
        certain = like & _between(values / 100, small[0] / 2, small[-1] * 2)
    if certain.any():
        lowest = float(values[certain].min())
        own = small[small <= lowest / 10]
        if own.size:
            certain |= values >= 10 * own[-1]
    beside = _usual_row(values, (values > 0) & (values < PERCENT_LIKE) & ~certain)
    if certain.any() and beside is not None:
        yield OtherScale(certain, "percent_beside_share", 0.01, beside, True)
        return
    usual = float(np.median(small)) if small.size else np.inf
    doubtful = (values >= 0.5) & (values > 10 * usual) & _among_smaller(values, small)
    doubtful |= values > FAR_ABOVE if np.isinf(high) else like & (values >= PERCENT)
    yield OtherScale(doubtful, "perhaps_percent", 0.01, None, False)


def _scores(column: Column, values: Numbers) -> Iterator[OtherScale]:
    if column.range is None or column.range[0] < 0 or column.whole:
        return
    high = column.range[1]
    if high < SCORE_SCALE:
        inside = values[(values > 0) & (values <= high)]
        usual = float(np.median(inside)) if inside.size else 0.0
        above = (values >= 2 * high) & _between(values / 10, usual / 2, usual * 2)
        beside = _usual_row(values, (values > 0) & (values <= high))
        yield OtherScale(above, "score_other_scale", 0.1, beside, True)
        points = (values > 1) & (values <= high)
        below = (values > 0) & (values < 1) & points.any()
        if points.any():
            below &= _between(values * high, float(np.median(values[points])) / 2, high)
        yield OtherScale(below, "perhaps_share", high, None, False)
        return
    points = values > 1
    shares = (values > 0) & (values < 1)
    if not points.any():
        yield OtherScale(shares, "perhaps_share", high, None, False)
        return
    usual = float(np.median(values[points]))
    shares = (values > 0) & (values <= 1)  # 1 beside points is 100 %
    shares &= _between(values * high, usual / 2, high)
    yield OtherScale(shares, "perhaps_share", high, None, False)


def _amounts(column: Column, values: Numbers) -> Iterator[OtherScale]:
    if parts := _parts(values, WIDE_GAP, TEN_THOUSAND / 3, TEN_THOUSAND * 3):
        few, many, is_low = parts
        times = TEN_THOUSAND if is_low else 1 / TEN_THOUSAND
        yield OtherScale(few, "perhaps_ten_thousands", times, _usual_row(values, many), False)


def _not_in_large_unit(values: Numbers, times: float) -> Iterator[OtherScale]:
    """Amounts far above the others: perhaps they were in yuan, and not in the others' unit."""
    if parts := _parts(values, WIDE_GAP, WIDE_GAP, np.inf):
        few, many, is_low = parts
        if not is_low:
            beside = _usual_row(values, many)
            yield OtherScale(few, "cell_of_other_unit", 1 / times, beside, False)


def _divided_twice(values: Numbers) -> Iterator[OtherScale]:
    """Shares a hundredth of the others: fractions among the percents that were divided."""
    if parts := _parts(values, HUNDREDTH_GAP, *HUNDRED):
        few, many, is_low = parts
        others = values[many]
        few &= _between(values * 100, float(others.min()) / 2, float(others.max()) * 2)
        if is_low:
            yield OtherScale(few, "cell_of_other_unit", 100.0, _usual_row(values, many), False)


def _numbers(column: Column, values: Numbers) -> Iterator[OtherScale]:
    if parts := _parts(values, GAP, *UNIT):
        few, many, _ = parts
        yield OtherScale(few, "perhaps_other_unit", 1.0, _usual_row(values, many), False)


_RULES = {"share": _shares, "score": _scores, "money": _amounts, "number": _numbers}


def _parts(
    values: Numbers, gap: float, least: float, most: float
) -> tuple[Flags, Flags, bool] | None:
    """The fewer cells and the others, and whether the fewer are the smaller ones, where a column
    falls into two parts with nothing over such a gap between them, their middles so far apart."""
    sizes = np.abs(values)
    distinct = np.unique(sizes[sizes > 0])
    if distinct.size < 2:
        return None
    gaps = distinct[1:] / distinct[:-1]
    widest = int(gaps.argmax())
    low, high = (sizes > 0) & (sizes <= distinct[widest]), sizes > distinct[widest]
    apart = float(np.median(sizes[high]) / np.median(sizes[low]))
    if gaps[widest] < gap or not least <= apart < most:
        return None
    return (low, high, True) if low.sum() <= high.sum() else (high, low, False)


def _among_smaller(values: Numbers, small: Numbers) -> Flags:
    """Where a hundredth of a number is of the size of numbers that are far smaller than itself."""
    if not small.size:
        return np.zeros(values.shape, dtype=np.bool_)
    smaller = np.searchsorted(small, values / 10, side="right")
    highest = small[np.maximum(smaller, 1) - 1]
    return (smaller > 0) & _between(values / 100, small[0] / 10, highest * 10)


def _between(values: Numbers, low: float, high: float | Numbers) -> Flags:
    found: Flags = (values >= low) & (values <= high)
    return found


def _usual_row(values: Numbers, where: Flags) -> int | None:
    """The row of the first of some cells that is as near as any to their middle."""
    rows = np.flatnonzero(where)
    if not rows.size:
        return None
    off = np.abs(values[rows] - np.median(values[rows]))
    return int(rows[off.argmin()])
