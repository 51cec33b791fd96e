"""Who has the tax allowance of months before their own: two reliefs of withholding, by columns."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.calendar import calendar_years
from engine.facts import Facts, problem_of_rows
from engine.payroll.payroll_settings import PAYROLL, RELIEFS, PayrollSettings
from engine.statutory import Law, Relief
from engine.text import Problem, Refused

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


def first_months(there: Flags, first: int) -> Flags:
    """Each person's first month of each calendar year, flags like `there` [months, people]."""
    found = np.zeros_like(there)
    for rows in calendar_years(first, there.shape[0]):
        own = there[rows]
        people = np.flatnonzero(own.any(axis=0))
        found[rows.start + own[:, people].argmax(axis=0), people] = True
    return found


def reliefs(facts: Facts, settings: PayrollSettings) -> dict[Relief, Flags]:
    """Who has which relief that is asked for, flags [months, people] set in a person's first month
    of the calendar year alone.

    Raises Refused where a column is not there, or has anything but 1 or 0 in such a month.
    """
    if not settings.reliefs:
        return {}
    numbers = {**facts.further, **facts.numbers}
    begins = first_months(facts.present, facts.first)
    problems: list[Problem] = []
    found: dict[Relief, Flags] = {}
    for relief, name in RELIEFS.items():
        column = getattr(settings, name)
        if not column:
            continue
        if column not in numbers:
            said = {"known": tuple(numbers)}
            path = f"{PAYROLL}.{name}"
            problems.append(Problem("payroll_relief_column", said, column=path, value=column))
            continue
        cells = np.where(begins, numbers[column], 0.0)
        blank, wrong = np.isnan(cells), ~np.isin(cells, (0.0, 1.0))
        if blank.any():
            problems.append(problem_of_rows(facts, blank, column, "payroll_relief_blank", ""))
        elif wrong.any():
            problems.append(problem_of_rows(facts, wrong, column, "payroll_relief_flag", cells))
        found[relief] = cells == 1.0
    if problems:
        raise Refused(problems)
    return found


def allows(law: Law, relief: Relief, month: int) -> bool:
    """Whether the law knows a relief in a month."""
    return any(entry.holds(month) for entry in law.reliefs.get(relief, ()))


def allowance_months(there: Flags, first: int, asked: Mapping[Relief, Flags]) -> Array:
    """How many monthly allowances each month brings, [months, people]: one in service; with the
    first wage of a year those of its months before as well; for who has the whole year's from
    January, twelve in January and none later."""
    found = there.astype(np.float64)
    for rows in calendar_years(first, there.shape[0]):
        months = np.arange(first + rows.start, first + rows.stop) % 12
        if "first_wage" in asked:
            found[rows] += asked["first_wage"][rows] * months[:, None]
        if "whole_year" in asked:
            people = asked["whole_year"][rows].any(axis=0)
            found[rows, people] = 0.0
            if months[0] == 0:
                found[rows.start, people] = 12.0
    return found
