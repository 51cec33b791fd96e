"""The register of rules: one function a check, and what it needs to be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.analysis.health.examination import Examination
from engine.analysis.health.finding import Found, NotApplicable
from engine.plan.schema import Plan

Rule = Callable[[Examination], Found | NotApplicable]


@dataclass(frozen=True)
class Registered:
    """A rule and whether it needs people."""

    rule: Rule
    people: bool


RULES: dict[str, Registered] = {}


def from_the_plan(rule: Rule) -> Rule:
    """Registers a rule that needs no people under its own name."""
    RULES[rule.__name__] = Registered(rule, False)
    return rule


def with_people(rule: Rule) -> Rule:
    """Registers a rule that needs people under its own name."""
    RULES[rule.__name__] = Registered(rule, True)
    return rule


def figures_of(plan: Plan, lines: Iterable[str]) -> tuple[str, ...]:
    """The parameters that lines read themselves, tables of breakpoints first."""
    names = dict.fromkeys(
        name for line in lines for name in plan.lines[line].formula.reads if name in plan.parameters
    )
    stepped = ("steps", "keyed_steps", "tiers", "curve", "prizes")
    return tuple(sorted(names, key=lambda name: plan.parameters[name].shape not in stepped))
