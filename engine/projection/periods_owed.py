"""What is owed of quarterly, half-yearly and annual lines before they are paid, and what people who
leave before the month of payment forfeit.

Owed: of what somebody is paid at the end of a period, each of their months in service in it earns
the same part. What is owed grows with these months and is gone in the month of payment. Where the
months projected end within a period, it is what would be paid had the period ended with them.

A plan that gives way to another one counts from its month on: the months before owe what the plan
in force would pay for the period. What the change makes of the part that was served by then falls
in the month of the change. A salary review and all that happens to people is expected from the
beginning.

Forfeited: what somebody who leaves would have been paid had the period ended with their last month:
the line worked out with that month in the place of the month of payment, beside all who are there
then. Whoever has no month any more up to the end of the months projected has left. Whoever would
have had a deduction forfeits nothing by it.

A line that is settled for leavers is owed up to their last month, and forfeited by nobody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every, paying_rows, period_start
from engine.evaluation import LineResult, Memory, Payouts, compile_plan, evaluate
from engine.facts import Category, Facts
from engine.plan import Plan
from engine.projection.changing_plans import columns_of, only

Array = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Owed:
    """Fen by line: what is owed at the end of each month (months,), what was forfeited, and by how
    many people."""

    owed: Mapping[str, Array]
    forfeited: Mapping[str, float]
    forfeiters: Mapping[str, int]


def periodic(plan: Plan) -> tuple[str, ...]:
    """The pay lines that are paid for more than a month."""
    return tuple(line.id for line in plan.pay_lines if line.every is not Every.MONTH)


def owed_and_forfeited(
    payouts: Payouts,
    stays: NDArray[np.bool_] | None = None,
    flags: Mapping[str, int] = MappingProxyType({}),
) -> Owed:
    """Of payouts that keep the amounts of the periodic lines. People of `stays` forfeit nothing:
    they only went over to another unit. `flags` are columns that are 1 from a row on, in which the
    plan gives way to another one."""
    found = _as_it_is_paid(payouts, stays)
    reduced = only(payouts.plan, *periodic(payouts.plan))
    rows = {row for name, row in flags.items() if name in reduced.facts}
    for row in sorted((r for r in rows if 0 < r < payouts.facts.months), reverse=True):
        before = _without(payouts, reduced, [name for name, r in flags.items() if r >= row])
        for name, owed in _as_it_is_paid(before).owed.items():
            found.owed[name][:row] = owed[:row]
    return found


def _without(payouts: Payouts, reduced: Plan, flags: Sequence[str]) -> Payouts:
    """What the periodic lines would pay had plans never given way by these flags."""
    facts = columns_of(reduced, payouts.facts)
    for flag in flags:
        if flag in facts.numbers:
            facts = facts.with_numbers(flag, np.zeros_like(facts.numbers[flag]))
    return evaluate(reduced, facts, Memory(), amounts=list(periodic(reduced)))


def _as_it_is_paid(payouts: Payouts, stays: NDArray[np.bool_] | None = None) -> Owed:
    plan, facts = payouts.plan, payouts.facts
    owed: dict[str, Array] = {}
    forfeited: dict[str, float] = {}
    forfeiters: dict[str, int] = {}
    last = last_rows(facts.present)
    for every in dict.fromkeys(plan.lines[name].every for name in periodic(plan)):
        lines = [name for name in periodic(plan) if plan.lines[name].every is every]
        rows = paying_rows(facts.first, facts.months, every)
        paid_in = np.arange(facts.months)[rows]
        open_from = int(paid_in[-1]) + 1 if paid_in.size else 0
        gone = (last >= 0) & (last < facts.months - 1) & ~np.isin(last, paid_in)
        gone &= ~stays if stays is not None else True
        waiting = (last == facts.months - 1) & (open_from < facts.months)
        amounts = as_if_ended(plan, facts, every, lines, np.flatnonzero(gone | waiting), last)
        for name in lines:
            owed[name] = _owed(facts, every, paid_in, payouts.lines[name])
            if open_from < facts.months:
                still = np.where(waiting, amounts[name], 0.0)
                owed[name][open_from:] = (
                    still @ _served(facts.present[open_from:]).T if still.any() else 0.0
                )
            owed[name] = np.rint(owed[name])
            mine = amounts[name][gone & (not plan.lines[name].settled_early)]
            forfeited[name] = float(mine[mine > 0].sum())
            forfeiters[name] = int(np.count_nonzero(mine > 0))
    return Owed(owed, forfeited, forfeiters)


def last_rows(present: NDArray[np.bool_]) -> Places:
    """The last row of each person; -1 where there is none."""
    months = present.shape[0]
    last = months - 1 - np.argmax(present[::-1], axis=0)
    return np.where(present.any(axis=0), last, -1)


def _owed(facts: Facts, every: Every, paid_in: Sequence[int] | Places, line: LineResult) -> Array:
    """What is owed by month of what is paid for the periods that end in the rows `paid_in`, in
    fen."""
    paid, early = line.amounts, line.every is not every
    assert paid is not None
    found = np.zeros(facts.months)
    for k, row in enumerate(paid_in):
        start = period_start(facts.first, int(row), every)
        if start < row:
            served = _served(facts.present[start : row + 1])[:-1]
            amounts = paid[start : row + 1].sum(axis=0) if early else paid[k]
            found[start:row] = np.where(served < 1.0, served, 0.0) @ amounts
    return found


def _served(present: NDArray[np.bool_]) -> Array:
    """The part of each person's months of a period that lies behind after each month."""
    served = np.cumsum(present, axis=0, dtype=np.float64)
    return np.asarray(served / np.maximum(served[-1], 1.0))


