"""The people of a company and what it pays, worked out once for the whole server.

Everything is kept by what it is made of: of a company that differs in one unit, only this unit and
whoever manages its people are worked out anew."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from engine.companies import (
    Company,
    CompanyFacts,
    CompanyPayouts,
    as_one,
    company_facts,
    cost_to_employer,
    evaluate_company,
)
from engine.evaluation import Payouts
from engine.facts import Facts
from engine.payroll import PayrollSettings
from engine.progress import Progress, no_progress, part
from engine.scenario import FromFile, Personas, Scenario, Simulated
from engine.text import Problem, Refused
from pages.ui.session import people_facts
from pages.ui.session.server_memory import memory
from pages.ui.session.session_scenario import SessionScenario
from pages.ui.session.workforce_models import model_of

_PEOPLE = 0.85
"""The share of the work that goes into the people rather than their pay."""


class _Held:
    """Payouts as they are remembered: whose parts are counted where they are kept themselves."""

    def __init__(self, payouts: CompanyPayouts) -> None:
        self.payouts = payouts


def company_facts_of(company: Company, progress: Progress = no_progress) -> CompanyFacts:
    """The facts of a company, whatever figures are moved in it.

    Raises MissingFile, and Refused with all that is wrong with the people of any unit.
    """
    alone = next(iter(company.units.values()))
    people, base = alone.scenario.people, alone.scenario.base
    if company.of_plan and people is not None:
        return CompanyFacts({alone.id: people_facts.facts_of(people, base, progress)}, {})
    return memory().cached(people_key(company), lambda: _drawn_or_read(company, progress))


def company_payouts(
    company: Company,
    progress: Progress = no_progress,
    *,
    amounts: bool = False,
    measures: bool = False,
    moving: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> CompanyPayouts:
    """What a company pays to its people; see `evaluate_company`.

    Raises MissingFile, and Refused where the people cannot be had or an amount is no number.
    """
    facts = company_facts_of(company, part(progress, 0.0, _PEOPLE))
    key = ("company payouts", company_content_key(company), (facts.key, amounts, measures))

    def work() -> _Held:
        return _Held(
            evaluate_company(
                *(company, facts, memory()),
                amounts=amounts,
                measures=measures,
                moving=moving,
                progress=part(progress, _PEOPLE, 1.0),
            )
        )

    return memory().cached(key, work).payouts


def company_costs(
    payouts: CompanyPayouts, settings: PayrollSettings, documented: CompanyPayouts
) -> CompanyPayouts:
    """All that the employer pays, by month and person; see `cost_to_employer`. `documented` is
    what the plans as documented pay the same people. Raises Refused where places or rates do not
    fit."""
    company = payouts.company
    key = (
        *("employer cost", company_content_key(company), payouts.facts.key),
        *(settings, tuple(unit.place for unit in company.units.values())),
        company_content_key(documented.company) if settings.base == "last_year" else "",
    )

    def work() -> _Held:
        before = documented if settings.base == "last_year" else None
        found = cost_to_employer(payouts, settings, memory(), before)
        units = {name: _totals(own) for name, own in found.units.items()}
        return _Held(replace(found, units=units))

    return memory().cached(key, work).payouts


def _totals(payouts: Payouts) -> Payouts:
    """The payouts without what each line pays everybody in each month."""
    lines = {name: replace(line, amounts=None) for name, line in payouts.lines.items()}
    return replace(payouts, lines=lines)


def session_facts(session: SessionScenario, progress: Progress = no_progress) -> Facts:
    """The facts of the people before a session; of a company's unit, with all that its managers
    have of their people as the company is now. Raises MissingFile and Refused."""
    assert session.people is not None
    if session.company is None:
        return people_facts.facts_of(session.people, session.base, progress)
    return company_payouts(session.whole, progress).units[session.unit].facts


def one_payroll(payouts: CompanyPayouts) -> Payouts:
    """What a company pays as one payroll; see `as_one`."""
    company = payouts.company
    key = ("one payroll", company_content_key(company), payouts.facts.key)
    return memory().cached(key, lambda: as_one(payouts))


def check_files(company: Company) -> None:
    """Whether all files that people come from are here and may be read: before work begins in a
    thread of its own, as here it is known who reads. Raises MissingFile."""
    for unit in company.units.values():
        if isinstance(unit.scenario.people, FromFile):
            people_facts.path_of(unit.scenario.people)


def company_headcount(company: Company) -> int:
    """About how many people the units have that are drawn."""
    return sum(
        unit.scenario.people.employees if unit.headcount is None else unit.headcount
        for unit in company.units.values()
        if isinstance(unit.scenario.people, Simulated)
    )


def named_as_brought(problems: Iterable[Problem], company: Company) -> tuple[Problem, ...]:
    """Problems with the files of a company's people by the names that they came with, rather than
    those of the places where they are kept."""
    names = _names_of_files(company)
    return tuple(replace(p, file=names.get(Path(p.file).name, p.file)) for p in problems)


def _names_of_files(company: Company) -> dict[str, str]:
    """The name that each file of people came with, by the name of the place where it is kept."""
    each = (unit.scenario.people for unit in company.units.values())
    return {people_facts.path_of(one).name: one.name for one in each if isinstance(one, FromFile)}


def _drawn_or_read(company: Company, progress: Progress) -> CompanyFacts:
    """The facts of a company; files are told by the names that they came with."""
    names = _names_of_files(company)
    try:
        found = company_facts(company, people_facts.path_of, progress, model_of)
    except Refused as refused:
        raise Refused(named_as_brought(refused.problems, company)) from None
    if not names:
        return found
    units = {
        name: replace(
            facts,
            source=names.get(Path(facts.source).name, facts.source),
            notes=named_as_brought(facts.notes, company),
            warnings=named_as_brought(facts.warnings, company),
        )
        for name, facts in found.units.items()
    }
    return replace(found, units=units)


def company_content_key(company: Company) -> Hashable:
    """All that a company says that results are shown with, its figures too: two that pay the same
    may be called otherwise, or have another budget."""
    called = repr((company.title, [(unit.id, unit.title) for unit in company.units.values()]))
    budgets = (company.budget, company.employer_budget)
    return (company.id, company.name, budgets, called, company.fingerprint)


def people_key(company: Company) -> Hashable:
    """All that the facts of a company depend on: what its plans read, too, and their personas."""
    units = tuple(
        (u.id, repr(u.title), u.headcount, repr(u.scenario.people), _read_by(u.scenario))
        for u in company.units.values()
    )
    calendar = (company.first, company.months, company.seed)
    return ("company facts", calendar, repr(company.management), repr(company.moves), units)


def _read_by(scenario: Scenario) -> Hashable:
    """What of a plan its facts depend on."""
    plan = scenario.plan
    personas = repr(scenario.base.personas) if isinstance(scenario.people, Personas) else ""
    return (plan.structure, repr(plan.facts), personas)
