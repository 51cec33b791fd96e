"""What a change of the plan costs, who feels it and why: figures beside their consequences."""

from __future__ import annotations

import streamlit as st

from engine.messages import Refused
from pages.ui import frame, people, work
from pages.ui.numbers import count
from pages.ui.what_if import answers, charts, choosing, downloads, refusal
from pages.ui.what_if.cards import cards
from pages.ui.what_if.details import details
from pages.ui.what_if.heading import heading, plain_heading, style
from pages.ui.what_if.panel import panel
from pages.ui.words import t

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
    refusal.refused_file()
    chosen = store.present.people
    if chosen is None:
        plain_heading(store.present.base)
        return refusal.nobody(store)
    try:
        with st.spinner(_waiting(chosen)):
            facts = people.facts_of(chosen, store.present.base)
        found = answers.ask(store.present, facts)
    except people.Missing as missing:
        plain_heading(store.present.base)
        return refusal.absent(store, missing)
    except Refused as refused:
        plain_heading(store.present.base)
        return refusal.misfit(store, refused.problems)
    heading(found)
    cards(found)
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
    with curve:
        charts.payout_curve(found, CURVE)
    details(found)
    with files:
        downloads.downloads(found)


def _waiting(chosen: work.Simulated | work.FromFile) -> str:
    if isinstance(chosen, work.Simulated):
        return t("people.drawing", number=count(chosen.employees))
    return t("choose.reading", name=chosen.name)


page()
