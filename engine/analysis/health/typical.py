"""Typical people, and what they are paid as one result of theirs moves while all else stays.

The people are made from those given: one for each frequent combination of categories that pay goes
by, with the medians of their numbers, the same in every month of a calendar year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.analysis.health.anatomy import Anatomy, Part, looks_at_others, with_parts
from engine.calendar import paying_rows
from engine.evaluate import evaluate
from engine.facts.arrays import Category, Facts, category
from engine.memory import Memory
from engine.plan.schema import Column, Plan

Array = NDArray[np.float64]

YEAR = 12
JANUARY = 2026 * YEAR
MOST_PROFILES = 6
MOST_PEOPLE = 400
"""People looked at to find out what is typical; more change nothing."""
POINTS = 65
ROUNDS = 14
"""Halvings after which what is left of a step is a jump."""
MOST_JUMPS = 60
FARTHEST = 6
"""Doublings of the typical value up to which a breakpoint is looked for."""
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

    @property
    def pay(self) -> Array:
        total = np.zeros(self.values.size)
        for amounts in self.lines.values():
            total += amounts
        return total

    @property
    def typical(self) -> float:
        """Where the typical person stands on x."""
        return float(np.interp(self.profile.numbers[self.column], self.values, self.x))


@dataclass(frozen=True)
class Jump:
    """A place where pay jumps: between `below` and `above`, two neighbouring values of a column.

    `by_line` is yuan a month. `multiple` is the jump over what a `step` more usually adds: one
    point of attainment, one hundredth of the range, or one more of what is counted.
    """

    sweep: Sweep
    below: float
    above: float
    x: float
    jump: float
    pay: float
    by_line: Mapping[str, float]
    multiple: float
    step: float


class Typical:
    """Typical people of a plan, and sweeps of them."""

    def __init__(self, plan: Plan, facts: Facts | None, anatomy: Anatomy) -> None:
        self.plan, self.anatomy = plan, anatomy
        self.facts = None if facts is None else _some(facts)
        self.memory = Memory(64 << 20)
        self.spread = {name: self._spread(name) for name in anatomy.results}
        self.profiles = self._profiles()

    # -- people -----------------------------------------------------------------------------

    def _spread(self, column: str) -> Array:
        """Percentiles 5, 10, 25, 50, 75, 90, 95 of a column over months and people."""
        known = self._cells(column)
        if known.size == 0:
            usual = _usual(self.plan.facts[column])
            return np.asarray([0.5, 0.6, 0.8, 1, 1.2, 1.4, 1.5]) * usual
        return np.asarray(np.percentile(known, [5, 10, 25, 50, 75, 90, 95]))

    def _cells(self, column: str) -> Array:
        if self.facts is None or column not in self.facts.numbers:
            return np.empty(0)
        return self.facts.numbers[column][self.facts.present]

    def _profiles(self) -> list[Profile]:
        read = set().union(*(self.anatomy.columns_of(x.id) for x in self.plan.pay_lines))
        keys = [c.id for c in self.plan.facts.values() if c.kind == "category" and c.id in read]
        numbers = [c.id for c in self.plan.facts.values() if c.is_number]
        if self.facts is None:
            first = {key: next(iter(self.plan.facts[key].values)) for key in keys}
            usual = {name: _usual(self.plan.facts[name]) for name in numbers}
            return [Profile(usual, first, 1.0)]
        present = self.facts.present
        codes = [self.facts.categories[key].codes[present] for key in keys]
        if not codes:
            return [Profile(self._medians(numbers, present[present]), {}, 1.0)]
        table, places, counts = np.unique(
            np.stack(codes, axis=1), axis=0, return_inverse=True, return_counts=True
        )
        places = places.reshape(-1)
        chosen = _covering(table, counts)
        found = []
        for row in chosen:
            inside = places == row
            names = {
                key: self.facts.categories[key].values[int(table[row, i])]
                for i, key in enumerate(keys)
            }
            found.append(Profile(self._medians(numbers, inside), names, float(counts[row])))
        return found

    def _medians(self, numbers: Sequence[str], inside: NDArray[np.bool_]) -> dict[str, float]:
        found = {}
        for name in numbers:
            value = float(np.median(self._cells(name)[inside]))
            found[name] = float(round(value)) if self._is_whole(name) else value
        return found

    # -- sweeps -----------------------------------------------------------------------------

    def sweeps(self, columns: Sequence[str]) -> list[Sweep]:
        """Every typical person, with each of these columns moved over all of its range."""
        asked = [
            (profile, column, self._grid(profile, column))
            for column in columns
            for profile in self.profiles
        ]
        return [s for s in self._swept(asked) if s is not None]

    def over(self, column: str, values: Array) -> list[Sweep]:
        """Every typical person, with a column at some values."""
        return self._swept([(p, column, values) for p in self.profiles])

    def extremes(self, columns: Sequence[str], factors: Sequence[float]) -> list[Sweep]:
        """Every typical person, with each column far beyond anything usual."""
        return self._swept(
            [
                (p, column, np.asarray(factors) * self._far(column))
                for column in columns
                for p in self.profiles
            ]
        )

    def by_category(self, column: str) -> list[Array]:
        """Yuan a month of each typical person for each value of a category."""
        values = tuple(self.plan.facts[column].values)
        people = [
            Profile(p.numbers, {**p.categories, column: value}, p.weight)
            for p in self.profiles
            for value in values
        ]
        pay = self._paid(self._people(people))
        total = sum(pay.values(), start=np.zeros(len(people)))
        return list(total.reshape(len(self.profiles), len(values)))

    def jumps(self, sweeps: Sequence[Sweep], smallest: float) -> list[Jump]:
        """Where pay jumps by more than a share of itself, largest first for each sweep."""
        open_: list[tuple[Sweep, float, float]] = []
        for sweep in sweeps:
            steps = np.abs(np.diff(sweep.pay))
            least = self._least(sweep, smallest)
            large = [int(i) for i in np.argsort(-steps) if steps[i] > least]
            open_ += [(sweep, sweep.values[i], sweep.values[i + 1]) for i in large[:MOST_JUMPS]]
        for _ in range(ROUNDS):
            halved = [(s, low, high, self._between(s.column, low, high)) for s, low, high in open_]
            if all(middle in (low, high) for _, low, high, middle in halved):
                break
            paid = self._swept(
                [(s.profile, s.column, np.array([low, m, high])) for s, low, high, m in halved]
            )
            open_ = []
            for (sweep, low, high, middle), now in zip(halved, paid, strict=True):
                pay = now.pay
                first, second = abs(pay[1] - pay[0]), abs(pay[2] - pay[1])
                if max(first, second) > self._least(sweep, smallest):
                    open_.append((sweep, low, middle) if first > second else (sweep, middle, high))
        ends = self._swept([(s.profile, s.column, np.array([low, high])) for s, low, high in open_])
        found = [self._jump(s, now) for (s, _, _), now in zip(open_, ends, strict=True)]
        return sorted(found, key=lambda jump: -jump.multiple)

    def parts_at(
        self, sweep: Sweep, values: Sequence[float], parts: Mapping[str, Part]
    ) -> dict[str, Array]:
        """Parts of formulas for the person of a sweep at some values: by name, (months, values)."""
        people = self._people(
            [sweep.profile] * len(values), {sweep.column: np.asarray(values, float)}
        )
        return parts_of(self.plan, people, parts, Memory(0))

    def _jump(self, sweep: Sweep, at: Sweep) -> Jump:
        before = {line: float(a[0]) for line, a in at.lines.items()}
        by_line = {line: float(a[1] - a[0]) for line, a in at.lines.items()}
        jump, pay = sum(by_line.values()), sum(before.values())
        unit = self._unit(sweep)
        width = float(sweep.x[-1] - sweep.x[0])
        usual = abs(float(sweep.pay[-1] - sweep.pay[0])) / max(width, 1e-12) * unit
        rising = float(np.abs(np.diff(sweep.pay)).sum()) / max(width, 1e-12) * unit
        multiple = abs(jump) / max(usual, rising / 2, 1e-9)
        return Jump(
            sweep=sweep,
            below=float(at.values[0]),
            above=float(at.values[1]),
            x=float(at.x[1]),
            jump=jump,
            pay=pay,
            by_line={line: d for line, d in by_line.items() if abs(d) > 0.01},
            multiple=multiple,
            step=unit,
        )

    def _unit(self, sweep: Sweep) -> float:
        """One point of attainment; else one hundredth of the range; of what is counted, one."""
        curve = self.plan.curve
        if curve is not None and curve.against and sweep.column == curve.move:
            return 0.01
        width = float(sweep.x[-1] - sweep.x[0])
        return max(width / 100, 1.0 if self._is_whole(sweep.column) else 1e-12)

    @staticmethod
    def _least(sweep: Sweep, smallest: float) -> float:
        pay = np.interp(sweep.typical, sweep.x, sweep.pay) if sweep.x.size > 1 else sweep.pay[0]
        return max(1.0, smallest * max(abs(float(pay)), float(np.abs(sweep.pay).max()) / 4))

    def _between(self, column: str, low: float, high: float) -> float:
        middle = (low + high) / 2
        return float(np.floor(middle)) if self._is_whole(column) else middle

    def _is_whole(self, column: str) -> bool:
        if self.plan.facts[column].kind in WHOLE:
            return True
        cells = self._cells(column)
        return self.plan.facts[column].kind == "number" and bool(
            cells.size and (cells == np.floor(cells)).all()
        )

    def _grid(self, profile: Profile, column: str) -> Array:
        curve = self.plan.curve
        described = self.plan.facts[column]
        if curve is not None and column == curve.move and curve.rising_from is None:
            scale = profile.numbers[curve.against] if curve.against else 1.0
            ends = np.array([curve.start, curve.stop]) * scale / curve.months
        elif described.range is not None:
            ends = np.array(described.range)
        else:
            spread = self.spread[column]
            high = max(float(spread[-1]), profile.numbers[column] * 1.2, self._reach(column))
            low = min(0.0, float(spread[0]))
            ends = np.array([low, high])
        if ends[1] <= ends[0]:
            ends = np.array([ends[0], ends[0] + 1.0])
        grid = np.linspace(ends[0], ends[1], POINTS)
        if self._is_whole(column):
            grid = np.unique(np.floor(grid))
            if grid.size < 2:
                grid = np.array([grid[0], grid[0] + 1.0])
        return grid

    def _reach(self, column: str) -> float:
        """How far a column must go to pass the breakpoints of what depends on it alone."""
        if not hasattr(self, "_reaches"):
            self._reaches = self._all_reaches()
        return self._reaches.get(column, 0.0)

    def _all_reaches(self) -> dict[str, float]:
        points = {
            f"part_{i}": p
            for i, p in enumerate(self.anatomy.breakpoints)
            if len(self.anatomy.columns_in(p.x.node) & set(self.anatomy.results)) == 1
            and not looks_at_others(self.plan, p.x)
        }
        reaches: dict[str, float] = {}
        if not points:
            return reaches
        profile = self.profiles[0]
        for column in self.anatomy.results:
            own = {n: p for n, p in points.items() if column in self.anatomy.columns_in(p.x.node)}
            if not own:
                continue
            values: Array = np.asarray(self._far(column) * 2.0 ** np.arange(FARTHEST + 1))
            people = self._people([profile] * values.size, {column: values})
            parts = parts_of(self.plan, people, {n: p.x for n, p in own.items()}, Memory(0))
            for name, point in own.items():
                passed = np.flatnonzero(parts[name][-1] > point.at[-1] * 1.1)
                if passed.size and passed[0] > 0:
                    reaches[column] = max(reaches.get(column, 0.0), float(values[passed[0]]))
        return reaches

    def _far(self, column: str) -> float:
        typical = max((abs(p.numbers[column]) for p in self.profiles), default=0.0)
        return max(typical, float(np.abs(self.spread[column]).max())) or _usual(
            self.plan.facts[column]
        )

    def _swept(self, asked: Sequence[tuple[Profile, str, Array]]) -> list[Sweep]:
        """Works all of it out at once."""
        if not asked:
            return []
        people: list[Profile] = []
        moved: dict[str, list[tuple[int, Array]]] = {}
        at = 0
        for profile, column, values in asked:
            people += [profile] * values.size
            moved.setdefault(column, []).append((at, values))
            at += values.size
        columns: dict[str, Array] = {}
        for column, places in moved.items():
            values = np.array([p.numbers[column] for p in people])
            for start, own in places:
                values[start : start + own.size] = own
            columns[column] = values
        facts = self._people(people, columns)
        paid = self._paid(facts)
        curve, start, found = self.plan.curve, 0, []
        for profile, column, values in asked:
            here = slice(start, start + values.size)
            x = values
            if curve is not None and column == curve.move and curve.rising_from is None:
                scale = profile.numbers[curve.against] if curve.against else 1.0
                x = values * curve.months / (scale or 1.0)
            lines = {line: amounts[here] for line, amounts in paid.items()}
            found.append(Sweep(profile, column, values, x, lines))
            start += values.size
        return found

    def _people(
        self, people: Sequence[Profile], columns: Mapping[str, Array] | None = None
    ) -> Facts:
        """One person each, the same in twelve months."""
        shape = (YEAR, len(people))
        numbers: dict[str, Array] = {}
        categories: dict[str, Category] = {}
        others = {}
        for column in self.plan.facts.values():
            if column.is_number:
                given = (columns or {}).get(column.id)
                own = np.array([p.numbers[column.id] for p in people]) if given is None else given
                numbers[column.id] = np.ascontiguousarray(np.broadcast_to(own, shape))
            elif column.kind == "category":
                known = list(column.values)
                first = known[0]
                codes = np.array([known.index(p.categories.get(column.id, first)) for p in people])
                categories[column.id] = category(known, np.broadcast_to(codes, shape).copy())
            elif column.kind == "group":
                categories[column.id] = category(("group",), np.zeros(shape, dtype=np.int8))
            else:
                others[column.id] = np.full(shape, -1, dtype=np.int32)
        names = tuple(f"{i:06d}" for i in range(len(people)))
        return Facts(JANUARY, names, np.ones(shape, dtype=np.bool_), numbers, categories, others)

    def _paid(self, facts: Facts) -> dict[str, Array]:
        """Yuan a month of the lines that are nobody else's affair."""
        payouts = evaluate(self.plan, facts, self.memory, amounts=False)
        return {
            line: payouts.line_by_person(line) / YEAR
            for line in payouts.lines
            if line not in self.anatomy.coupled
        }


def parts_of(
    plan: Plan, facts: Facts, parts: Mapping[str, Part], memory: Memory
) -> dict[str, Array]:
    """Parts of a plan's formulas for everybody, a row for each month they are worked out in."""
    payouts = evaluate(with_parts(plan, parts), facts, memory, amounts=False, measures=True)
    return {name: np.asarray(payouts.measures[name].array, dtype=np.float64) for name in parts}


def present_in(facts: Facts, part: Part) -> NDArray[np.bool_]:
    """Who has a row in the months in which a part is worked out."""
    rows = paying_rows(facts.first, facts.months, part.every)
    return facts.present[rows.start : rows.stop : rows.step]


def _usual(column: Column) -> float:
    if column.range is not None:
        low, high = column.range
        return low + 0.8 * (high - low)
    usual = USUAL.get(column.kind, 0.0)
    if column.kind == "tenure":
        return 24.0
    return usual


def _some(facts: Facts) -> Facts:
    """An even choice of people."""
    if facts.size <= MOST_PEOPLE:
        return facts
    return facts.take(np.linspace(0, facts.size - 1, MOST_PEOPLE).round().astype(np.intp))


def _covering(table: NDArray[np.generic], counts: NDArray[np.intp]) -> list[int]:
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
