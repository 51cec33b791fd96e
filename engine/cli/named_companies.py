"""The companies, people and figures that the options of a command name; a plan is a company of one
unit."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import engine
from engine.calendar import paying_month
from engine.cli.named_inputs import (
    changed_and_facts,
    collecting,
    given_values,
    scenario_named,
    told_together,
)
from engine.cli.outputs import warn
from engine.companies import (
    Company,
    CompanyFacts,
    companies,
    company_facts,
    company_named,
    company_of,
    names_company,
    read_company_facts,
    unknown_unit,
)
from engine.plan import diff, sum_rules
from engine.scenario import Simulated
from engine.text import Problem, Refused, nearest
from engine.workforce import load_workforce, workforce_of


def company_and_facts(options: argparse.Namespace) -> tuple[Company, CompanyFacts]:
    """What PLAN and --facts name, with --params and --set applied; what is unusual is said."""
    named = plan_or_company(options)
    if isinstance(named, engine.Scenario):
        return _plan_and_facts(named, options)
    found: list[Problem] = []
    company, facts = named, None
    with collecting(found):
        company = changed_company(company, options)
    with collecting(found):
        if options.facts:
            company, facts = read_company_facts(options.facts, company)
        else:
            facts = company_facts(company)
    if facts is None or found:
        raise Refused(found)
    warn((*facts.notes, *facts.assumptions), options.lang)
    return company, facts


def plan_or_company(options: argparse.Namespace) -> engine.Scenario | Company:
    """What PLAN names. Raises Refused with what is wrong with it, and with the form of the other
    files."""
    with told_together(options):
        if names_company(options.plan):
            return company_named(options.plan, own_people=not options.facts)
        try:
            return scenario_named(options.plan)
        except Refused as refused:
            meant = nearest(options.plan, companies())
            if meant and refused.problems[0].key == "unknown_plan_bare":
                said = {"nearest": meant}
                raise Refused([Problem("unknown_plan", said, value=options.plan)]) from None
            raise


def _plan_and_facts(
    scenario: engine.Scenario, options: argparse.Namespace
) -> tuple[Company, CompanyFacts]:
    plan, facts = changed_and_facts(scenario, options)
    people = None if options.facts else scenario.people
    changed = engine.Scenario(scenario.base, diff(scenario.base, plan), scenario.name, people)
    company = company_of(replace(changed, payroll=scenario.payroll))
    company = replace(
        company, first=facts.first, months=facts.months, folder=Path(options.plan).parent
    )
    return company, CompanyFacts({plan.id: facts}, {})


def changed_company(company: Company, options: argparse.Namespace) -> Company:
    """The company with --params, then --set, applied: UNIT.ID names the parameter ID of a unit.
    Raises Refused with all that does not fit."""
    values, problems = given_values(options)
    for name, value in values.items():
        unit, _, parameter = name.partition(".")
        try:
            if unit not in company.units:
                raise Refused([unknown_unit(unit, tuple(company.units))])
            company = company.set(unit, parameter, value)
        except Refused as refused:
            problems += [replace(p, column=name) for p in refused.problems]
    if problems:
        raise Refused(problems)
    for name, one in company.units.items():
        told = (*one.plan.warnings, *sum_rules.broken(one.plan))
        warn(
            (replace(p, column=f"{name}.{p.column}" if p.column else name) for p in told),
            options.lang,
        )
    return company


def with_own_people(company: Company, language: str) -> Company:
    """Whose people nobody names, has those that the plan's own model draws."""
    for name, unit in company.units.items():
        workforce = workforce_of(unit.scenario.base.id)
        if unit.scenario.people is not None or workforce is None:
            continue
        model = load_workforce(workforce)
        first = "2026-01"
        people = Simulated(workforce, company.seed, model.employees, model.months, first)
        company = company.with_scenario(name, replace(unit.scenario, people=people))
        company = replace(company, first=paying_month(first), months=model.months)
        said = Problem("projection_own_people", {"workforce": workforce}, column=unit.id)
        warn([said], language)
    return company


def unit_of(
    company: engine.CompanyPayouts, employee: str, month: str, unit: str | None = None
) -> str:
    """The unit that is named, or the one whose people an employee is among, in that month where
    there are several. Raises Refused for one that is not there."""
    if unit is not None and unit not in company.units:
        raise Refused([unknown_unit(unit, tuple(company.units))])
    if unit is not None:
        return unit
    there = [u for u, payouts in company.units.items() if employee in payouts.facts.position]
    for name in there:
        facts = company.units[name].facts
        months = facts.month_texts()
        if month in months and facts.present[months.index(month), facts.position[employee]]:
            return name
    if not there:
        known = {"units": tuple(company.units)}
        raise Refused([Problem("company_employee", known, value=employee)])
    return there[0]
