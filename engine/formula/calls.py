"""Which part of a call fills which argument of its function."""

from __future__ import annotations

from engine.formula.functions import FUNCTIONS, Argument, Function, Role
from engine.formula.syntax import Call, FormulaError, Node
from engine.text import nearest


def arguments(call: Call) -> dict[str, Node]:
    """The arguments of a call by name, in the order the function takes them.

    The call is one of a checked formula. Arguments left out are missing; of an argument that takes
    many values (min, max) only the last is here: `bind` gives all of them.
    """
    return {argument.name: part for argument, part in bind(call, FUNCTIONS[call.function])}


def parts_with(call: Call, role: Role) -> tuple[Node, ...]:
    """The arguments of a call, of a checked formula, that play a role."""
    return tuple(
        part for argument, part in bind(call, FUNCTIONS[call.function]) if argument.role is role
    )


def bind(node: Call, function: Function) -> list[tuple[Argument, Node]]:
    """Each argument of a call with the part that fills it, in the order the function takes them.

    Raises FormulaError where one is missing, unknown, given twice or too many.
    """
    many = next((a for a in function.takes if a.many), None)
    if many is not None:
        if node.named or len(node.arguments) < 2:
            raise FormulaError("too_few", node, function=function.name, wanted=many.name)
        return [(many, part) for part in node.arguments]
    if len(node.arguments) > len(function.takes):
        extra = node.arguments[len(function.takes)]
        raise FormulaError("too_many", extra, function=function.name, takes=_takes(function))
    given: dict[str, Node] = {
        argument.name: part for argument, part in zip(function.takes, node.arguments, strict=False)
    }
    for name, part in node.named:
        if function.argument(name) is None:
            raise FormulaError(
                "unknown_argument",
                part,
                function=function.name,
                name=name,
                nearest=nearest(name, (a.name for a in function.takes)),
                takes=_takes(function),
            )
        if name in given:
            raise FormulaError("argument_twice", part, function=function.name, name=name)
        given[name] = part
    wanted = {a.beside for a in function.takes if a.name in given}
    missing = [
        a.name
        for a in function.takes
        if a.name not in given and (not a.optional or a.name in wanted)
    ]
    if missing:
        raise FormulaError("too_few", node, function=function.name, wanted=tuple(missing))
    return [(a, given[a.name]) for a in function.takes if a.name in given]


def _takes(function: Function) -> tuple[str, ...] | str:
    return tuple(a.name for a in function.takes) or "—"
