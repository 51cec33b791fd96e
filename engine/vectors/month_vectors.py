"""The functions of several months of one person in vector instructions, as numpy has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.calendar import Every, period_start
from engine.formula import exact
from engine.vectors.code_lines import NotInVectors, Value
from engine.vectors.vector_code import Code

Row = Callable[[int], Value]
"""An argument in a row: a month of the facts, or a paying month where arguments are worked out in
those only."""

Results = Sequence[Value] | Sequence[tuple[Value, ...]]
"""A result for each wanted row; a tuple of them for a function with several."""


@dataclass(frozen=True)
class Months:
    """Where a function works: `months` rows of the facts, of which `wanted` have a result.

    `first` is the month number of row 0. `present` tells who counts in a row of the facts. `units`
    make 1 of each argument, None where it may be a quotient; `units_of` tells them of decimals that
    are made of those of the arguments, `result_units` of the result. `fixed` are arguments that are
    the same for everyone.
    """

    code: Code
    first: int
    months: int
    wanted: range
    present: Row
    units: tuple[Value | None, ...]
    fixed: Mapping[int, float]
    units_of: Callable[[Callable[[Sequence[exact.Decimals]], exact.Decimals]], Value | None]
    result_units: Callable[[], Value | None]

    def from_start(self, row: int, every: Every) -> range:
        """The rows of a calendar period up to one of them."""
        return range(period_start(self.first, row, every), row + 1)

    def window(self, argument: int) -> int:
        """A fixed number of months; "no limit" is more than there are."""
        return int(max(1.0, min(self.fixed[argument], self.months + 1.0)))


def _sum(months: Months, x: Row, rows: range, same: Row | None = None) -> Value:
    code = months.code
    found: Value | None = None
    for row in rows:
        one = x(row) if same is None else code.select(same(row), x(row), code.number(0.0))
        found = one if found is None else code.add(found, one)
    assert found is not None
    return code.as_number(found)


def _same(months: Months, by: Row | None, now: int) -> Row | None:
    """In which rows a category is what it is now."""
    if by is None:
        return None
    return lambda row: months.code.same_code(by(row), by(now))


def _period_sum(every: Every) -> Callable[..., Results]:
    def sums(months: Months, x: Row, by: Row | None) -> Results:
        return [
            months.code.settle(
                _sum(months, x, months.from_start(row, every), _same(months, by, row)),
                months.units[0],
            )
            for row in months.wanted
        ]

    return sums


def _period_mean(every: Every) -> Callable[..., Results]:
    def means(months: Months, x: Row, by: Row | None) -> Results:
        code, found = months.code, []
        for row, total in zip(months.wanted, _period_sum(every)(months, x, by), strict=True):
            assert isinstance(total, Value)
            same = _same(months, by, row)
            count = code.number(0.0)
            for month in months.from_start(row, every):
                there = months.present(month)
                if same is not None:
                    there = code.both(there, same(month))
                count = code.add(count, there)
            found.append(code.divide(total, code.maximum(count, code.number(1.0))))
        return found

    return means


def _period_attainment(every: Every) -> Callable[..., Results]:
    def attained(months: Months, x: Row, goal: Row) -> Results:
        code, zero = months.code, months.code.number(0.0)

        def counted(of: Row) -> Row:
            return lambda row: code.select(code.above(goal(row), zero), of(row), zero)

        found = []
        for row in months.wanted:
            rows = months.from_start(row, every)
            achieved, goals = (_sum(months, counted(of), rows) for of in (x, goal))
            found.append(
                code.ratio(
                    code.settle(achieved, months.units[0]), code.settle(goals, months.units[1])
                )
            )
        return found

    return attained


def _recent_sum(months: Months, x: Row, _: Row) -> Results:
    window = months.window(1)
    return [
        months.code.settle(
            _sum(months, x, range(max(0, row - window + 1), row + 1)), months.units[0]
        )
        for row in months.wanted
    ]


def _previous(months: Months, x: Row, first: Row) -> Results:
    code = months.code
    last, seen, found = code.number(0.0), code.flag(False), []
    for row in range(months.months):
        if row in months.wanted:
            found.append(code.as_number(code.select(seen, last, first(row))))
        here = months.present(row)
        last = code.select(here, x(row), last)
        seen = code.either(seen, here)
    return found


def _first(months: Months, x: Row) -> Results:
    code = months.code
    found = x(0)
    for row in range(months.months - 1, -1, -1):
        found = code.select(months.present(row), x(row), found)
    return [code.as_number(found)] * len(months.wanted)


def _rows(months: Months) -> Results:
    code = months.code
    count, found = code.number(0.0), []
    for row in range(months.months):
        count = code.add(count, months.present(row))
        if row in months.wanted:
            found.append(count)
    return found


def _streak(months: Months, condition: Row, _: Row) -> Results:
    code = months.code
    one, zero = code.number(1.0), code.number(0.0)
    length, window, found = zero, code.number(float(months.window(1))), []
    for row in range(months.months):
        met = code.both(condition(row), months.present(row))
        length = code.select(met, code.add(length, one), zero)
        complete = code.compared("oge", length, window)
        length = code.select(complete, zero, length)
        if row in months.wanted:
            found.append(complete)
    return found


MONTH_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{f"{every.key}_sum": _period_sum(every) for every in list(Every)[1:]},
    **{f"{every.key}_mean": _period_mean(every) for every in list(Every)[1:]},
    **{f"{every.key}_attainment": _period_attainment(every) for every in list(Every)[1:]},
    **{of.__name__.strip("_"): of for of in (_recent_sum, _previous, _first, _rows, _streak)},
}
"""By the name of the function: what it gives on its arguments."""

MOST_CELLS = 4_000
"""So many months times months are taken apart at most; more of them are worked out in numpy."""


def check_length(months: int, wanted: int) -> None:
    """Raises NotInVectors where the code would become too long."""
    if months * wanted > MOST_CELLS:
        raise NotInVectors
