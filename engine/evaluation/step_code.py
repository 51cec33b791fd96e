"""The steps of a program as vector instructions, each as its work in numpy has it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.calendar import Every
from engine.evaluation import calculations
from engine.evaluation import operations as op
from engine.evaluation.binding import record_dtypes
from engine.evaluation.decimals import cancels
from engine.evaluation.operations import Array
from engine.evaluation.pass_arrays import PassArrays
from engine.evaluation.program import Term
from engine.formula import Table, exact
from engine.vectors import (
    BYTES,
    CARRIED_FUNCTIONS,
    CELL_FUNCTIONS,
    MONTH_FUNCTIONS,
    STORED,
    Code,
    Element,
    Kind,
    Known,
    Months,
    NotInVectors,
    Place,
    Value,
    check_length,
    figures_in,
)

PEOPLE = 512
"""People of a block: what one loop leaves for the next stays in the nearest memory."""

MOST_CODES = 40
"""Texts of a list that is gone through one by one."""

Whole = Callable[[PassArrays], Array]

_KINDS: dict[str, Kind] = {"number": "number", "condition": "flag", "codes": "code"}
_ELEMENTS: dict[str, tuple[Element, Kind]] = {
    "float64": ("double", "number"),
    "bool": ("i8", "flag"),
    "int8": ("i8", "code"),
    "int32": ("i32", "code"),
    "int64": ("i64", "code"),
}


@dataclass(frozen=True)
class Slot:
    """An array over everyone that code reads or writes, and of what numbers it must be."""

    whole: Whole
    dtype: np.dtype[Any]

    def of(self, arrays: PassArrays) -> Array:
        """The array. Raises NotInVectors where it is of other numbers."""
        array = self.whole(arrays)
        if array.dtype != self.dtype:
            raise NotInVectors
        return array


class StepCode:
    """Writes steps into `code`. `slots` are the arrays that it reads and writes, `here` what steps
    of the same stretch came to; from byte `scratch` on the scratch memory is free."""

    def __init__(self, arrays: PassArrays, kept: Collection[int], scratch: int) -> None:
        self.arrays, self.binding = arrays, arrays.binding
        self.rows = self.binding.context.rows
        self.code = Code()
        self.slots: list[Slot] = []
        self.here: dict[int, Value] = {}
        self.scratch = scratch
        self._kept = kept
        self._places: dict[object, Any] = {}

    def begin(self) -> None:
        """Begins another stretch of steps."""
        self.code.forget()
        self.here = {}

    # -- what is read and written -----------------------------------------------------------

    def array(self, key: object, whole: Whole) -> Place:
        """An array [month, person] over everyone that is there before the run, known by a key."""
        if key not in self._places:
            slot = Slot(whole, whole(self.arrays).dtype)
            if str(slot.dtype) not in _ELEMENTS:
                raise NotInVectors
            element, kind = _ELEMENTS[str(slot.dtype)]
            at = 2 * len(self.slots)
            self.slots.append(slot)
            code = self.code
            pointer = code.once(f"getelementptr i64, ptr %slots, i64 {at}")
            beside = code.once(f"getelementptr i64, ptr %slots, i64 {at + 1}")
            base = code.once(f"load ptr, ptr {pointer}, align 8")
            stride = code.once(f"load i64, ptr {beside}, align 8")
            self._places[key] = Place(base, stride, element, kind)
        place: Place = self._places[key]
        return place

    def own_place(self, term: Term) -> Any:
        """Where a result is written; a tuple for a step with several."""
        key = "own", term.index
        if key in self._places:
            return self._places[key]
        if term.index in self._kept:
            index = term.index
            if term.holds == "record":
                count = len(self.arrays.kept[index])
                self._places[key] = tuple(
                    self.array((*key, k), _part_kept(index, k)) for k in range(count)
                )
            else:
                self._places[key] = self.array((*key, 0), lambda a: array_of(a.kept[index]))
        elif term.holds == "record":
            dtypes = [str(np.dtype(d)) for d in record_dtypes(term)]
            self._places[key] = tuple(self._room(term, _ELEMENTS[d][1]) for d in dtypes)
        else:
            self._places[key] = self._room(term, _KINDS[term.holds])
        return self._places[key]

    def _room(self, term: Term, kind: Kind) -> Place:
        """Scratch memory for the people of a block."""
        element = STORED[kind]
        stride = PEOPLE * BYTES[element]
        base = self.code.once(f"getelementptr i8, ptr %scratch, i64 {self.scratch}")
        self.scratch += -(-stride * max(self.binding.months(term), 1) // 64) * 64
        return Place(base, str(stride), element, kind, passing=True)

    def _place(self, term: Term) -> Any:
        """Where a term of all people lies."""
        if ("own", term.index) in self._places:
            return self._places["own", term.index]
        if isinstance(term.operation, op.View) and ("own", term.source.index) in self._places:
            base = self._place(term.args[0])
            match term.operation:
                case op.FieldOf(place=part):
                    return base[part]
                case op.DueRows(due=due):
                    have, wanted = self.rows[due], self.rows[term.every]
                    start = have.index(wanted.start) if wanted else 0
                    return base.rows(start, wanted.step // have.step)
                case op.BranchTaken():
                    return base
        return self.array(("whole", term.index), lambda a: array_of(a.whole(term)))

    def read(self, term: Term, row: str) -> Value:
        """A term for the people at hand, in a row."""
        if term.width < 2:
            return self._read_alike(term, row)
        while isinstance(term.operation, op.BranchTaken):
            term = term.args[0]
        if term.index in self.here:
            return self.here[term.index]
        return self.code.load(self._place(term), row)

    def _read_alike(self, term: Term, row: str) -> Value:
        code = self.code
        if term.holds == "record":
            raise NotInVectors
        if term.width == 1:
            months = self.binding.months(term)
            found = code.in_row(code.fed_rows(_value_of(term), months, _row_numbers), row)
        elif isinstance(term.operation, op.Constant):
            found = code.number(float(term.operation.number))
        else:
            value = self.binding.values[term.index]
            if not isinstance(value, bool | int | float):
                raise NotInVectors
            found = code.fed_numbers(_value_of(term), value, _one_number)[0]
        if term.holds == "condition":
            return code.as_flag(found)
        return code.as_code(found) if term.holds == "codes" else found

    # -- one month ----------------------------------------------------------------------------

    def result(self, term: Term, row: str) -> Value:
        """What a step of one month comes to for the people at hand, in a row. Raises NotInVectors
        where it has no form here."""
        self.here[term.index] = found = self._result(term, row)
        return found

    def _result(self, term: Term, row: str) -> Value:
        code, operation = self.code, term.operation
        of = [self._given(argument, row, term.every) for argument in term.args]
        match operation:
            case calculations.Operator(sign=sign):
                value = _OPERATORS[sign](code, *of)
                if cancels(operation) and term.index in self.binding.program.weighed:
                    if self.binding.decimals(term) is None:
                        return code.flush(value, of[0])
                    return code.settle(value, self._units(lambda a: a.binding.decimals(term)))
                return value
            case calculations.Negative():
                return code.negative(of[0])
            case calculations.Opposite():
                return code.opposite(of[0])
            case calculations.RatioOf():
                return code.ratio(of[0], of[1])
            case calculations.SameCode():
                return code.same_code(of[0], of[1])
            case calculations.AmongCodes(codes=codes, count=count):
                flags = [code.flag(place in codes) for place in range(count + 1)]
                if count > MOST_CODES:
                    raise NotInVectors
                return code.chosen_by_code(flags, code.as_code(of[0]))
            case calculations.Recode(places=places):
                if len(places) > MOST_CODES:
                    raise NotInVectors
                return code.chosen_by_code([code.code(p) for p in places], code.as_code(of[0]))
            case calculations.LookUp():
                return self._looked_up(term.args[0], code.as_code(of[1]))
            case calculations.InMonths():
                return self._in_months(of[0], of[1])
            case calculations.Choose():
                return code.select(of[0], of[1], of[2])
            case calculations.Present():
                return self.where_present(code.as_number(of[0]), term.every, row)
            case calculations.Settlement(due=due):
                ends = self.array(("ends", due), lambda a: a.binding.facts.period_ends(due))
                zero = code.number(0.0)
                return code.select(code.load(ends, row), code.as_number(of[0]), zero)
            case calculations.FunctionCall(name=name):
                meaning = CELL_FUNCTIONS.get(name)
                if meaning is None:
                    raise NotInVectors
                return meaning(code, *operation.filled(of))
        raise NotInVectors

    def _given(self, term: Term, row: str, every: Every) -> Any:
        """An argument: a value, or a parameter of several figures."""
        if term.width == 0 and figures_in(self.binding.values[term.index]):
            return self._known(term)
        if term.width == 2 and self.binding.months(term) != len(self.rows[every]):
            raise NotInVectors
        return self.read(term, row)

    def _known(self, term: Term) -> Known:
        return Known(self.code, _value_of(term), self.binding.values[term.index])

    def where_present(self, x: Value, every: Every, row: str) -> Value:
        """x where a person has a row, else 0."""
        if self.binding.facts.full:
            return x
        present = self.array(("present", every), lambda a: a.present(every))
        return self.code.select(self.code.load(present, row), x, self.code.number(0.0))

    def _looked_up(self, table: Term, code: Value) -> Value:
        place = self.array(("table", table.index), lambda a: _entries(a, table).reshape(1, -1))
        return self.code.entry_of_table(place.base, _entries(self.arrays, table).size, code)

    def _in_months(self, months: Any, x: Value) -> Value:
        code = self.code
        nearest = code.rint(x)
        found = code.flag(False)
        for month in months.numbers(lambda m: [float(one) for one in m.months]):
            found = code.either(found, code.compared("oeq", nearest, month))
        return code.both(code.equal(x, nearest), found)

    def _units(self, decimals: Callable[[PassArrays], exact.Decimals]) -> Value | None:
        """How many units of the last decimal place make 1; None where there is none."""
        sample = decimals(self.arrays)
        if sample is None:
            return None
        return self.code.fed_numbers(decimals, sample, _units_of)[0]

    # -- several months -----------------------------------------------------------------------

    def results_of_months(self, term: Term) -> Any:
        """What a step of several months comes to in each of its rows. Raises NotInVectors where it
        has no form here."""
        operation = term.operation
        if isinstance(operation, calculations.Spread):
            return self._spread(term, operation)
        if not isinstance(operation, calculations.FunctionCall):
            raise NotInVectors
        meaning = _PERSON_FUNCTIONS.get(operation.name)
        if meaning is None:
            raise NotInVectors
        facts, wanted = self.binding.facts, self.rows[term.every]
        check_length(facts.months, len(wanted))
        left = iter(term.args)
        of = [next(left) if there else None for there in operation.given] + list(left)
        fixed = {
            place: self._fixed(argument)
            for place, argument in enumerate(of[: len(operation.given)])
            if argument is not None and operation.function.takes[place].fixed
        }
        months = Months(
            self.code,
            facts.first,
            facts.months,
            wanted,
            self._present_in(operation.due),
            tuple(self._units(_taken(term, place)) for place in range(len(operation.given))),
            fixed,
            lambda decimals_of: self._units(
                lambda a: decimals_of(operation.taken(a.binding.decimals_of_arguments(term)))
            ),
            lambda: self._units(lambda a: a.binding.decimals(term)),
        )
        given = [None if argument is None else self._by_row(argument) for argument in of]
        return meaning(months, *given)

    def _fixed(self, term: Term) -> float:
        value = self.binding.values.get(term.index)
        if not isinstance(value, bool | int | float):
            raise NotInVectors
        return float(value)

    def _present_in(self, due: Every) -> Callable[[int], Value]:
        """Who has a row in a month of the facts in which something falls due."""
        code, rows = self.code, self.rows[due]
        if self.binding.facts.full:
            return lambda row: code.flag(row in rows)
        present = self.array(("present", Every.MONTH), lambda a: a.present(Every.MONTH))
        return lambda row: code.load(present, str(row)) if row in rows else code.flag(False)

    def _by_row(self, term: Term) -> Any:
        if term.width == 0 and figures_in(self.binding.values[term.index]):
            return self._known(term)
        return lambda row: self.read(term, str(row))

    def _spread(self, term: Term, operation: calculations.Spread) -> list[Value]:
        due, wanted = self.rows[operation.due], self.rows[term.every]
        source = term.args[0]
        nothing = Value("zeroinitializer", _KINDS[term.holds], 0)
        found = [nothing] * len(wanted)
        for k, row in enumerate(due):
            if row in wanted:
                found[wanted.index(row)] = self.read(source, str(k))
        return found


def array_of(value: Any) -> Array:
    """An array [month, person]."""
    if not isinstance(value, np.ndarray) or value.ndim != 2:
        raise NotInVectors
    return value


def _entries(arrays: PassArrays, term: Term) -> Array:
    """The entries of a table."""
    table = arrays.binding.values[term.index]
    if not isinstance(table, Table):
        raise NotInVectors
    return table.values


def _part_kept(index: int, part: int) -> Whole:
    return lambda arrays: array_of(arrays.kept[index][part])


def _value_of(term: Term) -> Callable[[PassArrays], Any]:
    return lambda arrays: arrays.binding.values[term.index]


def _taken(term: Term, place: int) -> Callable[[PassArrays], exact.Decimals]:
    """The decimals of what a function takes at a place."""
    assert isinstance(term.operation, calculations.FunctionCall)
    given = term.operation.given
    if not given[place]:
        return lambda arrays: 0
    argument = term.args[sum(given[:place])]
    return lambda arrays: arrays.binding.decimals(argument)


def _units_of(decimals: exact.Decimals) -> list[float]:
    if decimals is None:
        raise NotInVectors
    return [exact.unit(decimals)]


def _one_number(value: Any) -> list[float]:
    return [float(value)]


def _row_numbers(value: Any) -> list[float]:
    return [float(number) for number in np.asarray(value).ravel()]


_PERSON_FUNCTIONS = {**MONTH_FUNCTIONS, **CARRIED_FUNCTIONS}

_OPERATORS: Mapping[str, Callable[..., Value]] = {
    "+": Code.add,
    "-": Code.subtract,
    "*": Code.multiply,
    "/": Code.divide,
    ">=": Code.at_least,
    ">": Code.above,
    "==": Code.equal,
    "<": lambda code, a, b: code.opposite(code.at_least(a, b)),
    "<=": lambda code, a, b: code.opposite(code.above(a, b)),
    "!=": lambda code, a, b: code.opposite(code.equal(a, b)),
    "and": Code.both,
    "or": Code.either,
}
