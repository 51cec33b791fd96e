"""Typical people: one for each frequent combination of categories that pay goes by, with the
medians of their numbers; and between which values the results of people usually lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.evaluation import Memory
from engine.facts import Facts
from engine.formula import exact
from engine.health.anatomy import Anatomy
from engine.plan import Column, Plan

Array = NDArray[np.float64]

MOST_PROFILES = 6
MOST_PEOPLE = 400
"""People looked at to find out what is typical; more change nothing."""
WHOLE = frozenset({"count", "flag", "tenure"})
USUAL = {"money": 10_000.0, "share": 0.9, "score": 80.0, "count": 10.0, "number": 10.0}
"""What somebody has of whom nothing is known, by kind of column."""


@dataclass(frozen=True)
class Profile:
    """A typical person: numbers, categories, and how many of the people looked at are like this."""

    numbers: Mapping[str, float]
    categories: Mapping[str, str]
    weight: float


@dataclass(frozen=True)
class Typical:
    """Typical people of a plan. `spread` holds the percentiles 5, 10, 25, 50, 75, 90, 95 of each
    result over months and people; `whole` are the columns that hold whole numbers only."""

    profiles: tuple[Profile, ...]
    spread: Mapping[str, Array]
    whole: frozenset[str]

    @cached_property
    def decimals(self) -> Mapping[str, tuple[exact.Decimals, ...]]:
        """The decimals of each number of each profile, by column."""
        return {
            column: tuple(
                exact.decimals_of_column(np.array([profile.numbers[column]]))
                for profile in self.profiles
            )
            for column in self.profiles[0].numbers
        }

    def far(self, column: Column) -> float:
        """A value of a result that is about as large as any."""
        largest = max((abs(p.numbers[column.id]) for p in self.profiles), default=0.0)
        return max(largest, float(np.abs(self.spread[column.id]).max())) or usual(column)


def typical_people(plan: Plan, facts: Facts | None, anatomy: Anatomy, memory: Memory) -> Typical:
    """Who is typical of these people; somebody usual where there are none."""
    if facts is None:
        return _Looking(plan, None, anatomy).typical
    columns = [(c.id, c.kind, c.range, tuple(c.values)) for c in plan.facts.values()]
    key = ("typical", facts.key, repr(columns), anatomy.results, anatomy.read)
    return memory.cached(key, lambda: _Looking(plan, facts, anatomy).typical)


def sample(facts: Facts, most: int, memory: Memory) -> Facts:
    """An even choice of people, as many as that at most."""
    if facts.size <= most:
        return facts

    def choose() -> Facts:
        return facts.take(np.linspace(0, facts.size - 1, most).round().astype(np.intp))

    return memory.cached(("sample", facts.key, most), choose)


def usual(column: Column) -> float:
    """What somebody has in a column of whom nothing is known."""
    if column.range is not None:
        low, high = column.range
        return low + 0.8 * (high - low)
    return 24.0 if column.kind == "tenure" else USUAL.get(column.kind, 0.0)


class _Looking:
    """Finds out what is typical of some people."""

    def __init__(self, plan: Plan, facts: Facts | None, anatomy: Anatomy) -> None:
        self.plan, self.facts, self.anatomy = plan, facts, anatomy
        self.numbers = [c.id for c in plan.facts.values() if c.is_number]
        self.cells = {name: self._cells(name) for name in self.numbers}

    @property
    def typical(self) -> Typical:
        spread = {name: self._spread(name) for name in self.anatomy.results}
        return Typical(tuple(self._profiles()), spread, self.whole)

    @cached_property
    def whole(self) -> frozenset[str]:
        return frozenset(
            name
            for name, cells in self.cells.items()
            if (kind := self.plan.facts[name].kind) in WHOLE
            or (kind == "number" and cells.size and (cells == np.floor(cells)).all())
        )

    def _cells(self, column: str) -> Array:
        if self.facts is None or column not in self.facts.numbers:
            return np.empty(0)
        return self.facts.numbers[column][self.facts.present]

    def _spread(self, column: str) -> Array:
        known = self.cells[column]
        if known.size == 0:
            return np.asarray([0.5, 0.6, 0.8, 1, 1.2, 1.4, 1.5]) * usual(self.plan.facts[column])
        return np.asarray(np.percentile(known, [5, 10, 25, 50, 75, 90, 95]))

    def _profiles(self) -> list[Profile]:
        columns = self.plan.facts.values()
        keys = [c.id for c in columns if c.kind == "category" and c.id in self.anatomy.read]
        if self.facts is None:
            first = {key: next(iter(self.plan.facts[key].values)) for key in keys}
            return [Profile({n: usual(self.plan.facts[n]) for n in self.numbers}, first, 1.0)]
        present = self.facts.present
        codes = [self.facts.categories[key].codes[present] for key in keys]
        if not codes:
            return [Profile(self._medians(present[present]), {}, 1.0)]
        table, places, counts = np.unique(
            np.stack(codes, axis=1), axis=0, return_inverse=True, return_counts=True
        )
        places = places.reshape(-1)
        found = []
        for row in _covering(table, counts):
            names = {
                key: self.facts.categories[key].values[int(table[row, i])]
                for i, key in enumerate(keys)
            }
            found.append(Profile(self._medians(places == row), names, float(counts[row])))
        return found

    def _medians(self, inside: NDArray[np.bool_]) -> dict[str, float]:
        found = {}
        for name in self.numbers:
            value = float(np.median(self.cells[name][inside]))
            found[name] = float(round(value)) if name in self.whole else value
        return found


def _covering(table: NDArray[np.generic], counts: NDArray[np.intp]) -> Sequence[int]:
    """The most frequent rows, and besides them rows that bring values not seen yet."""
    order = [int(i) for i in np.argsort(-counts, kind="stable")]
    chosen: list[int] = []
    seen: set[tuple[int, int]] = set()
    for row in order:
        values = {(i, int(v)) for i, v in enumerate(table[row])}
        if not values <= seen:
            chosen.append(row)
            seen |= values
        if len(chosen) == MOST_PROFILES:
            break
    return chosen
