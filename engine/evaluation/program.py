"""A plan as a straight program: terms in the order they are worked out, common ones shared.

Compiling looks at formulas only, never at figures or people, so moving a figure compiles nothing.
A term's depth says how many looks at everyone lie below it; only those make people wait for each
other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Literal

from engine.calendar import Every
from engine.formula import (
    CONDITION,
    FUNCTIONS,
    Arithmetic,
    Call,
    Choice,
    Comparison,
    Conditional,
    Field,
    Function,
    Kind,
    Logical,
    Lookup,
    Membership,
    Name,
    Negation,
    Node,
    Not,
    Number,
    Record,
    Shape,
    TextLiteral,
    bind,
)
from engine.plan import Line, Plan

Width = Literal[0, 1, 2]
"""0: one figure; 1: one a month; 2: one for each person and month."""


@dataclass(frozen=True, eq=False)
class Term:
    """One step of the program.

    `zero`: the result is 0 (for codes: the code of no value) wherever a person has no row.
    `cases`: codes on which alone the result depends, where it can take only a few values: it is
    worked out once for each case and then picked.
    """

    index: int
    op: str
    detail: Any
    args: tuple[Term, ...]
    every: Every
    width: Width
    holds: Literal["number", "condition", "codes", "case", "record"]
    zero: bool
    depth: int
    cases: Term | None = None

    @cached_property
    def text(self) -> bytes:
        """What the result depends on besides the arguments, the facts and the plan's figures."""
        return repr((self.op, self.detail, self.every.value, self.holds)).encode()

    @property
    def is_view(self) -> bool:
        """Whether the result shares the memory of its argument."""
        return self.op in ("rows", "field")

    @property
    def source(self) -> Term:
        """The term whose memory this one shows: itself, unless it is a view."""
        term = self
        while term.is_view:
            term = term.args[0]
        return term

    @property
    def is_leaf(self) -> bool:
        """Whether the result is read rather than worked out."""
        return self.op in ("fact", "codes", "people")


@dataclass
class Program:
    """The terms of a plan, each after those it needs; which term each line and each part of a
    formula became; in which order terms are best worked out, by their index.

    `formulas` are the lines the program was made from: parts are found by their nodes.
    """

    formulas: Mapping[str, Line]
    terms: list[Term] = field(default_factory=list)
    order: dict[int, int] = field(default_factory=dict)
    lines: dict[str, Term] = field(default_factory=dict)
    parts: dict[Node, Term] = field(default_factory=dict)


def compile_plan(plan: Plan) -> Program:
    """The program of a plan; plans of the same structure share one."""
    return _compiled(_Structure(plan.structure, plan))


@dataclass(frozen=True)
class _Structure:
    """A plan of which only the structure counts."""

    key: str
    plan: Plan = field(compare=False)


@lru_cache(maxsize=256)
def _compiled(structure: _Structure) -> Program:
    compiler = _Compiler(structure.plan)
    for name in structure.plan.order:
        compiler.line(name)
    program = compiler.program
    program.order = {term.index: place for place, term in enumerate(_warm(program.terms))}
    return program


