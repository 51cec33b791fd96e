"""What is refused, and how little is looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import engine
from engine.explain import explain

CASES = Path(__file__).parents[1] / "cases"


def case(name: str) -> tuple[engine.Plan, engine.Facts]:
    plan = engine.load_plan(name)
    return plan, engine.read_facts(CASES / name / "facts.csv", plan)


@pytest.mark.parametrize(
    ("employee", "month", "key", "value"),
    [
        ("E100", "2025-03", "unknown_employee", "E100"),
        ("E5", "1999-03", "no_row", "1999-03"),
        ("E5", "March", "not_a_month", "March"),
    ],
)
def test_who_or_when_is_not_in_the_facts(employee: str, month: str, key: str, value: str) -> None:
    plan, facts = case("service-seller")
    with pytest.raises(engine.Refused) as refused:
        explain(plan, facts, employee, month)
    (problem,) = refused.value.problems
    assert (problem.key, problem.value) == (key, value)
    for language in ("en", "zh"):
        assert value in problem.sentence(language)


def test_the_most_similar_employee_is_named() -> None:
    plan, facts = case("service-seller")
    with pytest.raises(engine.Refused) as refused:
        explain(plan, facts, "E 10", "2025-03")
    assert refused.value.problems[0].values["nearest"] == "E10"


def someone(facts: engine.Facts) -> tuple[str, list[str]]:
    """A month, and who has a row in it."""
    there = zip(facts.employees, facts.present[6], strict=True)
    return facts.month_texts()[6], [employee for employee, present in there if present]


class Watched(engine.Memory):
    """A memory that tells what it was asked to keep."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[int] = []

    def keep(self, key: object, value: Any, size: int) -> None:
        self.sizes.append(size)
        super().keep(key, value, size)


def test_plans_that_look_at_one_person_leave_the_others_alone() -> None:
    memory = Watched()
    for name in ("service-seller", "points-pay", "key-account-seller"):
        plan, facts = case(name)
        month, here = someone(facts)
        explain(plan, facts, here[0], month, memory)
    assert memory.sizes == []


def test_what_concerns_everyone_is_worked_out_once() -> None:
    plan, facts = case("service-centre-pool")
    memory = Watched()
    month, here = someone(facts)
    explain(plan, facts, here[0], month, memory)
    memory.sizes.clear()
    explain(plan, facts, here[1], month, memory)
    assert sum(memory.sizes) == 0
