"""The health check as a paper for a meeting; made when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable

from engine.companies import Company, CompanyFacts
from engine.facts import Facts
from engine.health import Health
from engine.papers import Book, Paper, health_book, health_paper
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