class _Compiler:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.program = Program(plan.lines)
        self.known: dict[tuple[Any, ...], Term] = {}
        self.kinds: Mapping[Node, Kind] = {}

    def line(self, name: str) -> None:
        line = self.plan.lines[name]
        self.kinds = line.formula.kinds
        self.program.lines[name] = self.term(line.formula.tree, line.every)

    # -- making terms -----------------------------------------------------------------------

    def make(
        self,
        op: str,
        args: Iterable[Term],
        every: Every,
        detail: Any = None,
        holds: Any = "number",
        zero: bool = False,
        width: Width | None = None,
        waits: bool = False,
    ) -> Term:
        args = tuple(args)
        reach: Width = max((a.width for a in args), default=0) if width is None else width
        key = (op, detail, tuple(a.index for a in args), every if reach else None, holds)
        if key not in self.known:
            depth = max((a.depth for a in args), default=0) + (1 if waits else 0)
            few = reach == 2 and holds in ("number", "condition")
            cases = self._cases(op, detail, args, every) if few else None
            place = len(self.program.terms)
            term = Term(place, op, detail, args, every, reach, holds, zero, depth, cases)
            self.program.terms.append(term)
            self.known[key] = term
        return self.known[key]

    def _cases(self, op: str, detail: Any, args: tuple[Term, ...], every: Every) -> Term | None:
        """The codes that decide a result, if few do: categories, and which step is reached."""
        if op not in _BY_CELL and not (op == "word" and FUNCTIONS[detail[0]].scope == "cell"):
            return None
        wide = [a for a in args if a.width == 2]
        if any(a.width == 1 for a in args):
            return None
        if op == "word" and detail[0] == "step" and wide == [args[1]] and args[1].cases is None:
            steps = args[0]
            starts = self.make("starts", (), every, steps.detail, width=0)
            return self.make("reached", (starts, wide[0]), every, holds="case", width=2)
        deciding: dict[int, Term] = {}
        for term in wide:
            cases = term if term.op == "codes" else term.cases
            if cases is None:
                return None
            deciding |= {c.index: c for c in (cases.args if cases.op == "both" else (cases,))}
        first, *others = (deciding[index] for index in sorted(deciding))
        if not others:
            return first
        if len(others) > 1:
            return None
        return self.make("both", (first, others[0]), every, holds="case", width=2)

    def term(self, node: Node, every: Every) -> Term:
        term = self._term(node, every)
        self.program.parts[node] = term
        return term

    def _term(self, node: Node, every: Every) -> Term:
        match node:
            case Number():
                return self.make("constant", (), every, node.value, zero=node.value == 0, width=0)
            case TextLiteral():
                return self.make("code", (), every, 0, "codes", width=0)
            case Name(name=name):
                return self._name(name, every)
            case Negation(of=part):
                of = self.term(part, every)
                return self.make("negative", (of,), every, zero=of.zero)
            case Arithmetic():
                return self._sum(node, every)
            case Comparison():
                return self._comparison(node, every)
            case Membership():
                return self._member(node, every)
            case Logical(sign=sign):
                pair = (self.term(node.left, every), self.term(node.right, every))
                return self.make(sign, pair, every, holds="condition")
            case Not(of=part):
                return self.make("not", (self.term(part, every),), every, holds="condition")
            case Conditional():
                return self._choose(node, every)
            case Lookup():
                return self._lookup(node, every, "")
            case Field(of=of, name=name):
                return self._field(of, name, every)
            case Call():
                return self._call(node, every)
        raise AssertionError(node)

    def _name(self, name: str, every: Every) -> Term:
        if name == "calendar_month":
            return self.make("calendar_month", (), every, width=1)
        if name in self.plan.facts:
            column = self.plan.facts[name]
            if column.kind in ("category", "group"):
                return self.make("codes", (), every, name, "codes", zero=True, width=2)
            if column.kind == "person":
                return self.make("people", (), every, name, "codes", width=2)
            return self.make("fact", (), every, name, zero=True, width=2)
        if name in self.plan.parameters:
            parameter = self.plan.parameters[name]
            holds = "condition" if parameter.shape == "flag" else "number"
            return self.make("parameter", (), every, name, holds, width=0)
        line, term = self.plan.lines[name], self.program.lines[name]
        if line.every == every or (term.width == 0 and every.contains(line.every)):
            return term
        if every.contains(line.every):
            return self.make("rows", (term,), every, line.every, term.holds, zero=term.zero)
        width: Width = 2 if term.width == 2 else 1
        return self.make(
            "spread", (term,), every, line.every, term.holds, zero=term.zero, width=width
        )

    def _sum(self, node: Arithmetic, every: Every) -> Term:
        left, right = self.term(node.left, every), self.term(node.right, every)
        if node.sign == "/" and right.width == 2:
            return self.make("word", (left, right), every, ("ratio", (True, True)), zero=left.zero)
        if node.sign == "*" and left.width == 0:
            scaled = self._scaled(right, left, every)
            if scaled is not None:
                return scaled
        return self._calculated(node.sign, left, right, every)

    def _calculated(self, sign: str, left: Term, right: Term, every: Every) -> Term:
        zero = {
            "+": left.zero and right.zero,
            "-": left.zero and right.zero,
            "*": left.zero or right.zero,
            "/": left.zero,
        }[sign]
        return self.make(sign, (left, right), every, zero=zero)

    def _scaled(self, term: Term, by: Term, every: Every) -> Term | None:
        """A term times a figure that is not negative, without a step of its own: the figure moves
        inwards to where another figure already stands. None where there is no such place."""
        if term.width < 2 or not self._not_negative(by):
            return None
        if term.op in ("*", "/") and term.args[0 if term.op == "*" else 1].width == 0:
            figure, other = term.args if term.op == "*" else (term.args[1], term.args[0])
            both = self._calculated(term.op, by, figure, every)
            return self._calculated("*", both, other, every)
        if term.op in ("+", "-") and any(a.width == 0 for a in term.args):
            sides = [
                self._calculated("*", by, a, every) if a.width == 0 else self._scaled(a, by, every)
                for a in term.args
            ]
            if sides[0] is not None and sides[1] is not None:
                return self._calculated(term.op, sides[0], sides[1], every)
        if term.op == "word" and term.detail[0] == "clip" and _fixed(term.args[1:]):
            inner = self._scaled(term.args[0], by, every)
            if inner is not None:
                limits = [self._calculated("*", by, a, every) for a in term.args[1:]]
                return self.make("word", (inner, *limits), every, term.detail, zero=term.zero)
        return None

    def _not_negative(self, figure: Term) -> bool:
        if figure.op == "parameter":
            low = self.plan.parameters[figure.detail].min
            return low is not None and low >= 0
        return figure.op == "constant" and figure.detail >= 0

    def _comparison(self, node: Comparison, every: Every) -> Term:
        left, right = self.kinds[node.left], self.kinds[node.right]
        if isinstance(left, Choice) and isinstance(right, Choice):
            values = right.values if isinstance(node.left, TextLiteral) else left.values
            assert values is not None
            pair = (self._coded(node.left, values, every), self._coded(node.right, values, every))
            same = self.make("same", pair, every, holds="condition")
            if node.sign == "==":
                return same
            return self.make("not", (same,), every, holds="condition")
        pair = (self.term(node.left, every), self.term(node.right, every))
        return self.make(node.sign, pair, every, holds="condition")

    def _member(self, node: Membership, every: Every) -> Term:
        of = self.kinds[node.of]
        first = node.among[0]
        if isinstance(of, Choice):
            assert of.values is not None
            wanted = [item.value for item in node.among if isinstance(item, TextLiteral)]
            if isinstance(first, Name):
                kind = self.kinds[first]
                assert isinstance(kind, Shape) and kind.keys is not None
                wanted = list(kind.keys)
            codes = tuple(of.values.index(value) for value in wanted if value in of.values)
            found = self.make(
                "among", (self.term(node.of, every),), every, (codes, len(of.values)), "condition"
            )
        elif isinstance(first, Name) and isinstance(self.kinds[first], Shape):
            number = self.term(node.of, every)
            found = self.make("in_months", (number,), every, first.name, "condition")
        else:
            number = self.term(node.of, every)
            found = self.make("==", (number, self.term(first, every)), every, holds="condition")
            for item in node.among[1:]:
                same = self.make("==", (number, self.term(item, every)), every, holds="condition")
                found = self.make("or", (found, same), every, holds="condition")
        return self.make("not", (found,), every, holds="condition") if node.negated else found

    def _choose(self, node: Conditional, every: Every) -> Term:
        kind = self.kinds[node]
        condition = self.term(node.condition, every)
        if isinstance(kind, Choice):
            assert kind.values is not None
            then = self._coded(node.then, kind.values, every)
            other = self._coded(node.other, kind.values, every)
            none_where_absent = then.zero and other.zero
            return self.make(
                "choose", (condition, then, other), every, holds="codes", zero=none_where_absent
            )
        then, other = self.term(node.then, every), self.term(node.other, every)
        holds = "condition" if kind == CONDITION else "number"
        zero = then.zero and other.zero
        return self.make("choose", (condition, then, other), every, holds=holds, zero=zero)

    def _coded(self, node: Node, values: tuple[str, ...], every: Every) -> Term:
        """A category's codes counted in `values`."""
        if isinstance(node, TextLiteral):
            return self.make("code", (), every, values.index(node.value), "codes", width=0)
        own = self.kinds[node]
        assert isinstance(own, Choice) and own.values is not None
        term = self.term(node, every)
        if own.values == values:
            return term
        places = tuple(values.index(v) if v in values else len(values) for v in own.values)
        return self.make("recode", (term,), every, (*places, len(values)), "codes", term.zero)

    def _lookup(self, node: Lookup, every: Every, end: str) -> Term:
        assert isinstance(node.table, Name)
        if isinstance(node.key, TextLiteral):
            detail: Any = (node.table.name, node.key.value, end)
            return self.make("entry", (), every, detail, width=0)
        kind = self.kinds[node.key]
        assert isinstance(kind, Choice) and kind.values is not None
        codes = self.term(node.key, every)
        detail = (node.table.name, kind.values, end)
        return self.make("lookup", (codes,), every, detail, zero=codes.zero)

    def _field(self, of: Node, name: str, every: Every) -> Term:
        if isinstance(of, Lookup):
            return self._lookup(of, every, name)
        kind = self.kinds[of]
        assert isinstance(kind, Record)
        place = list(kind.by_name).index(name)
        holds = {"condition": "condition", "category": "codes"}.get(
            kind.by_name[name].name, "number"
        )
        record = self.term(of, every)
        while record.op == "rows":  # read from a line that falls due more often
            record = record.args[0]
        result = self.make("field", (record,), record.every, place, holds)
        if record.every == every:
            return result
        return self.make("rows", (result,), every, record.every, holds)

    def _call(self, node: Call, every: Every) -> Term:
        function = FUNCTIONS[node.function]
        inside = Every.MONTH if function.scope == "person" and function.monthly_arguments else every
        given = bind(node, function)
        if function.name in _LONG_SUMS and every is not Every.MONTH:
            return self._sum_of_quarters(given[0][1], _LONG_SUMS[function.name], every)
        if function.name in ("min", "max"):
            return self._folded(function.name, [self.term(part, every) for _, part in given], every)
        filled = {argument.name: part for argument, part in given}
        if function.every_month and every is not Every.MONTH:
            term = self._word(function, filled, Every.MONTH, Every.MONTH)
            return self.make("rows", (term,), every, Every.MONTH, zero=term.zero)
        return self._word(function, filled, inside, every)

    def _word(
        self, function: Function, filled: Mapping[str, Node], inside: Every, every: Every
    ) -> Term:
        args: list[Term] = []
        keys: list[Term] = []
        for argument in function.takes:
            part = filled.get(argument.name)
            if part is None:
                continue
            if isinstance(self.kinds[part], Shape):
                args.append(self._figures(part, every))
                if isinstance(part, Lookup):
                    keys.append(self.term(part.key, inside))
                continue
            term = self.term(part, inside)
            if argument.masked and not (term.zero and term.width == 2):
                term = self.make("present", (term,), inside, zero=True, width=2)
            args.append(term)
        holds: Any = "number"
        if isinstance(function.gives, Record):
            holds = "record"
        elif isinstance(function.gives, Choice):
            holds = "codes"
        elif function.gives == CONDITION:
            holds = "condition"
        numbers = [a for a in args if a.op != "figures"]
        zero = function.scope == "everyone" or (
            function.keeps_zero and bool(numbers) and all(a.zero for a in numbers)
        )
        return self.make(
            "word",
            (*args, *keys),
            every,
            (function.name, tuple(a.name in filled for a in function.takes)),
            holds,
            zero=zero,
            width=None if function.scope == "cell" else 2,
            waits=function.scope == "everyone",
        )

    def _sum_of_quarters(self, x: Node, period: Every, every: Every) -> Term:
        """A sum over a half-year or year, made of the quarters' sums: others need those anyway."""
        quarter = FUNCTIONS["quarter_sum"]
        sums = self._word(quarter, {"x": x}, Every.MONTH, Every.QUARTER)
        return self.make("add_up", (sums,), every, period)

    def _figures(self, part: Node, every: Every) -> Term:
        table = part.table if isinstance(part, Lookup) else part
        assert isinstance(table, Name)
        keys: tuple[str, ...] = ()
        if isinstance(part, Lookup):
            kind = self.kinds[part.key]
            assert isinstance(kind, Choice) and kind.values is not None
            keys = kind.values
        return self.make("figures", (), every, (table.name, keys, ""), width=0)

    def _folded(self, name: str, terms: list[Term], every: Every) -> Term:
        """min and max of several, two at a time, so that steps are shared."""
        joined = terms[0]
        for term in terms[1:]:
            joined = self.make(
                "word",
                (joined, term),
                every,
                (name, (True, True)),
                zero=joined.zero and term.zero,
            )
        return joined


