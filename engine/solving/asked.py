"""What is asked of a company: figures to move, a budget, limits, and what is wanted most."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from engine.companies import Company, CompanyFacts
from engine.health import Policy, load_policy
from engine.payroll import PayrollSettings
from engine.projection import TRIALS, Question
from engine.projection import check as question_problems
from engine.solving.movable import Movable
from engine.text import Problem, Refused

Goal = Literal["least_change", "use_budget", "lowest_cost", "spread", "fewest_losers"]
GOALS: tuple[Goal, ...] = ("least_change", "use_budget", "lowest_cost", "spread", "fewest_losers")
"""What is wanted most where several figures would do: as little change as possible, a cost as near
to the budget as possible, the lowest cost, the best paid furthest from the average, or the fewest
people who are paid less."""

YEAR, EXPECTED = "year", "expected"
"""The cost of the people as they are, and the mean of a projection's trials."""
COSTS = (YEAR, EXPECTED, "p50", "p80", "p90", "p95")
"""Measures of cost that are offered; a projection has any pNN from p1 to p99."""
_QUANTILE = re.compile(r"p([1-9][0-9]?)")


@dataclass(frozen=True)
class Limits:
    """What has to hold beside the budget; None and False ask for nothing.

    At most the share `most_losers` of all people may be paid less than by the baseline by the share
    `losing_more_than` or more (0: by anything). In every unit that is concerned, the best paid
    tenth has at least `leverage` times the average variable pay, nobody is below the minimum wage,
    pay jumps nowhere where it does not under the baseline, and no health check fails, or none that
    does not fail under the baseline (`no_further_failed_check`).
    """

    most_losers: float | None = None
    losing_more_than: float = 0.05
    leverage: float | None = None
    minimum_wage: bool = False
    no_new_cliff: bool = False
    no_failed_check: bool = False
    no_further_failed_check: bool = False


@dataclass(frozen=True)
class Asked:
    """Figures of a company to move so that its cost stays within `budget` and the `limits` hold.

    `cost` is "year", what it pays its people `facts` in all their months, or a figure of so many
    `trials` of `question`, all of its months together: "expected" or "p90". Without a budget, cost
    has no limit. With `payroll`, or that of the question, cost is all that the employer pays; who
    loses and how pay is spread stay matters of pay. People and places where pay jumps are held
    against `baseline`, unless given what the company is held against; health checks are those of
    `policy`, and so is the minimum wage where nobody says where people are insured
    (see `insured_at`).
    """

    company: Company
    facts: CompanyFacts
    moves: tuple[Movable, ...]
    budget: float | None = None
    goal: Goal = "least_change"
    limits: Limits = Limits()
    cost: str = YEAR
    question: Question | None = None
    trials: int = TRIALS
    payroll: PayrollSettings | None = None
    baseline: Company | None = None
    policy: Policy = field(default_factory=load_policy)

    @property
    def quantile(self) -> float | None:
        """The share of trials of which the cost is asked for, None where it is not."""
        matched = _QUANTILE.fullmatch(self.cost)
        return int(matched[1]) / 100 if matched else None

    @property
    def of_employer(self) -> PayrollSettings | None:
        """By what the employer's cost is found; None where cost is what the plans pay."""
        if self.payroll is None and self.question is not None and self.cost != YEAR:
            return self.question.payroll
        return self.payroll

    @property
    def concerned(self) -> tuple[str, ...]:
        """The units that are paid otherwise: those with a figure that moves, and whoever is managed
        by whose results."""
        found = {move.unit for move in self.moves}
        while more := {
            m.unit
            for m in self.company.management
            if found & set(m.manages) and m.unit not in found
        }:
            found |= more
        return tuple(name for name in self.company.units if name in found)


def insured_at(asked: Asked, unit: str) -> PayrollSettings | None:
    """Where the people of a unit are insured, whose minimum wage holds for them: as the cost to the
    employer is asked for, else as the company says; None where that of the policy holds."""
    settings = asked.of_employer
    if settings is None:
        return asked.company.payroll_of_unit(unit)
    return settings.of_unit(unit, asked.company.units[unit].place)


def check(asked: Asked) -> list[Problem]:
    """All that does not fit about what is asked."""
    found = []
    limits = asked.limits
    if not asked.moves:
        found.append(Problem("solve_no_move", column="move"))
    if asked.budget is not None and not asked.budget > 0:
        found.append(Problem("budget_nothing", column="budget", value=f"{asked.budget:g}"))
    nothing_asked = asked.goal == "least_change" and limits == Limits()
    if asked.budget is None and (asked.goal == "use_budget" or nothing_asked):
        found.append(Problem("solve_no_budget", column="budget"))
    if asked.cost not in COSTS and asked.quantile is None:
        known = {"known": tuple(COSTS)}
        found.append(Problem("solve_cost", known, column="cost", value=asked.cost))
    elif asked.cost != YEAR and asked.question is None:
        found.append(Problem("solve_no_question", column="cost", value=asked.cost))
    elif asked.cost != YEAR and asked.question is not None:
        found += question_problems(asked.question)
        if asked.trials < 2 or asked.trials % 2:
            found.append(Problem("projection_trials", column="trials", value=str(asked.trials)))
    for name in ("most_losers", "losing_more_than"):
        share = getattr(limits, name)
        if share is not None and not 0 <= share <= 1:
            found.append(Problem("solve_share", column=name, value=f"{share:g}"))
    if limits.leverage is not None and not limits.leverage > 0:
        found.append(Problem("solve_leverage", column="leverage", value=f"{limits.leverage:g}"))
    return [*found, *_of_moves(asked)]


def checked(asked: Asked) -> None:
    """Raises Refused with all that does not fit."""
    if found := check(asked):
        raise Refused(found)


def _of_moves(asked: Asked) -> Iterator[Problem]:
    """The cells that would be moved twice."""
    own = [cell for move in asked.moves for cell in move.own_cells]
    taken = {move.against_cell for move in asked.moves}
    for unit, parameter, path in dict.fromkeys(own):
        if own.count((unit, parameter, path)) > 1 or (unit, parameter, path) in taken:
            yield Problem("solve_twice", column=".".join((unit, parameter, *map(str, path))))
