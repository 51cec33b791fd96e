"""Catalogue 7, goal-award: an award for months on goal, paid as a lump sum or in instalments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact
from tests.oracle.payslip import Amounts, Measures, Row, measured, number, pay_slips
from tests.oracle.periods import months_between

ID = "goal-award"

DEFAULTS: dict[str, Any] = {
    "award_amount": 900,
    "csat_goal": 0.9,
    "response_goal": 60,
    "instalments": 3,
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def award_granted(row: Row) -> Fraction:
        satisfied = number(row, "csat") >= p["csat_goal"]
        quick = number(row, "response_seconds") <= p["response_goal"]
        claimed = number(row, "applied") == 1
        return Fraction(p["award_amount"] if satisfied and quick and claimed else 0)

    def goal_award(row: Row) -> Fraction:
        running = [
            award_granted(other)
            for other in rows
            if other["employee_id"] == row["employee_id"]
            and 0 <= months_between(other, row) < p["instalments"]
        ]
        return sum(running, Fraction(0)) / p["instalments"]

    amounts = pay_slips(rows, {"goal_award": goal_award})
    return amounts, measured(rows, {"award_granted": award_granted})
