"""What of pay is held against the minimum wage: the kinds of pay that the law counts, less the
employee's own contributions where the place has it so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.calendar import paying_rows
from engine.health.examination import Examination
from engine.payroll import PayrollSettings, payroll
from engine.plan import Line
from engine.statutory import LOWEST, wage_places

Array = NDArray[np.float64]
SALARY_KIND = "wage"
"""What the salary beside a plan counts as."""


@dataclass(frozen=True)
class CountedWage:
    """Yuan [months, people] that count; the pay lines that are left out; and whether the employee's
    contributions are taken off."""

    yuan: Array
    left_out: tuple[Line, ...]
    net: bool


def counted_wage(exam: Examination) -> CountedWage:
    """What the place of the policy counts. Contributions are paid there on the average month, at
    the rates that hold where nothing is chosen."""
    facts, city = exam.facts, exam.policy.city
    place = next(iter(wage_places().values())) if city == LOWEST else wage_places()[city]
    counts = place.law.counts
    wage = np.zeros(facts.present.shape)
    left_out = []
    for line in exam.plan.pay_lines:
        result = exam.payouts.lines[line.id]
        if not counts[line.counts_as].minimum_wage:
            left_out.append(line)
        elif result.amounts is not None:
            wage[paying_rows(facts.first, facts.months, result.every)] += result.amounts
    net = city != LOWEST and place.net
    if net:
        wage -= payroll(exam.payouts, PayrollSettings(place.id)).employee
    wage /= 100
    if counts[SALARY_KIND].minimum_wage:
        wage += exam.salary
    return CountedWage(wage, tuple(left_out), net)
