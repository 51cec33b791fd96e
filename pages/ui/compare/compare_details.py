"""The row of tabs below table and waterfall; only the open one is worked out."""

from __future__ import annotations

import streamlit as st

from engine.comparison import ChangedPeople
from pages.ui.compare import (
    all_people,
    cost_view,
    curves_view,
    edits_view,
    health_side_by_side,
    spread_view,
    winners_view,
)
from pages.ui.compare.compare_answers import Shown
from pages.ui.kit import choice, escape_markdown, pick, t

TABS = ("edits", "cost", "winners", "spread", "curves", "health", "people")
BY_PERSON = frozenset({"winners", "people"})
OF_A_UNIT = frozenset({"curves", "health"})
TAB = "compare/tab"
_UNIT = "compare/unit"


def details(shown: Shown) -> None:
    """The tabs and what the open one holds."""
    st.session_state.setdefault(TAB, TABS[0])
    with st.container(horizontal=True, vertical_alignment="center", key="compare_tabs"):
        tab = st.segmented_control(
            t("details.label"),
            TABS,
            format_func=lambda name: t(f"compare.tab_{name}"),
            required=True,
            key=TAB,
            persist_state="session",
            label_visibility="collapsed",
        )
        tab = tab or TABS[0]
        unit = _unit(shown) if tab in OF_A_UNIT else ""
    people = shown.people
    if tab in BY_PERSON and people is None:
        reason = shown.compared.why_not[shown.place]
        st.info(escape_markdown(t("compare.other_people") if reason is None else pick(reason)))
    elif tab in BY_PERSON and people is not None:
        _by_person(tab, shown, people)
    elif tab == "curves":
        curves_view.payout_curves(shown, unit)
    elif tab == "health":
        health_side_by_side.health_table(shown, unit)
    else:
        {"edits": edits_view.edits, "cost": cost_view.costs, "spread": spread_view.pay_spread}[tab](
            shown
        )


def _by_person(tab: str, shown: Shown, people: ChangedPeople) -> None:
    if tab == "people":
        all_people.all_people(shown, _open_person)
    else:
        winners_view.winners_and_losers(shown, people)


def _open_person(employee: str) -> None:
    """Look at one person, side by side."""
    st.session_state[all_people.PERSON] = employee


def _unit(shown: Shown) -> str:
    """The unit whose curve or health is looked at."""
    units = shown.units
    if len(units) == 1:
        return units[0]
    changed = [u for u in units if u in shown.whole.each[shown.place].company.changed]
    return choice(
        t("compare.unit"),
        list(units),
        key=_UNIT,
        first=changed[0] if changed else units[0],
        written=lambda name: escape_markdown(pick(shown.company.units[name].title)),
        label_visibility="collapsed",
        width=220,
    )
