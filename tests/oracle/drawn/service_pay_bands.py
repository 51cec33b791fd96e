"""People and parameters of service-pay-bands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, monthly_amount, table
from tests.oracle.people import Cells, Draw, steady

GRADES = ("junior", "intermediate", "senior", "principal")
RATINGS = ("excellent", "good", "ordinary")

band = st.lists(monthly_amount, min_size=2, max_size=2, unique=True).map(sorted)
rates = table(RATINGS, st.one_of(st.just(0), decimals(0, 0.5, places=3)))

REPLACED: dict[str, Strategy] = {
    "pay_bands": table(GRADES, band),
    "rating_bonus": rates,
    "team_bonus_rate": rates,
    "meal_amount": decimals(0, 1000),
    "communication_amount": decimals(0, 500),
    "festival_amount": decimals(0, 1000),
    "festival_months": st.lists(st.integers(1, 12), max_size=12, unique=True).map(sorted),
    "health_check_amount": decimals(0, 2000),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    """Places at the ends of a band, within and outside it. Two decimals at most: a hundredth of a
    band of fen at a rate of three decimals is still told from half a fen by float64.
    """
    places = ("0", "1", "0.5", "0.25", "0.33", "0.07", "0.95", "-0.1", "1.2")
    return [
        {"grade": grade, "band_position": place, "rating": rating, "team_rating": team_rating}
        for grade, place, rating, team_rating in zip(
            steady(draw, GRADES, rows),
            steady(draw, places, rows),
            steady(draw, RATINGS, rows),
            steady(draw, RATINGS, rows),
            strict=True,
        )
    ]
