"""What a plan pays its own personas, and what a change of the plan makes of it."""

from __future__ import annotations

import math

import pytest

from engine import Refused, catalogue, evaluate, load_plan, persona_facts, samples
from engine.analysis import YEAR, typical_pay
from engine.evaluation import GROSS
from engine.plan import Edit, apply

SELLER = load_plan("service-seller")


@pytest.mark.parametrize("plan_id", [*catalogue(), *samples()])
def test_it_is_what_the_engine_pays_the_same_people(plan_id: str) -> None:
    plan = load_plan(plan_id)
    paid, told = evaluate(plan, persona_facts(plan)), typical_pay(plan)
    assert told.total == pytest.approx(paid.total, abs=0.005)
    for line, total in paid.line_totals.items():
        assert sum(told.paid(line, p) for p in plan.personas) == pytest.approx(total, abs=0.005)
    for persona in plan.personas:
        months = [told.paid(GROSS, persona, month) for month in range(1, 13)]
        there = sum(month for month in months if not math.isnan(month))
        assert there == pytest.approx(told.paid(GROSS, persona, YEAR), abs=0.005)


def test_where_a_persona_is_absent_there_is_no_amount() -> None:
    told = typical_pay(SELLER)
    assert math.isnan(told.paid("base_pay", "newcomer", 1))
    assert told.paid("base_pay", "newcomer", 4) == 3000
    assert told.paid("base_pay", "newcomer") == 9 * 3000
    assert math.isnan(told.paid("no_such_line", "newcomer"))


def test_a_change_is_told_by_line_and_person() -> None:
    before = typical_pay(SELLER)
    table = {"junior": 3100, "intermediate": 3500, "senior": 4000, "principal": 4500}
    after = typical_pay(SELLER.with_values({"base_by_grade": table}))
    assert after.change(before, "base_pay", "newcomer") == 9 * 100
    assert after.change(before, "base_pay", "newcomer", 4) == 100
    assert after.change(before, "base_pay", "newcomer", 1) == 0
    assert after.change(before, "base_pay", "star") == 0
    assert after.change(before, GROSS, "newcomer") > 9 * 100


def test_lines_and_people_that_only_one_plan_has() -> None:
    before = typical_pay(SELLER)
    without = apply([Edit(("lines", "annual_bonus"), remove=True),
                     Edit(("parameters", "annual_steps"), remove=True),
                     Edit(("personas", "star"), remove=True)], SELLER)  # fmt: skip
    after = typical_pay(without)
    paid = before.paid("annual_bonus", "steady")
    assert after.change(before, "annual_bonus", "steady") == -paid
    assert before.change(after, "annual_bonus", "steady") == paid
    assert after.change(before, GROSS, "star") == 0


def test_a_plan_without_personas_is_refused() -> None:
    nobody = apply([Edit(("personas",), remove=True)], SELLER)
    with pytest.raises(Refused) as refused:
        typical_pay(nobody)
    assert refused.value.problems[0].key == "no_personas"
