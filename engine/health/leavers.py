"""People who left before a line fell due, with the pay they would have had if the period had ended
with their last month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every, paying_rows, period_start
from engine.evaluation import Memory, evaluate
from engine.facts import Facts, category
from engine.health.breakpoints import only_paying
from engine.plan import Plan
from engine.progress import Progress

Array = NDArray[np.float64]


def left_early(facts: Facts, every: Every, memory: Memory) -> NDArray[np.bool_]:
    """Who had a row in a period whose paying month is known and has none of theirs, shape (n,)."""

    def look() -> NDArray[np.bool_]:
        found = np.zeros(facts.size, dtype=np.bool_)
        for _, _, left in _departures(facts, every):
            found |= left
        return found

    return memory.cached(("who left early", facts.key, every), look)


def forfeited(plan: Plan, facts: Facts, line: str, memory: Memory, progress: Progress) -> Array:
    """Yuan of a periodic line that each person would have had, shape (n,): the rows of the period
    moved so that the last stands in its paying month. Nobody's pay may depend on others."""
    every = plan.lines[line].every

    def aligned() -> tuple[NDArray[np.intp], Facts]:
        return _aligned(facts, every)

    people, moved = memory.cached(("left early", facts.key, every), aligned)
    total = np.zeros(facts.size)
    if people.size:
        paid = evaluate(only_paying(plan, [line]), moved, memory, amounts=False, progress=progress)
        np.add.at(total, people, paid.line_by_person(line))
    return total


def _departures(facts: Facts, every: Every) -> Iterator[tuple[int, int, NDArray[np.bool_]]]:
    """For each paying row before which someone left, the first row of its period and who left."""
    rows = paying_rows(facts.first, facts.months, every)
    for paying in range(*rows.indices(facts.months)):
        start = period_start(facts.first, paying, every)
        left = facts.present[start:paying].any(axis=0) & ~facts.present[paying]
        if left.any():
            yield start, paying, left


def _aligned(facts: Facts, every: Every) -> tuple[NDArray[np.intp], Facts]:
    """One column for each departure: the person's rows of the period, the last at its end."""
    months = every.value
    people: list[NDArray[np.intp]] = []
    sources: list[NDArray[np.intp]] = []
    for start, paying, left in _departures(facts, every):
        leavers = np.flatnonzero(left)
        inside = facts.present[start:paying, leavers]
        last = paying - 1 - inside[::-1].argmax(axis=0)
        rows = last + np.arange(1 - months, 1)[:, None]
        people.append(leavers)
        sources.append(np.where(rows >= start, rows, -1))
    who = np.concatenate(people) if people else np.empty(0, dtype=np.intp)
    rows = np.concatenate(sources, axis=1) if sources else np.empty((months, 0), dtype=np.intp)
    return who, _taken(facts, rows, who, every)


def _taken(
    facts: Facts, rows: NDArray[np.intp], who: Sequence[int] | NDArray[np.intp], every: Every
) -> Facts:
    """The cells at these rows of these people, in a period that ends with its paying month."""
    known = rows >= 0

    def cells(array: NDArray[Any], nothing: float) -> NDArray[Any]:
        return np.where(known, array[rows, who], array.dtype.type(nothing))

    present = cells(facts.present, 0)
    first = facts.first + period_start(facts.first, 0, every)
    first -= first % every.value
    return Facts(
        first,
        tuple(f"{i:09d}" for i in range(len(who))),
        present,
        {name: np.where(present, cells(array, 0), 0.0) for name, array in facts.numbers.items()},
        {
            name: category(c.values, np.where(present, cells(c.codes, 0), len(c.values)))
            for name, c in facts.categories.items()
        },
        {name: np.full(present.shape, -1, dtype=np.int32) for name in facts.people},
    )
