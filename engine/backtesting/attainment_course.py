"""What plans cost as everybody achieves less or more: the same year, shifted step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.backtesting.plans_on_year import BackTest
from engine.backtesting.shifted_year import Shifted, shifted
from engine.evaluation import evaluate
from engine.progress import Progress, no_progress, part
from engine.text import Refused

STEPS = (-0.2, -0.1, 0.0, 0.1, 0.2)


@dataclass(frozen=True)
class ShiftedCost:
    """What each plan costs, in yuan of all months, where attainment is `shift` more."""

    shift: float
    year: Shifted
    totals: tuple[float, ...]


def attainment_course(
    tested: BackTest,
    steps: Sequence[float] = STEPS,
    measures: Sequence[str] = (),
    progress: Progress = no_progress,
) -> tuple[ShiftedCost, ...]:
    """The plans of a back-test on its year with attainment shifted by each step, in their order.

    What was paid in fact was paid for the year as it was, and is not among the totals. See
    `shifted` for what is scaled and what is refused.
    """
    found = []
    for i, shift in enumerate(steps):
        step = part(progress, i / len(steps), (i + 1) / len(steps))
        year = shifted(
            tested.facts,
            tested.plans[0],
            attainment=shift,
            measures=measures,
            others=tested.plans[1:],
        )
        totals = [
            evaluate(plan, year.facts, tested.memory, amounts=False, progress=step).total
            for plan in tested.plans
        ]
        found.append(ShiftedCost(shift, year, tuple(totals)))
    return tuple(found)


def course_or_refusal(
    tested: BackTest, progress: Progress = no_progress
) -> tuple[ShiftedCost, ...] | Refused:
    """The course over the usual steps, or why attainment cannot be shifted in this year."""
    try:
        return attainment_course(tested, progress=progress)
    except Refused as refused:
        return refused
