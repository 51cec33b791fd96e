"""Any number of variants of a plan or a company against a baseline, on the same people."""

from __future__ import annotations

import streamlit as st

from pages.ui import compare, payroll, scenario, solving
from pages.ui.kit import run_page
from pages.ui.notices import save_notice


def page() -> None:
    store, own = scenario.enter("compare", compare.STYLE)
    save_notice()
    scenario.refused_file()
    shown = scenario.unless_refused(store, lambda: compare.load_comparison(store))
    if shown is None:
        scenario.heading_alone(store.present)
        return scenario.ask_for_people(store)
    facts = compare.session_facts_of(store, shown)
    scenario.reading_notice(store, facts)
    payroll.cost_switch(store, facts.first, facts.months)
    compare.heading(store, shown)
    files = compare.choices(store, shown)
    compare.whose_people(shown)
    solving.offer(store, own)
    if not shown.place:
        return compare.nothing_compared(store, shown)
    left, right = compare.two_places(shown)
    with left:
        table = compare.figures(shown)
    with right:
        steps = st.container()
    compare.details(store, shown)
    with steps:
        compare.steps(shown)
    compare.fill_health(shown, table)
    with files:
        compare.downloads(shown)


run_page(page)
