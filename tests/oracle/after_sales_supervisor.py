"""Catalogue 24, after-sales-supervisor: a quarterly score of costs, complaints, conduct and so on.

Its measures exist in paying months only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import clip, exact, floor
from tests.oracle.payslip import Amounts, Measures, Row, measured, number, pay_slips
from tests.oracle.periods import own_rows, pays

ID = "after-sales-supervisor"

DEFAULTS: dict[str, Any] = {
    "cost_full": 10,
    "cost_unit": 0.05,
    "cost_points": 2,
    "cost_limit": 0.20,
    "response_full": 20,
    "response_points": 4,
    "response_limit": 5,
    "complaint_full": 15,
    "complaint_points": 5,
    "complaint_limit": 2,
    "satisfaction_full": 20,
    "satisfaction_target": 0.9,
    "ability_full": 20,
    "literacy_full": 15,
    "base_amount": 6000,
    "bonus_standard": 5000,
    "pass_mark": 60,
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def total(row: Row, column: str) -> Fraction:
        own = own_rows(rows, row, "quarter")
        return sum((number(other, column) for other in own), Fraction(0))

    def mean(row: Row, column: str) -> Fraction:
        return total(row, column) / len(own_rows(rows, row, "quarter"))

    def cost_score(row: Row) -> Fraction:
        budget = total(row, "cost_budget")
        if budget <= 0:
            return Fraction(0)
        overrun = total(row, "cost_actual") / budget - 1
        if overrun <= 0:
            return Fraction(p["cost_full"])
        if overrun > p["cost_limit"]:
            return Fraction(0)
        lost = p["cost_points"] * floor(overrun / p["cost_unit"])
        return max(Fraction(0), p["cost_full"] - lost)

    def response_score(row: Row) -> Fraction:
        times = total(row, "response_complaints")
        if times >= p["response_limit"]:
            return Fraction(0)
        return max(Fraction(0), p["response_full"] - p["response_points"] * times)

    def complaint_score(row: Row) -> Fraction:
        times = total(row, "valid_complaints")
        if times > p["complaint_limit"]:
            return Fraction(0)
        return max(Fraction(0), p["complaint_full"] - p["complaint_points"] * times)

    def satisfaction_score(row: Row) -> Fraction:
        reached = mean(row, "satisfaction") / p["satisfaction_target"]
        return Fraction(p["satisfaction_full"] * clip(reached, 0, 1))

    def score(row: Row) -> Fraction:
        return (
            cost_score(row)
            + response_score(row)
            + complaint_score(row)
            + satisfaction_score(row)
            + p["ability_full"] * mean(row, "ability_score") / 100
            + p["literacy_full"] * mean(row, "literacy_score") / 100
        )

    def base_pay(row: Row) -> Fraction:
        return Fraction(p["base_amount"])

    def quarterly_bonus(row: Row) -> Fraction:
        if not pays(row, "quarter") or score(row) < p["pass_mark"]:
            return Fraction(0)
        return Fraction(p["bonus_standard"] * score(row) / 100)

    amounts = pay_slips(rows, {"base_pay": base_pay, "quarterly_bonus": quarterly_bonus})
    measures = measured(
        [row for row in rows if pays(row, "quarter")],
        {
            "cost_score": cost_score,
            "response_score": response_score,
            "complaint_score": complaint_score,
            "satisfaction_score": satisfaction_score,
            "score": score,
        },
    )
    return amounts, measures
