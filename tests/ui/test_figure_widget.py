"""What is moved on a widget of figures is taken up once, in order, and in the row meant."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

import engine
from engine.plan import Plan, SumRule, sum_rules
from pages.ui.parameters.figure_track import round_step
from pages.ui.parameters.figure_widget import GONE, Known, paths
from pages.ui.parameters.sum_bar import GRAIN, addends_of, joint_moved, told_apart
from tests.ui.widgets import Figure, in_html

ROOT = Path(__file__).parents[2]
WEIGHT = "scenario.service-seller.weight_sales"


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    yield AppTest.from_file(str(ROOT / "pages" / "what_if.py")).run()
    st.cache_resource.clear()


def weight(page: AppTest) -> object:
    return page.session_state["store/scenario"].present.plan.parameters["weight_sales"].json


def test_moves_that_come_together_are_each_a_step_and_none_counts_twice(page: AppTest) -> None:
    figure = Figure(page, WEIGHT)
    first = {"seq": 1, "version": 0, "row": 0, "column": "value", "to": 0.5}
    second = {**first, "seq": 2, "to": 0.6}
    figure.send(first)
    figure.send(first, second)
    assert weight(page) == 0.6
    assert Figure(page, WEIGHT).given["seq"] == 2
    page.button(key="scenario.undo").click().run()
    assert weight(page) == 0.5
    figure.send(second)  # the browser says again what was undone meanwhile
    assert weight(page) == 0.5
    page.button(key="scenario.undo").click().run()
    assert weight(page) == 0.4
    assert Figure(page, WEIGHT).texts == ["0.4"]


def test_keys_that_follow_each_other_are_one_step_and_join_nothing_else(page: AppTest) -> None:
    def pressed(to: float, joined: bool = True) -> None:
        Figure(page, WEIGHT).move(to=to, joined=joined)

    def undone() -> object:
        page.button(key="scenario.undo").click().run()
        return weight(page)

    pressed(0.45, joined=False)
    pressed(0.5)
    pressed(0.55)
    assert undone() == 0.4
    pressed(0.45)  # the step before it is none of its own
    pressed(0.5, joined=False)
    Figure(page, WEIGHT.replace("sales", "csat")).move(to=0.2)
    pressed(0.55)
    assert [undone() for _ in range(3)] == [0.5, 0.5, 0.45]
    assert undone() == 0.4


def test_what_an_earlier_server_was_told_is_no_move(page: AppTest) -> None:
    figure = Figure(page, WEIGHT)
    page.session_state["session_name"] = "another"
    figure.send({"seq": 9, "version": 0, "row": 0, "column": "value", "to": 0.5})
    assert weight(page) == 0.4
    assert Figure(page, WEIGHT).given["seq"] == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [("0,5", "comma"), ("50 %", "is no share of anything"), ("half", "is not a number")],
)
def test_what_is_no_figure_is_told_and_the_figure_stays(
    page: AppTest, typed: str, said: str
) -> None:
    Figure(page, WEIGHT).move(typed=typed)
    assert weight(page) == 0.4
    assert any(said in one.value for one in page.error), [one.value for one in page.error]
    assert Figure(page, WEIGHT).texts == ["0.4"]
    Figure(page, WEIGHT).move(to=0.45)
    assert not page.error


STEPS = "scenario.service-seller.monthly_steps"


def steps(page: AppTest) -> object:
    return page.session_state["store/scenario"].present.plan.parameters["monthly_steps"].json


def test_rows_are_added_where_they_belong_and_removed(page: AppTest) -> None:
    Figure(page, STEPS).move(add={"from": "90", "value": "15 %"})
    assert steps(page) == [[0.8, 0.1], [0.9, 0.15], [1, 0.2]]
    figure = Figure(page, STEPS)
    assert [cell["was"] for cell in figure.cells] == ["", "", "not in the plan", "", "", ""]
    first = {"seq": 2, "version": 1, "row": 0, "column": "from"}
    last = {"seq": 3, "version": 1, "row": 2, "column": "value", "typed": "25"}
    figure.send({**first, "remove": True}, last)  # the last row was typed into before it moved up
    assert steps(page) == [[0.9, 0.15], [1, 0.25]]
    for was in ([[0.9, 0.15], [1, 0.2]], [[0.8, 0.1], [0.9, 0.15], [1, 0.2]]):
        page.button(key="scenario.undo").click().run()
        assert steps(page) == was


def test_a_row_that_does_not_fit_stays_in_the_fields_and_is_told(page: AppTest) -> None:
    Figure(page, STEPS).move(add={"from": "100", "value": "15"})
    assert steps(page) == [[0.8, 0.1], [1, 0.2]]
    assert Figure(page, STEPS).given["kept"]
    assert any("Two entries start at 100" in one.value for one in page.error)
    Figure(page, STEPS).move(row=1, remove=True)
    Figure(page, STEPS).move(row=0, remove=True)
    assert steps(page) == [[0.8, 0.1]]
    assert any("at least one row" in one.value for one in page.error)


def test_what_the_plan_has_stands_below_a_figure_that_was_changed(page: AppTest) -> None:
    Figure(page, "scenario.service-seller.base_by_grade").move(row=1, typed="3,600.5")
    figure = Figure(page, "scenario.service-seller.base_by_grade")
    assert figure.texts == ["3,000", "3,600.5", "4,000", "4,500"]
    assert [cell["was"] for cell in figure.cells] == ["", "plan: 3,500", "", ""]
    assert [cell["path"] for cell in figure.cells][1] == ["intermediate"]
    figure.move(row=1, to=3500)
    assert not page.session_state["store/scenario"].present.scenario.changed


# Rows 0, 1, 2; one is added before the last, then the first is removed.
CHANGED = Known(changes=((1, 2), (-1, 0)))


@pytest.mark.parametrize(
    ("row", "version", "now"),
    [(0, 0, GONE), (1, 0, 0), (2, 0, 2), (0, 1, GONE), (2, 1, 1), (3, 1, 2), (1, 2, 1)],
)
def test_a_row_is_found_again_where_others_came_and_went(row: int, version: int, now: int) -> None:
    assert CHANGED.row_now(row, version) == now


def test_rows_that_something_else_replaced_are_no_rows_of_before() -> None:
    known = Known().drawn((2,))
    assert known.drawn((2,)).row_now(1, 0) == 1
    replaced = known.drawn((3,))
    assert replaced.version == 1
    assert replaced.row_now(1, 0) == GONE
    assert replaced.row_now(1, 1) == 1


def test_every_figure_is_found_in_the_json_in_the_order_of_its_rows() -> None:
    assert list(paths(0.4)) == [[]]
    assert list(paths([[0.8, 0.1], [1, 0.2]])) == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert list(paths({"a": [[0, 1]], "b": [[2, 3]]})) == [
        *(["a", 0, 0], ["a", 0, 1]),
        *(["b", 0, 0], ["b", 0, 1]),
    ]


SUM = "scenario.service-seller.weight_sales.sum"


def test_a_joint_takes_from_one_weight_what_it_gives_to_the_other(page: AppTest) -> None:
    bar = Figure(page, SUM)
    assert [part["text"] for part in bar.given["parts"]] == ["0.4", "0.3", "0.2", "0.1"]
    assert bar.given["marks"] == pytest.approx([0.4, 0.7, 0.9])
    bar.move(row=1, column="joint", to=0.35)
    assert [part["text"] for part in Figure(page, SUM).given["parts"]] == [
        "0.4",
        "0.35",
        "0.15",
        "0.1",
    ]
    assert any("Together 1 ✓" in said for said in in_html(page))
    page.button(key="scenario.undo").click().run()  # both weights are one step
    assert not page.session_state["store/scenario"].present.scenario.changed
    Figure(page, WEIGHT).move(typed="0.6")
    assert any("Together 1.2, not 1" in said for said in in_html(page))
    Figure(page, SUM).move(row=0, column="joint", to=0.5)
    assert [part["text"] for part in Figure(page, SUM).given["parts"]] == [
        "0.5",
        "0.4",
        "0.2",
        "0.1",
    ]


PLANS = [engine.load_plan(name) for name in engine.catalogue()]
RULES = [(plan, rule) for plan in PLANS for rule in plan.sums]


def test_a_scorecard_without_a_step_moves_by_whole_points() -> None:
    assert round_step(70 / GRAIN) == 1
    assert round_step(100 / GRAIN) == 1
    assert round_step(1 / GRAIN) == 0.01


@pytest.mark.parametrize(("plan", "rule"), RULES, ids=lambda one: getattr(one, "id", ""))
def test_every_joint_of_the_catalogue_keeps_the_sum(plan: Plan, rule: SumRule) -> None:
    addends = addends_of(plan, rule)
    for one in addends:  # where the browser looks for them
        found = plan.parameters[one.parameter].json
        for key in one.path:
            found = found[key]
        assert found == one.figure
    for place, (left, right) in enumerate(pairwise(addends)):
        for to in (0.0, left.figure + right.figure, round(left.figure + right.figure / 3, 4)):
            moved = plan.with_values(joint_moved(plan, rule, place, to))
            assert sum_rules.holds(moved, rule)
            assert addends_of(moved, rule)[place].figure == to
            others = [*addends[:place], *addends[place + 2 :]]
            assert [one for one in addends_of(moved, rule) if one in others] == others


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (["Weight of sales", "Weight of team work"], ["sales", "team work"]),
        (["Self-rating weight", "Group weight"], ["Self-rating", "Group"]),
        (["销售额权重", "满意度权重"], ["销售额", "满意度"]),
        (["完成率", "增长率"], ["完成率", "增长率"]),  # a single sign is no word
        (["One two", "One"], ["One two", "One"]),  # nothing would be left of one
        (["Same", "Same"], ["Same", "Same"]),
    ],
)
def test_parts_of_a_bar_are_called_by_what_tells_them_apart(
    labels: list[str], names: list[str]
) -> None:
    assert told_apart(labels) == names
