"""A box over the page in which figures are found that meet a budget, and taken over as one step."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.companies import Company
from engine.progress import Progress, part
from engine.solving import Asked, Front, Solution, front, solve
from engine.text import Refused, percent
from pages.ui.kit import Store, beside, escape_markdown, language, stop_waiting, t, wait_for
from pages.ui.scenario import show_problems
from pages.ui.session import (
    SessionScenario,
    check_files,
    company_facts_of,
    people_facts,
    present_company,
)
from pages.ui.solving.figures_to_move import figures_to_move
from pages.ui.solving.limit_fields import cost_fields, goal_field, limit_fields
from pages.ui.solving.solution_view import answer_view
from pages.ui.solving.solving_form import SolvingForm
from pages.ui.solving.trade_off_view import against_what, front_view

T = TypeVar("T")
Found = tuple[Hashable, T | Refused]
"""What was found or why not, and the key of what was asked."""

_OPEN, _WANTED, _ANSWER, _FRONT = (
    f"solving/{name}" for name in ("open", "wanted", "answer", "front")
)
_WAIT = "solving"
_STYLE = Path(__file__).with_name("solving.css").read_text(encoding="utf-8")
_PEOPLE = 0.1
"""The share of the work that goes into the people rather than the figures."""


def offer(store: Store[SessionScenario], place: DeltaGenerator) -> None:
    """A button that opens the box, and the box while it is open."""
    place.button(
        t("solving.open"),
        icon=":material/target:",
        key="solving_open",
        help=t("solving.open_help"),
        on_click=lambda: st.session_state.update({_OPEN: True}),
        width="stretch",
    )
    if st.session_state.get(_OPEN):
        box = st.dialog(
            t("solving.title"), width="large", icon=":material/target:", on_dismiss=_closed
        )
        box(_body)(store)


def _closed() -> None:
    """The box was left; what goes on in it ends."""
    st.session_state.pop(_OPEN, None)
    _cancel()


def _cancel() -> None:
    st.session_state.pop(_WANTED, None)
    stop_waiting(_WAIT)


def _body(store: Store[SessionScenario]) -> None:
    if not st.session_state.get(_OPEN):
        st.rerun()
    st.html(f"<style>{_STYLE}</style>")
    company = present_company(store)
    form = Store(f"solving.{store.present.plan_key}", SolvingForm)
    try:
        check_files(company)
        left, right = beside(5, 7, "solving")
        with left:
            figures_to_move(form, company)
            cost_fields(form, company)
            limit_fields(form)
            goal_field(form)
        with right, st.container(key="solving_answer"):
            _answer(store, form.present, company)
            if form.present.moves:
                _trade_offs(store, form.present, company)
    except Refused as refused:
        show_problems(refused.problems)
    except people_facts.MissingFile:
        st.info(t("solving.no_people"))


# -- the answer -------------------------------------------------------------------------------


def _answer(store: Store[SessionScenario], form: SolvingForm, company: Company) -> None:
    """The button that begins, how far the work is, and what was found."""
    key: Hashable = ("answer", form.key(company))
    place = st.empty()
    _work(place, form, company, key, _ANSWER, solve)
    found: Found[Solution] | None = st.session_state.get(_ANSWER)
    is_of_this = found is not None and found[0] == key
    with place.container(horizontal=True, gap="small", key="solving_begin"):
        st.button(
            t("solving.again" if is_of_this else "solving.begin"),
            type="secondary" if is_of_this else "primary",
            icon=":material/search:",
            key="solving_find",
            disabled=not form.moves,
            on_click=lambda: st.session_state.update({_WANTED: key}),
        )
        if found is not None and is_of_this and isinstance(found[1], Solution):
            _apply(store, found[1], "solving_apply")
    if found is None:
        st.markdown(t("solving.explained"))
        return
    if not is_of_this:
        st.caption(t("solving.older"))
    with st.container(key="solving_found" if is_of_this else "solving_older"):
        if isinstance(found[1], Refused):
            show_problems(found[1].problems)
        else:
            answer_view(found[1])


# -- trade-offs -------------------------------------------------------------------------------


def _trade_offs(store: Store[SessionScenario], form: SolvingForm, company: Company) -> None:
    """What can be had for what, once it is asked for; whichever point is chosen of it."""
    st.markdown(f"**{t('solving.trade_offs')}**")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        against = against_what()
        key: Hashable = ("front", against, form.front_key(company))
        place = st.empty()

    def work(asked: Asked, progress: Progress) -> Front:
        return front(asked, against, progress)

    _work(place, form, company, key, _FRONT, work)
    found: Found[Front] | None = st.session_state.get(_FRONT)
    if found is None or found[0] != key:
        place.button(
            t("solving.show_trade_offs"),
            icon=":material/show_chart:",
            key="solving_trade",
            on_click=lambda: st.session_state.update({_WANTED: key}),
        )
        return
    place.empty()
    if isinstance(found[1], Refused):
        show_problems(found[1].problems)
        return
    chosen = front_view(found[1], form.budget_of(company), key)
    if chosen is not None:
        with st.container(key="solving_point"):
            answer_view(chosen)
            _apply(store, chosen, "solving_apply_point")


# -- both -------------------------------------------------------------------------------------


def _work(
    place: DeltaGenerator,
    form: SolvingForm,
    company: Company,
    key: Hashable,
    slot: str,
    find: Callable[[Asked, Progress], T],
) -> None:
    """Finds what is wanted, showing how far it is, with a way out; nothing where something else
    is."""
    if st.session_state.get(_WANTED) != key:
        return
    with place.container(key="solving_working"):
        bar = st.progress(0.0, text=t("solving.working"))
        st.button(t("waiting.cancel"), key="solving_cancel", on_click=_cancel)

    def show(seconds: float, share: float) -> None:
        words, done = t("solving.working"), percent(share, language(), 0)
        bar.progress(share, text=t("waiting.share", words=words, share=done))

    def work(progress: Progress) -> T:
        facts = company_facts_of(company, part(progress, 0.0, _PEOPLE))
        return find(form.asked(company, facts), part(progress, _PEOPLE, 1.0))

    try:
        found: T | Refused = wait_for(_WAIT, key, work, show)
    except Refused as refused:
        found = refused
    st.session_state[slot] = (key, found)
    st.session_state.pop(_WANTED, None)
    place.empty()


def _apply(store: Store[SessionScenario], solution: Solution, name: str) -> None:
    """Takes the answer over as one step that can be undone."""
    if not solution.feasible or not solution.changes or not solution.verified:
        return

    def apply() -> None:
        store.switch_to(store.present.edited(solution.edits))
        st.session_state.pop(_OPEN, None)
        st.toast(t("solving.applied"), icon=":material/check:")

    st.button(
        t("solving.apply"),
        type="primary",
        icon=":material/check:",
        key=name,
        help=escape_markdown(t("solving.apply_help")),
        on_click=apply,
    )
