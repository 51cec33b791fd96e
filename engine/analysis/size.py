"""What in a plan is meant for everybody together, so that it does not grow with the people paid."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.formula import (
    FUNCTIONS,
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Coupling,
    Lookup,
    Method,
    Name,
    Negation,
    Node,
    Number,
    Role,
    Visitor,
    bind,
    parts_with,
)
from engine.plan import Plan, shapes
from engine.text import Refused
from engine.yaml_files import Json

_PERIODS = ("month", "quarter", "half", "year")
_NO_AMOUNTS = frozenset(
    {"", "share", "factor", "weight", "points", "places", "steps", "times"}
    | {"hours", "days", "months", "years"}
)
_RATES = (Method.STEP, Method.CURVE)
"""Tables read so give a figure of their own, and no part of what is measured."""


@dataclass(frozen=True)
class FixedSize:
    """`amounts` are parameters that are shared by everybody or held against what everybody comes to
    together; `places` are pay lines that go by a place among everybody.
    """

    amounts: tuple[str, ...]
    places: tuple[str, ...]


def fixed_size(plan: Plan) -> FixedSize:
    """What stays as it is however many people a plan pays."""
    seen = _OfAll(plan)
    paid = {line.id for line in plan.pay_lines}
    for name in reversed(plan.order):  # whatever a paid line rests on
        if name in paid:
            paid.update(seen.lines[name].rests_on)
    amounts = {amount for name in paid for amount in seen.lines[name].amounts}
    amounts |= seen.held_against([held for name in paid for held in seen.lines[name].held])
    places = (line.id for line in plan.pay_lines if seen.lines[line.id].by_place)
    return FixedSize(tuple(p for p in plan.parameters if p in amounts), tuple(places))


@dataclass
class _Seen:
    """What is known of a line: whether it is of all, whether it goes by a place among all, the
    lines it rests on, and the amounts and lines that it holds against what is of all.
    """

    of_all: bool = False
    by_place: bool = False
    rests_on: set[str] = field(default_factory=set)
    amounts: set[str] = field(default_factory=set)
    held: list[str] = field(default_factory=list)


class _OfAll(Visitor[[], bool]):
    """Whether a part of a formula is something that everybody comes to together: a total over all,
    and what is made of it. Amounts that such a thing is held against are collected on the way.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.lines: dict[str, _Seen] = {}
        self._parts: dict[Node, bool] = {}
        for name in plan.order:
            self.here = self.lines[name] = _Seen()
            self.here.of_all = self.visit(plan.lines[name].formula.tree)

    def held_against(self, lines: list[str]) -> set[str]:
        """The amounts that some lines are made of."""
        self.here = _Seen()
        done: set[str] = set()
        while lines:
            name = lines.pop()
            if name not in done:
                done.add(name)
                self._against(self.plan.lines[name].formula.tree, True)
                lines += self.here.held
                self.here.held = []
        return self.here.amounts

    def visit(self, node: Node) -> bool:
        """Whether a part is of all; worked out once."""
        if node not in self._parts:
            self._parts[node] = super().visit(node)
        return self._parts[node]

    def visit_other(self, node: Node) -> bool:
        for part in node.parts():
            self.visit(part)
        return False

    def visit_negation(self, node: Negation) -> bool:
        return self.visit(node.of)

    def visit_name(self, node: Name) -> bool:
        line = self.lines.get(node.name)
        if line is None:
            return False
        self.here.rests_on.add(node.name)
        self.here.by_place |= line.by_place
        return line.of_all

    def visit_arithmetic(self, node: Arithmetic) -> bool:
        if node.sign in "+-":
            return self._together(node.left, node.right)
        left, right = self.visit(node.left), self.visit(node.right)
        if node.sign == "*":
            return left or right
        self._against(node.right, left and not right)
        return left and isinstance(node.right, Number)

    def visit_comparison(self, node: Comparison) -> bool:
        self._together(node.left, node.right)
        return False

    def visit_conditional(self, node: Conditional) -> bool:
        if (branch := self._switched(node)) is not None:
            return self.visit(branch)
        self.visit(node.condition)
        then, other = self.visit(node.then), self.visit(node.other)
        return then or other

    def visit_call(self, node: Call) -> bool:
        function = FUNCTIONS[node.function]
        given = bind(node, function)
        if function.coupling is not None:
            return self._coupled(node, any(argument.name == "by" for argument, _ in given))
        if function.method is not None:
            measured = [self.visit(part) for part in parts_with(node, Role.MEASURED)]
            for table in parts_with(node, Role.TABLE):
                self._against(table, any(measured))
            return any(measured) and function.method not in _RATES
        of_all = self._together(*(part for _, part in given))
        return of_all and not any(a.role in (Role.DIVISOR, Role.GOAL) for a, _ in given)

    def _coupled(self, node: Call, in_groups: bool) -> bool:
        """What a function over several people gives: everybody's where it has no groups."""
        function = FUNCTIONS[node.function]
        parts = [part for _, part in bind(node, function)]
        for part in parts:
            self.visit(part)
        if in_groups:
            return False
        if function.coupling is Coupling.SHARE:
            self._against(parts[0], True)
        elif function.coupling is Coupling.RANK or function.singles_out:
            self.here.by_place = True
        else:
            return True
        return False

    def _together(self, *parts: Node) -> bool:
        """Whether any part is of all; the amounts in the others are then held against it."""
        found = [self.visit(part) for part in parts]
        for part, of_all in zip(parts, found, strict=True):
            self._against(part, any(found) and not of_all)
        return any(found)

    def _against(self, node: Node, of_all: bool) -> None:
        """Collects the amounts that a part is made of, where it is held against what is of all."""
        if not of_all:
            return
        match node:
            case Name(name=name) if name in self.plan.lines:
                self.here.held.append(name)
            case Name(name=name) if name in self.plan.parameters and self._is_amount(name):
                self.here.amounts.add(name)
            case Conditional():
                branch = self._switched(node)
                for part in (node.then, node.other) if branch is None else (branch,):
                    self._against(part, True)
            case Arithmetic(sign="*") if self.visit(node.left) or self.visit(node.right):
                return  # so much for each of what is of all
            case Arithmetic(sign="/"):
                self._against(node.left, True)
            case Lookup():
                self._against(node.table, True)
            case Call() if FUNCTIONS[node.function].scope == "everyone":
                return
            case Arithmetic() | Negation() | Call():
                for part in node.parts():
                    self._against(part, True)

    def _is_amount(self, name: str) -> bool:
        parameter = self.plan.parameters[name]
        plain = isinstance(parameter.value, shapes.Number | shapes.Table)
        what, _, period = (parameter.unit if plain else parameter.of_unit).partition("/")
        if what.startswith("share") or what in _NO_AMOUNTS:
            return False
        return not period or period in _PERIODS

    def _switched(self, node: Conditional) -> Node | None:
        """The branch that a switch of the plan has chosen."""
        if isinstance(node.condition, Name) and node.condition.name in self.plan.parameters:
            return node.then if self.plan.parameters[node.condition.name].json else node.other
        return None


def in_proportion(plan: Plan, factor: float) -> dict[str, Json]:
    """The amounts for everybody together, `factor` times as large, by parameter: numbers, and the
    breakpoints of tables that everybody's result is held against. Amounts of a table by category
    stay, as they may be held against one's own results too; and so does what cannot be so large.
    """
    found: dict[str, Json] = {}
    for name in fixed_size(plan).amounts:
        parameter = plan.parameters[name]
        match parameter.value:
            case shapes.Number() if parameter.json is not None:
                found[name] = _rounded(parameter.json * factor, parameter.whole)
            case shapes.Steps() | shapes.Tiers() | shapes.Curve():
                rows = [(at * factor, rest) for at, *rest in parameter.json]
                if len({_rounded(at) for at, _ in rows}) == len(rows):
                    rows = [(_rounded(at), rest) for at, rest in rows]
                found[name] = [[at, *rest] for at, rest in rows]
    try:
        plan.with_values(found)
    except Refused:
        return {}
    return found


def _rounded(value: float, whole: bool = False) -> float:
    """To three digits, as whoever sets a budget would."""
    rounded = float(f"{value:.3g}")
    return max(1.0, round(rounded)) if whole and value else rounded
