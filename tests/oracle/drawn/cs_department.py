"""People and parameters of cs-department."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, monthly_amount, steps, table, weight
from tests.oracle.people import Cells, Draw, beside, steady, written

TENURE = True
TITLES = ("agent", "senior_agent", "supervisor", "manager")

by_years = steps(st.integers(0, 12), monthly_amount)
by_score = steps(st.one_of(st.integers(0, 100), decimals(0, 100, places=1)), weight)

REPLACED: dict[str, Strategy] = {
    "base_by_title": table(TITLES, by_years),
    "weight_individual": weight,
    "weight_team": weight,
    "weight_competency": weight,
    "monthly_ratio": by_score,
    "quarterly_ratio": by_score,
    "annual_ratio": by_score,
    "allowance_by_title": table(TITLES, decimals(0, 2000)),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    """Mostly three equal scores beside a threshold, which is then the review score itself where
    the weights add up to 1; over a quarter or year of equal rows the mean is on it too.
    """
    ratios = ("monthly_ratio", "quarterly_ratio", "annual_ratio")
    thresholds = sorted({start for ratio in ratios for start, _ in p[ratio]})
    near = [written(max(score, Fraction(0))) for score in beside(thresholds)]
    any_score = ("0", "100", "33.33", "77.7", "120")
    equal = steady(draw, near, rows)
    cells = []
    for title, score in zip(steady(draw, TITLES, rows), equal, strict=True):
        scores = (score, score, score)
        if draw(st.sampled_from((False, False, True))):
            scores = tuple(draw(st.sampled_from((score, *any_score))) for _ in scores)
        individual, team, competency = scores
        cells.append(
            {
                "title": title,
                "score_individual": individual,
                "score_team": team,
                "score_competency": competency,
            }
        )
    return cells
