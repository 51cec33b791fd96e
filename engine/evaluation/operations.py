"""What a step of a program can be: figures and columns that are read, views of another result, and
what is worked out (`calculations.py`)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every, calendar_month, paying_rows
from engine.facts import Facts
from engine.formula import Figures, Table, exact
from engine.plan import Plan, shapes

Array = NDArray[Any]
Value = Array | tuple[Array, ...] | Figures | float
"""What a step comes to: an array [month, person], a tuple of them for a function with several
results, or figures, a number, a condition or a code that is the same for everyone."""

Places = Sequence[exact.Decimals]
"""The decimals of the arguments of a step."""


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
