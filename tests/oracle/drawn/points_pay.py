"""People and parameters of points-pay."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, deduction_steps, monthly_amount, table
from tests.oracle.people import Cells, Draw, beside, steady, written

BESIDE = (
    *(Fraction(-1), Fraction(-99, 100), Fraction(-1, 2), Fraction(0)),
    *(Fraction(1, 100), Fraction(1, 2), Fraction(1)),
)

REPLACED: dict[str, Strategy] = {
    "base_amount": monthly_amount,
    "points_conversation": decimals(0, 5, places=1),
    "points_vip": decimals(0, 5, places=1),
    "points_call": decimals(0, 5, places=1),
    "points_ticket": decimals(0, 5, places=1),
    "points_wrong_ticket": decimals(0, 20, places=1),
    "points_case": decimals(0, 200, places=0),
    "attendance_points": decimals(0, 1000, places=0),
    "late_limit": st.integers(0, 5),
    "grade_points": table(("junior", "intermediate", "senior"), decimals(0, 500, places=1)),
    "point_value": decimals(0, 2),
    "deduction_coefficients": table(("basic", "vip"), deduction_steps),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    # The last whole point of a band, what lies above it by a little or by half, and the next one.
    deductions = {
        kind: sorted({start + more for start, _ in by_group for more in BESIDE})
        for kind, by_group in p["deduction_coefficients"].items()
    }
    late = [written(times, 0) for times in beside((p["late_limit"],), 1) if times >= 0]
    choices = {
        "conversations": ("0", "1200", "2499", "17"),
        "vip_conversations": ("0", "0", "431"),
        "calls": ("0", "0", "99"),
        "execution": ("0", "300", "150", "87.5", "310"),
        "tickets": ("0", "123"),
        "wrong_tickets": ("0", "0", "3", "400"),
        "excellent_cases": ("0", "0", "2"),
        "extra_points": ("0", "0", "50", "-30", "-5000", "0.333333"),
        "sick_days": ("0", "0", "0", "0.5"),
        "leave_days": ("0", "0", "0", "1"),
        "shift_changes": ("0", "0", "0", "1"),
        "late_logins": late,
        "days_required": ("22", "21", "23", "0"),
        "days_attended": ("22", "21", "19.5", "0", "25"),
    }
    cells = []
    for group, grade in zip(
        steady(draw, ("basic", "vip"), rows),
        steady(draw, ("junior", "intermediate", "senior"), rows),
        strict=True,
    ):
        cell = {column: draw(st.sampled_from(values)) for column, values in choices.items()}
        deduction = written(draw(st.sampled_from(deductions[group])))
        cells.append(
            {"service_group": group, "grade": grade, "quality_deduction": deduction, **cell}
        )
    return cells
