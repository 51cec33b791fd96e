"""Straight runs of vector instructions, written in the language of LLVM.

Everything is worked out for `LANES` people at a time, in IEEE 754 double precision and in the order
that is written: nothing is contracted, reordered or approximated, so that the results are those of
the same operations in numpy, to the last bit.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from engine.formula import exact

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
    """Numbers that are put in before a run: so many, as `numbers_of` makes them of a value."""

    source: Callable[[Any], Any]
    numbers_of: Callable[[Any], Sequence[float]]
    count: int
    sure: bool = True

    def numbers(self, run: Any) -> Sequence[float]:
        """The numbers for a run, of which `source` knows the value. Raises NotInVectors where
        they do not fit the code."""
        numbers = self.numbers_of(self.source(run))
        if len(numbers) != self.count:
            raise NotInVectors
        if self.sure and any(number != number for number in numbers):
            raise NotInVectors
        return numbers


class Code:
    """A function in the making. `entry` runs once, `head` before each row of people, `body` for
    every few people."""

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

    def entry_of_table(self, pointer: str, count: int, code: Value) -> Value:
        """The entry of a table of numbers at the place of a code; the first or the last beyond."""
        if count <= LANES + 1:
            entries = []
            for place in range(count):
                at = self.once(f"getelementptr double, ptr {pointer}, i64 {place}")
                one = self.once(f"load double, ptr {at}, align 8")
                entries.append(Value(self._spread_at(self.once, one), "number", ONCE))
            return self.chosen_by_code(entries, code)
        index = self._within(code, count)
        found = "poison"
        for lane in range(LANES):
            one = self._line(self.body, f"extractelement {TYPES['code']} {index.text}, i64 {lane}")
            at = self._line(self.body, f"getelementptr double, ptr {pointer}, i64 {one}")
            entry = self._line(self.body, f"load double, ptr {at}, align 8")
            found = self._line(
                self.body,
                f"insertelement {TYPES['number']} {found}, double {entry}, i64 {lane}",
            )
        return Value(found, "number")

    def chosen_by_code(self, entries: Sequence[Value], code: Value) -> Value:
        """The entry at the place of a code; the first or the last beyond."""
        found = entries[-1]
        for place in range(len(entries) - 2, -1, -1):
            reached = self.made(
                f"icmp sle {TYPES['code']} {code.text}, splat (i64 {place})", "flag", code
            )
            found = self.select(reached, entries[place], found)
        return found

    def _within(self, code: Value, count: int) -> Value:
        kind = TYPES["code"]
        call = f"call {kind} @llvm.%s.v{LANES}i64({kind} %s, {kind} %s)"
        least = self.made(call % ("smax", code.text, "zeroinitializer"), "code", code)
        return self.made(call % ("smin", least.text, f"splat (i64 {count - 1})"), "code", least)

    # -- arithmetic -------------------------------------------------------------------------

    def _two(self, instruction: str, a: Value, b: Value) -> Value:
        a, b = self.as_number(a), self.as_number(b)
        return self.made(f"{instruction} {TYPES['number']} {a.text}, {b.text}", "number", a, b)

    def add(self, a: Value, b: Value) -> Value:
        """a + b."""
        return self._two("fadd", a, b)

    def subtract(self, a: Value, b: Value) -> Value:
        """a − b."""
        return self._two("fsub", a, b)

    def multiply(self, a: Value, b: Value) -> Value:
        """a · b."""
        return self._two("fmul", a, b)

    def divide(self, a: Value, b: Value) -> Value:
        """a / b, as IEEE 754 has it."""
        return self._two("fdiv", a, b)

    def negative(self, a: Value) -> Value:
        """−a."""
        a = self.as_number(a)
        return self.made(f"fneg {TYPES['number']} {a.text}", "number", a)

    def _called(self, intrinsic: str, *arguments: Value) -> Value:
        kind = TYPES["number"]
        of = [self.as_number(a) for a in arguments]
        given = ", ".join(f"{kind} {a.text}" for a in of)
        return self.made(f"call {kind} @llvm.{intrinsic}.v{LANES}f64({given})", "number", *of)

    def size(self, a: Value) -> Value:
        """a without its sign."""
        return self._called("fabs", a)

    def floor(self, a: Value) -> Value:
        """The greatest whole number ≤ a."""
        return self._called("floor", a)

    def ceil(self, a: Value) -> Value:
        """The least whole number ≥ a."""
        return self._called("ceil", a)

    def truncated(self, a: Value) -> Value:
        """a without its fraction."""
        return self._called("trunc", a)

    def rint(self, a: Value) -> Value:
        """The nearest whole number, the even one of two."""
        return self._called("rint", a)

    def with_sign_of(self, a: Value, b: Value) -> Value:
        """The size of a with the sign of b."""
        return self._called("copysign", a, b)

    def minimum(self, a: Value, b: Value) -> Value:
        """The smaller one; NaN where either is."""
        return self._extreme("olt", a, b)

    def maximum(self, a: Value, b: Value) -> Value:
        """The larger one; NaN where either is."""
        return self._extreme("ogt", a, b)

    def _extreme(self, predicate: str, a: Value, b: Value) -> Value:
        if a.sure:
            a, b = b, a
        if b.sure:
            return self.select(self.compared(predicate, b, a), b, a)
        chosen = self.select(self.compared(predicate, a, b), a, b)
        return self.select(self.compared("uno", a, a), a, chosen)

    def number_minimum(self, a: Value, b: Value) -> Value:
        """The smaller one, or the other where one is NaN."""
        chosen = self.select(self.compared("ole", a, b), a, b)
        return self.select(self.compared("uno", b, b), a, chosen)

    # -- flags ------------------------------------------------------------------------------

    def compared(self, predicate: str, a: Value, b: Value) -> Value:
        """Whether two numbers compare so, in the words of LLVM."""
        a, b = self.as_number(a), self.as_number(b)
        return self.made(f"fcmp {predicate} {TYPES['number']} {a.text}, {b.text}", "flag", a, b)

    def same_code(self, a: Value, b: Value) -> Value:
        """Whether two codes are equal."""
        a, b = self.as_code(a), self.as_code(b)
        return self.made(f"icmp eq {TYPES['code']} {a.text}, {b.text}", "flag", a, b)

    def code_at_least(self, a: Value, least: int) -> Value:
        """Whether a code stands at a place or after it."""
        a = self.as_code(a)
        return self.made(f"icmp sge {TYPES['code']} {a.text}, splat (i64 {least})", "flag", a)

    def moved_code(self, a: Value, places: Value) -> Value:
        """The code so many places on."""
        a, places = self.as_code(a), self.as_code(places)
        return self.made(f"add {TYPES['code']} {a.text}, {places.text}", "code", a, places)

    def both(self, a: Value, b: Value) -> Value:
        """Whether both hold."""
        a, b = self.as_flag(a), self.as_flag(b)
        return self.made(f"and {TYPES['flag']} {a.text}, {b.text}", "flag", a, b)

    def either(self, a: Value, b: Value) -> Value:
        """Whether one of them holds."""
        a, b = self.as_flag(a), self.as_flag(b)
        return self.made(f"or {TYPES['flag']} {a.text}, {b.text}", "flag", a, b)

    def opposite(self, a: Value) -> Value:
        """Whether it does not hold."""
        a = self.as_flag(a)
        return self.made(f"xor {TYPES['flag']} {a.text}, splat (i1 true)", "flag", a)

    def select(self, flag: Value, a: Value, b: Value) -> Value:
        """a where the flag is set, else b."""
        flag = self.as_flag(flag)
        if "code" in (a.kind, b.kind):
            a, b = self.as_code(a), self.as_code(b)
        elif a.kind != b.kind:
            a, b = self.as_number(a), self.as_number(b)
        kind = TYPES[a.kind]
        text = f"select {TYPES['flag']} {flag.text}, {kind} {a.text}, {kind} {b.text}"
        return self.made(text, a.kind, flag, a, b)

    def as_number(self, a: Value) -> Value:
        """A flag as 1 or 0, a code as it is counted."""
        if a.kind == "number":
            return a
        to = "uitofp" if a.kind == "flag" else "sitofp"
        return self.made(f"{to} {TYPES[a.kind]} {a.text} to {TYPES['number']}", "number", a)

    def as_flag(self, a: Value) -> Value:
        """Whether it is not 0."""
        if a.kind == "flag":
            return a
        if a.kind == "code":
            return self.made(f"icmp ne {TYPES['code']} {a.text}, zeroinitializer", "flag", a)
        zero = self.number(0.0)
        return self.made(f"fcmp une {TYPES['number']} {a.text}, {zero.text}", "flag", a)

    def as_code(self, a: Value) -> Value:
        """A whole number as a code."""
        if a.kind == "code":
            return a
        to = "zext" if a.kind == "flag" else "fptosi"
        return self.made(f"{to} {TYPES[a.kind]} {a.text} to {TYPES['code']}", "code", a)

    # -- decisions as in exact arithmetic; see engine.formula.exact ---------------------------

    def tolerance(self, a: Value) -> Value:
        """exact.tolerance."""
        size = self.minimum(self.size(a), self.number(exact.LARGEST))
        share = self.multiply(size, self.number(exact.RELATIVE))
        return self.add(share, self.number(exact.ABSOLUTE))

    def at_least(self, a: Value, b: Value) -> Value:
        """exact.at_least."""
        return self.compared("oge", a, self.subtract(b, self.tolerance(b)))

    def above(self, a: Value, b: Value) -> Value:
        """exact.above."""
        return self.compared("ogt", a, self.add(b, self.tolerance(b)))

    def equal(self, a: Value, b: Value) -> Value:
        """exact.equal."""
        apart = self.size(self.subtract(a, b))
        return self.compared("ole", apart, self.tolerance(b))

    def ratio(self, a: Value, b: Value) -> Value:
        """exact.divide."""
        safe = self.divide(a, self.maximum(b, self.number(exact.TINY)))
        return self.multiply(safe, self.compared("ogt", b, self.number(exact.ABSOLUTE)))

    def settle(self, a: Value, units: Value | None) -> Value:
        """exact.settle; `units` make 1, None where a may be a quotient."""
        if units is None:
            return a
        return self.divide(self.rint(self.multiply(a, units)), units)

    def flush(self, difference: Value, a: Value) -> Value:
        """exact.flush."""
        least = self.minimum(self.size(a), self.number(exact.LARGEST))
        bound = self.multiply(least, self.number(exact.RELATIVE))
        gone = self.compared("ole", self.size(difference), bound)
        return self.select(gone, self.number(0.0), difference)

    def fen(self, yuan: Value) -> Value:
        """exact.to_fen."""
        fen = self.multiply(yuan, self.number(exact.FEN))
        half = self.with_sign_of(self.number(exact.HALF), fen)
        return self.truncated(self.add(fen, half))
