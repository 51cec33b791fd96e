"""Writing a plan: its lines and figures beside what they pay typical people, as one types."""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.text import Problem, Refused
from pages.ui.editor import (
    about,
    columns,
    gallery,
    keeping,
    lines,
    outcome,
    personas,
    plan_text,
    starting,
)
from pages.ui.editor.desk import TAB, Desk, DeskStore, is_open
from pages.ui.editor.field import PAID, knowing
from pages.ui.editor.looks import style
from pages.ui.kit import frame, language, t
from pages.ui.session import workspace

TABS = ("lines", "columns", "people", "about", "blocks", "text")


def page() -> None:
    own = frame.enter("editor")
    style()
    store = DeskStore()
    if not is_open():
        workspace.told()
        return starting.welcome(store)
    with own:
        st.empty()
    desk_and_outcome(store, own)


@st.fragment(key="desk")
def desk_and_outcome(store: DeskStore, own: DeltaGenerator) -> None:
    """All that changes while somebody writes. What is paid comes first: one waits for it."""
    workspace.told()
    starting.refused()
    heading = st.container(key="heading")
    left, right = frame.beside(7, 5, "desk")
    st.session_state.setdefault(TAB, TABS[0])
    block = gallery.chosen() if st.session_state[TAB] == "blocks" else None
    with right, st.container(key="outcome", gap="small"):
        if block is not None:
            _heading(heading, store.present, outcome.outcome(store.present))
            gallery.choice(store, block)
        else:
            paid(store, heading)
    with own:
        keeping.sidebar(store)
    knowing(store.present.draft)
    with left:
        _written(store)


@st.fragment(key=PAID)
def paid(store: DeskStore, heading: DeltaGenerator) -> None:
    """What the plan pays: all that is drawn anew with every few keys."""
    desk = store.present
    found = outcome.outcome(desk)
    _heading(heading, desk, found)
    outcome.payouts(desk, found)
    outcome.curve(found)


def _heading(where: DeltaGenerator, desk: Desk, found: outcome.Outcome) -> None:
    state = t(
        "editor.state_kept"
        if desk.is_kept and desk.item
        else "editor.state_as_is"
        if desk.is_kept
        else "editor.state_changed"
    )
    where.html(
        f'<header class="pc-heading"><div><h1>{escape(desk.title)}</h1><p>{escape(state)}</p></div>'
        f'<h2 aria-live="polite">{escape(outcome.headline(desk, found))}</h2></header>'
    )


def _written(store: DeskStore) -> None:
    tab = st.segmented_control(
        t("editor.part"),
        TABS,
        format_func=lambda name: t(f"editor.tab_{name}"),
        required=True,
        key=TAB,
        persist_state="session",
        label_visibility="collapsed",
    )
    if tab == "text":
        return plan_text.plan_text(store)
    try:
        _ = store.present.draft.data
    except Refused as refused:
        _unreadable(refused)
        return
    _elsewhere(store.present, str(tab))
    drawn = {
        "lines": lines.lines,
        "columns": columns.columns,
        "people": personas.personas,
        "about": about.about,
        "blocks": gallery.gallery,
    }
    drawn[str(tab)](store)


def _unreadable(refused: Refused) -> None:
    st.error(refused.text(language()), icon=":material/error:")
    st.button(
        t("editor.to_text"),
        key="to_text",
        on_click=lambda: st.session_state.update({TAB: "text"}),
    )


def _elsewhere(desk: Desk, tab: str) -> None:
    """What is wrong with entries that this part does not show."""
    sections = {"lines": ("lines", "parameters"), "columns": ("facts",), "people": ("personas",)}
    shown = sections.get(tab, ())
    names = {name for section in shown for name in desk.draft.names(section)}
    lang = language()

    def said(problem: Problem) -> str:
        where = f"<code>{escape(problem.column)}</code> " if problem.column else ""
        return (
            f"<p>{where}<span>{escape(problem.text(lang))}</span> "
            f"<em>{escape(problem.remedy(lang))}</em></p>"
        )

    rest = [
        problem
        for problem in desk.draft.problems
        if problem.column.split(".")[0] not in names and problem.key != "no_pay_line"
    ]
    if rest:
        body = "".join(said(problem) for problem in rest[:6])
        st.html(f'<div class="pc-told pc-boxed" role="status">{body}</div>')


page()
