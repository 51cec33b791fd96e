"""One stage of a program, resolved once and run block by block: registers, lent buffers, pay lines.

Buffers stay with their thread from one evaluation to the next.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.binding import Bound, Value, dtype, quietly, record_dtypes
from engine.evaluation.payouts import LineResult
from engine.evaluation.program import Term
from engine.evaluation.rooms import Room, Rooms
from engine.formula import exact
from engine.plan import Line

BLOCK = 25_000
"""People worked out at a time, at most. Smaller blocks fit the cache better, but threads then hand
the interpreter to each other so often that they lose more than the cache gains."""

Array = NDArray[Any]


@dataclass(frozen=True)
class Input:
    """Where a step finds an argument.

    "figure": the value itself. "everyone": an array over everyone (or a tuple of them), of which
    the block takes its people. "register": what an earlier step of the block left under this index,
    seen through each of `views` in turn (one of several results, rows of an array).
    """

    kind: Literal["figure", "everyone", "register"]
    value: Value
    views: tuple[slice | int, ...] = ()


@dataclass(frozen=True)
class Step:
    """One term: its operation on (out, people, *arguments), and which buffers are free after it.

    `over` is the step whose buffer the result may overwrite; `into` are the amounts of a pay line
    in whose place it may stand.
    """

    term: Term
    operation: Callable[..., object]
    inputs: tuple[Input, ...]
    whole: Value
    over: int | None
    into: Array | None
    frees: tuple[int, ...]
    due: tuple[Line, ...]


class Stage:
    """Terms of one depth, for everyone.

    `full` holds the arrays over everyone, by term: those known before and those to be filled.
    `results` are filled for the lines given; their cost by month is complete after `finish`.
    """

    def __init__(
        self,
        bound: Bound,
        full: Mapping[int, Value],
        terms: Sequence[Term],
        lines: Sequence[Line],
        results: Mapping[str, LineResult],
    ) -> None:
        self.bound, self.full, self.results = bound, full, results
        worked = [t for t in terms if not t.is_view and not t.is_leaf]
        self._here = {t.index for t in worked}
        ends = {line.id: bound.end(line) for line in lines}
        due = {id_: [line for line in lines if ends[line.id].index == id_] for id_ in self._here}
        self.others = [(x, self._input(ends[x.id])) for x in lines if ends[x.id].index not in due]
        frees = self._free_after(worked)
        places = {t.index: place for place, t in enumerate(worked)}
        last = {index: places[after] for after, freed in frees.items() for index in freed}
        self._rooms = Rooms(self._unsettled(due, places), places, last)
        self.steps = [self._step(t, frees.get(t.index, []), tuple(due[t.index])) for t in worked]
        self.held = [index for index in places if index not in last]
        self._months: dict[str, list[Array]] = {line.id: [] for line in lines}

    def blocks(self, workers: int) -> list[slice]:
        """The people in blocks, as many for each worker."""
        size = self.bound.facts.size
        count = -(-size // (BLOCK * workers)) * workers
        length = -(-size // max(count, 1))
        length += length % 2  # people are picked in pairs
        return [slice(start, min(start + length, size)) for start in range(0, size, max(length, 1))]

    @property
    def cells(self) -> int:
        """How many cells the stage works out."""
        rows = sum(len(self.bound.rows[step.term.every]) for step in self.steps)
        return rows * self.bound.facts.size

    @quietly
    def run(self, people: slice) -> None:
        """Works out one block of people."""
        buffers = _buffers()
        registers: dict[int, Value] = {}
        for step in self.steps:
            arguments = [_argument(i, people, registers) for i in step.inputs]
            out = self._room(step, people, registers, buffers)
            step.operation(out, people, *arguments)
            registers[step.term.index] = out
            for line in step.due:
                self._settle(line, out, people, buffers)
            for index in step.frees:
                _take_back(registers.pop(index), buffers)
        for line, source in self.others:
            self._settle(line, _argument(source, people, registers), people, buffers)
        for index in self.held:
            if index not in self.full:
                _take_back(registers[index], buffers)

    def finish(self) -> None:
        """Adds the blocks' costs up by month."""
        for line, months in self._months.items():
            for part in months:
                np.add(self.results[line].by_month, part, out=self.results[line].by_month)

    def _unsettled(self, due: Mapping[int, list[Line]], places: Mapping[int, int]) -> list[Room]:
        """The amounts of the lines that are kept, but of those only that a step settles alone."""
        alone = {lines[0].id: places[at] for at, lines in due.items() if len(lines) == 1}
        alone |= {line.id: len(places) for line, _ in self.others}
        kept = {id_: self.results[id_].amounts for id_ in alone}
        return [Room(amounts, alone[id_]) for id_, amounts in kept.items() if amounts is not None]

    def _step(self, term: Term, frees: list[int], due: tuple[Line, ...]) -> Step:
        inputs = tuple(self._input(a) for a in self.bound.reads(term))
        whole, rooms = self.full.get(term.index), self._rooms
        over = into = None
        if whole is None and term.holds == "number":
            into = rooms.own(term.index)
            if into is None and self.bound.may_overwrite(term):
                spent = [i.value for i in inputs if self._is_spent(i, term, frees)]
                over = next((i for i in spent if rooms.may_take_over(term.index, i)), None)
            if into is None and over is None:
                into = rooms.find(term.index, len(self.bound.rows[term.every]))
        kept = tuple(i for i in frees if i != over and not rooms.lodges(i))
        return Step(term, self._operation(term), inputs, whole, over, into, kept, due)

    def _is_spent(self, given: Input, term: Term, frees: list[int]) -> bool:
        """Whether a step is the last to read an argument of its own type and size."""
        if given.kind != "register" or given.views or given.value == term.index:
            return False
        return given.value in frees and self.bound.program.terms[given.value].holds == term.holds

    def _operation(self, term: Term) -> Callable[..., object]:
        picker = self.bound.pick(term)
        if picker is None or term.holds != "number":
            return self.bound.operation(term)
        return lambda out, people, codes: picker(codes, out)

    # -- resolving --------------------------------------------------------------------------

    def _input(self, term: Term) -> Input:
        bound = self.bound
        if term.width < 2:
            return Input("figure", bound.values[term.index])
        if term.is_view:
            source = self._input(term.args[0])
            view = term.detail if term.op == "field" else bound.view(term)
            if source.kind == "everyone":
                return Input("everyone", source.value[view])
            return Input("register", source.value, (*source.views, view))
        if term.index in self._here:
            return Input("register", term.index)
        if term.is_leaf:
            return Input("everyone", bound.leaf(term, slice(None)))
        return Input("everyone", self.full[term.index])

    def _free_after(self, worked: Sequence[Term]) -> dict[int, list[int]]:
        """For each term, those whose buffers nobody reads after it."""
        last: dict[int, int] = {}
        for term in worked:
            last.setdefault(term.index, term.index)
            for argument in self.bound.reads(term):
                source = argument.source
                if source.index in self._here:
                    last[source.index] = term.index
        for line, _ in self.others:
            last.pop(self.bound.end(line).source.index, None)
        freed: dict[int, list[int]] = {}
        for index, after in last.items():
            if index not in self.full:
                freed.setdefault(after, []).append(index)
        return freed

    # -- running ----------------------------------------------------------------------------

    def _room(
        self, step: Step, people: slice, registers: dict[int, Value], buffers: Buffers
    ) -> Value:
        """Where a term's result goes: its whole array if that is kept, else a lent buffer."""
        if step.whole is not None:
            return _share(step.whole, people)
        if step.into is not None:
            return step.into[:, people]
        if step.over is not None:
            return registers.pop(step.over)
        term, size = step.term, people.stop - people.start
        rows = len(self.bound.rows[term.every])
        if term.holds == "record":
            return tuple(_lend(d, rows, size, buffers) for d in record_dtypes(term))
        return _lend(dtype(term), rows, size, buffers)

    def _settle(self, line: Line, given: Value, people: slice, buffers: Buffers) -> None:
        """Rounds a pay line to fen and adds it up by month and by person.

        `given` are yuan, or the cases that decide them.
        """
        term = self.bound.program.lines[line.id]
        picker = self.bound.pick(term)
        facts, rows, result = self.bound.facts, self.bound.rows[line.every], self.results[line.id]
        kept = result.amounts is not None
        size = people.stop - people.start
        fen = (
            result.amounts[:, people]
            if result.amounts is not None
            else _lend(np.float64, len(rows), size, buffers)
        )
        if picker is None:
            exact.to_fen(given, fen, self.bound.least(term) >= 0.0)
        else:
            picker.fen(given, fen)
        if not (term.zero and term.width == 2) and not facts.full:
            present = facts.present[rows.start : rows.stop : rows.step, people]
            self.bound.mask(fen, present, fen)
        np.add.reduce(fen, axis=0, out=result.by_person[people])
        months = np.zeros(facts.months)
        np.add.reduce(fen, axis=1, out=months[rows.start : rows.stop : rows.step])
        self._months[line.id].append(months)
        if not kept:
            _take_back(fen, buffers)


Buffers = dict[tuple[type, int, int], list[Array]]

_own = threading.local()


def _buffers() -> Buffers:
    """This thread's buffers, kept from one evaluation to the next."""
    if not hasattr(_own, "buffers"):
        _own.buffers = {}
    buffers: Buffers = _own.buffers
    return buffers


def _lend(kind: type, rows: int, size: int, buffers: Buffers) -> Array:
    free = buffers.setdefault((kind, rows, BLOCK), [])
    whole = free.pop() if free else np.empty(rows * (BLOCK + 1), dtype=kind)
    return whole[: rows * size].reshape(rows, size)


def _take_back(value: Value, buffers: Buffers) -> None:
    for array in value if isinstance(value, tuple) else (value,):
        buffers[array.dtype.type, array.shape[0], BLOCK].append(array.base)


def _share(whole: Value, people: slice) -> Value:
    if isinstance(whole, tuple):
        return tuple(a[:, people] for a in whole)
    return whole[:, people]


def _argument(source: Input, people: slice, registers: Mapping[int, Value]) -> Value:
    if source.kind == "figure":
        return source.value
    if source.kind == "everyone":
        return _share(source.value, people)
    value = registers[source.value]
    for view in source.views:
        value = value[view]
    return value
