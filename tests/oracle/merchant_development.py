"""Catalogue 23, merchant-development: a monthly score of visits, merchants, service and conduct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import clip, exact
from tests.oracle.payslip import Amounts, Measures, Row, measured, number, pay_slips

ID = "merchant-development"

DEFAULTS: dict[str, Any] = {
    "points_per_visit": 0.4,
    "visit_cap": 40,
    "certification_full": 20,
    "certification_target": 0.98,
    "revival_full": 10,
    "revival_target": 0.90,
    "unhandled_points": 2,
    "attendance_full": 6,
    "event_points": 1,
    "meeting_full": 4,
    "meeting_points": 2,
    "absence_points": -10,
    "special_limit": 5,
    "base_amount": 4000,
    "performance_standard": 2000,
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def visit_points(row: Row) -> Fraction:
        return Fraction(min(p["visit_cap"], p["points_per_visit"] * number(row, "visits")))

    def of_target(row: Row, reached: str, all_of: str, item: str) -> Fraction:
        """Points in proportion to a target rate; all of them where there is nothing to measure."""
        full = Fraction(p[f"{item}_full"])
        if number(row, all_of) <= 0:
            return full
        rate = number(row, reached) / number(row, all_of)
        return full * min(Fraction(1), rate / p[f"{item}_target"])

    def certification_points(row: Row) -> Fraction:
        return of_target(row, "certified", "onboarded", "certification")

    def revival_points(row: Row) -> Fraction:
        return of_target(row, "revived", "lost", "revival")

    def merchant_points(row: Row) -> Fraction:
        lost = p["unhandled_points"] * number(row, "unhandled")
        return max(Fraction(0), number(row, "merchant_rating") - lost)

    def attendance_points(row: Row) -> Fraction:
        lost = p["event_points"] * number(row, "attendance_events")
        return max(Fraction(0), p["attendance_full"] - lost)

    def meeting_score(row: Row) -> Fraction:
        if number(row, "meeting_absent") >= 1:
            return Fraction(p["absence_points"])
        times = number(row, "meeting_late") + number(row, "meeting_violations")
        return max(Fraction(0), p["meeting_full"] - p["meeting_points"] * times)

    def score(row: Row) -> Fraction:
        together = (
            visit_points(row)
            + certification_points(row)
            + revival_points(row)
            + merchant_points(row)
            + attendance_points(row)
            + meeting_score(row)
            + number(row, "service_score")
            + clip(number(row, "special"), -p["special_limit"], p["special_limit"])
        )
        return max(Fraction(0), together)

    def base_pay(row: Row) -> Fraction:
        return Fraction(p["base_amount"])

    def performance_pay(row: Row) -> Fraction:
        return Fraction(p["performance_standard"] * score(row) / 100)

    amounts = pay_slips(rows, {"base_pay": base_pay, "performance_pay": performance_pay})
    measures = measured(
        rows,
        {
            "visit_points": visit_points,
            "certification_points": certification_points,
            "revival_points": revival_points,
            "merchant_points": merchant_points,
            "attendance_points": attendance_points,
            "meeting_score": meeting_score,
            "score": score,
        },
    )
    return amounts, measures
