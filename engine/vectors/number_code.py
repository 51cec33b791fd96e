"""Whole columns of numbers counted and picked from, as code for the processor.

Each text reads the columns at `slots` and the figures at `numbers`, from person `begin` to `end`,
which lies one or more times `LANES` behind it, and writes to `scratch`.
"""

from __future__ import annotations

from functools import cache

from engine.vectors.code_lines import LANES, TYPES, Place, Value
from engine.vectors.vector_code import Code


@cache
def counts() -> str:
    """Counts a column by the place of each number: (number - low) * scale, cut to whole places from
    0 to `top`, where low, scale and top are the figures. The counts are of 64 bits."""
    loop = _Loop()
    for place in loop.places(loop.column(0)):
        at = loop.line(f"getelementptr i64, ptr %scratch, i64 {place}")
        before = loop.line(f"load i64, ptr {at}, align 8")
        after = loop.line(f"add i64 {before}, 1")
        loop.code.body.append(f"store i64 {after}, ptr {at}, align 8")
    return loop.text()


@cache
def members() -> str:
    """Writes the numbers of a column whose place, found as for `counts`, has a byte 1 in the second
    one, which has a byte 0 or 1 for each; returns how many. `scratch` has room for all numbers and
    one more."""
    loop = _Loop()
    numbers = loop.column(0)
    wanted = loop.start_of(1)
    flags = []
    for place in loop.places(numbers):
        at = loop.line(f"getelementptr i8, ptr {wanted}, i64 {place}")
        flags.append(loop.line(f"load i8, ptr {at}, align 1"))
    some = flags[0]
    for flag in flags[1:]:
        some = loop.line(f"or i8 {some}, {flag}")
    some = loop.line(f"icmp ne i8 {some}, 0")
    body = loop.code.body
    body += [f"br i1 {some}, label %some, label %none", "some:"]
    found = "%found"
    for lane, flag in enumerate(flags):
        number = loop.line(f"extractelement {TYPES['number']} {numbers.text}, i64 {lane}")
        at = loop.line(f"getelementptr double, ptr %scratch, i64 {found}")
        body.append(f"store double {number}, ptr {at}, align 8")
        one = loop.line(f"zext i8 {flag} to i64")
        found = loop.line(f"add i64 {found}, {one}")
    body += [
        "br label %none",
        "none:",
        f"%found.next = phi i64 [ %found, %tiles ], [ {found}, %some ]",
    ]
    return loop.text(counted=True)


class _Loop:
    """A loop over people, `LANES` at a time."""

    def __init__(self) -> None:
        self.code = Code()
        self.code.forget()

    def line(self, text: str) -> str:
        """A name for what an instruction gives each time."""
        name = self.code.name()
        self.code.body.append(f"{name} = {text}")
        return name

    def start_of(self, column: int) -> str:
        """Where a column begins in memory."""
        at = self.code.once(f"getelementptr ptr, ptr %slots, i64 {column}")
        return self.code.once(f"load ptr, ptr {at}, align 8")

    def column(self, column: int) -> Value:
        """The numbers of a column for the people at hand."""
        return self.code.load(Place(self.start_of(column), "0", "double", "number"), "0")

    def places(self, numbers: Value) -> list[str]:
        """The place of each of some numbers."""
        code = self.code
        low, scale, top = code.fed_numbers(lambda run: run, (0.0,) * 3, tuple)
        places = code.multiply(code.subtract(numbers, low), scale)
        below = code.select(code.compared("olt", places, top), places, top)  # NaN is at the top
        places = code.maximum(below, code.number(0.0))
        whole = self.line(f"fptosi {TYPES['number']} {places.text} to <{LANES} x i32>")
        # Two leave the vector at a time, which is what takes longest.
        pairs, each = f"<{LANES // 2} x i64>", list[str]()
        both = self.line(f"bitcast <{LANES} x i32> {whole} to {pairs}")
        for k in range(LANES // 2):
            pair = self.line(f"extractelement {pairs} {both}, i64 {k}")
            each.append(self.line(f"and i64 {pair}, {0xFFFF_FFFF}"))
            each.append(self.line(f"lshr i64 {pair}, 32"))
        return each

    def text(self, counted: bool = False) -> str:
        """The whole code; `counted` where the body makes %found.next of %found."""
        last = "%none" if counted else "%tiles"
        found = ["  %found = phi i64 [ 0, %entry ], [ %found.next, %none ]"] if counted else []
        return "\n".join(
            [
                "define i64 @run(i64 %s, i64 %n, i64 %m, i64 %begin, i64 %end) {",
                "entry:",
                "  %slots = inttoptr i64 %s to ptr",
                "  %numbers = inttoptr i64 %n to ptr",
                "  %scratch = inttoptr i64 %m to ptr",
                "  %block = add i64 %begin, 0",
                *self.code.entry,
                *self.code.head,
                "  br label %tiles",
                "tiles:",
                f"  {self.code.tile} = phi i64 [ 0, %entry ], [ %next, {last} ]",
                *found,
                *self.code.body,
                f"  %next = add i64 {self.code.tile}, {LANES}",
                "  %at = add i64 %begin, %next",
                "  %more = icmp slt i64 %at, %end",
                "  br i1 %more, label %tiles, label %done",
                "done:",
                f"  ret i64 {'%found.next' if counted else '0'}",
                "}",
            ]
        )
