"""What a change of the plan costs, who feels it and why: figures beside their consequences."""

from __future__ import annotations

import streamlit as st

from pages.ui.health import card, jump
from pages.ui.kit import frame
from pages.ui.session import work, workspace
from pages.ui.what_if import arriving, charts, choosing, downloads, refusal, variants
from pages.ui.what_if.cards import cards
from pages.ui.what_if.details import details
from pages.ui.what_if.heading import heading, plain_heading, style
from pages.ui.what_if.panel import panel

PANEL, CURVE, SMALL = 540, 252, 196


def page() -> None:
    own = frame.enter("what_if")
    style()
    store = work.work()
    choosing.arrive(store)
    with own:
        choosing.choices(store)
        files = st.container(key="files_place")
    choosing.link_problem()
    workspace.told()
    variants.older_plan(store)
    variants.older_variant(store)
    refusal.refused_file()
    found = refusal.unless_refused(store, lambda: arriving.answered(store))
    if found is None:
        plain_heading(store.present.base)
        return refusal.nobody(store)
    heading(found)
    health = cards(found)
    left, right = frame.beside(5, 7, "essentials")
    with right:
        curve = st.container()
        month, spread = st.columns(2, gap="medium")
    with left:
        panel(store, found, PANEL)
    with month:
        charts.cost_by_month(found, SMALL)
    with spread:
        charts.distribution(found, SMALL)
    jump.arrive()
    details(found)
    with files:
        downloads.downloads(found)
    with curve:
        charts.payout_curve(found, CURVE)
    card.filled(health, found)


page()
