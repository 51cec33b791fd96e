"""Who manages whom: each person's manager by month, and managers' facts filled from their people.

Where teams are told apart by a category, each has a post above it. Managers hold the posts in the
order in which they come; whoever joins takes over the first post that stands empty.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.companies.company import Company, Fill, Management
from engine.evaluation import Payouts
from engine.facts import Facts

Positions = NDArray[np.int32]
Array = NDArray[np.float64]


def managers_of(company: Company, units: Mapping[str, Facts]) -> dict[str, Positions]:
    """By managed unit: everybody's manager `[months, people]`, -1 for nobody."""
    found: dict[str, Positions] = {}
    for management in company.management:
        found |= _managers(management, units)
    return found


def filled(
    management: Management,
    facts: Facts,
    managed: Mapping[str, Payouts],
    managers: Mapping[str, Positions],
) -> Facts:
    """The managers' facts with the columns filled that come from their people, whose payouts hold
    the measures and amounts that are asked for. A manager of nobody in a month has 0."""
    for fill in management.fills:
        facts = facts.with_numbers(fill.fact, _filled(fill, facts, managed, managers))
    return facts


def _filled(
    fill: Fill,
    facts: Facts,
    managed: Mapping[str, Payouts],
    managers: Mapping[str, Positions],
) -> Array:
    total = np.zeros((facts.months, facts.size))
    people = np.zeros((facts.months, facts.size))
    for unit, payouts in managed.items():
        above = managers[unit]
        rows, places = np.nonzero(payouts.facts.present & (above >= 0))
        at = rows * facts.size + above[rows, places]
        values = values_of(payouts, fill.of)[rows, places]
        if fill.how == "share_at_target":
            values = (values >= _target(payouts, fill)[rows, places]).astype(float)
        total += np.bincount(at, values, total.size).reshape(total.shape)
        people += np.bincount(at, minlength=total.size).reshape(total.shape)
    if fill.how == "sum":
        return total * facts.present
    return np.divide(total, people, out=np.zeros_like(total), where=people > 0) * facts.present


def values_of(payouts: Payouts, name: str) -> Array:
    """A column, a measure or a pay line (in yuan) by month and person."""
    if name in payouts.facts.numbers:
        return payouts.facts.numbers[name]
    if name in payouts.measures:
        return np.asarray(payouts.measures[name].array, np.float64)
    return payouts.amounts(name) / 100.0


def _target(payouts: Payouts, fill: Fill) -> Array:
    if isinstance(fill.target, str):
        return values_of(payouts, fill.target)
    return np.full(payouts.facts.present.shape, fill.target or 0.0)


def _managers(management: Management, units: Mapping[str, Facts]) -> dict[str, Positions]:
    held = _posts(units[management.unit].present)
    named = units[management.unit].position
    found: dict[str, Positions] = {}
    teams = [
        (unit, place)
        for unit in management.manages
        for place in range(len(units[unit].categories[management.by].values))
    ]
    by_name = all(
        value in named
        for unit in management.manages
        for value in units[unit].categories[management.by].values
    )
    for unit in management.manages:
        column = units[unit].categories[management.by]
        count = len(column.values)
        if by_name:
            of_team = np.array([named[v] for v in column.values], np.int32)
            above = np.append(of_team, np.int32(-1))[column.codes]
        else:
            first = next((i for i, (u, _) in enumerate(teams) if u == unit), 0)
            posts = (np.arange(first, first + count) * held.shape[1]) // len(teams)
            by_month = np.column_stack([held[:, posts], np.full(held.shape[0], -1, np.int32)])
            above = np.take_along_axis(by_month, column.codes.astype(np.intp), axis=1)
        found[unit] = np.where(units[unit].present, above, -1).astype(np.int32)
    return found


def _posts(present: NDArray[np.bool_]) -> Positions:
    """Who holds each post by month, `[months, posts]`; there is one for each of the first month."""
    count = max(1, int(present[0].sum()))
    holders = np.full((present.shape[0], count), -1, np.int32)
    holder = np.full(count, -1, np.int32)
    for row, there in enumerate(present):
        gone = (holder >= 0) & ~there[np.maximum(holder, 0)]
        holder = np.where(gone, np.int32(-1), holder)
        free = np.flatnonzero(holder < 0)
        waiting = np.setdiff1d(np.flatnonzero(there), holder)[: free.size]
        holder[free[: waiting.size]] = waiting
        holders[row] = holder
    return holders
