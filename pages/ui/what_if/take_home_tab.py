"""What people take home beside what is paid and what it costs, and whose annual bonus leaves less
than a smaller one would."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.progress import Progress, part
from engine.text import Refused
from pages.ui.kit import beside, escape_markdown, language, t, wait_for
from pages.ui.payroll import (
    TakenHome,
    dead_zone_list,
    has_bonus_apart,
    take_home_table,
    taken_home,
    uncertain_mark,
    year_cautions,
)
from pages.ui.session import company_content_key, person_name
from pages.ui.statement import open_statement
from pages.ui.what_if.answers import Answers
from pages.ui.what_if.statement_view import MONTH

WIDE = 860
"""Pixels that the box of people has."""
TAKE_HOME = "take_home"
"""The tab of it."""


def take_home(answers: Answers) -> None:
    """From pay to take-home pay and to cost; beside it the bonuses in a dead zone."""
    place = st.empty()
    place.caption(t("payroll.working"))
    try:
        before, after = _both(answers)
    except Refused as refused:
        place.error(escape_markdown(refused.text(language())))
        return
    place.empty()
    if answers.session.company is not None and not answers.of_company:
        st.caption(t("payroll.of_whole_company"))
    for caution in year_cautions(answers.session.whole, answers.facts.first):
        st.html(f'<p class="pc-unsure">⚠ {escape(caution)}</p>')
    _uncertain(answers)
    left, right = beside(6, 6, "take_home")
    with left:
        st.markdown(f"**{t('payroll.from_pay')}**")
        st.html(take_home_table(before if answers.is_changed else None, after))
    with right:
        st.markdown(f"**{t('payroll.dead_zone_title')}**")
        if not has_bonus_apart(answers.session.whole):
            st.markdown(t("payroll.no_bonus_apart"))
            return
        if answers.is_changed:
            st.caption(t("payroll.dead_zone_before", count=before.zone.count))
        session = answers.session
        dead_zone_list(after, "dead_zone_table", lambda who: person_name(session, who), _opened)


def fill_dead_zone(place: DeltaGenerator, answers: Answers) -> None:
    """A way to the people whose annual bonus leaves less than a smaller one would, where there are
    any: worked out when all else is on the page."""
    session = answers.session
    if session.payroll is None or not has_bonus_apart(session.whole):
        return
    try:
        _, after = _both(answers)
    except Refused:  # the page says why where it shows costs
        return
    if not after.zone.count:
        return
    box = place.popover(
        t("payroll.in_dead_zone", count=after.zone.count),
        type="tertiary",
        icon=":material/warning:",
        key="dead_zone",
        on_change="rerun",
    )
    if box.open:
        with box, st.container(width=WIDE):
            _uncertain(answers)
            dead_zone_list(after, "dead_zone_box", lambda who: person_name(session, who))


def _uncertain(answers: Answers) -> None:
    """That what is taken home rests on figures that are not certain."""
    facts = answers.facts
    if mark := uncertain_mark(answers.session.whole, facts.first, facts.months, net=True):
        st.html(mark)


def _both(answers: Answers) -> tuple[TakenHome, TakenHome]:
    """What is taken home by the baseline and by the figures as they are now."""
    settings, whole = answers.session.payroll, answers.session.whole
    both = (replace(whole.held_against, payroll=settings), whole)
    key = (*map(company_content_key, both), answers.facts.key, settings)

    def work(progress: Progress) -> tuple[TakenHome, TakenHome]:
        before = taken_home(both[0], part(progress, 0.0, 0.5))
        return before, taken_home(both[1], part(progress, 0.5, 1.0))

    return wait_for("take_home", key, work, lambda seconds, share: None)


def _opened(employee: str, month: str) -> None:
    open_statement(employee)
    st.session_state[MONTH] = month
