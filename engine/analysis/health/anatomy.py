"""What a plan is made of, read from its formulas: which columns are results, which lines vary with
them, where pay has breakpoints and caps. Nothing goes by names; nobody is paid here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from engine.calendar import Every
from engine.formula.check import Checked, bind, names_in
from engine.formula.tree import (
    Both,
    Call,
    Choose,
    Comparison,
    Field,
    Lookup,
    Name,
    Negative,
    Node,
    Number,
    Sum,
)
from engine.formula.tree import (
    Text as Quoted,
)
from engine.formula.words import WORDS
from engine.plan.parameter import Parameter
from engine.plan.schema import Line, Plan
from engine.program import compile_plan

Use = Literal["counts", "divides", "guards", "stands"]
"""How a formula reads a column: as a result, as what a result is divided by, only to ask whether
there is anything (x > 0), or as something that is so about the person (days worked, place in a
band, promotion)."""
Role = Literal["result", "goal", "standing", "tenure"]

TIME_RATES = frozenset({"CNY/day", "CNY/hour", "CNY/shift", "CNY/night"})
"""Units of parameters that pay for time: what they are multiplied with is no result."""
PARTS_OF_TIME = frozenset({"days", "hours"})
COUNTED = frozenset({"count", "number"})
RATING_UNITS = frozenset({"weight"})
"""Units of tables whose category is a rating for sure; shares too."""
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
STEPPED = frozenset({"step", "tiers", "whole_tiers", "curve"})
GOALS = frozenset({"target"})
"""Arguments of words that hold what a result is measured against."""


@dataclass(frozen=True)
class Part:
    """A part of a line's formula: how often it is worked out, and what it is a part of."""

    line: str
    node: Node
    every: Every

    def text(self, plan: Plan) -> str:
        """The part as written."""
        return plan.lines[self.line].formula.text[self.node.at : self.node.end]


@dataclass(frozen=True)
class Breakpoints:
    """Where pay changes its rule: a part `x` of a formula that is held against figures.

    `at` are the figures in rising order, of all keys of a table; `word` is "step", "tiers",
    "whole_tiers", "curve", "gate" (a comparison) or "indicator". `by_key` are the first figures of
    each value of the category `by`. `pays` says which side is paid while the other gets nothing:
    ">" what reaches the first figure, "<" what stays below it, "" where both are.
    """

    word: str
    x: Part
    parameter: str
    at: tuple[float, ...]
    pays: str = ""
    by: str = ""
    by_key: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Cap:
    """The upper bound of min(x, bound) or clip(x, low, bound): a parameter, or a bare number."""

    x: Part
    bound: Node
    parameter: str


