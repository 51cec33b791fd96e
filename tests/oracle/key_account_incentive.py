"""Catalogue 4, key-account-incentive: commission, key-account index, annual award and a benefit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import clip, exact, ratio, step
from tests.oracle.payslip import Amounts, Measures, Row, measured, number, pay_slips
from tests.oracle.periods import attained, own_rows, pays

ID = "key-account-incentive"

DEFAULTS: dict[str, Any] = {
    "base_amount": 4000,
    "commission_rate": 0.03,
    "commission_threshold": 100000,
    "weight_scale": 0.5,
    "weight_frequency": 0.2,
    "weight_growth": 0.3,
    "scale_standard": 200000,
    "frequency_standard": 10,
    "factor_cap": 1.5,
    "bonus_standard": 3000,
    "index_gate": 0.6,
    "award_months": [[1.0, 1], [1.2, 2]],
    "benefit_amount": {"insurance": 300, "meal": 400, "none": 0},
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})
    cap = p["factor_cap"]

    def commission(row: Row) -> Fraction:
        above = max(Fraction(0), number(row, "sales") - p["commission_threshold"])
        return Fraction(p["commission_rate"] * above)

    def account_index(row: Row) -> Fraction:
        sales = number(row, "key_account_sales")
        growth = ratio(sales, number(row, "key_account_sales_last_year"))
        frequency = number(row, "key_account_orders") / p["frequency_standard"]
        return Fraction(
            p["weight_scale"] * clip(sales / p["scale_standard"], 0, cap)
            + p["weight_frequency"] * clip(frequency, 0, cap)
            + p["weight_growth"] * clip(growth, 0, cap)
        )

    def key_account_bonus(row: Row) -> Fraction:
        if not pays(row, "quarter"):
            return Fraction(0)
        own = own_rows(rows, row, "quarter")
        index = sum((account_index(r) for r in own), Fraction(0)) / len(own)
        return Fraction(p["bonus_standard"] * index if index >= p["index_gate"] else 0)

    def annual_award(row: Row) -> Fraction:
        if not pays(row, "year"):
            return Fraction(0)
        months = step(attained(rows, row, "year"), p["award_months"])
        return Fraction(p["base_amount"] * months)

    amounts = pay_slips(
        rows,
        {
            "base_pay": lambda _: p["base_amount"],
            "commission": commission,
            "key_account_bonus": key_account_bonus,
            "annual_award": annual_award,
            "benefit": lambda row: p["benefit_amount"][row["benefit_choice"]],
        },
    )
    return amounts, measured(rows, {"account_index": account_index})
