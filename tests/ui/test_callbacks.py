"""What somebody did is not lost where the page is asked for again meanwhile."""

from __future__ import annotations

import ast
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.testing.v1 import AppTest

from pages.ui.kit.callbacks import take_up_whole

PAGES = Path(__file__).resolve().parents[2] / "pages"


def page() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

    from pages.ui.kit.callbacks import take_up_whole

    take_up_whole()

    def moved() -> None:
        context = get_script_run_ctx()
        assert context is not None and context.script_requests is not None
        context.script_requests.request_rerun(RerunData())  # as the browser does meanwhile
        now = st.session_state["rate"]
        st.session_state["steps"] = [*st.session_state.get("steps", []), now]

    st.slider("Rate", 0, 50, key="rate", on_change=moved)
    st.text(str(st.session_state.get("steps")))


def test_a_callback_is_not_ended_by_the_next_run() -> None:
    app = AppTest.from_function(page).run()
    app.slider[0].set_value(20).run()
    assert not app.exception
    assert app.text[0].value == "[20]"
    app.slider[0].set_value(30).run()
    assert (app.text[0].value, app.slider[0].value) == ("[20, 30]", 30)


def test_no_callback_reads_a_widget_that_may_be_gone() -> None:
    """A widget that was left has no value any more, and may still be heard of: `get` finds it."""

    def inner(tree: ast.AST, depth: int = 0) -> Iterator[int]:
        for node in ast.iter_child_nodes(tree):
            is_read = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load)
            if depth > 1 and is_read and ast.unparse(node.value) == "st.session_state":
                yield node.lineno
            if isinstance(node, ast.Lambda):
                yield from inner(node, 2)
            else:
                yield from inner(node, depth + isinstance(node, ast.FunctionDef))

    found = [
        f"{file}:{line}"
        for file in sorted(PAGES.rglob("*.py"))
        for line in inner(ast.parse(file.read_text("utf-8")))
    ]
    assert found == []


class Ended(Exception):
    """A run that is to end does so."""


class Session:
    """The state that the runs of a session share, and what became of it."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.happened: list[str] = []
        self.meanwhile = meanwhile

    def on_script_will_rerun(self, *_: object, **__: object) -> None:
        self.happened.append("callback begins")
        self.meanwhile()
        self.happened.append("callback ends")

    def __setitem__(self, key: str, value: object) -> None:
        self.happened.append(f"{key} = {value}")


def run_of(session: Session, yields: Callable[[], None] = lambda: None) -> SafeSessionState:
    return SafeSessionState(cast(SessionState, session), yields)


def test_a_run_that_is_to_end_takes_up_nothing() -> None:
    take_up_whole()

    def ends() -> None:
        raise Ended

    session = Session()
    with pytest.raises(Ended):
        run_of(session, ends).on_script_will_rerun(WidgetStates())
    assert session.happened == []
    # and it left the session to the next run
    run_of(session).on_script_will_rerun(WidgetStates())
    assert session.happened == ["callback begins", "callback ends"]


@pytest.mark.parametrize("what", ["change", "callback"])
def test_nothing_of_another_run_falls_within_a_callback(what: str) -> None:
    take_up_whole()
    others: list[threading.Thread] = []

    def meanwhile() -> None:
        if others:
            return

        def other() -> None:
            run = run_of(session)
            if what == "change":
                run["rate"] = 1
            else:
                run.on_script_will_rerun(WidgetStates())

        others.append(threading.Thread(target=other))
        others[0].start()
        others[0].join(0.3)  # long enough for a thread that nothing holds up

    session = Session(meanwhile)
    run_of(session).on_script_will_rerun(WidgetStates())
    others[0].join()
    later = {"change": ["rate = 1"], "callback": ["callback begins", "callback ends"]}
    assert session.happened == ["callback begins", "callback ends", *later[what]]
