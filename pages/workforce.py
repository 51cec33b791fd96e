"""What the people are like: every measure, who comes and goes, what hangs together."""

from __future__ import annotations

from pages.ui import scenario, workforce
from pages.ui.kit import run_page
from pages.ui.notices import save_notice


def page() -> None:
    store, _ = scenario.enter("workforce", workforce.STYLE)
    save_notice()
    scenario.refused_file()
    shown = scenario.unless_refused(store, lambda: workforce.load_portrait(store))
    if shown is None:
        scenario.heading_alone(store.present)
        return scenario.ask_for_people(store)
    scenario.reading_notice(store, shown.facts)
    workforce.heading(shown)
    if workforce.may_be_told(shown):
        workforce.cards(shown)
        workforce.measures(shown)
        workforce.links(shown)
    workforce.moves(shown)
    workforce.model(store, shown)


run_page(page)