class Anatomy:
    """A plan taken apart. Columns and lines by id, in the plan's order."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def _uses(self) -> dict[str, dict[str, set[Use]]]:
        """For each pay line, its columns and how they are read."""
        reader = _Uses(self.plan)
        return {line.id: reader.of_line(line.id, "counts") for line in self.plan.pay_lines}

    @cached_property
    def _given_pay(self) -> frozenset[str]:
        """Columns that are somebody's pay already, and are paid as they stand."""
        found = set()
        for line in self.plan.pay_lines:
            for part in _summands(line.formula.tree):
                bare = part.arguments[0] if isinstance(part, Call) and part.arguments else part
                is_first = isinstance(part, Call) and part.word == "first"
                if isinstance(part, Name) or (is_first and isinstance(bare, Name)):
                    column = self.plan.facts.get(bare.name) if isinstance(bare, Name) else None
                    if column is not None and column.kind == "money":
                        found.add(column.id)
        return frozenset(found)

    @cached_property
    def roles(self) -> dict[str, Role]:
        """What each number column is to pay."""
        uses: dict[str, set[Use]] = {}
        for columns in self._uses.values():
            for column, found in columns.items():
                uses.setdefault(column, set()).update(found)
        roles: dict[str, Role] = {}
        curve = self.plan.curve
        for fact in self.plan.facts.values():
            if fact.id not in uses or not fact.is_number:
                continue
            found = uses[fact.id]
            if fact.kind == "tenure":
                roles[fact.id] = "tenure"
            elif curve is not None and fact.id in (curve.against, curve.rising_from):
                roles[fact.id] = "goal"
            elif fact.kind == "flag" or fact.id in self._given_pay:
                roles[fact.id] = "standing"
            elif "counts" in found:
                roles[fact.id] = "result"
            elif "divides" in found:
                roles[fact.id] = "goal"
            else:
                roles[fact.id] = "result" if "guards" in found else "standing"
        return roles

    @cached_property
    def results(self) -> tuple[str, ...]:
        """Number columns that people are paid for."""
        return tuple(name for name, role in self.roles.items() if role == "result")

    @cached_property
    def rating_keys(self) -> Mapping[str, bool]:
        """Categories that look up a share, weight, factor or points for pay; whether they are
        ratings for sure (else those that change from month to month are)."""
        found: dict[str, bool] = {}
        for line in self.feeding:
            for node in self.plan.lines[line].formula.tree.walk():
                if not isinstance(node, Lookup) or not isinstance(node.table, Name):
                    continue
                parameter = self.plan.parameters.get(node.table.name)
                if parameter is None or parameter.shape != "table":
                    continue
                if isinstance(node.key, Name) and node.key.name in self.plan.facts:
                    unit = parameter.unit
                    sure = unit.startswith("share") or unit in RATING_UNITS
                    if sure or unit in ("factor", "points"):
                        found[node.key.name] = found.get(node.key.name, False) or sure
        return found

    @cached_property
    def feeding(self) -> tuple[str, ...]:
        """The lines that pay depends on, pay lines among them."""
        wanted = {line.id for line in self.plan.pay_lines}
        for name in reversed(self.plan.order):
            if name in wanted:
                reads = self.plan.lines[name].formula.reads
                wanted.update(read for read in reads if read in self.plan.lines)
        return tuple(name for name in self.plan.lines if name in wanted)

    def varies(self, ratings: frozenset[str]) -> tuple[str, ...]:
        """The pay lines that depend on results or on these ratings."""
        moving = set(self.results) | ratings
        return tuple(
            line
            for line, columns in self._uses.items()
            if any(c in moving and found & {"counts", "guards"} for c, found in columns.items())
        )

    def columns_of(self, line: str) -> frozenset[str]:
        """The columns that a pay line depends on in any way."""
        return frozenset(self._uses[line])

    @cached_property
    def coupled(self) -> frozenset[str]:
        """The pay lines in which people's pay depends on others."""
        program = compile_plan(self.plan)
        return frozenset(x.id for x in self.plan.pay_lines if program.lines[x.id].depth > 0)

    @cached_property
    def attendance(self) -> tuple[tuple[str, str], ...]:
        """Pairs of columns (attended, required) by which a pay line is prorated."""
        found: dict[tuple[str, str], None] = {}
        for line in self.feeding:
            for node in self.plan.lines[line].formula.tree.walk():
                pair = _prorated(self.plan, node)
                if pair is not None:
                    found[pair] = None
        return tuple(found)

    @cached_property
    def time_paid(self) -> bool:
        """Whether a line pays for time at a rate by the day or hour, from the first day on."""
        for line in self.plan.pay_lines:
            match line.formula.tree:
                case Sum(sign="*", left=left, right=right):
                    if any(
                        _unit(self.plan, side) in ("CNY/day", "CNY/hour") for side in (left, right)
                    ):
                        return True
        return False

    @cached_property
    def breakpoints(self) -> tuple[Breakpoints, ...]:
        """All places where a part that depends on results is held against figures."""
        found: list[Breakpoints] = []
        for part in self._parts():
            point = self._breakpoints_at(part)
            if point is not None and point.at and self.depends(point.x):
                found.append(point)
        return tuple(found)

    @cached_property
    def caps(self) -> tuple[Cap, ...]:
        """All upper bounds on a part that depends on results."""
        return tuple(
            cap for part in self._parts() for cap in self._caps_at(part) if self.depends(cap.x)
        )

    def depends(self, part: Part) -> bool:
        """Whether a part depends on a result column."""
        return any(name in self.results for name in self.columns_in(part.node))

    def columns_in(self, node: Node) -> frozenset[str]:
        """The columns that a part reads, itself or through lines."""
        found: set[str] = set()
        stack = list(names_in(node))
        seen: set[str] = set()
        while stack:
            name = stack.pop()
            if name in self.plan.facts:
                found.add(name)
            elif name in self.plan.lines and name not in seen:
                seen.add(name)
                stack += self.plan.lines[name].formula.reads
        return frozenset(found)

    # -- pieces -----------------------------------------------------------------------------

    def _parts(self) -> Iterator[Part]:
        for name in self.feeding:
            line = self.plan.lines[name]
            yield from _walk(Part(name, line.formula.tree, line.every))

    def _breakpoints_at(self, part: Part) -> Breakpoints | None:
        match part.node:
            case Call(word=word, arguments=(figures, x)) if word in STEPPED:
                parameter = self._parameter(figures)
                if parameter is None:
                    return None
                keyed = parameter.value if isinstance(figures, Lookup) else {"": parameter.value}
                at = tuple(sorted({float(start) for rows in keyed.values() for start, _ in rows}))
                pays = ">" if word == "step" and at and at[0] > 0 else ""
                first = {key: float(rows[0][0]) for key, rows in keyed.items() if key and rows}
                by = _keyed_by(figures)
                own = replace(part, node=x)
                return Breakpoints(word, own, parameter.id, at, pays, by, first if by else {})
            case Call(word="indicator_points", arguments=(Lookup(key=key) as figures, x, *_)):
                parameter = self._parameter(figures)
                if parameter is None or not isinstance(key, Quoted):
                    return None
                floor = float(parameter.value[key.value][5])
                return Breakpoints("indicator", replace(part, node=x), parameter.id, (floor,), ">")
            case Comparison(sign=sign, left=left, right=right) if sign in FLIPPED:
                for x, figure, read in ((left, right, sign), (right, left, FLIPPED[sign])):
                    at = self._figures(figure)
                    if at and at != (0.0,):
                        return self._gate(part, x, figure, at, read)
        return None

    def _gate(
        self, part: Part, x: Node, figure: Node, at: tuple[float, ...], sign: str
    ) -> Breakpoints:
        named = self._parameter(figure)
        met = _needed(self.plan.lines[part.line].formula.tree, part.node)
        pays = "" if met is None else sign[0] if met else FLIPPED[sign[0]]
        by, by_key = "", dict[str, float]()
        if named is not None and _keyed_by(figure):
            by, by_key = _keyed_by(figure), {k: float(v) for k, v in named.value.items()}
        owner = "" if named is None else named.id
        return Breakpoints("gate", replace(part, node=x), owner, at, pays, by, by_key)

    def _caps_at(self, part: Part) -> Iterator[Cap]:
        match part.node:
            case Call(word="clip", arguments=(x, _, bound)) if self._fixed(bound):
                named = self._parameter(bound)
                yield Cap(replace(part, node=x), bound, "" if named is None else named.id)
            case Call(word="min", arguments=values):
                fixed = [v for v in values if self._fixed(v)]
                others = [v for v in values if not self._fixed(v)]
                if len(others) == 1:
                    for bound in fixed:
                        named = self._parameter(bound)
                        owner = "" if named is None else named.id
                        yield Cap(replace(part, node=others[0]), bound, owner)

    def _parameter(self, node: Node) -> Parameter | None:
        if isinstance(node, Lookup):
            node = node.table
        return self.plan.parameters.get(node.name) if isinstance(node, Name) else None

    def _fixed(self, node: Node) -> bool:
        """Whether a part is one figure: a number, a number parameter, or one of a table."""
        return bool(self._figures(node)) or (
            (named := self._parameter(node)) is not None and named.value is None
        )

    def _figures(self, node: Node) -> tuple[float, ...]:
        """The figures a part can be, where it is one figure for everyone or of a table."""
        if isinstance(node, Number):
            return (node.value,)
        parameter = self._parameter(node)
        if parameter is None or parameter.value is None:
            return ()
        if parameter.shape == "number":
            return (float(parameter.value),)
        if parameter.shape == "table" and isinstance(node, Lookup):
            key = getattr(node.key, "value", None)
            table = parameter.value
            return (
                (float(table[key]),) if key in table else tuple(sorted(map(float, table.values())))
            )
        return ()


