"""Plan + facts → payouts: runs the program block by block and remembers results by content.

People are taken in blocks that fit the processor's cache, blocks by threads where that pays. Words
that look at everyone run between the blocks' passes. A result is looked up before it is worked out,
so moving one figure works out only what lies downstream of it.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every, calendar_month, paying_rows
from engine.facts.arrays import Facts
from engine.formula import exact
from engine.formula.words import WORDS, Span
from engine.memory import Memory
from engine.messages import Problem, Refused
from engine.payouts import LineResult, MeasureResult, Payouts
from engine.plan import shapes
from engine.plan.schema import Json, Line, Plan
from engine.program import Program, Term, compile_plan

BLOCK = 8192
"""People worked out at a time: in numpy the level-3 cache decides, not the level-2 cache."""
THREADED = 10_000_000
"""Cells to be worked out from which on several threads are worth their start."""

Value = Any
"""An array, a number, figures, or the tuple of arrays of a word with several results."""


def evaluate(
    plan: Plan,
    facts: Facts,
    memory: Memory | None = None,
    *,
    amounts: bool = True,
    measures: bool = False,
) -> Payouts:
    """What a plan pays to everyone in every month of the facts.

    `facts` must have been read for this plan (or a plan with the same columns). With
    `amounts=False` only totals are kept: cost by month and pay by person of every line. With
    `measures=True` the plan's measures are kept too. Raises Refused where an amount is no number.
    """
    run = _Run(plan, facts, memory if memory is not None else Memory())
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
    alone = _Run(plan, facts.take([position]), Memory())
    values: list[Value] = list(alone.values)
    given = {t.index: array[:, position : position + 1] for t, array in known.items()}
    block = _Block(alone, 0, 1)
    for term in run.program.terms:
        if term.index in given:
            values[term.index] = given[term.index]
        elif term.width == 2:
            values[term.index] = block.work_out(
                term, lambda t: values[t.index], alone.whole_empty
            )
    return run.program, values


@dataclass(frozen=True)
class _Wanted:
    """What a pass over the people is to bring: whole arrays and pay lines."""

    arrays: Sequence[Term]
    lines: Sequence[Line]
    amounts: bool


class _Run:
    """One evaluation: the program with a plan's figures bound to it, on some facts."""

    def __init__(self, plan: Plan, facts: Facts, memory: Memory) -> None:
        self.plan, self.facts, self.memory = plan, facts, memory
        self.program = compile_plan(plan)
        self.unlimited = any(p.value is None for p in plan.parameters.values())
        self.months, self.people = facts.months, facts.size
        self.rows = {
            every: range(*paying_rows(facts.first, self.months, every).indices(self.months))
            for every in Every
        }
        self.full: dict[int, Value] = {}
        self.values: list[Value] = [None] * len(self.program.terms)
        self.keys: list[bytes] = []
        self._check_columns()
        self._bind()

    def _check_columns(self) -> None:
        """Facts read for another plan are refused rather than misread."""
        missing = []
        for column in self.plan.facts.values():
            if column.kind in ("category", "group"):
                found = self.facts.categories.get(column.id)
                fits = found is not None and (
                    column.kind == "group" or found.values == tuple(column.values)
                )
            elif column.kind == "person":
                fits = column.id in self.facts.people
            else:
                fits = column.id in self.facts.numbers
            if not fits:
                missing.append(
                    Problem("facts_lack", {"plan": self.plan.title}, self.facts.source, None, column.id)
                )
        if missing:
            raise Refused(missing)

    # -- binding figures --------------------------------------------------------------------

    def _bind(self) -> None:
        """Works out what is the same for everyone, and the content key of every term."""
        base = f"{self.facts.key} {self.facts.first}".encode()
        for term in self.program.terms:
            content: Any = term.detail
            if term.op in ("parameter", "figures", "entry", "lookup", "in_months"):
                name = term.detail if isinstance(term.detail, str) else term.detail[0]
                content = (term.detail, self.plan.parameters[name].value)
            text = repr((term.op, content, term.every.value, term.holds)).encode()
            arguments = b"".join(self.keys[a.index] for a in term.args)
            self.keys.append(hashlib.blake2b(base + text + arguments, digest_size=16).digest())
            if term.width < 2:
                self.values[term.index] = self._bound(term)

    def _bound(self, term: Term) -> Value:
        parameters = self.plan.parameters
        match term.op:
            case "constant" | "code":
                return term.detail
            case "parameter":
                value = parameters[term.detail].value
                return np.inf if value is None else value
            case "entry":
                name, key, end = term.detail
                return float(shapes.figures(parameters[name], (key,), end).values[0])  # type: ignore[union-attr]
            case "figures":
                name, keys, end = term.detail
                return shapes.figures(parameters[name], keys, end)
            case "calendar_month":
                numbers = [calendar_month(self.facts.first + row) for row in self.rows[term.every]]
                return np.array(numbers, dtype=np.float64)[:, None]
        shape = (1 if term.width == 0 else len(self.rows[term.every]), 1)
        block = _Block(self, 0, 1)

        def value(of: Term) -> Value:
            bound = self.values[of.index]
            return np.full((1, 1), bound) if isinstance(bound, bool | float | int) else bound

        result = block.work_out(term, value, lambda t: np.empty(shape, dtype=_dtype(t)))
        if term.width == 0:
            return result.item()
        return result

    def table(self, term: Term) -> NDArray[np.float64]:
        """The figures a look-up reads."""
        name, keys, end = term.detail
        found = shapes.figures(self.plan.parameters[name], keys, end)
        return found.values  # type: ignore[union-attr,return-value]

    def _moving(self) -> set[str]:
        """The parameters that differ from the plan last asked about: what somebody is moving."""
        key = ("figures", self.plan.structure, self.facts.key)
        now = {p.id: p.value for p in self.plan.parameters.values()}
        before, moved = self.memory.get(key) or (now, set())
        changed = {name for name in now if now[name] != before.get(name)}
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
        """Measures as whole arrays, NaN-free, with codes for texts."""
        lines = list(lines)
        terms = [self.program.lines[line.id] for line in lines]
        arrays = self.whole(terms)
        results = {}
        for line, term in zip(lines, terms, strict=True):
            kind = line.formula.kind
            values = getattr(kind, "values", None)
            results[line.id] = MeasureResult(line.every, arrays[term], values)
        return results

    def whole(self, terms: Sequence[Term]) -> dict[Term, Value]:
        """Terms as arrays over everyone."""
        wide = [t for t in terms if t.width == 2]
        self._pass(_Wanted(wide, (), False))
        shapes_ = {t: (len(self.rows[t.every]), self.people) for t in terms}
        return {
            t: self._full_value(t)
            if t.width == 2
            else np.broadcast_to(np.asarray(self.values[t.index], _dtype(t)), shapes_[t])
            for t in terms
        }

    def _line_key(self, line: Line) -> tuple[str, bytes, str]:
        return ("line", self.keys[self.program.lines[line.id].index], line.every.word)

    def _check_finite(self, line: Line, result: LineResult) -> None:
        good = np.isfinite(result.by_person)
        if not good.all():
            employee = self.facts.employees[int(np.argmin(good))]
            raise Refused([Problem("not_finite", {"employee": employee}, column=line.id)])

    # -- the pass over the people -----------------------------------------------------------

    def _pass(self, wanted: _Wanted) -> dict[str, LineResult]:
        """Works out what is wanted and not remembered, stage by stage."""
        ends = [*wanted.arrays, *(self.program.lines[line.id] for line in wanted.lines)]
        needed = self._needed(ends)
        keep = self._kept(needed, wanted)
        results: dict[str, LineResult] = {}
        for depth in range(max((t.depth for t in (*needed, *ends)), default=0) + 1):
            for term in needed:
                if term.depth == depth and _looks_at_everyone(term):
                    self._remember(term, self._look_at_everyone(term))
            stage = [t for t in needed if t.depth == depth and not _looks_at_everyone(t)]
            lines = [x for x in wanted.lines if self.program.lines[x.id].depth == depth]
            results |= self._stage(stage, [t for t in stage if t in keep], lines, wanted.amounts)
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
            stack += [a for a in term.args if a.width == 2]
        return [t for t in self.program.terms if t.index in needed]

    def _recalled(self, term: Term) -> bool:
        if term.index in self.full:
            return True
        found = self.memory.get(self.keys[term.index])
        if found is not None:
            self.full[term.index] = found
        return found is not None

    def _kept(self, needed: list[Term], wanted: _Wanted) -> set[Term]:
        """The terms to keep whole: what is asked for, what a later stage or a look at everyone
        reads, and what feeds the figure that is being moved."""
        keep = {t for t in wanted.arrays if not t.is_leaf}
        moved: set[int] = set()
        moving = self._moving()
        if moving:
            for term in self.program.terms:
                name = term.detail if isinstance(term.detail, str) else None
                if isinstance(term.detail, tuple) and term.detail:
                    name = term.detail[0]
                reads = term.op in ("parameter", "figures", "entry", "lookup", "in_months")
                if (reads and name in moving) or any(a.index in moved for a in term.args):
                    moved.add(term.index)
        for term in needed:
            for argument in term.args:
                source = _source(argument)
                if source.width < 2 or source.is_leaf or source.index in self.full:
                    continue
                waits = source.depth < term.depth or _looks_at_everyone(term)
                feeds = term.index in moved and argument.index not in moved and not _is_cheap(source)
                if waits or feeds:
                    keep.add(source)
        return {_source(t) for t in keep}

    def _stage(
        self, terms: list[Term], keep: list[Term], lines: list[Line], amounts: bool
    ) -> dict[str, LineResult]:
        """Works out terms of one depth for everyone, block by block."""
        if not terms and not lines:
            return {}
        for term in keep:
            self.full[term.index] = self.whole_empty(term)
        results = {line.id: self._result_empty(line, amounts) for line in lines}
        last = _last_uses(terms)
        starts = range(0, self.people, BLOCK)
        queue: SimpleQueue[int] = SimpleQueue()
        for start in starts:
            queue.put(start)
        months = {line.id: np.zeros((len(starts), self.months)) for line in lines}

        def work() -> None:
            pool = _scratch()
            while not queue.empty():
                try:
                    start = queue.get_nowait()
                except Empty:  # another thread was quicker
                    return
                block = _Block(self, start, min(start + BLOCK, self.people), pool)
                block.run(terms, last, lines, results, months)

        cells = sum(len(self.rows[t.every]) for t in terms) * self.people
        workers = _workers() if cells >= THREADED else 1
        if workers == 1:
            work()
        else:
            for future in [_threads().submit(work) for _ in range(workers)]:
                future.result()
        for term in keep:
            self._remember(term, self.full[term.index])
        for line in lines:
            results[line.id].by_month[:] = months[line.id].sum(axis=0)
        return results

    def _look_at_everyone(self, term: Term) -> Value:
        rows = self.rows[term.every]
        present = self.facts.present[rows.start : rows.stop : rows.step]
        span = Span(self.facts.first, present, rows)
        name, filled = term.detail
        values = iter(
            self._full_value(a) if a.width == 2 else self.values[a.index] for a in term.args
        )
        arguments = [next(values) if given else None for given in filled]
        return WORDS[name].kernel(span, *arguments)

    def _full_value(self, term: Term) -> Value:
        """A term over everyone: a leaf, a view of another, or kept whole."""
        if term.index in self.full:
            return self.full[term.index]
        if term.is_leaf:
            return self.leaf(term, 0, self.people)
        if term.op == "field":
            return self._full_value(term.args[0])[term.detail]
        if term.op == "rows":
            return self._full_value(term.args[0])[self.view(term)]
        found = self.memory.get(self.keys[term.index])
        assert found is not None, term
        return found

    def leaf(self, term: Term, low: int, high: int) -> NDArray[Any]:
        """A column of the facts for some people, in the months a term needs."""
        rows = self.rows[term.every]
        if term.op == "fact":
            array: NDArray[Any] = self.facts.numbers[term.detail]
        elif term.op == "codes":
            array = self.facts.categories[term.detail].codes
        else:
            array = self.facts.people[term.detail]
        return array[rows.start : rows.stop : rows.step, low:high]

    def view(self, term: Term) -> slice:
        """Which rows of its argument a `rows` term shows."""
        source = self.rows[term.args[0].every]
        wanted = self.rows[term.every]
        if not wanted:
            return slice(0, 0)
        return slice(
            (wanted.start - source.start) // source.step, len(source), wanted.step // source.step
        )

    def whole_empty(self, term: Term) -> Value:
        shape = (len(self.rows[term.every]), self.people)
        if term.holds == "record":
            return tuple(np.empty(shape, dtype=d) for d in _record_dtypes(term))
        return np.empty(shape, dtype=_dtype(term))

    def _result_empty(self, line: Line, amounts: bool) -> LineResult:
        shape = (len(self.rows[line.every]), self.people)
        return LineResult(
            line.every,
            np.zeros(self.months),
            np.empty(self.people),
            np.empty(shape) if amounts else None,
        )

    def _remember(self, term: Term, value: Value) -> None:
        self.full[term.index] = value
        arrays = value if isinstance(value, tuple) else (value,)
        self.memory.keep(self.keys[term.index], value, sum(a.nbytes for a in arrays))


