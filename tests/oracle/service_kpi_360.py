"""Catalogue 19, service-kpi-360: a scorecard of eight indicators, 360° review and streak prizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import clip, exact, rank
from tests.oracle.payslip import Amounts, Measures, Row, measured, number, pay_slips
from tests.oracle.periods import streaks

ID = "service-kpi-360"

DEFAULTS: dict[str, Any] = {
    "kpi_weights": {
        "budget_rate": 0.10,
        "callback_rate": 0.15,
        "retention_rate": 0.10,
        "response_rate": 0.10,
        "complaint_speed": 0.15,
        "complaint_satisfaction": 0.15,
        "csat": 0.15,
        "audit_rate": 0.10,
    },
    "kpi_targets": {
        "budget_rate": 1.0,
        "callback_rate": 0.95,
        "retention_rate": 0.90,
        "response_rate": 0.95,
        "complaint_speed": 24,
        "complaint_satisfaction": 0.90,
        "csat": 0.90,
        "audit_rate": 0.95,
    },
    "weight_self": 0.15,
    "weight_superior": 0.60,
    "weight_group": 0.25,
    "performance_standard": 1500,
    "streak_prizes": [[1, 500], [2, 300], [3, 200]],
    "streak_months": 3,
    "improvement_places": 3,
}

LOWER_IS_BETTER = ("budget_rate", "complaint_speed")


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def points(row: Row, kpi: str) -> Fraction:
        actual, target = number(row, kpi), p["kpi_targets"][kpi]
        if kpi not in LOWER_IS_BETTER:
            return 100 * clip(actual / target, 0, 1)
        if actual <= 0:
            return Fraction(100)
        return Fraction(100 * min(Fraction(1), target / actual))

    def kpi_score(row: Row) -> Fraction:
        weighted = (weight * points(row, kpi) for kpi, weight in p["kpi_weights"].items())
        return sum(weighted, Fraction(0))

    scores: dict[tuple[str, str], Fraction] = {}
    in_month: dict[str, list[Fraction]] = {}
    for row in rows:
        score = Fraction(
            p["weight_self"] * number(row, "rating_self")
            + p["weight_superior"] * kpi_score(row)
            + p["weight_group"] * number(row, "rating_group")
        )
        scores[row["employee_id"], row["month"]] = score
        in_month.setdefault(row["month"], []).append(score)

    def review_score(row: Row) -> Fraction:
        return scores[row["employee_id"], row["month"]]

    def place(row: Row) -> int:
        return rank(review_score(row), in_month[row["month"]])

    def prize(row: Row) -> Fraction:
        for last, amount in p["streak_prizes"]:
            if place(row) <= last:
                return Fraction(amount)
        return Fraction(0)

    def leads(row: Row) -> bool:
        return place(row) <= p["streak_prizes"][-1][0]

    employees = {row["employee_id"] for row in rows}
    complete = {who: streaks(rows, who, leads, p["streak_months"]) for who in employees}

    def base_pay(row: Row) -> Fraction:
        return number(row, "monthly_pay")

    def performance_pay(row: Row) -> Fraction:
        return Fraction(p["performance_standard"] * review_score(row) / 100)

    def streak_award(row: Row) -> Fraction:
        return prize(row) if row["month"] in complete[row["employee_id"]] else Fraction(0)

    def improvement_due(row: Row) -> Fraction:
        lower = sum(1 for other in in_month[row["month"]] if other < review_score(row))
        return Fraction(1 if lower < p["improvement_places"] else 0)

    amounts = pay_slips(
        rows,
        {
            "base_pay": base_pay,
            "performance_pay": performance_pay,
            "streak_award": streak_award,
        },
    )
    measures = measured(
        rows,
        {
            "kpi_score": kpi_score,
            "review_score": review_score,
            "improvement_due": improvement_due,
        },
    )
    return amounts, measures
