"""People and parameters of service-centre-pool."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, monthly_amount, steps, table, weight
from tests.oracle.people import Cells, Draw, beside, steady, written
from tests.oracle.service_centre_pool import DEFAULTS as SERVICE_CENTRE_POOL

REPLACED: dict[str, Strategy] = {
    "post_pay_amount": table(SERVICE_CENTRE_POOL["post_pay_amount"], monthly_amount),
    "post_allowance_amount": table(SERVICE_CENTRE_POOL["post_pay_amount"], decimals(0, 2000)),
    "review_standard_management": decimals(0, 3000),
    "review_standard_production": decimals(0, 3000),
    "calls_per_hour": decimals(1, 60, places=1),
    "inspections_per_hour": decimals(1, 20, places=1),
    "complaints_per_hour": decimals(1, 20, places=1),
    "pool_rates": steps(st.integers(0, 15000), weight),
    "pool_cap_calls": decimals(0, 20000, places=0),
    "shortfall_rate": weight,
    "pool_per_group": st.booleans(),
    "shortfall_cap": weight,
    "pay_days": decimals(1, 31),
    "day_hours": decimals(1, 12, places=1),
    "overtime_multiplier": decimals(0, 3),
    "night_rate": decimals(0, 100),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    posts = ("agent",) * 12 + tuple(SERVICE_CENTRE_POOL["post_pay_amount"])
    hours = ("160", "160", "100.5", "12.25", "0")
    starts = [start for start, _ in p["pool_rates"]]
    above = [Fraction(0)] * 6 + beside((0, *starts, p["pool_cap_calls"]), 1)
    short = [Fraction(-300), Fraction(-3001)]
    scores = draw(st.sampled_from((("0",), ("100", "80", "80.5", "0.1", "0"), ("75", "75.3"))))
    cells = []
    for post, group in zip(
        steady(draw, posts, rows), steady(draw, ("A", "A", "a", "01", "热线"), rows), strict=True
    ):
        worked = draw(st.sampled_from(hours))
        calls = p["calls_per_hour"] * Fraction(worked) + draw(st.sampled_from(above + short))
        cells.append(
            {
                "post": post,
                "skill_group": group,
                "hours": worked,
                "calls": written(calls, 3),
                "review_score": draw(st.sampled_from(scores)),
                "overtime_hours": draw(st.sampled_from(("0", "0", "7.5", "11.34"))),
                "night_shifts": draw(st.sampled_from(("0", "0", "1", "8"))),
                "shortfall_excused": draw(st.sampled_from(("0",) * 9 + ("1",))),
            }
        )
    return cells
