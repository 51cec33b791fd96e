"""What people earned and were taxed in the calendar year before the first month of a run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.calendar import calendar_month
from engine.facts import Facts, problem_of_rows
from engine.formula import exact
from engine.payroll.payroll_settings import PAYROLL, YEAR_SO_FAR, PayrollSettings
from engine.statutory import Law
from engine.text import Problem, Refused

Array = NDArray[np.float64]


def year_missing(law: Law, first: int, settings: PayrollSettings) -> bool:
    """Whether tax is withheld as if the year began with the month number `first`, though it goes by
    the year so far, began earlier, and nobody said what was earned in it."""
    return (
        law.method == "cumulative"
        and calendar_month(first) != 1
        and not settings.taxed_before_column
    )


def year_so_far(facts: Facts, settings: PayrollSettings) -> tuple[Array, Array]:
    """Taxable income and tax withheld of the calendar year before the first month, whole fen
    [people], of whoever is there in that month; 0 where nothing is asked.

    Raises Refused where only one of the two columns is named, where the first month is a January,
    where a column is not there or blank for somebody, and for tax below 0.
    """
    columns = {name: getattr(settings, name) for name in YEAR_SO_FAR}
    nothing = np.zeros(facts.size)
    if not any(columns.values()):
        return nothing, nothing.copy()
    if calendar_month(facts.first) == 1:
        raise Refused([Problem("payroll_year_january", column=f"{PAYROLL}.{YEAR_SO_FAR[0]}")])
    there = facts.present.copy()
    there[1:] = False
    numbers = {**facts.further, **facts.numbers}
    problems, found = [], []
    for name, column in columns.items():
        if not column:
            problems.append(Problem("payroll_year_half", column=f"{PAYROLL}.{name}"))
            continue
        if column not in numbers:
            said = {"known": tuple(numbers)}
            problems.append(Problem("payroll_year_column", said, f"{PAYROLL}.{name}", value=column))
            continue
        yuan = np.where(there, numbers[column], 0.0)
        blank, negative = np.isnan(yuan), yuan < 0
        if blank.any():
            problems.append(problem_of_rows(facts, blank, column, "payroll_year_blank", ""))
            continue
        if name == YEAR_SO_FAR[1] and negative.any():
            told = problem_of_rows(facts, negative, column, "payroll_year_negative", yuan)
            problems.append(told)
        fen = np.empty(facts.size)
        exact.to_fen(yuan[0], fen)
        found.append(fen)
    if problems:
        raise Refused(problems)
    return found[0], found[1]
