"""Choices that figures decide: only the branch that counts is worked out, and nothing is paid
otherwise than if both were, to the last bit; whatever is moved, yes or no, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from engine import Facts, Memory, Payouts, Plan, evaluate, evaluate_each, read_facts
from engine.evaluation import compiled_pass
from engine.evaluation.binding import Binding
from engine.evaluation.evaluate import Evaluation
from engine.evaluation.program import Program, Term
from engine.facts import Category
from engine.plan import build, shapes
from engine.text import Refused
from engine.yaml_files import Document
from tests.evaluation.results import (
    amounts,
    differences,
    far_apart,
    measures,
    write_facts,
)
from tests.evaluation.test_compiled import in_code, in_numpy, same, sellers
from tests.examples import examples
from tests.reference import Reference
from tests.reference.plans import Situation, situations
from tests.small_plan import small_plan


@pytest.fixture(autouse=True)
def code_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few people there are, code is made."""
    monkeypatch.setattr(compiled_pass, "CELLS", 0)
    monkeypatch.setattr(compiled_pass, "AT_ONCE", 0)


COLUMNS = {"sales": {"kind": "money"}, "quota": {"kind": "money"}}
TOO_MUCH = "(sales * 1e308 * 1e308)"


@contextmanager
def both_branches() -> Iterator[None]:
    """Choices that figures decide are worked out as all others are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Program, "decided", lambda self, _: self)
        yield


def flags(plan: Plan) -> list[str]:
    return [p.id for p in plan.parameters.values() if isinstance(p.value, shapes.Flag)]


def turned(plan: Plan, flag: str) -> Plan:
    """A plan with the other value of a flag."""
    value = plan.parameters[flag].value
    assert isinstance(value, shapes.Flag)
    return plan.with_values({flag: not value.constant})


def with_choices(situation: Situation) -> Situation:
    """The same with choices by a flag around all numbers: the formula itself, or a number, a month,
    or what is too much for any amount."""
    document = situation.document
    for place, line in enumerate(document["lines"].values()):
        role, formula = next(iter(line.items()))
        if role == "pay":
            other = ("0.5", "calendar_month", TOO_MUCH.replace("sales", number(document)))[
                place % 3
            ]
            line[role] = f"(({formula}) if on else {other}) if (on or not off) else ({formula})"
    flag = {"provenance": "source", "label": {"en": "Flag", "zh": "开关"}}
    document["parameters"] |= {"on": {"value": True, **flag}, "off": {"value": True, **flag}}
    return Situation(document, situation.rows)


def number(document: Any) -> str:
    kinds = {"category", "group", "person"}
    return next(n for n, column in document["facts"].items() if column["kind"] not in kinds)


@examples(25)
@given(situation=situations().map(with_choices))
def test_random_plans_pay_the_same_as_with_both_branches(
    situation: Situation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plan = build(Document(situation.text, "random.yaml"))
    facts = read_facts(
        write_facts(tmp_path_factory.getbasetemp() / "decided.csv", situation.rows), plan
    )
    memory = Memory()
    for flag in ("on", "off", *flags(plan)):
        found, right = _paid(plan, facts, memory), _paid_by_both(plan, facts)
        assert (found is None) == (right is None)
        if found is not None and right is not None:
            assert not differences(amounts(found), amounts(right))
            assert not far_apart(measures(found), measures(right))
            reference = Reference(plan, situation.rows)
            assert reference.too_close or not differences(amounts(found), reference.amounts)
        plan = turned(plan, flag)


def _paid(plan: Plan, facts: Facts, memory: Memory) -> Payouts | None:
    with suppress(Refused):
        return evaluate(plan, facts, memory, measures=True)
    return None


def _paid_by_both(plan: Plan, facts: Facts) -> Payouts | None:
    with both_branches():
        return _paid(plan, facts, Memory())


Choice = Callable[[str, str], str]


def in_many_places(choice: Choice) -> dict[str, Any]:
    """Lines that read choices between what is as wide as people, as months, and neither."""
    grade, lump = choice("grade", "former_grade"), choice("sales", "100")
    return {
        "monthly": choice("sales / 3", "5.25"),
        "by_month": choice("calendar_month * 1.5", "sales * 0.7"),
        "quarterly": {"pay": "quarter_sum(monthly) + monthly + by_month", "every": "quarter"},
        "often": {"measure": "quarterly * 0.1 + monthly - by_month"},
        "grade_paid": {"measure": grade},
        "by_grade": 'amount[grade_paid] + (1 if grade_paid == "senior" else 0)',
        "share": f"split({lump}, {choice('1', 'quota')}, by=grade)",
        "placed": f"rank({lump}) + total({choice('1', 'sales')}) + count({lump} > 3)",
        "before": "previous(monthly, first=0) + (1 if streak(by_month > 5, 2) else 0)",
        "each": f"ratio(monthly, by_month) + {lump} * {choice('1.5', 'quota')}",
        "left": {
            "pay": f"year_sum(by_month) * {choice('0.1', 'sales')}",
            "every": "year",
            "leavers": "settled",
        },
    }


@pytest.mark.parametrize("on", [True, False])
def test_a_choice_comes_to_what_its_branch_alone_comes_to(on: bool) -> None:
    grade = {"kind": "category", "values": ["junior", "senior"]}
    grades = {"grade": grade, "former_grade": grade}
    amount = {"amount": {"table": {"junior": 1.5, "senior": 2.5}, "by": "grade"}}
    chosen = in_many_places(lambda then, other: f"({then} if on else {other})")
    written_out = in_many_places(lambda then, other: f"({then if on else other})")
    plan = small_plan(chosen, {"on": {"value": on}} | amount, COLUMNS | grades)
    right = in_numpy(
        small_plan(written_out, amount, COLUMNS | grades), people_of_grades(), measures=True
    )
    same(in_numpy(plan, people_of_grades(), measures=True), right)
    same(in_code(plan, people_of_grades(), measures=True), right)


def people_of_grades() -> Facts:
    facts = sellers(64, np.arange(64) * 0.37)
    codes = (np.arange(64) % 3 * np.ones((3, 1))).astype(np.int8)
    grades = Category(("junior", "senior"), codes)
    former = Category(("junior", "senior"), (codes + np.int8(1)) % np.int8(3))
    return replace(facts, categories={"grade": grades, "former_grade": former})


@pytest.mark.parametrize("run", [in_numpy, in_code])
def test_a_branch_is_refused_only_where_it_counts(run: Any) -> None:
    lines = {"paid": f"{TOO_MUCH} if on else sales", "more": "1 if on else paid * 2"}
    plan = small_plan(lines, {"on": {"value": False}}, COLUMNS)
    assert run(plan, sellers(20)).lines["more"].by_month.tolist() == [4000.0] * 3
    with pytest.raises(Refused) as refused:
        evaluate(turned(plan, "on"), sellers(20), Memory())
    assert refused.value.problems[0].key == "not_finite"


@pytest.mark.parametrize(
    ("condition", "on", "least", "called"),
    [
        ("on and least >= 0", True, 0, "split"),
        ("on and least >= 0", False, 0, "rank"),
        ("not on and least > 2", False, 3, "split"),
        ("not on and least > 2", False, 2, "rank"),
    ],
)
def test_what_nobody_is_paid_by_is_not_worked_out(
    condition: str, on: bool, least: float, called: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    work = Evaluation.called

    def noted(self: Evaluation, call: Term, arguments: Any) -> Any:
        found.append(call.operation.name)  # type: ignore[attr-defined]
        return work(self, call, arguments)

    monkeypatch.setattr(Evaluation, "called", noted)
    lines = {"paid": f"split(100, sales) if {condition} else rank(sales)"}
    figures = {"on": {"value": on}, "least": {"value": least}}
    evaluate(small_plan(lines, figures, COLUMNS), sellers(5), Memory())
    assert found == [called]


def test_a_figure_that_nobody_is_paid_by_moves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = {"paid": "sales * rate if on else sales * other", "more": "paid + 1"}
    figures = {"on": {"value": True}, "rate": {"value": 0.1}, "other": {"value": 0.2}}
    plan, memory = small_plan(lines, figures, COLUMNS), Memory()
    first = evaluate(plan, sellers(5), memory)
    monkeypatch.setattr(Binding, "work", None)
    moved = evaluate(plan.with_values({"other": 0.333}), sellers(5), memory)
    same(moved, first)


def test_positions_of_the_flag_itself_are_right() -> None:
    lines = {"paid": "sales * 2 if on else split(60, sales)", "more": "paid + quota"}
    plan = small_plan(lines, {"on": {"value": True}}, COLUMNS)
    found = evaluate_each(plan, sellers(6), "on", [True, False, True])
    assert [paid.total for paid in found] == [3 * 6 * 8.0, 3 * (120 + 24.0), 3 * 6 * 8.0]
