"""The company that a session works on, as documented, and as its variants were kept."""

from __future__ import annotations

from dataclasses import replace

from engine.companies import Company
from engine.text import Refused
from engine.workspace import Item
from pages.ui.kit import Store, pick, t
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
    session = store.present
    found: dict[str, Company] = {}
    for item in session.variants(kept_items.items()).values():
        try:
            found[item.id] = replace(_on_present_people(session, item), name=item.name)
        except Refused:
            continue
    return found


def title_of(session: SessionScenario) -> str:
    """What a session works on: a plan, or a unit with its company."""
    if session.company is None:
        return pick(session.base.title)
    company, unit = pick(session.company.title), pick(session.title)
    return t("company.of_unit", unit=unit, company=company)


def _on_present_people(session: SessionScenario, item: Item) -> Company:
    """A kept variant, paid to the people before the session. Raises Refused where it cannot be
    read."""
    whole = session.whole
    if session.company is None:
        kept = kept_items.scenario(item.current.id).scenario
        unit = next(iter(whole.units))
        return whole.with_scenario(unit, replace(kept, people=session.people))
    variant = kept_items.company(item.current.id)
    for name, own in whole.units.items():
        if name in variant.units:
            scenario = replace(variant.units[name].scenario, people=own.scenario.people)
            whole = whole.with_scenario(name, scenario)
    return whole
