"""Plan + facts → payouts: runs the program block by block and remembers results by content.

People are taken in blocks that fit the processor's cache, blocks by threads where that pays. Words
that look at everyone run between the blocks' passes. A result is looked up before it is worked out,
so moving one figure works out only what lies downstream of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.binding import Bound, Value, dtype, quietly
from engine.evaluation.memory import Memory
from engine.evaluation.payouts import LineResult, MeasureResult, Payouts
from engine.evaluation.program import Program, Term
from engine.evaluation.stage import Stage
from engine.facts import Facts
from engine.formula import FUNCTIONS, Span
from engine.plan import Json, Line, Plan
from engine.progress import Progress, no_progress, part
from engine.text import Problem, Refused

THREADED = 10_000_000
"""Cells to be worked out from which on several threads are worth their start."""


def evaluate(
    plan: Plan,
    facts: Facts,
    memory: Memory | None = None,
    *,
    amounts: bool = True,
    measures: bool = False,
    progress: Progress = no_progress,
) -> Payouts:
    """What a plan pays to everyone in every month of the facts.

    `facts` must have been read for this plan (or a plan with the same columns). With
    `amounts=False` only totals are kept: cost by month and pay by person of every line. With
    `measures=True` the plan's measures are kept too. Raises Refused where an amount is no number.
    """
    run = _Run(plan, facts, memory if memory is not None else Memory(), progress)
    reported = plan.measures if measures else ()
    lines = run.pay(plan.pay_lines, amounts, [run.program.lines[m.id] for m in reported])
    return Payouts(plan, facts, lines, run.measures(reported))


def evaluate_each(
    plan: Plan, facts: Facts, parameter: str, values: Sequence[Json], memory: Memory | None = None
) -> list[Payouts]:
    """Totals for several values of one parameter; everything upstream is worked out once."""
    memory = memory if memory is not None else Memory()
    return [
        evaluate(plan.with_values({parameter: value}), facts, memory, amounts=False)
        for value in values
    ]


def trace(plan: Plan, facts: Facts, employee: str, memory: Memory) -> tuple[Program, list[Value]]:
    """Every step of the program for one person, with what concerns everyone already known.

    The arrays have one column. Used to explain; the fast path carries no tracing.
    """
    run = _Run(plan, facts, memory)
    everyone = [t for t in run.program.terms if t.depth > 0 and _looks_at_everyone(t)]
    known = run.whole(everyone)
    position = facts.position[employee]
    alone = Bound(plan, facts.take([position]))
    values: list[Value] = list(alone.values)
    given = {t.index: array[:, position : position + 1] for t, array in known.items()}
    for term in run.program.terms:
        if term.index in given:
            values[term.index] = given[term.index]
        elif term.width < 2 or term.holds == "case":
            continue
        elif term.is_leaf:
            values[term.index] = alone.leaf(term, slice(0, 1))
        elif term.op == "field":
            values[term.index] = values[term.args[0].index][term.detail]
        elif term.op == "rows":
            values[term.index] = values[term.args[0].index][alone.view(term)]
        else:
            values[term.index] = alone.empty(term)
            arguments = [values[a.index] for a in term.args]
            alone.operation(term)(values[term.index], slice(0, 1), *arguments)
    return run.program, values


@dataclass(frozen=True)
class _Wanted:
    """What a pass over the people is to bring: whole arrays and pay lines."""

    arrays: Sequence[Term]
    lines: Sequence[Line]
    amounts: bool


class _Run:
    """One evaluation: what is asked, what is remembered, and the passes over the people."""

    def __init__(
        self, plan: Plan, facts: Facts, memory: Memory, progress: Progress = no_progress
    ) -> None:
        self.plan, self.facts, self.memory, self.progress = plan, facts, memory, progress
        self.bound = Bound(plan, facts)
        self.program, self.rows = self.bound.program, self.bound.rows
        self.full: dict[int, Value] = {}

    def _moved(self) -> set[int]:
        """The terms that differ from the plan last asked about: what somebody is moving."""
        key = ("last", self.plan.structure, self.facts.key)
        now = self.bound.keys
        before, moved = self.memory.get(key) or (now, set())
        changed = {i for i, (a, b) in enumerate(zip(now, before, strict=True)) if a != b}
        self.memory.keep(key, (now, changed or moved), 0)
        return changed or moved

    # -- asking -----------------------------------------------------------------------------

    def pay(
        self, lines: Iterable[Line], amounts: bool, arrays: Sequence[Term] = ()
    ) -> dict[str, LineResult]:
        """The results of pay lines, remembered or worked out; `arrays` are kept on the way."""
        results: dict[str, LineResult] = {}
        missing: list[Line] = []
        for line in lines:
            found = self.memory.get(self._line_key(line))
            if found is None or (amounts and found.amounts is None):
                missing.append(line)
            else:
                results[line.id] = found
        if missing:
            wide = [term for term in arrays if term.width == 2]
            results |= self._pass(_Wanted(wide, missing, amounts))
            for line in missing:
                result = results[line.id]
                self._check_finite(line, result)
                self.memory.keep(self._line_key(line), result, result.size)
        return {line.id: results[line.id] for line in self.plan.pay_lines if line.id in results}

    def measures(self, lines: Iterable[Line]) -> dict[str, MeasureResult]:
        """Measures as whole arrays, with codes for texts."""
        lines = list(lines)
        whole = self.whole([self.program.lines[line.id] for line in lines])
        results = {}
        for line in lines:
            term = self.program.lines[line.id]
            array = whole.get(term)
            if array is None:  # the same for everyone, and maybe for every month
                figure: NDArray[Any] = np.asarray(self.bound.values[term.index], dtype(term))
                array = np.broadcast_to(figure, (len(self.rows[line.every]), self.facts.size))
            values = getattr(line.formula.kind, "values", None)
            results[line.id] = MeasureResult(line.every, array, values)
        return results

    def whole(self, terms: Iterable[Term]) -> dict[Term, Value]:
        """The terms that differ between people, as arrays over everyone."""
        wide = [t for t in terms if t.width == 2]
        self._pass(_Wanted(wide, (), False))
        return {t: self._full_value(t) for t in wide}

    def _line_key(self, line: Line) -> tuple[str, bytes, str]:
        return ("line", self.bound.keys[self.program.lines[line.id].index], line.every.word)

    def _check_finite(self, line: Line, result: LineResult) -> None:
        good = np.isfinite(result.by_person)
        if not good.all():
            employee = self.facts.employees[int(np.argmin(good))]
            raise Refused([Problem("not_finite", {"employee": employee}, column=line.id)])

    # -- the pass over the people -----------------------------------------------------------

    def _pass(self, wanted: _Wanted) -> dict[str, LineResult]:
        """Works out what is wanted and not remembered, stage by stage."""
        ends = [*wanted.arrays, *(self.bound.end(line) for line in wanted.lines)]
        needed = self._needed(ends)
        keep = self._kept(needed, wanted)
        results: dict[str, LineResult] = {}
        depths = max((t.depth for t in (*needed, *ends)), default=0) + 1
        for depth in range(depths):
            progress = part(self.progress, depth / depths, (depth + 1) / depths)
            for term in needed:
                if term.depth == depth and _looks_at_everyone(term):
                    self._remember(term, self._look_at_everyone(term))
                    progress(0.0)
            stage = [t for t in needed if t.depth == depth and not _looks_at_everyone(t)]
            lines = [x for x in wanted.lines if self.bound.end(x).depth == depth]
            kept = [t for t in stage if t in keep]
            results |= self._stage(stage, kept, lines, wanted.amounts, progress)
        return results

    def _needed(self, ends: Iterable[Term]) -> list[Term]:
        """The terms to work out, in order: those below the ends that are not remembered."""
        needed: set[int] = set()
        stack = [t for t in ends if t.width == 2]
        while stack:
            term = stack.pop()
            if term.index in needed or term.is_leaf:
                continue
            if self._recalled(term):
                continue
            needed.add(term.index)
            stack += [a for a in self.bound.reads(term) if a.width == 2]
        order = self.program.order
        return [self.program.terms[index] for index in sorted(needed, key=order.__getitem__)]

    def _recalled(self, term: Term) -> bool:
        if term.index in self.full:
            return True
        found = self.memory.get(self.bound.keys[term.index])
        if found is not None:
            self.full[term.index] = found
        return found is not None

    def _kept(self, needed: list[Term], wanted: _Wanted) -> set[Term]:
        """The terms to keep whole: what is asked for, what a later stage or a look at everyone
        reads, and what feeds the figure that is being moved."""
        keep = {t for t in wanted.arrays if not t.is_leaf}
        moved = self._moved()
        for term in needed:
            for argument in self.bound.reads(term):
                source = argument.source
                if source.width < 2 or source.is_leaf or source.index in self.full:
                    continue
                waits = source.depth < term.depth or _looks_at_everyone(term)
                feeds = term.index in moved and argument.index not in moved
                if waits or (feeds and not self._is_cheap(source)):
                    keep.add(source)
        for line in wanted.lines:
            end, term = self.bound.end(line), self.program.lines[line.id]
            if end.holds == "case" and term.index in moved and end.index not in moved:
                keep.add(end)
        return {t.source for t in keep}

    def _is_cheap(self, term: Term) -> bool:
        """Whether working a term out again costs no more than reading it back."""
        return self.bound.pick(term) is not None or term.op in ("same", "among")

    def _stage(
        self,
        terms: list[Term],
        keep: list[Term],
        lines: list[Line],
        amounts: bool,
        progress: Progress,
    ) -> dict[str, LineResult]:
        """Works out terms of one depth for everyone, block by block."""
        if not terms and not lines:
            return {}
        for term in keep:
            self.full[term.index] = self.bound.empty(term)
        results = {line.id: self._result_empty(line, amounts) for line in lines}
        stage = Stage(self.bound, self.full, terms, lines, results)
        workers = _workers() if stage.cells >= THREADED else 1
        queue: SimpleQueue[slice] = SimpleQueue()
        blocks = stage.blocks(workers)
        for block in blocks:
            queue.put(block)

        def work() -> None:
            while True:
                try:
                    stage.run(queue.get_nowait())
                except Empty:
                    return
                progress(1 - queue.qsize() / len(blocks))

        others = [_threads().submit(work) for _ in range(workers - 1)]
        work()
        for other in others:
            other.result()
        stage.finish()
        for term in keep:
            self._remember(term, self.full[term.index])
        return results

    @quietly
    def _look_at_everyone(self, term: Term) -> Value:
        rows = self.rows[term.every]
        present = self.facts.present[rows.start : rows.stop : rows.step]
        span = Span(self.facts.first, present, rows)
        name, filled = term.detail
        values = iter(
            self._full_value(a) if a.width == 2 else self.bound.values[a.index] for a in term.args
        )
        arguments = [next(values) if given else None for given in filled]
        return FUNCTIONS[name].kernel(span, *arguments)

    def _full_value(self, term: Term) -> Value:
        """A term over everyone: a leaf, a view of another, or kept whole."""
        if term.index in self.full:
            return self.full[term.index]
        if term.is_leaf:
            return self.bound.leaf(term, slice(None))
        if term.op == "field":
            return self._full_value(term.args[0])[term.detail]
        if term.op == "rows":
            return self._full_value(term.args[0])[self.bound.view(term)]
        found = self.memory.get(self.bound.keys[term.index])
        assert found is not None, term
        return found

    def _result_empty(self, line: Line, amounts: bool) -> LineResult:
        shape = (len(self.rows[line.every]), self.facts.size)
        return LineResult(
            line.every,
            np.zeros(self.facts.months),
            np.empty(self.facts.size),
            np.empty(shape) if amounts else None,
        )

    def _remember(self, term: Term, value: Value) -> None:
        self.full[term.index] = value
        arrays = value if isinstance(value, tuple) else (value,)
        self.memory.keep(self.bound.keys[term.index], value, sum(a.nbytes for a in arrays))


# -- small things --------------------------------------------------------------------------


def _looks_at_everyone(term: Term) -> bool:
    return term.op == "word" and FUNCTIONS[term.detail[0]].scope == "everyone"


@cache
def _workers() -> int:
    return min(8, os.cpu_count() or 1)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_workers(), thread_name_prefix="paycurve")
