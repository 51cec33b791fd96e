"""What is asked of a company: figures to move, a budget for its cost, and what is wanted most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.companies import Company, CompanyFacts
from engine.solving.movable import Movable
from engine.text import Problem, Refused

Goal = Literal["least_change", "use_budget", "lowest_cost"]
GOALS: tuple[Goal, ...] = ("least_change", "use_budget", "lowest_cost")
"""What is wanted most, where several figures would do: as little change as possible, a cost as near
to the budget as possible, or the lowest cost."""


@dataclass(frozen=True)
class Asked:
    """Figures of a company to move so that what it costs its people `facts` stays within `budget`,
    yuan of all months; without one, cost has no limit."""

    company: Company
    facts: CompanyFacts
    moves: tuple[Movable, ...]
    budget: float | None = None
    goal: Goal = "least_change"


def check(asked: Asked) -> list[Problem]:
    """All that does not fit about what is asked."""
    found = []
    if not asked.moves:
        found.append(Problem("solve_no_move", column="move"))
    if asked.budget is not None and not asked.budget > 0:
        found.append(Problem("budget_nothing", column="budget", value=f"{asked.budget:g}"))
    if asked.budget is None and asked.goal != "lowest_cost":
        found.append(Problem("solve_no_budget", column="budget"))
    places = [(one.unit, one.parameter, path) for one in asked.moves for path in one.paths]
    for unit, parameter, path in dict.fromkeys(p for p in places if places.count(p) > 1):
        at = ".".join((unit, parameter, *map(str, path)))
        found.append(Problem("solve_twice", column=at))
    return found


def checked(asked: Asked) -> None:
    """Raises Refused with all that does not fit."""
    if found := check(asked):
        raise Refused(found)
