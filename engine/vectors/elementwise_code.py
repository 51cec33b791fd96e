"""Arithmetic on arrays of people, written once in numpy, that also runs as code for the processor.

The code is what the function does with stand-ins for its arrays, operation by operation, so both
come to the same numbers, to the last bit. numpy does the work until code is there, and where there
are too few people.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import NDArray

from engine.vectors.code_lines import LANES, Element, Kind, NotInVectors, Place, Value
from engine.vectors.processor import PROCESSOR, address
from engine.vectors.vector_code import Code

Array = NDArray[np.float64]
Given: TypeAlias = "Array | NDArray[np.bool_] | float | tuple[Given, ...]"
"""An array of doubles or flags, [people] or [rows, people], a number, or a tuple of such; arrays
of one row stand for all rows."""
Form: TypeAlias = "str | tuple[Form, ...]"
"""What was given without its contents: arrays by their type, numbers as "", tuples of forms."""

LEAST = 4096
"""Cells from which on code is worth its making."""
BLOCK = 8192
"""People worked out at a time where there are rows, so that what is carried from row to row stays
in the processor's cache."""

_ELEMENTS: dict[str, tuple[Element, Kind]] = {"d": ("double", "number"), "?": ("i8", "flag")}
_NUMBERS: dict[np.ufunc, str] = {
    np.add: "add",
    np.subtract: "subtract",
    np.multiply: "multiply",
    np.divide: "divide",
    np.floor: "floor",
    np.rint: "rint",
    np.absolute: "size",
    np.minimum: "minimum",
    np.maximum: "maximum",
}
_COMPARED: dict[np.ufunc, str] = {
    np.greater: "ogt",
    np.greater_equal: "oge",
    np.less: "olt",
    np.less_equal: "ole",
}


def elementwise(work: Callable[..., tuple[Array, ...]]) -> Elementwise:
    """A function of arrays, numbers and tuples of them whose results lie cell by cell.

    It calculates with + - * / and comparisons, `np.floor`, `np.minimum`, `np.maximum` and
    `np.where`, decides nothing by what the numbers are, and changes none of its arguments; one
    that does more has no code and stays in numpy.
    """
    return Elementwise(work)


class Elementwise:
    """Such a function; what was made of it is kept by the form of its arguments."""

    def __init__(self, work: Callable[..., tuple[Array, ...]]) -> None:
        self.work = work
        self._texts: dict[Form, str | None] = {}
        self.__doc__ = work.__doc__

    def write(self, out: Sequence[Array], *given: Given) -> None:
        """Writes the results to arrays of doubles, [people] or [rows, people], which may be some
        of what is given, whole. Where one of them has rows, an array of [people] is written in
        every row, so that what is given as well is carried from row to row."""
        people, rows = out[0].shape[-1], max(map(_rows, out))
        for start in range(self._in_code(out, given, rows), people, BLOCK):
            block = slice(start, start + BLOCK)
            for row in range(rows):
                made = self.work(*(_part(each, row, block) for each in given))
                for into, result in zip(out, made, strict=True):
                    _part(into, row, block)[...] = result

    def _in_code(self, out: Sequence[Array], given: tuple[Given, ...], rows: int) -> int:
        """How many people are done by code: none unless it is there, else all but the last few."""
        people: int = out[0].shape[-1]
        if people < LANES or rows * people < LEAST:
            return 0
        arrays: list[NDArray[Any]] = []
        numbers: list[float] = []
        form = _taken_apart(given, arrays, numbers)
        text = self._text(form, len(out))
        code = None if text is None else PROCESSOR.ready(text)
        if code is None:
            return 0
        slots = []
        for array in (*arrays, *out):
            row, cell = array.strides if array.ndim == 2 else (0, *array.strides)
            if cell != array.itemsize or array.shape[-1] != people:
                return 0
            slots += [address(array), 0 if len(array) == 1 else row]
        if any(number != number for number in numbers):
            return 0
        figures = np.array([*numbers, 0.0])
        put_in = np.array(slots, dtype=np.int64)
        addresses, run = (address(put_in), address(figures)), code.run
        done = people - people % LANES
        at_a_time = BLOCK if rows > 1 else done
        for start in range(0, done, at_a_time):
            stop = min(start + at_a_time, done)
            run(*addresses, rows, start, stop)
        return done

    def _text(self, form: Form, results: int) -> str | None:
        """The code on arguments of a form; None where it has none."""
        if form not in self._texts:
            try:
                self._texts[form] = _text(self.work, form, results)
            except NotInVectors:
                self._texts[form] = None
        return self._texts[form]


