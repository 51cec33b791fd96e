"""Hypothesis strategies for small workforces of each plan, as the rows of text of a facts file.

Values, and half of the time sums of several months or people, sit on and one unit beside the
thresholds of the parameters in force, so that ties, edges and empty groups come up often.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from engine import load_plan
from tests.boundary_values import at_boundaries
from tests.oracle import PLANS
from tests.oracle.arithmetic import exact
from tests.oracle.drawn import drawn
from tests.oracle.parameters import Overrides, parameters
from tests.oracle.payslip import Row

__all__ = ["parameters", "situations", "workforces"]

Draw = Callable[[st.SearchStrategy[Any]], Any]
Cells = dict[str, str]

# Text sorted by code point: digits before letters, "E10" before "E2", U+FF21 before U+1F600.
EMPLOYEES = ("E1", "E2", "E10", "007", "7", "e1", "NA", "Zoë", "李雷", "\uff21", "\U0001f600")
FIRST_YEAR = 2022
LONGEST = 26
MOST_PEOPLE = 6
MOST_ROWS = 72
MOST_PAID = 10**8
"""Yuan a month, a line: far below what is too large to be calculated exactly."""


@st.composite
def situations(draw: Draw, plan_id: str) -> tuple[list[Row], Overrides]:
    """Rows of a workforce and the parameter overrides they are to be paid under."""
    overrides = draw(st.one_of(st.just({}), parameters(plan_id)))
    return draw(workforces(plan_id, overrides)), overrides


@st.composite
def workforces(draw: Draw, plan_id: str, overrides: Overrides | None = None) -> list[Row]:
    """Rows of a few people over 2 to 26 months that start and end anywhere in the year.

    All rows have the same columns; their order in the file is any.
    """
    figures = exact({**PLANS[plan_id].DEFAULTS, **(overrides or {})})
    length = draw(st.integers(2, LONGEST))
    first = draw(st.integers(0, 35))
    most = max(1, min(MOST_PEOPLE, MOST_ROWS // length))
    employees = draw(st.lists(st.sampled_from(EMPLOYEES), min_size=1, max_size=most, unique=True))
    own = drawn(plan_id)
    with_tenure = getattr(own, "TENURE", False)
    tenure_columns = draw(st.sampled_from(TENURE_COLUMNS)) if with_tenure else ()

    rows: list[Row] = []
    for employee in employees:
        months = served(draw, first, length)
        facts = own.facts(draw, figures, employees, len(months))
        tenure = tenures(draw, tenure_columns, months)
        for month, cells, in_service in zip(months, facts, tenure, strict=True):
            rows.append({"employee_id": employee, "month": name(month), **cells, **in_service})
    assume(rows)
    if draw(st.booleans()):
        plan = load_plan(plan_id).with_values(overrides or {})
        random = draw(st.randoms(use_true_random=True))
        landed = at_boundaries(rows, plan, random, large=True)
        paid, _ = PLANS[plan_id].pay(landed, overrides or {})
        if all(abs(amount) < MOST_PAID for amount in paid.values()):
            rows = landed
    in_order: Callable[[list[Row]], list[Row]] = draw(st.sampled_from(ORDERS))
    return in_order(rows)


def served(draw: Draw, first: int, length: int) -> list[int]:
    """The months of one person's rows: there throughout, joining, leaving, away for a while."""
    start, end = 0, length - 1
    if draw(st.booleans()):
        start = draw(st.integers(0, length - 1))
    if draw(st.booleans()):
        end = draw(st.integers(start, length - 1))
    away: set[int] = set()
    if draw(st.booleans()):
        gone = draw(st.integers(0, length - 1))
        away = set(range(gone, gone + draw(st.sampled_from((1, 1, 2, 3, 7)))))
    return [first + offset for offset in range(start, end + 1) if offset not in away]


def name(month: int) -> str:
    """Months count from January of the first year."""
    return f"{FIRST_YEAR + month // 12:04}-{month % 12 + 1:02}"


ORDERS: tuple[Callable[[list[Row]], list[Row]], ...] = (
    lambda rows: rows,
    lambda rows: rows[::-1],
    lambda rows: sorted(rows, key=lambda row: row["month"]),
    lambda rows: sorted(
        rows, key=lambda row: zlib.crc32((row["month"] + row["employee_id"]).encode())
    ),
)


# --- cells -----------------------------------------------------------------------------------


def written(value: Fraction | int, places: int = 2) -> str:
    """The decimal text of a value, to so many places."""
    units = floor(Fraction(value) * 10**places + Fraction(1, 2))
    return format(Decimal(units).scaleb(-places), "f")


def beside(
    values: Iterable[Fraction | int], unit: Fraction | int = Fraction(1, 100)
) -> list[Fraction]:
    """Each value, and the values one unit below and above it."""
    return [Fraction(value) + shift for value in values for shift in (0, -unit, unit)]


def steady(draw: Draw, values: Sequence[str], rows: int) -> list[str]:
    """A value a row, mostly that of the row before."""
    value = draw(st.sampled_from(values))
    chosen = []
    for _ in range(rows):
        if draw(CHANGES):
            value = draw(st.sampled_from(values))
        chosen.append(value)
    return chosen


CHANGES = st.sampled_from((False, False, False, False, True))
NEAR = (Fraction(0), Fraction(0), Fraction(-1, 100), Fraction(1, 100))


def cents(low: int, high: int) -> st.SearchStrategy[Fraction]:
    """Money to the cent between two amounts of whole yuan."""
    return st.integers(low * 100, high * 100).map(lambda fen: Fraction(fen, 100))


# --- tenure ----------------------------------------------------------------------------------

TENURE_COLUMNS = (("hire_date",), ("tenure_months",), ("hire_date", "tenure_months"))
TENURE_MONTHS = ("0", "1", "2", "3", "2.5", "-1", "11", "12", "23.99", "119", "120", "121", "300")


def tenures(draw: Draw, columns: Sequence[str], months: Sequence[int]) -> list[Cells]:
    """hire_date, tenure_months or both; with both columns at least one of them is filled."""
    if not columns or not months:
        return [{} for _ in months]
    hired = months[0] - draw(st.sampled_from((0, 0, 1, 2, 3, 9, 11, 12, 24, 119, 130, -2)))
    hire_date = f"{name(hired)}-{draw(st.integers(1, 28)):02}"
    stated = steady(draw, TENURE_MONTHS, len(months))
    cells = []
    for months_stated in stated:
        cell = {"hire_date": hire_date, "tenure_months": months_stated}
        if len(columns) == 2:
            blank = draw(st.sampled_from(("tenure_months", "tenure_months", "hire_date", None)))
            cell = {column: "" if column == blank else text for column, text in cell.items()}
        cells.append({column: cell[column] for column in columns})
    return cells


PERIOD_STEPS = ("monthly_steps", "quarterly_steps", "annual_steps")
