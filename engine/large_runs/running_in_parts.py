"""A plan's pay for people in parts: all of them are checked before anybody is paid, and sums of
whole fen are the same in whatever parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.calendar import month_text
from engine.evaluation import compile_plan, evaluate
from engine.facts import Facts
from engine.jobs import in_order
from engine.large_runs.parts_of_people import PeopleInParts
from engine.plan import Plan
from engine.progress import Progress, no_progress
from engine.text import MOST_PROBLEMS, Problem, Refused

Array = NDArray[np.float64]
Decimals = int | None

AHEAD = 4
"""Parts that are worked out before the one that is wanted next."""
YEARS = 36
"""Months that lie further apart than so many are hardly of one calendar."""


@dataclass(frozen=True)
class KnownPeople:
    """What is known of all people before any is paid: their calendar, the decimals of each column
    of numbers, and what is said of them."""

    first: int
    months: int
    decimals: Mapping[str, Decimals]
    notes: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    assumptions: tuple[Problem, ...]


@dataclass
class Totals:
    """Pay added up over the parts: `fen` by month of each line, exact. `people` have a row in some
    month, and `person_months` are those rows."""

    first: int
    months: int
    people: int = 0
    person_months: int = 0
    fen: dict[str, Array] = field(default_factory=dict)

    @property
    def cost_by_month(self) -> Array:
        """Yuan paid in each month, shape (months,)."""
        return np.asarray(sum(self.fen.values(), start=np.zeros(self.months)) / 100.0)

    @property
    def total(self) -> float:
        """Yuan paid altogether."""
        return float(sum(float(fen.sum()) for fen in self.fen.values()) / 100.0)

    @property
    def line_totals(self) -> dict[str, float]:
        """Yuan paid by each line."""
        return {line: float(fen.sum()) / 100.0 for line, fen in self.fen.items()}


@dataclass(frozen=True)
class _Looked:
    """What was found of a part."""

    rows_by_month: Mapping[int, int]
    decimals: Mapping[str, Decimals]
    warnings: tuple[Problem, ...]
    assumptions: tuple[Problem, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Paid:
    """What a part is paid; the table only where it is wanted."""

    people: int
    person_months: int
    fen: Mapping[str, Array]
    table: pa.Table | None


def why_not_in_parts(plan: Plan) -> list[Problem]:
    """Why people cannot be paid by this plan without the others: somebody's pay depends on others'
    results, or on who reports to whom."""
    program = compile_plan(plan)
    found = [
        line.id for line in (*plan.pay_lines, *plan.measures) if program.lines[line.id].coupled
    ]
    found += [column.id for column in plan.facts.values() if column.kind == "person"]
    return [Problem("large_run_everyone", {"names": tuple(found)}, plan.id)] if found else []


def known_people_of(
    people: PeopleInParts, executor: Executor | None = None, progress: Progress = no_progress
) -> KnownPeople:
    """Looks at all parts. Raises Refused with all that is wrong with anybody."""
    months: Counter[int] = Counter()
    decimals: dict[str, Decimals] = {}
    warnings: dict[tuple[str, str], Problem] = {}
    assumptions: list[Problem] = []
    problems: list[Problem] = []
    for looked in in_order(executor, partial(_look, people), people.parts, progress, AHEAD):
        months.update(looked.rows_by_month)
        for name, found in looked.decimals.items():
            decimals[name] = _wider(decimals.get(name, 0), found)
        for problem in looked.warnings:
            key = problem.key, problem.column
            warnings[key] = _together(warnings[key], problem) if key in warnings else problem
        assumptions += [each for each in looked.assumptions if each not in assumptions]
        problems += looked.problems
        if len(problems) >= MOST_PROBLEMS:
            break
    if problems:
        raise Refused(problems)
    there = sorted(months)
    for before, after in pairwise(there):
        if after - before >= YEARS:
            said = {"first": month_text(before), "last": month_text(after)}
            raise Refused([Problem("large_run_calendar", said)])
    return KnownPeople(
        *(there[0], there[-1] - there[0] + 1, decimals, people.told),
        *(tuple(warnings.values()), tuple(assumptions)),
    )


def paid_in_parts(
    plan: Plan,
    people: PeopleInParts,
    known: KnownPeople,
    totals: Totals,
    *,
    table: bool = True,
    measures: bool = False,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> Iterator[pa.Table | None]:
    """The long table of each part in the order of ids, as `Payouts.table` has it, None where no
    `table` is wanted; `totals` are those of what was given so far. Raises Refused where an amount
    is no number."""
    work = partial(_pay, plan, people, known, table, measures)
    for paid in in_order(executor, work, people.parts, progress, AHEAD):
        totals.people += paid.people
        totals.person_months += paid.person_months
        for line, fen in paid.fen.items():
            totals.fen[line] = totals.fen.get(line, 0.0) + fen
        yield paid.table


def _look(people: PeopleInParts, part: range, progress: Progress = no_progress) -> _Looked:
    try:
        facts = people.facts(part)
    except Refused as refused:
        return _Looked({}, {}, (), (), refused.problems)
    rows = facts.present.sum(axis=1)
    return _Looked(
        {facts.first + i: int(n) for i, n in enumerate(rows) if n},
        {name: facts.decimals(name) for name in facts.numbers},
        facts.warnings,
        facts.assumptions,
    )


def _pay(
    plan: Plan,
    people: PeopleInParts,
    known: KnownPeople,
    table: bool,
    measures: bool,
    part: range,
    progress: Progress = no_progress,
) -> _Paid:
    facts = _on_their_calendar(people.facts(part), known, part)
    payouts = evaluate(plan, facts, amounts=table, measures=measures)
    return _Paid(
        facts.size,
        facts.person_months,
        {line: result.by_month for line, result in payouts.lines.items()},
        payouts.table(measures) if table else None,
    )


def _on_their_calendar(facts: Facts, known: KnownPeople, part: range) -> Facts:
    """The people of a part with what is known of all: nothing is decided by its own months and
    decimals alone."""
    facts = facts.on_calendar(known.first, known.months)
    return facts.known(f"part {part.start}", known.decimals)


def _wider(one: Decimals, other: Decimals) -> Decimals:
    return None if one is None or other is None else max(one, other)


def _together(one: Problem, other: Problem) -> Problem:
    """One warning of two parts: the first place, and how many there are in both."""
    counts = [problem.values.get("count") for problem in (one, other)]
    if all(isinstance(count, int) for count in counts):
        return replace(one, values={**one.values, "count": sum(map(int, map(str, counts)))})
    return one
