"""What is a whole number for certain, so that bands of it read 21–30 and not "21 to below 31"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from engine.formula import (
    FUNCTIONS,
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

if TYPE_CHECKING:
    from engine.plan.schema import Column, Line


def measured_whole(facts: Mapping[str, Column], lines: Mapping[str, Line]) -> frozenset[str]:
    """The parameters whose breakpoints are held against whole numbers only."""
    found: dict[str, bool] = {}
    for table, measured in _looked_up(lines):
        found[table] = found.get(table, True) and _is_whole(measured, facts, lines)
    return frozenset(name for name, whole in found.items() if whole)


def _looked_up(lines: Mapping[str, Line]) -> Iterator[tuple[str, Node]]:
    """Parameters of breakpoints, with what is held against them."""
    for line in lines.values():
        for call in calls_in(line.formula.tree):
            for measured in parts_with(call, Role.MEASURED):
                for part in parts_with(call, Role.TABLE):
                    table = part.table if isinstance(part, Lookup) else part
                    if isinstance(table, Name):
                        yield table.name, measured


def _is_whole(node: Node, facts: Mapping[str, Column], lines: Mapping[str, Line]) -> bool:
    match node:
        case Number(value=value):
            return float(value).is_integer()
        case Name(name=name) if name in facts:
            return facts[name].kind == "count" or facts[name].whole
        case Name(name=name) if name in lines:
            return _is_whole(lines[name].formula.tree, facts, lines)
        case Negation(of=of):
            return _is_whole(of, facts, lines)
        case Arithmetic(sign="+" | "-" | "*", left=left, right=right):
            return _is_whole(left, facts, lines) and _is_whole(right, facts, lines)
        case Conditional(then=then, other=other):
            return _is_whole(then, facts, lines) and _is_whole(other, facts, lines)
        case Call(function=name):
            function = FUNCTIONS[name]
            numbers = (p for a, p in bind(node, function) if a.kinds == ("number",) and not a.fixed)
            return function.whole == "always" or (
                function.whole == "kept" and all(_is_whole(p, facts, lines) for p in numbers)
            )
    return False
