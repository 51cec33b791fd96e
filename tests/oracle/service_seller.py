"""Catalogue 6, service-seller: base, coefficient pay and attainment bonuses of service sellers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import Steps, clip, exact, ratio, step
from tests.oracle.payslip import Amounts, Measures, Row, measured, number, pay_slips
from tests.oracle.periods import Period, attained, own_rows, pays

ID = "service-seller"

DEFAULTS: dict[str, Any] = {
    "base_by_grade": {"junior": 3000, "intermediate": 3500, "senior": 4000, "principal": 4500},
    "weight_sales": 0.4,
    "weight_csat": 0.3,
    "weight_complaints": 0.2,
    "weight_team": 0.1,
    "csat_target": 0.9,
    "complaint_target": 0.02,
    "factor_cap": 1.5,
    "monthly_steps": [[0.8, 0.10], [1.0, 0.20]],
    "quarterly_steps": [[0.8, 0.15], [1.0, 0.25]],
    "annual_steps": [[0.8, 0.20], [1.0, 0.30]],
    "bonus_on_period": True,
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})
    cap = p["factor_cap"]

    def attainment(row: Row) -> Fraction:
        return ratio(number(row, "sales"), number(row, "quota"))

    def coefficient(row: Row) -> Fraction:
        sales = clip(attainment(row), 0, cap)
        csat = clip(number(row, "csat") / p["csat_target"], 0, cap)
        complaints = clip(2 - number(row, "complaint_rate") / p["complaint_target"], 0, cap)
        team = clip(number(row, "team_score") / 100, 0, cap)
        return Fraction(
            p["weight_sales"] * sales
            + p["weight_csat"] * csat
            + p["weight_complaints"] * complaints
            + p["weight_team"] * team
        )

    def base_pay(row: Row) -> Fraction:
        return Fraction(p["base_by_grade"][row["grade"]])

    def performance_pay(row: Row) -> Fraction:
        return base_pay(row) * coefficient(row)

    def monthly_bonus(row: Row) -> Fraction:
        return base_pay(row) * step(attainment(row), p["monthly_steps"])

    def period_bonus(row: Row, period: Period, steps: Steps) -> Fraction:
        if not pays(row, period):
            return Fraction(0)
        paid_on = own_rows(rows, row, period) if p["bonus_on_period"] else [row]
        base = sum((base_pay(r) for r in paid_on), Fraction(0))
        return base * step(attained(rows, row, period), steps)

    def quarterly_bonus(row: Row) -> Fraction:
        return period_bonus(row, "quarter", p["quarterly_steps"])

    def annual_bonus(row: Row) -> Fraction:
        return period_bonus(row, "year", p["annual_steps"])

    amounts = pay_slips(
        rows,
        {
            "base_pay": base_pay,
            "performance_pay": performance_pay,
            "monthly_bonus": monthly_bonus,
            "quarterly_bonus": quarterly_bonus,
            "annual_bonus": annual_bonus,
        },
    )
    return amounts, measured(rows, {"attainment": attainment, "coefficient": coefficient})