def _warm(terms: Sequence[Term]) -> list[Term]:
    """The terms in an order in which each uses what was touched last, while it is in the cache."""
    touched: dict[int, int] = {}
    waiting = {t.index: {a.index for a in (*t.args, *_cases(t))} for t in terms}
    order: list[Term] = []
    while waiting:
        ready = [i for i, needs in waiting.items() if not needs]
        best = max(ready, key=lambda i: (_latest(terms[i], touched), -i))
        del waiting[best]
        for needs in waiting.values():
            needs.discard(best)
        order.append(terms[best])
        for index in (best, *(a.index for a in terms[best].args)):
            touched[index] = len(order)
    return order


def _latest(term: Term, touched: Mapping[int, int]) -> int:
    wide = [touched.get(a.index, 0) for a in (*term.args, *_cases(term)) if a.width == 2]
    return max(wide, default=len(touched) if term.width < 2 else 0)


def _cases(term: Term) -> tuple[Term, ...]:
    return () if term.cases is None else (term.cases,)


_BY_CELL = frozenset(
    ("+", "-", "*", "/", "negative", ">=", ">", "==", "<", "<=", "!=", "and", "or", "not", "same")
) | {"lookup", "among", "choose"}
_LONG_SUMS = {"half_sum": Every.HALF, "year_sum": Every.YEAR}


def _fixed(terms: Iterable[Term]) -> bool:
    return all(term.width == 0 for term in terms)
