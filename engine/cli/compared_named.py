"""Companies that a command compares, on the people of one file or on each company's own."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import engine
from engine.backtesting import shared_facts
from engine.cli.outputs import warn
from engine.cli.payroll_options import payroll_asked
from engine.companies import (
    Company,
    CompanyFacts,
    company_facts,
    company_named,
    evaluate_company,
)
from engine.comparison import Compared, compare_companies
from engine.evaluation import Memory
from engine.plan import sum_rules
from engine.scenario import FromFile, People, Personas
from engine.sheets import read_sheet
from engine.text import Problem, Refused

T = TypeVar("T")
U = TypeVar("U")


def compared_named(options: argparse.Namespace, memory: Memory) -> Compared:
    """The companies that are named on their people; their employer's cost where that is asked, as
    the first of them says. Raises Refused with all that is wrong."""
    companies, problems = _companies(options)
    if problems:
        raise Refused([*problems, *_of_files(options, companies, problems)])
    for plan in (unit.plan for company in companies for unit in company.units.values()):
        warn((*plan.warnings, *sum_rules.broken(plan)), options.lang)
    payroll = payroll_asked(options, companies[0].payroll)
    facts = _facts_of(options, companies)
    payouts = _each(
        list(zip(companies, facts, strict=True)),
        lambda pair: evaluate_company(*pair, memory, amounts=False),
    )
    base, *others = payouts
    warn((*base.facts.notes, *base.facts.assumptions), options.lang)
    return compare_companies(base, others, memory=memory, payroll=payroll)


def _companies(options: argparse.Namespace) -> tuple[list[Company], list[Problem]]:
    """The companies that are named, the baseline first, and what is wrong with the others. Without
    a baseline it is the first of several, and of one alone what that one is held against."""
    if options.baseline is not None:
        return _told([options.baseline, *options.variants], company_named)
    companies, problems = _told(options.variants, company_named)
    scenarios = [unit.scenario for company in companies for unit in company.units.values()]
    if len(companies) == 1 and any(one.edits or one.baseline for one in scenarios):
        asked = companies[0].payroll
        companies.insert(0, replace(companies[0].held_against, payroll=asked))
    return companies, problems


def _facts_of(options: argparse.Namespace, companies: Sequence[Company]) -> list[CompanyFacts]:
    """The people of --facts for all; else each company's own, and those of the first for a plan
    that names none. Raises Refused with all that is wrong."""
    if options.facts:
        several = [company.id for company in companies if not company.of_plan]
        if several:
            raise Refused([Problem("compare_facts", {}, value=name) for name in several])
        plans = [_plan(company) for company in companies]
        if options.facts == "-":  # can be read once only
            only = engine.read_facts(options.facts, plans[0])
            return [CompanyFacts(dict.fromkeys(c.units, only), {}) for c in companies]
        return _shared(companies, _each(plans, lambda x: engine.read_facts(options.facts, x)))
    first = companies[0]
    own = [
        _with_people_of(one, first) if one.of_plan and _people(one) is None else one
        for one in companies
    ]
    known: dict[tuple[Path, str], CompanyFacts] = {}

    def facts_of(company: Company) -> CompanyFacts:
        key = company.folder, company.documented.fingerprint
        if key not in known:
            known[key] = company_facts(company)
        return known[key]

    found = _each(own, facts_of)
    same = [i for i, company in enumerate(own) if _has_people_of(company, own[0])]
    if len(same) > 1:
        read = [found[i].units[name] for i in same for name in own[i].units]
        shared = _shared([own[i] for i in same], read)
        for i, facts in zip(same, shared, strict=True):
            found[i] = facts
    return found


def _shared(companies: Sequence[Company], read: Sequence[engine.Facts]) -> list[CompanyFacts]:
    """The same people for companies of one plan each, with the columns that all of them read."""
    shared = shared_facts([(_plan(c), facts) for c, facts in zip(companies, read, strict=True)])
    return [CompanyFacts(dict.fromkeys(company.units, shared), {}) for company in companies]


def _has_people_of(company: Company, other: Company) -> bool:
    """Whether two companies of one plan name the same people; typical people are a plan's own."""
    if not company.of_plan or not other.of_plan or company.folder != other.folder:
        return False
    people = _people(company)
    same_plan = _plan(company).id == _plan(other).id
    return people == _people(other) and (same_plan or not isinstance(people, Personas))


def _plan(company: Company) -> engine.Plan:
    return next(iter(company.units.values())).plan


def _people(company: Company) -> People | None:
    return next(iter(company.units.values())).scenario.people if company.of_plan else None


def _with_people_of(company: Company, other: Company) -> Company:
    """A company of one plan with the people and months of another."""
    people = _people(other)
    units = {
        name: replace(unit, scenario=replace(unit.scenario, people=people))
        for name, unit in company.units.items()
    }
    return replace(
        company,
        units=units,
        first=other.first,
        months=other.months,
        seed=other.seed,
        folder=other.folder,
    )


def _of_files(
    options: argparse.Namespace, companies: Sequence[Company], known: Sequence[Problem]
) -> list[Problem]:
    """What is wrong with files of people where some of the plans cannot be read."""
    if options.facts == "-":
        return []
    plans = [_plan(company) for company in companies if company.of_plan]
    if options.facts and plans:
        found = _told(plans, lambda plan: engine.read_facts(options.facts, plan))[1]
    elif options.facts:
        found = _told([options.facts], read_sheet)[1]
    else:
        of_files = [company for company in companies if _from_files(company)]
        found = _told(of_files, company_facts)[1]
    return [problem for problem in found if problem not in known]


def _from_files(company: Company) -> bool:
    return any(isinstance(unit.scenario.people, FromFile) for unit in company.units.values())


def _each(items: Sequence[T], work: Callable[[T], U]) -> list[U]:
    """What the work brings for each item. Raises Refused with what is wrong with any of them."""
    found, problems = _told(items, work)
    if problems:
        raise Refused(problems)
    return found


def _told(items: Sequence[T], work: Callable[[T], U]) -> tuple[list[U], list[Problem]]:
    """What the work brings for each item that it can be done for, and what is wrong with others."""
    found: list[U] = []
    problems: list[Problem] = []
    for item in items:
        try:
            found.append(work(item))
        except Refused as refused:
            problems += [p for p in refused.problems if p not in problems]
    return found, problems
