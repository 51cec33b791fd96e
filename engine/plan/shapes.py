"""The shapes of parameters: what values fit, what to say of others, the figures kernels read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from engine.formula import Figures, Indicators, KeyedPoints, Months, Points, Table, nearest
from engine.plan.parameter import Parameter
from engine.text import Problem

FIGURE_KEYS = (
    *("value", "table", "steps", "tiers", "curve", "prizes"),
    *("bands", "scorecard", "months"),
)
"""The keys under which a plan file gives a parameter's figures."""
INDICATOR = ("weight", "target", "unit", "up", "down", "floor")
"""What an entry of a scorecard holds: the points at the target, what counts as a step, the points
for each full step above and below, and where points end."""
PERCENT_LIKE = 2.0
"""A share at or above this is taken for a percent number that was meant as a fraction."""


def problems(parameter: Parameter, value: Any) -> list[Problem]:
    """All that is wrong with a value for a parameter; empty where it fits."""
    match parameter.shape:
        case "number":
            if value is None and parameter.no_limit:
                return []
            return _number(parameter, value, parameter.id)
        case "flag":
            if isinstance(value, bool):
                return []
            return [_problem("parameter_flag", parameter.id, value)]
        case "months":
            return months_problems(value, parameter.id)
        case "table" | "keyed_steps" | "bands" | "scorecard":
            return _keyed(parameter, value)
        case _:
            return _points(parameter, value, parameter.id)


def plain(value: Any) -> Any:
    """A copy of a value in plain Python numbers, lists and dictionaries."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, int):
        return int(value)
    return float(value)


def plain_json(value: Any) -> Any:
    """A copy of a JSON value, texts included."""
    if isinstance(value, Mapping):
        return {str(k): plain_json(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain_json(v) for v in value]
    if value is None or isinstance(value, int | float):
        return plain(value)
    return str(value)


def figure_key(shape: str) -> str:
    """The key of a plan file that holds the figures of a shape."""
    return {"number": "value", "flag": "value", "keyed_steps": "steps"}.get(shape, shape)


def figures(parameter: Parameter, keys: tuple[str, ...] = (), end: str = "") -> Figures:
    """The parameter as kernels read it, with `keys` in the order of the category's codes.

    A table without `keys` is given whole: by its own category, no number where it has no figure.
    For bands, `end` is "min" or "max". Only for shapes of several figures.
    """
    value = parameter.value
    match parameter.shape:
        case "table" if not keys:
            return _table([value.get(key, np.nan) for key in parameter.keys or ()])
        case "table":
            return _table([value.get(key, 0.0) for key in keys])
        case "bands":
            at = ("min", "max").index(end)
            return _table([value.get(key, (0.0, 0.0))[at] for key in keys])
        case "scorecard":
            entries = [*(value[key] for key in keys), (0.0, 0.0, 1.0, 0.0, 0.0, 0.0)]
            return Indicators(np.array(entries, dtype=np.float64).T)
        case "months":
            return Months(tuple(value))
        case "keyed_steps":
            return KeyedPoints(tuple(_pairs(value.get(key, [])) for key in keys))
        case _:
            return _pairs(value)


def unknown_parameter(name: str, known: Iterable[str]) -> Problem:
    """The problem of a name that is no parameter of the plan."""
    close = nearest(name, known)
    return Problem(
        "unknown_parameter" if close else "unknown_parameter_bare",
        {"nearest": close, "known": ", ".join(known)},
        column=name,
        value=name,
    )


def _table(values: list[float]) -> Table:
    return Table(np.array([*values, 0.0], dtype=np.float64))


def _pairs(rows: list[list[float]]) -> Points:
    return Points(tuple(float(r[0]) for r in rows), tuple(float(r[1]) for r in rows))


def _problem(key: str, place: str, value: Any, **values: object) -> Problem:
    return Problem(key, values, column=place, value=_shown(value))


def _shown(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except TypeError:
        return str(value)


def is_number(value: Any) -> bool:
    """Whether a value is a number that calculations can hold."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= sys.float_info.max


