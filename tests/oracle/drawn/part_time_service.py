"""People and parameters of part-time-service."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals
from tests.oracle.people import NEAR, Cells, Draw, cents, steady, written

REPLACED: dict[str, Strategy] = {
    "daily_rate": decimals(0, 500),
    "leave_rate": decimals(0, 300),
    "first_award": decimals(0, 500),
    "excess_award_per_step": decimals(0, 200),
    "excess_step": decimals(0.01, 1),
    "ranking_places": st.integers(0, 5),
    "ranking_prize": decimals(0, 1000),
    "annual_gate": decimals(0, 2),
    "annual_prize": decimals(0, 3000),
    "referral_rate": decimals(0, 500),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    # Few and round targets, so that people tie and whole years sit on the gate.
    quotas = ("8000.00", "12000", "8000.00", "333.33", "0", "-100")
    steps = [1 + k * p["excess_step"] for k in range(4)]
    # Mostly one and the same share of the target, so that the year's is that share, too.
    usual = draw(st.sampled_from((p["annual_gate"], p["annual_gate"], Fraction(1), *steps)))
    shares = (*steps, p["annual_gate"], Fraction(0), Fraction(-1, 10))
    other = draw(cents(-2000, 30000))
    cells = []
    for quota in steady(draw, quotas, rows):
        goal = max(Fraction(quota), Fraction(0))
        near = goal * draw(st.sampled_from(shares)) + draw(st.sampled_from(NEAR))
        sales = draw(st.sampled_from((goal * usual,) * 6 + (near,) * 3 + (other,)))
        cells.append(
            {
                "days_worked": draw(st.sampled_from(("15", "19.5", "0", "7.333333"))),
                "leave_days": draw(st.sampled_from(("0", "0", "1", "2.5"))),
                "sales": written(sales),
                "quota": quota,
                "referrals": draw(st.sampled_from(("0", "0", "0", "1", "2"))),
            }
        )
    return cells