# -- as if the period had ended ---------------------------------------------------------------


def as_if_ended(
    plan: Plan, facts: Facts, every: Every, lines: Sequence[str], who: Places, last: Places
) -> dict[str, Array]:
    """Fen by person that each line would pay to some people, had the period ended with their last
    row; 0 for all others."""
    found = {name: np.zeros(facts.size) for name in lines}
    if not who.size:
        return found
    reduced = only(plan, *lines)
    alone = not any(term.looks_at_everyone for term in compile_plan(reduced).terms)
    facts = columns_of(reduced, facts)
    some = facts.take(who) if alone and who.size < facts.size else facts
    if some is not facts:
        moved_people, of_last = np.arange(who.size), last[who]
    else:
        moved_people, of_last = who, last[who]
    ends = of_last + (every.value - 1 - (facts.first + of_last) % every.value)
    moved = moved_to(some, moved_people, of_last, ends)
    key = f"{facts.key} {every.key} {hashlib.blake2b(last.tobytes()).hexdigest()} {who.size}"
    moved = moved.known(key, {name: facts.decimals(name) for name in facts.numbers})
    payouts = evaluate(reduced, moved, Memory(), amounts=list(lines))
    rows = np.arange(moved.months)[paying_rows(moved.first, moved.months, every)]
    at = np.searchsorted(rows, ends)
    for name in lines:
        amounts = payouts.lines[name].amounts
        assert amounts is not None
        early = payouts.lines[name].every is not every
        found[name][who] = amounts[ends if early else at, moved_people]
    return found


def moved_to(facts: Facts, who: Places, rows: Places, ends: Places) -> Facts:
    """The facts with the row `rows[i]` of person `who[i]` standing in the row `ends[i]`, which may
    lie beyond the last one."""
    more = max(0, int(ends.max()) + 1 - facts.months)
    there = np.concatenate([facts.present, np.zeros((more, facts.size), np.bool_)])

    def moved(array: NDArray[np.generic], empty: object) -> NDArray[np.generic]:
        whole = np.concatenate([array, np.full((more, facts.size), empty, array.dtype)])
        kept = whole[rows, who]
        whole[rows, who] = np.asarray(empty).astype(array.dtype)
        whole[ends, who] = kept
        return whole

    there[rows, who] = False
    there[ends, who] = True
    return Facts(
        first=facts.first,
        employees=facts.employees,
        present=there,
        numbers={k: moved(v, 0.0) for k, v in facts.numbers.items()},  # type: ignore[misc]
        categories={
            k: Category(c.values, moved(c.codes, len(c.values)))  # type: ignore[arg-type]
            for k, c in facts.categories.items()
        },
        people={k: moved(v, -1) for k, v in facts.people.items()},  # type: ignore[misc]
    )
