"""What may be moved, asked for in words: sellers.annual_steps.0.from=70%..95%/1%."""

from __future__ import annotations

import re

from engine.companies import Company, unknown_unit
from engine.plan import unknown_parameter
from engine.solving.movable import Movable, cells_named, movable
from engine.text import Problem, Refused

_NUMBER = r"(-?[0-9]+(?:\.[0-9]+)?(?:[eE][0-9]+)?%?)"
_BOUNDS = re.compile(rf"{_NUMBER}\.\.{_NUMBER}(?:/{_NUMBER})?|/{_NUMBER}")
ALL = "*"
"""Stands for all figures of a parameter, which then move together."""


def asked_move(company: Company, text: str) -> Movable:
    """The figure that is named: UNIT.PARAMETER, with .CELL where the parameter has several and all
    of them are not to move together, then =LOW..HIGH, =LOW..HIGH/STEP or =/STEP where the usual
    ones are not meant. A company of one unit needs no UNIT; shares may be written in per cent.

    Raises Refused for anything else.
    """
    named, equals, bounds = (part.strip() for part in text.partition("="))
    low = high = step = None
    if equals:
        matched = _BOUNDS.fullmatch(bounds)
        if matched is None:
            raise Refused([Problem("solve_move", column=named, value=text)])
        low, high, step, alone = (_read(part) for part in matched.groups())
        step = step if alone is None else alone
    unit, *names = named.split(".")
    units = company.units
    if unit not in units or (not names and len(units) == 1):
        if len(units) > 1:
            raise Refused([unknown_unit(unit, tuple(units))])
        unit, names = next(iter(units)), [unit, *names]
    known = units[unit].plan.parameters
    parameter, *cell = names or [""]
    if parameter not in known:
        raise Refused([unknown_parameter(parameter, known)])
    declared = known[parameter]
    path = None
    if cell != [ALL] and (cell or not declared.value.columns):
        path = cells_named(declared, cell)
    return movable(company, unit, parameter, path, low, high, step)


def _read(text: str | None) -> float | None:
    if text is None:
        return None
    return round(float(text[:-1]) / 100, 9) if text.endswith("%") else float(text)
