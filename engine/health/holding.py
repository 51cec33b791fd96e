"""What people achieved, held against a plan's breakpoints: who stays below, who stands close."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.calendar import paying_rows
from engine.evaluation import Memory
from engine.facts import Facts
from engine.formula import exact, names_in
from engine.health.anatomy import Anatomy
from engine.health.finding import Affected, affected_of
from engine.health.sweeps import held_by
from engine.progress import Progress

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

NEAR, OUTER = 1.0, 5.0
"""Windows around a breakpoint, in widths: the one looked at, and how far its surroundings reach."""
SIGNIFICANT, LEAST_CROWD = 3.0, 20
SOME = 1000
"""Of so many numbers one usually has a fraction where not all are whole."""


@dataclass(frozen=True)
class Missed:
    """The share of people and periods on the side of a threshold where nothing is paid, and the
    people who never leave it."""

    share: float
    never: Affected


@dataclass(frozen=True)
class Crowd:
    """How many stand on a side of a figure, and how many would if numbers ran on evenly."""

    at: float
    side: str
    count: int
    expected: float
    near: Affected

    @property
    def times(self) -> float:
        """By what factor the crowd is larger than expected."""
        return self.count / max(self.expected, 1.0)


class Holding:
    """The people of an examination, held against each of the plan's breakpoints by name."""

    def __init__(self, anatomy: Anatomy, facts: Facts, memory: Memory, progress: Progress) -> None:
        self.anatomy, self.facts = anatomy, facts
        self.memory, self.progress = memory, progress

    def missed(self, name: str) -> Missed:
        """Who stays below a threshold (above a limit)."""
        return self.memory.cached(("missed", self._about(name)), lambda: self._missed(name))

    def crowd(self, name: str, width: float, least: int) -> tuple[bool, Crowd | None]:
        """The largest crowd at a figure of a breakpoint, and whether there was any to look at.
        `width` is a share of the figure; fewer people than `least` are no crowd."""
        key = ("crowd", self._about(name), width, least)
        return self.memory.cached(key, lambda: self._crowd(name, width, least))

    def _about(self, name: str) -> Hashable:
        """All that where people stand at a breakpoint depends on."""
        point = self.anatomy.breakpoints[name]
        return (*self._part(name), point.at, point.pays, point.by, tuple(point.by_key.items()))

    def _part(self, name: str) -> tuple[Hashable, ...]:
        """All that what is held against a breakpoint depends on."""
        plan, part = self.anatomy.plan, self.anatomy.breakpoints[name].x
        place = part.line, part.node.at, part.node.end, part.every
        figures = self.anatomy.figures_in(names_in(part.node))
        return (plan.structure, self.facts.key, *place, figures)

    def _held(self, name: str) -> _Held:
        """What is held against a breakpoint, which stays as it is while figures of that move."""
        key = ("held", self._part(name))
        return self.memory.cached(
            key, lambda: _held(self._values[name], self.facts.present[self._rows(name)])
        )

    @cached_property
    def _values(self) -> dict[str, Array]:
        return held_by(self.anatomy, self.facts, self.memory, self.progress)

    def _rows(self, name: str) -> slice:
        """The months in which what is held against a breakpoint is worked out."""
        return paying_rows(
            self.facts.first, self.facts.months, self.anatomy.breakpoints[name].x.every
        )

    def _missed(self, name: str) -> Missed:
        point, held = self.anatomy.breakpoints[name], self._held(name)
        self.progress(0.0)
        if point.by and point.by in self.facts.categories:
            return self._missed_by_key(name)
        first = point.at[0]
        hair = float(exact.tolerance(first))
        if point.pays == ">":
            below = held.count_below(first - hair)
            never = held.most < first - hair
        else:
            below = held.rising.size - held.count_up_to(first + hair)
            never = held.least > first + hair
        share = below / max(held.rising.size, 1)
        return Missed(share, affected_of(self.facts, held.there & never))

    def _missed_by_key(self, name: str) -> Missed:
        """The same of a threshold that each value of a category has for itself."""
        point, values, rows = self.anatomy.breakpoints[name], self._values[name], self._rows(name)
        column = self.facts.categories[point.by]
        known = np.array([*(point.by_key.get(v, np.nan) for v in column.values), np.nan])
        first = known[column.codes[rows]]
        there = self.facts.present[rows] & np.isfinite(first)
        hair = exact.tolerance(first)
        below = values < first - hair if point.pays == ">" else values > first + hair
        below &= there
        share = float(below.sum() / max(there.sum(), 1))
        never = there.any(axis=0) & (below | ~there).all(axis=0)
        return Missed(share, affected_of(self.facts, np.asarray(never)))

    def _crowd(self, name: str, width: float, least: int) -> tuple[bool, Crowd | None]:
        held = self._held(name)
        looked, worst = False, None
        if held.rising.size == 0:
            return looked, worst
        low, high = float(held.rising[0]), float(held.rising[-1])
        for at in self.anatomy.breakpoints[name].at:
            self.progress(0.0)
            reach = max(width * abs(at), 1.0) if held.whole else width * abs(at)
            reach = float(np.floor(reach)) if held.whole else reach
            if at == 0 or not low <= at - OUTER * reach < at + OUTER * reach <= high:
                continue  # where nobody can stand, nobody is missing
            looked = True
            for side, count, expected in _sides(*_windows(held, at, reach)):
                is_crowd = count >= max(LEAST_CROWD, least)
                if is_crowd and count - expected > SIGNIFICANT * np.sqrt(expected + 1):
                    times = count / max(expected, 1.0)
                    if worst is None or times > worst[0]:
                        worst = (times, at, side, count, expected)
        if worst is None:
            return looked, None
        _, at, side, count, expected = worst
        reach = width * abs(at)
        near = self._near(name, *((at - reach, at) if side == "below" else (at, at + reach)))
        return looked, Crowd(at, side, count, expected, affected_of(self.facts, near))

    def _near(self, name: str, low: float, high: float) -> Flags:
        """Who is ever between two figures, or at the lower one."""
        values, there = self._values[name], self.facts.present[self._rows(name)]
        near = (values >= low) & (values < high)
        return np.asarray((near if self.facts.full else near & there).any(axis=0))