class _Block:
    """Some people's share of a stage: registers, and the operations on them."""

    def __init__(
        self,
        run: _Run,
        low: int,
        high: int,
        pool: dict[tuple[str, int], list[NDArray[Any]]] | None = None,
    ) -> None:
        self.owner, self.low, self.high = run, low, high
        self.pool = pool if pool is not None else {}
        self.registers: dict[int, Value] = {}

    def run(
        self,
        terms: list[Term],
        last: Mapping[int, list[Term]],
        lines: list[Line],
        results: Mapping[str, LineResult],
        months: Mapping[str, NDArray[np.float64]],
    ) -> None:
        """Works out the terms in order, gives buffers back, and settles pay lines as they come."""
        owner = self.owner
        due: dict[int, list[Line]] = {}
        for line in lines:
            due.setdefault(owner.program.lines[line.id].index, []).append(line)
        done: set[str] = set()

        def settle(term: Term) -> None:
            for line in due.get(term.index, ()):
                self._settle(line, term, results[line.id], months[line.id])
                done.add(line.id)

        for term in terms:
            self.registers[term.index] = self.work_out(term, self.value, self._buffer)
            settle(term)
            for dead in last.get(term.index, ()):
                self._release(dead)
        for line in lines:
            if line.id not in done:
                term = owner.program.lines[line.id]
                self._settle(line, term, results[line.id], months[line.id])
        for term in terms:
            self._release(term)

    def value(self, term: Term) -> Value:
        """What a term is for these people."""
        owner = self.owner
        if term.index in self.registers:
            return self.registers[term.index]
        if term.width < 2:
            return owner.values[term.index]
        if term.is_leaf:
            return owner.leaf(term, self.low, self.high)
        if term.index in owner.full:
            full = owner.full[term.index]
            if isinstance(full, tuple):
                return tuple(a[:, self.low : self.high] for a in full)
            return full[:, self.low : self.high]
        if term.op == "field":
            return self.value(term.args[0])[term.detail]
        assert term.op == "rows", term
        return self.value(term.args[0])[owner.view(term)]

    # -- buffers ----------------------------------------------------------------------------

    def _buffer(self, term: Term) -> Value:
        """Where a term's result goes: its whole array if that is kept, else a lent buffer."""
        if term.index in self.owner.full:
            full = self.owner.full[term.index]
            if isinstance(full, tuple):
                return tuple(a[:, self.low : self.high] for a in full)
            return full[:, self.low : self.high]
        rows = len(self.owner.rows[term.every])
        if term.holds == "record":
            return tuple(self._lent(d, rows) for d in _record_dtypes(term))
        return self._lent(_dtype(term), rows)

    def _lent(self, dtype: type, rows: int) -> NDArray[Any]:
        free = self.pool.setdefault((np.dtype(dtype).char, rows), [])
        whole = free.pop() if free else np.empty((rows, BLOCK), dtype=dtype)
        return whole[:, : self.high - self.low]

    def _release(self, term: Term) -> None:
        value = self.registers.pop(term.index, None)
        if value is None or term.is_view or term.index in self.owner.full:
            return
        for array in value if isinstance(value, tuple) else (value,):
            self._give_back(array)

    def _give_back(self, array: NDArray[Any]) -> None:
        whole = array.base if array.base is not None else array
        if isinstance(whole, np.ndarray) and whole.shape[1] == BLOCK:
            self.pool.setdefault((whole.dtype.char, whole.shape[0]), []).append(whole)

    # -- operations -------------------------------------------------------------------------

    def _settle(
        self, line: Line, term: Term, result: LineResult, months: NDArray[np.float64]
    ) -> None:
        """Rounds a pay line to fen and adds it up by month and by person."""
        owner, people = self.owner, slice(self.low, self.high)
        rows = owner.rows[line.every]
        amounts = result.amounts
        fen = self._lent(np.float64, len(rows)) if amounts is None else amounts[:, people]
        exact.to_fen(self.value(term), fen)
        if not (term.zero and term.width == 2) and not owner.facts.full:
            present = owner.facts.present[rows.start : rows.stop : rows.step, people]
            np.multiply(fen, present, out=fen)
        np.add.reduce(fen, axis=0, out=result.by_person[people])
        block = self.low // BLOCK
        np.add.reduce(fen, axis=1, out=months[block, rows.start : rows.stop : rows.step])
        if amounts is None:
            self._give_back(fen)

    def work_out(self, term: Term, value: Any, buffer: Any) -> Value:
        """The result of one term. `value` gives arguments, `buffer` where the result goes."""
        owner = self.owner
        if term.op == "field":
            return value(term.args[0])[term.detail]
        if term.op == "rows":
            return value(term.args[0])[owner.view(term)]
        if term.is_leaf:
            return owner.leaf(term, self.low, self.high)
        arguments = [value(a) for a in term.args]
        out = buffer(term)
        match term.op:
            case "word":
                self._word(term, out, arguments)
            case "lookup":
                np.take(owner.table(term), arguments[0], out=out, mode="clip")
            case "present":
                np.multiply(arguments[0], owner.facts.present[:, self.low : self.high], out=out)
            case "among":
                codes, count = term.detail
                inside = np.zeros(count + 1, dtype=np.bool_)
                inside[list(codes)] = True
                np.take(inside, arguments[0], out=out, mode="clip")
            case "recode":
                np.take(np.array(term.detail), arguments[0], out=out, mode="clip")
            case "in_months":
                wanted = owner.plan.parameters[term.detail].value
                np.copyto(out, np.isin(arguments[0], wanted))
            case "spread":
                out.fill(0)
                rows = owner.rows[term.detail]
                due = np.broadcast_to(arguments[0], (len(rows), out.shape[1]))
                if term.every is Every.MONTH:
                    out[rows.start : rows.stop : rows.step] = due
                else:
                    places = {row: i for i, row in enumerate(owner.rows[term.every])}
                    for i, row in enumerate(rows):
                        if row in places:
                            out[places[row]] = due[i]
            case "choose":
                _choose(out, *arguments, finite=not owner.unlimited)
            case _:
                _OPERATIONS[term.op](out, *arguments)
        return out

    def _word(self, term: Term, out: Value, arguments: list[Value]) -> None:
        name, filled = term.detail
        word = WORDS[name]
        given = iter(arguments)
        arguments = [next(given) if there else None for there in filled] + list(given)
        if word.scope == "cell":
            word.kernel(out, *arguments)
            return
        owner = self.owner
        present = owner.facts.present[:, self.low : self.high]
        word.kernel(out, Span(owner.facts.first, present, owner.rows[term.every]), *arguments)


