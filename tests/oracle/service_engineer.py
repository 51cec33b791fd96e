"""Catalogue 9, service-engineer: incentives of a field-service department."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact, rank, step
from tests.oracle.payslip import Amounts, Measures, Row, number, pay_slips
from tests.oracle.periods import own_rows, pays

ID = "service-engineer"

DEFAULTS: dict[str, Any] = {
    "base_points": 17,
    "point_value": 270,
    "incident_points": 2,
    "ranking_prizes": [[3, 1500], [8, 1000]],
    "parts_rates": [[0.35, 0.03], [0.50, 0.05]],
    "saving_rate": 300,
    "clean_project_rate": 30,
    "record_fine": 100,
    "complaint_fine": 200,
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def point_pay(row: Row) -> Fraction:
        if row["role"] not in ("service_engineer", "team_leader"):
            return Fraction(0)
        points = (
            number(row, "service_points")
            - number(row, "rework_points")
            - p["incident_points"] * number(row, "safety_incidents")
        )
        return Fraction(p["point_value"] * max(Fraction(0), points - p["base_points"]))

    def review_mean(row: Row) -> Fraction:
        own = own_rows(rows, row, "quarter")
        return sum((number(r, "review_score") for r in own), Fraction(0)) / len(own)

    def ranking_award(row: Row) -> Fraction:
        if not pays(row, "quarter") or row["role"] == "other":
            return Fraction(0)
        ranked = [r for r in rows if r["month"] == row["month"] and r["role"] != "other"]
        place = rank(review_mean(row), [review_mean(r) for r in ranked])
        for last_rank, prize in p["ranking_prizes"]:
            if place <= last_rank:
                return Fraction(prize)
        return Fraction(0)

    def parts_commission(row: Row) -> Fraction:
        rate = step(number(row, "parts_margin"), p["parts_rates"])
        return number(row, "parts_collected") * rate

    def saving_award(row: Row) -> Fraction:
        return Fraction(p["saving_rate"] * number(row, "cost_savings"))

    def clean_project_award(row: Row) -> Fraction:
        if not pays(row, "half"):
            return Fraction(0)
        projects = [number(r, "clean_projects") for r in own_rows(rows, row, "half")]
        return Fraction(p["clean_project_rate"] * sum(projects))

    def deductions(row: Row) -> Fraction:
        records = p["record_fine"] * number(row, "missing_records")
        return Fraction(-(records + p["complaint_fine"] * number(row, "complaints")))

    amounts = pay_slips(
        rows,
        {
            "point_pay": point_pay,
            "ranking_award": ranking_award,
            "parts_commission": parts_commission,
            "saving_award": saving_award,
            "clean_project_award": clean_project_award,
            "deductions": deductions,
        },
    )
    return amounts, {}
