"""What is moved on a widget of figures is taken up once, in order, and in the row meant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from pages.ui.parameters.figure_widget import GONE, Known, paths
from tests.ui.widgets import Figure

ROOT = Path(__file__).parents[2]
WEIGHT = "scenario.service-seller.weight_sales"


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    yield AppTest.from_file(str(ROOT / "pages" / "what_if.py"), default_timeout=60).run()
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
    figure.send(first, second)  # the browser says again what was undone meanwhile
    assert weight(page) == 0.5
    page.button(key="scenario.undo").click().run()
    assert weight(page) == 0.4
    assert Figure(page, WEIGHT).texts == ["0.4"]


def test_what_an_earlier_server_was_told_is_no_move(page: AppTest) -> None:
    figure = Figure(page, WEIGHT)
    page.session_state["figure_widgets"] = "another"
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
