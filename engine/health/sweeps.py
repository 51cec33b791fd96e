"""What typical people are paid as one of their columns moves while all else stays. Every month of a
calendar year is the same."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.evaluation import Memory, evaluate
from engine.facts import Category, Facts, category
from engine.formula import exact
from engine.health.anatomy import Anatomy
from engine.health.breakpoints import only_paying
from engine.health.typical_people import Profile, Typical
from engine.plan import Plan
from engine.progress import Progress

Array = NDArray[np.float64]

YEAR = 12
JANUARY = 2026 * YEAR
POINTS = 65
FARTHEST = 6
"""Doublings of the typical value up to which a breakpoint is looked for."""


@dataclass(frozen=True)
class Move:
    """A typical person with a column moved through `values`: numbers, or codes of a category."""

    profile: Profile
    column: str
    values: Array


@dataclass(frozen=True)
class Sweep:
    """What a typical person is paid as one column moves through `values`.

    `pay` is yuan a month, all pay lines that are nobody else's affair; `lines` are these one by
    one. `x` is where the person stands on the payout curve, or the values again.
    """

    profile: Profile
    column: str
    values: Array
    x: Array
    lines: Mapping[str, Array]

    @cached_property
    def pay(self) -> Array:
        total = np.zeros(self.values.size)
        for amounts in self.lines.values():
            total += amounts
        return total

    @property
    def typical(self) -> float:
        """Where the typical person stands on x."""
        return float(np.interp(self.profile.numbers[self.column], self.values, self.x))


class Sweeps:
    """Moves typical people of a plan, and pays them."""

    def __init__(
        self, plan: Plan, typical: Typical, anatomy: Anatomy, memory: Memory, progress: Progress
    ) -> None:
        self.plan, self.typical, self.anatomy = plan, typical, anatomy
        self.memory, self.progress = memory, progress  # nobody else's: see `_key`
        self.alone = only_paying(
            plan, [x.id for x in plan.pay_lines if x.id not in anatomy.coupled]
        )

    def ranges(self, columns: Sequence[str]) -> list[Sweep]:
        """Every typical person, with each of these columns moved over all of its range."""
        return self.paid([Move(p, c, self._grid(p, c)) for c in columns for p in self._profiles])

    def at(self, columns: Mapping[str, Array]) -> dict[str, list[Sweep]]:
        """Every typical person, with each column at some values; codes for categories."""
        moves = [Move(p, c, values) for c, values in columns.items() for p in self._profiles]
        found: dict[str, list[Sweep]] = {column: [] for column in columns}
        for sweep in self.paid(moves):
            found[sweep.column].append(sweep)
        return found

    def paid(self, moves: Sequence[Move]) -> list[Sweep]:
        """All of these moves, worked out at once."""
        if not moves:
            return []
        facts = self._people(moves)
        payouts = evaluate(self.alone, facts, self.memory, amounts=False, progress=self.progress)
        paid = {line: payouts.line_by_person(line) / YEAR for line in payouts.lines}
        found, start = [], 0
        for move in moves:
            here = slice(start, start + move.values.size)
            lines = {line: amounts[here] for line, amounts in paid.items()}
            x = self._standing(move)
            found.append(Sweep(move.profile, move.column, move.values, x, lines))
            start = here.stop
        return found

    def held(self, moves: Sequence[Move], names: Collection[str]) -> list[dict[str, Array]]:
        """For each move, what is held against some breakpoints: by name, (months, values)."""
        apart = not self.anatomy.shared.isdisjoint(names)
        together = [[move] for move in moves] if apart else [moves]
        return [held for some in together if some for held in self._held(some)]

    def _held(self, moves: Sequence[Move]) -> list[dict[str, Array]]:
        found = held_by(self.anatomy, self._people(moves), self.memory, self.progress)
        ends = np.cumsum([move.values.size for move in moves])[:-1]
        split = {name: np.split(values, ends, axis=1) for name, values in found.items()}
        return [{name: parts[i] for name, parts in split.items()} for i in range(len(moves))]

    # -- where to move ----------------------------------------------------------------------

    @property
    def _profiles(self) -> Sequence[Profile]:
        return self.typical.profiles

    def _standing(self, move: Move) -> Array:
        """Where the person stands on the payout curve, or the values again."""
        curve = self.plan.curve
        if curve is None or move.column != curve.move or curve.rising_from is not None:
            return move.values
        scale = move.profile.numbers[curve.against] if curve.against else 1.0
        return move.values * curve.months / (scale or 1.0)

    def _grid(self, profile: Profile, column: str) -> Array:
        curve = self.plan.curve
        described = self.plan.facts[column]
        if curve is not None and column == curve.move and curve.rising_from is None:
            scale = profile.numbers[curve.against] if curve.against else 1.0
            ends = np.array([curve.start, curve.stop]) * scale / curve.months
        elif described.range is not None:
            ends = np.array(described.range)
        else:
            spread = self.typical.spread[column]
            reach = self._reaches.get(column, 0.0)
            high = max(float(spread[-1]), profile.numbers[column] * 1.2, reach)
            low = min(0.0, float(spread[0]))
            ends = np.array([low, high])
        if ends[1] <= ends[0]:
            ends = np.array([ends[0], ends[0] + 1.0])
        grid = np.linspace(ends[0], ends[1], POINTS)
        if column in self.typical.whole:
            grid = np.unique(np.floor(grid))
            if grid.size < 2:
                grid = np.array([grid[0], grid[0] + 1.0])
        return grid

    @cached_property
    def _reaches(self) -> dict[str, float]:
        """How far each column must go to pass the breakpoints of what depends on it alone."""
        own: dict[str, dict[str, float]] = {}
        for name, point in self.anatomy.breakpoints.items():
            read = self.anatomy.columns_in(point.x.node) & set(self.anatomy.results)
            if len(read) == 1 and name not in self.anatomy.shared:
                own.setdefault(next(iter(read)), {})[name] = point.at[-1] * 1.1
        doublings: Array = 2.0 ** np.arange(FARTHEST + 1, dtype=np.float64)
        columns = [self.plan.facts[name] for name in own]
        moves = [Move(self._profiles[0], c.id, self.typical.far(c) * doublings) for c in columns]
        reaches: dict[str, float] = {}
        names = [name for points in own.values() for name in points]
        for move, held in zip(moves, self.held(moves, names), strict=True):
            for name, last in own[move.column].items():
                passed = np.flatnonzero(held[name][-1] > last)
                if passed.size and passed[0] > 0:
                    far = float(move.values[passed[0]])
                    reaches[move.column] = max(reaches.get(move.column, 0.0), far)
        return reaches

    # -- people -----------------------------------------------------------------------------

    def _people(self, moves: Sequence[Move]) -> Facts:
        """One person for each value of each move, the same in twelve months."""
        profiles = self._profiles
        place = {id(profile): i for i, profile in enumerate(profiles)}
        sizes = [move.values.size for move in moves]
        own = np.repeat([place[id(move.profile)] for move in moves], sizes)
        starts = np.cumsum([0, *sizes])
        shape = (YEAR, own.size)

        def spread_out(values: NDArray[np.generic], column: str) -> NDArray[np.generic]:
            values = values[own]
            for move, start in zip(moves, starts, strict=False):
                if move.column == column:
                    values[start : start + move.values.size] = move.values
            return np.ascontiguousarray(np.broadcast_to(values, shape))

        numbers: dict[str, Array] = {}
        categories: dict[str, Category] = {}
        others = {}
        for column in self.plan.facts.values():
            if column.is_number:
                usual = np.array([p.numbers[column.id] for p in profiles])
                numbers[column.id] = np.asarray(spread_out(usual, column.id), dtype=np.float64)
            elif column.kind == "category":
                known = list(column.values)
                codes = np.array(
                    [known.index(p.categories.get(column.id, known[0])) for p in profiles]
                )
                moved = spread_out(codes, column.id).astype(np.int64)
                categories[column.id] = category(known, moved)
            elif column.kind == "group":
                categories[column.id] = category(("group",), np.zeros(shape, dtype=np.int8))
            else:
                others[column.id] = np.full(shape, -1, dtype=np.int32)
        names = tuple(f"{i:06d}" for i in range(own.size))
        facts = Facts(JANUARY, names, np.ones(shape, dtype=np.bool_), numbers, categories, others)
        return facts.known(self._key(moves), self._decimals(moves))

    def _key(self, moves: Sequence[Move]) -> str:
        """What tells these moves from others of the same typical people."""
        place = {id(profile): i for i, profile in enumerate(self._profiles)}
        digest = hashlib.blake2b(digest_size=16)
        for move in moves:
            digest.update(f"{place[id(move.profile)]} {move.column} {move.values.size} ".encode())
            digest.update(np.ascontiguousarray(move.values).data)
        return digest.hexdigest()

    def _decimals(self, moves: Sequence[Move]) -> dict[str, exact.Decimals]:
        """The decimals of every column of the people moved."""
        place = {id(profile): i for i, profile in enumerate(self._profiles)}
        moved: dict[str, list[Array]] = {}
        who: dict[str, set[int]] = {}
        for move in moves:
            moved.setdefault(move.column, []).append(move.values)
            who.setdefault(move.column, set()).add(place[id(move.profile)])
        found = {}
        for column, usual in self.typical.decimals.items():
            others = (people for name, people in who.items() if name != column)
            own = [usual[i] for i in set[int]().union(*others)]
            if column in moved:
                own.append(exact.decimals_of_column(np.concatenate(moved[column])))
            found[column] = exact.widest(own)
        return found


def held_by(anatomy: Anatomy, facts: Facts, memory: Memory, progress: Progress) -> dict[str, Array]:
    """What everybody has that is held against each breakpoint, a row for each month it is worked
    out in."""
    plan = anatomy.with_breakpoints
    paid = evaluate(plan, facts, memory, amounts=False, measures=True, progress=progress)
    return {
        name: np.asarray(paid.measures[name].array, dtype=np.float64)
        for name in anatomy.breakpoints
    }
