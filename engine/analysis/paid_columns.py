"""Which columns of a file say what was paid: proposed by what they hold and what they are called.

Nothing is taken for paid by its name alone where its amounts are of another order than the plan's.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.evaluation import GROSS, Payouts

Array = NDArray[np.float64]

FEWEST = 3
"""So many cells must be filled before amounts say anything."""
NEAR = 0.01
"""A figure within so much of the plan's agrees, as far as a proposal is concerned."""
ENOUGH = 0.2
"""From this share of near figures on, the amounts alone are evidence."""
ALIKE = (0.5, 2.0)
"""A column that is called paid must hold, in the middle, between these multiples of the plan's."""
PAID_WORDS = (
    "gross",
    "paid",
    "payout",
    "pay out",
    "payment",
    "actual pay",
    "total pay",
    "total compensation",
    "实发",
    "应发",
    "已发",
    "发放",
    "实付",
    "工资合计",
    "薪酬合计",
    "总薪酬",
    "总工资",
)
"""Words in the heading of a column that holds what was paid altogether."""
MOST_COLUMNS = 60


def propose_paid(payouts: Payouts) -> dict[str, str]:
    """The columns of `facts.further` that hold what was paid, by line or `gross_pay`: each column
    once, the surest first. `payouts` must have its amounts."""
    facts = payouts.facts
    targets = (GROSS, *payouts.lines)
    planned = {target: payouts.amounts(target) / 100.0 for target in targets}
    found: list[tuple[float, str, str]] = []
    for column, figures in list(facts.further.items())[:MOST_COLUMNS]:
        filled = np.isfinite(figures) & facts.present
        for target, pay in planned.items():
            evidence = _evidence(figures[filled], pay[filled])
            named = _is_called(payouts, target, column)
            if evidence is None:
                continue
            near, ratio = evidence
            if near >= ENOUGH or (named and ALIKE[0] <= ratio <= ALIKE[1]):
                found.append((near + named, target, column))
    return dict(_each_once(sorted(found, key=lambda one: -one[0])))


def _evidence(paid: Array, pay: Array) -> tuple[float, float] | None:
    """The share of figures near the plan's, and their ratio in the middle; of those where either is
    not 0. None where there are too few."""
    told = (paid != 0) | (pay != 0)
    paid, pay = paid[told], pay[told]
    if paid.size < FEWEST or np.ptp(paid) == 0:
        return None
    near = np.abs(paid - pay) <= NEAR * np.abs(pay)
    both = (paid != 0) & (pay != 0)
    ratio = float(np.median(paid[both] / pay[both])) if both.any() else 0.0
    return float(near.mean()), ratio


def _is_called(payouts: Payouts, target: str, column: str) -> bool:
    heading = _plain(column)
    if target == GROSS:
        return any(_plain(word) in heading for word in PAID_WORDS)
    lines = {line.id: line.label.values() for line in payouts.plan.pay_lines}
    return heading in {_plain(name) for name in (target, *lines.get(target, ()))}


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _each_once(found: list[tuple[float, str, str]]) -> Iterator[tuple[str, str]]:
    targets: set[str] = set()
    columns: set[str] = set()
    for _, target, column in found:
        if target not in targets and column not in columns:
            targets.add(target)
            columns.add(column)
            yield target, column
