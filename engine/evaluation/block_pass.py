"""One pass over the people, block by block: steps worked out, pay lines settled to fen.

People are taken in blocks that fit the processor's cache, blocks by threads where that pays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np

from engine.evaluation.binding import Binding, no_warnings
from engine.evaluation.calculations import Work
from engine.evaluation.compiled_pass import compiled_pass
from engine.evaluation.operations import Array
from engine.evaluation.pass_arrays import PassArrays
from engine.evaluation.payouts import LineResult
from engine.evaluation.program import Term
from engine.evaluation.threads import in_threads, workers
from engine.formula import exact
from engine.progress import Progress

BLOCK = 17_000
"""People worked out at a time, at most. Smaller blocks fit the cache better, but threads then hand
the interpreter to each other so often that they lose more than the cache gains."""

BLOCK_IN_CODE = 100_000
"""The same in code, which takes a few hundred of them at a time itself."""

BEFORE = -1


class BlockPass:
    """Works out `steps`, each after those it needs.

    `known` are arrays over everyone that they read, by the index of their term; those of `keep` are
    written, and the results of `lines`, whose arrays are filled but `by_month` empty.
    """

    def __init__(
        self,
        binding: Binding,
        known: Mapping[int, Any],
        steps: Sequence[Term],
        keep: Sequence[Term],
        lines: Mapping[str, LineResult],
    ) -> None:
        self.binding, self.known, self.lines = binding, known, lines
        self.kept = {term.index: binding.empty(term, binding.facts.size) for term in keep}
        self._steps = list(steps)
        self._cells = sum(map(binding.months, steps)) * binding.facts.size
        arrays = PassArrays(binding, known, self.kept, lines)
        self._code = compiled_pass(arrays, steps, keep, self._cells)
        self._by_month: list[tuple[str, Array]] = []
        self.sizes_known = True
        """Whether the pay of each person is known to stay below LARGEST_FEN in each line."""

    def run(self, progress: Progress) -> None:
        """Works everything out for everyone."""
        in_code = self._code is not None and self._code.ready
        count = workers(self._cells, in_code)
        blocks = self._blocks(count, BLOCK_IN_CODE if in_code else BLOCK)
        queue: SimpleQueue[slice] = SimpleQueue()
        for block in blocks:
            queue.put(block)

        def work() -> None:
            while True:
                try:
                    self._block(queue.get_nowait())
                except Empty:
                    return
                progress(1 - queue.qsize() / len(blocks))

        in_threads(work, count)
        for line, by_month in self._by_month:
            rows = self.binding.context.rows[self.lines[line].every]
            self.lines[line].by_month[rows.start : rows.stop : rows.step] += by_month

    # -- what is done after which step ------------------------------------------------------

    @cached_property
    def _lines_of(self) -> dict[int, list[str]]:
        """The lines to settle after each step; under BEFORE those that need none."""
        here = {term.index for term in self._steps}
        after: dict[int, list[str]] = {}
        for line in self.lines:
            source = self.binding.program.lines[line].source.index
            after.setdefault(source if source in here else BEFORE, []).append(line)
        return after

    @cached_property
    def _unread_after(self) -> dict[int, list[int]]:
        """The results that nobody reads after each step."""
        last: dict[int, int] = {}
        for term in self._steps:
            last |= {source.index: term.index for source in (term, *term.inputs)}
        after: dict[int, list[int]] = {}
        for index, step in last.items():
            after.setdefault(step, []).append(index)
        return after

    # -- one block --------------------------------------------------------------------------

    def _blocks(self, workers: int, most: int) -> list[slice]:
        """The people in blocks of a size at most, as many for each worker."""
        size = self.binding.facts.size
        count = -(-size // (most * workers)) * workers
        length = max(-(-size // max(count, 1)), 1)
        return [slice(start, min(start + length, size)) for start in range(0, size, length)]

    def _block(self, people: slice) -> None:
        sums = self._code.run(people) if self._code and self._code.ready else None
        if sums is None:
            self.sizes_known = False
            self._block_in_numpy(people)
        else:
            self._by_month += sums.items()

    @cached_property
    def _works(self) -> list[tuple[Term, Work]]:
        return [(term, self.binding.work(term)) for term in self._steps]

    @no_warnings
    def _block_in_numpy(self, people: slice) -> None:
        here: dict[int, Any] = {}
        for line in self._lines_of.get(BEFORE, ()):
            self._settle(line, people, here)
        for term, work in self._works:
            if term.index in self.kept:
                out = _of_people(self.kept[term.index], people)
            else:
                out = self.binding.empty(term, people.stop - people.start)
            work(out, people, *(self._argument(a, people, here) for a in term.args))
            here[term.index] = out
            for line in self._lines_of.get(term.index, ()):
                self._settle(line, people, here)
            for index in self._unread_after.get(term.index, ()):
                here.pop(index, None)

    def _argument(self, term: Term, people: slice, here: Mapping[int, Any]) -> Any:
        """What a step reads of some people, from what was worked out `here` or is known."""
        if term.width < 2:
            return self.binding.values[term.index]
        if term.index in here:
            return here[term.index]
        if term.index in self.known:
            return _of_people(self.known[term.index], people)
        if term.column:
            return self.binding.column(term)[:, people]
        return self.binding.view(term, self._argument(term.args[0], people, here))

    def _settle(self, line: str, people: slice, here: Mapping[int, Any]) -> None:
        """Rounds a pay line to fen and adds it up by month and by person."""
        term, result = self.binding.program.lines[line], self.lines[line]
        facts, rows = self.binding.facts, self.binding.context.rows[result.every]
        if result.amounts is None:
            fen = np.empty((len(rows), people.stop - people.start))
        else:
            fen = result.amounts[:, people]
        exact.to_fen(self._argument(term, people, here), fen)
        if not facts.full:
            present = facts.present[rows.start : rows.stop : rows.step, people]
            exact.where(fen, present, fen)
        np.add.reduce(fen, axis=0, out=result.by_person[people])
        if fen.size and max(fen.max(), -fen.min()) >= exact.LARGEST_FEN:
            # One month beyond it must not be lost in a sum with another.
            result.by_person[people] = np.abs(fen).max(axis=0)
        self._by_month.append((line, np.add.reduce(fen, axis=1)))


def _of_people(whole: Any, people: slice) -> Any:
    if isinstance(whole, tuple):
        return tuple(array[:, people] for array in whole)
    return whole[:, people]
