"""Gets the answers for what a session works on, and goes back where they are refused or given up.

What was shown last is remembered: a file that is refused and a wait that is cancelled leave the
session as it was then."""

from __future__ import annotations

import streamlit as st

from engine.progress import Progress, part
from engine.scenario import FromFile, Simulated
from engine.text import Refused
from pages.ui.kit import History, Loading, Store, awaited, leave, t
from pages.ui.scenario import REFUSED
from pages.ui.session import Work, people_facts, people_for
from pages.ui.what_if.answers import Answers, ask

_PEOPLE = 0.85
"""The share of the work that goes into the people rather than their pay."""
SHOWN = "what_if/shown"
"""Where the session keeps the history as it was when the page was complete last."""


def answered(store: Store[Work]) -> Answers | None:
    """The answers for the present work; None where it has no people.

    Raises Missing and Refused where its people cannot be had and there is nothing to go back to.
    """
    work = store.present
    chosen = work.people
    if chosen is None:
        return _shown(store, None)
    loading = Loading(lambda share: _doing(chosen, share), cancel=lambda: cancelled(store))

    before = _before()
    shown = None if before is None else before.present.plan

    def got(progress: Progress) -> Answers:
        facts = people_facts.facts_of(chosen, work.base, part(progress, 0.0, _PEOPLE))
        return ask(work, facts, shown, part(progress, _PEOPLE, 1.0))

    try:
        found = awaited("what_if", (work.base, work.plan, chosen), got, loading)
    except people_facts.Missing:
        _shown(store, None)
        raise
    except Refused as refused:
        _take_back(store, refused)
        raise
    loading.over()
    return _shown(store, found)


def _shown(store: Store[Work], found: Answers | None) -> Answers | None:
    st.session_state[SHOWN] = store.history
    return found


def _before() -> History[Work] | None:
    """The state that was on the page last."""
    shown: History[Work] | None = st.session_state.get(SHOWN)
    return shown


def _take_back(store: Store[Work], refused: Refused) -> None:
    """Go on with the people before these, or, on another plan, with people of its own."""
    work, before = store.present, _before()
    if isinstance(work.people, FromFile) and before is not None:
        if before.present.place != work.place:
            if people_for(work.base) != work.people:
                store.instead(work.with_people(people_for(work.base)))
                st.rerun()
        elif before.present.people != work.people:
            store.return_to(before)
            st.session_state[REFUSED] = refused.problems
            st.rerun()
    _shown(store, None)


def cancelled(store: Store[Work]) -> None:
    """Back to what was shown before the wait; at the beginning, to fewer people or none."""
    leave("what_if")
    work, before = store.present, _before()
    if before is not None:
        store.return_to(before)
        return
    own = people_for(work.base)
    store.instead(work.with_people(None if own == work.people else own))


def _doing(chosen: Simulated | FromFile, share: float) -> tuple[str, float]:
    if share >= _PEOPLE:
        return t("people.paying"), (share - _PEOPLE) / (1 - _PEOPLE)
    if isinstance(chosen, Simulated):
        return t("people.drawing", count=chosen.employees), share / _PEOPLE
    return t("choose.reading", name=chosen.name), share / _PEOPLE
