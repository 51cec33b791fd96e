"""Some people's share of a stage: registers for its terms, lent buffers, and pay lines settled.

A block holds as many people as fit the processor's cache; buffers stay with their thread.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.bound import Bound, Value, dtype, record_dtypes
from engine.formula import exact
from engine.payouts import LineResult
from engine.plan.schema import Line
from engine.program import Term

BLOCK = 8192
"""People worked out at a time: in numpy the level-3 cache decides, not the level-2 cache."""

Array = NDArray[Any]
Months = Mapping[str, NDArray[np.float64]]
"""For each line, fen by block and month of the facts."""


class Block:
    """The people from `low` to `high`. `full` holds the arrays over everyone, by term: those known
    before and those that this stage is to fill."""

    def __init__(self, bound: Bound, full: Mapping[int, Value], low: int, high: int) -> None:
        self.bound, self.full = bound, full
        self.people = slice(low, high)
        self.registers: dict[int, Value] = {}
        self.buffers = _buffers()

    def run(
        self,
        terms: Sequence[Term],
        last: Mapping[int, Sequence[Term]],
        lines: Mapping[int, Sequence[Line]],
        results: Mapping[str, LineResult],
        months: Months,
    ) -> None:
        """Works out the terms in order, settles pay lines as they come, gives buffers back.

        `last` names the terms whose buffers are free after a term, `lines` the pay lines of a term.
        """
        settled: set[int] = set()
        for term in terms:
            self.registers[term.index] = self._work_out(term)
            for line in lines.get(term.index, ()):
                self._settle(line, term, results[line.id], months[line.id])
                settled.add(term.index)
            for dead in last.get(term.index, ()):
                self._release(dead)
        for index, due in lines.items():
            if index not in settled:
                for line in due:
                    term = self.bound.program.terms[index]
                    self._settle(line, term, results[line.id], months[line.id])
        for term in terms:
            self._release(term)

    def _work_out(self, term: Term) -> Value:
        if term.is_view or term.is_leaf:
            return self._value(term)
        arguments = [self._value(a) for a in term.args]
        out = self._room(term)
        self.bound.operate(term, out, arguments, self.people)
        return out

    def _value(self, term: Term) -> Value:
        """What a term is for these people."""
        if term.index in self.registers:
            return self.registers[term.index]
        if term.width < 2:
            return self.bound.values[term.index]
        if term.is_leaf:
            return self.bound.leaf(term, self.people)
        if term.index in self.full:
            return self._share(self.full[term.index])
        source = self._value(term.args[0])
        return source[term.detail] if term.op == "field" else source[self.bound.view(term)]

    def _settle(self, line: Line, term: Term, result: LineResult, months: Array) -> None:
        """Rounds a pay line to fen and adds it up by month and by person."""
        bound = self.bound
        rows = bound.rows[line.every]
        amounts = result.amounts
        fen = self._lend(np.float64, len(rows)) if amounts is None else amounts[:, self.people]
        exact.to_fen(self._value(term), fen)
        if not (term.zero and term.width == 2) and not bound.facts.full:
            present = bound.facts.present[rows.start : rows.stop : rows.step, self.people]
            np.multiply(fen, present, out=fen)
        np.add.reduce(fen, axis=0, out=result.by_person[self.people])
        block = self.people.start // BLOCK
        np.add.reduce(fen, axis=1, out=months[block, rows.start : rows.stop : rows.step])
        if amounts is None:
            self._take_back(fen)

    # -- buffers ----------------------------------------------------------------------------

    def _room(self, term: Term) -> Value:
        """Where a term's result goes: its whole array if that is kept, else a lent buffer."""
        if term.index in self.full:
            return self._share(self.full[term.index])
        rows = len(self.bound.rows[term.every])
        if term.holds == "record":
            return tuple(self._lend(d, rows) for d in record_dtypes(term))
        return self._lend(dtype(term), rows)

    def _share(self, whole: Value) -> Value:
        if isinstance(whole, tuple):
            return tuple(a[:, self.people] for a in whole)
        return whole[:, self.people]

    def _lend(self, kind: type, rows: int) -> Array:
        free = self.buffers.setdefault((kind, rows, BLOCK), [])
        whole = free.pop() if free else np.empty((rows, BLOCK), dtype=kind)
        return whole[:, : self.people.stop - self.people.start]

    def _release(self, term: Term) -> None:
        value = self.registers.pop(term.index, None)
        if value is None or term.is_view or term.is_leaf or term.index in self.full:
            return
        for array in value if isinstance(value, tuple) else (value,):
            self._take_back(array)

    def _take_back(self, array: Array) -> None:
        whole = array.base
        assert whole is not None
        self.buffers[array.dtype.type, array.shape[0], BLOCK].append(whole)


Buffers = dict[tuple[type, int, int], list[Array]]

_own = threading.local()


def _buffers() -> Buffers:
    """This thread's buffers, kept from one evaluation to the next."""
    if not hasattr(_own, "buffers"):
        _own.buffers = {}
    buffers: Buffers = _own.buffers
    return buffers
