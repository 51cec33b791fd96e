"""What formulas of a plan may name: its columns and parameters, each with its kind."""

from __future__ import annotations

from collections.abc import Mapping

from engine.formula import NUMBER, PERSON, Choice, Kind, Symbol
from engine.plan.parameter import Parameter
from engine.plan.schema import Column


def symbols(facts: Mapping[str, Column], parameters: Mapping[str, Parameter]) -> dict[str, Symbol]:
    """The names formulas may use besides lines."""
    scope: dict[str, Symbol] = {}
    for column in facts.values():
        positive = column.above is not None and column.above >= 0
        scope[column.id] = Symbol(_column_kind(column), "fact", positive=positive)
    for parameter in parameters.values():
        low = parameter.min
        scope[parameter.id] = Symbol(
            parameter.value.kind(parameter.keys),
            "parameter",
            positive=low is not None and low > 0,
            not_negative=low is not None and low >= 0,
        )
    return scope


def _column_kind(column: Column) -> Kind:
    match column.kind:
        case "category":
            return Choice(values=tuple(column.values))
        case "group":
            return Choice(values=None)
        case "person":
            return PERSON
    return NUMBER
