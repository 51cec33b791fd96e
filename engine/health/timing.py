"""Results moved in time: the same people many times over, side by side, each time with part of
another month's results booked in the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.evaluation import Memory
from engine.facts import Facts
from engine.health.side_by_side import side_by_side
from engine.plan import Column, Plan

Array = NDArray[np.float64]

CELLS = 250_000
"""People × months that stand side by side; more are taken in turns, and made anew each time."""


def moved_in_time(
    plan: Plan, facts: Facts, columns: Sequence[str], part: float, memory: Memory
) -> Iterator[tuple[range, Facts]]:
    """Some months, and the people once for each of them, with part of that month moved: everybody
    for the first month, then everybody for the second. Nobody's pay may depend on others."""
    all_months = range(facts.months - 1)
    most = max(CELLS // (facts.size * facts.months), 1)
    own = facts.key, part, tuple(columns), plan.structure
    for start in range(0, len(all_months), most):
        months = all_months[start : start + most]

        def stack(months: range = months) -> Facts:
            return _stack(plan, facts, columns, part, months)

        whole = len(months) == len(all_months)
        yield months, memory.cached(("moved in time", *own), stack) if whole else stack()


def _stack(plan: Plan, facts: Facts, columns: Sequence[str], part: float, months: range) -> Facts:
    moved = {
        column: np.concatenate(
            [_booked_later(facts, plan.facts[column], month, part) for month in months], axis=1
        )
        for column in columns
    }
    return side_by_side(plan, facts, len(months), moved, {})


def _booked_later(facts: Facts, column: Column, month: int, part: float) -> Array:
    """A column with part of a month's figure booked in the next, where there is a next."""
    numbers = facts.numbers[column.id].copy()
    both = facts.present[month] & facts.present[month + 1]
    amount = np.where(both, np.maximum(numbers[month], 0.0) * part, 0.0)
    if column.kind == "count":
        amount = np.floor(amount)
    numbers[month] -= amount
    numbers[month + 1] += amount
    return numbers
