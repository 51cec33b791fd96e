"""Figures that should add up: what they come to, and how to bring them back in proportion."""

from __future__ import annotations

from engine.plan.schema import AddsUp, Plan

SLACK = 1e-9
DECIMALS = 4


def total(plan: Plan, rule: AddsUp) -> float:
    """What the figures of a rule come to; no limit counts as infinite."""
    values = [plan.parameters[name].value for name in rule.parameters]
    return sum(float("inf") if value is None else value for value in values)


def holds(plan: Plan, rule: AddsUp) -> bool:
    """Whether the figures add up as they should."""
    return abs(total(plan, rule) - rule.to) <= SLACK


def in_proportion(plan: Plan, rule: AddsUp) -> dict[str, float]:
    """The figures scaled so that they add up again; the largest takes what rounding leaves."""
    now = total(plan, rule)
    if not 0 < now < float("inf"):
        return {name: rule.to / len(rule.parameters) for name in rule.parameters}
    scaled = {
        name: round(plan.parameters[name].value * rule.to / now, DECIMALS)
        for name in rule.parameters
    }
    largest = max(scaled, key=lambda name: scaled[name])
    others = sum(value for name, value in scaled.items() if name != largest)
    scaled[largest] = round(rule.to - others, DECIMALS + 4)
    return scaled
