"""Catalogue 18, department-pool: an annual budget shared out by rating and tenure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact, split
from tests.oracle.payslip import Amounts, Measures, Row, number, pay_slips
from tests.oracle.periods import full_years, pays

ID = "department-pool"

DEFAULTS: dict[str, Any] = {
    "budget": 100000,
    "rating_weight": {"excellent": 1.5, "good": 1.2, "qualified": 1.0, "unqualified": 0},
    "tenure_weight": 0.05,
    "tenure_years_cap": 10,
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts of all rows under the defaults with these parameters replaced; no measures."""
    p = exact({**DEFAULTS, **parameters})

    def weight(row: Row) -> Fraction:
        years = min(p["tenure_years_cap"], full_years(row))
        return Fraction(p["rating_weight"][row["annual_rating"]] * (1 + p["tenure_weight"] * years))

    def base_pay(row: Row) -> Fraction:
        return number(row, "monthly_pay")

    def pool_bonus(row: Row) -> Fraction:
        if not pays(row, "year"):
            return Fraction(0)
        weights = {r["employee_id"]: weight(r) for r in rows if r["month"] == row["month"]}
        if all(value == 0 for value in weights.values()):
            return Fraction(0)
        return split(p["budget"], weights)[row["employee_id"]]

    return pay_slips(rows, {"base_pay": base_pay, "pool_bonus": pool_bonus}), {}
