"""A program with a plan's figures and some facts bound to it, and what each of its steps does.

Works out once what is the same for everyone, and the content key of every term: equal keys mean
equal results.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every, calendar_month, paying_rows, period_start
from engine.evaluation.cases import Picker, both, reached
from engine.evaluation.least import least, least_of
from engine.evaluation.program import Term, compile_plan
from engine.facts import Facts
from engine.formula import FUNCTIONS, Points, Record, Span, Table, exact
from engine.plan import Line, Plan, shapes
from engine.text import Problem, Refused

Value = Any
"""An array, a number, figures, or the tuple of arrays of a word with several results."""

quietly = np.errstate(invalid="ignore", over="ignore")
"""Pay that is no finite number is refused in words at the end, not by warnings on the way."""


MOST_CASES = 250
"""Cases that fit one byte; a result with more of them is worked out person by person."""


class Bound:
    """A plan's program on some facts.

    `values` holds what is the same for everyone, by term.
    """

    def __init__(self, plan: Plan, facts: Facts) -> None:
        self.plan, self.facts = plan, facts
        self.program = compile_plan(plan)
        self.unlimited = any(p.value is None for p in plan.parameters.values())
        self.rows = {
            every: range(*paying_rows(facts.first, facts.months, every).indices(facts.months))
            for every in Every
        }
        self.values: list[Value] = [None] * len(self.program.terms)
        self._picks: dict[int, Picker | None] = {}
        self._least: dict[int, float] = {}
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
                    Problem(
                        "facts_lack", {"plan": self.plan.title}, self.facts.source, None, column.id
                    )
                )
        if missing:
            raise Refused(missing)

    # -- binding figures --------------------------------------------------------------------

    def _bind(self) -> None:
        """Works out what is the same for everyone, and the content key of every term."""
        base = f"{self.facts.key} {self.facts.first}".encode()
        for term in self.program.terms:
            digest = hashlib.blake2b(base + term.text, digest_size=16)
            for argument in term.args:
                digest.update(self.keys[argument.index])
            if term.op in ("parameter", "figures", "entry", "lookup", "in_months"):
                name = term.detail if isinstance(term.detail, str) else term.detail[0]
                digest.update(repr(self.plan.parameters[name].value).encode())
            if term.width < 2:
                value = self.values[term.index] = self._bound(term)
                if term.op == "starts":
                    digest.update(repr(value).encode())
            self.keys.append(digest.digest())

    @quietly
    def _bound(self, term: Term) -> Value:
        parameters = self.plan.parameters
        match term.op:
            case "constant" | "code":
                return term.detail
            case "parameter":
                value = parameters[term.detail].value
                if value is None:
                    return np.inf
                return value if isinstance(value, bool) else float(value)
            case "entry":
                name, key, end = term.detail
                found = shapes.figures(parameters[name], (key,), end)
                assert isinstance(found, Table)
                return float(found.values[0])
            case "figures":
                name, keys, end = term.detail
                return shapes.figures(parameters[name], keys, end)
            case "starts":
                steps = shapes.figures(parameters[term.detail[0]])
                assert isinstance(steps, Points)
                return steps.starts
            case "calendar_month":
                numbers = [calendar_month(self.facts.first + row) for row in self.rows[term.every]]
                return np.array(numbers, dtype=np.float64)[:, None]
        shape = (1 if term.width == 0 else len(self.rows[term.every]), 1)
        arguments = [
            np.full((1, 1), bound) if isinstance(bound, bool | float | int) else bound
            for bound in (self.values[a.index] for a in term.args)
        ]
        if term.op == "rows":
            return arguments[0][self.view(term)]
        result: NDArray[Any] = np.empty(shape, dtype=dtype(term))
        self.operation(term)(result, slice(0, 1), *arguments)
        if term.width == 0:
            return result.item()
        return result

    def least(self, term: Term) -> float:
        """A number that a term is never below."""
        if term.index not in self._least:
            picker = self.pick(term)
            if picker is not None:
                low = least_of(picker.values)
            elif term.width < 2:
                low = least_of(self.values[term.index])
            else:
                low = least(term, [self.least(a) for a in term.args], self.facts.least)
            self._least[term.index] = low
        return self._least[term.index]

    # -- few cases --------------------------------------------------------------------------

    def reads(self, term: Term) -> tuple[Term, ...]:
        """The terms that a term is worked out from: its arguments, or what decides its case."""
        picked = term.holds == "number" and self.pick(term) is not None
        return (term.cases,) if picked and term.cases is not None else term.args

    def pick(self, term: Term) -> Picker | None:
        """What a term comes to in each of its cases; None where they are too many."""
        if term.index not in self._picks:
            self._picks[term.index] = None if term.cases is None else self._picker(term, term.cases)
        return self._picks[term.index]

    def _picker(self, term: Term, cases: Term) -> Picker | None:
        count = self._count(cases)
        if count > MOST_CASES:
            return None
        wide = [a for a in term.args if a.width == 2 and a.op != "codes"]
        if cases.op == "reached" and all(a.cases is None for a in wide):
            return Picker(np.array([0.0, *self.values[term.args[0].index].values]))
        if any(self.pick(a) is None for a in wide):
            return None
        arguments = [
            self.values[a.index] if a.width < 2 else self._by_case(a, cases) for a in term.args
        ]
        result: NDArray[Any] = np.empty((1, count), dtype=dtype(term))
        quietly(self.operation(term))(result, slice(0, 1), *arguments)
        return Picker(result[0])

    def _by_case(self, term: Term, cases: Term) -> NDArray[Any]:
        """A term (or the codes themselves) in each of the cases of another, shape (1, count)."""
        own, picker = term.cases or term, self.pick(term)
        count = self._count(own)
        values = np.arange(count) if picker is None else picker.values
        if own is not cases:
            first, second = cases.args
            if own is first:
                values = np.repeat(values, self._count(second))
            else:
                values = np.tile(values, self._count(first))
        return values[None, :]

    def _count(self, cases: Term) -> int:
        """How many cases there are, "no row" included."""
        if cases.op == "codes":
            return len(self.facts.categories[cases.detail].values) + 1
        if cases.op == "reached":
            return len(self.values[cases.args[0].index]) + 1
        return self._count(cases.args[0]) * self._count(cases.args[1])

    def table(self, term: Term) -> NDArray[np.float64]:
        """The figures a look-up reads."""
        name, keys, end = term.detail
        found = shapes.figures(self.plan.parameters[name], keys, end)
        assert isinstance(found, Table)
        return found.values

    def end(self, line: Line) -> Term:
        """What a pay line is settled from: its term, or the cases that decide it."""
        term = self.program.lines[line.id]
        if term.cases is not None and self.pick(term) is not None:
            return term.cases
        return term

    def may_overwrite(self, term: Term) -> bool:
        """Whether a term may be worked out in the place of an argument of the same size."""
        if term.op == "word":
            return term.detail[0] in ("min", "max", "clip", "abs")
        return term.op in ("+", "-", "*", "/", "negative") and self.pick(term) is None

    # -- the facts of some people -------------------------------------------------------------

    def leaf(self, term: Term, people: slice) -> NDArray[Any]:
        """A column of the facts for some people, in the months a term needs."""
        rows = self.rows[term.every]
        if term.op == "fact":
            array: NDArray[Any] = self.facts.numbers[term.detail]
        elif term.op == "codes":
            array = self.facts.categories[term.detail].codes
        else:
            array = self.facts.people[term.detail]
        return array[rows.start : rows.stop : rows.step, people]

    def view(self, term: Term) -> slice:
        """Which rows of its argument a `rows` term shows."""
        source = self.rows[term.args[0].every]
        wanted = self.rows[term.every]
        if not wanted:
            return slice(0, 0)
        return slice(
            (wanted.start - source.start) // source.step, len(source), wanted.step // source.step
        )

    def empty(self, term: Term) -> Value:
        """Room for a term over everyone."""
        shape = (len(self.rows[term.every]), self.facts.size)
        if term.holds == "record":
            return tuple(np.empty(shape, dtype=d) for d in record_dtypes(term))
        return np.empty(shape, dtype=dtype(term))

    # -- operations ----------------------------------------------------------------------------

    def mask(self, values: Value, present: NDArray[np.bool_], out: NDArray[np.float64]) -> None:
        """out = values where somebody is present, else 0; "no limit" times 0 would be no number."""
        if self.unlimited:
            np.copyto(out, np.where(present, values, 0.0))
        else:
            np.multiply(values, present, out=out)

    def operation(self, term: Term) -> Callable[..., object]:
        """What works a term out, as a function of (out, people, *arguments).

        Views and leaves are read, not worked out.
        """
        match term.op:
            case "word":
                return self._word(term)
            case "lookup":
                table = self.table(term)
                return lambda out, people, codes: np.take(table, codes, out=out, mode="clip")
            case "present":
                present = self.facts.present
                return lambda out, people, x: self.mask(x, present[:, people], out)
            case "reached":
                return lambda out, people, starts, x: reached(starts, x, out)
            case "both":
                count = np.uint8(self._count(term.args[1]))
                return lambda out, people, a, b: both(a, b, count, out)
            case "among":
                codes, count = term.detail
                inside = np.zeros(count + 1, dtype=np.bool_)
                inside[list(codes)] = True
                return lambda out, people, own: np.take(inside, own, out=out, mode="clip")
            case "recode":
                places = np.array(term.detail)
                return lambda out, people, own: np.take(places, own, out=out, mode="clip")
            case "in_months":
                wanted = self.plan.parameters[term.detail].value
                return lambda out, people, month: np.copyto(out, np.isin(month, wanted))
            case "spread":
                return self._spread(term)
            case "add_up":
                return self._add_up(term)
            case "choose":
                return _choose_carefully if self.unlimited else _choose
        operation: Callable[..., object] = _OPERATIONS[term.op]
        return operation

    def _word(self, term: Term) -> Callable[..., object]:
        name, filled = term.detail
        function = FUNCTIONS[name]
        if name == "ratio" and self.least(term.args[1]) > exact.LEAST:
            return _OPERATIONS["/"]  # type: ignore[no-any-return]
        kernel = function.kernel
        if function.scope == "cell" and all(filled):
            return lambda out, people, *given: kernel(out, *given)
        facts, rows = self.facts, self.rows[term.every]

        def work(out: Value, people: slice, *given: Value) -> None:
            rest = iter(given)
            arguments = [next(rest) if there else None for there in filled]
            if function.scope == "cell":
                kernel(out, *arguments, *rest)
            else:
                span = Span(facts.first, facts.present[:, people], rows)
                kernel(out, span, *arguments, *rest)

        return work

    def _add_up(self, term: Term) -> Callable[..., object]:
        """Adds the quarters of a longer period up, to the end of each month it is wanted for."""
        first, quarters = self.facts.first, self.rows[Every.QUARTER]
        spans = []
        for row in self.rows[term.every]:
            start = period_start(first, row, term.detail)
            inside = [i for i, end in enumerate(quarters) if start <= end <= row]
            spans.append((inside[0], inside[-1] + 1))

        def work(out: Value, people: slice, sums: Value) -> None:
            for k, (low, high) in enumerate(spans):
                np.add.reduce(sums[low:high], axis=0, out=out[k])

        return work

    def _spread(self, term: Term) -> Callable[..., object]:
        """Writes a line that falls due less often into the months of one that does more often."""
        due, wanted = self.rows[term.detail], self.rows[term.every]
        places = [wanted.index(row) if row in wanted else None for row in due]

        def work(out: Value, people: slice, x: Value) -> None:
            out.fill(0)
            values = np.broadcast_to(x, (len(due), out.shape[1]))
            for place, row in zip(places, values, strict=True):
                if place is not None:
                    out[place] = row

        return work


# -- operators -----------------------------------------------------------------------------


def _choose(out: NDArray[Any], people: slice, condition: Any, then: Any, other: Any) -> None:
    """then where the condition holds, else other: by multiplication, which beats masked copies."""
    if out.dtype != np.float64:
        _choose_carefully(out, people, condition, then, other)
        return
    np.multiply(condition, then, out=out)
    if np.ndim(other) > 0 or other != 0:
        np.add(out, np.multiply(np.logical_not(condition), other), out=out)


def _choose_carefully(
    out: NDArray[Any], people: slice, condition: Any, then: Any, other: Any
) -> None:
    """The same where a branch may be infinite ("no limit")."""
    np.copyto(out, np.where(condition, then, other))


def _less(out: Any, people: slice, a: Any, b: Any) -> None:
    exact.at_least(a, b, out)
    np.logical_not(out, out=out)


def _at_most(out: Any, people: slice, a: Any, b: Any) -> None:
    exact.above(a, b, out)
    np.logical_not(out, out=out)


def _unequal(out: Any, people: slice, a: Any, b: Any) -> None:
    exact.equal(a, b, out)
    np.logical_not(out, out=out)


_DTYPES: dict[str, type] = {
    "number": np.float64,
    "condition": np.bool_,
    "codes": np.int64,
    "case": np.uint8,
}
_OPERATIONS: dict[str, Any] = {
    "+": lambda out, people, a, b: np.add(a, b, out=out),
    "-": lambda out, people, a, b: np.subtract(a, b, out=out),
    "*": lambda out, people, a, b: np.multiply(a, b, out=out),
    "/": lambda out, people, a, b: np.divide(a, b, out=out),
    "negative": lambda out, people, a: np.negative(a, out=out),
    ">=": lambda out, people, a, b: exact.at_least(a, b, out),
    ">": lambda out, people, a, b: exact.above(a, b, out),
    "==": lambda out, people, a, b: exact.equal(a, b, out),
    "<": _less,
    "<=": _at_most,
    "!=": _unequal,
    "and": lambda out, people, a, b: np.logical_and(a, b, out=out),
    "or": lambda out, people, a, b: np.logical_or(a, b, out=out),
    "not": lambda out, people, a: np.logical_not(a, out=out),
    "same": lambda out, people, a, b: np.equal(a, b, out=out),
}


def dtype(term: Term) -> type:
    """The type of a term's array."""
    return _DTYPES[term.holds]


def record_dtypes(term: Term) -> list[type]:
    """The types of the arrays of a word with several results."""
    gives = FUNCTIONS[term.detail[0]].gives
    assert isinstance(gives, Record)
    types = {"condition": np.bool_, "category": np.int64}
    return [types.get(kind.name, np.float64) for _, kind in gives.fields]
