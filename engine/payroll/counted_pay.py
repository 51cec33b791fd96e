"""Pay by what it counts for before the law: insurance, and tax with the month or apart from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.calendar import paying_rows
from engine.evaluation import Payouts
from engine.formula import exact
from engine.statutory import Counting, Law
from engine.vectors import elementwise

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
    wanted: dict[str, Callable[[Counting], bool]] = {
        "gross": lambda _: True,
        "insured": lambda counting: counting.insurance,
        "monthly": lambda counting: counting.tax == "month",
        "apart": lambda counting: counting.tax == "apart",
    }
    salary = salary_beside(payouts)
    parts = _parts(payouts, law, salary, wanted)
    facts = payouts.facts
    return CountedPay(first=facts.first, there=facts.present, salary=salary, **parts)


def insured_by_month(payouts: Payouts, law: Law) -> Array:
    """Fen that contributions are paid on, [months, people]. Raises ValueError where only totals
    were worked out."""
    refuse_added(payouts)
    wanted = {"insured": lambda counting: counting.insurance}
    return _parts(payouts, law, salary_beside(payouts), wanted)["insured"]


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
        return np.broadcast_to(0.0, facts.present.shape)
    yuan = facts.numbers[salary] if isinstance(salary, str) else np.array([[salary]])
    return np.where(facts.present, _whole_fen(yuan), 0.0)


def refuse_added(payouts: Payouts) -> None:
    """Raises ValueError where the employer's cost is already among the lines."""
    if EMPLOYER_CONTRIBUTIONS in payouts.lines:
        raise ValueError("payouts with employer's cost have no payroll of their own")


def _parts(
    payouts: Payouts, law: Law, salary: Array, wanted: Mapping[str, Callable[[Counting], bool]]
) -> dict[str, Array]:
    """Sums of the lines, and of the salary, that count for what is wanted: one array where the same
    lines do, and a single 0 where none does. A sum begins with the largest that is part of it."""
    facts, plan = payouts.facts, payouts.plan
    lines = []
    for line in plan.pay_lines:
        result = payouts.lines[line.id]
        if result.amounts is None:
            raise ValueError("only totals were worked out")
        rows = paying_rows(facts.first, facts.months, result.every)
        lines.append((law.counts[line.counts_as], rows, result.amounts))
    if plan.salary is not None:
        lines.append((law.counts[SALARY_KIND], slice(None), salary))
    of = {
        name: tuple(i for i, (kind, _, _) in enumerate(lines) if counts(kind))
        for name, counts in wanted.items()
    }
    shape = facts.present.shape
    sums: dict[tuple[int, ...], Array] = {}
    for those in sorted(set(of.values()), key=len):
        known = max((one for one in sums if set(one) < set(those)), key=len, default=())
        total = np.empty(shape) if those else np.broadcast_to(0.0, shape)
        further = [lines[i][1:] for i in those if i not in known]
        every_month = [amounts for _, amounts in further if len(amounts) == len(total)]
        begin = [sums[known], *every_month] if known else every_month
        if begin:
            added.write((total,), *begin)
        elif those:
            total[:] = 0.0
        for rows, amounts in further:
            if len(amounts) < len(total):
                total[rows] += amounts
        sums[those] = total
    return {name: sums[those] for name, those in of.items()}


@elementwise
def added(*parts: Array) -> tuple[Array]:
    """The sum of some amounts, of whole fen each."""
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return (total,)


def _whole_fen(yuan: Array) -> Array:
    fen = np.empty(yuan.shape)
    exact.to_fen(yuan, fen)
    return fen
