"""The company that a session works on, as documented, and as its variants were kept."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

from engine.companies import Company, Unit, company_of
from engine.scenario import FromFile, Simulated
from engine.text import Refused
from engine.workspace import Item
from pages.ui.kit import Store, pick, t
from pages.ui.session import kept_items
from pages.ui.session.session_scenario import SessionScenario
from pages.ui.session.usual_people import is_known


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


def kept_with_other_people(store: Store[SessionScenario]) -> dict[str, Company]:
    """Those of the kept variants that were kept with other people than the present ones, with these
    people, by the id of their item; none whose people cannot be had any more."""
    session = store.present
    found: dict[str, Company] = {}
    for item in session.variants(kept_items.items()).values():
        try:
            company = replace(_on_own_people(session, item), name=item.name)
        except Refused:
            continue
        people = [unit.scenario.people for unit in company.units.values()]
        known = all(one is not None and is_known(one) for one in people)
        if known and _people(company) != _people(session.whole):
            found[item.id] = company
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


def _on_own_people(session: SessionScenario, item: Item) -> Company:
    """A kept variant with the people that it was kept with, with the present ones where it was kept
    with none. Raises Refused where it cannot be read."""
    whole = session.whole
    if session.company is None:
        scenario = kept_items.scenario(item.current.id).scenario
        return company_of(replace(scenario, people=scenario.people or session.people))
    variant = kept_items.company(item.current.id)
    for name, unit in variant.units.items():
        if unit.scenario.people is None and name in whole.units:
            people = whole.units[name].scenario.people
            variant = variant.with_scenario(name, replace(unit.scenario, people=people))
    return variant


def _people(company: Company) -> Hashable:
    """Who the people of a company are, whatever they are paid."""
    units = {name: _people_of_unit(unit) for name, unit in company.units.items()}
    drawn = any(isinstance(u.scenario.people, Simulated) for u in company.units.values())
    calendar = (company.first, company.months, company.seed) if drawn else ()
    return calendar, repr(company.moves), tuple(sorted(units.items()))


def _people_of_unit(unit: Unit) -> tuple[str, ...]:
    """Those of one unit. Of people who are drawn, seed and months are the company's."""
    people = unit.scenario.people
    if isinstance(people, FromFile):
        return ("file", people.sha256 or people.name)
    if isinstance(people, Simulated):
        heads = people.employees if unit.headcount is None else unit.headcount
        return ("drawn", people.workforce, str(heads), repr(people.figures))
    return (repr(people),)
