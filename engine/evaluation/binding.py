"""A program with a plan's figures and some facts bound to it.

Works out once what is the same for everyone, and the content key of a term: equal keys mean equal
results.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from engine.calendar import Every
from engine.evaluation.calculations import Calculation, FunctionCall, Operator, Work
from engine.evaluation.compile import compile_plan
from engine.evaluation.decimals import (
    cancels,
    decimals_of_figure,
    decimals_of_result,
    settled,
)
from engine.evaluation.freed_memory import POOL
from engine.evaluation.operations import Array, Column, Context, Figure, Value, View
from engine.evaluation.program import Holds, Program, Term, digest
from engine.facts import Facts
from engine.formula import Record, exact
from engine.plan import Plan, shapes
from engine.text import Problem, Refused

no_warnings = np.errstate(invalid="ignore", over="ignore")
"""Pay that is no finite number is refused in words at the end, not by warnings on the way."""

_DTYPES: dict[Holds, type] = {"number": np.float64, "condition": np.bool_, "codes": np.int64}

BOUND = 8
"""Of so many facts what a program comes to is kept from one binding for the next."""


@dataclass(frozen=True)
class _Known:
    """What a program comes to on some facts with some `figures`, by the index of a term."""

    figures: Mapping[str, shapes.Value]
    values: dict[int, Value]
    keys: dict[int, bytes]
    decimals: dict[int, exact.Decimals]

    def with_figures(self, figures: Mapping[str, shapes.Value], resting: Collection[int]) -> _Known:
        """The same but for the terms `resting` on other figures, for a binding of its own."""
        # Copied at one go: others may be adding to them.
        values, keys, decimals = dict(self.values), dict(self.keys), dict(self.decimals)
        for index in resting:
            values.pop(index, None)
            keys.pop(index, None)
            decimals.pop(index, None)
        return _Known(figures, values, keys, decimals)


_last: WeakKeyDictionary[Program, OrderedDict[tuple[str, str], _Known]] = WeakKeyDictionary()
_lock = Lock()


def _kept(program: Program, place: tuple[str, str]) -> _Known | None:
    with _lock:
        kept = _last.setdefault(program, OrderedDict())
        if place in kept:
            kept.move_to_end(place)
        return kept.get(place)


def _keep(program: Program, place: tuple[str, str], known: _Known) -> None:
    with _lock:
        kept = _last.setdefault(program, OrderedDict())
        kept[place] = known
        while len(kept) > BOUND:
            kept.popitem(last=False)


class Binding:
    """A plan's program on some facts. Raises Refused for facts that lack a column of the plan.

    Where these are the facts of some people only, the others' are in `whole`.

    `program` reads only the branches that count of what figures decide. `values` holds what is the
    same for everyone, by the index of its term.
    """

    def __init__(self, plan: Plan, facts: Facts, whole: Facts | None = None) -> None:
        self.plan, self.facts, self.context = plan, facts, Context(plan, facts)
        self._whole = whole or facts
        self._of_facts = self.facts.key.encode()
        self.program = self._decided(compile_plan(plan))
        place = facts.key, self._whole.key
        before = _kept(self.program, place)
        figures = {p.id: p.value for p in plan.parameters.values()}
        if before is None:
            _check_columns(plan, facts)
            known = _Known(figures, {}, {}, {})
            changed: Sequence[int] = range(len(self.program.terms))
        else:
            was = before.figures
            other = frozenset(name for name, value in figures.items() if value is not was[name])
            changed = self.program.reading(other)
            known = before.with_figures(figures, changed) if other else before
        self.values, self._keys, self._decimals = known.values, known.keys, known.decimals
        for term in map(self.program.terms.__getitem__, changed):
            if term.width < 2:
                self.values[term.index] = self._value(term)
        if known is not before:
            _keep(self.program, place, known)

    def _decided(self, program: Program) -> Program:
        """The program with only the branches that count of what figures decide."""
        self.program, self.values, self._decimals = program, {}, {}
        for term in program.deciding:
            self.values[term.index] = self._value(term)
        return program.decided([bool(self.values[c.args[0].index]) for c in program.alike])

    def key(self, term: Term) -> bytes:
        """Names what a term comes to: its formula, the figures that it depends on and the facts."""
        if term.index not in self._keys:
            formula, reads = self.program.contents[term.index]
            figures = (self.plan.parameters[name].value.content.encode() for name in reads)
            self._keys[term.index] = digest(self._of_facts, formula, *figures)
        return self._keys[term.index]

    def months(self, term: Term) -> int:
        """How many months a term has a row for."""
        return len(self.context.rows[term.every])

    def work(self, term: Term) -> Work:
        """What works a term out that is no figure, column or view, nor looks at everyone."""
        operation = term.operation
        assert isinstance(operation, Calculation)
        if isinstance(operation, FunctionCall) and operation.function.scope != "cell":
            return operation.work(self.context, term.every, self.decimals_of_arguments(term))
        work = operation.work(self.context, term.every)
        if cancels(operation) and term.index in self.program.weighed:
            return settled(work, self.decimals(term))
        return work

    def decimals(self, term: Term) -> exact.Decimals:
        """How many decimal places write every number of a term exactly."""
        if term.index not in self._decimals:
            if isinstance(term.operation, Figure):
                found = decimals_of_figure(self.values[term.index])
            else:
                of = self.decimals_of_arguments(term)
                found = decimals_of_result(term.operation, self._whole, of)
                if term.operation == Operator("/") and term.args[1].width == 0:
                    found = exact.divided_by(of[0], self._figure(term.args[1]))
            self._decimals[term.index] = found
        return self._decimals[term.index]

    def _figure(self, term: Term) -> float:
        """A number that is the same for everyone."""
        figure = self.values[term.index]
        assert isinstance(figure, float | int)
        return float(figure)

    def decimals_of_arguments(self, term: Term) -> tuple[exact.Decimals, ...]:
        """The same of each argument; 0 for what is no number."""
        return tuple(self.decimals(argument) for argument in term.args)

    def column(self, term: Term) -> Array:
        """A column of the facts, in the months a term has."""
        assert isinstance(term.operation, Column)
        rows = self.context.rows[term.every]
        return term.operation.array(self.facts)[rows.start : rows.stop : rows.step]

    def view(self, term: Term, value: Value) -> Array:
        """What a view shows of the value of its argument."""
        assert isinstance(term.operation, View)
        return term.operation.of(value, self.context, term.every)

    def empty(self, term: Term, people: int) -> Any:
        """An array [month, person] to write a term to, or a tuple of them."""
        shape = (self.months(term), people)
        if term.holds == "record":
            return tuple(POOL.empty(shape, dtype) for dtype in record_dtypes(term))
        return POOL.empty(shape, _DTYPES[term.holds])

    def figure_over_everyone(self, term: Term, every: Every) -> Array:
        """A term that is the same for everyone, as an array over them in the months of a cycle."""
        figure: Array = np.asarray(self.values[term.index], _DTYPES[term.holds])
        return np.broadcast_to(figure, (len(self.context.rows[every]), self.facts.size))

    def _value(self, term: Term) -> Value:
        if isinstance(term.operation, Figure):
            return term.operation.value(self.context, term.every)
        return self._calculated(term)

    @no_warnings
    def _calculated(self, term: Term) -> Value:
        if isinstance(term.operation, View):
            value = self.values[term.args[0].index]
            return self.view(term, value) if term.width == 1 else value
        arguments = [_as_array(self.values[a.index]) for a in term.args]
        months = 1 if term.width == 0 else self.months(term)
        result: Array = np.empty((months, 1), _DTYPES[term.holds])
        self.work(term)(result, slice(0, 1), *arguments)
        if term.width == 1:
            return result
        figure: float = result.item()
        return figure


def _as_array(value: Value) -> Value:
    return np.full((1, 1), value) if isinstance(value, bool | int | float) else value


def record_dtypes(term: Term) -> list[type]:
    """The types of the arrays of a function with several results."""
    assert isinstance(term.operation, FunctionCall)
    gives = term.operation.function.gives
    assert isinstance(gives, Record)
    types = {"condition": np.bool_, "category": np.int64}
    return [types.get(kind.name, np.float64) for _, kind in gives.fields]


def _check_columns(plan: Plan, facts: Facts) -> None:
    """Facts read for another plan are refused rather than misread."""
    missing = []
    for column in plan.facts.values():
        if column.kind in ("category", "group"):
            found = facts.categories.get(column.id)
            fits = found is not None and (
                column.kind == "group" or found.values == tuple(column.values)
            )
        elif column.kind == "person":
            fits = column.id in facts.people
        else:
            fits = column.id in facts.numbers
        if not fits:
            lacking = {"plan": plan.title}
            missing.append(Problem("facts_lack", lacking, facts.source, None, column.id))
    if missing:
        raise Refused(missing)
