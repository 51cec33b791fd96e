"""The steps of a pass over the people as one text of code: loops over blocks, months and people.

Steps of one month that fall due equally often share a loop, so that what one makes the next one
reads from a register; a function of several months has a loop of its own, all months in a row. Pay
lines are settled to fen and added up where they come about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.calendar import Every
from engine.evaluation.calculations import FunctionCall, Spread
from engine.evaluation.operations import Array
from engine.evaluation.pass_arrays import PassArrays
from engine.evaluation.program import Term
from engine.evaluation.step_code import PEOPLE, Slot, StepCode, array_of
from engine.formula import exact
from engine.vectors import BYTES, LANES, TYPES, Feed, NotInVectors, Place, Value


@dataclass(frozen=True, eq=False)
class PassCode:
    """The text, and what is put in before a run: arrays, and numbers made of figures.

    Numbers at which `sure` is set must not be NaN. `shares` tells where the sums by month of each
    line begin in the scratch memory, which takes `scratch` bytes; those sums come first, `sums` of
    them.
    """

    text: str
    slots: tuple[Slot, ...]
    feeds: tuple[Feed, ...]
    sure: Array
    shares: Mapping[str, int]
    sums: int
    scratch: int


def write(arrays: PassArrays, steps: Sequence[Term], keep: Sequence[Term]) -> PassCode:
    """The code of a pass. Raises NotInVectors where a step has no form as code."""
    return _Writer(arrays, steps, keep).write()


@dataclass
class _Stretch:
    """Steps that share a loop; `every` is None where months are taken in a row."""

    every: Every | None
    steps: list[Term] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


class _Writer:
    def __init__(self, arrays: PassArrays, steps: Sequence[Term], keep: Sequence[Term]) -> None:
        self.arrays, self.binding, self.steps = arrays, arrays.binding, steps
        self.rows = self.binding.context.rows
        self.shares: dict[str, int] = {}
        self.sums = 0
        for name, line in arrays.lines.items():
            self.shares[name] = self.sums
            self.sums += len(self.rows[line.every])
        self.kept = {term.index for term in keep}
        self.step_code = StepCode(arrays, self.kept, 8 * self.sums + 64)
        self.code = self.step_code.code
        self.text: list[str] = []
        self.label = "in.block"

    def write(self) -> PassCode:
        stretches = self._stretches()
        stored = self._stored(stretches)
        for stretch in stretches:
            self.step_code.begin()
            if stretch.every is None:
                self._months_in_a_row(stretch)
            else:
                self._month_by_month(stretch, stretch.every, stored)
        return PassCode(
            self._whole_text(),
            tuple(self.step_code.slots),
            tuple(self.code.feeds),
            np.array([feed.sure for feed in self.code.feeds for _ in range(feed.count)] + [False]),
            self.shares,
            self.sums,
            self.step_code.scratch,
        )

    # -- which steps share a loop -----------------------------------------------------------

    def _stretches(self) -> list[_Stretch]:
        """Loops in an order in which each finds what it reads; as few as can be found simply."""
        left = list(self.steps)
        waiting = {term.index for term in left}
        stretches: list[_Stretch] = []
        while left:
            first = next((t for t in left if _of_one_month(t) and self._ready(t, waiting)), None)
            stretch = _Stretch(first.every if first else None)
            for term in left:
                fits = term.every is stretch.every if _of_one_month(term) else first is None
                if fits and self._ready(term, waiting):
                    stretch.steps.append(term)
                    if first:
                        waiting.discard(term.index)
            waiting -= {term.index for term in stretch.steps}
            left = [term for term in left if term.index in waiting]
            stretches.append(stretch)
        self._add_lines(stretches)
        return stretches

    def _ready(self, term: Term, waiting: set[int]) -> bool:
        return all(source.index not in waiting for source in term.inputs)

    def _add_lines(self, stretches: list[_Stretch]) -> None:
        """Each line in the loop of its term, or else in one that comes after it."""
        lines = self.binding.program.lines
        at = {t.index: k for k, stretch in enumerate(stretches) for t in stretch.steps}
        for name, line in self.arrays.lines.items():
            after = at.get(lines[name].source.index, 0)
            fitting = [s for s in stretches[after:] if s.every is line.every]
            if not fitting:
                fitting = [_Stretch(line.every)]
                stretches += fitting
            fitting[0].lines.append(name)

    def _stored(self, stretches: Sequence[_Stretch]) -> set[int]:
        """What is read in another loop than where it is made, or kept."""
        at = {t.index: k for k, stretch in enumerate(stretches) for t in stretch.steps}
        stored = {index for index in at if index in self.kept}
        for k, stretch in enumerate(stretches):
            sources = {s.index for term in stretch.steps for s in term.inputs}
            sources |= {self.binding.program.lines[name].source.index for name in stretch.lines}
            stored |= {index for index in sources if at.get(index, k) != k}
            if stretch.every is None:
                stored |= {term.index for term in stretch.steps}
        return stored

    # -- loops ------------------------------------------------------------------------------

    def _month_by_month(self, stretch: _Stretch, every: Every, stored: set[int]) -> None:
        code, row = self.code, self.code.row
        for term in stretch.steps:
            value = self.step_code.result(term, row)
            if term.index in stored:
                code.store(value, self.step_code.own_place(term), row)
        foot: list[str] = []
        for name in stretch.lines:
            self._settle(name, every, row, foot)
        number = row.removeprefix("%row")
        self.text += [
            f"  br label %rows{number}",
            f"rows{number}:",
            f"  {row} = phi i64 [ 0, %{self.label} ], [ {row}.next, %foot{number} ]",
            f"  {row}.more = icmp slt i64 {row}, {len(self.rows[every])}",
            f"  br i1 {row}.more, label %head{number}, label %done{number}",
            f"head{number}:",
            *code.head,
        ]
        self._tiles(number)
        self.text += [
            *foot,
            f"  {row}.next = add i64 {row}, 1",
            f"  br label %rows{number}",
            f"done{number}:",
        ]
        self.label = f"done{number}"

    def _months_in_a_row(self, stretch: _Stretch) -> None:
        for term in stretch.steps:
            results = self.step_code.results_of_months(term)
            own = self.step_code.own_place(term)
            for row, result in enumerate(results):
                if isinstance(own, tuple):
                    for place, part in zip(own, result, strict=True):
                        self.code.store(part, place, str(row))
                else:
                    self.code.store(result, own, str(row))
        number = self.code.row.removeprefix("%row")
        self.text += [f"  br label %head{number}", f"head{number}:", *self.code.head]
        self._tiles(number)
        self.label = f"foot{number}"

    def _tiles(self, number: str) -> None:
        """The loop over the people of the block; the last few may be done twice."""
        tile = self.code.tile
        self.text += [
            f"  br label %tiles{number}",
            f"tiles{number}:",
            f"  %at{number} = phi i64 [ 0, %head{number} ], [ %at{number}.next, %tiles{number} ]",
            f"  {tile} = call i64 @llvm.smin.i64(i64 %at{number}, i64 %most)",
            *self.code.body,
            f"  %at{number}.next = add i64 %at{number}, {LANES}",
            f"  %at{number}.more = icmp slt i64 %at{number}.next, %size",
            f"  br i1 %at{number}.more, label %tiles{number}, label %foot{number}",
            f"foot{number}:",
        ]

    def _whole_text(self) -> str:
        lanes = ", ".join(f"i64 {lane}" for lane in range(LANES))
        number = TYPES["number"]
        # So small that the months of a person together stay below LARGEST_FEN as well.
        rows = max((len(self.rows[line.every]) for line in self.arrays.lines.values()), default=1)
        limit = self.code.number(exact.LARGEST_FEN / max(rows, 1)).text
        sums = [f"  %sum.{k} = alloca {number}" for k in range(len(self.arrays.lines))]
        return "\n".join(
            [
                "define i64 @run(i64 %s, i64 %n, i64 %m, i64 %begin, i64 %end) {",
                "entry:",
                "  %slots = inttoptr i64 %s to ptr",
                "  %numbers = inttoptr i64 %n to ptr",
                "  %scratch = inttoptr i64 %m to ptr",
                f"  %lanes = add {TYPES['code']} zeroinitializer, <{lanes}>",
                f"  %largest = alloca {number}",
                f"  store {number} zeroinitializer, ptr %largest",
                *sums,
                *self.code.entry,
                f"  %last = sub i64 %end, {LANES}",
                "  br label %blocks",
                "blocks:",
                f"  %from = phi i64 [ %begin, %entry ], [ %from.next, %{self.label} ]",
                "  %from.more = icmp slt i64 %from, %end",
                "  br i1 %from.more, label %in.block, label %finished",
                "in.block:",
                "  %block = call i64 @llvm.smin.i64(i64 %from, i64 %last)",
                "  %left = sub i64 %end, %block",
                f"  %size = call i64 @llvm.smin.i64(i64 %left, i64 {PEOPLE})",
                f"  %most = sub i64 %size, {LANES}",
                *self._cleared(),
                *self.text,
                f"  %from.next = add i64 %from, {PEOPLE}",
                "  br label %blocks",
                "finished:",
                f"  %largest.found = load {number}, ptr %largest",
                f"  %odd = fcmp oge {number} %largest.found, {limit}",
                f"  %odd.any = call i1 @llvm.vector.reduce.or.v{LANES}i1({TYPES['flag']} %odd)",
                "  %odd.number = zext i1 %odd.any to i64",
                "  ret i64 %odd.number",
                "}",
            ]
        )

    # -- pay lines ----------------------------------------------------------------------------

    def _settle(self, name: str, every: Every, row: str, foot: list[str]) -> None:
        """Rounds a line to fen and adds it up by month and by person."""
        code, steps, term = self.code, self.step_code, self.binding.program.lines[name]
        if term.width == 2 and self.binding.months(term) != len(self.rows[every]):
            raise NotInVectors
        fen = steps.where_present(code.fen(code.as_number(steps.read(term, row))), every, row)
        if self.arrays.lines[name].amounts is not None:
            amounts = steps.array(("amounts", name), lambda a: array_of(a.lines[name].amounts))
            code.store(fen, amounts, row)
        number = TYPES["number"]
        counted = code.select(self._not_counted_before(), fen, code.number(0.0))
        by_person = self._by_person(name)
        code.store(code.add(code.load(by_person, "0"), counted), by_person, "0")
        total_of_row = f"%sum.{list(self.arrays.lines).index(name)}"
        code.head.append(f"  store {number} zeroinitializer, ptr {total_of_row}")
        before = code.name()
        code.body.append(f"{before} = load {number}, ptr {total_of_row}")
        after = code.name()
        code.body.append(f"{after} = fadd {number} {before}, {counted.text}")
        code.body.append(f"store {number} {after}, ptr {total_of_row}")
        largest = Value(code.name(), "number", sure=True)
        code.body.append(f"{largest.text} = load {number}, ptr %largest")
        larger = code.maximum(largest, code.size(counted))
        code.body.append(f"store {number} {larger.text}, ptr %largest")
        names = [code.name() for _ in range(6)]
        foot += [
            f"{names[0]} = load {number}, ptr {total_of_row}",
            f"{names[1]} = call double @llvm.vector.reduce.fadd.v{LANES}f64("
            f"double 0.0, {number} {names[0]})",
            f"{names[2]} = add i64 {row}, {self.shares[name]}",
            f"{names[3]} = getelementptr double, ptr %scratch, i64 {names[2]}",
            f"{names[4]} = load double, ptr {names[3]}, align 8",
            f"{names[5]} = fadd double {names[4]}, {names[1]}",
            f"store double {names[5]}, ptr {names[3]}, align 8",
        ]

    def _cleared(self) -> list[str]:
        """Nothing is paid yet to whoever is here for the first time."""
        text = [
            "  %block.end = add i64 %block, %size",
            "  %new = sub i64 %block.end, %from",
            f"  %new.bytes = mul i64 %new, {BYTES['double']}",
        ]
        for k, name in enumerate(self.arrays.lines):
            base = self._by_person(name).base
            text += [
                f"  %new.{k} = getelementptr double, ptr {base}, i64 %from",
                f"  call void @llvm.memset.p0.i64(ptr %new.{k}, i8 0, i64 %new.bytes, i1 false)",
            ]
        return text

    def _by_person(self, name: str) -> Place:
        return self.step_code.array(
            ("by person", name), lambda a: a.lines[name].by_person.reshape(1, -1)
        )

    def _not_counted_before(self) -> Value:
        """Who of the people at hand is not done a second time, to fill the lanes."""
        code, where = self.code, TYPES["code"]
        here = code.made(f"add i64 %block, {code.tile}", "code").text
        next_one = code.made(f"add i64 %from, %at{code.row.removeprefix('%row')}", "code").text
        behind = code.made(f"sub i64 {next_one}, {here}", "code").text
        one = code.made(f"insertelement {where} poison, i64 {behind}, i64 0", "code").text
        zeros = f"<{LANES} x i32> zeroinitializer"
        all_lanes = code.made(f"shufflevector {where} {one}, {where} poison, {zeros}", "code").text
        return code.made(f"icmp sge {where} %lanes, {all_lanes}", "flag")


def _of_one_month(term: Term) -> bool:
    """Whether a step looks at one month alone."""
    if isinstance(term.operation, FunctionCall):
        return term.operation.function.scope == "cell"
    return not isinstance(term.operation, Spread)
