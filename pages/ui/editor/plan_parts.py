"""The parts of a plan that somebody writes in, one at a time: lines, columns, people, text."""

from __future__ import annotations

from html import escape

import streamlit as st

from engine.text import Problem, Refused
from pages.ui.editor import about_plan, block_gallery, column_cards, line_cards, persona_cards
from pages.ui.editor.plan_text import plan_text
from pages.ui.kit import escape_markdown, language, t, tab_row
from pages.ui.session import TAB, DraftSession, DraftStore

TABS = ("lines", "columns", "people", "about", "blocks", "text")


def plan_parts(store: DraftStore) -> None:
    """The choice of a part, and that part to be written in."""
    tab = tab_row(t("editor.part"), TABS, key=TAB, written=lambda name: t(f"editor.tab_{name}"))
    if tab == "text":
        return plan_text(store)
    try:
        _ = store.present.draft.data
    except Refused as refused:
        _unreadable(refused)
        return
    _elsewhere(store.present, tab)
    drawn = {
        "lines": line_cards.lines,
        "columns": column_cards.columns,
        "people": persona_cards.personas,
        "about": about_plan.about,
        "blocks": block_gallery.gallery,
    }
    drawn[tab](store)


def _unreadable(refused: Refused) -> None:
    st.error(escape_markdown(refused.text(language())), icon=":material/error:")
    st.button(
        t("editor.to_text"),
        key="to_text",
        on_click=lambda: st.session_state.update({TAB: "text"}),
    )


def _elsewhere(session: DraftSession, tab: str) -> None:
    """What is wrong with entries that this part does not show."""
    sections = {"lines": ("lines", "parameters"), "columns": ("facts",), "people": ("personas",)}
    shown = sections.get(tab, ())
    names = {name for section in shown for name in session.draft.names(section)}
    lang = language()

    def said(problem: Problem) -> str:
        where = f"<code>{escape(problem.column)}</code> " if problem.column else ""
        return (
            f"<p>{where}<span>{escape(problem.text(lang))}</span> "
            f"<em>{escape(problem.remedy(lang))}</em></p>"
        )

    rest = [
        problem
        for problem in session.draft.problems
        if problem.column.split(".")[0] not in names and problem.key != "no_pay_line"
    ]
    if rest:
        body = "".join(said(problem) for problem in rest[:6])
        st.html(f'<div class="pc-entry-problems pc-boxed" role="status">{body}</div>')
