"""The health check as a paper for a meeting; made when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable

from engine.companies import Company, CompanyFacts
from engine.facts import Facts
from engine.health import Health
from engine.papers import Book, Paper, can_reproduce, health_book, health_paper, reproduce_health
from pages.ui.kit import language
from pages.ui.session import CompanyHealth, SessionScenario, company_payouts


def paper_of(session: SessionScenario, facts: Facts | None, found: Health) -> Callable[[], Paper]:
    """The paper of one plan, or of one unit of a company, with its people where it was checked
    with any."""
    company = session.whole
    unit = session.unit or next(iter(company.units))
    people = None if facts is None else CompanyFacts({unit: facts}, {})
    return lambda: health_paper(company, {unit: found}, facts=people)


def of_company(company: Company, found: CompanyHealth) -> Callable[[], Paper]:
    """The paper of a company and all its units."""
    return lambda: health_paper(company, found.units, found.whole, company_payouts(company).facts)


def book_of(session: SessionScenario, facts: Facts | None, found: Health) -> Callable[[], Book]:
    """The workbook of one plan, or of one unit of a company."""
    company, paper = session.whole, paper_of(session, facts, found)
    unit = session.unit or next(iter(company.units))
    return lambda: health_book(paper(), company, {unit: found})


def book_of_company(company: Company, found: CompanyHealth) -> Callable[[], Book]:
    """The workbook of a company and all its units."""
    paper = of_company(company, found)
    return lambda: health_book(paper(), company, found.units, found.whole)


def again_of(
    session: SessionScenario, facts: Facts | None, found: Health
) -> Callable[[], bytes] | None:
    """The files to come to the same findings again; None without people, or where these are drawn
    from a model that is kept here alone."""
    company, lang = session.whole, language()
    unit = session.unit or next(iter(company.units))
    if facts is None or (company.of_plan and not can_reproduce(company)):
        return None
    return lambda: reproduce_health(
        company, CompanyFacts({unit: facts}, {}), {unit: found}, (), lang
    )


def again_of_company(company: Company, found: CompanyHealth) -> Callable[[], bytes] | None:
    """The same of a company and all its units."""
    lang = language()
    if not can_reproduce(company):
        return None

    def again() -> bytes:
        return reproduce_health(
            company, company_payouts(company).facts, found.units, found.whole, lang
        )

    return again
