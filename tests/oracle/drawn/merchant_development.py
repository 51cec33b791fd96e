"""People and parameters of merchant-development."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, monthly_amount
from tests.oracle.people import Cells, Draw, beside, written

POINTS = decimals(0, 10, places=1)
FULL = decimals(0, 60, places=1)
TARGET = decimals(0.01, 1)

REPLACED: dict[str, Strategy] = {
    "points_per_visit": POINTS,
    "visit_cap": FULL,
    "certification_full": FULL,
    "certification_target": TARGET,
    "revival_full": FULL,
    "revival_target": TARGET,
    "unhandled_points": POINTS,
    "attendance_full": FULL,
    "event_points": POINTS,
    "meeting_full": FULL,
    "meeting_points": POINTS,
    "absence_points": decimals(-60, 0, places=1),
    "special_limit": POINTS,
    "base_amount": monthly_amount,
    "performance_standard": decimals(0, 10000, places=0),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    limit = p["special_limit"]
    choices = {
        "visits": ("0", "1", "99", "100", "101", "40", "7"),
        "merchant_rating": ("0", "10", "8.5", "9.1", "2", "10.5"),
        "unhandled": ("0", "0", "0", "1", "4", "5", "6"),
        "attendance_events": ("0", "0", "1", "6", "7"),
        "meeting_late": ("0", "0", "1", "2", "3"),
        "meeting_violations": ("0", "0", "0", "1"),
        "meeting_absent": ("0", "0", "0", "0", "1", "2"),
        "service_score": ("0", "10", "7.5", "-1"),
        "special": ("0", "0", *(written(points, 1) for points in beside((limit, -limit), 1))),
    }
    # 49 of 50 and 9 of 10 are exactly the targets as they stand in the plan.
    pairs = ("0 0", "3 0", "0 3", "2 3", "3 3", "49 50", "48 50", "9 10", "8 10", "7 7", "12 -1")
    cells = []
    for _ in range(rows):
        certified, onboarded = draw(st.sampled_from(pairs)).split()
        revived, lost = draw(st.sampled_from(pairs)).split()
        cell = {column: draw(st.sampled_from(values)) for column, values in choices.items()}
        merchants = {"certified": certified, "onboarded": onboarded}
        cells.append({**merchants, "revived": revived, "lost": lost, **cell})
    return cells
