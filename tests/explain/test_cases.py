"""Statements of the worked cases: every person and month, to the fen what `evaluate` pays."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import engine
from engine.explain import Statement, explain
from tests.explain.situations import page_of

CASES = Path(__file__).parents[1] / "cases"
by_plan = pytest.mark.parametrize("name", engine.catalogue())


@cache
def statements(name: str) -> tuple[Statement, ...]:
    """The statements of everybody in every month."""
    plan = engine.load_plan(name)
    facts = engine.read_facts(CASES / name / "facts.csv", plan)
    memory = engine.Memory()
    return tuple(
        explain(plan, facts, employee, month, memory)
        for place, employee in enumerate(facts.employees)
        for row, month in enumerate(facts.month_texts())
        if facts.present[row, place]
    )


@by_plan
def test_amounts_are_those_of_evaluate(name: str) -> None:
    plan = engine.load_plan(name)
    facts = engine.read_facts(CASES / name / "facts.csv", plan)
    payouts = engine.evaluate(plan, facts)
    amounts = {line.id: payouts.amounts(line.id) for line in plan.pay_lines}
    months = facts.month_texts()
    assert len(statements(name)) == facts.person_months
    for statement in statements(name):
        row, place = months.index(statement.month), facts.position[statement.employee]
        told = {line.id: line.amount for line in statement.lines}
        assert told == {line: int(fen[row, place]) for line, fen in amounts.items()}
        assert statement.gross == sum(told.values())


@by_plan
def test_sums_of_lines_months_and_slices_are_right(name: str) -> None:
    assert all(statement.check() for statement in statements(name))


@by_plan
def test_measures_are_those_of_the_cases(name: str) -> None:
    expected = {}
    for line in (CASES / name / "expected_measures.csv").read_text("utf-8").splitlines()[1:]:
        employee, month, measure, value = line.split(",")
        expected[employee, month, measure] = number_or_text(value)
    told = {
        (statement.employee, statement.month, step.id): number_or_text(step.number)
        for statement in statements(name)
        for step in statement.measures
    }
    texts = {key: value for key, value in expected.items() if isinstance(value, str)}
    assert {key: told.pop(key) for key in texts} == texts
    numbers = {key: value for key, value in expected.items() if key not in texts}
    assert told == pytest.approx(numbers, rel=1e-9, abs=1e-8)


def number_or_text(value: float | bool | str) -> float | str:
    """Measures are numbers, or texts as the facts write them."""
    try:
        return float(value)
    except ValueError:
        return str(value)


@by_plan
def test_every_step_is_told_in_both_languages(name: str) -> None:
    for statement in statements(name)[::7]:
        for step in statement.steps():
            for text in (step.label, step.value, step.sentence, *step.worked):
                assert text["en"] and text["zh"]
                assert "{" not in text["en"] + text["zh"]
                assert not any("\u4e00" <= sign <= "\u9fff" for sign in text["en"])
        for language in ("en", "zh"):
            page = page_of(statement, language)
            assert "{" not in page
            assert page.count("\n### ") >= len(statement.lines)


def test_the_ledger_balances_in_every_quarter() -> None:
    told = 0
    for statement in statements("key-account-seller"):
        for step in statement.steps():
            if step.function == "carry_over":
                entries = {c.id.split(" ", 1)[1]: c.number for c in step.children if " " in c.id}
                made_up = sum(float(v) for k, v in entries.items() if k.startswith("filled"))
                before, gap = entries.get("open_before", 0), entries.get("gap", 0)
                assert before + gap - made_up == pytest.approx(entries["open"], abs=1e-6)
                told += 1
    assert told > 30


def test_shares_of_a_pool_add_up_to_it() -> None:
    pools: dict[str, int] = {}
    shares: dict[str, int] = {}
    for statement in statements("service-centre-pool"):
        bonus = next((step for step in statement.steps() if step.id == "bonus"), None)
        pool = [step for step in bonus.walk() if step.id.endswith("group_pool")] if bonus else []
        if bonus and pool:
            pools[statement.month] = round(float(pool[0].number) * 100)
            shares.setdefault(statement.month, 0)
            shares[statement.month] += round(float(bonus.number) * 100)
    assert pools and shares == pools
