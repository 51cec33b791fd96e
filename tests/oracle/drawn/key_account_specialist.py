"""People and parameters of key-account-specialist."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, monthly_amount, steps, table
from tests.oracle.people import Cells, Draw, beside, steady, written

POINTS = decimals(0, 20, places=1)
NAMES = (
    *("completion", "collection_rate", "growth"),
    *("new_accounts", "retention", "saving_rate"),
)


def indicator(target: Strategy, unit: Strategy) -> Strategy:
    """Weight, target, unit, points up and down, floor."""
    points = decimals(0, 3)
    floor = decimals(-0.5, 1)
    return st.tuples(decimals(0, 30, places=1), target, unit, points, points, floor).map(list)


SHARE = indicator(decimals(0.3, 1.2), decimals(0.005, 0.02, places=3))
"""So that seventeen units above the target are no percent number yet."""
COUNT = indicator(decimals(-0.5, 3), decimals(0.01, 1.5, places=3))

REPLACED: dict[str, Strategy] = {
    "indicators": st.fixed_dictionaries(
        {name: COUNT if name == "new_accounts" else SHARE for name in NAMES}
    ),
    "points_cap": decimals(0, 2),
    "ability_points": table("54321", POINTS),
    "attitude_points": table("4321", POINTS),
    "attendance_full": POINTS,
    "late_limit": st.integers(0, 5),
    "attendance_partial": POINTS,
    "base_amount": monthly_amount,
    "performance_standard": monthly_amount,
    "coefficient_bands": steps(decimals(0, 110, places=1), decimals(0, 2)),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    reached = {name: _near_steps(*p["indicators"][name]) for name in NAMES}
    late = sorted({max(Fraction(0), times) for times in beside((p["late_limit"],), 1)})
    on_target = {name: written(p["indicators"][name][1], 6) for name in NAMES}
    cells = []
    for ability, duty in zip(steady(draw, "54321", rows), steady(draw, "4321", rows), strict=True):
        results = {name: draw(st.sampled_from(reached[name])) for name in NAMES}
        if draw(st.booleans()):  # all on target but one, so that whole scores recur
            kept = draw(st.sampled_from(NAMES))
            results = {**on_target, kept: results[kept]}
        cells.append(
            {
                **results,
                "ability_rating": ability,
                "duty_rating": duty,
                "learning_rating": draw(st.sampled_from("4321")),
                "service_rating": draw(st.sampled_from("4321")),
                "attendance_rate": draw(st.sampled_from(("1", "1", "1.0", "0.9999", "0.95"))),
                "late": written(draw(st.sampled_from(late)), 0),
            }
        )
    return cells


def _near_steps(
    weight: Fraction, target: Fraction, unit: Fraction, up: Fraction, down: Fraction, low: Fraction
) -> list[str]:
    """Full steps from the target, the floor, what lies a hair beside them, and far away."""
    at = [low, *(target + unit * count for count in (0, 0, 1, 2, 17, -1, -3, -40))]
    return [written(x, 6) for x in beside(at, Fraction(1, 10000))]
