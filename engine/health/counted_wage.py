"""What of pay is held against the minimum wage: the kinds of pay that the law counts, less the
employee's own contributions where the place has it so."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.calendar import paying_rows
from engine.evaluation import Payouts
from engine.health.examination import Examination
from engine.health.finding import said
from engine.payroll import Insured, PayrollSettings, insured, payroll
from engine.plan import Line
from engine.statutory import LOWEST, minimum_wage, wage_places
from engine.text import Text

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
SALARY_KIND = "wage"
"""What the salary beside a plan counts as."""


@dataclass(frozen=True)
class LocalMinimum:
    """Yuan a month, [months, people] or [months, 1] for all of them, the place they are those of,
    and who is insured where; nobody where the lowest minimum wage of all places is meant."""

    yuan: Array
    place: Text
    there: tuple[Insured, ...]


@dataclass(frozen=True)
class CountedWage:
    """What counts of people's pay, and the minimum wage at `place` that it is held against: the
    pay lines that are left out, and whether the employee's contributions are taken off."""

    local: LocalMinimum
    left_out: tuple[Line, ...]
    net: bool
    _payouts: Payouts
    _taken: Array | None
    _salary: Array | None

    def fen(self, people: slice) -> Array:
        """Fen [months, people] that count, of some people."""
        facts = self._payouts.facts
        found = np.zeros((facts.months, people.stop - people.start))
        for line in self._payouts.lines.values():
            assert line.amounts is not None
            found[paying_rows(facts.first, facts.months, line.every)] += line.amounts[:, people]
        if self._taken is not None:
            found -= self._taken[:, people]
        if self._salary is not None:
            found += self._salary[:, people] * 100
        return found

    def least(self, people: slice) -> Array:
        """The minimum wage of some people in fen, [months, people] or [months, 1]."""
        yuan = self.local.yuan
        return (yuan if yuan.shape[1] == 1 else yuan[:, people]) * 100


def counted_wage(exam: Examination) -> CountedWage:
    """What the place counts where people are insured, at the rates that hold there; where that is
    not known, the city of the policy, at the rates that hold where nothing is chosen and on the
    average month."""
    local = local_minimum(exam)
    law = local.there[0].place.law if local.there else next(iter(wage_places().values())).law
    left_out = tuple(x for x in exam.plan.pay_lines if not law.counts[x.counts_as].minimum_wage)
    lines = {x.id: exam.payouts.lines[x.id] for x in exam.plan.pay_lines if x not in left_out}
    net, taken = [each.there for each in local.there if each.place.net], None
    if net:
        employee = payroll(exam.payouts, _asked(exam)).employee
        taken = np.where(np.logical_or.reduce(net), employee, 0.0)
    has_salary = exam.plan.salary and law.counts[SALARY_KIND].minimum_wage
    salary = exam.salary if has_salary else None
    counted = replace(exam.payouts, lines=lines)
    return CountedWage(local, left_out, bool(net), counted, taken, salary)


def local_minimum(exam: Examination) -> LocalMinimum:
    """The minimum wage where people are insured; where that is not known, of the city of the
    policy."""
    facts = exam.facts
    months = range(facts.first, facts.first + facts.months)
    if exam.payroll is None and exam.policy.city == LOWEST:
        lowest = np.array([[minimum_wage(LOWEST, month)] for month in months])
        return LocalMinimum(lowest, said("lowest_place"), ())
    there = insured(facts, _asked(exam), exam.plan.currency)
    least = np.zeros(facts.present.shape)
    for each in there:
        own = np.array([[each.place.minimum_wage(month)] for month in months])
        least += own * each.there
    return LocalMinimum(least, said.joined([each.place.label for each in there]), there)


def fully_attended(exam: Examination) -> Flags | None:
    """Who is there in which months for all the time that is asked, [months, people]; None where
    the monthly minimum wage does not tell: without fixed pay, or where time is what is paid."""
    if exam.anatomy.time_paid or float(exam.all_fixed.sum()) <= 0:
        return None
    full: Flags = exam.facts.present
    for attended, required in exam.anatomy.attendance:
        full = full & (exam.facts.numbers[attended] >= exam.facts.numbers[required] - 1e-9)
    return full


def _asked(exam: Examination) -> PayrollSettings:
    return PayrollSettings(exam.policy.city) if exam.payroll is None else exam.payroll
