"""How formulas read the columns of the facts, followed through lines: what counts as a result, what
a result is divided by, and what only says how a person stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from engine.formula import (
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
    bind,
    names_in,
)
from engine.plan import Plan

Use = Literal["counts", "divides", "guards", "stands"]
"""How a formula reads a column: as a result, as what a result is divided by, only to ask whether
there is anything (x > 0), or as something that is so about the person (days worked, place in a
band, promotion)."""

TIME_RATES = frozenset({"CNY/day", "CNY/hour", "CNY/shift", "CNY/night"})
"""Units of parameters that pay for time: what they are multiplied with is no result."""
PARTS_OF_TIME = frozenset({"days", "hours"})
COUNTED = frozenset({"count", "number"})
GOALS = frozenset({"target"})
"""Arguments of words that hold what a result is measured against."""


class Uses:
    """Follows columns through formulas and lines, with how they are read."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._lines: dict[tuple[str, Use], dict[str, set[Use]]] = {}

    def of_line(self, name: str, how: Use) -> dict[str, set[Use]]:
        key = (name, how)
        if key not in self._lines:
            found: dict[str, set[Use]] = {}
            self._lines[key] = found
            self._visit(self.plan.lines[name].formula.tree, how, found)
        return self._lines[key]

    def _visit(self, node: Node, how: Use, found: dict[str, set[Use]]) -> None:
        for part, use in self._read(node, how):
            if isinstance(part, Name):
                if part.name in self.plan.facts:
                    found.setdefault(part.name, set()).add(use)
                elif part.name in self.plan.lines:
                    for column, uses in self.of_line(part.name, use).items():
                        found.setdefault(column, set()).update(uses)
            else:
                self._visit(part, use, found)

    def _read(self, node: Node, how: Use) -> Iterator[tuple[Node, Use]]:
        plan = self.plan
        match node:
            case Name():
                yield node, how
            case Arithmetic(sign="/", left=left, right=right):
                yield left, "stands" if unit_of(plan, right) in PARTS_OF_TIME else how
                yield right, self._divides(left, how)
            case Arithmetic(sign="*", left=left, right=right):
                yield left, "stands" if _is_standing(plan, right) else how
                yield right, "stands" if _is_standing(plan, left) else how
            case Call(function="ratio", arguments=(top, bottom)):
                yield top, how
                yield bottom, self._divides(top, how)
            case Call() if (pair := prorated(plan, node)) is not None:
                for part in node.walk():
                    if isinstance(part, Name):
                        yield part, "stands" if part.name == pair[0] else "divides"
            case Call(function="career_ladder"):
                for part in node.parts():
                    yield part, "stands"
            case Call(function=function) if function in FUNCTIONS:
                for argument, part in bind(node, FUNCTIONS[function]):
                    yield part, "divides" if argument.name in GOALS else how
            case Comparison(left=left, right=right):
                for side, other in ((left, right), (right, left)):
                    if isinstance(other, Name) and other.name == "calendar_month":
                        yield side, "stands"
                    elif isinstance(other, Number) and other.value == 0 and how == "counts":
                        yield side, "guards"
                    else:
                        yield side, how
            case _:
                for part in node.parts():
                    yield part, how

    def _divides(self, top: Node, how: Use) -> Use:
        """How the bottom of a fraction is read: where nothing above it is known of the person, it
        is no yardstick but the result itself (target / actual)."""
        above = (name for name in names_in(top) if name not in self.plan.parameters)
        return "divides" if any(above) else how


def prorated(plan: Plan, node: Node) -> tuple[str, str] | None:
    """(attended, required) where a part is min(1, ratio(attended, required)) of counted columns."""
    match node:
        case Call(
            function="min", arguments=(Number(text="1"), Call(function="ratio", arguments=(a, b)))
        ):
            pass
        case Call(
            function="min", arguments=(Call(function="ratio", arguments=(a, b)), Number(text="1"))
        ):
            pass
        case Call(
            function="clip",
            arguments=(
                Call(function="ratio", arguments=(a, b)),
                Number(text="0"),
                Number(text="1"),
            ),
        ):
            pass
        case _:
            return None
    if isinstance(a, Name) and isinstance(b, Name):
        columns = [plan.facts.get(name) for name in (a.name, b.name)]
        if all(column is not None and column.kind in COUNTED for column in columns):
            return a.name, b.name
    return None


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
