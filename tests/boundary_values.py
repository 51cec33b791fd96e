"""Facts on the boundaries of a plan: months whose sums come to its figures exactly, or miss them by
the last decimal place on either side.

What lands where is read off the plan: a formula names columns and parameters; the figures of the
parameters, of any shape, are starts of steps and tiers, quotas, prices and limits, or shares
of a sum of another column.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from engine.formula import FUNCTIONS, Call, Comparison, Node, names_in
from engine.plan import Column, Plan

Row = dict[str, str]

DIGITS = (2, 2, 2, 2, 3, 4, 6)
MOST_UNITS = 10**12
"""Cells stay below this, counted in units of their last decimal place."""
LARGE = 2 * 10**6
OTHERWISE = {
    "money": (-LARGE, LARGE),
    "count": (0, 10**6),
    "number": (0, 9),
    "share": (0, Fraction(19, 10)),
    "score": (1, 100),
}
"""What cells lie between where the column says nothing, by its kind: not so far from each other
that pay could become too large to be calculated."""


@dataclass(frozen=True)
class Cells:
    """What the cells of a column can be: multiples of a unit between two limits."""

    name: str
    digits: int
    low: Fraction
    high: Fraction

    @property
    def unit(self) -> Fraction:
        return Fraction(1, 10**self.digits)

    def holds(self, value: Fraction) -> bool:
        """Whether a cell can be this."""
        return abs(value) < MOST_UNITS * self.unit and self.low <= value <= self.high

    def rounded(self, value: Fraction) -> Fraction:
        """The multiple of the unit next to a value."""
        return round(value / self.unit) * self.unit

    def text(self, value: Fraction) -> str:
        """A cell as a file holds it."""
        units = Decimal(int(value / self.unit))
        return format(units.scaleb(-self.digits), "f")


def figures_in(parameters: Any) -> Iterator[Fraction]:
    """Every number in parameters of any shape."""
    if isinstance(parameters, Mapping):
        parameters = parameters.values()
    if isinstance(parameters, bool | str) or parameters is None:
        return
    if isinstance(parameters, Iterable):
        for part in parameters:
            yield from figures_in(part)
    elif parameters:
        yield Fraction(str(parameters))


@dataclass(frozen=True)
class Link:
    """What a comparison or a call of a function, with the lines it reads, deals with, and the
    months that its line takes together."""

    columns: tuple[Cells, ...]
    figures: tuple[Fraction, ...]
    months: int


def at_boundaries(
    rows: Sequence[Row], plan: Plan, random: Random, large: bool = False
) -> list[Row]:
    """The rows with some months of some people, or some people of a month, made to land on the
    plan's boundaries. Every column stays within its limits. With `large` ones some amounts are so
    large that a cent is little beside them; pay may then be too large to be calculated."""
    landing = _Landing([dict(row) for row in rows], plan, random, large)
    people = sorted({row["employee_id"] for row in rows})
    if landing.links:
        for who in people:
            for _ in range(random.choice((1, 1, 2, 3))):
                landing.land_person(who)
        for _ in range(random.choice((0, 0, 1, 2))):
            landing.land_group()
    return landing.rows


class _Landing:
    def __init__(self, rows: list[Row], plan: Plan, random: Random, large: bool) -> None:
        self.rows, self.random, self.large = rows, random, large
        self.cells = {
            column.id: self._cells(column)
            for column in plan.facts.values()
            if column.kind in OTHERWISE and column.id in rows[0]
            if column.kind != "share" or all(_cell(row, column.id) < 2 for row in rows)
        }
        self.texts = [name for name in rows[0] if name not in self.cells]
        self.links = [
            link
            for line in plan.lines.values()
            for part in line.formula.kinds
            if isinstance(part, Comparison | Call)
            for link in [*self._links(plan, part, line.every.value)] * _weight(part)
        ]

    def _cells(self, column: Column) -> Cells:
        whole = column.kind == "count" or column.whole
        digits = 0 if whole else self.random.choice(DIGITS)
        digits = max(digits, *(_digits(row[column.id]) for row in self.rows))
        low, high = (Fraction(end) for end in OTHERWISE[column.kind])
        if column.range is not None:
            low, high = (Fraction(str(end)) for end in column.range)
            if column.kind == "score" and high >= 20:  # below 1 it would pass for a share
                low = Fraction(1)
            if column.kind == "share":  # far above 1 it would pass for a percent number
                high = min(high, Fraction(19, 10))
        if column.above is not None:
            low = Fraction(str(column.above)) + Fraction(1, 10**digits)
        if column.least is not None:
            low = Fraction(str(column.least))
        return Cells(column.id, digits, low, high)

    def _links(self, plan: Plan, part: Node, months: int) -> Iterator[Link]:
        names, waiting = set[str](), [part]
        while waiting:
            for read in set(names_in(waiting.pop())) - names:
                names.add(read)
                if read in plan.lines:
                    waiting.append(plan.lines[read].formula.tree)
        columns = tuple(self.cells[n] for n in sorted(names & self.cells.keys()))
        own = [plan.parameters[n].json for n in sorted(names & plan.parameters.keys())]
        figures = tuple(dict.fromkeys(figures_in(own)))
        if columns:
            yield Link(columns, (*figures, Fraction(1)), months)

    # -- what to land on ----------------------------------------------------------------------

    def goal_of(self, link: Link, column: Cells) -> Callable[[Sequence[Row]], Fraction]:
        """A boundary for the sum of a column over some rows."""
        random, figure = self.random, self.random.choice(link.figures)
        others = [c for c in link.columns if c != column] or [column]
        other = random.choice(others).name
        count = random.randint(1, 4)
        share = random.choice((*[figure] * 5, 1 + figure, 1 - count * figure, Fraction(1)))
        share *= random.choice((1, 1, 1, 1, random.choice(link.figures)))

        def mean(rows: Sequence[Row]) -> Fraction:
            return figure * len(rows)

        def of_sum(rows: Sequence[Row]) -> Fraction:
            return share * _sum(rows, other)

        def of_last(rows: Sequence[Row]) -> Fraction:
            return share * _cell(rows[-1], other)

        def of_peer(rows: Sequence[Row]) -> Fraction:
            months = {row["month"] for row in rows}
            peers = [row for row in self.rows if row["month"] in months]
            peer = self.random.choice(peers)["employee_id"]
            return _sum([row for row in peers if row["employee_id"] == peer], column.name)

        plain = figure * random.choice((1, 1, count, random.choice(link.figures)))
        return random.choice((lambda rows: plain, mean, of_sum, of_sum, of_last, of_last, of_peer))

    # -- landing ------------------------------------------------------------------------------

    def land_person(self, who: str) -> None:
        """Lets a person's calendar periods land, one after the other: each on its own boundary, or
        on what the period before left to it."""
        random, link = self.random, self.random.choice(self.links)
        length = random.choice((link.months, link.months, 1, 3, 6, 12))
        periods: dict[int, list[Row]] = defaultdict(list)
        for row in sorted(self.rows, key=lambda row: row["month"]):
            if row["employee_id"] == who:
                periods[_month(row) // length].append(row)
        column, addend = random.choice(link.columns), random.choice(link.columns)
        self._enlarge([row for own in periods.values() for row in own], link)
        goal_of = self.goal_of(link, column)
        before: list[Row] = []
        for own in periods.values():
            if random.randrange(6) == 0:
                goal_of = self.goal_of(link, column)
            goal = goal_of(own)
            if before:
                left = goal_of(before) - _sum(before, column.name)
                step = random.choice(link.figures) * random.randint(1, 3)
                earlier = _sum(before, column.name)
                filling = (goal + left, goal + left, goal - left / 2, earlier + step)
                goal = random.choice((goal, goal, goal, *filling))
            if addend != column and random.randrange(3) == 0:
                goal -= _sum(own, addend.name)
            if random.randrange(5):
                self._write(own, column, goal)
            before = own

    def _enlarge(self, rows: Sequence[Row], link: Link) -> None:
        """Now and then large amounts, where they are asked for."""
        if not self.large:
            return
        random, column = self.random, self.random.choice(link.columns)
        if random.randrange(5) == 0 and column.high == LARGE and column.digits <= 2:
            low = max(0, int(column.low * 100))
            for row in rows:
                row[column.name] = column.text(Fraction(random.randint(low, 100 * LARGE), 100))

    def land_group(self) -> None:
        """Lets all people of a month, or those who have a text in common, land."""
        month, name = self.random.choice(self.rows)["month"], self.random.choice(self.texts)
        own = [row for row in self.rows if row["month"] == month]
        own = [row for row in own if name == "employee_id" or row[name] == own[0][name]]
        link = self.random.choice(self.links)
        column = self.random.choice(link.columns)
        self._write(own, column, self.goal_of(link, column)(own))

    def _write(self, own: Sequence[Row], column: Cells, goal: Fraction) -> None:
        goal = column.rounded(goal) + self.random.choice((0, 0, -1, 1)) * column.unit
        for _ in range(4):
            parts = self._parts(own, column, goal)
            parts.append(goal - sum(parts))
            if all(column.holds(part) for part in parts):
                for row, part in zip(own, parts, strict=True):
                    row[column.name] = column.text(part)
                return

    def _parts(self, own: Sequence[Row], column: Cells, goal: Fraction) -> list[Fraction]:
        """All but the last month: as they are, about equal, nothing, or more than the whole."""
        random, rest = self.random, own[:-1]
        match random.randrange(5):
            case 0:
                return [column.rounded(_cell(row, column.name)) for row in rest]
            case 1:
                return [Fraction(0) for _ in rest]
            case 2:
                most = abs(goal) * 3 / 2
                return [column.rounded(most * Fraction(random.random())) for _ in rest]
        share = goal / len(own)
        return [column.rounded(share * Fraction(random.uniform(0.7, 1.3))) for _ in rest]


def _weight(part: Node) -> int:
    """A state that is carried on takes several periods to go wrong: it is tried more often."""
    return 6 if isinstance(part, Call) and FUNCTIONS[part.function].stateful else 1


def _sum(rows: Iterable[Row], name: str) -> Fraction:
    return sum((_cell(row, name) for row in rows), Fraction(0))


def _cell(row: Row, name: str) -> Fraction:
    return Fraction(row[name] or 0)


def _digits(text: str) -> int:
    return len(text.partition(".")[2])


def _month(row: Row) -> int:
    return int(row["month"][:4]) * 12 + int(row["month"][5:]) - 1
