"""Catalogue 1, cs-department: base pay by title and years, bonuses on one review score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact, step
from tests.oracle.payslip import Amounts, Measures, Row, measured, number, pay_slips
from tests.oracle.periods import full_years, own_rows, pays

ID = "cs-department"

DEFAULTS: dict[str, Any] = {
    "base_by_title": {
        "agent": [[0, 3000], [1, 3200], [3, 3500], [5, 3800]],
        "senior_agent": [[0, 4000], [1, 4300], [3, 4600], [5, 5000]],
        "supervisor": [[0, 5500], [1, 5900], [3, 6300], [5, 6800]],
        "manager": [[0, 8000], [1, 8600], [3, 9200], [5, 10000]],
    },
    "weight_individual": 0.5,
    "weight_team": 0.3,
    "weight_competency": 0.2,
    "monthly_ratio": [[60, 0.05], [70, 0.10], [80, 0.20], [90, 0.30]],
    "quarterly_ratio": [[80, 0.05], [90, 0.10]],
    "annual_ratio": [[80, 0.5], [90, 1.0]],
    "allowance_by_title": {"agent": 0, "senior_agent": 0, "supervisor": 500, "manager": 1000},
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def review_score(row: Row) -> Fraction:
        return Fraction(
            p["weight_individual"] * number(row, "score_individual")
            + p["weight_team"] * number(row, "score_team")
            + p["weight_competency"] * number(row, "score_competency")
        )

    def base_pay(row: Row) -> Fraction:
        return step(Fraction(full_years(row)), p["base_by_title"][row["title"]])

    def monthly_bonus(row: Row) -> Fraction:
        return base_pay(row) * step(review_score(row), p["monthly_ratio"])

    def management_allowance(row: Row) -> Fraction:
        return Fraction(p["allowance_by_title"][row["title"]])

    def quarterly_bonus(row: Row) -> Fraction:
        if not pays(row, "quarter"):
            return Fraction(0)
        own = own_rows(rows, row, "quarter")
        base = sum((base_pay(r) for r in own), Fraction(0))
        score = sum((review_score(r) for r in own), Fraction(0)) / len(own)
        return base * step(score, p["quarterly_ratio"])

    def annual_bonus(row: Row) -> Fraction:
        if not pays(row, "year"):
            return Fraction(0)
        own = own_rows(rows, row, "year")
        score = sum((review_score(r) for r in own), Fraction(0)) / len(own)
        return base_pay(row) * step(score, p["annual_ratio"])

    amounts = pay_slips(
        rows,
        {
            "base_pay": base_pay,
            "monthly_bonus": monthly_bonus,
            "management_allowance": management_allowance,
            "quarterly_bonus": quarterly_bonus,
            "annual_bonus": annual_bonus,
        },
    )
    return amounts, measured(rows, {"review_score": review_score})
