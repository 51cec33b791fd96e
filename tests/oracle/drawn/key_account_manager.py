"""People and parameters of key-account-manager."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, monthly_amount
from tests.oracle.people import NEAR, Cells, Draw, beside, cents, steady, written

POINTS = decimals(0, 20, places=1)
FULL = decimals(0, 60, places=1)

# Amounts in whole yuan and full points with one decimal, so that no bonus ends within 1e-7 fen of
# a half without being one.
REPLACED: dict[str, Strategy] = {
    "sales_points_full": FULL,
    "sales_floor": decimals(0, 1.2),
    "shortfall_unit": decimals(0.01, 0.5, places=3),
    "shortfall_points": POINTS,
    "excess_unit": decimals(0.01, 0.5, places=3),
    "excess_points": POINTS,
    "max_overachievement": st.one_of(st.none(), decimals(0, 80, places=1)),
    "new_account_points": POINTS,
    "document_points_full": FULL,
    "lost_document_points": POINTS,
    "delegated_points_full": FULL,
    "discipline_points_full": FULL,
    "minor_points": POINTS,
    "major_points": POINTS,
    "attendance_points_full": FULL,
    "event_points": POINTS,
    "absent_points": POINTS,
    "unapproved_points": POINTS,
    "long_leave_days": decimals(0, 6, places=1),
    "long_leave_points": POINTS,
    "base_amount": monthly_amount,
    "bonus_standard": decimals(0, 10000, places=0),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    quotas = ("60000.00", "50000", "33333.33", "0", "-100")
    below = [1 - p["shortfall_unit"] * steps for steps in (1, 2, 3, 7)]
    above = [1 + p["excess_unit"] * steps for steps in (1, 2, 7, 20)]
    shares = sorted({*below, *above, 0, 1, Fraction(-3, 10), p["sales_floor"]})
    sold = [(share, cent) for share in shares for cent in NEAR]
    other = draw(cents(-20000, 150000))
    leave = [written(days, 1) for days in beside((p["long_leave_days"],), Fraction(1, 10))]
    choices = {
        "new_accounts": ("0", "0", "0", "1", "2", "7"),
        "lost_documents": ("0", "0", "1", "3", "6", "40"),
        "delegated_score": ("0", "100", "84.5", "73.25", "101", "-4"),
        "discipline_minor": ("0", "0", "1", "5", "30"),
        "discipline_major": ("0", "0", "1", "2", "3"),
        "attendance_events": ("0", "1", "2", "3", "10", "11"),
        "absent_days": ("0", "0", "0", "0.5", "1", "2"),
        "unapproved_leave": ("0", "0", "1", "2"),
        "leave_days": ("0", "1", *(days for days in leave if not days.startswith("-"))),
        "special_points": ("0", "0", "0", "1", "100", "-1", "-100", "33.5", "-0.25"),
    }
    cells = []
    for quota in steady(draw, quotas, rows):
        share, cent = draw(st.sampled_from(sold))
        near_threshold = max(Fraction(quota), Fraction(0)) * share + cent
        sales = draw(st.sampled_from((near_threshold,) * 4 + (other,)))
        cell = {column: draw(st.sampled_from(values)) for column, values in choices.items()}
        cells.append({"sales": written(sales), "quota": quota, **cell})
    return cells
