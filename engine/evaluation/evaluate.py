"""Plan + facts → payouts: what is asked for is looked up, and worked out where it is not known.

Moving one figure works out only what lies downstream of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np

from engine.evaluation.binding import Binding, no_warnings
from engine.evaluation.block_pass import BlockPass
from engine.evaluation.calculations import CallOverEveryone
from engine.evaluation.compiled_call import result_in_code
from engine.evaluation.freed_memory import POOL
from engine.evaluation.memory import Memory
from engine.evaluation.operations import Array, Value
from engine.evaluation.payouts import LineResult, MeasureResult, Payouts, Subtotal
from engine.evaluation.program import Term
from engine.facts import Facts
from engine.formula import exact
from engine.plan import Line, Plan
from engine.progress import Progress, no_progress, part
from engine.text import Problem, Refused
from engine.yaml_files import Json


def evaluate(
    plan: Plan,
    facts: Facts,
    memory: Memory | None = None,
    *,
    amounts: bool | Collection[str] = True,
    measures: bool = False,
    moving: Collection[str] = (),
    progress: Progress = no_progress,
) -> Payouts:
    """What a plan pays to everyone in every month of the facts.

    `facts` must have been read for this plan (or a plan with the same columns). With
    `amounts=False` only totals are kept: cost by month and pay by person of every line; where
    lines are named, all amounts of these alone are kept. With `measures=True` the plan's measures
    are kept too. `moving` names parameters that will be asked about with other values: what they
    are applied to is remembered, so that the next value works out only what depends on them.
    Raises Refused where an amount is no number.
    """
    memory = memory if memory is not None else Memory()
    evaluation = Evaluation(plan, facts, memory, moving)
    reported = plan.measures if measures else ()
    terms = [evaluation.binding.program.lines[line.id] for line in reported]
    lines = evaluation.ask(terms, plan.pay_lines, amounts, progress)
    found = {line.id: evaluation.measure(line) for line in reported}
    return Payouts(plan, facts, lines, found, evaluation.subtotal(lines, moving))


def evaluate_each(
    plan: Plan, facts: Facts, parameter: str, values: Sequence[Json], memory: Memory | None = None
) -> list[Payouts]:
    """Totals for several values of one parameter; everything upstream is worked out once."""
    memory = memory if memory is not None else Memory()
    plans = [plan.with_values({parameter: value}) for value in values]
    return [evaluate(p, facts, memory, amounts=False, moving=(parameter,)) for p in plans]


class Evaluation:
    """One evaluation. `found` are results over everyone, by the index of their term."""

    def __init__(
        self,
        plan: Plan,
        facts: Facts,
        memory: Memory,
        moving: Collection[str] = (),
        whole: Facts | None = None,
    ) -> None:
        self.plan, self.facts, self.memory = plan, facts, memory
        self.binding = Binding(plan, facts, whole)
        self.found: dict[int, Any] = {}
        self.kept = self.binding.program.upstream_of(moving)

    # -- asking -----------------------------------------------------------------------------

    def ask(
        self,
        terms: Iterable[Term],
        lines: Sequence[Line] = (),
        amounts: bool | Collection[str] = False,
        progress: Progress = no_progress,
    ) -> dict[str, LineResult]:
        """Brings terms to what is found; the results of pay lines, by id. What is not remembered of
        all these is worked out together."""
        sources = dict.fromkeys(term.source for term in terms)
        wanted = [t for t in sources if t.width == 2 and not t.column and t.index not in self.found]
        term_keys = [self.binding.key(term) for term in wanted]
        every = amounts is True
        named = () if isinstance(amounts, bool) else amounts
        line_keys = [self._line_key(line, every or line.id in named) for line in lines]
        term_of = dict(zip(term_keys, wanted, strict=True))
        line_of = dict(zip(line_keys, lines, strict=True))

        def work(missing: list[_Key]) -> list[Any]:
            missing_terms = [term_of[key] for key in missing if isinstance(key, bytes)]
            results = {
                line_of[key].id: self._no_result(line_of[key], key[-1])
                for key in missing
                if not isinstance(key, bytes)
            }
            calls = [term for term in missing_terms if term.looks_at_everyone]
            if calls:
                self._call_over_everyone(calls, progress)
            arrays = [term for term in missing_terms if not term.looks_at_everyone]
            self._work_out(arrays, results, progress)
            return [*(self.found[term.index] for term in missing_terms), *results.values()]

        keys: list[_Key] = [*term_keys, *line_keys]
        values = self.memory.cached_all(keys, work)
        self.found |= {t.index: value for t, value in zip(wanted, values, strict=False)}
        results = values[len(wanted) :]
        return {line.id: result for line, result in zip(lines, results, strict=True)}

    def subtotal(
        self, results: Mapping[str, LineResult], moving: Collection[str]
    ) -> Subtotal | None:
        """What the lines pay together that depend on no `moving` figure, which the next value of
        one finds added up; None where that is a single line at most."""
        unmoved = self.binding.program.unmoved(moving) if moving else ()
        lines = [self.plan.lines[name] for name in unmoved if name in results]
        if len(lines) < 2:
            return None
        added = [results[line.id] for line in lines]
        key = "subtotal", *map(self._content, lines)
        by_person = self.memory.cached(key, lambda: reduce(np.add, (r.by_person for r in added)))
        return Subtotal(added, by_person)

    def measure(self, line: Line) -> MeasureResult:
        """A measure that was asked for, over everyone, with codes for texts; a number that stands
        for a decimal is that decimal."""
        term = self.binding.program.lines[line.id]
        if term.width == 2:
            array = self.over_everyone(term)
        else:
            array = self.binding.figure_over_everyone(term, line.every)
        decimals = self.binding.decimals(term) if term.holds == "number" else None
        if decimals is None:
            array = array.view()
            array.setflags(write=False)
        else:
            array = exact.settled(array, decimals)
        return MeasureResult(line.every, array, getattr(line.formula.kind, "values", None))

    def over_everyone(self, term: Term) -> Any:
        """A term that was found, as an array over everyone (or a tuple of them)."""
        if term.index in self.found:
            return self.found[term.index]
        if term.column:
            return self.binding.column(term)
        return self.binding.view(term, self.over_everyone(term.args[0]))

    # -- working out ------------------------------------------------------------------------

    @no_warnings
    def _call_over_everyone(self, calls: Sequence[Term], progress: Progress) -> None:
        self.ask([argument for call in calls for argument in call.inputs], progress=progress)
        for call in calls:
            if call.index in self.found:  # another of the calls reads it
                continue
            arguments = [
                self.over_everyone(a) if a.width == 2 else self.binding.values[a.index]
                for a in call.args
            ]
            self.found[call.index] = self.called(call, arguments)
            progress(0.0)

    def called(self, call: Term, arguments: Sequence[Value]) -> Array:
        """What a call that looks at everyone comes to on its arguments."""
        assert isinstance(call.operation, CallOverEveryone)
        decimals = self.binding.decimals_of_arguments(call)
        asked = self.binding.context, call.every, arguments, decimals
        found = result_in_code(call.operation, *asked)
        return call.operation.result(*asked) if found is None else found

    def _work_out(
        self, arrays: Sequence[Term], lines: Mapping[str, LineResult], progress: Progress
    ) -> None:
        """Works out terms over everyone and fills the results of lines, in one pass over the people
        once everything is found that is worked out, or kept, for everyone at once."""
        ends = [*arrays, *(self.binding.program.lines[line] for line in lines)]
        steps, first = self._needed(ends, arrays)
        if first:
            self.ask(first, progress=part(progress, 0.0, 0.5))
            progress = part(progress, 0.5, 1.0)
            steps, _ = self._needed(ends, arrays)
        missing = [term for term in arrays if term.index not in self.found]
        if steps or lines:
            block_pass = BlockPass(self.binding, self.found, steps, missing, lines)
            block_pass.run(progress)
            self.found |= block_pass.kept
            if not block_pass.sizes_known:
                for line, result in lines.items():
                    self._check_size(line, result)

    def _needed(
        self, ends: Iterable[Term], arrays: Collection[Term]
    ) -> tuple[list[Term], list[Term]]:
        """What a pass that brings `ends` works out, each after those it needs, and what is to be
        found before it."""
        steps: set[Term] = set()
        first: set[Term] = set()
        stack = [term.source for term in ends if term.width == 2]
        while stack:
            term = stack.pop()
            if term.column or term.index in self.found:
                continue
            if term.looks_at_everyone or (term in self.kept and term not in arrays):
                first.add(term)
            elif term not in steps:
                steps.add(term)
                stack += term.inputs
        return sorted(steps, key=_index), sorted(first, key=_index)

    # -- results of lines -------------------------------------------------------------------

    def _line_key(self, line: Line, amounts: bool) -> _LineKey:
        """What a line's result is remembered by: with amounts where they are asked for or known."""
        own = self._content(line)
        return *own, amounts or (*own, True) in self.memory

    def _content(self, line: Line) -> tuple[bytes, str]:
        """Names what a line pays."""
        return self.binding.key(self.binding.program.lines[line.id]), line.paid_every.key

    def _no_result(self, line: Line, amounts: bool) -> LineResult:
        """Arrays to be filled."""
        size, months = self.facts.size, self.facts.months
        every = line.paid_every
        shape = (len(self.binding.context.rows[every]), size)
        return LineResult(
            every, np.zeros(months), POOL.empty((size,)), POOL.empty(shape) if amounts else None
        )

    def _check_size(self, line: str, result: LineResult) -> None:
        most = max(result.by_person.max(initial=0.0), -result.by_person.min(initial=0.0))
        if most < exact.LARGEST_FEN:
            return
        for key, limit in (("not_finite", np.inf), ("pay_too_large", exact.LARGEST_FEN)):
            good = np.abs(result.by_person) < limit
            if not good.all():
                employee = self.facts.employees[int(np.argmin(good))]
                raise Refused([Problem(key, {"employee": employee}, column=line)])


_LineKey = tuple[bytes, str, bool]
_Key = bytes | _LineKey
"""What a term or a line's result is remembered by."""


def _index(term: Term) -> int:
    return term.index
