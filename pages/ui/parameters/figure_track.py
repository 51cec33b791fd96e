"""The track on which a figure is moved: from where to where, and in which steps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from engine.plan import Parameter, Plan, shapes
from engine.solving import between_neighbours

MOST_STEPS = 200
LOWEST = 0.04
"""A track is no help where its whole use lies in the first millimetre."""
HALF = 20
"""Steps up to the documented figure on a track of its own size, where the plan's are too small."""

Track = tuple[float, float, float]
"""Lowest, highest and step, in the unit of the plan."""


def value_track(parameter: Parameter, value: float, documented: float | None) -> Track | None:
    """The track of a figure in the unit of its parameter: what the plan calls sensible, or up to
    twice the documented figure where that has too many steps or is far too wide. None where
    typing is better."""
    usual = value if documented is None else documented
    low, high, step = parameter.min, parameter.max, parameter.step
    if low is not None and high is not None and step:
        fits = (high - low) / step <= MOST_STEPS + 1e-9
        if fits and low < high and usual >= LOWEST * high:
            return low, high, step
    if usual <= 0:
        return None
    if not step or 2 * usual / step > MOST_STEPS + 1e-9:
        step = round_step(usual / HALF, parameter.whole)
    return _to_twice(usual, low, high, step)


def indicator_track(now: shapes.Row, documented: shapes.Row | None, column: str) -> Track | None:
    """The track of a figure of an indicator, up to twice the documented one; where that is 0, up to
    twice what its counterpart is. Targets and floors move by the indicator's own step."""
    usual = now if documented is None else documented
    size = usual[column] or usual[_COUNTERPARTS.get(column, column)]
    if size <= 0:
        return None
    step = usual["unit"] if column in ("target", "floor") else 0.0
    if not 0 < 2 * size / MOST_STEPS <= step <= size:
        step = round_step(size / HALF)
    return _to_twice(size, step if column == "unit" else None, None, step)


_COUNTERPARTS = {"up": "down", "down": "up", "floor": "target"}


def _to_twice(usual: float, low: float | None, high: float | None, step: float) -> Track | None:
    low = math.ceil(max(low or 0.0, 0.0) / step - 1e-9) * step
    top = math.floor(min(2 * usual, math.inf if high is None else high) / step + 1e-9) * step
    return (round(low, 10), round(top, 10), step) if low < top else None


def round_step(step: float, is_whole: bool = False) -> float:
    """The largest of 1, 2, 5, 10, 20, … that is no larger, as far down as it takes."""
    power = 10.0 ** math.floor(math.log10(step))
    size = next(size for size in (5, 2, 1) if size * power <= step * (1 + 1e-9))
    found = round(size * power, 10)
    return max(found, 1.0) if is_whole else found


def start_track(
    plan: Plan, parameter: Parameter, documented: Parameter, path: list[str | int]
) -> Track | None:
    """The track of a breakpoint or rank, between those beside it; that of the first and last go as
    far as the documented ones let them, and stay there. None where there is no room."""
    *entry, place, _ = path
    low, high, step = between_neighbours(plan, parameter, tuple(path))
    starts, before = (_entry(one, entry) for one in (parameter, documented))
    if len(starts) == len(before):
        lowest, highest, _ = between_neighbours(plan, documented, tuple(path))
        low = low if place else lowest
        high = high if place != len(starts) - 1 else highest
    low, high = math.ceil(low / step - 1e-9) * step, math.floor(high / step + 1e-9) * step
    fits = 0 < (high - low) / step <= MOST_STEPS + 1e-9
    return (round(low, 10), round(high, 10), step) if fits else None


def _entry(parameter: Parameter, at: list[str | int]) -> Sequence[Any]:
    """The breakpoints that stand there in the JSON of the parameter; none for another key."""
    found: Any = parameter.json
    for key in at:
        found = found.get(key, ())
    return found  # type: ignore[no-any-return]
