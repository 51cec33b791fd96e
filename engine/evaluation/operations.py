"""What a step of a program can be: each operation with its details, and how it is worked out.

Numbers are float64, conditions bool; a category is the place of its value in the list of values,
and the place after the last where there is none.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every, calendar_month, paying_rows
from engine.facts import Facts
from engine.formula import FUNCTIONS, Figures, Function, Months, Span, Table, exact
from engine.plan import Plan, shapes

Array = NDArray[Any]
Value = Array | tuple[Array, ...] | Figures | float
"""What a step comes to: an array [month, person], a tuple of them for a function with several
results, or figures, a number, a condition or a code that is the same for everyone."""

Places = Sequence[exact.Decimals]
"""The decimals of the arguments of a step."""

Work = Callable[..., object]
"""Works a step out: (out, people, *arguments), where `people` are those that `out` stands for."""


@dataclass(frozen=True)
class Context:
    """A plan and the facts it is worked out on."""

    plan: Plan
    facts: Facts

    @cached_property
    def rows(self) -> Mapping[Every, range]:
        """The months of the facts in which a line falls due, by how often it does."""
        return _rows(self.facts.first % 12, self.facts.months)


@lru_cache(maxsize=256)
def _rows(first: int, months: int) -> Mapping[Every, range]:
    return {every: range(*paying_rows(first, months, every).indices(months)) for every in Every}


@dataclass(frozen=True)
class Operation:
    """One of the operations below; equal ones on the same arguments come to the same."""

    @property
    def parameter(self) -> str:
        """The parameter that is read, if any."""
        return ""


# -- figures, the same for everyone ----------------------------------------------------------


@dataclass(frozen=True)
class Figure(Operation, ABC):
    """What is the same for everyone and read rather than worked out."""

    @abstractmethod
    def value(self, context: Context, every: Every) -> Value:
        """The figure; a column [month, 1] where it differs between months."""


@dataclass(frozen=True)
class Constant(Figure):
    """A number of the formula, or the code of a text."""

    number: float

    def value(self, context: Context, every: Every) -> float:
        return self.number


@dataclass(frozen=True)
class ParameterValue(Figure):
    """A parameter of one figure; "no limit" is infinite."""

    name: str

    @property
    def parameter(self) -> str:
        return self.name

    def value(self, context: Context, every: Every) -> float:
        value = context.plan.parameters[self.name].value
        assert isinstance(value, shapes.Number | shapes.Flag)
        return value.constant


@dataclass(frozen=True)
class ParameterFigures(Figure):
    """A parameter of several figures, in the order of `keys`; `end` is that of bands."""

    name: str
    keys: tuple[str, ...] = ()
    end: str = ""

    @property
    def parameter(self) -> str:
        return self.name

    def value(self, context: Context, every: Every) -> Figures:
        return context.plan.parameters[self.name].figures(self.keys, self.end)


@dataclass(frozen=True)
class TableEntry(ParameterFigures):
    """The one figure of a table under a key written in the formula."""

    def value(self, context: Context, every: Every) -> Any:
        table = super().value(context, every)
        assert isinstance(table, Table)
        return float(table.values[0])


@dataclass(frozen=True)
class CalendarMonth(Figure):
    """1 for January … 12 for December."""

    def value(self, context: Context, every: Every) -> Array:
        first = context.facts.first
        months = [calendar_month(first + row) for row in context.rows[every]]
        return np.array(months, dtype=np.float64)[:, None]


# -- columns of the facts --------------------------------------------------------------------


@dataclass(frozen=True)
class Column(Operation, ABC):
    """A column of the facts."""

    name: str

    @abstractmethod
    def array(self, facts: Facts) -> Array:
        """The column, for every month and everyone."""


@dataclass(frozen=True)
class NumberColumn(Column):
    """Numbers; 0 where there is no row."""

    def array(self, facts: Facts) -> Array:
        return facts.numbers[self.name]


@dataclass(frozen=True)
class CategoryColumn(Column):
    """Codes of a category or group."""

    def array(self, facts: Facts) -> Array:
        return facts.categories[self.name].codes


@dataclass(frozen=True)
class PersonColumn(Column):
    """The positions of other people, -1 for none."""

    def array(self, facts: Facts) -> Array:
        return facts.people[self.name]


# -- views of another result -----------------------------------------------------------------


@dataclass(frozen=True)
class View(Operation, ABC):
    """Part of another step's result, in the same memory."""

    @abstractmethod
    def of(self, value: Any, context: Context, every: Every) -> Array:
        """The part of a value."""


@dataclass(frozen=True)
class FieldOf(View):
    """One of the results of a function that has several."""

    place: int

    def of(self, value: Any, context: Context, every: Every) -> Array:
        part: Array = value[self.place]
        return part


@dataclass(frozen=True)
class DueRows(View):
    """A line that falls due more often (`due`), in the months of one that does less often."""

    due: Every

    def of(self, value: Any, context: Context, every: Every) -> Array:
        due, wanted = context.rows[self.due], context.rows[every]
        start = due.index(wanted.start) if wanted else len(due)
        rows: Array = value[start :: wanted.step // due.step]
        return rows


@dataclass(frozen=True)
class BranchTaken(View):
    """The branch that counts of a choice whose condition is the same for everyone."""

    def of(self, value: Any, context: Context, every: Every) -> Array:
        whole: Array = value
        return whole


# -- calculations ----------------------------------------------------------------------------


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
