"""The memory floor: every byte the plan reads is read once and every byte it keeps is written once.

No evaluation that keeps the same lines can be faster, whatever it computes in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.facts import Facts
from tests.bench.timing import Stopwatch

Bytes = np.ndarray

ONE_THREAD, TWO_THREADS = "floor on 1 thread", "floor on 2 threads"
NEW_PAGES = "floor into new pages"
"""How the ways to come to the floor are called on a stopwatch."""


@dataclass(frozen=True)
class Kept:
    """An array that a full evaluation keeps: its shape and its type."""

    shape: tuple[int, ...]
    dtype: np.dtype

    @property
    def nbytes(self) -> int:
        """Bytes of the array."""
        return int(np.prod(self.shape)) * self.dtype.itemsize


class Floor:
    """Copies `reads` into outputs the size of `keeps`, then fills what the copies left over.

    The outputs exist beforehand and their pages are touched, so no copy pays for page faults.
    """

    def __init__(self, reads: Sequence[np.ndarray], keeps: Sequence[Kept]) -> None:
        self._reads = [_as_bytes(array) for array in reads]
        self._keeps = list(keeps)
        self.outputs = [np.ones(kept.nbytes, dtype=np.uint8) for kept in keeps]
        self._halves = _halve(_moves(self._reads, self.outputs))
        self._pool = ThreadPoolExecutor(2)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def timed(self, watch: Stopwatch) -> None:
        """Times each of the ways below to come to it."""
        with watch(ONE_THREAD):
            self.one_thread()
        with watch(TWO_THREADS):
            self.two_threads()
        with watch(NEW_PAGES):
            self.into_new_pages()

    def one_thread(self) -> None:
        """The whole floor on the calling thread."""
        for half in self._halves:
            _run(half)

    def two_threads(self) -> None:
        """The whole floor, half the bytes on each of two threads."""
        for done in [self._pool.submit(_run, half) for half in self._halves]:
            done.result()

    def into_new_pages(self) -> None:
        """The same into newly allocated outputs, on one thread: what handing out pages costs."""
        outputs = [np.empty(kept.nbytes, dtype=np.uint8) for kept in self._keeps]
        _run(_moves(self._reads, outputs))


def least(watch: Stopwatch) -> float:
    """Median seconds of the floor on one thread or on two, whichever is quicker."""
    return min(watch.median(ONE_THREAD), watch.median(TWO_THREADS))


def columns_read(facts: Facts) -> list[np.ndarray]:
    """The columns of facts that the service-seller plan reads."""
    names = ("sales", "quota", "csat", "complaint_rate", "team_score")
    return [*(facts.numbers[name] for name in names), facts.categories["grade"].codes]


def dense_lines(months: int, size: int) -> list[Kept]:
    """The lines and measures of service-seller in float64, each for its paying months only."""
    monthly = ["attainment", "coefficient", "base_pay", "performance_pay", "monthly_bonus", "gross"]
    rows = [months] * len(monthly) + [months // 3, months // 12]
    return [Kept((paying, size), np.dtype(np.float64)) for paying in rows]


@dataclass(frozen=True)
class _Move:
    """One stretch of bytes: copied from `source`, only read (no `target`) or only filled."""

    source: Bytes | None
    target: Bytes | None

    @property
    def size(self) -> int:
        array = self.target if self.target is not None else self.source
        return 0 if array is None else array.size

    def cut(self, at: int) -> tuple[_Move, _Move]:
        def part(array: Bytes | None, where: slice) -> Bytes | None:
            return None if array is None else array[where]

        first, rest = slice(None, at), slice(at, None)
        return (
            _Move(part(self.source, first), part(self.target, first)),
            _Move(part(self.source, rest), part(self.target, rest)),
        )

    def run(self) -> None:
        if self.target is None:
            if self.source is not None and self.source.size:
                self.source.max()
        elif self.source is None:
            self.target.fill(1)
        else:
            np.copyto(self.target, self.source)


def _as_bytes(array: np.ndarray) -> Bytes:
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8)


def _moves(sources: Sequence[Bytes], targets: Sequence[Bytes]) -> list[_Move]:
    """Sources and targets laid end to end, cut wherever either of them ends."""
    moves: list[_Move] = []
    left, free = list(sources), list(targets)
    while left and free:
        size = min(left[0].size, free[0].size)
        moves.append(_Move(left[0][:size], free[0][:size]))
        for pending in (left, free):
            pending[0] = pending[0][size:]
            if not pending[0].size:
                del pending[0]
    moves += [_Move(source, None) for source in left]
    moves += [_Move(None, target) for target in free]
    return moves


def _halve(moves: Sequence[_Move]) -> tuple[list[_Move], list[_Move]]:
    first: list[_Move] = []
    second: list[_Move] = []
    room = sum(move.size for move in moves) // 2
    for move in moves:
        here, there = move.cut(min(room, move.size))
        room -= here.size
        first += [here] if here.size else []
        second += [there] if there.size else []
    return first, second


def _run(moves: Sequence[_Move]) -> None:
    for move in moves:
        move.run()
