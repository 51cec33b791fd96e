"""Where a plan holds what people achieved against figures: breakpoints at which pay changes its
rule, and caps above which nothing more counts. Read from formulas; nobody is paid here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from engine.calendar import Every
from engine.formula import (
    FUNCTIONS,
    Arithmetic,
    Call,
    Checked,
    Comparison,
    Conditional,
    Logical,
    Lookup,
    Method,
    Name,
    Negation,
    Node,
    Number,
    Role,
    argument_cycle,
    bind,
    names_in,
    parts_with,
)
from engine.formula import TextLiteral as Quoted
from engine.plan import Line, Parameter, Plan, shapes

FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


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

    `at` are the figures in rising order, of all keys of a table; `method` is how the table is read,
    None for a comparison. `by_key` are the first figures of each value of the category `by`. `pays`
    says which side is paid while the other gets nothing: ">" what reaches the first figure, "<"
    what stays below it, "" where both are.
    """

    method: Method | None
    x: Part
    parameter: str
    at: tuple[float, ...]
    pays: str = ""
    by: str = ""
    by_key: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Cap:
    """The upper bound on a part: a parameter, or a bare number."""

    x: Part
    bound: Node
    parameter: str


class Reader:
    """Finds breakpoints and caps in the lines of a plan, one part of a formula after the other."""

    def __init__(self, plan: Plan, lines: Iterable[str]) -> None:
        self.plan, self.lines = plan, tuple(lines)

    def breakpoints(self) -> Iterator[Breakpoints]:
        """All places where a part is held against figures."""
        for part in self._parts():
            point = self._breakpoints_at(part)
            if point is not None and point.at:
                yield point

    def caps(self) -> Iterator[Cap]:
        """All upper bounds on a part."""
        for part in self._parts():
            yield from self._caps_at(part)

    def _parts(self) -> Iterator[Part]:
        for name in self.lines:
            line = self.plan.lines[name]
            yield from _walk(Part(name, line.formula.tree, line.every), self.plan.lines)

    def _breakpoints_at(self, part: Part) -> Breakpoints | None:
        match part.node:
            case Call() as call if method := FUNCTIONS[call.function].method:
                (figures,), (x,) = (parts_with(call, r) for r in (Role.TABLE, Role.MEASURED))
                return self._table(method, figures, replace(part, node=x))
            case Comparison(sign=sign, left=left, right=right) if sign in FLIPPED:
                for x, figure, read in ((left, right, sign), (right, left, FLIPPED[sign])):
                    at = self._figures(figure)
                    if at and at != (0.0,):
                        return self._gate(part, x, figure, at, read)
        return None

    def _table(self, method: Method, figures: Node, x: Part) -> Breakpoints | None:
        parameter = self._parameter(figures)
        if parameter is None or method is Method.PRIZE:
            return None
        if method is Method.INDICATOR:
            key = figures.key if isinstance(figures, Lookup) else None
            if not isinstance(key, Quoted):
                return None
            floor = float(parameter.value.at(key.value)[-1])
            return Breakpoints(method, x, parameter.id, (floor,), ">")
        keyed = parameter.value.points()
        at = tuple(sorted({float(start) for rows in keyed.values() for start, _ in rows}))
        pays = ">" if method is Method.STEP and at and at[0] > 0 else ""
        first = {key: float(rows[0][0]) for key, rows in keyed.items() if key and rows}
        by = _keyed_by(figures)
        return Breakpoints(method, x, parameter.id, at, pays, by, first if by else {})

    def _gate(
        self, part: Part, x: Node, figure: Node, at: tuple[float, ...], sign: str
    ) -> Breakpoints:
        named = self._parameter(figure)
        met = _needed(self.plan.lines[part.line].formula.tree, part.node)
        pays = "" if met is None else sign[0] if met else FLIPPED[sign[0]]
        by, by_key = "", dict[str, float]()
        if named is not None and _keyed_by(figure):
            by, by_key = _keyed_by(figure), dict(named.value.addends())
        owner = "" if named is None else named.id
        return Breakpoints(None, replace(part, node=x), owner, at, pays, by, by_key)

    def _caps_at(self, part: Part) -> Iterator[Cap]:
        call = part.node
        if not isinstance(call, Call):
            return
        bounds = [bound for bound in parts_with(call, Role.CEILING) if self._fixed(bound)]
        bounded = [
            value
            for argument, value in bind(call, FUNCTIONS[call.function])
            if argument.role is not Role.FLOOR and value not in bounds
        ]
        if len(bounded) == 1:
            for bound in bounds:
                named = self._parameter(bound)
                owner = "" if named is None else named.id
                yield Cap(replace(part, node=bounded[0]), bound, owner)

    def _parameter(self, node: Node) -> Parameter | None:
        if isinstance(node, Lookup):
            node = node.table
        return self.plan.parameters.get(node.name) if isinstance(node, Name) else None

    def _fixed(self, node: Node) -> bool:
        """Whether a part is one figure: a number, a number parameter, or one of a table."""
        return bool(self._figures(node)) or (
            (named := self._parameter(node)) is not None and named.value.is_unlimited
        )

    def _figures(self, node: Node) -> tuple[float, ...]:
        """The figures a part can be, where it is one figure for everyone or of a table."""
        if isinstance(node, Number):
            return (node.value,)
        parameter = self._parameter(node)
        match None if parameter is None else parameter.value:
            case shapes.Number(amount=float() | int() as amount):
                return (float(amount),)
            case shapes.Table() as table if isinstance(node, Lookup):
                own = table.at(getattr(node.key, "value", ""))
                return tuple(map(float, own or sorted(table.entries.values())))
        return ()


