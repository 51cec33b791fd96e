"""The top of the page: the company and what it costs."""

from __future__ import annotations

from engine.companies import Company, CompanyPayouts
from engine.text import compact_money
from pages.ui.kit import Loading, Store, frame, language, pick, t, wait_for
from pages.ui.session import (
    SessionScenario,
    check_files,
    company_payouts,
    people_and_period,
    people_key,
    present_company,
)


def load_compare(store: Store[SessionScenario]) -> CompanyPayouts | None:
    """What the present company pays; None where a unit has no people.

    Raises MissingFile and Refused where the people of a unit cannot be had.
    """
    company = present_company(store)
    if any(unit.scenario.people is None for unit in company.units.values()):
        return None
    check_files(company)
    loading = Loading(lambda share: (t("people.paying"), share), cancel=store.undo)
    key = (people_key(company), company.fingerprint)
    found = wait_for("compare", key, lambda progress: company_payouts(company, progress), loading)
    loading.done()
    return found


def heading(company: Company, found: CompanyPayouts) -> None:
    """Title, people and cost."""
    facts = next(iter(found.units.values())).facts
    people = people_and_period(facts, language(), len(found.employees))
    cost = t("company.costs", total=compact_money(found.total, language()))
    frame.heading(pick(company.title), people, cost)
