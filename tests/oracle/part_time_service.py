"""Catalogue 15, part-time-service: daily pay and sales awards of part-time service staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact, floor, rank, ratio
from tests.oracle.payslip import Amounts, Measures, Row, measured, number, pay_slips
from tests.oracle.periods import Period, attained, own_rows, pays

ID = "part-time-service"

DEFAULTS: dict[str, Any] = {
    "daily_rate": 150,
    "leave_rate": 0,
    "first_award": 200,
    "excess_award_per_step": 50,
    "excess_step": 0.10,
    "ranking_places": 3,
    "ranking_prize": 300,
    "annual_gate": 1.2,
    "annual_prize": 1000,
    "referral_rate": 200,
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def of_period(column: str, row: Row, period: Period) -> Fraction:
        return sum((number(r, column) for r in own_rows(rows, row, period)), Fraction(0))

    def attainment(row: Row) -> Fraction:
        return ratio(number(row, "sales"), number(row, "quota"))

    def base_pay(row: Row) -> Fraction:
        return Fraction(p["daily_rate"] * number(row, "days_worked"))

    def leave_deduction(row: Row) -> Fraction:
        return Fraction(-p["leave_rate"] * number(row, "leave_days"))

    def target_award(row: Row) -> Fraction:
        return Fraction(p["first_award"] if attainment(row) >= 1 else 0)

    def excess_award(row: Row) -> Fraction:
        if attainment(row) < 1:
            return Fraction(0)
        steps = floor((attainment(row) - 1) / p["excess_step"])
        return Fraction(p["excess_award_per_step"] * steps)

    def referral_award(row: Row) -> Fraction:
        return Fraction(p["referral_rate"] * number(row, "referrals"))

    def ranking_award(row: Row) -> Fraction:
        sold = of_period("sales", row, "quarter")
        if not pays(row, "quarter") or sold <= 0:
            return Fraction(0)
        ranked = [r for r in rows if r["month"] == row["month"]]
        place = rank(sold, [of_period("sales", r, "quarter") for r in ranked])
        return Fraction(p["ranking_prize"] if place <= p["ranking_places"] else 0)

    def annual_award(row: Row) -> Fraction:
        due = pays(row, "year") and attained(rows, row, "year") >= p["annual_gate"]
        return Fraction(p["annual_prize"] if due else 0)

    amounts = pay_slips(
        rows,
        {
            "base_pay": base_pay,
            "leave_deduction": leave_deduction,
            "target_award": target_award,
            "excess_award": excess_award,
            "referral_award": referral_award,
            "ranking_award": ranking_award,
            "annual_award": annual_award,
        },
    )
    return amounts, measured(rows, {"attainment": attainment})