def _taken_apart(given: Given, arrays: list[NDArray[Any]], numbers: list[float]) -> Form:
    """The form of what was given; its arrays and numbers are added to the lists."""
    if isinstance(given, np.ndarray):
        arrays.append(given)
        return given.dtype.char
    if isinstance(given, tuple):
        return tuple([_taken_apart(each, arrays, numbers) for each in given])
    numbers.append(given)
    return ""


def _part(given: Any, row: int, people: slice) -> Any:
    """What was given of some people in a row."""
    if isinstance(given, tuple):
        return tuple(_part(each, row, people) for each in given)
    if not isinstance(given, np.ndarray):
        return given
    if given.ndim == 2:
        given = given[row if len(given) > 1 else 0]
    return given[people] if len(given) > 1 else given


def _rows(array: Array) -> int:
    return len(array) if array.ndim == 2 else 1


# -- what is written down -----------------------------------------------------------------------


class _StandIn(NDArrayOperatorsMixin):
    """Stands for an array or a number; what is done with it is written as code."""

    def __init__(self, code: Code, value: Value) -> None:
        self.code, self.value = code, value

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *of: Any, out: Any = None, **further: Any
    ) -> _StandIn:
        if method != "__call__" or further:
            raise NotInVectors
        values = [self._value(each) for each in of]
        if ufunc in _COMPARED:
            value = self.code.compared(_COMPARED[ufunc], *values)
        elif ufunc in _NUMBERS and any(value.kind == "number" for value in values):
            value = getattr(self.code, _NUMBERS[ufunc])(*values)
        else:
            raise NotInVectors
        if out is None:
            return _StandIn(self.code, value)
        into: _StandIn = out[0]
        into.value = value
        return into

    def __array_function__(
        self, function: Any, types: Any, of: Sequence[Any], further: Any
    ) -> _StandIn:
        if function is not np.where or further:
            raise NotInVectors
        flag, a, b = (self._value(each) for each in of)
        return _StandIn(self.code, self.code.select(flag, a, b))

    def __bool__(self) -> bool:
        raise NotInVectors

    def _value(self, of: Any) -> Value:
        if isinstance(of, _StandIn):
            return of.value
        if not isinstance(of, int | float):
            raise NotInVectors
        return self.code.number(float(of))


def _text(work: Callable[..., tuple[Array, ...]], form: Form, results: int) -> str:
    """The code of a function on arguments of a form: loops over rows and people. Raises
    NotInVectors where it has none."""
    code, slots = Code(), count()
    code.forget()

    def place(dtype: str) -> Place:
        if dtype not in _ELEMENTS:
            raise NotInVectors
        at = 2 * next(slots)
        pointers = [code.once(f"getelementptr i64, ptr %slots, i64 {at + k}") for k in range(2)]
        base = code.once(f"load ptr, ptr {pointers[0]}, align 8")
        stride = code.once(f"load i64, ptr {pointers[1]}, align 8")
        return Place(base, stride, *_ELEMENTS[dtype], passing=True)

    def stand_in(form: Form) -> Any:
        if isinstance(form, tuple):
            return tuple(map(stand_in, form))
        if form:
            return _StandIn(code, code.load(place(form), code.row))
        return _StandIn(code, code.fed_numbers(lambda _: 0.0, 0.0, lambda one: (one,))[0])

    made = cast(tuple[_StandIn, ...], work(*map(stand_in, form)))
    for one in made:
        code.store(one.value, place("d"), code.row)
    tile, row = code.tile, code.row
    return "\n".join(
        [
            "define i64 @run(i64 %s, i64 %n, i64 %rows, i64 %begin, i64 %end) {",
            "entry:",
            "  %slots = inttoptr i64 %s to ptr",
            "  %numbers = inttoptr i64 %n to ptr",
            *code.entry,
            f"  %last = sub i64 %end, {LANES}",
            "  br label %rows.begin",
            "rows.begin:",
            f"  {row} = phi i64 [ 0, %entry ], [ {row}.next, %rows.end ]",
            *code.head,
            "  br label %tiles",
            "tiles:",
            f"  {tile} = phi i64 [ %begin, %rows.begin ], [ {tile}.next, %tiles ]",
            *code.body,
            f"  {tile}.next = add i64 {tile}, {LANES}",
            f"  {tile}.more = icmp sle i64 {tile}.next, %last",
            f"  br i1 {tile}.more, label %tiles, label %rows.end",
            "rows.end:",
            f"  {row}.next = add i64 {row}, 1",
            f"  {row}.more = icmp slt i64 {row}.next, %rows",
            f"  br i1 {row}.more, label %rows.begin, label %done",
            "done:",
            "  ret i64 0",
            "}",
        ]
    )
