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
    bind,
)
from engine.plan import KIND_UNITS, Line, Plan
from engine.text import OWN, is_money, is_share

PURE = ("", "weight", "factor")
"""Units that leave the unit of what they multiply as it is."""
_COUNTS = ("count", "rank", "rows", "places")


class Units:
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
            self._known[node] = self._of(node)
        return self._known[node]

    def _of(self, node: Node) -> str:
        match node:
            case Name(name=name):
                return self.of_name(name)
            case Negation(of=part):
                return self.of(part)
            case Arithmetic(sign="*"):
                return _product(self.of(node.left), self.of(node.right))
            case Arithmetic(sign="/"):
                return _quotient(self.of(node.left), self.of(node.right))
            case Arithmetic():
                return _sum(self.of(node.left), self.of(node.right), _has_number(node))
            case Conditional():
                return self.of(node.then) or self.of(node.other)
            case Lookup(table=table, key=TextLiteral(value=key)) if self.of(table) == OWN:
                return self._plan.key_unit(key)
            case Lookup(table=table):
                return self.of(table)
            case Field(of=of):
                return self.of(of)
            case Call():
                return self._of_call(node)
        return ""

    def _of_call(self, node: Call) -> str:
        if node.function in _COUNTS:
            return ""
        given = [(argument.name, part) for argument, part in bind(node, FUNCTIONS[node.function])]
        first = self.of(given[0][1]) if given else ""
        match node.function:
            case "split":
                return "CNY"
            case "ratio":
                return _quotient(first, self.of(given[1][1]))
            case "tiers" | "whole_tiers":
                return _product(first, self.of(given[1][1]))
            case "min" | "max":
                return next((unit for _, part in given if (unit := self.of(part))), "")
        return first


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
