"""Whether a period line's amount grows with the months in service, by its formulas alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from math import isinf

from engine.formula import (
    FUNCTIONS,
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Field,
    Logical,
    Lookup,
    Membership,
    Name,
    Negation,
    Node,
    Not,
    Number,
    Role,
    TextLiteral,
    Visitor,
    bind,
)
from engine.plan import Line, Plan, shapes
from engine.wording.tree import in_force


class Extent(Enum):
    """What a period line's amount makes of the months in service."""

    ADDS_UP = "adds_up"
    """Each month adds its own part: half the months, each as the others, half the amount."""
    IN_FULL = "in_full"
    """It does not depend on how many months there are."""
    ON_TOTALS = "on_totals"
    """Totals of the months there are stand beside figures that are not reduced."""


def extent_of(plan: Plan, line: Line) -> Extent:
    """What a line's amount makes of the months in service, as the plan's switches stand."""
    degree = _Growth(plan).of_line(line)
    if degree == 1:
        return Extent.ADDS_UP
    return Extent.IN_FULL if degree in (0, _ANYHOW) else Extent.ON_TOTALS


_Degree = int | None
"""How a part grows with the months in service: 0 not at all, 1 as they do, and so on; None where
that cannot be said of all of it."""
_ANYHOW = -99
"""The degree of 0 and of no limit, which are the same with any."""


class _Growth(Visitor[[], _Degree]):
    """The degree of each part of a formula that is worked out in the month of its line, where there
    are more months that are all alike."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._lines: dict[str, tuple[_Degree, bool]] = {}

    def of_line(self, line: Line) -> _Degree:
        """The degree of a line."""
        for name in self._plan.order:
            tree = self._plan.lines[name].formula.tree
            self._lines[name] = self.visit(tree), self._decided(tree)
            if name == line.id:
                break
        return self._lines[line.id][0]

    def visit(self, node: Node) -> _Degree:
        return super().visit(in_force(self._plan, node))

    def visit_number(self, node: Number) -> _Degree:
        return 0 if node.value else _ANYHOW

    def visit_text(self, node: TextLiteral) -> _Degree:
        return 0

    def visit_name(self, node: Name) -> _Degree:
        if node.name in self._plan.lines:
            return self._lines[node.name][0]
        return _ANYHOW if self._no_limit(node.name) else 0

    def visit_negation(self, node: Negation) -> _Degree:
        return self.visit(node.of)

    def visit_arithmetic(self, node: Arithmetic) -> _Degree:
        left, right = self.visit(node.left), self.visit(node.right)
        if node.sign == "*":
            return _product(left, right)
        return _quotient(left, right) if node.sign == "/" else _alike([left, right])

    def visit_comparison(self, node: Comparison) -> _Degree:
        return 0 if self._decided(node) else None

    def visit_logical(self, node: Logical) -> _Degree:
        return 0 if self._decided(node) else None

    def visit_not(self, node: Not) -> _Degree:
        return 0 if self._decided(node) else None

    def visit_membership(self, node: Membership) -> _Degree:
        return 0 if self._decided(node) else None

    def visit_conditional(self, node: Conditional) -> _Degree:
        degree = self._alike([node.then, node.other])
        return degree if self._decided(node.condition) else None

    def visit_field(self, node: Field) -> _Degree:
        return self.visit(node.of)

    def visit_lookup(self, node: Lookup) -> _Degree:
        return self._unmoved([node.key])

    def visit_call(self, node: Call) -> _Degree:
        function = FUNCTIONS[node.function]
        bound = bind(node, function)
        parts = [part for _, part in bound]
        if function.scope == "cell" and not function.decides and function.method is None:
            return self._alike(parts)
        roles = {argument.role: part for argument, part in bound}
        if function.scope == "cell" and Role.DIVISOR in roles:
            return _quotient(self.visit(roles[Role.DIVIDEND]), self.visit(roles[Role.DIVISOR]))
        if function.adds_up and self._still(parts):
            return 1
        steady = function.scope != "person" or function.period is not None
        of_results = bool(parts) and all(a.role is Role.RESULT for a in function.takes)
        return self._unmoved(parts) if steady or function.tells_standing or of_results else None

    def _no_limit(self, name: str) -> bool:
        parameter = self._plan.parameters.get(name)
        value = None if parameter is None else parameter.value
        return isinstance(value, shapes.Number) and isinf(value.constant)

    def _decided(self, condition: Node) -> bool:
        """Whether a condition is the same however many months there are."""
        condition = in_force(self._plan, condition)
        match condition:
            case Name(name=name) if name in self._plan.lines:
                return self._lines[name][1]
            case Logical(left=left, right=right):
                return self._decided(left) and self._decided(right)
            case Not(of=of):
                return self._decided(of)
            case Conditional(condition=of, then=then, other=other):
                return all(map(self._decided, (of, then, other)))
            case Comparison(left=left, right=right):
                return self._alike([left, right]) is not None
            case Membership(of=of, among=among):
                return self._still([of, *among])
        return self._still([condition])

    def _still(self, parts: Iterable[Node]) -> bool:
        """Whether parts are the same however many months there are."""
        return all(self.visit(part) in (0, _ANYHOW) for part in parts)

    def _unmoved(self, parts: Iterable[Node]) -> _Degree:
        """The degree of what is the same as long as its parts are."""
        return 0 if self._still(parts) else None

    def _alike(self, parts: Iterable[Node]) -> _Degree:
        return _alike([self.visit(part) for part in parts])


def _product(left: _Degree, right: _Degree) -> _Degree:
    if _ANYHOW in (left, right):
        return _ANYHOW
    return None if left is None or right is None else left + right


def _quotient(dividend: _Degree, divisor: _Degree) -> _Degree:
    if dividend == _ANYHOW:
        return _ANYHOW
    if dividend is None or divisor is None or divisor == _ANYHOW:
        return None
    return dividend - divisor


def _alike(degrees: Sequence[_Degree]) -> _Degree:
    """The degree that all of some parts have."""
    found = set(degrees) - {_ANYHOW}
    if not found:
        return _ANYHOW
    return found.pop() if len(found) == 1 else None
