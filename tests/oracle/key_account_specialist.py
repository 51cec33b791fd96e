"""Catalogue 22, key-account-specialist: a weighted scorecard of results, ability and attitude."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import clip, exact, floor, step
from tests.oracle.payslip import Amounts, Measures, Row, measured, number, pay_slips

ID = "key-account-specialist"

DEFAULTS: dict[str, Any] = {
    "indicators": {
        "completion": [20, 1.0, 0.01, 0, 0.5, 0.6],
        "collection_rate": [15, 0.95, 0.01, 0.2, 0.5, 0.7],
        "growth": [5, 0.10, 0.01, 0.2, 0.2, 0],
        "new_accounts": [10, 2, 1, 1, 2, 0],
        "retention": [10, 0.9, 0.01, 0.2, 0.5, 0.6],
        "saving_rate": [10, 0.05, 0.01, 0.5, 1, 0],
    },
    "points_cap": 1.2,
    "ability_points": {"5": 10, "4": 8, "3": 6, "2": 4, "1": 0},
    "attitude_points": {"4": 5, "3": 3, "2": 2, "1": 0},
    "attendance_full": 5,
    "late_limit": 3,
    "attendance_partial": 3,
    "base_amount": 5000,
    "performance_standard": 2500,
    "coefficient_bands": [[60, 0.6], [70, 0.8], [80, 1.0], [90, 1.2]],
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def indicator(row: Row, name: str) -> Fraction:
        weight, target, unit, up, down, least = p["indicators"][name]
        reached = number(row, name)
        if reached < least:
            return Fraction(0)
        above = floor(max(Fraction(0), reached - target) / unit)
        below = floor(max(Fraction(0), target - reached) / unit)
        return clip(weight + up * above - down * below, 0, p["points_cap"] * weight)

    def performance_points(row: Row) -> Fraction:
        return sum((indicator(row, name) for name in p["indicators"]), Fraction(0))

    def ability_score(row: Row) -> Fraction:
        return Fraction(p["ability_points"][row["ability_rating"]])

    def attendance(row: Row) -> Fraction:
        late = number(row, "late")
        if number(row, "attendance_rate") < 1:
            return max(Fraction(0), p["attendance_partial"] - late)
        return Fraction(0) if late >= p["late_limit"] else p["attendance_full"] - late

    def attitude_score(row: Row) -> Fraction:
        ratings = (row[name] for name in ("duty_rating", "learning_rating", "service_rating"))
        marks = sum((p["attitude_points"][rating] for rating in ratings), Fraction(0))
        return marks + attendance(row)

    def score(row: Row) -> Fraction:
        return performance_points(row) + ability_score(row) + attitude_score(row)

    def base_pay(row: Row) -> Fraction:
        return Fraction(p["base_amount"])

    def performance_pay(row: Row) -> Fraction:
        return Fraction(p["performance_standard"] * step(score(row), p["coefficient_bands"]))

    amounts = pay_slips(rows, {"base_pay": base_pay, "performance_pay": performance_pay})
    measures = measured(
        rows,
        {
            "performance_points": performance_points,
            "ability_score": ability_score,
            "attitude_score": attitude_score,
            "score": score,
        },
    )
    return amounts, measures
