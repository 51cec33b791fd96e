"""Trials of a question: each drawn, paid and added up on its own, by whatever workers there are.

A trial depends on the question and its number alone, never on the others, their order or who works
it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.companies import Company
from engine.evaluation import Payouts
from engine.jobs import results_of, run_jobs
from engine.progress import Progress, no_progress
from engine.projection.assumptions import Assumptions
from engine.projection.paid_trials import InCommon, employer_costs, facts_of_trial, paid
from engine.projection.people_known import first_ahead
from engine.projection.periods_owed import Owed, last_rows, owed_and_forfeited, periodic
from engine.projection.preparing import Prepared, prepared
from engine.projection.question import Question, question_of
from engine.projection.question_problems import check
from engine.projection.trial_counts import TRIALS
from engine.projection.trial_numbers import common_points
from engine.projection.trials import Line, Trials, joined
from engine.text import Problem, Refused

Array = NDArray[np.float64]
STEP = 8
"""Trials that are handed to a worker at a time."""


def project(
    company: Company,
    assumptions: Assumptions | None = None,
    *,
    first: int | None = None,
    months: int | None = None,
    trials: int = TRIALS,
    seed: int | None = None,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> Trials:
    """Trials of what a company costs in the months ahead: its own months, or those after the files
    of its people. Raises Refused with all that does not fit."""
    begin = first_ahead(company) if first is None else first
    question = question_of(company, assumptions, first=begin, months=months, seed=seed)
    return run(question, range(trials), executor, progress)


def run(
    question: Question,
    trials: range,
    executor: Executor | None = None,
    progress: Progress = no_progress,
    fixed: Mapping[str, float] = MappingProxyType({}),
) -> Trials:
    """The trials of some numbers, all at once; what hits everyone may be `fixed`, see `Mixing`.
    Raises Refused where the question does not fit, and ValueError for a range that begins or ends
    within a pair."""
    return joined(list(parts(question, trials, executor, progress, fixed)))


def costs(
    questions: Sequence[Question],
    trials: range,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> list[Trials]:
    """The trials of several questions side by side, without what is owed and forfeited. They meet
    the same luck, and what they have in common in a trial is worked out once: another figure of a
    plan takes little longer. Raises as `run` does."""
    _check_pairs(trials)
    problems: list[Problem] = []
    for question in questions:
        problems += [problem for problem in check(question) if problem not in problems]
    if problems:
        raise Refused(problems)
    asked = [replace(question, budget=None) for question in questions]
    found_parts = run_jobs(executor, partial(some_costs, asked), _jobs(trials), progress)
    return [joined(of_one) for of_one in zip(*found_parts, strict=True)]


def parts(
    question: Question,
    trials: range,
    executor: Executor | None = None,
    progress: Progress = no_progress,
    fixed: Mapping[str, float] = MappingProxyType({}),
) -> Iterator[Trials]:
    """The same as they come in, the first pair at once. Whoever stops asking stops the work."""
    _check_pairs(trials)
    found = check(question)
    if found:
        raise Refused(found)
    question = replace(question, budget=None)
    work = partial(some_trials, question, fixed=dict(fixed))
    for _, found_trials in results_of(executor, work, _jobs(trials), progress):
        yield found_trials


def _check_pairs(trials: range) -> None:
    if trials.step != 1 or trials.start % 2 or trials.stop % 2 or not trials:
        raise ValueError(f"whole pairs of trials expected, found {trials}")


def _jobs(trials: range) -> list[range]:
    """The first pair on its own, then `STEP` trials at a time."""
    jobs = [trials[:2]]
    jobs += [trials[i : i + STEP] for i in range(2, len(trials), STEP)]
    return jobs


def some_trials(
    question: Question,
    trials: range,
    progress: Progress = no_progress,
    fixed: Mapping[str, float] = MappingProxyType({}),
) -> Trials:
    """Trials one after the other, by whoever is called; what hits everyone may be `fixed`, see
    `Mixing`."""
    known = prepared(question)
    points = _points(known, trials)
    found = []
    for i, number in enumerate(trials):
        progress(i / len(trials))
        found.append(one_trial(known, number, points[i // 2], fixed))
    progress(1.0)
    return joined(found)


def some_costs(
    questions: Sequence[Question], trials: range, progress: Progress = no_progress
) -> list[Trials]:
    """The same of several questions side by side, without what is owed and forfeited."""
    known = [prepared(question) for question in questions]
    points = [_points(each, trials) for each in known]
    moving = {
        name: {p for each in known for p in each.units[name].plan.changed_from(outlook.plan)}
        for name, outlook in known[0].units.items()
    }
    found: list[list[Trials]] = [[] for _ in known]
    for i, number in enumerate(trials):
        progress(i / len(trials))
        in_common = InCommon(moving)
        for each, own, of_one in zip(known, points, found, strict=True):
            drawn = facts_of_trial(each, number, own[i // 2], in_common=in_common)
            paid_out = paid(each, drawn, in_common)
            cost = employer_costs(each, paid_out, drawn, in_common)
            of_one.append(_trial(each, number, own[i // 2], cost))
    progress(1.0)
    return [joined(of_one) for of_one in found]


def _points(known: Prepared, trials: range) -> Array:
    """The points of the common factors of pairs of trials."""
    pairs = range(trials.start // 2, trials.stop // 2)
    return common_points(len(known.mixing.names), known.question.seed, pairs)


def one_trial(
    known: Prepared,
    number: int,
    point: Array,
    fixed: Mapping[str, float] = MappingProxyType({}),
) -> Trials:
    """One trial at a point of the common factors."""
    drawn = facts_of_trial(known, number, point, fixed)
    payouts = paid(known, drawn)
    owed: dict[Line, Array] = {}
    forfeited: dict[Line, Array] = {}
    forfeiters: dict[Line, Array] = {}
    stay = _elsewhere(payouts) if known.company.moves else {}
    for unit, of_unit in payouts.items():
        open_lines = Owed({}, {}, {})
        if periodic(of_unit.plan):
            open_lines = owed_and_forfeited(of_unit, stay.get(unit), known.units[unit].flags)
        for name in open_lines.owed:
            owed[unit, name] = open_lines.owed[name][None, :] / 100
            forfeited[unit, name] = np.array([open_lines.forfeited[name] / 100])
            forfeiters[unit, name] = np.array([float(open_lines.forfeiters[name])])
    cost = _trial(known, number, point, employer_costs(known, payouts, drawn))
    return replace(cost, owed=owed, forfeited=forfeited, forfeiters=forfeiters)


def _trial(known: Prepared, number: int, point: Array, costs: Mapping[str, Payouts]) -> Trials:
    """What a trial costs, by what every unit does."""
    by_line: dict[Line, Array] = {}
    headcount: dict[str, Array] = {}
    for unit in known.company.units:
        of_unit = costs[unit]
        headcount[unit] = of_unit.facts.present.sum(axis=1)[None, :].astype(np.float64)
        for name, line in of_unit.lines.items():
            by_line[unit, name] = line.by_month[None, :] / 100
    numbers, names = np.array([number]), known.mixing.names
    first = known.question.first
    return Trials(first, numbers, by_line, headcount, {}, {}, {}, point[None, :], names)


def _elsewhere(payouts: Mapping[str, Payouts]) -> dict[str, NDArray[np.bool_]]:
    """By unit, who of its people has a month in another unit after the last one there, and so
    stays."""
    seen: set[str] = set()
    twice: set[str] = set()
    for of_unit in payouts.values():
        here = set(of_unit.facts.employees)
        twice |= seen & here
        seen |= here
    last: dict[str, dict[str, int]] = {employee: {} for employee in twice}
    for unit, of_unit in payouts.items():
        facts = of_unit.facts
        rows = last_rows(facts.present)
        for employee in twice & facts.position.keys():
            last[employee][unit] = int(rows[facts.position[employee]])
    found = {}
    for unit, of_unit in payouts.items():
        stays = np.zeros(of_unit.facts.size, np.bool_)
        for employee, rows_by_unit in last.items():
            if unit in rows_by_unit and max(rows_by_unit.values()) > rows_by_unit[unit]:
                stays[of_unit.facts.position[employee]] = True
        found[unit] = stays
    return found
