"""The functions of one month in vector instructions, each as its kernel in numpy has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from engine.formula import Indicators, KeyedPoints, Months, Points, Table, exact
from engine.vectors.code_lines import NotInVectors, Value
from engine.vectors.vector_code import Code


@dataclass(frozen=True)
class Known:
    """A parameter of several figures: `source` tells which, `sample` is one of its values.

    Only how many figures there are is part of the code; the figures are put in before each run.
    """

    code: Code
    source: Callable[[Any], Any]
    sample: Any

    def numbers(
        self, numbers_of: Callable[[Any], Sequence[float]], sure: bool = True
    ) -> list[Value]:
        """Numbers made of the figures; none is NaN where they are `sure`."""
        return self.code.fed_numbers(self.source, self.sample, numbers_of, sure)


Given = Value | Known | None
"""An argument; None where it is left out."""

Meaning = Callable[..., Value]


def _min(code: Code, *values: Value) -> Value:
    found = values[0]
    for value in values[1:]:
        found = code.minimum(found, value)
    return found


def _max(code: Code, *values: Value) -> Value:
    found = values[0]
    for value in values[1:]:
        found = code.maximum(found, value)
    return found


def _clip(code: Code, x: Value, low: Value, high: Value) -> Value:
    return code.minimum(code.maximum(x, low), high)


def floor(code: Code, x: Value) -> Value:
    """exact.floor."""
    over = code.add(code.tolerance(x), code.number(exact.WHOLE))
    return code.floor(code.add(x, over))


def _ceil(code: Code, x: Value) -> Value:
    over = code.add(code.tolerance(x), code.number(exact.WHOLE))
    return code.ceil(code.subtract(x, over))


def _ratio(code: Code, a: Value, b: Value) -> Value:
    return code.ratio(a, b)


def _abs(code: Code, x: Value) -> Value:
    return code.size(x)


def _step(code: Code, steps: Known, x: Value, codes: Value | None = None) -> Value:
    if isinstance(steps.sample, Points):
        return _last_reached(code, steps, x, lambda points: points)
    if codes is None:
        raise NotInVectors
    found = code.number(0.0)
    for place in range(len(steps.sample.by_code)):
        one = _last_reached(code, steps, x, _of_code(place))
        theirs = code.same_code(codes, code.code(place))
        found = code.add(found, code.multiply(one, theirs))
    return found


def _of_code(place: int) -> Callable[[KeyedPoints], Points]:
    return lambda points: points.by_code[place]


def _last_reached(code: Code, steps: Known, x: Value, points_of: Callable[[Any], Points]) -> Value:
    """The value of the last step that x has reached; steps rise, so those reached come first."""
    starts = steps.numbers(lambda s: [_least(p) for p in _rising(points_of(s).starts)])
    values = steps.numbers(lambda s: points_of(s).values)
    found = code.number(0.0)
    for start, value in zip(starts, values, strict=True):
        found = code.select(code.compared("oge", x, start), value, found)
    return found


def _least(start: float) -> float:
    """The least that has reached a start: see exact.at_least."""
    return float(start - exact.tolerance(start))


def _rising(starts: Sequence[float]) -> Sequence[float]:
    if any(a > b for a, b in pairwise(starts)):
        raise NotInVectors
    return starts


def _tiers(code: Code, tiers: Known, x: Value) -> Value:
    def rates(points: Points) -> list[float]:
        rises = [rate - before for before, rate in pairwise(points.values)]
        return [points.values[0], *rises]

    first, *rises = tiers.numbers(rates)
    found = code.multiply(code.maximum(x, code.number(0.0)), first)
    for start, rate in zip(tiers.numbers(lambda points: points.starts[1:]), rises, strict=True):
        above = code.maximum(code.subtract(x, start), code.number(0.0))
        found = code.add(found, code.multiply(above, rate))
    return found


def _whole_tiers(code: Code, tiers: Known, x: Value) -> Value:
    rate = _last_reached(code, tiers, x, lambda points: points)
    return code.multiply(rate, code.maximum(x, code.number(0.0)))


def _curve(code: Code, curve: Known, x: Value) -> Value:
    """As numpy's interp has it, for slopes that are finite."""
    starts = curve.numbers(lambda points: _rising(points.starts))
    heights = curve.numbers(lambda points: points.values)
    found = heights[0]
    if len(starts) > 1:
        slopes = curve.numbers(_slopes)
        for start, height, slope in zip(starts, heights, slopes, strict=False):
            there = code.add(code.multiply(slope, code.subtract(x, start)), height)
            found = code.select(code.compared("oge", x, start), there, found)
        found = code.select(code.compared("oge", x, starts[-1]), heights[-1], found)
        found = code.select(code.compared("uno", x, x), x, found)
    least = curve.numbers(lambda points: [_least(points.starts[0])])[0]
    return code.multiply(found, code.compared("oge", x, least))