# -- operators -----------------------------------------------------------------------------


def _choose(out: NDArray[Any], condition: Any, then: Any, other: Any, finite: bool) -> None:
    """then where the condition holds, else other: by multiplication, which beats masked copies
    but needs `finite` branches."""
    if out.dtype != np.float64 or out.size == 1 or not finite:
        np.copyto(out, np.where(condition, then, other))
        return
    np.multiply(condition, then, out=out)
    if np.ndim(other) > 0 or other != 0:
        np.add(out, np.multiply(np.logical_not(condition), other), out=out)


def _less(out: Any, a: Any, b: Any) -> None:
    exact.at_least(a, b, out)
    np.logical_not(out, out=out)


def _at_most(out: Any, a: Any, b: Any) -> None:
    exact.above(a, b, out)
    np.logical_not(out, out=out)


def _unequal(out: Any, a: Any, b: Any) -> None:
    exact.equal(a, b, out)
    np.logical_not(out, out=out)


_OPERATIONS: dict[str, Any] = {
    "+": lambda out, a, b: np.add(a, b, out=out),
    "-": lambda out, a, b: np.subtract(a, b, out=out),
    "*": lambda out, a, b: np.multiply(a, b, out=out),
    "/": lambda out, a, b: np.divide(a, b, out=out),
    "negative": lambda out, a: np.negative(a, out=out),
    ">=": lambda out, a, b: exact.at_least(a, b, out),
    ">": lambda out, a, b: exact.above(a, b, out),
    "==": lambda out, a, b: exact.equal(a, b, out),
    "<": _less,
    "<=": _at_most,
    "!=": _unequal,
    "and": lambda out, a, b: np.logical_and(a, b, out=out),
    "or": lambda out, a, b: np.logical_or(a, b, out=out),
    "not": lambda out, a: np.logical_not(a, out=out),
    "same": lambda out, a, b: np.equal(a, b, out=out),
}


