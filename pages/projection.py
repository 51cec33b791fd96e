"""What a plan or a company will cost, how sure that is, and what would change it."""

from __future__ import annotations

from pages.ui import projection, scenario
from pages.ui.notices import save_notice
from pages.ui.session import present_company


def page() -> None:
    store, _ = scenario.enter("projection")
    save_notice()
    scenario.refused_file()
    found = scenario.unless_refused(store, lambda: projection.load_projection(store))
    if found is None:
        scenario.plan_heading(store.present.base)
        return scenario.ask_for_people(store)
    projection.heading(present_company(store), found)


page()
