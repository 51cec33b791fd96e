"""What the futures say, drawn again and again while more of them are worked out."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from engine.companies import Company
from engine.text import Refused, compact_money, count
from pages.ui.kit import Store, language, t
from pages.ui.projection import range_view
from pages.ui.projection.outcome import Outcome, outcome_of
from pages.ui.projection.projection_details import details
from pages.ui.projection.projection_heading import cards, heading, told
from pages.ui.projection.projection_session import Accuracy
from pages.ui.projection.projection_work import (
    ProjectionWork,
    current_work,
    go_on_with,
    is_stopped,
    stop_work,
)
from pages.ui.scenario import show_problems

_EVERY = 0.7
"""Seconds between two drawings while futures are worked out."""
FAN, SMALL = 306, 168
_SHOWN, _SURE = "projection/shown", "projection/sure"


@dataclass(frozen=True)
class _Shown:
    """What was drawn last, and of which company."""

    company: str
    outcome: Outcome


def results(accuracy: Store[Accuracy], company: Company, work: ProjectionWork) -> None:
    """Heading, cards and charts; greyed where they still answer the question before."""
    going_on = work.is_going_on

    @st.fragment(run_every=_EVERY if going_on else None)
    def drawn() -> None:
        if current_work() is not work:
            st.rerun()
        is_done = not work.is_going_on  # before what it found is read
        outcome, is_old = _newest(company, work)
        if outcome is not None:
            _draw(accuracy, outcome, is_old, work)
        else:
            _nothing_yet(work)
        if going_on and is_done:
            st.rerun()

    drawn()


def further_results(company: Company, work: ProjectionWork) -> None:
    """What the open tab says of the futures that are drawn."""

    @st.fragment(run_every=_EVERY if work.is_going_on else None)
    def drawn() -> None:
        shown: _Shown | None = st.session_state.get(_SHOWN)
        if shown is None or shown.company != company.id:
            return
        with st.container(key="projection_details"):
            _mark(shown.outcome.question.key != work.wanted.question.key)
            details(shown.outcome, work.wanted)

    drawn()


def _newest(company: Company, work: ProjectionWork) -> tuple[Outcome | None, bool]:
    """What is known of what is wanted; else what was drawn before of this company, which is old."""
    before: _Shown | None = st.session_state.get(_SHOWN)
    if before is not None and before.outcome.found is work.found:
        return before.outcome, False  # nothing new, and what is worked out of it is kept
    outcome = outcome_of(work.wanted, work.found)
    if outcome is not None:
        st.session_state[_SHOWN] = _Shown(company.id, outcome)
        return outcome, False
    if before is not None and before.company == company.id:
        return before.outcome, True
    return None, False


def _draw(accuracy: Store[Accuracy], outcome: Outcome, is_old: bool, work: ProjectionWork) -> None:
    with st.container(key="projection_head"):
        _mark(is_old)
        heading(outcome)
        cards(outcome, accuracy.present)
        _how_far(outcome, work)
    with st.container(key="projection_charts"):
        range_view.cost_fan(outcome, FAN)
        with st.container(key="small_charts"):
            _sure(outcome)


def _sure(outcome: Outcome) -> None:
    """The charts that need more than the first futures; until there are more, those of what was
    asked before stay, greyed."""
    before: _Shown | None = st.session_state.get(_SURE)
    company, is_old = outcome.question.company.id, False
    if not outcome.is_early:
        st.session_state[_SURE] = _Shown(company, outcome)
    elif before is not None and before.company == company:
        outcome, is_old = before.outcome, True
    _mark(is_old)
    for place, drawn in zip(st.columns(2, gap="medium"), (_spread, _drivers), strict=True):
        with place:
            if outcome.is_early:
                st.html('<div class="pc-coming" aria-hidden="true"></div>')
            else:
                drawn(outcome)


def _spread(outcome: Outcome) -> None:
    range_view.spread_of_cost(outcome, SMALL)


def _drivers(outcome: Outcome) -> None:
    range_view.overrun(outcome, SMALL, few=True)


def _mark(is_old: bool) -> None:
    """Greys what still answers the question before. The mark is there in either case, so that all
    that follows keeps its place."""
    st.html(f'<i class="{"pc-older" if is_old else "pc-newest"}" aria-hidden="true"></i>')


def _nothing_yet(work: ProjectionWork) -> None:
    _problem(work)
    if work.is_going_on:
        st.html(
            f'<p class="pc-soon" role="status">{t("projection.begun")}</p>'
            '<div class="pc-skeleton" aria-hidden="true"><div>' + "<i></i>" * 5 + "</div>"
            '<div class="pc-bones-large"><i></i><i></i></div></div>'
        )


def _how_far(outcome: Outcome, work: ProjectionWork) -> None:
    """How many futures there are, how sure that makes the cost, and a way to end it."""
    done, all_of_them = outcome.trials.size, work.wanted.futures
    known = compact_money(outcome.expected.error, language())
    with st.container(key="how_far", horizontal=True, vertical_alignment="center", gap="small"):
        if work.is_going_on:
            said = t("projection.so_far", done=count(done), count=count(all_of_them))
            share = min(done / all_of_them, 1.0)
            st.html(
                f'<p class="pc-so-far" role="progressbar" aria-valuenow="{share:.2f}" '
                f'aria-valuemin="0" aria-valuemax="1"><i style="width: {share:.0%}"></i>{said}</p>',
                width="stretch",
            )
            st.button(
                t("projection.stop"),
                key="projection_stop",
                type="tertiary",
                on_click=lambda: stop_work(work),
            )
        else:
            st.caption(t("projection.known", count=done, error=known), width="stretch")
            if is_stopped(work):
                st.button(
                    t("projection.go_on"),
                    key="projection_go_on",
                    type="tertiary",
                    on_click=lambda: go_on_with(work),
                )
        with st.popover(t("projection.about"), type="tertiary", key="projection_about"):
            for row in told(outcome):
                st.markdown(row)
    _problem(work)


def _problem(work: ProjectionWork) -> None:
    problem = work.problem()
    if isinstance(problem, Refused):
        show_problems(problem.problems)
        if work.may_be_tried_again:
            st.button(
                t("projection.try_again"),
                key="projection_try_again",
                on_click=lambda: go_on_with(work),
            )
    elif isinstance(problem, Exception):
        raise problem
