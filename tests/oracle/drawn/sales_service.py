"""People and parameters of sales-service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, monthly_amount, steps, table, weight
from tests.oracle.people import Cells, Draw, steady

TENURE = True
EDUCATION = ("bachelor", "college", "high_school")

REPLACED: dict[str, Strategy] = {
    "base_by_education": table(EDUCATION, steps(st.integers(0, 12), monthly_amount)),
    "monthly_share": weight,
    "quarterly_share": weight,
    "attendance_amount": decimals(0, 2000),
    "company_factor": decimals(0, 3),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    """Scores and factors of few decimals, so that float64 can tell pay from half a fen; absences
    that are hardly any.
    """
    choices = {
        "score": ("0", "100", "85", "92.5", "77.1", "33.3", "66.7", "120", "-3"),
        "absences": ("0", "0", "0", "1", "0.5", "0.000001", "-1"),
        "late": ("0", "0", "0", "1", "3"),
    }
    cells = []
    for education, factor in zip(
        steady(draw, EDUCATION, rows),
        steady(draw, ("1", "0", "0.8", "1.5", "0.333", "-0.1", "1.005"), rows),
        strict=True,
    ):
        cell = {column: draw(st.sampled_from(values)) for column, values in choices.items()}
        cells.append({"education": education, **cell, "individual_factor": factor})
    return cells
