"""Catalogue 2, key-account-operations: the key-account operations department, 2020."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import clip, exact, tiers
from tests.oracle.payslip import Amounts, Line, Measures, Row, measured, number, pay_slips
from tests.oracle.periods import own_rows, pays

ID = "key-account-operations"

DEFAULTS: dict[str, Any] = {
    "guarantee_by_role": {
        "director": 4500,
        "director_assistant": 4000,
        "regional_manager": 3500,
        "key_account_manager": 3000,
    },
    "performance_by_role": {
        "director": 3500,
        "director_assistant": 3000,
        "regional_manager": 2500,
        "key_account_manager": 2000,
    },
    "monthly_standard": {
        "director": 200000,
        "director_assistant": 60000,
        "regional_manager": 50000,
        "key_account_manager": 40000,
    },
    "annual_target": 5000000,
    "annual_salary": 200000,
    "director_award": 50000,
    "excess_rate": 0.04,
    "recover_overpaid": False,
    "prorate_by_role": False,
    "commission_rate": 0.05,
    "accelerated_rate": 0.08,
    "commission_rate_account_manager": 0.05,
    "award_threshold": {"director_assistant": 1300000, "regional_manager": 1000000},
    "award_amount": {"director_assistant": 50000, "regional_manager": 40000},
    "override_department": 0.005,
    "override_reports": 0.01,
}

SELLING_LEADERS = ("director_assistant", "regional_manager")


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def sales(row: Row) -> Fraction:
        return number(row, "sales")

    def department_sales(row: Row) -> Fraction:
        return sum((sales(r) for r in rows if r["month"] == row["month"]), Fraction(0))

    def reports_sales(row: Row) -> Fraction:
        reports = [
            other
            for other in rows
            if other["month"] == row["month"]
            and other["role"] == "key_account_manager"
            and other["manager_id"] == row["employee_id"]
        ]
        return sum((sales(report) for report in reports), Fraction(0))

    def guarantee(row: Row) -> Fraction:
        return Fraction(p["guarantee_by_role"][row["role"]])

    def monthly_performance(row: Row) -> Fraction:
        role = row["role"]
        sold = department_sales(row) if role == "director" else sales(row)
        reached = clip(sold / p["monthly_standard"][role], 0, 1)
        return Fraction(p["performance_by_role"][role] * reached)

    def counted(row: Row) -> list[Row]:
        """The own rows of the year that count: all, or those in the role held now."""
        own = own_rows(rows, row, "year")
        return [r for r in own if r["role"] == row["role"]] if p["prorate_by_role"] else own

    def part(row: Row) -> Fraction:
        """The part of the year for which annual figures are taken."""
        return Fraction(len(counted(row)), 12) if p["prorate_by_role"] else Fraction(1)

    def of_year(line: Line, row: Row) -> Fraction:
        """The sum over the rows of the year that count, 0 where it is below."""
        return max(Fraction(0), sum((line(r) for r in counted(row)), Fraction(0)))

    def annual_settlement(row: Row) -> Fraction:
        if not pays(row, "year") or row["role"] != "director":
            return Fraction(0)
        target = p["annual_target"] * part(row)
        reached = min(Fraction(1), of_year(department_sales, row) / target)
        paid = of_year(lambda r: guarantee(r) + monthly_performance(r), row)
        settlement = p["annual_salary"] * part(row) * reached - paid
        return Fraction(settlement if p["recover_overpaid"] else max(Fraction(0), settlement))

    def target_award(row: Row) -> Fraction:
        role = row["role"]
        reached = False
        award = Fraction(0)
        if role == "director":
            reached = of_year(department_sales, row) >= p["annual_target"] * part(row)
            award = p["director_award"]
        elif role in SELLING_LEADERS:
            reached = of_year(sales, row) >= p["award_threshold"][role] * part(row)
            award = p["award_amount"][role]
        return award * part(row) if pays(row, "year") and reached else Fraction(0)

    def excess_commission(row: Row) -> Fraction:
        if not pays(row, "year") or row["role"] != "director":
            return Fraction(0)
        excess = of_year(department_sales, row) - p["annual_target"] * part(row)
        return Fraction(p["excess_rate"] * max(Fraction(0), excess))

    def commission(row: Row) -> Fraction:
        if not pays(row, "year"):
            return Fraction(0)
        role = row["role"]
        if role in SELLING_LEADERS:
            rates = [
                [Fraction(0), p["commission_rate"]],
                [p["award_threshold"][role] * part(row), p["accelerated_rate"]],
            ]
            return tiers(of_year(sales, row), rates)
        if role == "key_account_manager":
            return Fraction(p["commission_rate_account_manager"] * of_year(sales, row))
        return Fraction(0)

    def override(row: Row) -> Fraction:
        if not pays(row, "year"):
            return Fraction(0)
        if row["role"] == "director_assistant":
            return Fraction(p["override_department"] * of_year(department_sales, row))
        if row["role"] == "regional_manager":
            return Fraction(p["override_reports"] * of_year(reports_sales, row))
        return Fraction(0)

    amounts = pay_slips(
        rows,
        {
            "guarantee": guarantee,
            "monthly_performance": monthly_performance,
            "annual_settlement": annual_settlement,
            "target_award": target_award,
            "excess_commission": excess_commission,
            "commission": commission,
            "override": override,
        },
    )
    measures = measured(
        rows, {"department_sales": department_sales, "reports_sales": reports_sales}
    )
    return amounts, measures
