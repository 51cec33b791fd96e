"""Who manages whom: each person's manager by month, and managers' facts filled from their people.

People name their manager by a column of ids, or belong to a team that has a post above it. Managers
hold the posts in the order in which they come; whoever joins takes over the first post that stands
empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.companies.company import Company, Fill, Management
from engine.evaluation import Payouts
from engine.facts import NO_TEXT, Category, Facts
from engine.formula import exact
from engine.plan import Plan, refused
from engine.text import Problem, Refused

Positions = NDArray[np.int32]
Array = NDArray[np.float64]
NOBODY = ("", NO_TEXT)
"""What a blank cell is among the values of a column of texts."""
_FEN = 2
"""Decimals of an amount."""
_SAFE = 0.25
"""Part of a unit by which a sum may be off and still be put back on the right one."""


def managers_of(company: Company, units: Mapping[str, Facts]) -> dict[str, Positions]:
    """By managed unit: everybody's manager `[months, people]` as a position among the people of the
    managing unit, -1 for nobody. Raises Refused where people lack the column of their teams."""
    found: dict[str, Positions] = {}
    problems = [p for one in company.management for p in _lacking(company, one, units)]
    if problems:
        raise Refused(problems)
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
    the measures and amounts that are asked for. A manager of nobody in a month has 0.

    Sums of columns and amounts are exact, and means are divided once, so that no order of people or
    units changes them.
    """
    columns = filled_columns(management, facts, managed, managers)
    for fill, column in zip(management.fills, columns, strict=True):
        facts = facts.with_numbers(fill.fact, column)
    return facts


def filled_columns(
    management: Management,
    facts: Facts,
    managed: Mapping[str, Payouts],
    managers: Mapping[str, Positions],
) -> list[Array]:
    """The columns of `filled`, in the order of the fills."""
    if not management.fills:
        return []
    cells = [
        _Cells.of(payouts, managers[unit], facts.size) for unit, payouts in sorted(managed.items())
    ]
    return [_filled(fill, facts, cells) for fill in management.fills]


def unfit(management: Management, plan: Plan, facts: Facts) -> Iterator[Problem]:
    """What was filled that the managers' plan cannot take, by column."""
    rows, places = np.nonzero(facts.present)
    for fill in management.fills:
        column = plan.facts[fill.fact]
        values = facts.numbers[fill.fact][rows, places]
        for wrong, key, said in refused(column, values):
            at = np.flatnonzero(wrong)
            if not at.size:
                continue
            first = int(at[0])
            month, employee = facts.month_texts()[rows[first]], facts.employees[places[first]]
            said = {**said, "employee": employee, "month": month}
            why = Problem(key, said, column=fill.fact, value=f"{values[first]:g}")
            about = {
                "count": int(at.size),
                "month": month,
                "employee": employee,
                "why": {language: why.text(language) for language in column.label},
                "fact": column.label,
            }
            yield Problem("company_filled", about, column=f"{management.unit}.{fill.fact}")


@dataclass(frozen=True)
class _Cells:
    """The manager whom each cell of a unit's people belongs to, one beyond the last for nobody's;
    and how many people each has. They are added up month by month, as the sums of all months at
    once are too many to be near at hand."""

    payouts: Payouts
    at: NDArray[np.intp]
    people: Array

    @classmethod
    def of(cls, payouts: Payouts, above: Positions, managers: int) -> _Cells:
        at = np.where(above >= 0, above, managers).astype(np.intp)
        people = [np.bincount(row, minlength=managers + 1)[:-1] for row in at]
        shape = (above.shape[0], managers)
        return cls(payouts, at, np.array(people, np.float64).reshape(shape))

    def values(self, name: str) -> tuple[Array, exact.Decimals]:
        """The values of a column, a measure or an amount in yuan, and the decimals they have."""
        numbers = self.payouts.facts.numbers.get(name)
        if numbers is not None:
            return numbers, self.payouts.facts.decimals(name)
        if name in self.payouts.measures:
            return np.asarray(self.payouts.measures[name].array, np.float64), None
        return self.payouts.amounts(name) / 100.0, _FEN

    def total(self, values: Array) -> Array:
        """The values of each manager's people added up."""
        count = self.people.shape[1] + 1
        rows = zip(self.at, values, strict=True)
        sums = [np.bincount(row, some, count)[:-1] for row, some in rows]
        return np.array(sums, np.float64).reshape(self.people.shape)


