"""Changes of plans as data: difference, application, undo, words, and saving with comments."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.plan import PLAN_FOLDERS, Edit, Plan, apply, build, describe, diff, revise
from engine.scenario import Scenario
from engine.text import Refused
from engine.yaml_files import Document
from tests.examples import examples
from tests.oracle.parameters import parameters
from tests.small_plan import small_plan

PLANS = engine.catalogue()
BAND = {"by": "grade", "unit": "CNY/month"}


@pytest.fixture
def seller() -> Plan:
    return engine.load_plan("service-seller")


@given(data=st.data())
@examples(20)
def test_applying_the_difference_of_two_plans_turns_one_into_the_other(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(PLANS))
    plan = engine.load_plan(name)
    before = plan.with_values(data.draw(parameters(name)))
    after = plan.with_values(data.draw(parameters(name)))
    assert apply(diff(before, after), before) == after


@given(data=st.data())
@examples(8)
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


def test_a_table_stays_in_the_order_of_its_plan(seller: Plan) -> None:
    """Links and files write the entries of a table in the order of the alphabet."""
    raised = {grade: pay + 100 for grade, pay in seller.parameters["base_by_grade"].json.items()}
    moved = Scenario(seller).set("base_by_grade", raised)
    again = Scenario.from_json(seller, json.loads(json.dumps(moved.as_json(), sort_keys=True)))
    grades = ["junior", "intermediate", "senior", "principal"]
    assert list(again.plan.parameters["base_by_grade"].json) == grades
    assert again.fingerprint == moved.fingerprint


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
        .set("base_by_grade", {**seller.parameters["base_by_grade"].json, "junior": 3200})
        .plan
    )
    assert describe(seller, after, "en") == [
        "Base pay by grade, Junior: ¥3,000 → ¥3,200 a month",
        "Monthly bonus by attainment: threshold 80\u00a0% → 85\u00a0%",
        "Monthly bonus by attainment, 100\u00a0% and above: 20\u00a0% → 25\u00a0% of base pay",
    ]
    assert describe(seller, after, "zh") == [
        "各职级基本工资（初级）：3,000 → 3,200\u00a0元/月",
        "月度奖金比例：门槛 80% → 85%",
        "月度奖金比例，100% 及以上：基本工资的 20% → 25%",
    ]


@pytest.mark.parametrize(
    ("figure", "now", "en", "zh"),
    [
        (
            {"value": None, "no_limit": True, "unit": "CNY/month"},
            {"value": 900, "no_limit": True, "unit": "CNY/month"},
            "Label: no limit → ¥900 a month",
            "名称：不设上限 → 900\u00a0元/月",
        ),
        (
            {"value": 0.1, "unit": "share of base pay"},
            {"value": 0.2, "unit": "share of base pay"},
            "Label: 10\u00a0% → 20\u00a0% of base pay",
            "名称：基本工资的 10% → 20%",
        ),
        (
            {"value": 3, "unit": "times"},
            {"value": 1, "unit": "times"},
            "Label: 3 times → once",
            "名称：3 → 1 次",
        ),
    ],
)
def test_a_change_says_its_unit_once_where_one_figure_can_do_without(
    figure: dict[str, Any], now: dict[str, Any], en: str, zh: str
) -> None:
    before, after = (small_plan({"line": "sales * rate"}, {"rate": one}) for one in (figure, now))
    assert describe(before, after, "en") == [en]
    assert describe(before, after, "zh") == [zh]


@pytest.mark.parametrize(
    ("formula", "figure", "now", "en", "zh"),
    [
        (
            "bands[grade].min",
            {"bands": {"junior": [1, 2], "senior": [2, 3], "principal": [3, 4]}, **BAND},
            {"bands": {"junior": [1, 4], "senior": [2, 3], "principal": [3, 4]}, **BAND},
            ["Label, junior: ¥1 – ¥2 → ¥1 – ¥4 a month"],
            ["名称（junior）：1 – 2 → 1 – 4\u00a0元/月"],
        ),
        (
            "step(bands, sales)",
            {"steps": [[0, 0.1], [5000, 0.2]], "unit": "share", "of_unit": "CNY"},
            {"steps": [[0, 0.1], [6000, 0.3]], "unit": "share", "of_unit": "CNY"},
            [
                "Label: threshold ¥5,000 → ¥6,000",
                "Label, ¥6,000 and above: 20\u00a0% → 30\u00a0%",
            ],
            ["名称：门槛 5,000 → 6,000\u00a0元", "名称，6,000\u00a0元及以上：20% → 30%"],
        ),
        (
            "step(bands, sales)",
            {"steps": [[0, 50]], "unit": "CNY/day", "of_unit": "CNY"},
            {"steps": [[0, 50], [6000, 80]], "unit": "CNY/day", "of_unit": "CNY"},
            ["Label: any: ¥50 a day → below ¥6,000: ¥50 a day; ¥6,000 and above: ¥80 a day"],
            [
                "名称：全部：50\u00a0元/天 → 低于 6,000\u00a0元：50\u00a0元/天；"
                "6,000\u00a0元及以上：80\u00a0元/天"
            ],
        ),
        (
            "prize(bands, rank(sales))",
            {"prizes": [[1, 100], [3, 50]], "unit": "CNY"},
            {"prizes": [[1, 100], [4, 60]], "unit": "CNY"},
            ["Label: last place 3 → 4", "Label, Places 2 to 4: ¥50 → ¥60"],
            ["名称：截止名次 3 → 4", "名称，第 2 至第 4 名：50 → 60\u00a0元"],
        ),
        (
            "award[grade] if grade in award else 0",
            {"table": {"junior": 5, "senior": 6}, "by": "grade", "unit": "CNY"},
            {"table": {"junior": 5, "principal": 7}, "by": "grade", "unit": "CNY"},
            ["Removed: Label, senior", "New: Label, principal"],
            ["删除：名称（senior）", "新增：名称（principal）"],
        ),
    ],
)
def test_a_change_of_several_figures_is_said_with_their_units(
    formula: str, figure: dict[str, Any], now: dict[str, Any], en: list[str], zh: list[str]
) -> None:
    name = "award" if "award" in formula else "bands"
    before, after = (small_plan({"line": formula}, {name: one}) for one in (figure, now))
    assert describe(before, after, "en") == en
    assert describe(before, after, "zh") == zh


@pytest.mark.parametrize("name", PLANS)
def test_saving_keeps_comments_and_order(name: str) -> None:
    files = (folder / f"{name}.yaml" for folder in PLAN_FOLDERS)
    path = next(file for file in files if file.exists())
    plan = engine.load_plan(name)
    figures = plan.parameters.values()
    figure = next((p for p in figures if p.value.shape == "number"), next(iter(figures)))
    after = plan.with_values({figure.id: doubled(figure.json)})
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
    document = Document.read(PLAN_FOLDERS[0] / "service-seller.yaml")
    revise(document, diff(seller, after))
    saved = build(Document(document.text(), "saved.yaml"))
    assert saved.personas == seller.personas
    assert saved.parameters["factor_cap"].json == 2


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
    assert describe(seller, after, "en") == ["Removed: Wang Fang", "Li Na: “facts” changed"]
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
    source = PLAN_FOLDERS[0] / "service-seller.yaml"
    copy.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    assert engine.load_plan(copy) == engine.load_plan("service-seller")


def test_what_leavers_get_is_told_as_a_change(seller: Plan) -> None:
    before = seller
    after = apply([Edit(("lines", "annual_bonus", "leavers"), "settled")], before)
    assert describe(before, after, "en") == [
        "Annual bonus: settled for leavers in their last month, instead of forfeited"
    ]
    assert describe(after, before, "zh") == [
        "年度奖金：提前离职的，由在最后在岗月份结算改为不予发放"
    ]
    said = apply([Edit(("lines", "annual_bonus", "leavers"), "forfeited")], before)
    assert describe(before, said, "en") == ["Annual bonus: “leavers” changed"]
    assert said.structure == before.structure != after.structure


def test_what_a_line_counts_as_is_told_as_a_change(seller: Plan) -> None:
    after = apply([Edit(("lines", "quarterly_bonus", "counts_as"), "annual_bonus")], seller)
    assert describe(seller, after, "en") == [
        "Quarterly bonus: counts as annual bonus, instead of bonus of a month, quarter or half-year"
    ]
    assert after.structure == seller.structure
    unsaid = apply([Edit(("lines", "quarterly_bonus", "counts_as"), remove=True)], seller)
    assert unsaid.lines["quarterly_bonus"].counts_as == "bonus"
    assert describe(seller, unsaid, "en") == ["Quarterly bonus: “counts_as” changed"]
