"""History goes back and forth, and widgets show the state whatever happens to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from pages.ui.kit import History, state
from pages.ui.kit.state import LONGEST_HISTORY


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


def test_only_jumps_are_counted_apart() -> None:
    history = History("a").commit("b")
    assert history.epoch == 0
    assert history.undo().epoch == 1
    assert history.undo().redo().epoch == 2


def test_joined_steps_are_undone_together_and_none_is_left_where_they_lead_nowhere() -> None:
    joined = History("a").commit("b").commit("c").commit("d", joined=True)
    assert (joined.past, joined.undo().present) == (("a", "b"), "b")
    back = joined.commit("b", joined=True)
    assert (back.present, back.past) == ("b", ("a",))
    assert History("a").commit("b", joined=True).past == ("a",)


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


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(page).run()


def page() -> None:
    from dataclasses import dataclass, replace

    import streamlit as st

    from pages.ui.kit import state, undo_and_redo

    @dataclass(frozen=True)
    class Scenario:
        rate: int = 10
        share: int = 1

    def move(scenario: Scenario, rate: int) -> Scenario:
        if rate == 13:
            raise ValueError("not thirteen")
        return replace(scenario, rate=min(rate, 40))

    kept = st.session_state.setdefault("class", Scenario)
    store = state.Store("scenario", kept)
    st.slider("Rate", 0, 50, **state.bound(store, "rate", store.present.rate, move))
    st.slider("Rate again", 0, 50, **state.bound(store, "again", store.present.rate, move))
    share = state.bound(store, "share", store.present.share, lambda s, v: replace(s, share=v))
    st.slider("Share", 0, 9, **share)
    undo_and_redo(store)
    st.button("Reset", on_click=lambda: store.switch_to(kept()))
    st.text(store.present.rate)
    st.text(store.refused("rate"))


def shown(app: AppTest) -> str:
    assert not app.exception
    return str(app.text[0].value)


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()


def test_a_slider_is_a_view_of_the_state(app: AppTest) -> None:
    app.slider[0].set_value(20).run()
    app.slider[0].set_value(30).run()
    assert shown(app) == "30"
    press(app, "Undo")
    assert (shown(app), app.slider[0].value) == ("20", 20)
    press(app, "Redo")
    assert (shown(app), app.slider[0].value) == ("30", 30)
    press(app, "Reset")
    assert (shown(app), app.slider[0].value) == ("10", 10)
    press(app, "Undo")
    assert app.slider[0].value == 30


def test_the_state_wins_over_the_slider(app: AppTest) -> None:
    app.slider[0].set_value(45).run()
    assert (shown(app), app.slider[0].value) == ("40", 40)
    app.slider[0].set_value(13).run()
    assert (shown(app), app.slider[0].value) == ("40", 40)
    assert app.text[1].value == "not thirteen"
    app.slider[0].set_value(12).run()
    assert app.text[1].value == ""


def test_two_sliders_that_are_moved_at_once_both_keep_their_place(app: AppTest) -> None:
    app.slider[0].set_value(20)
    app.slider[2].set_value(5)
    app.run()
    assert (shown(app), app.slider[0].value, app.slider[2].value) == ("20", 20, 5)
    assert (app.slider[0].key, app.slider[2].key) == ("scenario.rate", "scenario.share")
    app.slider[0].set_value(30).run()
    press(app, "Undo")
    assert (shown(app), app.slider[0].value) == ("20", 20)


def test_what_was_refused_stays_while_something_else_is_typed(app: AppTest) -> None:
    app.slider[0].set_value(13).run()
    app.slider[1].set_value(12).run()
    assert (shown(app), app.text[1].value) == ("12", "not thirteen")
    press(app, "Undo")
    assert app.text[1].value == ""


@pytest.mark.parametrize(
    ("brought", "seconds", "told"), [(True, 10.0, True), (True, 0.0, False), (False, 10.0, False)]
)
def test_a_move_that_crossed_the_page_of_a_new_server_is_told_back(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, brought: bool, seconds: float, told: bool
) -> None:
    """A browser that went back to what it was told when its move was on the way hears of the move;
    one that did not, or that had the time to listen, is left alone."""
    monkeypatch.setattr(state, "CROSSING_SECONDS", seconds)
    app.session_state["bound/brought"] = brought
    app.run()
    slider = app.slider[0]
    moved = slider.value + 1
    slider.set_value(moved).run()
    assert app.slider[0].value == moved
    assert app.slider[0].proto.set_value is told
    app.run()
    assert not app.slider[0].proto.set_value
