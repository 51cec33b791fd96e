"""What the trees of a plan's formulas say about names, tables and results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.formula import (
    FUNCTIONS,
    Arithmetic,
    Call,
    Field,
    Kind,
    Logical,
    Lookup,
    Method,
    Name,
    Node,
    Number,
    Role,
    arguments,
    parts_with,
)
from engine.plan import Parameter, Plan
from engine.text import Text


def kinds_of(plan: Plan) -> Mapping[Node, Kind]:
    """The kinds of all parts of a plan's formulas."""
    kinds: dict[Node, Kind] = {}
    for line in plan.lines.values():
        kinds |= line.formula.kinds
    return kinds


def conjuncts(node: Node, sign: str = "and") -> Iterator[Node]:
    """The conditions that are joined by `sign`; anything else is its own only condition."""
    if isinstance(node, Logical) and node.sign == sign:
        yield from conjuncts(node.left, sign)
        yield from conjuncts(node.right, sign)
    else:
        yield node


def has_no_name(node: Node) -> bool:
    """Whether a part of a formula is worked out on the spot and bears no name."""
    return not isinstance(node, Name | Number)


def is_zero(node: Node) -> bool:
    """Whether a part of a formula is a mere 0."""
    return isinstance(node, Number) and node.value == 0


def looked_up(plan: Plan, call: Call) -> tuple[Parameter, Node] | None:
    """The parameter of breakpoints that a call looks something up in, as a whole or in one row, and
    what it looks up; None for other calls."""
    if FUNCTIONS[call.function].method in (None, Method.INDICATOR):
        return None
    (measured,) = parts_with(call, Role.MEASURED)
    table = next(part for part in arguments(call).values() if part is not measured)
    name = table.table if isinstance(table, Lookup) else table
    assert isinstance(name, Name)
    return plan.parameters[name.name], measured


def quotient(node: Node) -> tuple[Node, Node] | None:
    """What is divided by what; None for anything but a quotient."""
    if isinstance(node, Arithmetic) and node.sign == "/":
        return node.left, node.right
    if isinstance(node, Call) and (divisor := parts_with(node, Role.DIVISOR)):
        return parts_with(node, Role.DIVIDEND)[0], divisor[0]
    return None


def result_of(plan: Plan, node: Field) -> Text:
    """What one of the results of a function is called."""
    of = node.of
    while isinstance(of, Name):
        of = plan.lines[of.name].formula.tree
    assert isinstance(of, Call)
    return FUNCTIONS[of.function].wording.names[node.name]
