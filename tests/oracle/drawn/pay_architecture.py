"""People and parameters of pay-architecture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, monthly_amount, table, weight
from tests.oracle.people import Cells, Draw, cents, steady, written

TENURE = True

GRADES = ("junior", "intermediate", "senior")
EDUCATION = ("bachelor", "college", "high_school")

REPLACED: dict[str, Strategy] = {
    "base_by_grade": table(GRADES, monthly_amount),
    "tenure_amount": decimals(0, 500),
    "tenure_years_cap": st.integers(0, 12),
    "weight_efficiency": weight,
    "weight_csat": weight,
    # Thirds, quarters and fifths of small teams, and shares that ask for more than everyone.
    "top_share": st.one_of(st.sampled_from((0, 0.2, 0.25, 0.4, 0.5, 0.6, 1)), weight),
    "bottom_share": st.one_of(st.sampled_from((0, 0.2, 0.25, 0.4, 0.5, 0.6, 1)), weight),
    "top_factor": decimals(0, 3),
    "middle_factor": decimals(0, 2),
    "bottom_factor": decimals(0, 1),
    "monthly_standard": decimals(0, 3000),
    "quarterly_standard": decimals(0, 5000),
    "annual_standard": decimals(0, 20000),
    "annual_weight_monthly": weight,
    "defect_weight": decimals(0, 5, places=1),
    # No extremes: where sales count for very much or next to nothing, people who differ in the
    # last decimal of a column are closer than the catalogue's relative 1e-9.
    "sales_standard": decimals(10000, 500000, places=0),
    "night_rate": decimals(0, 100),
    "education_amount": table(EDUCATION, decimals(0, 500)),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    other = draw(cents(-10000, 200000))
    # Few figures, so that people of a team tie, also by different ways to the same index.
    choices = {
        "efficiency": ("0.9", "0.95", "1", "0.9001", "0"),
        "csat": ("0.9", "0.95", "1", "0.8999", "0"),
        "defect_rate": ("0", "0.01", "0.02", "0.05"),
        "sales": (*("0", "100000.00", "99999.99", "3000"), written(other)),
        "extra_contribution": ("0", "0", "0.5", "0.1234", "1"),
        "night_shifts": ("0", "0", "1", "8.5"),
    }
    if draw(st.booleans()):
        choices = {column: values[:2] for column, values in choices.items()}
    elif draw(st.booleans()):
        # Satisfaction that defects eat up to nothing, or nearly so, by ways that round differently.
        choices |= {
            "csat": ("0.1", "0.2", "0.3", "0.6"),
            "defect_rate": ("0.05", "0.1", "0.15", "0.3"),
            "sales": ("0",),
        }
    cells = []
    for grade, education, team in zip(
        steady(draw, GRADES, rows),
        steady(draw, EDUCATION, rows),
        steady(draw, ("A", "A", "A", "a", "01"), rows),
        strict=True,
    ):
        cell = {column: draw(st.sampled_from(values)) for column, values in choices.items()}
        cells.append({"grade": grade, "education": education, "team": team, **cell})
    return cells
