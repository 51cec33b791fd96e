"""What everything on target would cost, against what is to be expected: the difference is what
averages hide where plans accelerate or have cliffs.

On target means: the same people in the same trial, their sales exactly on quota, and each other
measure of a month at the median of all people of the unit. What base pay reads, and who is there,
stays as drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.facts import Facts
from engine.progress import Progress, no_progress
from engine.projection.estimates import Estimate, mean_of
from engine.projection.market_measures import quotas, sales
from engine.projection.months_assumed import UnitOutlook
from engine.projection.paid_trials import employer_costs, facts_of_trial, paid
from engine.projection.preparing import prepared
from engine.projection.question import Question
from engine.projection.question_problems import check
from engine.projection.trial_numbers import common_points
from engine.text import Refused

Array = NDArray[np.float64]
MEASURED = ("money", "share", "score", "count", "number")
"""Kinds of columns that hold what people did."""


@dataclass(frozen=True)
class TargetCost:
    """Yuan on target and as expected, of the same trials, and the latter less the former; `by_unit`
    has both, on target first."""

    on_target: Estimate
    expected: Estimate
    difference: Estimate
    by_unit: Mapping[str, tuple[float, float]]


def target_cost(
    question: Question, trials: range = range(4), progress: Progress = no_progress
) -> TargetCost:
    """Of some trials. Raises Refused where the question does not fit."""
    found = check(question)
    if found:
        raise Refused(found)
    known = prepared(replace(question, budget=None))
    pairs = range(trials.start // 2, (trials.stop + 1) // 2)
    points = common_points(len(known.mixing.names), question.seed, pairs)
    totals: dict[str, list[list[float]]] = {name: [[], []] for name in known.units}
    for i, number in enumerate(trials):
        progress(i / len(trials))
        drawn = facts_of_trial(known, number, points[number // 2 - pairs.start])
        on_target = {name: at_target(known.units[name], facts) for name, facts in drawn.items()}
        for which, facts_by_unit in enumerate((on_target, drawn)):
            costs = employer_costs(known, paid(known, facts_by_unit), facts_by_unit)
            for name, payouts in costs.items():
                totals[name][which].append(payouts.total)
        progress((i + 1) / len(trials))
    numbers = np.arange(trials.start, trials.stop)
    target, expected = (
        np.sum([np.array(both[which]) for both in totals.values()], axis=0) for which in (0, 1)
    )
    by_unit = {
        name: (float(np.mean(both[0])), float(np.mean(both[1]))) for name, both in totals.items()
    }
    return TargetCost(
        mean_of(target, numbers),
        mean_of(expected, numbers),
        mean_of(expected - target, numbers),
        by_unit,
    )


def at_target(outlook: UnitOutlook, facts: Facts) -> Facts:
    """The facts of a unit with everybody on target."""
    plan, model = outlook.unit.plan, outlook.future.model
    lines, base = outlook.plan.lines, outlook.base
    kept = {*quotas(plan, model), *(lines[base].formula.reads if base else ())}
    target = next(iter(quotas(plan, model)), None)
    sold = sales(plan, model, tuple(kept))
    for column in outlook.plan.facts.values():
        name = column.id
        if column.kind not in MEASURED or name in kept or name not in model.measures:
            continue
        if target is not None and name in sold and _measured_against(outlook, name, target):
            facts = facts.with_numbers(name, facts.numbers[target])
            continue
        facts = facts.with_numbers(name, _median_by_month(facts, facts.numbers[name]))
    return facts


def _measured_against(outlook: UnitOutlook, name: str, target: str) -> bool:
    """Whether a column of sales is held against the quota somewhere in the plan."""
    curve = outlook.unit.plan.curve
    if curve is not None and (curve.move, curve.against) == (name, target):
        return True
    lines = outlook.plan.lines.values()
    return any({name, target} <= set(line.formula.reads) for line in lines)


def _median_by_month(facts: Facts, numbers: Array) -> Array:
    found = np.zeros_like(numbers)
    for row, there in enumerate(facts.present):
        if there.any():
            found[row, there] = np.sort(numbers[row, there])[(there.sum() - 1) // 2]
    return found
