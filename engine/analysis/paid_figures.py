"""What was actually paid beside what a plan pays, line by line, in whole fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.evaluation import GROSS, Payouts
from engine.facts import Facts
from engine.formula import exact
from engine.plan import Plan
from engine.text import Problem, Refused, nearest

Fen = NDArray[np.int64]
Flags = NDArray[np.bool_]

MOST_FEN = 10.0**15
"""An amount from here on is no pay."""
_NO_FEN = 1e-4
"""How far an amount may be from whole fen for what binary arithmetic leaves."""


@dataclass(frozen=True)
class PaidFigures:
    """One line (or gross pay): what was paid, where something is `filled`, and what the plan pays.

    Arrays are of shape (months, people), in whole fen; `paid` is 0 where nothing is filled.
    """

    line: str
    column: str
    paid: Fen
    plan: Fen
    filled: Flags

    @cached_property
    def difference(self) -> Fen:
        """Fen paid beyond the plan, 0 where nothing is filled."""
        return np.where(self.filled, self.paid - self.plan, 0)


def paid_in_fen(plan: Plan, facts: Facts, paid: Mapping[str, str]) -> dict[str, tuple[Fen, Flags]]:
    """What was paid by line, whole fen with where it is filled; `paid` names columns by line.

    Raises Refused for a line that pays nothing, and a column that is not among the figures.
    """
    lines = [line.id for line in plan.pay_lines]
    columns = {**facts.numbers, **facts.further}
    problems = []
    if not paid:
        problems.append(Problem("paid_none", {"found": tuple(facts.further) or "—"}))
    for line, column in paid.items():
        if line != GROSS and line not in lines:
            known = (*lines, GROSS)
            said = {"nearest": nearest(line, known), "known": known}
            problems.append(Problem("paid_of_line", said, value=line))
        if column not in columns:
            found = tuple(facts.further) or "—"
            said = {"nearest": nearest(column, tuple(facts.further)), "found": found}
            problems.append(Problem("paid_no_column", said, facts.source, column=column))
    if problems:
        raise Refused(problems)
    return {line: _fen(columns[column], facts, column) for line, column in paid.items()}


def beyond_fen(facts: Facts, paid: Mapping[str, str]) -> list[Problem]:
    """The columns with amounts that are no whole fen, which are compared as rounded."""
    columns = {**facts.numbers, **facts.further}
    found = []
    for column in paid.values():
        amounts = columns[column] * 100.0
        with np.errstate(invalid="ignore"):
            broken = np.abs(amounts - np.rint(amounts)) > _NO_FEN
        if count := int((broken & facts.present).sum()):
            month, person = map(int, np.argwhere(broken & facts.present)[0])
            value = repr(float(columns[column][month, person]))
            said = {
                "count": count,
                "employee": facts.employees[person],
                "month": facts.month_texts()[month],
            }
            found.append(Problem("paid_beyond_fen", said, facts.source, column=column, value=value))
    return found


def plan_in_fen(payouts: Payouts, line: str) -> Fen:
    """What the plan pays of a line, or of gross pay, in whole fen."""
    return payouts.amounts(line).astype(np.int64)


def _fen(yuan: NDArray[np.float64], facts: Facts, column: str) -> tuple[Fen, Flags]:
    filled = np.isfinite(yuan) & facts.present
    fen = np.empty(yuan.shape)
    exact.to_fen(np.where(filled, yuan, 0.0), fen)
    if (np.abs(fen) >= MOST_FEN).any():
        month, person = map(int, np.argwhere(np.abs(fen) >= MOST_FEN)[0])
        said = {"employee": facts.employees[person], "month": facts.month_texts()[month]}
        value = f"{yuan[month, person]:,.2f}"
        raise Refused([Problem("paid_too_large", said, facts.source, column=column, value=value)])
    return fen.astype(np.int64), filled
