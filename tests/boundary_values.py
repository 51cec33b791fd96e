"""Facts on the boundaries of a plan: months whose sums come to its figures exactly, or miss them by
the last decimal place on either side.

The figures are read off the parameters, whatever their shape: starts of steps and tiers, quotas,
prices, limits, and products of these with sums of other columns, such as a share of a target.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from engine.plan import Column

Row = dict[str, str]

PERIODS = (1, 3, 3, 3, 6, 12, 12)
"""Months of a calendar period."""
DIGITS = (2, 2, 2, 2, 3, 4, 6)
MOST_UNITS = 10**12
"""Cells stay below this, counted in units of their last decimal place."""
LARGE = 4 * 10**7
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


def at_boundaries(
    rows: Sequence[Row], columns: Iterable[Column], parameters: Any, random: Random
) -> list[Row]:
    """The rows with some months of some people, or some people of a month, made to land on
    boundaries. Every column stays within its limits."""
    landing = _Landing([dict(row) for row in rows], columns, parameters, random)
    people = sorted({row["employee_id"] for row in rows})
    if landing.columns:
        for _ in range(random.randint(1, 3 * len(people))):
            landing.land_person(random.choice(people))
        for _ in range(random.choice((0, 0, 1, 2))):
            landing.land_group()
    return landing.rows


class _Landing:
    def __init__(
        self, rows: list[Row], columns: Iterable[Column], parameters: Any, random: Random
    ) -> None:
        self.rows, self.random = rows, random
        self.columns = [self._cells(c) for c in columns if c.kind in OTHERWISE and c.id in rows[0]]
        self.figures = sorted(set(figures_in(parameters))) or [Fraction(1)]
        self.texts = [name for name in rows[0] if name not in {c.name for c in self.columns}]

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

    # -- what to land on ----------------------------------------------------------------------

    def goal(self, own: Sequence[Row], before: Sequence[Row], column: Cells) -> Fraction:
        """A boundary for the sum of a column over some rows, of which some rows went `before`."""
        random, figure = self.random, self.random.choice(self.figures)
        goal = figure
        match random.randrange(8):
            case 0:
                goal = figure * random.choice(self.figures)
            case 1:
                goal = figure * len(own)
            case 2:
                other = random.choice(self.columns).name
                goal = random.choice((figure, figure, 1, 1 + figure, 1 - figure)) * _sum(own, other)
            case 3:
                other = random.choice(self.columns).name
                goal = random.choice((figure, 1 + random.randint(1, 4) * figure)) * _cell(
                    own[-1], other
                )
            case 4:
                peers = [row for row in self.rows if row["month"] in {r["month"] for r in own}]
                peer = random.choice(peers)["employee_id"]
                goal = _sum([row for row in peers if row["employee_id"] == peer], column.name)
        if before and random.randrange(3) == 0:
            earlier = _sum(before, column.name)
            goal = random.choice(
                (goal - earlier, 2 * goal - earlier, earlier + random.randint(1, 3) * figure)
            )
        return column.rounded(goal) + random.choice((0, 0, -1, 1)) * column.unit

    # -- landing ------------------------------------------------------------------------------

    def land_person(self, who: str) -> None:
        """Lets the months of a person in one calendar period land."""
        random, length = self.random, self.random.choice(PERIODS)
        periods: dict[int, list[Row]] = defaultdict(list)
        for row in sorted(self.rows, key=lambda row: row["month"]):
            if row["employee_id"] == who:
                periods[_month(row) // length].append(row)
        period = random.choice(sorted(periods))
        own = periods[period]
        column = random.choice(self.columns)
        if random.randrange(10) == 0 and column.high == LARGE and column.digits <= 2:
            for row in own:
                row[column.name] = column.text(Fraction(random.randint(1, 100 * LARGE), 100))
            column = random.choice(self.columns)
        self._write(own, column, self.goal(own, periods.get(period - 1, []), column))

    def land_group(self) -> None:
        """Lets all people of a month, or those who have a text in common, land."""
        month, name = self.random.choice(self.rows)["month"], self.random.choice(self.texts)
        own = [row for row in self.rows if row["month"] == month]
        own = [row for row in own if name == "employee_id" or row[name] == own[0][name]]
        column = self.random.choice(self.columns)
        self._write(own, column, self.goal(own, [], column))

    def _write(self, own: Sequence[Row], column: Cells, goal: Fraction) -> None:
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


def _sum(rows: Iterable[Row], name: str) -> Fraction:
    return sum((_cell(row, name) for row in rows), Fraction(0))


def _cell(row: Row, name: str) -> Fraction:
    return Fraction(row[name] or 0)


def _digits(text: str) -> int:
    return len(text.partition(".")[2])


def _month(row: Row) -> int:
    return int(row["month"][:4]) * 12 + int(row["month"][5:]) - 1
