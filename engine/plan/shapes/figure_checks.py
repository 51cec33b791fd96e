"""Numbers of parameters as JSON has them, and what is wrong with others."""

from __future__ import annotations

import json

from engine.formula import exact
from engine.plan.shapes.value import Declared
from engine.text import Problem, as_typed
from engine.yaml_files import is_number

PERCENT_LIKE = 2.0
"""A share at or above this is taken for a percent number that was meant as a fraction."""


def number(value: object) -> float:
    """A plain Python number, whole ones as they are; 0 for anything else."""
    if not is_number(value):
        return 0.0
    return int(value) if isinstance(value, int) else float(value)


def problem(key: str, at: str, value: object, **values: object) -> Problem:
    """The problem of a value at a part of a parameter: its id, and the key where it has some."""
    return Problem(key, values, column=at, value=_shown(value))


def number_problems(value: object, declared: Declared, at: str) -> list[Problem]:
    """All that is wrong with a figure of a parameter."""
    if not is_number(value):
        return [problem("parameter_number", at, value)]
    if is_too_large(value):
        return [problem("parameter_too_large", at, value)]
    if declared.min is not None and declared.min > 0 and value <= 0:
        return [problem("parameter_above_zero", at, value)]
    if declared.min is not None and declared.min >= 0 and value < 0:
        return [problem("parameter_negative", at, value)]
    if declared.whole and value != int(value):
        return [problem("parameter_whole", at, value)]
    if (
        declared.unit.startswith("share")
        and abs(value) >= PERCENT_LIKE
        and (declared.max is None or value > declared.max)
    ):
        return [percent_problem(value, at)]
    return []


def is_too_large(value: float) -> bool:
    """Whether a figure is beyond what is calculated exactly."""
    if abs(value) * 10.0**exact.MOST_DECIMALS < exact.LARGEST_UNITS:
        return False  # however many decimals it has
    decimals = exact.decimals_of_figures([value])
    return abs(value) * 10.0 ** (6 if decimals is None else decimals) >= exact.LARGEST_UNITS


def percent_problem(value: float, at: str) -> Problem:
    """The problem of a percent number that stands where a fraction is meant."""
    return problem("parameter_percent", at, value, fraction=as_typed(round(value / 100, 8)))


def _shown(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except TypeError:
        return str(value)
