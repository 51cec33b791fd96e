"""Catalogue 8, growth-ladder: awards for growth on the month before, praise, exams and ideas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact, floor, rank
from tests.oracle.payslip import Amounts, Measures, Row, measured, number, pay_slips

ID = "growth-ladder"

DEFAULTS: dict[str, Any] = {
    "step_size": 2000,
    "step_award": 100,
    "max_steps": 10,
    "praise_rate": 5,
    "exam_prize": 200,
    "exam_pass": 60,
    "suggestion_rate": 50,
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def baseline(row: Row) -> Fraction:
        earlier = [
            other
            for other in rows
            if other["employee_id"] == row["employee_id"] and other["month"] < row["month"]
        ]
        if not earlier:
            return number(row, "baseline_sales")
        return number(max(earlier, key=lambda other: other["month"]), "sales")

    def steps(row: Row) -> Fraction:
        growth = max(Fraction(0), number(row, "sales") - baseline(row))
        return Fraction(min(p["max_steps"], floor(growth / p["step_size"])))

    def to_next_step(row: Row) -> Fraction:
        if steps(row) == p["max_steps"]:
            return Fraction(0)
        return Fraction(baseline(row) + (steps(row) + 1) * p["step_size"] - number(row, "sales"))

    def growth_award(row: Row) -> Fraction:
        return Fraction(p["step_award"] * steps(row))

    def praise_award(row: Row) -> Fraction:
        return Fraction(p["praise_rate"] * number(row, "praises"))

    def exam_award(row: Row) -> Fraction:
        score = number(row, "exam_score")
        team = [
            number(other, "exam_score")
            for other in rows
            if other["month"] == row["month"] and other["team"] == row["team"]
        ]
        won = rank(score, team) == 1 and score >= p["exam_pass"]
        return Fraction(p["exam_prize"] if won else 0)

    def suggestion_award(row: Row) -> Fraction:
        return Fraction(p["suggestion_rate"] * number(row, "suggestions_adopted"))

    amounts = pay_slips(
        rows,
        {
            "growth_award": growth_award,
            "praise_award": praise_award,
            "exam_award": exam_award,
            "suggestion_award": suggestion_award,
        },
    )
    measures = measured(rows, {"baseline": baseline, "steps": steps, "to_next_step": to_next_step})
    return amounts, measures
