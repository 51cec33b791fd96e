"""A pass over the people as code for the processor, once that is there; until then there is none.

What it comes to is what numpy comes to, to the last bit; where it might not, it says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np

from engine.evaluation.operations import Array
from engine.evaluation.pass_arrays import PassArrays, signature
from engine.evaluation.pass_code import PassCode, write
from engine.evaluation.program import Program, Term
from engine.vectors import LANES, PROCESSOR, Made, NotInVectors, address, has_llvm

CELLS = 12_000
"""People times months from which code is worth its making, where the same is asked again."""

AT_ONCE = 10_000_000
"""Cells to be worked out from which it is worth it the first time."""

MOST_MONTHS = 60
"""More months are left to numpy: the code of functions of several months would become long."""

_asked: WeakKeyDictionary[Program, set[object]] = WeakKeyDictionary()
_written: WeakKeyDictionary[Program, dict[object, PassCode | None]] = WeakKeyDictionary()
"""What was asked for and written of each program; None for what has no form as code."""


def compiled_pass(
    arrays: PassArrays, steps: Sequence[Term], keep: Sequence[Term], cells: int
) -> CompiledPass | None:
    """The pass as code that is made or being made, or None where it has no form as code. So many
    `cells` are worked out in it."""
    facts, program = arrays.binding.facts, arrays.binding.program
    if facts.size * facts.months < CELLS or facts.months > MOST_MONTHS or not has_llvm():
        return None
    key = signature(arrays, steps, keep)
    asked = _asked.setdefault(program, set())
    if key not in asked and cells < AT_ONCE:
        asked.add(key)
        return None
    written = _written.setdefault(program, {})
    if key not in written:
        try:
            written[key] = write(arrays, steps, keep)
        except NotInVectors:
            written[key] = None
    code = written[key]
    return CompiledPass(code, arrays, PROCESSOR.code(code.text)) if code else None


def wait_for_code() -> None:
    """Waits until all code that was asked for is made."""
    PROCESSOR.wait()


@dataclass(frozen=True)
class _PutIn:
    """What code reads by bare address: it must be held while any of it runs."""

    numbers: Array
    slots: Array
    arrays: tuple[Array, ...]


class CompiledPass:
    """Code with the arrays and figures of one pass put in; threads may share it."""

    def __init__(self, code: PassCode, arrays: PassArrays, made: Future[Made]) -> None:
        self._code, self._arrays, self._made = code, arrays, made
        self._lock = Lock()
        self._given: _PutIn | None = None
        self._fits = True

    @property
    def ready(self) -> bool:
        """Whether it can be run now."""
        if self._given is not None:
            return True
        if not self._made.done() or self._made.exception() is not None:
            return False
        with self._lock:
            if self._fits and self._given is None:
                try:
                    self._given = self._put_in()
                except NotInVectors:
                    self._fits = False
        return self._fits

    def _put_in(self) -> _PutIn:
        fed = [n for feed in self._code.feeds for n in feed.numbers(self._arrays)]
        numbers = np.array([*fed, 0.0])
        if np.isnan(numbers)[self._code.sure].any():
            raise NotInVectors
        arrays: list[Array] = []
        slots: list[int] = []
        for slot in self._code.slots:
            array = slot.of(self._arrays)
            if array.shape[1] > 1 and array.strides[1] != array.itemsize:
                array = np.ascontiguousarray(array)  # is only read: results lie month by month
            arrays.append(array)
            slots += (address(array), array.strides[0])
        return _PutIn(numbers, np.array([*slots, 0], dtype=np.int64), tuple(arrays))

    def run(self, people: slice) -> dict[str, Array] | None:
        """Works everything out for some people once it is `ready`; the sums of each line by month,
        or None where that must be left to numpy: for a handful of people, and amounts that may be
        refused."""
        given = self._given
        if given is None or people.stop - people.start < LANES:
            return None
        scratch = np.empty(self._code.scratch // 8 + 1)
        sums = scratch[: self._code.sums]
        sums[:] = 0.0
        lines = self._arrays.lines
        odd = self._made.result().run(
            address(given.slots),
            address(given.numbers),
            address(scratch),
            people.start,
            people.stop,
        )
        if odd or not np.isfinite(sums).all():
            return None
        rows = self._arrays.binding.context.rows
        return {
            name: sums[(first := self._code.shares[name]) : first + len(rows[line.every])].copy()
            for name, line in lines.items()
        }
