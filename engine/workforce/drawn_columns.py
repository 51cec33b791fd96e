"""Which columns the people of a model have, and whether a plan can pay them."""

from __future__ import annotations

from engine.plan import Column, Plan
from engine.workforce.model import TENURE, Measure, Workforce


def has_columns_of(model: Workforce, plan: Plan) -> bool:
    """Whether the people drawn from a model have every column of a plan, with values that it
    takes: a model that was fitted for one plan then is of use for another."""
    return all(_has(model, column) for column in plan.facts.values())


def _has(model: Workforce, column: Column) -> bool:
    if column.kind == "group":
        return column.id in model.units
    if column.kind == "person":
        return model.roles is not None and model.roles.manager == column.id
    measure = model.measures.get(column.id)
    if column.kind == "category":
        return set(_values(model, column.id, measure)) <= set(column.values)
    if column.id == TENURE:
        return True
    return measure is not None and not measure.hidden and _within(measure, column)


def _values(model: Workforce, name: str, measure: Measure | None) -> tuple[str, ...]:
    """The values of a category; one that no plan has where the model does not draw it."""
    if model.roles is not None and model.roles.column == name:
        return tuple(model.roles.values)
    if name in model.attributes:
        return tuple(model.attributes[name].shares)
    if measure is not None and measure.drawn is not None and measure.drawn.is_rating:
        return tuple(measure.drawn.shares)
    return ("",)


def _within(measure: Measure, column: Column) -> bool:
    """Whether a column takes all that a measure may be."""
    if measure.drawn is not None and measure.drawn.is_rating:
        return False
    low, high = measure.range
    if column.kind == "flag" and not (low >= 0 and high <= 1 and measure.decimals == 0):
        return False
    if column.range is not None and not (column.range[0] <= low and high <= column.range[1]):
        return False
    return column.above is None or low > column.above