def _slopes(points: Points) -> list[float]:
    x, y = np.asarray(points.starts), np.asarray(points.values)
    with np.errstate(all="ignore"):
        slopes = (y[1:] - y[:-1]) / (x[1:] - x[:-1])
    if not (np.isfinite(slopes).all() and np.isfinite(x).all() and np.isfinite(y).all()):
        raise NotInVectors
    return [float(slope) for slope in slopes]


def _prize(code: Code, prizes: Known, rank: Value) -> Value:
    def beyond(points: Points) -> list[float]:
        ends = _rising((1.0, *points.starts))
        return [float(end + exact.tolerance(end)) for end in ends[1:]]

    values = [*prizes.numbers(lambda points: points.values), code.number(0.0)]
    found = code.select(code.at_least(rank, code.number(1.0)), values[0], code.number(0.0))
    for end, value in zip(prizes.numbers(beyond), values[1:], strict=True):
        found = code.select(code.compared("ogt", rank, end), value, found)
    return found


def _places(code: Code, prizes: Known) -> Value:
    return prizes.numbers(lambda points: [points.starts[-1]])[0]


def _indicator_points(code: Code, indicator: Known, x: Value, cap: Value, codes: Value) -> Value:
    count = indicator.sample.values.shape[1]

    def figure(row: int) -> Value:
        entries = indicator.numbers(lambda i: [float(number) for number in i.values[row]])
        return code.chosen_by_code(entries, code.as_code(codes))

    if count > 40:
        raise NotInVectors
    weight, target, step, up, down, least = (figure(row) for row in range(6))
    over = _points(code, code.subtract(x, target), step, target, up)
    under = _points(code, code.subtract(target, x), step, target, down)
    found = code.maximum(code.add(code.subtract(over, under), weight), code.number(0.0))
    found = code.number_minimum(found, code.multiply(cap, weight))
    return code.multiply(found, code.at_least(x, least))


def _points(code: Code, distance: Value, step: Value, origin: Value, points: Value) -> Value:
    """The points of the full steps of a distance; see exact.full_steps."""
    steps = code.divide(code.maximum(distance, code.number(0.0)), step)
    steps = code.add(steps, code.divide(code.tolerance(origin), step))
    return code.multiply(floor(code, steps), points)


def figures_in(value: object) -> tuple[object, ...]:
    """How many figures a parameter has, which is part of the code."""
    match value:
        case Table():
            return ("table", len(value.values))
        case Points():
            return ("points", len(value.starts))
        case KeyedPoints():
            return ("keyed", *(len(points.starts) for points in value.by_code))
        case Indicators():
            return ("indicators", *value.values.shape)
        case Months():
            return ("months", len(value.months))
    return ()


CELL_FUNCTIONS: dict[str, Meaning] = {
    meaning.__name__.strip("_"): meaning
    for meaning in (
        *(_min, _max, _clip, floor, _ceil, _abs, _ratio),
        *(_step, _tiers, _whole_tiers, _curve, _prize, _places, _indicator_points),
    )
}
"""By the name of the function: what it gives on its arguments."""