# -- small things --------------------------------------------------------------------------


def _dtype(term: Term) -> type:
    return {"number": np.float64, "condition": np.bool_, "codes": np.int64}[term.holds]


def _record_dtypes(term: Term) -> list[type]:
    fields = WORDS[term.detail[0]].gives.fields  # type: ignore[attr-defined]
    return [np.bool_ if kind.name == "condition" else np.float64 for _, kind in fields]


def _looks_at_everyone(term: Term) -> bool:
    return term.op == "word" and WORDS[term.detail[0]].scope == "everyone"


def _source(term: Term) -> Term:
    """The term whose memory a view shows."""
    while term.is_view:
        term = term.args[0]
    return term


def _is_cheap(term: Term) -> bool:
    """Whether working a term out again costs no more than reading it back."""
    return term.op in ("lookup", "same", "among", "codes")


def _last_uses(terms: list[Term]) -> dict[int, list[Term]]:
    """For each term, those whose buffers are free once it has been worked out."""
    last: dict[int, tuple[int, Term]] = {}
    for place, term in enumerate(terms):
        last.setdefault(term.index, (place, term))
        for argument in term.args:
            source = _source(argument)
            if source.index in last:
                last[source.index] = (place, source)
        if term.is_view and (source := _source(term)).index in last:
            last[source.index] = (len(terms), source)
    freed: dict[int, list[Term]] = {}
    for place, term in last.values():
        if place < len(terms):
            freed.setdefault(terms[place].index, []).append(term)
    return freed


def _scratch() -> dict[tuple[str, int], list[NDArray[Any]]]:
    """This thread's buffers, kept from one evaluation to the next."""
    if not hasattr(_own, "buffers"):
        _own.buffers = {}
    buffers: dict[tuple[str, int], list[NDArray[Any]]] = _own.buffers
    return buffers


_own = threading.local()


@cache
def _workers() -> int:
    return min(8, os.cpu_count() or 1)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_workers(), thread_name_prefix="paycurve")
