"""What a column refuses of the numbers in its cells, and what it finds unusual.

The same rules hold for a file of facts and for the personas of a plan.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.formula import exact
from engine.plan.schema import Column
from engine.text import as_typed

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Broken = tuple[Flags, str, dict[str, str]]
"""Where a rule is broken, the key of the problem and what it says."""

DECIMALS = 6
"""So many decimals a number may have."""


def refused(column: Column, values: Numbers) -> Iterator[Broken]:
    """Where numbers break a rule of the column."""
    if column.kind == "flag":
        yield (values != 0) & (values != 1), "not_a_flag", {}
        return
    if column.above is not None:
        yield values <= column.above, "not_above", {"above": as_typed(column.above)}
    if column.range is not None and column.whole:
        broken = values != np.floor(values)
        yield _outside(column.range, values) | broken, "not_whole_in_range", limits(column.range)
    decimals, largest = exact_limit(values)
    said = {"largest": as_typed(largest), "decimals": str(decimals)}
    yield np.abs(values) >= largest, "too_large", said


def unusual(column: Column, values: Numbers) -> Iterator[Broken]:
    """Where numbers are unlike what the column usually holds, which is no fault."""
    if column.range is not None and not column.whole:
        yield _outside(column.range, values), "out_of_range", limits(column.range)
    if column.lowest is not None:
        yield values < column.lowest, "below_lowest", {"lowest": as_typed(column.lowest)}
    if column.most is not None:
        yield values > column.most, "above_highest", {"highest": as_typed(column.most)}
    if column.kind == "count":
        yield values != np.floor(values), "count_fraction", {}
    beyond = np.abs(values - exact.settled(values, DECIMALS))
    yield beyond > exact.tolerance(values), "many_decimals", {}


def exact_limit(values: Numbers) -> tuple[int, float]:
    """The decimals that numbers use, and below what they must stay to be calculated exactly."""
    known = exact.decimals_of_column(values)
    decimals = DECIMALS if known is None else known
    return decimals, float(exact.LARGEST_UNITS // 10**decimals)


def limits(ends: tuple[float, float]) -> dict[str, str]:
    """The ends of a range as sentences name them."""
    return {"low": as_typed(ends[0]), "high": as_typed(ends[1])}


def _outside(ends: tuple[float, float], values: Numbers) -> Flags:
    low, high = ends
    return (values < low) | (values > high)
