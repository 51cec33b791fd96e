"""What a column refuses of the numbers in its cells, and what it finds unusual.

The same rules hold for a file of facts and for the personas of a plan.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.plan.schema import Column
from engine.text import as_typed

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


def refused(column: Column, values: Numbers) -> Iterator[tuple[Flags, str, dict[str, str]]]:
    """Where numbers break a rule of the column, with the problem's key and what it says."""
    if column.kind == "flag":
        yield (values != 0) & (values != 1), "not_a_flag", {}
    if column.above is not None:
        yield values <= column.above, "not_above", {"above": as_typed(column.above)}
    if column.range is not None and column.whole:
        broken = values != np.floor(values)
        yield _outside(column.range, values) | broken, "not_whole_in_range", limits(column.range)


def unusual(column: Column, values: Numbers) -> Flags:
    """Where numbers lie outside the usual range of the column, which is no fault."""
    if column.range is None or column.whole:
        return np.zeros(values.shape, dtype=np.bool_)
    return _outside(column.range, values)


def limits(ends: tuple[float, float]) -> dict[str, str]:
    """The ends of a range as sentences name them."""
    return {"low": as_typed(ends[0]), "high": as_typed(ends[1])}


def _outside(ends: tuple[float, float], values: Numbers) -> Flags:
    low, high = ends
    return (values < low) | (values > high)
