"""History goes back and forth, and widgets show the state whatever happens to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from pages.ui.kit import History
from pages.ui.kit.state import LONGEST_HISTORY, edited


def test_undo_and_redo() -> None:
    first = History("a")
    third = first.commit("b").commit("c")
    back = third.undo().undo()
    assert (back.present, back.past, back.future) == ("a", (), ("b", "c"))
    assert back.redo().redo().present == "c"
    assert back.undo() is back
    assert third.redo() is third


def test_the_same_again_is_no_step() -> None:
    history = History("a").commit("b")
    assert history.commit("b") is history


def test_a_new_step_forgets_what_was_undone() -> None:
    assert History("a").commit("b").undo().commit("c").future == ()


def test_only_jumps_start_tables_anew() -> None:
    history = History("a").commit("b")
    assert history.epoch == 0
    assert history.undo().epoch == 1
    assert history.undo().redo().epoch == 2


def test_history_is_bounded() -> None:
    history = History(0)
    for number in range(1, 3 * LONGEST_HISTORY):
        history = history.commit(number)
    assert len(history.past) == LONGEST_HISTORY


@given(st.lists(st.integers(), min_size=1, unique=True, max_size=30), st.integers(0, 40))
def test_as_many_redos_as_undos_come_back(steps: list[int], times: int) -> None:
    history = History(steps[0])
    for step in steps[1:]:
        history = history.commit(step)
    back = history
    for _ in range(times):
        back = back.undo()
    for _ in range(times):
        back = back.redo()
    assert (back.present, back.past, back.future) == (history.present, history.past, ())


def test_edits_apply_to_the_rows_the_editor_began_with() -> None:
    rows = [{"from": 0.8, "pays": 0.1}, {"from": 1.0, "pays": 0.2}, {"from": 1.2, "pays": 0.3}]
    edits = {
        "edited_rows": {0: {"pays": 0.15}, 2: {"pays": None}},
        "added_rows": [{"from": 1.5}],
        "deleted_rows": [1],
    }
    assert edited(rows, edits) == [
        {"from": 0.8, "pays": 0.15},
        {"from": 1.2, "pays": None},
        {"from": 1.5, "pays": None},
    ]
    assert rows[0]["pays"] == 0.1


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(page).run()


def page() -> None:
    from dataclasses import dataclass, replace
    from unittest import mock

    import streamlit as st

    from pages.ui.kit import state

    @dataclass(frozen=True)
    class Scenario:
        rate: int = 10
        steps: tuple[tuple[float, float], ...] = ((0.8, 0.1), (1.0, 0.2))

    def move(scenario: Scenario, rate: int) -> Scenario:
        if rate == 13:
            raise ValueError("not thirteen")
        return replace(scenario, rate=min(rate, 40))

    def reshape(scenario: Scenario, rows: list[state.Row]) -> Scenario:
        return replace(scenario, steps=tuple((row["from"], row["pays"]) for row in rows))

    kept = st.session_state.setdefault("class", Scenario)
    store = state.Store("scenario", kept)
    rows = [{"from": start, "pays": pays} for start, pays in store.present.steps]
    st.slider("Rate", 0, 50, **state.bound(store, "rate", store.present.rate, move))
    with mock.patch.object(st, "data_editor") as editor:
        state.table(store, "steps", rows, reshape, columns={"from": "float64", "pays": "float64"})
    st.button("Edit", on_click=editor.call_args.kwargs["on_change"])
    state.undo_and_redo(store)
    st.button("Reset", on_click=lambda: store.switch_to(kept()))
    st.text(f"{store.present.rate} {store.present.steps}")
    st.text(store.refused("rate"))
    st.text(editor.call_args.args[0].to_numpy().tolist())


def shown(app: AppTest) -> str:
    assert not app.exception
    return str(app.text[0].value)


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()


def test_a_slider_is_a_view_of_the_state(app: AppTest) -> None:
    app.slider[0].set_value(20).run()
    app.slider[0].set_value(30).run()
    assert shown(app).startswith("30 ")
    press(app, "Undo")
    assert (shown(app)[:2], app.slider[0].value) == ("20", 20)
    press(app, "Redo")
    assert (shown(app)[:2], app.slider[0].value) == ("30", 30)
    press(app, "Reset")
    assert (shown(app)[:2], app.slider[0].value) == ("10", 10)
    press(app, "Undo")
    assert app.slider[0].value == 30


def test_the_state_wins_over_the_slider(app: AppTest) -> None:
    app.slider[0].set_value(45).run()
    assert (shown(app)[:2], app.slider[0].value) == ("40", 40)
    app.slider[0].set_value(13).run()
    assert (shown(app)[:2], app.slider[0].value) == ("40", 40)
    assert app.text[1].value == "not thirteen"
    app.slider[0].set_value(12).run()
    assert app.text[1].value == ""


def edit(app: AppTest, epoch: int, rows: dict[int, dict[str, float]]) -> None:
    edits = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    app.session_state[f"scenario.steps.{epoch}"] = edits
    press(app, "Edit")


def test_a_table_keeps_every_edit_and_starts_anew_after_undo(app: AppTest) -> None:
    edit(app, 0, {0: {"pays": 0.12}})
    edit(app, 0, {0: {"pays": 0.12}, 1: {"pays": 0.25}})
    assert shown(app) == "10 ((0.8, 0.12), (1.0, 0.25))"
    assert app.text[2].value == "[[0.8, 0.1], [1.0, 0.2]]", "the editor's own rows must not change"
    press(app, "Undo")
    assert shown(app) == "10 ((0.8, 0.12), (1.0, 0.2))"
    assert app.text[2].value == "[[0.8, 0.12], [1.0, 0.2]]"
    edit(app, 1, {1: {"from": 1.1}})
    assert shown(app) == "10 ((0.8, 0.12), (1.1, 0.2))"
