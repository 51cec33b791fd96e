"""People and parameters of career-ladder."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, table
from tests.oracle.people import Cells, Draw, beside, steady, written

TENURE = True

REPLACED: dict[str, Strategy] = {
    "min_months_in_grade": table(("junior", "intermediate", "senior"), st.integers(0, 15)),
    "min_service_months": table(("junior", "intermediate", "senior"), st.integers(0, 24)),
    "csat_min": decimals(0.8, 1),
    "resolution_min": decimals(0.8, 1),
    "handle_max": decimals(3, 9, places=1),
    "exam_min": st.integers(50, 100),
    "coefficient_min": table(("junior", "intermediate", "senior"), decimals(0.5, 1.5)),
    "double_exam": st.integers(50, 100),
    "double_csat": decimals(0.8, 1),
    "coefficient_floor": decimals(0.5, 1.5),
    "demotion_rows": table(("intermediate", "senior", "principal"), st.integers(1, 5)),
    "raise_one": decimals(0, 0.5),
    "raise_two": decimals(0, 0.9),
}

GRADES = ("junior", "junior", "intermediate", "senior", "principal")
PAYS = ("4000.00", "3333.33", "6727.61", "0", "5555.555", "12345.67")


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    # On the marks or a little beside them, mostly on the good side: a review needs all of them.
    small = Fraction(1, 10000)
    marks = beside(
        (*p["coefficient_min"].values(), p["coefficient_floor"], Fraction(13, 10)), small
    )
    good = draw(st.sampled_from((True, True, False)))
    satisfaction = _near(p["csat_min"], small, good) + _near(p["double_csat"], small, good)
    resolved = _near(p["resolution_min"], small, good)
    minutes = [Fraction(p["handle_max"]) * 2 - m for m in _near(p["handle_max"], small, good)]
    exams = _near(p["exam_min"], 1, good) + _near(p["double_exam"], 1, good)
    complaints = ("0",) * 11 + ("1",)
    grades = steady(draw, GRADES, rows)
    pays = steady(draw, PAYS, rows)
    coefficients = steady(draw, [written(mark, 4) for mark in marks], rows)
    cells = []
    for grade, pay, coefficient in zip(grades, pays, coefficients, strict=True):
        cells.append(
            {
                "grade": grade,
                "starting_pay": pay,
                "csat": written(draw(st.sampled_from(satisfaction)), 4),
                "resolution_rate": written(draw(st.sampled_from(resolved)), 4),
                "handle_minutes": written(draw(st.sampled_from(minutes)), 4),
                "exam_score": written(draw(st.sampled_from(exams)), 0),
                "internal_complaints": draw(st.sampled_from(complaints)),
                "performance_coefficient": coefficient,
            }
        )
    return cells


def _near(mark: Fraction, unit: Fraction | int, good: bool) -> list[Fraction]:
    """The mark and a step above it; a step below now and then, or as often."""
    above = [Fraction(mark), Fraction(mark) + unit]
    return [*above * (4 if good else 1), Fraction(mark) - unit]
