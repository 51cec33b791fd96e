"""A company as one payroll: everybody once, whatever units they were in, with the lines of all
units, for whatever asks about payouts and knows nothing of units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.companies.company_payouts import CompanyPayouts
from engine.evaluation import LineResult, Payouts
from engine.facts import Category, Facts
from engine.payroll import PAYROLL
from engine.plan import Column, Plan
from engine.text import LANGUAGES, say
from engine.yaml_files import Json

UNIT = "unit"
"""The column of the unit that somebody is in."""
TENURE_MONTHS = "tenure_months"


def as_one(payouts: CompanyPayouts) -> Payouts:
    """The payouts of all units as those of one plan, totals only.

    Lines are called "unit.line". Of the facts there are months in service, the unit, and tenure
    where every unit knows it.
    """
    facts = _facts(payouts)
    count = len(payouts.employees)
    lines = {}
    for name, paid in payouts.units.items():
        for line, result in paid.lines.items():
            by_person = np.zeros(count)
            by_person[payouts.places[name]] = result.by_person
            lines[f"{name}.{line}"] = LineResult(result.every, result.by_month, by_person)
    return Payouts(plan_of_all(payouts), facts, lines)


def plan_of_all(payouts: CompanyPayouts) -> Plan:
    """A plan that stands for those of all units: with their pay lines, named after the units, and
    without figures to move."""
    company, lines, titles = payouts.company, {}, {}
    for unit in company.units.values():
        titles[unit.id] = unit.title
        for line in payouts.units[unit.id].plan.pay_lines:
            label = {
                language: say(
                    language,
                    "company.line_of_unit",
                    unit=unit.title[language],
                    line=line.label[language],
                )
                for language in LANGUAGES
            }
            lines[f"{unit.id}.{line.id}"] = replace(line, id=f"{unit.id}.{line.id}", label=label)
    of_unit = {language: say(language, "company.unit") for language in LANGUAGES}
    first = next(iter(company.units.values())).plan
    return Plan(
        id=company.id,
        title=company.title,
        summary=company.description,
        source=first.source,
        not_modelled=(),
        facts={UNIT: Column(UNIT, "category", of_unit, titles)},
        parameters={},
        lines=lines,
        currency=company.currency,
        data={"company": company.id, "content": company.fingerprint, **_asked(payouts)},
    )


def _asked(payouts: CompanyPayouts) -> dict[str, Json]:
    """What the units' payouts say of payroll, where employer's cost is among their lines."""
    asked = {name: paid.plan.data.get(PAYROLL) for name, paid in payouts.units.items()}
    return {PAYROLL: asked} if any(asked.values()) else {}


def _facts(payouts: CompanyPayouts) -> Facts:
    parts = {name: paid.facts for name, paid in payouts.units.items()}
    one = next(iter(parts.values()))
    shape = (one.months, len(payouts.employees))
    present = np.zeros(shape, np.bool_)
    codes = np.full(shape, len(parts), np.int32)
    tenure = np.zeros(shape)
    for place, (name, facts) in enumerate(parts.items()):
        rows, people = np.nonzero(facts.present)
        at = payouts.places[name][people]
        present[rows, at] = True
        codes[rows, at] = place
        if TENURE_MONTHS in facts.numbers:
            tenure[rows, at] = facts.numbers[TENURE_MONTHS][rows, people]
    known = all(TENURE_MONTHS in facts.numbers for facts in parts.values())
    found = Facts(
        first=one.first,
        employees=payouts.employees,
        present=present,
        numbers={TENURE_MONTHS: tenure} if known else {},
        categories={UNIT: Category(tuple(parts), codes)},
        source=one.source,
    )
    found.__dict__["key"] = f"company {payouts.facts.key}"
    return found
