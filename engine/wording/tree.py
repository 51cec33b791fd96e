"""What the trees of a plan's formulas say about names, tables and results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.formula import (
    FUNCTIONS,
    Arithmetic,
    Call,
    Conditional,
    Field,
    Kind,
    Logical,
    Lookup,
    Method,
    Name,
    Node,
    Not,
    Number,
    Role,
    arguments,
    parts_with,
)
from engine.plan import Parameter, Plan, shapes
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


def in_force(plan: Plan, node: Node) -> Node:
    """What a choice comes to where a switch of the plan decides it, and a product of which a switch
    makes one factor 1; any other part is itself."""
    match node:
        case Conditional() if (met := _decided(plan, node.condition)) is not None:
            return in_force(plan, node.then if met else node.other)
        case Arithmetic(sign="*" | "/", left=x, right=one) if _switched_to_one(plan, one):
            return in_force(plan, x)
        case Arithmetic(sign="*", left=one, right=x) if _switched_to_one(plan, one):
            return in_force(plan, x)
    return node


def parts_in_force(plan: Plan, node: Node) -> Iterator[Node]:
    """All parts of a formula but the branches that a switch of the plan rules out."""
    node = in_force(plan, node)
    yield node
    for part in node.parts():
        yield from parts_in_force(plan, part)


def names_in_force(plan: Plan, node: Node) -> tuple[str, ...]:
    """The names a formula mentions outside the branches ruled out, each once, in order."""
    parts = parts_in_force(plan, node)
    return tuple(dict.fromkeys(part.name for part in parts if isinstance(part, Name)))


def calls_in_force(plan: Plan, node: Node) -> list[Call]:
    """The calls of a formula outside the branches ruled out."""
    return [part for part in parts_in_force(plan, node) if isinstance(part, Call)]


def _switched_to_one(plan: Plan, node: Node) -> bool:
    """Whether a switch makes 1 of a line, so that it makes no difference to what it multiplies."""
    if not isinstance(node, Name) or node.name not in plan.lines:
        return False
    tree = plan.lines[node.name].formula.tree
    settled = in_force(plan, tree)
    return settled is not tree and isinstance(settled, Number) and settled.value == 1


def _decided(plan: Plan, condition: Node) -> bool | None:
    """Whether a condition holds for everyone, or for nobody, by the plan's switches alone."""
    match condition:
        case Name(name=name) if name in plan.parameters:
            value = plan.parameters[name].value
            return bool(value.constant) if isinstance(value, shapes.Flag) else None
        case Not(of=part):
            met = _decided(plan, part)
            return None if met is None else not met
        case Logical(sign=sign, left=left, right=right):
            sides = {_decided(plan, left), _decided(plan, right)}
            decisive = sign == "or"
            return decisive if decisive in sides else None if None in sides else not decisive
    return None


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