def _number(parameter: Parameter, value: Any, place: str) -> list[Problem]:
    if not is_number(value):
        return [_problem("parameter_number", place, value)]
    if parameter.min is not None and parameter.min > 0 and value <= 0:
        return [_problem("parameter_above_zero", place, value)]
    if parameter.min is not None and parameter.min >= 0 and value < 0:
        return [_problem("parameter_negative", place, value)]
    if parameter.whole and value != int(value):
        return [_problem("parameter_whole", place, value)]
    if (
        parameter.unit.startswith("share")
        and abs(value) >= PERCENT_LIKE
        and (parameter.max is None or value > parameter.max)
    ):
        return [_problem("parameter_percent", place, value, fraction=f"{value / 100:g}")]
    return []


def months_problems(value: Any, place: str) -> list[Problem]:
    """All that is wrong with a list of calendar months."""
    if not isinstance(value, list) or any(
        not isinstance(m, int) or isinstance(m, bool) or not 1 <= m <= 12 for m in value
    ):
        return [_problem("parameter_months", place, value)]
    if len(set(value)) < len(value):
        return [_problem("parameter_months_twice", place, value)]
    return []


def _keyed(parameter: Parameter, value: Any) -> list[Problem]:
    if not isinstance(value, Mapping):
        return [_problem("parameter_mapping", parameter.id, value)]
    allowed = list(parameter.value)
    found: list[Problem] = []
    for key in value:
        if str(key) not in allowed:
            found.append(
                _problem(
                    "parameter_key",
                    parameter.id,
                    key,
                    keys=", ".join(allowed),
                    nearest=nearest(str(key), allowed) or next(iter(allowed), ""),
                )
            )
    missing = [key for key in allowed if key not in value]
    if missing:
        found.append(
            _problem("parameter_missing_key", parameter.id, value, missing=", ".join(missing))
        )
    for key, entry in value.items():
        place = f"{parameter.id}.{key}"
        if parameter.shape == "table":
            found += _number(parameter, entry, place)
        elif parameter.shape == "keyed_steps":
            found += _points(parameter, entry, place)
        elif parameter.shape == "scorecard":
            found += _indicator(entry, place)
        else:
            found += _band(parameter, entry, place)
    return found


def _indicator(value: Any, place: str) -> list[Problem]:
    if not isinstance(value, list | tuple) or len(value) != len(INDICATOR):
        return [_problem("parameter_indicator", place, value)]
    found: list[Problem] = []
    for name, figure in zip(INDICATOR, value, strict=True):
        if not is_number(figure):
            found.append(_problem("parameter_number", f"{place}.{name}", figure))
        elif name == "unit" and figure <= 0:
            found.append(_problem("parameter_above_zero", f"{place}.{name}", figure))
        elif name in ("weight", "up", "down") and figure < 0:
            found.append(_problem("parameter_negative", f"{place}.{name}", figure))
    return found


def _band(parameter: Parameter, value: Any, place: str) -> list[Problem]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        return [_problem("parameter_band", place, value)]
    found = [p for end in value for p in _number(parameter, end, place)]
    if not found and value[0] >= value[1]:
        found.append(_problem("parameter_band_order", place, value))
    return found


def _points(parameter: Parameter, value: Any, place: str) -> list[Problem]:
    if not isinstance(value, list | tuple) or not value:
        return [_problem("parameter_points", place, value)]
    found: list[Problem] = []
    for row in value:
        if not isinstance(row, list | tuple) or len(row) != 2 or not is_number(row[0]):
            return [_problem("parameter_points", place, row)]
        found += _number(parameter, row[1], place)
        if not found and parameter.shape == "tiers" and not -1 <= row[1] <= 1:
            found.append(_problem("parameter_percent", place, row[1], fraction=f"{row[1] / 100:g}"))
    starts = [row[0] for row in value]
    for before, after in pairwise(starts):
        if after == before:
            found.append(_problem("parameter_overlap", place, after))
        elif after < before:
            found.append(_problem("parameter_unordered", place, after, before=f"{before:g}"))
    if parameter.shape == "tiers" and starts[0] != 0:
        found.append(_problem("parameter_gap", place, starts[0]))
    if parameter.shape == "prizes" and any(s != int(s) or s < 1 for s in starts):
        found.append(_problem("parameter_ranks", place, starts))
    return found
