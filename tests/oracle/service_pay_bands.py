"""Catalogue 3, service-pay-bands: base pay within a band, bonuses by rating, fixed benefits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact
from tests.oracle.payslip import Amounts, Measures, Row, number, pay_slips
from tests.oracle.periods import pays

ID = "service-pay-bands"

DEFAULTS: dict[str, Any] = {
    "pay_bands": {
        "junior": [2000, 3000],
        "intermediate": [3000, 5000],
        "senior": [5000, 8000],
        "principal": [8000, 12000],
    },
    "rating_bonus": {"excellent": 0.20, "good": 0.075, "ordinary": 0},
    "team_bonus_rate": {"excellent": 0.05, "good": 0.02, "ordinary": 0},
    "meal_amount": 450,
    "communication_amount": 150,
    "festival_amount": 200,
    "festival_months": [2, 6, 9],
    "health_check_amount": 500,
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts of all rows under the defaults with these parameters replaced; no measures."""
    p = exact({**DEFAULTS, **parameters})

    def base_pay(row: Row) -> Fraction:
        low, high = p["pay_bands"][row["grade"]]
        return Fraction(low + number(row, "band_position") * (high - low))

    def performance_bonus(row: Row) -> Fraction:
        return base_pay(row) * p["rating_bonus"][row["rating"]]

    def team_bonus(row: Row) -> Fraction:
        return base_pay(row) * p["team_bonus_rate"][row["team_rating"]]

    def festival_gift(row: Row) -> Fraction:
        month = int(row["month"].split("-")[1])
        return Fraction(p["festival_amount"] if month in p["festival_months"] else 0)

    def health_check(row: Row) -> Fraction:
        return Fraction(p["health_check_amount"] if pays(row, "year") else 0)

    amounts = pay_slips(
        rows,
        {
            "base_pay": base_pay,
            "performance_bonus": performance_bonus,
            "team_bonus": team_bonus,
            "meal_allowance": lambda _: p["meal_amount"],
            "communication_allowance": lambda _: p["communication_amount"],
            "festival_gift": festival_gift,
            "health_check": health_check,
        },
    )
    return amounts, {}
