"""Hypothesis strategies for small workforces of each plan, as the rows of text of a facts file.

Values sit on and one unit beside the thresholds of the parameters in force, so that ties, edges
and empty groups come up often.
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

from tests.oracle import PLANS
from tests.oracle.arithmetic import exact
from tests.oracle.parameters import Overrides, parameters
from tests.oracle.payslip import Row
from tests.oracle.service_centre_pool import DEFAULTS as SERVICE_CENTRE_POOL

__all__ = ["parameters", "situations", "workforces"]

Draw = Callable[[st.SearchStrategy[Any]], Any]
Cells = dict[str, str]

# Text sorted by code point: digits before letters, "E10" before "E2", U+FF21 before U+1F600.
EMPLOYEES = ("E1", "E2", "E10", "007", "7", "e1", "NA", "Zoë", "李雷", "\uff21", "\U0001f600")
FIRST_YEAR = 2022
LONGEST = 26
MOST_PEOPLE = 6
MOST_ROWS = 72


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
    with_tenure = plan_id in ("department-pool", "key-account-seller")
    tenure_columns = draw(st.sampled_from(TENURE_COLUMNS)) if with_tenure else ()

    rows: list[Row] = []
    for employee in employees:
        months = served(draw, first, length)
        facts = FACTS[plan_id](draw, figures, employees, len(months))
        tenure = tenures(draw, tenure_columns, months)
        for month, cells, in_service in zip(months, facts, tenure, strict=True):
            rows.append({"employee_id": employee, "month": name(month), **cells, **in_service})
    assume(rows)
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


# --- the columns of each plan ----------------------------------------------------------------


def service_seller(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    quotas = ("60000.00", "50000", "33333.33", "0", "-100")
    thresholds = {start for kind in PERIOD_STEPS for start, _ in p[kind]}
    shares = (*thresholds, 0, 1, Fraction(-3, 10), p["factor_cap"])
    sold = [(share, cent) for share in sorted(shares) for cent in NEAR]
    other = draw(cents(-20000, 150000))
    unit = Fraction(1, 100000)
    goal, cap = p["csat_target"], p["factor_cap"]
    csat = beside((0, goal / 2, goal, goal * cap), unit)
    limit = p["complaint_target"]
    complaints = beside((0, limit / 2, limit, limit * 2, limit * (2 - cap)), unit)
    scores = ("0", "100", "80", "80.5", "0.1", "120", "33.333333")
    cells = []
    for grade, quota in zip(
        steady(draw, ("junior", "intermediate", "senior", "principal"), rows),
        steady(draw, quotas, rows),
        strict=True,
    ):
        share, cent = draw(st.sampled_from(sold))
        near_threshold = max(Fraction(quota), Fraction(0)) * share + cent
        sales = draw(st.sampled_from((near_threshold,) * 4 + (other,)))
        cells.append(
            {
                "grade": grade,
                "sales": written(sales),
                "quota": quota,
                "csat": written(max(draw(st.sampled_from(csat)), Fraction(0)), 5),
                "complaint_rate": written(max(draw(st.sampled_from(complaints)), Fraction(0)), 5),
                "team_score": draw(st.sampled_from(scores)),
            }
        )
    return cells


PERIOD_STEPS = ("monthly_steps", "quarterly_steps", "annual_steps")


def points_pay(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    deductions = {
        kind: sorted({max(0, int(d)) for d in beside((start for start, _ in by_group), 1)})
        for kind, by_group in p["deduction_coefficients"].items()
    }
    late = [written(times, 0) for times in beside((p["late_limit"],), 1) if times >= 0]
    choices = {
        "conversations": ("0", "1200", "2499", "17"),
        "vip_conversations": ("0", "0", "431"),
        "calls": ("0", "0", "99"),
        "execution": ("0", "300", "150", "87.5", "310"),
        "tickets": ("0", "123"),
        "wrong_tickets": ("0", "0", "3", "400"),
        "excellent_cases": ("0", "0", "2"),
        "extra_points": ("0", "0", "50", "-30", "-5000", "0.333333"),
        "sick_days": ("0", "0", "0", "0.5"),
        "leave_days": ("0", "0", "0", "1"),
        "shift_changes": ("0", "0", "0", "1"),
        "late_logins": late,
        "days_required": ("22", "21", "23", "0"),
        "days_attended": ("22", "21", "19.5", "0", "25"),
    }
    cells = []
    for group, grade in zip(
        steady(draw, ("basic", "vip"), rows),
        steady(draw, ("junior", "intermediate", "senior"), rows),
        strict=True,
    ):
        cell = {column: draw(st.sampled_from(values)) for column, values in choices.items()}
        deduction = str(draw(st.sampled_from(deductions[group])))
        cells.append(
            {"service_group": group, "grade": grade, "quality_deduction": deduction, **cell}
        )
    return cells


def department_pool(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    pays = ("5000.00", "6638.36", "0", "5000.005", "4999.994999", "-12.345")
    ratings = ("unqualified", "excellent", "good", "qualified")
    return [
        {"annual_rating": rating, "monthly_pay": amount}
        for rating, amount in zip(
            steady(draw, ratings, rows), steady(draw, pays, rows), strict=True
        )
    ]


def service_centre_pool(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    posts = ("agent",) * 12 + tuple(SERVICE_CENTRE_POOL["post_pay_amount"])
    hours = ("160", "160", "100.5", "12.25", "0")
    starts = [start for start, _ in p["pool_rates"]]
    above = [Fraction(0)] * 6 + beside((0, *starts, p["pool_cap_calls"]), 1)
    short = [Fraction(-300), Fraction(-3001)]
    scores = draw(st.sampled_from((("0",), ("100", "80", "80.5", "0.1", "0"), ("75", "75.3"))))
    cells = []
    for post, group in zip(
        steady(draw, posts, rows), steady(draw, ("A", "A", "a", "01", "热线"), rows), strict=True
    ):
        worked = draw(st.sampled_from(hours))
        calls = p["calls_per_hour"] * Fraction(worked) + draw(st.sampled_from(above + short))
        cells.append(
            {
                "post": post,
                "skill_group": group,
                "hours": worked,
                "calls": written(calls, 3),
                "review_score": draw(st.sampled_from(scores)),
                "overtime_hours": draw(st.sampled_from(("0", "0", "7.5", "11.34"))),
                "night_shifts": draw(st.sampled_from(("0", "0", "1", "8"))),
                "shortfall_excused": draw(st.sampled_from(("0",) * 9 + ("1",))),
            }
        )
    return cells


def key_account_operations(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    roles = (
        "director",
        "director_assistant",
        "regional_manager",
        "key_account_manager",
        "key_account_manager",
    )
    thresholds = (p["annual_target"], *p["award_threshold"].values())
    sold = [
        *beside(p["monthly_standard"].values()),
        *beside(thresholds),
        *(threshold / 12 for threshold in thresholds),
        *[Fraction(0)] * 8,
        Fraction(-18915),
        -p["annual_target"],
        draw(cents(0, 100000)),
        draw(cents(0, 100000)),
    ]
    return [
        {"role": role, "manager_id": manager, "sales": written(draw(st.sampled_from(sold)))}
        for role, manager in zip(
            steady(draw, roles, rows),
            steady(draw, ("", "not in the file", *employees), rows),
            strict=True,
        )
    ]


def key_account_seller(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    limit, base = p["no_carry_above"], p["base_share"]
    targets = ("200000.00", "107777", "400000", written(max(limit, Fraction(1))))
    once = (base, 1, base / 2, base * 5 / 4, base * 3 / 2, base * 2, 1 + base, Fraction(3, 2))
    thirds = (base / 3, Fraction(1, 3))
    # Mostly nothing, so that a quarter often comes to a single one of these shares of its target.
    shares = (0,) * 7 + once + thirds
    other = (limit, limit, limit - Fraction(1, 100), Fraction(-5000), draw(cents(0, 300000)))
    cells = []
    for target in steady(draw, targets, rows):
        of_target = Fraction(target) * draw(st.sampled_from(shares)) + draw(st.sampled_from(NEAR))
        collected = draw(st.sampled_from((of_target,) * 8 + other))
        cells.append(
            {
                "collected": written(collected),
                "service_collected": draw(st.sampled_from(("0", "8694.78", "10000", "-16.25"))),
                "target": target,
                "kpi_factor": draw(st.sampled_from(("0", "1", "0.85", "0.9374"))),
            }
        )
    return cells


FACTS: dict[str, Callable[[Draw, Any, Sequence[str], int], list[Cells]]] = {
    "service-seller": service_seller,
    "points-pay": points_pay,
    "department-pool": department_pool,
    "service-centre-pool": service_centre_pool,
    "key-account-operations": key_account_operations,
    "key-account-seller": key_account_seller,
}
