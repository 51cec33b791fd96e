"""Months, and an employee's own rows of a quarter, half or year up to the current month."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import Literal

from tests.oracle.payslip import Row, number

Period = Literal["quarter", "half", "year"]

MONTHS: dict[Period, int] = {"quarter": 3, "half": 6, "year": 12}


def pays(row: Row, period: Period) -> bool:
    """Whether the row's month is the last calendar month of a quarter, half or year."""
    return _month_of_year(row) % MONTHS[period] == 0


def own_rows(rows: Sequence[Row], row: Row, period: Period) -> list[Row]:
    """The employee's rows of the period that holds this month, up to and including it."""
    return [
        other
        for other in rows
        if other["employee_id"] == row["employee_id"]
        and _year(other) == _year(row)
        and _part(other, period) == _part(row, period)
        and _month_of_year(other) <= _month_of_year(row)
    ]


def tenure_months(row: Row) -> Fraction:
    """A filled tenure_months, else whole calendar months since the month of hire; never below 0."""
    if row.get("tenure_months"):
        return max(Fraction(0), number(row, "tenure_months"))
    hire_year, hire_month = row["hire_date"].split("-")[:2]
    months = (_year(row) - int(hire_year)) * 12 + _month_of_year(row) - int(hire_month)
    return Fraction(max(0, months))


def full_years(row: Row) -> int:
    """Whole years of tenure."""
    return floor(tenure_months(row) / 12)


def _year(row: Row) -> int:
    return int(row["month"].split("-")[0])


def _month_of_year(row: Row) -> int:
    return int(row["month"].split("-")[1])


def _part(row: Row, period: Period) -> int:
    return (_month_of_year(row) - 1) // MONTHS[period]
