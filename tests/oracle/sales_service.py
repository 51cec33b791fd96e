"""Catalogue 14, sales-service: base pay by education and years, performance pay, attendance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact, step
from tests.oracle.payslip import Amounts, Measures, Row, number, pay_slips
from tests.oracle.periods import full_years, own_rows, pays

ID = "sales-service"

DEFAULTS: dict[str, Any] = {
    "base_by_education": {
        "bachelor": [[0, 4000], [1, 4200], [2, 4500]],
        "college": [[0, 3500], [1, 3700], [2, 3900]],
        "high_school": [[0, 3000], [1, 3200], [2, 3300]],
    },
    "monthly_share": 0.20,
    "quarterly_share": 0.30,
    "attendance_amount": 500,
    "company_factor": 1.0,
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts of all rows under the defaults with these parameters replaced; no measures."""
    p = exact({**DEFAULTS, **parameters})

    def base_pay(row: Row) -> Fraction:
        return step(Fraction(full_years(row)), p["base_by_education"][row["education"]])

    def monthly_performance(row: Row) -> Fraction:
        return base_pay(row) * p["monthly_share"] * number(row, "score") / 100

    def quarterly_performance(row: Row) -> Fraction:
        if not pays(row, "quarter"):
            return Fraction(0)
        own = own_rows(rows, row, "quarter")
        base = sum((base_pay(r) for r in own), Fraction(0))
        score = sum((number(r, "score") for r in own), Fraction(0)) / len(own)
        return base * p["quarterly_share"] * score / 100

    def attendance_bonus(row: Row) -> Fraction:
        full = number(row, "absences") == 0 and number(row, "late") == 0
        return Fraction(p["attendance_amount"] if full else 0)

    def year_end_bonus(row: Row) -> Fraction:
        if not pays(row, "year"):
            return Fraction(0)
        return base_pay(row) * p["company_factor"] * number(row, "individual_factor")

    amounts = pay_slips(
        rows,
        {
            "base_pay": base_pay,
            "monthly_performance": monthly_performance,
            "quarterly_performance": quarterly_performance,
            "attendance_bonus": attendance_bonus,
            "year_end_bonus": year_end_bonus,
        },
    )
    return amounts, {}
