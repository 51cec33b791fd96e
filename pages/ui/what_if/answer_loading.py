"""Gets the answers for what a session works on, and goes back where they are refused or given up.

What was shown last is remembered: a file that is refused and a wait that is cancelled leave the
session as it was then."""

from __future__ import annotations

import streamlit as st

from engine.progress import Progress
from engine.scenario import FromFile, Simulated
from engine.text import Refused
from pages.ui.kit import History, Loading, Store, stop_waiting, t, wait_for
from pages.ui.scenario import REFUSED
from pages.ui.session import (
    SessionScenario,
    check_files,
    company_headcount,
    first_scenario,
    people_facts,
    usual_people,
)
from pages.ui.what_if.answers import PEOPLE, Answers, ask

SHOWN = "what_if/shown"
"""Where the session keeps the history as it was when the page was complete last."""


def load_answers(store: Store[SessionScenario]) -> Answers | None:
    """The answers for the present scenario; None where it has no people.

    Raises Missing and Refused where its people cannot be had and there is nothing to go back to.
    """
    session = store.present
    chosen = session.people
    if chosen is None:
        return _shown(store, None)
    loading = Loading(
        "what_if", lambda share: _status(session, share), cancel=lambda: cancelled(store)
    )

    before = _before()
    shown = None if before is None else before.present

    def load(progress: Progress) -> Answers:
        return ask(session, shown, progress)

    try:
        check_files(session.whole)  # here, where it is known who reads
        wanted = (
            *(session.base, session.plan, chosen, session.unit),
            *(session.whole.fingerprint, session.payroll),
            session.whole.held_against.fingerprint,
        )
        found = wait_for("what_if", wanted, load, loading)
    except people_facts.MissingFile:
        loading.done()
        _shown(store, None)
        raise
    except Refused as refused:
        loading.done()
        _take_back(store, refused)
        raise
    loading.done()
    return _shown(store, found)


def _shown(store: Store[SessionScenario], found: Answers | None) -> Answers | None:
    st.session_state[SHOWN] = store.history
    return found


def _before() -> History[SessionScenario] | None:
    """The state that was on the page last."""
    shown: History[SessionScenario] | None = st.session_state.get(SHOWN)
    return shown


def _take_back(store: Store[SessionScenario], refused: Refused) -> None:
    """Go on with the people before these, or, on another plan, with people of its own."""
    session, before = store.present, _before()
    if session.company is not None:
        if before is not None and before.present.plan_key != session.plan_key:
            store.restore(before)
            st.session_state[REFUSED] = refused.problems
            st.rerun()
    elif isinstance(session.people, FromFile) and before is not None:
        if before.present.plan_key != session.plan_key:
            if usual_people(session.base) != session.people:
                store.replace_present(session.with_people(usual_people(session.base)))
                st.rerun()
        elif before.present.people != session.people:
            store.restore(before)
            st.session_state[REFUSED] = refused.problems
            st.rerun()
    _shown(store, None)


def cancelled(store: Store[SessionScenario]) -> None:
    """Back to what was shown before the wait; at the beginning, to fewer people or none."""
    stop_waiting("what_if")
    session, before = store.present, _before()
    if before is not None:
        store.restore(before)
        return
    if session.company is not None:
        store.replace_present(first_scenario())
        return
    own = usual_people(session.base)
    store.replace_present(session.with_people(None if own == session.people else own))


def _status(session: SessionScenario, share: float) -> tuple[str, float]:
    chosen = session.people
    if share >= PEOPLE:
        return t("people.paying"), (share - PEOPLE) / (1 - PEOPLE)
    if isinstance(chosen, Simulated):
        company = session.company
        drawn = chosen.employees if company is None else company_headcount(company)
        return t("people.drawing", count=drawn), share / PEOPLE
    if isinstance(chosen, FromFile):
        return t("choose.reading", name=chosen.name), share / PEOPLE
    return t("people.paying"), share
