"""The salary that people have beside a plan: read, and counted by the health check only."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from engine import Refused
from tests.health.situations import FACTS, People
from tests.small_plan import load, plan_of

BONUS = {"bonus": "0.1 * sales", "fine": "-100 * complaints"}


def beside(salary: Any) -> engine.Plan:
    return load({**plan_of(BONUS, {}, FACTS), "salary": salary})


@pytest.mark.parametrize("salary", [0, -1, 2_000_000, True, "no_column", "calls", [4000]])
def test_what_cannot_be_a_salary_is_refused(salary: Any) -> None:
    with pytest.raises(Refused) as refused:
        beside(salary)
    (problem,) = refused.value.problems
    assert problem.key == "salary"
    assert "name of a column of money" in refused.value.text("en")


@pytest.mark.parametrize("salary", [4000, "monthly_pay"])
def test_a_salary_is_part_of_pay_in_the_health_check_and_of_no_payout(salary: Any) -> None:
    """A bonus of 1,000 beside a salary of 4,000, and 1,000 taken for ten complaints in one."""
    plan = beside(salary)
    numbers = {"monthly_pay": 4000, "complaints": np.resize([0, 11], 40)}
    people = People(numbers=numbers)(plan)
    found = engine.check(plan, people)
    assert engine.evaluate(plan, people).line_totals["bonus"] == 40 * 12 * 1000
    # 1,000 of 5,000, where nothing is taken.
    alone = People(numbers={"monthly_pay": 4000})(plan)
    assert engine.check(plan, alone)["pay_mix"].value == pytest.approx(1 / 5)
    # 1,100 of 5,000 are more than a fifth.
    assert found["deductions"].value == 1 / 2
    assert found["minimum_wage"].value == 0


def test_without_a_salary_a_bonus_alone_has_no_mix_and_all_is_taken() -> None:
    plan = load(plan_of(BONUS, {}, FACTS))
    people = People(numbers={"complaints": 3})(plan)
    found = engine.check(plan, people)
    assert found["pay_mix"].outcome == "not_applicable"
    assert found["deductions"].value == 1
