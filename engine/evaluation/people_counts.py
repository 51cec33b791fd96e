"""Numbers of many people: added up over columns, counted between even steps, exact percentiles.

In code for the processor where there are many and it is made; what it comes to is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.vectors import LANES, PROCESSOR, address, counts, elementwise, members

Array = NDArray[np.float64]

BINS = 3200
"""Bins of the fine histogram that finds where an exact percentile lies."""

LOOKED_AT = 1000
"""About so many numbers tell where most of them lie."""

MANY = 5_000
"""People from which code is worth its making."""


def added_up(
    columns: Sequence[Array], divisor: float, months: Array | float
) -> tuple[Array, Array]:
    """The sum of columns, shape (people,), one or more of them added in turn, over a divisor; and
    that by `months`, or by 1 where they are fewer."""
    whole, a_month = np.empty_like(columns[0]), np.empty_like(columns[0])
    _added_up.write([whole, a_month], tuple(columns), divisor, months)
    return whole, a_month


@elementwise
def _added_up(
    columns: tuple[Array, ...], divisor: float, months: Array | float
) -> tuple[Array, Array]:
    whole = _together(columns) / divisor
    return whole, whole / np.maximum(months, 1.0)


def cell_sums(tables: Sequence[Array], out: Array) -> None:
    """Adds up tables [row, person] cell by cell, one or more of them, in one pass over them."""
    _cell_sums.write([out], tuple(tables))


@elementwise
def _cell_sums(tables: tuple[Array, ...]) -> tuple[Array]:
    return (_together(tables),)


def _together(columns: tuple[Array, ...]) -> Array:
    total = columns[0]
    for column in columns[1:]:
        total = total + column
    return total


def histogram(values: Array, edges: Array) -> NDArray[np.int64]:
    """Counts of finite values between evenly spaced edges; what lies outside goes to the first and
    last bin."""
    bins = edges.size - 1
    return _counts(values, float(edges[0]), float(bins / (edges[-1] - edges[0])), bins)


def percentiles(values: Array, shares: Sequence[float]) -> list[float]:
    """Exact percentiles of finite values: a fine histogram finds the bins, and only their members
    are sorted.

    Raises ValueError for a share outside 0 to 1.
    """
    if any(not 0.0 <= share <= 1.0 for share in shares):
        raise ValueError(f"shares from 0 to 1 expected, found {list(shares)}")
    if values.size == 0:
        return [float("nan")] * len(shares)
    low, high = _range(values[:: 1 + values.size // LOOKED_AT])
    if high <= low:
        low, high = _range(values)
    if high <= low:
        return [low] * len(shares)
    scale = (BINS - 1) / (high - low)
    up_to = np.cumsum(_counts(values, low, scale, BINS))
    places = [share * (values.size - 1) for share in shares]
    ranks = sorted({rank for at in places for rank in (int(at), ceil(at))})
    bins = up_to.searchsorted(ranks, side="right").tolist()
    some = np.zeros(BINS, dtype=np.bool_)
    some[bins] = True
    found = np.sort(_members(values, low, scale, some))
    skipped, known = {}, 0
    for place in dict.fromkeys(bins):
        first, end = int(up_to[place - 1]) if place else 0, int(up_to[place])
        skipped[place] = first - known
        known += end - first
    value = {r: float(found[r - skipped[place]]) for r, place in zip(ranks, bins, strict=True)}
    return [_between(at, value[int(at)], value[ceil(at)]) for at in places]


def _range(values: Array) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def _between(at: float, lower: float, upper: float) -> float:
    part = at - int(at)
    return lower + part * (upper - lower) if part else lower


# -- places of numbers: (number - low) * scale, cut to whole places from 0 to bins - 1 -----------


def _places(values: Array, low: float, scale: float, bins: int) -> NDArray[np.intp]:
    places = values - low
    places *= scale
    np.minimum(places, bins - 1, out=places)
    np.maximum(places, 0, out=places)
    return places.astype(np.intp)


def _counts(values: Array, low: float, scale: float, bins: int) -> NDArray[np.int64]:
    """How many values have each place."""
    found = np.zeros(bins, dtype=np.int64)
    done, _ = _run(counts(), [values], (low, scale, bins - 1), found)
    if done < values.size:
        found += np.bincount(_places(values[done:], low, scale, bins), minlength=bins)
    return found


def _members(values: Array, low: float, scale: float, some: NDArray[np.bool_]) -> Array:
    """The values that have some of the places."""
    found = np.empty(values.size + 1)
    done, count = _run(members(), [values, some], (low, scale, some.size - 1), found)
    rest = values[done:]
    if rest.size:
        rest = rest[some[_places(rest, low, scale, some.size)]]
    return np.concatenate((found[:count], rest))


def _run(
    text: str, columns: Sequence[NDArray[Any]], figures: Sequence[float], out: NDArray[Any]
) -> tuple[int, int]:
    """Runs code over as many people as fill its lanes, where it is ready: how many these are, and
    what it returns."""
    whole = columns[0].size - columns[0].size % LANES
    if whole == 0 or columns[0].size < MANY or not all(c.flags.c_contiguous for c in columns):
        return 0, 0
    code = PROCESSOR.ready(text)
    if code is None:
        return 0, 0
    slots = np.array([address(column) for column in columns])
    numbers = np.array(figures, dtype=np.float64)
    addresses = address(slots), address(numbers), address(out)
    return whole, code.run(*addresses, 0, whole)
