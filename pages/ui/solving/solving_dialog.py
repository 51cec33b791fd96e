"""A box over the page in which figures are found that meet a budget, and taken over as one step."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Executor
from dataclasses import fields, replace
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.companies import Company
from engine.progress import Progress, part
from engine.solving import YEAR, Asked, Front, Limits, Solution, front, solve
from engine.text import Refused, percent
from pages.ui.kit import (
    Job,
    Stopped,
    Store,
    beside,
    escape_markdown,
    language,
    on_leaving,
    t,
    while_open,
)
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
from pages.ui.solving.solving_form import AHEAD, SolvingForm
from pages.ui.solving.solving_workers import solving_workers
from pages.ui.solving.trade_off_view import against_what, front_view

Found = tuple[Hashable, Solution | Front | Refused]
"""What was found or why not, and the key of what was asked."""

_OPEN, _JOB, _ANSWER, _FRONT = (f"solving/{name}" for name in ("open", "job", "answer", "front"))
_APPLIED = "solving/applied"
_ASKED = {"budget", "cost", "move", "trials", *(limit.name for limit in fields(Limits))}
"""What the terminal calls the fields of the box."""
_STYLE = Path(__file__).with_name("solving.css").read_text(encoding="utf-8")
_PEOPLE = 0.1
"""The share of the work that goes into the people rather than the figures."""
_EVERY, _AT_ONCE = 0.5, 0.9
"""Seconds between two looks at how far the work is, and that a quick answer is waited for."""


def offer(store: Store[SessionScenario], place: DeltaGenerator, *, ahead: bool = False) -> None:
    """A button that opens the box, and the box while it is open; `ahead` where the page is about
    the months ahead, whose cost is then proposed."""
    place.button(
        t("solving.open"),
        icon=":material/target:",
        key="solving_open",
        help=t("solving.open_help"),
        on_click=lambda: st.session_state.update({_OPEN: True}),
        width="stretch",
    )
    if st.session_state.pop(_APPLIED, False):
        st.toast(t("solving.applied"), icon=":material/check:")
    if st.session_state.get(_OPEN):
        on_leaving(_closed)
        box = st.dialog(
            t("solving.title"), width="large", icon=":material/target:", on_dismiss=_closed
        )
        box(_body)(store, ahead)


def _closed() -> None:
    """The box was left; what goes on in it ends."""
    st.session_state.pop(_OPEN, None)
    _cancel()


def _cancel() -> None:
    job: Job[Solution | Front] | None = st.session_state.pop(_JOB, None)
    if job is not None:
        job.stop()


def _body(store: Store[SessionScenario], ahead: bool) -> None:
    if not st.session_state.get(_OPEN):
        st.rerun()
    st.html(f"<style>{_STYLE}</style>")
    company = present_company(store)
    name = f"solving.{store.present.plan_key}{'.ahead' if ahead else ''}"
    form = Store(name, lambda: SolvingForm(cost=AHEAD if ahead else YEAR))
    try:
        check_files(company)
        left, right = beside(5, 7, "solving")
        with left:
            figures_to_move(form, company)
            cost_fields(form, company)
            limit_fields(form)
            goal_field(form)
        with right, st.container(key="solving_answer"):
            _answers(store, form.present, company)
    except Refused as refused:
        show_problems(refused.problems)
    except people_facts.MissingFile:
        st.info(t("solving.no_people"))


# -- what is found ----------------------------------------------------------------------------


def _answers(store: Store[SessionScenario], form: SolvingForm, company: Company) -> None:
    """How far the work is, or what was found by it."""
    _wait_a_moment()
    if st.session_state.get(_JOB) is None:
        _answer(store, form, company, ("answer", form.key(company)))
        if form.moves:
            _trade_offs(store, form, company)
        return

    @st.fragment(run_every=_EVERY)
    def going_on() -> None:
        job: Job[Solution | Front] | None = st.session_state.get(_JOB)
        if job is None or job.is_done(0.0):
            st.rerun()
        _going_on(job)

    going_on()


def _begin(
    form: SolvingForm,
    company: Company,
    key: Hashable,
    find: Callable[[Asked, Progress, Executor | None], Solution | Front],
) -> None:
    """Looks for an answer in the background, in place of what is looked for by now."""

    def work(progress: Progress) -> Solution | Front:
        progress = while_open(progress)
        facts = company_facts_of(company, part(progress, 0.0, _PEOPLE))
        asked, rest = form.asked(company, facts), part(progress, _PEOPLE, 1.0)
        if form.cost == YEAR:
            return find(asked, rest, None)
        with solving_workers() as executor:
            return find(asked, rest, executor)

    _cancel()
    st.session_state[_JOB] = Job(key, work)


def _wait_a_moment() -> None:
    """Takes up what is found at once."""
    job: Job[Solution | Front] | None = st.session_state.get(_JOB)
    if job is not None and job.is_done(max(_AT_ONCE - job.seconds, 0.0)):
        _take_up(job)


def _take_up(job: Job[Solution | Front]) -> None:
    """Keeps what was found, or why not."""
    st.session_state.pop(_JOB, None)
    try:
        found: Solution | Front | Refused = job.result()
    except Refused as refused:
        found = refused
    except Stopped:
        return
    kind = job.key[0] if isinstance(job.key, tuple) else ""
    st.session_state[_FRONT if kind == "front" else _ANSWER] = (job.key, found)


def _going_on(job: Job[Solution | Front]) -> None:
    """How far the work is, with a way out."""
    words, done = t("solving.working"), percent(job.share, language(), 0)
    with st.container(key="solving_working"):
        st.progress(job.share, text=t("waiting.share", words=words, share=done))
        st.button(t("waiting.cancel"), key="solving_cancel", on_click=_cancel)


def _answer(
    store: Store[SessionScenario], form: SolvingForm, company: Company, key: Hashable
) -> None:
    """The button that begins, and what was found last."""
    known: Found | None = st.session_state.get(_ANSWER)
    is_of_this = known is not None and known[0] == key
    found = None if known is None else known[1]
    with st.container(horizontal=True, gap="small", key="solving_begin"):
        st.button(
            t("solving.again" if is_of_this else "solving.begin"),
            type="secondary" if is_of_this else "primary",
            icon=":material/search:",
            key="solving_find",
            disabled=not form.moves,
            on_click=lambda: _begin(form, company, key, solve),
        )
        if is_of_this and isinstance(found, Solution):
            _apply(store, found, "solving_apply")
    if found is None:
        st.markdown(t("solving.explained"))
        return
    if not is_of_this:
        st.caption(t("solving.older"))
    with st.container(key="solving_found" if is_of_this else "solving_older"):
        if isinstance(found, Refused):
            _refused(found)
        elif isinstance(found, Solution):
            answer_view(found)


def _refused(refused: Refused) -> None:
    """What does not fit; of what is asked for in the box, the terminal's names of it are left
    out."""
    show_problems([replace(p, column="") if p.column in _ASKED else p for p in refused.problems])


def _trade_offs(store: Store[SessionScenario], form: SolvingForm, company: Company) -> None:
    """What can be had for what, once it is asked for; whichever point is chosen of it."""
    st.markdown(f"**{t('solving.trade_offs')}**")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        against = against_what()
        key = ("front", against, form.front_key(company))
        known: Found | None = st.session_state.get(_FRONT)
        if known is None or known[0] != key:
            st.button(
                t("solving.show_trade_offs"),
                icon=":material/show_chart:",
                key="solving_trade",
                on_click=lambda: _begin(
                    form, company, key, lambda asked, *how: front(asked, against, *how)
                ),
            )
    if known is None or known[0] != key:
        return
    if isinstance(known[1], Refused):
        _refused(known[1])
    elif isinstance(known[1], Front):
        chosen = front_view(known[1], form.budget_of(company), key)
        if chosen is not None:
            with st.container(key="solving_point"):
                answer_view(chosen)
                _apply(store, chosen, "solving_apply_point")


def _apply(store: Store[SessionScenario], solution: Solution, name: str) -> None:
    """Takes the answer over as one step that can be undone."""
    if not solution.feasible or not solution.changes or not solution.verified:
        return

    def apply() -> None:
        store.switch_to(store.present.edited(solution.edits))
        st.session_state.pop(_OPEN, None)
        st.session_state[_APPLIED] = True

    st.button(
        t("solving.apply"),
        type="primary",
        icon=":material/check:",
        key=name,
        help=escape_markdown(t("solving.apply_help")),
        on_click=apply,
    )