@dataclass(frozen=True)
class _Held:
    """What people have that is held against a breakpoint, in the months that they are there: all of
    it in `rising` order, whether all is `whole` numbers, who is `there` at all, and the most and
    the least that each of these ever has."""

    rising: Array
    whole: bool
    there: Flags
    most: Array
    least: Array

    def count_below(self, at: float) -> int:
        """How often it is less than a figure."""
        return int(self.rising.searchsorted(at, "left"))

    def count_up_to(self, at: float) -> int:
        """How often it is a figure at most."""
        return int(self.rising.searchsorted(at, "right"))


def _held(values: Array, there: Flags) -> _Held:
    known = values.ravel() if there.all() else values[there]
    return _Held(
        np.sort(known),
        _are_whole(known[:SOME]) and _are_whole(known),
        np.asarray(there.any(axis=0)),
        np.where(there, values, -np.inf).max(axis=0, initial=-np.inf),
        np.where(there, values, np.inf).min(axis=0, initial=np.inf),
    )


def _are_whole(numbers: Array) -> bool:
    return bool((numbers == np.floor(numbers)).all())


def _windows(held: _Held, at: float, reach: float) -> tuple[int, int, float, float]:
    """How many stand right below and right above a figure, and in its surroundings."""
    first, *edges = at + reach * np.array([-OUTER, -NEAR, 0.0, NEAR, OUTER])
    under = [held.count_below(edge) for edge in (first, *(e - 1e-12 for e in edges))]
    left, below, above, right = np.diff(under).tolist()
    outer = (OUTER - NEAR) / NEAR
    return below, above, left / outer, right / outer


def _sides(below: int, above: int, left: float, right: float) -> Iterator[tuple[str, int, float]]:
    """Each side of a figure: who stands there, and who would if numbers ran on evenly."""
    middle = (OUTER + NEAR) / 2
    near = (middle - NEAR / 2) / (2 * middle)
    yield "below", below, left * (1 - near) + right * near
    yield "above", above, left * near + right * (1 - near)
