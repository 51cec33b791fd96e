"""What pay lines count as before the law: read, usual where nothing is said, refused elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

import engine
from engine import Refused
from engine.plan import PAY_KINDS, catalogue, samples
from tests.small_plan import load, plan_of

USUAL = {"month": "wage", "quarter": "bonus", "half": "bonus", "year": "annual_bonus"}


def paid(**entry: Any) -> engine.Plan:
    data = plan_of({"bonus": "0.1 * sales"}, {}, {"sales": {"kind": "money"}})
    return load({**data, "lines": {"bonus": {**data["lines"]["bonus"], **entry}}})


@pytest.mark.parametrize(("every", "kind"), USUAL.items())
def test_where_nothing_is_said_it_goes_by_how_often_the_line_is_paid(every: str, kind: str) -> None:
    assert paid(every=every).lines["bonus"].counts_as == kind


@pytest.mark.parametrize("kind", PAY_KINDS)
def test_a_line_of_any_period_can_count_as_any_kind(kind: str) -> None:
    assert paid(counts_as=kind, every="quarter").lines["bonus"].counts_as == kind


@pytest.mark.parametrize("kind", ["Wage", "salary", 1, ["wage"]])
def test_another_kind_is_refused_with_those_there_are(kind: Any) -> None:
    with pytest.raises(Refused) as refused:
        paid(counts_as=kind)
    (problem,) = refused.value.problems
    assert (problem.key, problem.column) == ("not_one_of", "bonus.counts_as")
    assert "annual_bonus" in problem.values["known"]


def test_what_is_not_paid_counts_as_nothing() -> None:
    data = plan_of({"bonus": "half"}, {}, {"sales": {"kind": "money"}})
    half = {"working": "0.5 * sales", "label": {"en": "Half", "zh": "一半"}}
    assert load({**data, "lines": {**data["lines"], "half": half}}).lines["half"].counts_as == ""
    with pytest.raises(Refused) as refused:
        load({**data, "lines": {**data["lines"], "half": {**half, "counts_as": "wage"}}})
    assert [problem.key for problem in refused.value.problems] == ["counts_as_line"]


def test_every_plan_of_the_catalogue_says_it_of_every_pay_line() -> None:
    for name in (*catalogue(), *samples()):
        plan = engine.load_plan(name)
        written = {line.id: plan.data["lines"][line.id].get("counts_as") for line in plan.pay_lines}
        assert written == {line.id: line.counts_as for line in plan.pay_lines}, name
