"""People and parameters of goal-award."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals
from tests.oracle.people import Cells, Draw, beside, written

REPLACED: dict[str, Strategy] = {
    "award_amount": st.one_of(decimals(0, 1), decimals(0, 5000)),
    "csat_goal": decimals(0, 1, places=3),
    "response_goal": decimals(0, 300, places=1),
    "instalments": st.one_of(st.integers(1, 4), st.integers(1, 30)),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    unit = Fraction(1, 10**6)
    goal, limit = p["csat_goal"], p["response_goal"]
    # Mostly on goal, so that several instalments often run side by side.
    satisfaction = [*beside((goal,), unit), goal, 1, 1, 1, 0]
    seconds = [*beside((limit,), unit), limit, 0, 0, 0, 2 * limit]
    return [
        {
            "csat": written(max(Fraction(draw(st.sampled_from(satisfaction))), Fraction(0)), 6),
            "response_seconds": written(max(draw(st.sampled_from(seconds)), Fraction(0)), 6),
            "applied": draw(st.sampled_from(("1", "1", "1", "0"))),
        }
        for _ in range(rows)
    ]
