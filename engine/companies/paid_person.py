"""What a company pays to one person, whatever units they are in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.calendar import paying_rows
from engine.companies.company_facts import CompanyFacts
from engine.companies.company_payouts import CompanyPayouts
from engine.evaluation import LineResult, Payouts


def paid_to(payouts: CompanyPayouts, employee: str) -> CompanyPayouts:
    """The payouts of one person alone, in the units that they are in; the payouts hold amounts.

    Raises KeyError for somebody whom the company does not have, ValueError where only totals were
    worked out.
    """
    units = {
        name: _alone(own, own.facts.position[employee])
        for name, own in payouts.units.items()
        if employee in own.facts.position
    }
    if not units:
        raise KeyError(employee)
    of = {name: payouts.company.units[name] for name in units}
    company = replace(payouts.company, units=of, management=(), moves=())
    facts = CompanyFacts({name: own.facts for name, own in units.items()}, {})
    return CompanyPayouts(company, facts, units)


def _alone(payouts: Payouts, place: int) -> Payouts:
    lines = {}
    for name, line in payouts.lines.items():
        if line.amounts is None:
            raise ValueError("only totals were worked out")
        own = line.amounts[:, [place]]
        by_month = np.zeros(payouts.facts.months)
        by_month[paying_rows(payouts.facts.first, payouts.facts.months, line.every)] = own[:, 0]
        lines[name] = LineResult(line.every, by_month, own.sum(axis=0), own)
    return Payouts(payouts.plan, payouts.facts.take(np.array([place])), lines)
