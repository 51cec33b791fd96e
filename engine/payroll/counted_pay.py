"""Pay by what it counts for before the law: insurance, and tax with the month or apart from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.calendar import paying_rows
from engine.evaluation import Payouts
from engine.formula import exact
from engine.statutory import Counting, Law

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

SALARY_BESIDE, EMPLOYER_CONTRIBUTIONS = "salary_beside", "employer_contributions"
"""The lines that stand for what people have beside the plan, and for what the employer pays into
social insurance and housing fund."""
SALARY_KIND = "wage"
"""What the salary beside a plan counts as."""


@dataclass(frozen=True)
class CountedPay:
    """Pay of months and people, whole fen [months, people]; nothing where somebody is not there.

    `first` is the month of the first row. `gross` is all of it, the `salary` beside the plan in it;
    `insured` is the part that contributions are paid on, `monthly` the part that is taxed with its
    month and `apart` the part that the law may tax apart.
    """

    first: int
    there: Flags
    gross: Array
    salary: Array
    insured: Array
    monthly: Array
    apart: Array


def counted(payouts: Payouts, law: Law) -> CountedPay:
    """What payouts with amounts count for. Raises ValueError where only totals were worked out, or
    where employer's cost is already among the lines."""
    refuse_added(payouts)
    return CountedPay(
        first=payouts.facts.first,
        there=payouts.facts.present,
        gross=_part(payouts, law, lambda _: True),
        salary=salary_beside(payouts),
        insured=insured_by_month(payouts, law),
        monthly=_part(payouts, law, lambda counting: counting.tax == "month"),
        apart=_part(payouts, law, lambda counting: counting.tax == "apart"),
    )


def insured_by_month(payouts: Payouts, law: Law) -> Array:
    """Fen that contributions are paid on, [months, people]. Raises ValueError where only totals
    were worked out."""
    refuse_added(payouts)
    return _part(payouts, law, lambda counting: counting.insurance)


def insured_by_person(payouts: Payouts, law: Law) -> Array:
    """Fen that contributions are paid on, all months of each person; totals are enough."""
    refuse_added(payouts)
    found = np.zeros(payouts.facts.size)
    if payouts.plan.salary is not None and law.counts[SALARY_KIND].insurance:
        found += salary_beside(payouts).sum(axis=0)
    for line in payouts.plan.pay_lines:
        if law.counts[line.counts_as].insurance:
            found += payouts.lines[line.id].by_person
    return found


def salary_beside(payouts: Payouts) -> Array:
    """Fen that people have beside the plan, [months, people]."""
    facts, salary = payouts.facts, payouts.plan.salary
    if salary is None:
        return np.zeros(facts.present.shape)
    yuan = facts.numbers[salary] if isinstance(salary, str) else np.array([[salary]])
    return np.where(facts.present, _whole_fen(yuan), 0.0)


def refuse_added(payouts: Payouts) -> None:
    """Raises ValueError where the employer's cost is already among the lines."""
    if EMPLOYER_CONTRIBUTIONS in payouts.lines:
        raise ValueError("payouts with employer's cost have no payroll of their own")


def _part(payouts: Payouts, law: Law, counts: Callable[[Counting], bool]) -> Array:
    """Pay of the lines, and of the salary, that count."""
    facts, found = payouts.facts, np.zeros(payouts.facts.present.shape)
    if payouts.plan.salary is not None and counts(law.counts[SALARY_KIND]):
        found += salary_beside(payouts)
    for line in payouts.plan.pay_lines:
        result = payouts.lines[line.id]
        if result.amounts is None:
            raise ValueError("only totals were worked out")
        if counts(law.counts[line.counts_as]):
            found[paying_rows(facts.first, facts.months, result.every)] += result.amounts
    return found


def _whole_fen(yuan: Array) -> Array:
    fen = np.empty(yuan.shape)
    exact.to_fen(yuan, fen)
    return fen
