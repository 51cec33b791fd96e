"""The three steps in sight: each to be clicked, each with how far it is in one line."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.ui.back_test import reconcile_view, results_view
from pages.ui.back_test.understanding import STEP, Understood, session_facts
from pages.ui.kit import Store, frame, language, t
from pages.ui.scenario import assumed
from pages.ui.session import (
    ImportStore,
    SessionScenario,
    people_and_period,
    people_summary,
    title_of,
)

STEPS = ("understand", "reconcile", "results")


def steps(store: Store[SessionScenario], files: ImportStore, found: Understood) -> str:
    """The heading and the steps; the one that is shown."""
    facts = session_facts(store)
    people = store.present.people
    about = ""
    if facts is not None and people is not None:
        about = people_summary(people, facts, language())
    frame.heading(title_of(store.present), about, _finding(files, found))
    states = {
        "understand": understand_state(found, facts is not None and bool(facts.size)),
        "reconcile": reconcile_view.state(store),
        "results": results_view.state(store),
    }
    if facts is not None and not files.present.files:
        states["understand"] = people_and_period(facts, language())
    chosen: str = st.session_state.get(STEP, STEPS[0])
    places = st.container(key="steps").columns(3, gap="small")
    for number, (step, place) in enumerate(zip(STEPS, places, strict=True), 1):
        with place, st.container(key=f"step-{step}"):
            st.button(
                t(f"back_test.step_{step}", number=number),
                key=f"go_{step}",
                type="primary" if step == chosen else "secondary",
                width="stretch",
                on_click=go_to,
                args=(step,),
            )
            said = escape(states[step])
            st.html(f'<p class="pc-step-state" title="{said}">{said}</p>')
    assumed(facts)
    return chosen


def _finding(files: ImportStore, found: Understood) -> str:
    """What the first step has come to, in one sentence."""
    if found.imported is None:
        return t("back_test.title")
    rows = sum(table.sheet.rows for table in found.imported.tables)
    said = {
        "files": t("back_test.files", count=len(files.present.files)),
        "rows": t("back_test.rows_read", count=rows),
    }
    if found.facts is None:
        return t("back_test.finding_open", count=found.open, **said)
    return t("back_test.finding_read", count=found.facts.size, **said)


def go_to(step: str) -> None:
    """Show another step."""
    st.session_state[STEP] = step


def understand_state(found: Understood, has_people: bool) -> str:
    """How far the first step is."""
    if found.facts is not None:
        return people_and_period(found.facts, language())
    if found.stopped:
        return t("back_test.state_stopped")
    if found.refused:
        return t("back_test.state_refused")
    if found.open:
        return t("back_test.state_open", count=found.open)
    return t("back_test.state_nothing")
