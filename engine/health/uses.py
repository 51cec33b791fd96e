"""How formulas read the columns of the facts, followed through lines: what counts as a result, what
a result is divided by, and what only says how a person stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from engine.formula import (
    CALENDAR,
    FUNCTIONS,
    Arithmetic,
    Call,
    Comparison,
    Field,
    Lookup,
    Name,
    Negation,
    Node,
    Number,
    Role,
    Visitor,
    bind,
    names_in,
    parts_with,
)
from engine.plan import Column, Plan

Use = Literal["counts", "divides", "guards", "stands"]
"""How a formula reads a column: as a result, as what a result is divided by, only to ask whether
there is anything (x > 0), or as something that is so about the person (days worked, place in a
band, promotion)."""

TIME_RATES = frozenset({"CNY/day", "CNY/hour", "CNY/shift", "CNY/night"})
"""Units of parameters that pay for time: what they are multiplied with is no result."""
PARTS_OF_TIME = frozenset({"days", "hours"})
COUNTED = frozenset({"count", "number"})
PRORATED: tuple[Use, Use] = ("stands", "divides")
"""How what was attended and what was required are read where pay is prorated by them."""


Columns = dict[str, set[Use]]
"""Columns with how they are read."""


class Uses(Visitor[[Use, Columns], None]):
    """Follows columns through formulas and lines, with how they are read."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._lines: dict[tuple[str, Use], Columns] = {}
        for name in plan.order:  # each after those it reads, so that no chain of them is too long
            for how in get_args(Use):
                self.of_line(name, how)

    def of_line(self, name: str, how: Use) -> Columns:
        """The columns that a line rests on, where the line itself is read so."""
        key = (name, how)
        if key not in self._lines:
            found: Columns = {}
            self._lines[key] = found
            self.visit(self.plan.lines[name].formula.tree, how, found)
        return self._lines[key]

    def visit_other(self, node: Node, how: Use, found: Columns) -> None:
        for part in node.parts():
            self.visit(part, how, found)

    def visit_name(self, node: Name, how: Use, found: Columns) -> None:
        if node.name in self.plan.facts:
            found.setdefault(node.name, set()).add(how)
        elif node.name in self.plan.lines:
            for column, uses in self.of_line(node.name, how).items():
                found.setdefault(column, set()).update(uses)

    def visit_arithmetic(self, node: Arithmetic, how: Use, found: Columns) -> None:
        plan, left, right = self.plan, how, how
        if node.sign == "/":
            left = "stands" if unit_of(plan, node.right) in PARTS_OF_TIME else how
            right = self._divides([node.left], how)
        elif node.sign == "*":
            left = "stands" if _is_standing(plan, node.right) else how
            right = "stands" if _is_standing(plan, node.left) else how
        self.visit(node.left, left, found)
        self.visit(node.right, right, found)

    def visit_comparison(self, node: Comparison, how: Use, found: Columns) -> None:
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(other, Name) and other.name in CALENDAR:
                self.visit(side, "stands", found)
            elif isinstance(other, Number) and other.value == 0 and how == "counts":
                self.visit(side, "guards", found)
            else:
                self.visit(side, how, found)

    def visit_call(self, node: Call, how: Use, found: Columns) -> None:
        if (pair := prorated(self.plan, node)) is not None:
            for name, use in zip(pair, PRORATED, strict=True):
                found.setdefault(name, set()).add(use)
            return
        function = FUNCTIONS[node.function]
        above = parts_with(node, Role.DIVIDEND)
        for argument, part in bind(node, function):
            if function.tells_standing:
                self.visit(part, "stands", found)
            elif argument.role is Role.DIVISOR:
                self.visit(part, self._divides(above, how), found)
            else:
                self.visit(part, "divides" if argument.role is Role.GOAL else how, found)

    def _divides(self, above: Sequence[Node], how: Use) -> Use:
        """How the bottom of a fraction is read: where nothing above it is known of the person, it
        is no yardstick but the result itself (target / actual)."""
        known = (n for part in above for n in names_in(part) if n not in self.plan.parameters)
        return "divides" if any(known) else how


def prorated(plan: Plan, node: Node) -> tuple[str, str] | None:
    """(attended, required) where a part is the quotient of two counted columns, at most 1."""
    if not isinstance(node, Call):
        return None
    highest, lowest = (_values(parts_with(node, r)) for r in (Role.CEILING, Role.FLOOR))
    limited = [part for part in node.parts() if not isinstance(part, Number)]
    if 1 not in highest or any(lowest) or len(limited) != 1 or not isinstance(limited[0], Call):
        return None
    parts = (*parts_with(limited[0], Role.DIVIDEND), *parts_with(limited[0], Role.DIVISOR))
    match [plan.facts.get(part.name) for part in parts if isinstance(part, Name)]:
        case [Column() as attended, Column() as required]:
            if attended.kind in COUNTED and required.kind in COUNTED:
                return attended.id, required.id
    return None


def _values(nodes: Sequence[Node]) -> list[float]:
    return [node.value for node in nodes if isinstance(node, Number)]


def unit_of(plan: Plan, node: Node) -> str:
    """The unit of the parameter that a part is or looks up, or nothing."""
    if isinstance(node, Negation):
        node = node.of
    if isinstance(node, Lookup):
        node = node.table
    named = plan.parameters.get(node.name) if isinstance(node, Name) else None
    return "" if named is None else named.unit


def _is_standing(plan: Plan, node: Node) -> bool:
    """Whether what this part is multiplied with says how a person stands: their time, their place
    in a band."""
    if unit_of(plan, node) in TIME_RATES:
        return True
    return any(
        isinstance(part, Field)
        and isinstance(part.of, Lookup)
        and isinstance(part.of.table, Name)
        and part.of.table.name in plan.parameters
        for part in node.walk()
    )
