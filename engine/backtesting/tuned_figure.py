"""One figure of a plan, and the values that it may be tuned to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.plan import Parameter, Plan, shapes, unknown_parameter
from engine.text import Problem, Refused, Text, in_each_language, number, quantity
from engine.yaml_files import Json

LEAST, MOST, FINENESS = 50, 150, 100
"""A table is tuned as a whole, from half of its figures to half as much again, by hundredths."""


@dataclass(frozen=True)
class Choices:
    """The values that a figure may be tuned to, from the least to the most: amounts of a number, or
    how many times as large all figures of a table are. `own` is the place of the plan's own."""

    parameter: Parameter
    amounts: tuple[float, ...]
    own: int
    whole_table: bool

    def value(self, place: int) -> Json:
        """The figures of the parameter at a place."""
        if not self.whole_table:
            return self.amounts[place]
        return _times(self.parameter, self.amounts[place])

    def said(self, place: int) -> Text:
        """The value at a place in words: with its unit, or as a factor of the plan's figures."""
        amount = self.amounts[place]
        if self.whole_table:
            return in_each_language(lambda language: f"× {number(amount)}")
        return in_each_language(lambda lang: quantity(amount, self.parameter.unit, lang))


def choices(plan: Plan, name: str, values: Sequence[float] = ()) -> Choices:
    """The values of a figure by its own steps from its least to its most, or those given.

    Raises Refused for a parameter that is not there, that has no steps, or has no amounts.
    """
    parameter = plan.parameters.get(name)
    if parameter is None:
        raise Refused([unknown_parameter(name, plan.parameters)])
    is_number = isinstance(parameter.value, shapes.Number)
    if is_number and parameter.json is None:
        raise Refused([Problem("tune_no_amount", {"label": parameter.label}, column=name)])
    own = float(parameter.json) if is_number else 1.0
    found = [float(value) for value in values] or _steps(parameter, is_number)
    if not is_number and not any("value" in row for row in parameter.value.rows()):
        raise Refused([Problem("tune_no_amount", {"label": parameter.label}, column=name)])
    amounts = sorted({*found, own})
    taken = []
    for amount in amounts:
        tried = amount if is_number else _times(parameter, amount)
        if not parameter.value.problems(tried, parameter):
            taken.append(amount)
    return Choices(parameter, tuple(taken), taken.index(own), not is_number)


def _steps(parameter: Parameter, is_number: bool) -> list[float]:
    if not is_number:
        return [i / FINENESS for i in range(LEAST, MOST + 1)]
    low, high, step = parameter.min, parameter.max, parameter.step
    if low is None or high is None or not step:
        raise Refused([Problem("tune_no_steps", {"label": parameter.label}, column=parameter.id)])
    count = round((high - low) / step)
    return [round(low + i * step, 9) for i in range(count + 1)]


def _times(parameter: Parameter, factor: float) -> Json:
    """All figures of a table so many times as large; where they begin and what has none stays."""
    rows = []
    for row in parameter.value.rows():
        amount = row.get("value")
        if isinstance(amount, int | float):
            new = round(amount * factor, 9)
            row = {**row, "value": float(round(new)) if parameter.whole else new}
        rows.append(row)
    return parameter.value.with_rows(rows).json()
