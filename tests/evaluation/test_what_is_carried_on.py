"""Functions that carry a state from month to month lose nothing and invent nothing on the way."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import evaluate, read_facts
from engine.calendar import month_number
from tests.boundary_values import at_boundaries
from tests.evaluation.results import measures, write_facts
from tests.evaluation.test_every_function import people
from tests.examples import examples
from tests.small_plan import small_plan

Rows = list[dict[str, str]]

PRICE, LIFE = 5, 3
PURSE = small_plan(
    {
        "purse": {"working": f"expiring_balance(calls, price={PRICE}, months={LIFE})"},
        "won": {"measure": "purse.prizes"},
        "expired": {"measure": "purse.expired"},
        "balance": {"measure": "purse.balance"},
        "recent": {"measure": f"recent_sum(calls, {LIFE})"},
        "paid": "100 * purse.prizes",
    },
    facts={"calls": {"kind": "count"}},
)
GRADES = ("junior", "senior", "principal")
LADDER = small_plan(
    {
        "career": {
            "working": "career_ladder(start=grade, months_before=tenure_months,"
            " review=calendar_month in review_months, promote=sales > 100, promote_two=score > 2,"
            " min_months=least, demote=sales < 3, demote_rows=most, raise_one=0.5, raise_two=2)"
        },
        "grade_now": {"measure": "career.grade"},
        "months": {"measure": "career.months_in_grade"},
        "factor": {"measure": "career.pay_factor"},
        "change": {"measure": "career.change"},
        "paid": "1000 * career.pay_factor",
    },
    parameters={
        "least": {"table": {"junior": 1, "senior": 4}, "by": "grade"},
        "most": {"table": {"senior": 1, "principal": 2}, "by": "grade"},
        "review_months": {"months": [1, 4, 5, 12]},
    },
)


@st.composite
def counted(draw: Any) -> Rows:
    """Rows of people who come and go, each with a count; sums of these often come to a price."""
    rows = [
        {**row, "calls": str(draw(st.sampled_from((0, 0, 1, 2, 3, 4, 5, 6, 11))))}
        for row in draw(people())
    ]
    random = draw(st.randoms(use_true_random=True))
    return at_boundaries(rows, PURSE, random)


@examples(60)
@given(rows=counted())
def test_what_came_in_was_spent_or_expired_or_is_left(
    rows: Rows, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for own in by_person(PURSE, rows, tmp_path_factory):
        came_in = spent = expired = 0.0
        for row, told in own:
            came_in += int(row["calls"])
            spent += told["won"] * PRICE
            expired += told["expired"]
            assert came_in == spent + expired + told["balance"]
            assert 0 <= told["balance"] < PRICE
            assert told["balance"] <= told["recent"]


@examples(60)
@given(rows=people())
def test_a_grade_is_the_first_one_and_all_changes_since(
    rows: Rows, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for own in by_person(LADDER, rows, tmp_path_factory):
        row, told = own[0]
        assert told["grade_now"] == row["grade"]
        assert told["months"] == 1 + int(row["tenure_months"])
        assert told["factor"] == 1
        for (row, told), (after, next_told) in pairwise(own):
            change = int(told["change"])
            passed = month_number(after["month"]) - month_number(row["month"])
            steps = GRADES.index(next_told["grade_now"]) - GRADES.index(told["grade_now"])
            raised = {-1: 1 / 1.5, 0: 1, 1: 1.5, 2: 3}[change]
            assert steps == change
            assert next_told["months"] == (passed if change else told["months"] + passed)
            assert next_told["factor"] == pytest.approx(told["factor"] * raised, rel=1e-12)
            if change:
                assert int(row["month"][5:]) in (1, 4, 5, 12)
                assert float(row["sales"]) > 100 if change > 0 else float(row["sales"]) < 3


def by_person(
    plan: Any, rows: Rows, folder: pytest.TempPathFactory
) -> list[list[tuple[dict[str, str], dict[str, Any]]]]:
    """Each person's rows in order, with the measures of each."""
    file = write_facts(Path(folder.getbasetemp()) / "carried.csv", rows)
    payouts = evaluate(plan, read_facts(file, plan), measures=True)
    told: dict[tuple[str, str], dict[str, Any]] = {}
    for (employee, month, line), value in measures(payouts).items():
        told.setdefault((employee, month), {})[line] = value
    found: dict[str, list[tuple[dict[str, str], dict[str, Any]]]] = {}
    for row in sorted(rows, key=lambda row: row["month"]):
        key = row["employee_id"], row["month"]
        found.setdefault(row["employee_id"], []).append((row, told[key]))
    return list(found.values())
