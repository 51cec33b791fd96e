"""Any number of variants of a plan or a company against a baseline, on the same people."""

from __future__ import annotations

from pages.ui import compare, scenario
from pages.ui.notices import save_notice
from pages.ui.session import present_company


def page() -> None:
    store, _ = scenario.enter("compare")
    save_notice()
    scenario.refused_file()
    found = scenario.unless_refused(store, lambda: compare.load_compare(store))
    if found is None:
        scenario.plan_heading(store.present.base)
        return scenario.ask_for_people(store)
    compare.heading(present_company(store), found)


page()
