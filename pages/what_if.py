"""What a change of the plan costs, who feels it and why: figures beside their consequences."""

from __future__ import annotations

import streamlit as st

from pages.ui import payroll, scenario, solving, what_if
from pages.ui.kit import frame, run_page
from pages.ui.notices import save_notice
from pages.ui.parameters import show_wanted_figure

CURVE, SMALL = 252, 212


def page() -> None:
    store, own = scenario.enter("what_if", what_if.STYLE)
    solve, files = own.container(), own.container(key="files_place")
    save_notice()
    scenario.older_plan(store)
    scenario.older_variant(store)
    scenario.refused_file()
    found = scenario.unless_refused(store, lambda: what_if.load_answers(store))
    if found is None:
        scenario.heading_alone(store.present)
        return scenario.ask_for_people(store)
    scenario.reading_notice(store, found.facts)
    with st.container(key="in_sight"):
        with st.container(key="page_choices", horizontal=True, gap="small"):
            is_whole = scenario.shows_company(found.session)
            payroll.cost_switch(store, found.facts.first, found.facts.months)
            what_if.baseline_choice(store)
            dead_zone = st.empty()
        shown = what_if.of_all(found) if is_whole else found
        what_if.heading(shown)
        health = what_if.cards(shown)
    left, right = frame.beside(5, 7, "essentials")
    with right:
        curve = st.container()
        month, spread = what_if.small_charts()
    with left:
        what_if.panel(store, found)
    with month:
        what_if.cost_by_month(shown, SMALL)
    with spread:
        what_if.distribution(shown, SMALL)
    show_wanted_figure()
    what_if.details(shown)
    with files:
        what_if.downloads(shown)
    with curve:
        what_if.payout_curve(found, CURVE)
    what_if.follow_figures(found, shown)
    solving.offer(store, solve)
    what_if.fill_dead_zone(dead_zone, shown)
    scenario.fill_health_card(health, found.session, None if shown.of_company else found.facts)


run_page(page)
