"""The unit of every part of a formula, as far as it decides how a number is written."""

from __future__ import annotations

from collections.abc import Mapping

from engine.formula import (
    FUNCTIONS,
    Arithmetic,
    Call,
    Conditional,
    Field,
    Lookup,
    Name,
    Negation,
    Node,
    Number,
    TextLiteral,
    UnitRule,
    Visitor,
    bind,
)
from engine.plan import KIND_UNITS, Line, Parameter, Plan
from engine.text import OWN, is_money, is_share

PURE = ("", "weight", "factor")
"""Units that leave the unit of what they multiply as it is."""


class Units(Visitor[[], str]):
    """Units of a plan's lines and of the parts of their formulas.

    `formulas` are the lines whose formulas are asked about, where they are not the plan's own.
    """

    def __init__(self, plan: Plan, formulas: Mapping[str, Line] | None = None) -> None:
        self._plan = plan
        self._formulas = plan.lines if formulas is None else formulas
        self._known: dict[Node, str] = {}

    def of_name(self, name: str) -> str:
        """The unit of a column, parameter or line; lines without one have that of their formula."""
        plan = self._plan
        if name in plan.facts:
            return KIND_UNITS.get(plan.facts[name].kind, "")
        if name in plan.parameters:
            return plan.parameters[name].unit
        if name not in plan.lines:
            return ""
        line = plan.lines[name]
        if line.paid:
            return "CNY"
        return line.unit or self.of(self._formulas[name].formula.tree)

    def of(self, node: Node) -> str:
        """The unit of a part of a formula."""
        if node not in self._known:
            self._known[node] = self.visit(node)
        return self._known[node]

    def of_entry(self, parameter: Parameter, key: str) -> str:
        """The unit of the figure of a table under a key."""
        return self._plan.key_unit(key) if parameter.unit == OWN else parameter.unit

    def visit_other(self, node: Node) -> str:
        return ""

    def visit_name(self, node: Name) -> str:
        return self.of_name(node.name)

    def visit_negation(self, node: Negation) -> str:
        return self.of(node.of)

    def visit_arithmetic(self, node: Arithmetic) -> str:
        left, right = self.of(node.left), self.of(node.right)
        match node.sign:
            case "*":
                return _product(left, right)
            case "/":
                return _quotient(left, right)
        return _sum(left, right, _has_number(node))

    def visit_conditional(self, node: Conditional) -> str:
        return self.of(node.then) or self.of(node.other)

    def visit_lookup(self, node: Lookup) -> str:
        if isinstance(node.table, Name) and isinstance(node.key, TextLiteral):
            return self.of_entry(self._plan.parameters[node.table.name], node.key.value)
        return self.of(node.table)

    def visit_field(self, node: Field) -> str:
        return self.of(node.of)

    def visit_call(self, node: Call) -> str:
        parts = [part for _, part in bind(node, FUNCTIONS[node.function])]
        match FUNCTIONS[node.function].unit:
            case UnitRule.NONE:
                return ""
            case UnitRule.MONEY:
                return "CNY"
            case UnitRule.SHARE:
                return "share"
            case UnitRule.ANY:
                return next((unit for part in parts if (unit := self.of(part))), "")
            case UnitRule.FIRST:
                return self.of(parts[0]) if parts else ""
            case UnitRule.QUOTIENT:
                return _quotient(self.of(parts[0]), self.of(parts[1]))
            case UnitRule.PRODUCT:
                return _product(self.of(parts[0]), self.of(parts[1]))


def _product(left: str, right: str) -> str:
    if left.startswith("CNY/") or right.startswith("CNY/"):
        return "CNY"
    for rate, other in ((left, right), (right, left)):
        whole, slash, _ = rate.partition("/")
        if slash and not is_money(other):
            return whole
    if is_money(left) or is_money(right):
        return "CNY"
    if left in PURE:
        return right if right not in PURE else left or right
    if right in PURE or left == right:
        return left
    return "share" if is_share(left) and is_share(right) else ""


def _quotient(left: str, right: str) -> str:
    if is_money(left) and not is_money(right):
        return "CNY"
    return left if right in PURE else ""


def _sum(left: str, right: str, with_number: bool) -> str:
    if left == right or (is_money(left) and is_money(right)):
        return left
    if left in PURE or right in PURE:
        other = right if left in PURE else left
        return "" if is_share(other) and with_number else other
    return ""


def _has_number(node: Arithmetic) -> bool:
    """Whether a share is added to a number as written (1 + 5 % is 1.05, not 105 %)."""
    return any(isinstance(part, Number) and part.value != 0 for part in (node.left, node.right))
