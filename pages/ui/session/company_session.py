"""The company that a session works on, as documented, and as its variants were kept."""

from __future__ import annotations

from dataclasses import replace

from engine.companies import Company
from engine.text import Refused
from engine.workspace import SCENARIO
from pages.ui.kit import Store
from pages.ui.session import kept_items
from pages.ui.session.session_scenario import SessionScenario


def present_company(store: Store[SessionScenario]) -> Company:
    """The company as it is now; a single plan with its people is a company of one unit."""
    return store.present.whole


def documented_company(store: Store[SessionScenario]) -> Company:
    """The company without edits: what variants are compared with unless another is chosen."""
    return store.present.whole.documented


def kept_variants(store: Store[SessionScenario]) -> dict[str, Company]:
    """The kept variants of this company or plan, last saved first, by the id of their item: as
    companies with the name that they were kept under and the people of the present one."""
    session, found = store.present, {}
    for item in session.variants(kept_items.items(SCENARIO)).values():
        try:
            kept = kept_items.scenario(item.current.id).scenario
        except Refused:
            continue
        unit = next(iter(session.whole.units))
        scenario = replace(kept, people=session.people, name=item.name)
        found[item.id] = replace(session.whole, name=item.name).with_scenario(unit, scenario)
    return found
