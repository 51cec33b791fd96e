"""The row of tabs below table and waterfall; only the open one is worked out."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.ui.compare import (
    all_people,
    cost_view,
    curves_view,
    edits_view,
    health_side_by_side,
    person_view,
    spread_view,
    winners_view,
)
from pages.ui.compare.compare_answers import Shown
from pages.ui.compare.unit_choice import unit_choice
from pages.ui.kit import Store, escape_markdown, pick, t, tab_row
from pages.ui.session import SessionScenario

TABS = ("edits", "cost", "winners", "spread", "curves", "health", "people", "person")
BY_PERSON = frozenset({"winners", "spread", "people", "person"})
OF_A_UNIT = frozenset({"curves", "health"})
TAB = "compare/tab"


def details(store: Store[SessionScenario], shown: Shown) -> None:
    """The tabs and what the open one holds."""
    with st.container(horizontal=True, vertical_alignment="center", key="compare_tabs"):
        label = t("details.label")
        tab = tab_row(label, TABS, key=TAB, written=lambda name: t(f"compare.tab_{name}"))
        unit = unit_choice(shown) if tab in OF_A_UNIT else ""
    people = shown.people
    if tab in BY_PERSON and people is None:
        reason = shown.compared.why_not[shown.place]
        st.info(escape_markdown(t("compare.other_people") if reason is None else pick(reason)))
        return
    drawn: dict[str, Callable[[], None]] = {
        "edits": lambda: edits_view.edits(shown),
        "cost": lambda: cost_view.costs(shown),
        "curves": lambda: curves_view.payout_curves(shown, unit),
        "health": lambda: health_side_by_side.health_table(shown, unit),
        "people": lambda: all_people.all_people(store, shown, _open_person),
    }
    if people is not None:
        drawn["winners"] = lambda: winners_view.winners_and_losers(shown, people)
        drawn["person"] = lambda: person_view.one_person(store, shown, people)
        drawn["spread"] = lambda: spread_view.pay_spread(shown, people)
    drawn[tab]()


def _open_person(employee: str) -> None:
    """Look at one person, side by side."""
    st.session_state[all_people.PERSON] = employee
    st.session_state[f"{all_people.PERSON}/fresh"] = True
    st.session_state[TAB] = "person"
