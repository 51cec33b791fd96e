"""Catalogue 12, career-ladder: grades, promotion and demotion by quarterly review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact
from tests.oracle.payslip import Amounts, Measures, Row, measured, number, pay_slips
from tests.oracle.periods import months_between, own_rows, pays, tenure_months

ID = "career-ladder"

DEFAULTS: dict[str, Any] = {
    "min_months_in_grade": {"junior": 3, "intermediate": 0, "senior": 12},
    "min_service_months": {"junior": 6, "intermediate": 12, "senior": 0},
    "csat_min": 0.90,
    "resolution_min": 0.95,
    "handle_max": 6,
    "exam_min": 80,
    "coefficient_min": {"junior": 1.2, "intermediate": 1.2, "senior": 1.2},
    "double_exam": 95,
    "double_csat": 0.97,
    "coefficient_floor": 1.2,
    "demotion_rows": {"intermediate": 3, "senior": 2, "principal": 2},
    "raise_one": 0.10,
    "raise_two": 0.22,
}

GRADES = ("junior", "intermediate", "senior", "principal")


@dataclass(frozen=True)
class Standing:
    """A grade, the row whose review led to it (or else the first row), and what it pays.

    Months in the grade count from the month after that row; `besides` are those to be added.
    """

    grade: int
    since: Row
    besides: Fraction
    base_pay: Fraction


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def career(row: Row) -> Standing:
        """The standing in force in the row's month: the earlier reviews, one after the other."""
        own = [other for other in rows if other["employee_id"] == row["employee_id"]]
        own.sort(key=lambda other: other["month"])
        first = own[0]
        standing = Standing(
            GRADES.index(first["grade"]),
            first,
            1 + tenure_months(first),  # the first month itself counts
            number(first, "starting_pay"),
        )
        for place, earlier in enumerate(own):
            if earlier["month"] >= row["month"]:
                break
            if pays(earlier, "quarter"):
                standing = reviewed(own[: place + 1], standing)
        return standing

    def reviewed(own: Sequence[Row], standing: Standing) -> Standing:
        """The standing from the next month on; `own` ends with the row of the review."""
        row = own[-1]
        if promoted(row, standing):
            if outstanding(row) and standing.grade + 2 < len(GRADES):
                higher = standing.base_pay * (1 + p["raise_two"])
                return Standing(standing.grade + 2, row, Fraction(0), higher)
            higher = standing.base_pay * (1 + p["raise_one"])
            return Standing(standing.grade + 1, row, Fraction(0), higher)
        if demoted(own, standing):
            lower = standing.base_pay / (1 + p["raise_one"])
            return Standing(standing.grade - 1, row, Fraction(0), lower)
        return standing

    def promoted(row: Row, standing: Standing) -> bool:
        grade = GRADES[standing.grade]
        return grade != "principal" and all(
            (
                months_in_grade(row, standing) >= p["min_months_in_grade"][grade],
                tenure_months(row) >= p["min_service_months"][grade],
                mean("csat", row) >= p["csat_min"],
                mean("resolution_rate", row) >= p["resolution_min"],
                mean("handle_minutes", row) <= p["handle_max"],
                number(row, "exam_score") >= p["exam_min"],
                total("internal_complaints", row) == 0,
                mean("performance_coefficient", row) >= p["coefficient_min"][grade],
            )
        )

    def outstanding(row: Row) -> bool:
        exam = number(row, "exam_score") >= p["double_exam"]
        return bool(exam and mean("csat", row) >= p["double_csat"])

    def demoted(own: Sequence[Row], standing: Standing) -> bool:
        grade = GRADES[standing.grade]
        if grade == "junior":
            return False
        count = int(p["demotion_rows"][grade])
        below = [
            number(row, "performance_coefficient") < p["coefficient_floor"] for row in own[-count:]
        ]
        return len(below) == count and all(below)

    def total(column: str, row: Row) -> Fraction:
        return sum((number(r, column) for r in own_rows(rows, row, "quarter")), Fraction(0))

    def mean(column: str, row: Row) -> Fraction:
        return total(column, row) / len(own_rows(rows, row, "quarter"))

    amounts = pay_slips(rows, {"base_pay": lambda row: career(row).base_pay})
    measures = measured(
        rows,
        {
            "months_in_grade": lambda row: months_in_grade(row, career(row)),
            "grade_now": lambda row: GRADES[career(row).grade],
        },
    )
    return amounts, measures


def months_in_grade(row: Row, standing: Standing) -> Fraction:
    """Calendar months in the grade, this one included."""
    return months_between(standing.since, row) + standing.besides