def with_parts(plan: Plan, parts: Mapping[str, Part]) -> Plan:
    """The plan with parts of its formulas as the only measures, by name."""
    lines = {
        name: replace(line, role="working") if line.role == "measure" else line
        for name, line in plan.lines.items()
    }
    for name, part in parts.items():
        line = plan.lines[part.line]
        checked = Checked(part.text(plan), part.node, line.formula.kinds, names_in(part.node))
        lines[name] = Line(name, "measure", checked, part.every, line.label)
    return replace(plan, lines=lines)


def looks_at_others(plan: Plan, part: Part) -> bool:
    """Whether a part depends on what other people achieved."""
    return compile_plan(with_parts(plan, {"part": part})).lines["part"].depth > 0


class _Uses:
    """Follows columns through formulas and lines, with how they are read."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._lines: dict[tuple[str, Use], dict[str, set[Use]]] = {}

    def of_line(self, name: str, how: Use) -> dict[str, set[Use]]:
        key = (name, how)
        if key not in self._lines:
            found: dict[str, set[Use]] = {}
            self._lines[key] = found
            self._visit(self.plan.lines[name].formula.tree, how, found)
        return self._lines[key]

    def _visit(self, node: Node, how: Use, found: dict[str, set[Use]]) -> None:
        for part, use in self._read(node, how):
            if isinstance(part, Name):
                if part.name in self.plan.facts:
                    found.setdefault(part.name, set()).add(use)
                elif part.name in self.plan.lines:
                    for column, uses in self.of_line(part.name, use).items():
                        found.setdefault(column, set()).update(uses)
            else:
                self._visit(part, use, found)

    def _read(self, node: Node, how: Use) -> Iterator[tuple[Node, Use]]:
        plan = self.plan
        match node:
            case Name():
                yield node, how
            case Sum(sign="/", left=left, right=right):
                yield left, "stands" if _unit(plan, right) in PARTS_OF_TIME else how
                yield right, self._divides(left, how)
            case Sum(sign="*", left=left, right=right):
                yield left, "stands" if _is_standing(plan, right) else how
                yield right, "stands" if _is_standing(plan, left) else how
            case Call(word="ratio", arguments=(top, bottom)):
                yield top, how
                yield bottom, self._divides(top, how)
            case Call() if (pair := _prorated(plan, node)) is not None:
                for part in node.walk():
                    if isinstance(part, Name):
                        yield part, "stands" if part.name == pair[0] else "divides"
            case Call(word="career_ladder"):
                for part in node.parts():
                    yield part, "stands"
            case Call(word=word) if word in WORDS:
                for argument, part in bind(node, WORDS[word]):
                    yield part, "divides" if argument.name in GOALS else how
            case Comparison(left=left, right=right):
                for side, other in ((left, right), (right, left)):
                    if isinstance(other, Name) and other.name == "calendar_month":
                        yield side, "stands"
                    elif isinstance(other, Number) and other.value == 0 and how == "counts":
                        yield side, "guards"
                    else:
                        yield side, how
            case _:
                for part in node.parts():
                    yield part, how

    def _divides(self, top: Node, how: Use) -> Use:
        """How the bottom of a fraction is read: where nothing above it is known of the person, it
        is no yardstick but the result itself (target / actual)."""
        above = (name for name in names_in(top) if name not in self.plan.parameters)
        return "divides" if any(above) else how


def _walk(part: Part) -> Iterator[Part]:
    """A part and all below it, with how often each is worked out."""
    yield part
    node, every = part.node, part.every
    if isinstance(node, Call) and node.word in WORDS:
        word = WORDS[node.word]
        if word.scope == "person" and word.monthly_arguments:
            every = Every.MONTH
    for below in node.parts():
        yield from _walk(Part(part.line, below, every))


def _summands(node: Node) -> Iterator[Node]:
    match node:
        case Sum(sign="+", left=left, right=right):
            yield from _summands(left)
            yield from _summands(right)
        case Sum(sign="*", left=left, right=right):
            yield from (side for side in (left, right) if isinstance(side, Call))
        case _:
            yield node


def _prorated(plan: Plan, node: Node) -> tuple[str, str] | None:
    """(attended, required) where a part is min(1, ratio(attended, required)) of counted columns."""
    match node:
        case Call(word="min", arguments=(Number(text="1"), Call(word="ratio", arguments=(a, b)))):
            pass
        case Call(word="min", arguments=(Call(word="ratio", arguments=(a, b)), Number(text="1"))):
            pass
        case Call(
            word="clip",
            arguments=(Call(word="ratio", arguments=(a, b)), Number(text="0"), Number(text="1")),
        ):
            pass
        case _:
            return None
    if isinstance(a, Name) and isinstance(b, Name):
        columns = [plan.facts.get(name) for name in (a.name, b.name)]
        if all(column is not None and column.kind in COUNTED for column in columns):
            return a.name, b.name
    return None


def _unit(plan: Plan, node: Node) -> str:
    if isinstance(node, Negative):
        node = node.of
    if isinstance(node, Lookup):
        node = node.table
    named = plan.parameters.get(node.name) if isinstance(node, Name) else None
    return "" if named is None else named.unit


def _is_standing(plan: Plan, node: Node) -> bool:
    """Whether what this part is multiplied with says how a person stands: their time, their place
    in a band."""
    if _unit(plan, node) in TIME_RATES:
        return True
    return any(
        isinstance(part, Field)
        and isinstance(part.of, Lookup)
        and isinstance(part.of.table, Name)
        and part.of.table.name in plan.parameters
        for part in node.walk()
    )


def _needed(tree: Node, condition: Node) -> bool | None:
    """Whether something is paid only where a condition is met (True) or only where it is not
    (False); None where both may be, or where what hangs on it is taken away."""
    match tree:
        case Sum(sign="-", left=left):
            return _needed(left, condition)
        case Negative():
            return None
        case Choose(condition=asked, then=then, other=other):
            if _is_zero(other) and condition in _joined(asked, "and"):
                return True
            if _is_zero(then) and condition in _joined(asked, "or"):
                return False
            found = [_needed(branch, condition) for branch in (then, other)]
            return next((f for f in found if f is not None), None)
    found = [_needed(part, condition) for part in tree.parts()]
    return next((f for f in found if f is not None), None)


def _joined(node: Node, sign: str) -> Iterator[Node]:
    """The conditions that are joined by "and" or "or"."""
    if isinstance(node, Both) and node.sign == sign:
        yield from _joined(node.left, sign)
        yield from _joined(node.right, sign)
    else:
        yield node


def _keyed_by(figure: Node) -> str:
    """The column by which a figure is looked up, or nothing."""
    return figure.key.name if isinstance(figure, Lookup) and isinstance(figure.key, Name) else ""


def _is_zero(node: Node) -> bool:
    return isinstance(node, Number) and node.value == 0
