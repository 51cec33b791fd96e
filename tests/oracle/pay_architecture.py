"""Catalogue 16, pay-architecture: bonuses of a standard and a quota, ranked within teams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import ceil, exact, floor
from tests.oracle.payslip import Amounts, Line, Measures, Row, measured, number, pay_slips
from tests.oracle.periods import Period, full_years, own_rows, pays

ID = "pay-architecture"

DEFAULTS: dict[str, Any] = {
    "base_by_grade": {"junior": 3000, "intermediate": 4000, "senior": 5500},
    "tenure_amount": 100,
    "tenure_years_cap": 5,
    "weight_efficiency": 0.5,
    "weight_csat": 0.5,
    "top_share": 0.2,
    "bottom_share": 0.1,
    "top_factor": 1.5,
    "middle_factor": 1.0,
    "bottom_factor": 0.5,
    "monthly_standard": 600,
    "quarterly_standard": 1500,
    "annual_standard": 4000,
    "annual_weight_monthly": 0.5,
    "defect_weight": 2,
    "sales_standard": 300000,
    "night_rate": 40,
    "education_amount": {"bachelor": 300, "college": 150, "high_school": 0},
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def of_period(line: Line, row: Row, period: Period) -> Fraction:
        return sum((line(r) for r in own_rows(rows, row, period)), Fraction(0))

    def mean(line: Line, row: Row, period: Period) -> Fraction:
        return of_period(line, row, period) / len(own_rows(rows, row, period))

    def column(name: str) -> Line:
        return lambda row: number(row, name)

    def factor(index: Line, row: Row) -> Fraction:
        """The factor of the row's place in its team by the index of the month."""
        team = [r for r in rows if r["month"] == row["month"] and r["team"] == row["team"]]
        best_first = sorted(team, key=lambda r: (-index(r), r["employee_id"]))
        place = [r["employee_id"] for r in best_first].index(row["employee_id"])
        top = ceil(p["top_share"] * len(team))
        bottom = min(floor(p["bottom_share"] * len(team)), len(team) - top)
        if place < top:
            return Fraction(p["top_factor"])
        at_bottom = place >= len(team) - bottom
        return Fraction(p["bottom_factor"] if at_bottom else p["middle_factor"])

    def base_pay(row: Row) -> Fraction:
        years = min(p["tenure_years_cap"], full_years(row))
        return Fraction(p["base_by_grade"][row["grade"]] + p["tenure_amount"] * years)

    def monthly_index(row: Row) -> Fraction:
        return Fraction(
            p["weight_efficiency"] * number(row, "efficiency")
            + p["weight_csat"] * number(row, "csat")
        )

    def monthly_factor(row: Row) -> Fraction:
        return factor(monthly_index, row)

    def monthly_bonus(row: Row) -> Fraction:
        return Fraction(p["monthly_standard"] * monthly_factor(row))

    def quarterly_index(row: Row) -> Fraction:
        return Fraction(
            mean(column("csat"), row, "quarter")
            - p["defect_weight"] * mean(column("defect_rate"), row, "quarter")
            + of_period(column("sales"), row, "quarter") / p["sales_standard"]
        )

    def quarterly_factor(row: Row) -> Fraction:
        return factor(quarterly_index, row)

    def quarterly_bonus(row: Row) -> Fraction:
        if not pays(row, "quarter"):
            return Fraction(0)
        return Fraction(p["quarterly_standard"] * quarterly_factor(row))

    def annual_bonus(row: Row) -> Fraction:
        if not pays(row, "year"):
            return Fraction(0)
        rated = [quarterly_factor(r) for r in own_rows(rows, row, "year") if pays(r, "quarter")]
        of_quarters = sum(rated, Fraction(0)) / len(rated)
        of_months = mean(monthly_factor, row, "year")
        monthly = p["annual_weight_monthly"]
        rate = monthly * of_months + (1 - monthly) * of_quarters
        return Fraction(p["annual_standard"] * rate * (1 + number(row, "extra_contribution")))

    def night_allowance(row: Row) -> Fraction:
        return Fraction(p["night_rate"] * number(row, "night_shifts"))

    def education_allowance(row: Row) -> Fraction:
        return Fraction(p["education_amount"][row["education"]])

    amounts = pay_slips(
        rows,
        {
            "base_pay": base_pay,
            "monthly_bonus": monthly_bonus,
            "quarterly_bonus": quarterly_bonus,
            "annual_bonus": annual_bonus,
            "night_allowance": night_allowance,
            "education_allowance": education_allowance,
        },
    )
    measures = measured(rows, {"monthly_index": monthly_index, "monthly_factor": monthly_factor})
    ends = [row for row in rows if pays(row, "quarter")]
    quarterly = {"quarterly_index": quarterly_index, "quarterly_factor": quarterly_factor}
    return amounts, {**measures, **measured(ends, quarterly)}
