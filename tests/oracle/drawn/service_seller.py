"""People and parameters of service-seller."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import (
    Strategy,
    attainment_steps,
    decimals,
    monthly_amount,
    table,
    weight,
)
from tests.oracle.people import NEAR, PERIOD_STEPS, Cells, Draw, beside, cents, steady, written

REPLACED: dict[str, Strategy] = {
    "base_by_grade": table(("junior", "intermediate", "senior", "principal"), monthly_amount),
    "weight_sales": weight,
    "weight_csat": weight,
    "weight_complaints": weight,
    "weight_team": weight,
    "csat_target": decimals(0.01, 1),
    "complaint_target": decimals(0.001, 0.1, places=3),
    "factor_cap": decimals(0, 3),
    "monthly_steps": attainment_steps,
    "quarterly_steps": attainment_steps,
    "annual_steps": attainment_steps,
    "bonus_on_period": st.booleans(),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    quotas = ("60000.00", "50000", "33333.33", "0", "-100")
    thresholds = {start for kind in PERIOD_STEPS for start, _ in p[kind]}
    shares = (*thresholds, 0, 1, Fraction(-3, 10), p["factor_cap"])
    sold = [(share, cent) for share in sorted(shares) for cent in NEAR]
    other = draw(cents(-20000, 150000))
    unit = Fraction(1, 100000)
    goal, cap = p["csat_target"], p["factor_cap"]
    csat = beside((0, goal / 2, goal, goal * cap), unit)
    limit = p["complaint_target"]
    complaints = beside((0, limit / 2, limit, limit * 2, limit * (2 - cap)), unit)
    scores = ("0", "100", "80", "80.5", "0.1", "120", "33.333333")
    cells = []
    for grade, quota in zip(
        steady(draw, ("junior", "intermediate", "senior", "principal"), rows),
        steady(draw, quotas, rows),
        strict=True,
    ):
        share, cent = draw(st.sampled_from(sold))
        near_threshold = max(Fraction(quota), Fraction(0)) * share + cent
        sales = draw(st.sampled_from((near_threshold,) * 4 + (other,)))
        cells.append(
            {
                "grade": grade,
                "sales": written(sales),
                "quota": quota,
                "csat": _rate(draw(st.sampled_from(csat))),
                "complaint_rate": _rate(draw(st.sampled_from(complaints))),
                "team_score": draw(st.sampled_from(scores)),
            }
        )
    return cells


def _rate(value: Fraction) -> str:
    """A cell of a rate; what is far above 1 would pass for a percent number."""
    return written(min(max(value, Fraction(0)), Fraction(19, 10)), 5)
