"""People and parameters of after-sales-supervisor."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, monthly_amount
from tests.oracle.people import NEAR, Cells, Draw, beside, cents, steady, written

POINTS = decimals(0, 20, places=1)
FULL = decimals(0, 60, places=1)

REPLACED: dict[str, Strategy] = {
    "cost_full": FULL,
    "cost_unit": decimals(0.01, 0.5, places=3),
    "cost_points": POINTS,
    "cost_limit": decimals(0, 0.6),
    "response_full": FULL,
    "response_points": POINTS,
    "response_limit": st.integers(0, 8),
    "complaint_full": FULL,
    "complaint_points": POINTS,
    "complaint_limit": st.integers(0, 6),
    "satisfaction_full": FULL,
    "satisfaction_target": decimals(0.1, 1),
    "ability_full": FULL,
    "literacy_full": FULL,
    "base_amount": monthly_amount,
    "bonus_standard": decimals(0, 10000, places=0),
    "pass_mark": decimals(0, 110, places=0),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    """Costs of a whole quarter often come to one share of the budget, and satisfaction to one
    figure, so that sums and means sit on the thresholds."""
    unit, limit, target = p["cost_unit"], p["cost_limit"], p["satisfaction_target"]
    shares = sorted({0, Fraction(1, 2), 1, 1 + unit, 1 + unit * 3, 1 + limit})
    spent = st.sampled_from([(share, cent) for share in shares for cent in NEAR])
    other = draw(cents(-2000, 15000))
    satisfied = [written(max(x, Fraction(0)), 4) for x in beside((target, target / 2), unit / 10)]
    choices = {
        "response_complaints": ("0", "0", "0", "1", "2", "5"),
        "valid_complaints": ("0", "0", "0", "1", "3"),
        "ability_score": ("100", "80", "60", "62.5", "0", "104"),
        "literacy_score": ("100", "80", "60", "71.3", "0"),
    }
    share, cent = draw(spent)
    satisfaction = draw(st.sampled_from(satisfied))
    cells = []
    for budget in steady(draw, ("8000.00", "10000", "3333.33", "0", "-500"), rows):
        if draw(st.sampled_from((False, False, False, True))):
            share, cent = draw(spent)
            satisfaction = draw(st.sampled_from((*satisfied, "0.8999", "1", "0.3", "1.2")))
        near_threshold = max(Fraction(budget), Fraction(0)) * share + cent
        actual = draw(st.sampled_from((near_threshold,) * 8 + (other,)))
        cell = {column: draw(st.sampled_from(values)) for column, values in choices.items()}
        costs = {"cost_budget": budget, "cost_actual": written(actual)}
        cells.append({**costs, "satisfaction": satisfaction, **cell})
    return cells
