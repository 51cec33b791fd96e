"""Catalogue 17, points-pay: points-based performance pay of service staff, 2017."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import ceil, exact, ratio, step
from tests.oracle.payslip import Amounts, Measures, Row, measured, number, pay_slips

ID = "points-pay"

DEFAULTS: dict[str, Any] = {
    "base_amount": 3000,
    "points_conversation": 1,
    "points_vip": 2,
    "points_call": 2,
    "points_ticket": 1,
    "points_wrong_ticket": 10,
    "points_case": 100,
    "attendance_points": 600,
    "late_limit": 3,
    "grade_points": {"junior": 0, "intermediate": 200, "senior": 400},
    "point_value": 0.5,
    "deduction_coefficients": {
        "basic": [[0, 1.2], [21, 1.0], [31, 0.8], [50, 0.6], [70, 0]],
        "vip": [[0, 1.5], [16, 1.2], [21, 1.0], [36, 0.8], [51, 0]],
    },
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def intake_points(row: Row) -> Fraction:
        return Fraction(
            p["points_conversation"] * number(row, "conversations")
            + p["points_vip"] * number(row, "vip_conversations")
            + p["points_call"] * number(row, "calls")
        )

    def coefficient(row: Row) -> Fraction:
        steps = p["deduction_coefficients"][row["service_group"]]
        return step(Fraction(ceil(number(row, "quality_deduction"))), steps)

    def full_attendance_points(row: Row) -> Fraction:
        missed = any(number(row, why) > 0 for why in ("sick_days", "leave_days", "shift_changes"))
        late = number(row, "late_logins") > p["late_limit"]
        return Fraction(0) if missed or late else Fraction(p["attendance_points"])

    def total_points(row: Row) -> Fraction:
        return Fraction(
            intake_points(row) * coefficient(row)
            + number(row, "execution")
            + p["points_ticket"] * number(row, "tickets")
            + full_attendance_points(row)
            + p["points_case"] * number(row, "excellent_cases")
            - p["points_wrong_ticket"] * number(row, "wrong_tickets")
            + number(row, "extra_points")
            + p["grade_points"][row["grade"]]
        )

    def base_pay(row: Row) -> Fraction:
        attended = ratio(number(row, "days_attended"), number(row, "days_required"))
        return Fraction(p["base_amount"] * min(Fraction(1), attended))

    def performance_pay(row: Row) -> Fraction:
        if coefficient(row) == 0:
            return Fraction(0)
        return Fraction(p["point_value"] * max(Fraction(0), total_points(row)))

    amounts = pay_slips(rows, {"base_pay": base_pay, "performance_pay": performance_pay})
    measures = measured(
        rows,
        {
            "intake_points": intake_points,
            "coefficient": coefficient,
            "full_attendance_points": full_attendance_points,
            "total_points": total_points,
        },
    )
    return amounts, measures