def _filled(fill: Fill, facts: Facts, cells: list[_Cells]) -> Array:
    values = [_of_people(fill, one) for one in cells]
    decimals = exact.widest([known for _, known in values])
    people = sum((one.people for one in cells), np.zeros(facts.present.shape))
    total = _added_up(cells, [numbers for numbers, _ in values], people, decimals)
    per = exact.unit(decimals)
    if fill.how == "sum":
        return (total / per) * facts.present
    share = np.divide(total, people * per, out=np.zeros(people.shape), where=people > 0)
    return share * facts.present


def _added_up(
    cells: list[_Cells], values: list[Array], people: Array, decimals: exact.Decimals
) -> Array:
    """The values of everybody's people in whole units of their last decimal place. They are put
    into units after they are added up where no error can grow to half a unit on the way."""
    total = sum((one.total(v) for one, v in zip(cells, values, strict=True)), np.zeros_like(people))
    if decimals is None:
        return total
    units = np.multiply(total, exact.unit(decimals))
    largest = max((float(np.abs(v).max(initial=0.0)) for v in values), default=0.0)
    most = float(people.max(initial=0.0))
    if most * most * largest * exact.unit(decimals) * 2.0**-52 < _SAFE:
        return np.rint(units)
    whole = [exact.in_units(v, decimals) for v in values]
    return sum((one.total(v) for one, v in zip(cells, whole, strict=True)), np.zeros_like(people))


def _of_people(fill: Fill, cells: _Cells) -> tuple[Array, exact.Decimals]:
    values, decimals = cells.values(fill.of)
    if fill.how != "share_at_target":
        return values, decimals
    given = fill.target
    target = cells.values(given)[0] if isinstance(given, str) else given or 0.0
    return exact.reached(values, target, None).astype(np.float64), 0


def _lacking(
    company: Company, management: Management, units: Mapping[str, Facts]
) -> Iterator[Problem]:
    for name in management.manages:
        facts = units[name]
        if management.by not in facts.categories:
            said = {"unit": company.units[name].title, "known": tuple(facts.categories)}
            yield Problem("company_by", said, facts.source, value=management.by)


def names_managers(management: Management, units: Mapping[str, Facts]) -> bool:
    """Whether the people say in the column `by` who manages them, rather than which team they are
    in: it holds the id of one of the managers at least."""
    named = units[management.unit].position
    columns = [units[name].categories[management.by] for name in management.manages]
    return any(value in named for column in columns for value in column.values)


def _managers(management: Management, units: Mapping[str, Facts]) -> dict[str, Positions]:
    above = units[management.unit]
    columns = {name: units[name].categories[management.by] for name in management.manages}
    found: dict[str, Positions] = {}
    if names_managers(management, units):
        for name, column in columns.items():
            named = np.array([*(above.position.get(v, -1) for v in column.values), -1], np.int32)
            managers = named[column.codes]
            there = np.take_along_axis(above.present, np.maximum(managers, 0), axis=1)
            found[name] = np.where(units[name].present & there, managers, np.int32(-1))
        return found
    held = _posts(above.present)
    teams = {name: _teams(units[name], column) for name, column in columns.items()}
    counts = {name: (int(begun.sum()), int(later.sum())) for name, (begun, later) in teams.items()}
    of_begin = sum(begun for begun, _ in counts.values())
    every = of_begin or sum(later for _, later in counts.values())
    first = first_later = 0
    for name, column in columns.items():
        begun, later = teams[name]
        places = np.where(begun, first + np.cumsum(begun), first_later + np.cumsum(later)) - 1
        posts = (places % max(1, every)) * held.shape[1] // max(1, every)
        by_team = np.where(begun | later, held[:, posts], -1)
        by_month = np.column_stack([by_team, np.full(held.shape[0], -1)]).astype(np.int32)
        first, first_later = first + counts[name][0], first_later + counts[name][1]
        managers = np.take_along_axis(by_month, column.codes.astype(np.intp), axis=1)
        found[name] = np.where(units[name].present, managers, np.int32(-1))
    return found


def _teams(facts: Facts, column: Category) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Of the values of a column, the teams that somebody is in in the first month, and the others:
    those are there later only and join the posts of the first in turn."""
    is_team = np.array([value not in NOBODY for value in column.values], np.bool_)
    begun = np.isin(np.arange(is_team.size), column.codes[0][facts.present[0]])
    return is_team & begun, is_team & ~begun


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
