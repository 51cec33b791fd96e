"""What is a whole number for certain, so that bands of it read 21–30 and not "21 to below 31"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from engine.formula import (
    FUNCTIONS,
    Argument,
    Arithmetic,
    Call,
    Conditional,
    Lookup,
    Name,
    Negation,
    Node,
    Number,
    Role,
    bind,
    calls_in,
    parts_with,
)


def measured_whole(counts: Collection[str], formulas: Mapping[str, Node]) -> frozenset[str]:
    """The parameters whose breakpoints are held against whole numbers only, by the formulas of all
    lines and the columns that hold counts."""
    found: dict[str, bool] = {}
    for table, measured in _looked_up(formulas.values()):
        found[table] = found.get(table, True) and _is_whole(measured, counts, formulas)
    return frozenset(name for name, whole in found.items() if whole)


def _looked_up(formulas: Iterable[Node]) -> Iterator[tuple[str, Node]]:
    """Parameters of breakpoints, with what is held against them."""
    for formula in formulas:
        for call in calls_in(formula):
            for measured in parts_with(call, Role.MEASURED):
                for part in parts_with(call, Role.TABLE):
                    table = part.table if isinstance(part, Lookup) else part
                    if isinstance(table, Name):
                        yield table.name, measured


def _is_whole(node: Node, counts: Collection[str], formulas: Mapping[str, Node]) -> bool:
    match node:
        case Number(value=value):
            return float(value).is_integer()
        case Name(name=name) if name in formulas:
            return _is_whole(formulas[name], counts, formulas)
        case Name(name=name):
            return name in counts
        case Negation(of=of):
            return _is_whole(of, counts, formulas)
        case Arithmetic(sign="+" | "-" | "*", left=left, right=right):
            return _is_whole(left, counts, formulas) and _is_whole(right, counts, formulas)
        case Conditional(then=then, other=other):
            return _is_whole(then, counts, formulas) and _is_whole(other, counts, formulas)
        case Call(function=name):
            function, bound = FUNCTIONS[name], bind(node, FUNCTIONS[name])
            decimals = [
                found
                for argument in function.takes
                for found in [
                    _decimals(argument, part, counts, formulas)
                    for bound_to, part in bound
                    if bound_to is argument
                ]
                or [0]
            ]
            return function.decimals(decimals) == 0
    return False


def _decimals(
    argument: Argument, part: Node, counts: Collection[str], formulas: Mapping[str, Node]
) -> int | None:
    """The decimals of an argument: 0 where it is whole, or no number; else unknown."""
    if argument.kinds == ("condition",) or "category" in argument.kinds:
        return 0
    whole = argument.fixed or argument.kinds == ("person",) or _is_whole(part, counts, formulas)
    return 0 if whole else None
