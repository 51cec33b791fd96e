"""What of pay is held against the minimum wage: the kinds of pay that the law counts, less the
employee's own contributions where the place has it so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.calendar import paying_rows
from engine.health.examination import Examination
from engine.health.finding import said
from engine.payroll import Insured, PayrollSettings, insured, payroll
from engine.plan import Line
from engine.statutory import LOWEST, Law, minimum_wage, wage_places
from engine.text import Text

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
SALARY_KIND = "wage"
"""What the salary beside a plan counts as."""


@dataclass(frozen=True)
class LocalMinimum:
    """Yuan a month [months, people], the place they are those of, and who is insured where; nobody
    where the lowest minimum wage of all places is meant."""

    yuan: Array
    place: Text
    there: tuple[Insured, ...]


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
    local, facts = local_minimum(exam), exam.facts
    found, net = np.zeros(facts.present.shape), np.zeros(facts.present.shape, dtype=np.bool_)
    law = local.there[0].place.law if local.there else next(iter(wage_places().values())).law
    for each in local.there:
        net |= each.there & each.place.net
    left_out = _add_lines(exam, law, found)
    if net.any():
        found -= np.where(net, payroll(exam.payouts, _asked(exam)).employee, 0.0)
    found /= 100
    if law.counts[SALARY_KIND].minimum_wage:
        found += exam.salary
    return CountedWage(found, local.yuan, local.place, left_out, bool(net.any()))


def local_minimum(exam: Examination) -> LocalMinimum:
    """The minimum wage where people are insured; where that is not known, of the city of the
    policy."""
    facts = exam.facts
    months = range(facts.first, facts.first + facts.months)
    if exam.payroll is None and exam.policy.city == LOWEST:
        lowest = np.array([[minimum_wage(LOWEST, month)] for month in months])
        found = np.broadcast_to(lowest, facts.present.shape)
        return LocalMinimum(found, said("lowest_place"), ())
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
