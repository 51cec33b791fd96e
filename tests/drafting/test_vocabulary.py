"""What a formula may mention, finished draft or not, as the field in the browser gets it."""

from __future__ import annotations

import json

import pytest

from engine import load_plan
from engine.drafting import Draft, suggestions, vocabulary
from engine.formula import FUNCTIONS

PLAN = load_plan("service-seller")


def names(draft: Draft, language: str = "en") -> dict[str, dict[str, object]]:
    return {entry["name"]: entry for entry in vocabulary(draft, language)["names"]}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_holds_what_is_suggested_where_nothing_is_typed(language: str) -> None:
    known = vocabulary(Draft.of(PLAN), language)
    told = [entry["name"] for entry in known["names"]] + [w["name"] for w in known["functions"]]
    offered = [s.insert.rstrip("(") for s in suggestions(PLAN, "", 0, language)]
    assert sorted(told) == sorted(offered)
    assert {w["name"] for w in known["functions"]} == set(FUNCTIONS)
    assert json.loads(json.dumps(known)) == known


def test_names_say_what_they_are_called_and_which_values_they_have() -> None:
    known = names(Draft.of(PLAN), "zh")
    assert known["base_pay"]["label"] == "基本工资"
    assert known["grade"]["values"][0] == ["junior", "初级"]  # type: ignore[index]
    assert known["base_by_grade"]["values"][0] == ["junior", "初级"]  # type: ignore[index]
    assert known["monthly_steps"]["shape"] == "steps"


def test_an_unfinished_draft_offers_its_new_names_and_no_yaml_offers_functions_only() -> None:
    draft = Draft.of(PLAN)
    broken = draft.written(draft.text.replace("ratio(sales, quota)", "ratio(sales,", 1))
    more = broken.added("lines", "bonus", {"pay": "(", "label": {"en": "Bonus", "zh": "奖金"}})
    assert more.plan is None
    assert "bonus" in names(more)
    nothing = vocabulary(draft.written("lines: {"), "en")
    assert nothing["names"] == []
    assert nothing["functions"]
