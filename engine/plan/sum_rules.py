"""Figures that should add up: what they come to, and how to bring them back in proportion."""

from __future__ import annotations

from collections.abc import Mapping

from engine.plan.schema import Plan, SumRule
from engine.text import Problem, as_typed
from engine.yaml_files import Json

SLACK = 1e-9
DECIMALS = 4

Addend = tuple[str, str]
"""A parameter and, in a table or scorecard, the key."""


def total(plan: Plan, rule: SumRule) -> float:
    """What the figures of a rule come to; no limit counts as infinite."""
    return sum(_figures(plan, rule).values())


def holds(plan: Plan, rule: SumRule) -> bool:
    """Whether the figures add up as they should."""
    return abs(total(plan, rule) - rule.to) <= SLACK


def broken(plan: Plan) -> tuple[Problem, ...]:
    """The figures that do not add up as they should, a problem for each rule."""
    return tuple(
        Problem(
            "figures_sum",
            {"total": as_typed(round(total(plan, rule), 8)), "to": as_typed(rule.to)},
            column=", ".join(rule.parameters),
        )
        for rule in plan.sums
        if not holds(plan, rule)
    )


def in_proportion(plan: Plan, rule: SumRule) -> dict[str, Json]:
    """The figures scaled so that they add up again; the largest takes what rounding leaves."""
    figures, now = _figures(plan, rule), total(plan, rule)
    if 0 < now < float("inf"):
        scaled = {at: round(value * rule.to / now, DECIMALS) for at, value in figures.items()}
        largest = max(scaled, key=lambda at: scaled[at])
        others = sum(value for at, value in scaled.items() if at != largest)
        scaled[largest] = round(rule.to - others, DECIMALS + 4)
    else:
        scaled = dict.fromkeys(figures, rule.to / len(figures))
    return {name: _scaled(plan, name, scaled) for name in rule.parameters}


def _scaled(plan: Plan, name: str, figures: Mapping[Addend, float]) -> Json:
    """A parameter's value with other figures in its sum, as JSON."""
    own = {key: figure for (parameter, key), figure in figures.items() if parameter == name}
    return plan.parameters[name].value.with_addends(own).json()


def _figures(plan: Plan, rule: SumRule) -> dict[Addend, float]:
    return {
        (name, key): figure
        for name in rule.parameters
        for key, figure in plan.parameters[name].value.addends().items()
    }
