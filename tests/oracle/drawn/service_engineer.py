"""People and parameters of service-engineer."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, rate, steps
from tests.oracle.people import Cells, Draw, beside, cents, steady, written

ROLES = ("service_engineer", "team_leader", "service_administrator", "other")

# At a rate of three decimals some of these come to half a fen.
RECEIPTS = ("0", "0", "10000", "12345.67", "0.5", "-250")

REPLACED: dict[str, Strategy] = {
    "base_points": decimals(0, 30, places=1),
    "point_value": decimals(0, 500),
    "incident_points": decimals(0, 5, places=1),
    # No more places than people: a prize for everyone is no test of a rank.
    "ranking_prizes": steps(st.integers(1, 6), decimals(0, 2000)),
    "parts_rates": steps(decimals(0, 1), rate),
    "saving_rate": decimals(0, 500),
    "clean_project_rate": decimals(0, 100),
    "record_fine": decimals(0, 300),
    "complaint_fine": decimals(0, 300),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    roles = ("service_engineer", *ROLES)
    # Few different scores, so that means tie.
    scores = draw(st.sampled_from((("80",), ("80", "90"), ("79.9", "80", "80.1"), ("0", "100"))))
    margins = beside((start for start, _ in p["parts_rates"]), Fraction(1, 10**6))
    counts = st.sampled_from(("0", "0", "0", "1", "3"))
    cells = []
    for role in steady(draw, roles, rows):
        rework = draw(st.sampled_from((Fraction(0), Fraction(0), Fraction(3, 2))))
        incidents = draw(st.sampled_from((0, 0, 0, 1, 2)))
        lost = rework + p["incident_points"] * incidents
        points = [*beside((p["base_points"] + lost,), Fraction(1, 10)), draw(cents(0, 40))]
        cells.append(
            {
                "role": role,
                "service_points": written(max(draw(st.sampled_from(points)), Fraction(0))),
                "rework_points": written(rework),
                "safety_incidents": str(incidents),
                "review_score": draw(st.sampled_from(scores)),
                "parts_collected": draw(st.sampled_from(RECEIPTS)),
                "parts_margin": written(draw(st.sampled_from([*margins, Fraction(-1, 5)])), 6),
                "cost_savings": draw(counts),
                "clean_projects": draw(counts),
                "missing_records": draw(counts),
                "complaints": draw(counts),
            }
        )
    return cells
