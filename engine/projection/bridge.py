"""From what a company's own months cost to what the months ahead are expected to: what comes of the
people who are drawn, of each kind of assumption, and of what nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from engine.companies import company_facts, cost_to_employer, evaluate_company
from engine.progress import Progress, no_progress, part
from engine.projection.assumption_table import ENTRIES
from engine.projection.assumptions import Assumptions
from engine.projection.estimates import Estimate
from engine.projection.question import Question
from engine.projection.running import run
from engine.projection.summaries import change_against, expected
from engine.projection.trials import Trials

CALM = {"level_uncertainty": 0.0, "swings": 0.0}
"""Where nothing hits everyone: the costs of such trials hardly differ."""
GROUPS = ("people", "pay", "market", "plan")


@dataclass(frozen=True)
class BridgeStep:
    """Yuan that one thing adds: "ahead" for people as they are drawn for the months ahead, a group
    of assumptions ("people", "pay", "market", "plan"), each on top of those before it, or "unsure"
    for what hits everyone, which averages hide."""

    id: str
    change: Estimate


@dataclass(frozen=True)
class Bridge:
    """`start` is the yuan that the company's own months cost; with the steps it is what is expected
    of the months ahead."""

    start: float
    steps: tuple[BridgeStep, ...]

    @property
    def end(self) -> float:
        """Yuan expected."""
        return self.start + sum(step.change.value for step in self.steps)


def has_bridge(question: Question) -> bool:
    """Whether as many months are asked about as the company's own are."""
    return question.months == question.company.months


def bridge(
    question: Question,
    known: Trials,
    trials: range,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> Bridge:
    """The steps to what is expected of the trials that are known; each but the last is told by few
    `trials` in which nothing hits everyone. Raises ValueError where `has_bridge` is False, and
    Refused where the question does not fit."""
    if not has_bridge(question):
        raise ValueError(f"{question.months} months against {question.company.months}")
    question = replace(question, budget=None)
    company = question.company
    facts = company_facts(company, question.find, models=question.models)
    paid = evaluate_company(company, facts, amounts=False)
    if question.payroll is not None:
        paid = cost_to_employer(paid, question.payroll)
    start = paid.total
    asked = list(_step_by_step(question.assumptions))
    steps: list[BridgeStep] = []
    before: Trials | None = None
    for i, (name, assumed) in enumerate(asked):
        doing = part(progress, i / len(asked), (i + 1) / len(asked))
        now = run(replace(question, assumptions=assumed), trials, executor, doing)
        if before is None:
            mean = expected(now)
            change = Estimate(mean.value - start, mean.error)
        else:
            change = change_against(now, before)
        steps.append(BridgeStep(name, change))
        before = now
    assert before is not None
    whole, calm = expected(known), expected(before)
    error = float(np.hypot(whole.error, calm.error))
    unsure = BridgeStep("unsure", Estimate(whole.value - calm.value, error))
    return Bridge(start, (*steps, unsure))


def _step_by_step(assumptions: Assumptions) -> Iterator[tuple[str, Assumptions]]:
    """Nothing assumed, then one group after the other, as far as something is assumed of it."""
    now = Assumptions(CALM)
    yield "ahead", now
    for group in GROUPS:
        of_group = {
            path: value
            for path, value in assumptions.values.items()
            if (entry := path.split(".")[-1]) not in CALM and ENTRIES[entry].group == group
        }
        if of_group:
            now = Assumptions({**now.values, **of_group})
            yield group, now
