"""Changes of plans as data: difference, application, undo, words, and saving with comments."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine.messages import Refused
from engine.plan.document import Document
from engine.plan.edits import Edit, Scenario, apply, describe, diff, revise
from engine.plan.load import SHELVES, build
from engine.plan.schema import Plan
from tests.oracle.parameters import parameters

PLANS = engine.catalogue()


@pytest.fixture
def seller() -> Plan:
    return engine.load_plan("service-seller")


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_applying_the_difference_of_two_plans_turns_one_into_the_other(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(PLANS))
    plan = engine.load_plan(name)
    before = plan.with_values(data.draw(parameters(name)))
    after = plan.with_values(data.draw(parameters(name)))
    assert apply(diff(before, after), before) == after


@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_the_difference_covers_lines_entries_order_and_titles(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(PLANS))
    plan = engine.load_plan(name)
    changes = data.draw(
        st.lists(st.sampled_from(["title", "remove", "order", "formula", "add", "label"]))
    )
    document = Document.of(plan.content, plan.file)
    lines, figures = document.data["lines"], document.data["parameters"]
    for change in changes:
        if change == "title":
            document.data["title"] = {"en": "Another", "zh": "另一个"}
        elif change == "remove":
            document.data.pop("curve", None)
        elif change == "order":
            lines.move_to_end(next(iter(lines)))
        elif change == "formula":
            pay = next(n for n, line in lines.items() if "pay" in line)
            lines[pay]["pay"] = f"({lines[pay]['pay']}) * 2"
        elif change == "add":
            figures["extra_rate"] = {
                "value": 1,
                "unit": "factor",
                "min": 0,
                "provenance": "assumption",
                "label": {"en": "Extra", "zh": "额外"},
            }
            lines["extra"] = {"pay": "extra_rate", "label": {"en": "Extra", "zh": "额外"}}
        else:
            next(iter(figures.values()))["label"] = {"en": "Renamed", "zh": "改名"}
    after = build(document)
    assert apply(diff(plan, after), plan) == after
    assert list(apply(diff(plan, after), plan).lines) == list(after.lines)
    assert apply(diff(after, plan), after) == plan
    replayed = [Edit.from_json(json.loads(json.dumps(e.as_json()))) for e in diff(plan, after)]
    assert apply(replayed, plan) == after


def test_no_difference_is_no_edit(seller: Plan) -> None:
    assert diff(seller, engine.load_plan("service-seller")) == ()


def test_a_scenario_is_undone_edit_by_edit(seller: Plan) -> None:
    first = Scenario(seller).set("weight_sales", 0.5)
    second = first.set("factor_cap", 2)
    assert second.undo().plan == first.plan
    assert second.undo().undo().plan == seller
    assert second.reset("weight_sales").reset("factor_cap").plan == seller
    assert second.changed == ("weight_sales", "factor_cap")


def test_a_scenario_survives_its_way_through_json(seller: Plan) -> None:
    scenario = Scenario(seller, name="Dearer").set("monthly_steps", [[0.85, 0.1], [1.0, 0.25]])
    again = Scenario.from_json(seller, json.loads(json.dumps(scenario.as_json())))
    assert again.plan == scenario.plan
    assert again.name == "Dearer"


def test_compacting_keeps_the_plan_and_drops_what_was_taken_back(seller: Plan) -> None:
    scenario = Scenario(seller)
    for value in (0.5, 0.6, 0.7):
        scenario = scenario.set("weight_sales", value)
    compact = scenario.compact()
    assert len(compact.edits) == 1
    assert compact.plan == scenario.plan


@pytest.mark.parametrize(
    "data",
    [
        None,
        {"edits": "all"},
        {"edits": [{"at": "weight_sales", "to": 1}]},
        {"edits": [{"at": ["parameters", "no_such", "value"], "to": 1}]},
        {"edits": [{"at": ["parameters", "weight_sales", "table"], "to": {"a": 1}}]},
        {"edits": [{"at": ["parameters", "weight_sales", "value"], "to": "much"}]},
        {"edits": [{"at": ["lines", "base_pay", "pay"], "to": "__import__('os')"}]},
        {"edits": [{"at": ["lines", "base_pay"], "remove": True}]},
    ],
)
def test_a_broken_scenario_is_refused(seller: Plan, data: object) -> None:
    with pytest.raises(Refused):
        Scenario.from_json(seller, data)


def test_a_change_is_said_in_words_in_both_languages(seller: Plan) -> None:
    after = (
        Scenario(seller)
        .set("monthly_steps", [[0.85, 0.10], [1.0, 0.25]])
        .set("base_by_grade", {**seller.parameters["base_by_grade"].value, "junior": 3200})
        .plan
    )
    assert describe(seller, after, "en") == [
        "Base pay by grade, Junior: ¥3,000 → ¥3,200",
        "Monthly bonus by attainment: threshold 80\u2009% → 85\u2009%",
        "Monthly bonus by attainment, from 100\u2009%: 20\u2009% → 25\u2009%",
    ]
    chinese = describe(seller, after, "zh")
    assert len(chinese) == 3
    assert "85%" in chinese[1]
    assert "初级" in chinese[0]


@pytest.mark.parametrize("name", PLANS)
def test_saving_keeps_comments_and_order(name: str) -> None:
    path = next(shelf / f"{name}.yaml" for shelf in SHELVES if (shelf / f"{name}.yaml").exists())
    plan = engine.load_plan(name)
    figures = plan.parameters.values()
    figure = next((p for p in figures if p.shape == "number"), next(iter(figures)))
    after = plan.with_values({figure.id: doubled(figure.value)})
    document = Document.read(path)
    revise(document, diff(plan, after))
    saved = document.text()
    before = path.read_text(encoding="utf-8")
    comments = [line.split("#", 1)[1] for line in before.splitlines() if "# " in line]
    assert all(comment in saved for comment in comments)
    assert build(Document(saved, path.name)) == after
    assert list(Document(saved, path.name).data["lines"]) == list(plan.lines)


def doubled(value: Any) -> Any:
    """A figure twice as high, or every figure of a table."""
    if isinstance(value, Mapping):
        return {key: doubled(inner) for key, inner in value.items()}
    return [doubled(inner) for inner in value] if isinstance(value, tuple | list) else value * 2


def test_a_plan_edited_and_saved_keeps_its_personas(seller: Plan) -> None:
    after = Scenario(seller).set("factor_cap", 2).plan
    assert after.personas == seller.personas
    document = Document.read(SHELVES[0] / "service-seller.yaml")
    revise(document, diff(seller, after))
    saved = build(Document(document.text(), "saved.yaml"))
    assert saved.personas == seller.personas
    assert saved.parameters["factor_cap"].value == 2


def test_personas_are_edited_like_the_rest_of_a_plan(seller: Plan) -> None:
    facts = seller.content["personas"]["newcomer"]["facts"]
    moved = Edit(("personas", "newcomer", "facts"), {**facts, "grade": "senior"})
    gone = Edit(("personas", "star"), remove=True)
    after = Scenario(seller).edited(moved, gone).plan
    assert after.personas["newcomer"].facts["grade"][3:] == ("senior",) * 9
    assert "star" not in after.personas
    assert after != seller
    assert after.structure == seller.structure
    assert diff(seller, after) == (gone, moved)
    assert apply(diff(after, seller), after) == seller
    assert describe(seller, after, "en") == ["Removed: Wang Fang", 'Li Na: "facts" changed']
    assert describe(seller, after, "zh") == ["删除：王芳", "李娜：“facts”已修改"]


def test_all_personas_may_go_and_come_back(seller: Plan) -> None:
    bare = apply([Edit(("personas",), remove=True)], seller)
    assert bare.personas == {}
    assert apply(diff(bare, seller), bare).personas == seller.personas
    assert apply(diff(seller, bare), seller) == bare


def test_an_edit_that_breaks_a_persona_is_refused(seller: Plan) -> None:
    with pytest.raises(Refused, match="newcomer"):
        apply(
            [
                Edit(
                    (
                        "facts",
                        "grade",
                        "values",
                    ),
                    ["senior"],
                )
            ],
            seller,
        )


def test_a_plan_can_be_loaded_by_path(tmp_path: Path) -> None:
    copy = tmp_path / "mine.yaml"
    source = SHELVES[0] / "service-seller.yaml"
    copy.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    assert engine.load_plan(copy) == engine.load_plan("service-seller")
