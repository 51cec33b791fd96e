"""Months, and an employee's own rows of a quarter, half or year up to the current month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import floor
from typing import Literal

from tests.oracle.arithmetic import ratio
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
        and same_period(other, row, period)
        and _month_of_year(other) <= _month_of_year(row)
    ]


def attained(rows: Sequence[Row], row: Row, period: Period) -> Fraction:
    """attainQ, attainY: sales over quota, on the employee's own months that have a quota."""
    with_quota = [other for other in own_rows(rows, row, period) if number(other, "quota") > 0]
    sales = sum((number(other, "sales") for other in with_quota), Fraction(0))
    quota = sum((number(other, "quota") for other in with_quota), Fraction(0))
    return ratio(sales, quota)


def same_period(row: Row, other: Row, period: Period) -> bool:
    """Whether two rows lie in the same quarter, half or year."""
    return _year(row) == _year(other) and _part(row, period) == _part(other, period)


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


def months_between(earlier: Row, later: Row) -> int:
    """Calendar months from one row's month to another's."""
    years = _year(later) - _year(earlier)
    return years * 12 + _month_of_year(later) - _month_of_year(earlier)


def streaks(
    rows: Sequence[Row], employee: str, holds: Callable[[Row], bool], months: Fraction
) -> set[str]:
    """The months in which so many calendar months in a row, all in service, are complete.

    No month counts in two streaks.
    """
    complete: set[str] = set()
    running: list[Row] = []
    own = (row for row in rows if row["employee_id"] == employee)
    for row in sorted(own, key=lambda row: row["month"]):
        if running and months_between(running[-1], row) > 1:
            running = []
        running = [*running, row] if holds(row) else []
        if len(running) == months:
            complete.add(row["month"])
            running = []
    return complete


def _year(row: Row) -> int:
    return int(row["month"].split("-")[0])


def _month_of_year(row: Row) -> int:
    return int(row["month"].split("-")[1])


def _part(row: Row, period: Period) -> int:
    return (_month_of_year(row) - 1) // MONTHS[period]
