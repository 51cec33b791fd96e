"""The health card in a row of figures, which leads to the health page."""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.facts import Facts
from engine.health import Health
from engine.text import Refused
from pages.ui.kit import frame, pick, t
from pages.ui.session import SessionScenario, check_health

_LAST = "health/card"


def health_card_placeholder() -> DeltaGenerator:
    """The card as it was last, greyed, until `fill_health_card` says what holds now."""
    with st.container(key="health_card"):
        placeholder = st.empty()
        frame.link("health", t("health.card_open"))
    value, change, mark = st.session_state.get(_LAST, ("…", "", ""))
    placeholder.html(_drawn(value, change, mark, stale=True))
    return placeholder


def fill_health_card(placeholder: DeltaGenerator, session: SessionScenario, facts: Facts) -> None:
    """Ask for the findings and tell how many there are."""
    try:
        health = check_health(session, facts, lambda seconds, share: None)
    except Refused:
        placeholder.html(_drawn("–", t("health.card_none"), ""))
        return
    st.session_state[_LAST] = summary(health)
    placeholder.html(_drawn(*summary(health)))


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