def with_parts(plan: Plan, parts: Mapping[str, Part]) -> Plan:
    """The plan with parts of its formulas as the only measures, by name; nothing is paid."""
    lines = only_paying(plan, ()).lines
    lines = {
        name: replace(line, role="working") if line.role == "measure" else line
        for name, line in lines.items()
    }
    for name, part in parts.items():
        line = plan.lines[part.line]
        checked = Checked(part.text(plan), part.node, line.formula.kinds, names_in(part.node))
        lines[name] = Line(name, "measure", checked, part.every, line.label)
    return replace(plan, lines=lines)


def only_paying(plan: Plan, lines: Collection[str]) -> Plan:
    """The plan with some of its pay lines; the others are steps on the way to them."""
    if all(line.id in lines for line in plan.pay_lines):
        return plan
    kept = {
        name: replace(line, role="working") if line.paid and name not in lines else line
        for name, line in plan.lines.items()
    }
    return replace(plan, lines=kept)


def _walk(part: Part, lines: Mapping[str, Line]) -> Iterator[Part]:
    """A part and all below it, with how often each is worked out."""
    yield part
    node, every = part.node, part.every
    if isinstance(node, Call):
        every = argument_cycle(node, every, lines)
    for below in node.parts():
        yield from _walk(Part(part.line, below, every), lines)


def _needed(tree: Node, condition: Node) -> bool | None:
    """Whether something is paid only where a condition is met (True) or only where it is not
    (False); None where both may be, or where what hangs on it is taken away."""
    match tree:
        case Arithmetic(sign="-", left=left):
            return _needed(left, condition)
        case Negation():
            return None
        case Conditional(condition=asked, then=then, other=other):
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
    if isinstance(node, Logical) and node.sign == sign:
        yield from _joined(node.left, sign)
        yield from _joined(node.right, sign)
    else:
        yield node


def _keyed_by(figure: Node) -> str:
    """The column by which a figure is looked up, or nothing."""
    return figure.key.name if isinstance(figure, Lookup) and isinstance(figure.key, Name) else ""


def _is_zero(node: Node) -> bool:
    return isinstance(node, Number) and node.value == 0
