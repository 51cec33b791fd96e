"""Catalogue 20, key-account-manager: a monthly score of sales, documents, discipline and so on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact, floor, ratio
from tests.oracle.payslip import Amounts, Measures, Row, measured, number, pay_slips

ID = "key-account-manager"

DEFAULTS: dict[str, Any] = {
    "sales_points_full": 30,
    "sales_floor": 0.5,
    "shortfall_unit": 0.05,
    "shortfall_points": 3,
    "excess_unit": 0.01,
    "excess_points": 2,
    "max_overachievement": None,
    "new_account_points": 5,
    "document_points_full": 30,
    "lost_document_points": 5,
    "delegated_points_full": 20,
    "discipline_points_full": 10,
    "minor_points": 2,
    "major_points": 3,
    "attendance_points_full": 10,
    "event_points": 1,
    "absent_points": 5,
    "unapproved_points": 2,
    "long_leave_days": 3,
    "long_leave_points": 10,
    "base_amount": 6000,
    "bonus_standard": 2000,
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def on_target(row: Row) -> Fraction:
        attained = ratio(number(row, "sales"), number(row, "quota"))
        if attained < p["sales_floor"]:
            return Fraction(0)
        full = Fraction(p["sales_points_full"])
        if attained < 1:
            steps = floor((1 - attained) / p["shortfall_unit"])
            return max(Fraction(0), full - p["shortfall_points"] * steps)
        added = p["excess_points"] * floor((attained - 1) / p["excess_unit"])
        cap = p["max_overachievement"]
        return full + (added if cap is None else min(added, cap))

    def sales_points(row: Row) -> Fraction:
        return on_target(row) + p["new_account_points"] * number(row, "new_accounts")

    def document_points(row: Row) -> Fraction:
        lost = p["lost_document_points"] * number(row, "lost_documents")
        return max(Fraction(0), p["document_points_full"] - lost)

    def delegated_points(row: Row) -> Fraction:
        return Fraction(p["delegated_points_full"] * number(row, "delegated_score") / 100)

    def discipline_points(row: Row) -> Fraction:
        minor = p["minor_points"] * number(row, "discipline_minor")
        major = p["major_points"] * number(row, "discipline_major")
        return max(Fraction(0), p["discipline_points_full"] - minor - major)

    def attendance_points(row: Row) -> Fraction:
        lost = (
            p["event_points"] * number(row, "attendance_events")
            + p["absent_points"] * number(row, "absent_days")
            + p["unapproved_points"] * number(row, "unapproved_leave")
        )
        if number(row, "leave_days") >= p["long_leave_days"]:
            lost += p["long_leave_points"]
        return max(Fraction(0), p["attendance_points_full"] - lost)

    def score(row: Row) -> Fraction:
        together = (
            sales_points(row)
            + document_points(row)
            + delegated_points(row)
            + discipline_points(row)
            + attendance_points(row)
            + number(row, "special_points")
        )
        return max(Fraction(0), together)

    def base_pay(row: Row) -> Fraction:
        return Fraction(p["base_amount"])

    def performance_bonus(row: Row) -> Fraction:
        return Fraction(p["bonus_standard"] * score(row) / 100)

    amounts = pay_slips(rows, {"base_pay": base_pay, "performance_bonus": performance_bonus})
    measures = measured(
        rows,
        {
            "sales_points": sales_points,
            "document_points": document_points,
            "delegated_points": delegated_points,
            "discipline_points": discipline_points,
            "attendance_points": attendance_points,
            "score": score,
        },
    )
    return amounts, measures
