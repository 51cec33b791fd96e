"""What new figures begin with: of a size that suits their unit, within ends and steps that do."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from engine.plan import Value, shapes
from engine.text import is_money, is_share
from engine.yaml_files import Json, plain


class Size(NamedTuple):
    """A usual figure of a unit, its ends, and the step in which one moves it."""

    usual: float
    min: float
    max: float
    step: float


_SIZES: Mapping[str, Size] = {
    "CNY": Size(1000, 0, 100000, 100),
    "CNY/month": Size(3000, 0, 50000, 100),
    "CNY/year": Size(30000, 0, 500000, 1000),
    "CNY/day": Size(100, 0, 2000, 10),
    "CNY/hour": Size(30, 0, 500, 1),
    "CNY/point": Size(10, 0, 1000, 1),
    "CNY/call": Size(1, 0, 100, 0.1),
    "CNY/piece": Size(2, 0, 1000, 0.1),
    "share": Size(0.1, 0, 1, 0.01),
    "share of base pay": Size(0.2, 0, 2, 0.05),
    "weight": Size(0.5, 0, 1, 0.05),
    "factor": Size(1, 0, 5, 0.05),
    "points": Size(10, 0, 100, 1),
    "months": Size(3, 0, 24, 1),
    "years": Size(1, 0, 40, 1),
    "days": Size(5, 0, 31, 1),
    "times": Size(3, 0, 100, 1),
}
_OTHERWISE = Size(10, 0, 1000, 1)
MOST_OF_THE_WAY = 0.9
"""A figure beyond so much of the usual end gets a wider one."""
_RATES = Size(0.01, 0, 0.5, 0.001)
"""Rates by slice of an amount."""

_STARTS: Mapping[str, tuple[float, float, float]] = {
    "CNY": (50000, 100000, 200000),
    "share": (0.8, 1, 1.2),
    "factor": (0.8, 1, 1.2),
    "points": (60, 80, 90),
    "months": (6, 12, 24),
    "years": (1, 3, 5),
}
_OTHER_STARTS = (10.0, 20.0, 30.0)


def size_of(shape: type[Value], unit: str) -> Size:
    """The size that figures of a shape have in a unit."""
    if issubclass(shape, shapes.Tiers):
        return _RATES
    if unit in _SIZES:
        return _SIZES[unit]
    return (
        _SIZES["CNY/point"] if is_money(unit) else _SIZES["share"] if is_share(unit) else _OTHERWISE
    )


def starts_of(unit: str, usual: float | None = None) -> tuple[float, float, float]:
    """Three breakpoints in a unit, about a figure that is usual in the plan where one is known."""
    if usual is None or usual <= 0 or unit in ("share", "factor", "points"):
        return _STARTS.get(unit, _OTHER_STARTS)
    middle = rounded(usual)
    return middle / 2, middle, middle * 2


def rounded(value: float) -> float:
    """The round figure just below one above 0: 1, 2 or 5 and zeros."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(part * power for part in (1, 2, 5) if part * power <= value * (1 + 1e-9))


def one_figure(value: float, unit: str) -> dict[str, Json]:
    """One figure of a unit with ends and step, as a plan has them."""
    size = size_of(shapes.Number, unit)
    ends: dict[str, Json] = {"min": size.min, "max": size.max, "step": size.step}
    if value > size.max * MOST_OF_THE_WAY:
        ends |= {"max": rounded(value * 10), "step": rounded(value / 20)}
    return whole({shapes.Number.key: value, "unit": unit, **ends})


def starting_figures(
    shape: type[Value], unit: str, of_unit: str = "", keys: Mapping[str, str] | None = None
) -> dict[str, Json]:
    """The figures of a new parameter with ends and step, as a plan has them. `keys` are those of a
    shape with an entry for each, with the unit of what a scorecard measures there."""
    size = size_of(shape, unit)
    if keys is None:
        figures = shape.begun(size.usual, starts_of(of_unit))
    else:
        figures = {
            key: shape.begun(usual, starts_of(measured or of_unit))
            for (key, measured), usual in zip(
                keys.items(), _each(shape, size, len(keys)), strict=True
            )
        }
    entry: dict[str, Json] = {shape.key: plain(figures)}
    entry |= {"of_unit": of_unit} if of_unit else {}
    entry |= {"unit": unit}
    if not issubclass(shape, shapes.Flag | shapes.Months):
        entry |= {"min": size.min, "max": size.max, "step": size.step}
    return whole(entry)


def _each(shape: type[Value], size: Size, count: int) -> Sequence[float]:
    """The figure of each key: the same, but weights of a scorecard make up 100 points."""
    if not issubclass(shape, shapes.Scorecard):
        return [size.usual] * count
    part = 100 // count
    return [part] * (count - 1) + [100 - part * (count - 1)]


def whole(entry: Mapping[str, Json]) -> dict[str, Json]:
    """An entry with round figures, whole ones without a decimal point, and nothing without a
    value."""
    return {key: _tidy(value) for key, value in entry.items() if value is not None and value != ""}


def _tidy(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_tidy(item) for item in value]
    if isinstance(value, dict):
        return {key: _tidy(item) for key, item in value.items()}
    if isinstance(value, float):
        plainer = round(value, 6)
        return int(plainer) if plainer.is_integer() else plainer
    return value
