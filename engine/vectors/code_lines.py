"""Lines of a function in the language of LLVM, which works on `LANES` people at a time: names,
constants, numbers that are put in before a run, and what is read from arrays and written to them.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

LANES = 8
"""People worked out by one instruction."""

Kind = Literal["number", "flag", "code"]
Element = Literal["double", "i8", "i32", "i64"]
"""What an array holds in memory."""

TYPES: dict[Kind, str] = {
    "number": f"<{LANES} x double>",
    "flag": f"<{LANES} x i1>",
    "code": f"<{LANES} x i64>",
}
BYTES: dict[Element, int] = {"double": 8, "i8": 1, "i32": 4, "i64": 8}
STORED: dict[Kind, Element] = {"number": "double", "flag": "i8", "code": "i64"}


class NotInVectors(Exception):
    """What is asked for has no form here; it is worked out in numpy."""


ONCE, A_ROW, EACH = 0, 1, 2
"""How often something is worked out: once in a run, once a row of people, for every few people."""


class Value(NamedTuple):
    """A number, a flag or a code for each of some people. `sure` where it is never NaN."""

    text: str
    kind: Kind
    often: int = EACH
    sure: bool = False


@dataclass(frozen=True)
class Place:
    """Rows of an array in memory, one a month: row r lies `start` + `step` · r rows from `base`.

    `base` and `stride`, the bytes between rows, are names or numbers. A `passing` array holds the
    people of one block only.
    """

    base: str
    stride: str
    element: Element
    kind: Kind
    passing: bool = False
    start: int = 0
    step: int = 1

    def rows(self, start: int, step: int) -> Place:
        """Some of its rows: `start`, `start + step`, …"""
        first = self.start + self.step * start
        return Place(
            *(self.base, self.stride, self.element, self.kind, self.passing),
            *(first, self.step * step),
        )


@dataclass(frozen=True)
class Feed:
    """Numbers that are put in before a run: so many, as `numbers_of` makes them of a value, none
    of them NaN where they must be `sure`."""

    source: Callable[[Any], Any]
    numbers_of: Callable[[Any], Sequence[float]]
    count: int
    sure: bool = True

    def numbers(self, run: Any) -> Sequence[float]:
        """The numbers for a run, of which `source` knows the value. Raises NotInVectors where
        they are not as many as the code takes."""
        numbers = self.numbers_of(self.source(run))
        if len(numbers) != self.count:
            raise NotInVectors
        return numbers


class CodeLines:
    """The lines of a function in the making. `entry` runs once, `head` before each row of people,
    `body` for every few people."""

    def __init__(self) -> None:
        self.entry: list[str] = []
        self.head: list[str] = []
        self.body: list[str] = []
        self.feeds: list[Feed] = []
        self.fed = 0
        self.tile = self.row = ""
        self._names = 0
        self._stretches = 0
        self._once: dict[object, Any] = {}
        self._here: dict[object, Any] = {}

    # -- names and lines --------------------------------------------------------------------

    def name(self) -> str:
        """A name that stands for nothing yet."""
        self._names += 1
        return f"%v{self._names}"

    def forget(self) -> None:
        """Begins another stretch of people and rows: what was read before is read anew."""
        self.head, self.body, self._here = [], [], {}
        self._stretches += 1
        self.tile, self.row = f"%tile{self._stretches}", f"%row{self._stretches}"

    def _line(self, lines: list[str], text: str) -> str:
        name = self.name()
        lines.append(f"{name} = {text}")
        return name

    def once(self, text: str) -> str:
        """What is worked out once in a run."""
        if text not in self._once:
            self._once[text] = self._line(self.entry, text)
        return str(self._once[text])

    def at_head(self, text: str) -> str:
        """What is worked out once for a row of people."""
        if text not in self._here:
            self._here[text] = self._line(self.head, text)
        return str(self._here[text])

    def made(self, text: str, kind: Kind, *of: Value) -> Value:
        """What an instruction gives on its operands; the same one again gives the same value."""
        often = max((operand.often for operand in of), default=EACH)
        if often == ONCE:
            return Value(self.once(text), kind, ONCE)
        if often == A_ROW:
            return Value(self.at_head(text), kind, A_ROW)
        if text not in self._here:
            self._here[text] = self._line(self.body, text)
        return Value(self._here[text], kind)

    # -- constants and what is put in -------------------------------------------------------

    def number(self, number: float) -> Value:
        """A number that is part of the formula."""
        if number != number:
            raise NotInVectors
        bits = struct.unpack("<Q", struct.pack("<d", number))[0]
        return Value(f"splat (double 0x{bits:016X})", "number", ONCE, True)

    def flag(self, flag: bool) -> Value:
        """A flag that is part of the formula."""
        return Value(f"splat (i1 {str(flag).lower()})", "flag", ONCE, True)

    def code(self, code: int) -> Value:
        """A code that is part of the formula."""
        return Value(f"splat (i64 {code})", "code", ONCE, True)

    def fed_numbers(
        self,
        source: Callable[[Any], Any],
        sample: Any,
        numbers_of: Callable[[Any], Sequence[float]],
        sure: bool = True,
    ) -> list[Value]:
        """Numbers made of a figure, which may be another in each run; as many as for `sample`,
        none of them NaN where they are `sure`."""
        count = len(numbers_of(sample))
        first = self._feed(Feed(source, numbers_of, count, sure))
        found = []
        for place in range(first, first + count):
            pointer = self.once(f"getelementptr double, ptr %numbers, i64 {place}")
            one = self.once(f"load double, ptr {pointer}, align 8")
            found.append(Value(self._spread_at(self.once, one), "number", ONCE, sure))
        return found

    def fed_rows(
        self,
        source: Callable[[Any], Any],
        rows: int,
        numbers_of: Callable[[Any], Sequence[float]],
    ) -> str:
        """Where the numbers of a figure begin that differs between months."""
        first = self._feed(Feed(source, numbers_of, rows))
        return self.once(f"getelementptr double, ptr %numbers, i64 {first}")

    def in_row(self, pointer: str, row: str) -> Value:
        """The number of one row of them."""
        at = self.at_head(f"getelementptr double, ptr {pointer}, i64 {row}")
        one = self.at_head(f"load double, ptr {at}, align 8")
        return Value(self._spread_at(self.at_head, one), "number", A_ROW, True)

    def _feed(self, feed: Feed) -> int:
        self.feeds.append(feed)
        self.fed += feed.count
        return self.fed - feed.count

    def _spread_at(self, line: Callable[[str], str], one: str) -> str:
        put = line(f"insertelement {TYPES['number']} poison, double {one}, i64 0")
        zeros = f"<{LANES} x i32> zeroinitializer"
        return line(f"shufflevector {TYPES['number']} {put}, {TYPES['number']} poison, {zeros}")

    # -- memory -----------------------------------------------------------------------------

    def load(self, place: Place, row: str) -> Value:
        """What stands in a row for the people at hand."""
        pointer = self._pointer(place, row)
        key = "load", pointer
        if key not in self._here:
            self._here[key] = self._loaded(pointer, place)
        value: Value = self._here[key]
        return value

    def _loaded(self, pointer: str, place: Place) -> Value:
        raw = f"<{LANES} x {place.element}>"
        read = self._line(self.body, f"load {raw}, ptr {pointer}, align {BYTES[place.element]}")
        if place.kind == "number":
            if place.element != "double":
                raise NotInVectors
            return Value(read, "number")
        if place.kind == "flag":
            return Value(self._line(self.body, f"icmp ne {raw} {read}, zeroinitializer"), "flag")
        if place.element != "i64":
            read = self._line(self.body, f"sext {raw} {read} to {TYPES['code']}")
        return Value(read, "code")

    def store(self, value: Value, place: Place, row: str) -> None:
        """Writes a value to a row for the people at hand."""
        if value.kind != place.kind:
            raise NotInVectors
        text, raw = value.text, f"<{LANES} x {place.element}>"
        if value.kind == "flag":
            text = self._line(self.body, f"zext {TYPES['flag']} {text} to {raw}")
        pointer = self._pointer(place, row)
        self.body.append(f"store {raw} {text}, ptr {pointer}, align {BYTES[place.element]}")
        self._here["load", pointer] = value

    def _pointer(self, place: Place, row: str) -> str:
        """The address of the people at hand in a row."""
        if place.step == 0:
            wanted = str(place.start)
        elif row.lstrip("-").isdigit():
            wanted = str(place.start + place.step * int(row))
        else:
            wanted = self.at_head(f"mul i64 {row}, {place.step}")
            wanted = self.at_head(f"add i64 {wanted}, {place.start}")
        offset = self.at_head(f"mul i64 {place.stride}, {wanted}")
        begins = self.at_head(f"getelementptr i8, ptr {place.base}, i64 {offset}")
        if not place.passing:
            begins = self.at_head(f"getelementptr {place.element}, ptr {begins}, i64 %block")
        return self.made(
            f"getelementptr {place.element}, ptr {begins}, i64 {self.tile}", "code"
        ).text
