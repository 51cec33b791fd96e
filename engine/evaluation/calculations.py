"""What steps of a program work out from others, for some people at a time.

Numbers are float64, conditions bool; a category is the place of its value in the list of values,
and the place after the last where there is none.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.calendar import Every
from engine.evaluation.operations import Array, Context, Operation, Places, Value
from engine.formula import FUNCTIONS, Function, Months, Span, exact

Work = Callable[..., object]
"""Works a step out: (out, people, *arguments), where `people` are those that `out` stands for."""


@dataclass(frozen=True)
class Calculation(Operation, ABC):
    """What is worked out from the arguments, for some people at a time."""

    @abstractmethod
    def work(self, context: Context, every: Every) -> Work:
        """The work, for a result with a row for each month that falls due."""


@dataclass(frozen=True)
class Operator(Calculation):
    """An operator between two arguments, cell by cell."""

    sign: str

    def work(self, context: Context, every: Every) -> Work:
        return _OPERATORS[self.sign]


@dataclass(frozen=True)
class Negative(Calculation):
    """The argument with the other sign."""

    def work(self, context: Context, every: Every) -> Work:
        return lambda out, people, x: np.negative(x, out=out)


@dataclass(frozen=True)
class Opposite(Calculation):
    """Whether a condition does not hold."""

    def work(self, context: Context, every: Every) -> Work:
        return lambda out, people, x: np.logical_not(x, out=out)


@dataclass(frozen=True)
class RatioOf(Calculation):
    """The first argument divided by the second, 0 where that is not above 0."""

    def work(self, context: Context, every: Every) -> Work:
        return lambda out, people, a, b: exact.divide(a, b, out)


@dataclass(frozen=True)
class SameCode(Calculation):
    """Whether two codes are equal."""

    def work(self, context: Context, every: Every) -> Work:
        return lambda out, people, a, b: np.equal(a, b, out=out)


@dataclass(frozen=True)
class AmongCodes(Calculation):
    """Whether a code, of so many, is one of some."""

    codes: tuple[int, ...]
    count: int

    def work(self, context: Context, every: Every) -> Work:
        wanted = np.zeros(self.count + 1, dtype=np.bool_)
        wanted[list(self.codes)] = True
        return lambda out, people, codes: np.take(wanted, codes, out=out, mode="clip")


@dataclass(frozen=True)
class Recode(Calculation):
    """Codes counted in another list of values: `places` holds the new code of each."""

    places: tuple[int, ...]

    def work(self, context: Context, every: Every) -> Work:
        places = np.array(self.places)
        return lambda out, people, codes: np.take(places, codes, out=out, mode="clip")


@dataclass(frozen=True)
class LookUp(Calculation):
    """The figure of a table for each code."""

    def work(self, context: Context, every: Every) -> Work:
        return lambda out, people, table, codes: np.take(table.values, codes, out=out, mode="clip")


@dataclass(frozen=True)
class InMonths(Calculation):
    """Whether a number is one of some calendar months."""

    def work(self, context: Context, every: Every) -> Work:
        def work(out: Array, people: slice, months: Months, x: Array) -> None:
            nearest = np.rint(x)
            exact.equal(x, nearest, out)
            np.logical_and(out, np.isin(nearest, months.months), out=out)

        return work


@dataclass(frozen=True)
class Choose(Calculation):
    """The second argument where the first, a condition, holds; else the third."""

    def work(self, context: Context, every: Every) -> Work:
        return lambda out, people, condition, then, other: np.copyto(
            out, np.where(condition, then, other)
        )


@dataclass(frozen=True)
class Present(Calculation):
    """The argument where a person has a row, else 0."""

    def work(self, context: Context, every: Every) -> Work:
        present = context.facts.present[_slice(context.rows[every])]
        return lambda out, people, x: exact.where(x, present[:, people], out)


@dataclass(frozen=True)
class Settlement(Calculation):
    """The argument in the months in which a period (`due` so often) ends for a person, else 0."""

    due: Every

    def work(self, context: Context, every: Every) -> Work:
        ends = context.facts.period_ends(self.due)
        return lambda out, people, x: exact.where(x, ends[:, people], out)


@dataclass(frozen=True)
class Spread(Calculation):
    """A line that falls due less often (`due`), in the months of one that does more often: 0 in
    between."""

    due: Every

    def work(self, context: Context, every: Every) -> Work:
        due, wanted = context.rows[self.due], context.rows[every]
        places = [(k, wanted.index(row)) for k, row in enumerate(due) if row in wanted]

        def work(out: Array, people: slice, x: Array) -> None:
            out.fill(0)
            for k, place in places:
                out[place] = x[k] if len(x) > 1 else x[0]

        return work


@dataclass(frozen=True)
class FunctionCall(Calculation):
    """A function that looks at one person. `given` tells of each of its arguments whether it is
    there; the codes by which tables among them are looked up come after them. Of the months it
    looks at, only those count in which its arguments fall due, `due` so often."""

    name: str
    given: tuple[bool, ...]
    due: Every = Every.MONTH

    @property
    def function(self) -> Function:
        """The function of the language."""
        return FUNCTIONS[self.name]

    def work(self, context: Context, every: Every, of: Places = ()) -> Work:
        """`of` are the decimals of the arguments, needed for all months of one person."""
        kernel, facts, rows = self.function.kernel, context.facts, context.rows[every]
        if self.function.scope == "cell":
            return lambda out, people, *arguments: kernel(out, *self.filled(arguments))
        decimals = self.taken(of)
        counts = facts.present
        if self.due is not Every.MONTH:
            counts = np.zeros_like(facts.present)
            due = _slice(context.rows[self.due])
            counts[due] = facts.present[due]

        def work(out: Value, people: slice, *arguments: Value) -> None:
            span = Span(facts.first, counts[:, people], rows, decimals)
            kernel(out, span, *self.filled(arguments))

        return work

    def filled(self, arguments: Sequence[Value]) -> list[Value | None]:
        """The arguments of the kernel: None for each that is left out."""
        rest = iter(arguments)
        return [next(rest) if there else None for there in self.given] + list(rest)

    def taken(self, of: Places) -> tuple[exact.Decimals, ...]:
        """The decimals of all that the function takes: 0 for what is left out."""
        rest = iter(of)
        return tuple(next(rest) if there else 0 for there in self.given)


@dataclass(frozen=True)
class CallOverEveryone(FunctionCall):
    """A function that looks at everyone at once."""

    def result(
        self, context: Context, every: Every, arguments: Sequence[Value], of: Places
    ) -> Array:
        """The result, shape (months due, people)."""
        span = self.span(context, every, of)
        result: Array = self.function.kernel(span, *self.filled(arguments))
        return result

    def span(self, context: Context, every: Every, of: Places) -> Span:
        """Where in the calendar it is worked out; `of` are the decimals of the arguments."""
        rows = context.rows[every]
        present = context.facts.present[_slice(rows)]
        return Span(context.facts.first, present, rows, self.taken(of))


def _slice(rows: range) -> slice:
    return slice(rows.start, rows.stop, rows.step)


def _less(out: Array, people: slice, a: Any, b: Any) -> None:
    exact.at_least(a, b, out)
    np.logical_not(out, out=out)


def _at_most(out: Array, people: slice, a: Any, b: Any) -> None:
    exact.above(a, b, out)
    np.logical_not(out, out=out)


def _unequal(out: Array, people: slice, a: Any, b: Any) -> None:
    exact.equal(a, b, out)
    np.logical_not(out, out=out)


_OPERATORS: Mapping[str, Work] = {
    "+": lambda out, people, a, b: np.add(a, b, out=out),
    "-": lambda out, people, a, b: np.subtract(a, b, out=out),
    "*": lambda out, people, a, b: np.multiply(a, b, out=out),
    "/": lambda out, people, a, b: np.divide(a, b, out=out),
    ">=": lambda out, people, a, b: exact.at_least(a, b, out),
    ">": lambda out, people, a, b: exact.above(a, b, out),
    "==": lambda out, people, a, b: exact.equal(a, b, out),
    "<": _less,
    "<=": _at_most,
    "!=": _unequal,
    "and": lambda out, people, a, b: np.logical_and(a, b, out=out),
    "or": lambda out, people, a, b: np.logical_or(a, b, out=out),
}
