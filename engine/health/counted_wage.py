"""What of pay is held against the minimum wage: the kinds of pay that the law counts, less the
employee's own contributions where the place has it so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.calendar import paying_rows
from engine.health.examination import Examination
from engine.health.finding import said
from engine.payroll import PayrollSettings, insured, payroll
from engine.plan import Line
from engine.statutory import LOWEST, Law, minimum_wage, wage_places
from engine.text import Text

Array = NDArray[np.float64]
SALARY_KIND = "wage"
"""What the salary beside a plan counts as."""


@dataclass(frozen=True)
class CountedWage:
    """Yuan [months, people] that count, and the minimum wage that they are held against at `place`;
    the pay lines that are left out; and whether the employee's contributions are taken off."""

    yuan: Array
    least: Array
    place: Text
    left_out: tuple[Line, ...]
    net: bool


def counted_wage(exam: Examination) -> CountedWage:
    """What the place counts where people are insured, at the rates that hold there; where that is
    not known, the city of the policy, at the rates that hold where nothing is chosen and on the
    average month."""
    facts, city, asked = exam.facts, exam.policy.city, exam.payroll
    found = np.zeros(facts.present.shape)
    least, net = np.zeros(facts.present.shape), np.zeros(facts.present.shape, dtype=np.bool_)
    if asked is None and city == LOWEST:
        law, where = next(iter(wage_places().values())).law, said("lowest_place")
        least += np.array([[minimum_wage(LOWEST, facts.first + m)] for m in range(facts.months)])
    else:
        asked = PayrollSettings(city) if asked is None else asked
        there = insured(facts, asked, exam.plan.currency)
        law = there[0].place.law
        where = said.joined([each.place.label for each in there])
        for each in there:
            months = range(facts.first, facts.first + facts.months)
            own = np.array([[each.place.minimum_wage(month)] for month in months])
            least += own * each.there
            net |= each.there & each.place.net
    left_out = _add_lines(exam, law, found)
    if net.any():
        assert asked is not None
        found -= np.where(net, payroll(exam.payouts, asked).employee, 0.0)
    found /= 100
    if law.counts[SALARY_KIND].minimum_wage:
        found += exam.salary
    return CountedWage(found, least, where, left_out, bool(net.any()))


def _add_lines(exam: Examination, law: Law, wage: Array) -> tuple[Line, ...]:
    """Adds the fen of the pay lines that count to `wage` [months, people]; gives the others."""
    facts, left_out = exam.facts, []
    for line in exam.plan.pay_lines:
        result = exam.payouts.lines[line.id]
        if not law.counts[line.counts_as].minimum_wage:
            left_out.append(line)
        elif result.amounts is not None:
            wage[paying_rows(facts.first, facts.months, result.every)] += result.amounts
    return tuple(left_out)
