"""Special additional deductions that people declared: the same for all, or those of a column."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.facts import Facts, problem_of_rows
from engine.formula import exact
from engine.payroll.payroll_settings import MOST_DEDUCTIONS, PAYROLL, PayrollSettings
from engine.text import Problem, Refused

Array = NDArray[np.float64]


def declared(facts: Facts, settings: PayrollSettings) -> Array:
    """Whole fen [months, people]. Raises Refused where the column is not there, is blank for
    somebody who is, or has an amount that nobody can declare."""
    column = settings.deductions_column
    if not column and not settings.deductions:
        return np.broadcast_to(0.0, facts.present.shape)
    if not column:
        return np.where(facts.present, float(round(settings.deductions * 100)), 0.0)
    numbers = {**facts.further, **facts.numbers}
    if column not in numbers:
        path = f"{PAYROLL}.deductions_column"
        key = "payroll_no_deductions" if numbers else "payroll_no_deductions_bare"
        known = {"known": tuple(numbers)}
        raise Refused([Problem(key, known, column=path, value=column)])
    yuan = np.where(facts.present, numbers[column], 0.0)
    problems = []
    blank = np.isnan(yuan)
    if blank.any():
        problems.append(problem_of_rows(facts, blank, column, "payroll_blank", ""))
    wrong = (yuan < 0) | (yuan > MOST_DEDUCTIONS)
    if wrong.any():
        problems.append(problem_of_rows(facts, wrong, column, "payroll_deductions", yuan))
    if problems:
        raise Refused(problems)
    fen = np.empty(yuan.shape)
    exact.to_fen(yuan, fen)
    return fen
