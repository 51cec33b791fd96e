"""What a plan or a company will cost, how sure that is, and what would change it."""

from __future__ import annotations

import streamlit as st

from pages.ui import payroll, projection, scenario, solving
from pages.ui.kit import run_page
from pages.ui.notices import save_notice


def page() -> None:
    store, own = scenario.enter("projection", projection.STYLE)
    solve, files = own.container(), own.container(key="files_place")
    save_notice()
    scenario.refused_file()
    start = scenario.unless_refused(store, lambda: projection.begin(store))
    if start is None:
        scenario.heading_alone(store.present)
        return scenario.ask_for_people(store)
    payroll.cost_switch(store, start.question.first, start.question.months)
    with st.container(key="projection_grid"):
        if start.work is None:
            with st.container(key="projection_head"):
                scenario.heading_alone(store.present)
                scenario.show_problems(start.problems)
        else:
            projection.results(start.accuracy, start.company, start.work)
        with st.container(key="projection_panel"):
            projection.assumptions(store, start)
        if start.work is not None:
            with st.container(key="projection_more"):
                projection.tabs()
                projection.further_results(start.company, start.work)
            with files:
                projection.downloads(start.work)
    solving.offer(store, solve, ahead=True)


run_page(page)
