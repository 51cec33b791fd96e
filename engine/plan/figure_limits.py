"""Figures of a plan in another scale than what they are held against, and beyond what the plan
calls sensible: the first are refused, the second only warned of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from engine.plan.parameter import Parameter
from engine.plan.shapes.figure_checks import PERCENT_LIKE, percent_problem, problem
from engine.plan.shapes.value import Value
from engine.text import Problem, as_typed

PERCENT = 10.0
"""A share of this size is a percent number, even where shares may be above 1."""
_POINTS = 10.0
"""Points below which may as well be few."""
_MARKS = (50.0, 99.0)
"""Marks out of a hundred that a score has to reach; other points may be any, half a point too."""


def scale_problems(
    parameter: Parameter, new: Value, unit: Callable[[str, str], str]
) -> Iterator[Problem]:
    """Where figures that are to take a parameter's place are percents that are held against shares,
    or shares that are held against points; `unit` is that of a cell, by its key and column."""
    own = parameter.documented or parameter.value
    yield from _breakpoints(parameter, own, new)
    for row in new.rows() if new.keys else ():
        for column, figure in row.items():
            if column in ("key", "from") or unit(row["key"], column) != "share":
                continue
            if figure >= PERCENT:
                part = "" if column == "value" else f".{column}"
                yield percent_problem(figure, f"{parameter.id}.{row['key']}{part}")
    if own.shape == "number" and parameter.unit == "points":
        (old,), (now,) = own.addends().values(), new.addends().values()
        if _MARKS[0] <= old <= _MARKS[1] and 0 < now < 1:
            yield _share_problem(now, parameter.id)


def _breakpoints(parameter: Parameter, own: Value, new: Value) -> Iterator[Problem]:
    old = own.points()
    for key, pairs in new.points().items():
        at = f"{parameter.id}.{key}" if key else parameter.id
        starts = [start for start, _ in pairs if start]
        before = max((start for start, _ in old.get(key, ())), default=0.0)
        if not starts:
            continue
        if parameter.of_unit.startswith("share"):
            slipped = before < PERCENT_LIKE <= min(starts) and before > 0
            if max(starts) >= PERCENT or slipped:
                yield percent_problem(max(starts), at)
        elif parameter.of_unit == "points" and before >= _POINTS and min(starts) < 1 >= max(starts):
            yield _share_problem(max(starts), at)


def _share_problem(figure: float, at: str) -> Problem:
    return problem("parameter_share", at, figure, points=as_typed(round(figure * 100, 8)))


def beyond_limits(parameters: Iterable[Parameter]) -> tuple[Problem, ...]:
    """The figures below the `min` or above the `max` of their parameters, one problem each."""
    found = []
    for parameter in parameters:
        low, high = parameter.min, parameter.max
        for at, figure in _figures(parameter):
            if low is not None and figure < low:
                found.append(problem("figure_below_min", at, figure, limit=as_typed(low)))
            if high is not None and figure > high:
                found.append(problem("figure_above_max", at, figure, limit=as_typed(high)))
    return tuple(found)


def _figures(parameter: Parameter) -> Iterator[tuple[str, float]]:
    """The figures in the unit of the parameter, by where they stand."""
    value = parameter.value
    if value.shape == "number" and not value.is_unlimited:
        yield parameter.id, value.addends()[""]
    if value.shape != "scorecard":
        for row in value.rows():
            at = f"{parameter.id}.{row['key']}" if "key" in row else parameter.id
            yield from ((at, row[name]) for name in ("value", "min", "max") if name in row)
