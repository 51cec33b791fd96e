"""The register of rules: one function a check, and whether it needs people to be answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.health.examination import Examination
from engine.health.finding import Found, NotApplicable

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
