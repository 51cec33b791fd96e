"""The health card in a row of figures, which leads to the health page."""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.facts import Facts
from engine.health import Health
from engine.text import Refused
from pages.ui.kit import frame, pick, t
from pages.ui.session import CompanyHealth, SessionScenario, check_company, check_health

_LAST = "health/card"


def health_card_placeholder() -> DeltaGenerator:
    """The card as it was last, greyed, until `fill_health_card` says what holds now."""
    with st.container(key="health_card"):
        placeholder = st.empty()
        frame.link("health", t("health.card_open"))
    value, change, mark = st.session_state.get(_LAST, ("…", "", ""))
    placeholder.html(_drawn(value, change, mark, stale=True))
    return placeholder


def fill_health_card(
    placeholder: DeltaGenerator, session: SessionScenario, facts: Facts | None
) -> None:
    """Ask for the findings and tell how many there are; without facts those of all units of the
    company."""
    try:
        said = (
            company_summary(session, check_company(session, _unseen))
            if facts is None
            else summary(check_health(session, facts, _unseen))
        )
    except Refused:
        placeholder.html(_drawn("–", t("health.card_none"), ""))
        return
    st.session_state[_LAST] = said
    placeholder.html(_drawn(*said))


def _unseen(seconds: float, share: float) -> None:
    """The old card is greyed meanwhile."""


def company_summary(session: SessionScenario, found: CompanyHealth) -> tuple[str, str, str]:
    """How many units fail, in a word or two; which; and how it is marked."""
    failing = found.failing
    if not failing:
        return t("health.card_fine"), t("company.all_sound", count=len(found.units)), ""
    names = [pick(session.whole.units[name].title) for name in failing]
    value = t("company.units_fail", count=len(failing))
    return value, t("list.comma").join(names), "fail"


def summary(health: Health) -> tuple[str, str, str]:
    """How it stands, in a word or two; what is worst; and how it is marked."""
    fail, watch = health.of("fail"), health.of("watch")
    worst = [*fail, *watch]
    if not worst:
        return t("health.card_fine"), t("health.card_passed", count=len(health.of("pass"))), ""
    value = (
        t("health.card_fail", count=len(fail)) if fail else t("health.card_watch", count=len(watch))
    )
    rest = t("health.card_watch", count=len(watch)) if fail and watch else ""
    named = t("health.joined_short").join(p for p in (rest, pick(worst[0].label)) if p)
    return value, named, "fail" if fail else "watch"


def _drawn(value: str, change: str, mark: str, stale: bool = False) -> str:
    sign = {"fail": "✗ ", "watch": "! "}.get(mark, "")
    classes = f"pc-card pc-health{' pc-stale' if stale else ''}{f' pc-is-{mark}' if mark else ''}"
    return (
        f'<div class="{classes}" role="listitem"><h3>{escape(t("page.health"))}</h3>'
        f'<p class="pc-value"><i aria-hidden="true">{sign}</i>{escape(value)}</p>'
        f'<p class="pc-change">{escape(change)}</p></div>'
    )
