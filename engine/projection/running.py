"""Trials of a question: each drawn, paid and added up on its own, by whatever workers there are.

A trial depends on the question and its number alone, never on the others, their order or who works
it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.companies import (
    Company,
    CompanyFacts,
    CompanyPayouts,
    Management,
    Unit,
    company_with_employer_cost,
    filled,
    managers_of,
    moved,
    needs_amounts,
    paid_in_order,
    unfit,
)
from engine.evaluation import Memory, Payouts, evaluate
from engine.facts import Facts
from engine.jobs import results_of
from engine.progress import Progress, no_progress
from engine.projection.assumptions import Assumptions
from engine.projection.changing_plans import flagged
from engine.projection.people_known import first_ahead
from engine.projection.periods_owed import Owed, last_rows, owed_and_forfeited, periodic
from engine.projection.preparing import Prepared, prepared
from engine.projection.question import Question, question_of
from engine.projection.question_problems import check
from engine.projection.salary_review import raised
from engine.projection.trial_counts import TRIALS
from engine.projection.trial_numbers import common_points, own_entropy
from engine.projection.trials import Line, Trials, joined
from engine.text import Refused

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
    memory: Memory | None = None,
) -> Trials:
    """The trials of some numbers, all at once; `memory` spares what was drawn and paid in the same
    trials of another question, and goes with executors of threads alone. Raises Refused where the
    question does not fit, and ValueError for a range that begins or ends within a pair."""
    return joined(list(parts(question, trials, executor, progress, memory)))


def parts(
    question: Question,
    trials: range,
    executor: Executor | None = None,
    progress: Progress = no_progress,
    memory: Memory | None = None,
) -> Iterator[Trials]:
    """The same as they come in, the first pair at once. Whoever stops asking stops the work."""
    if trials.step != 1 or trials.start % 2 or trials.stop % 2 or not trials:
        raise ValueError(f"whole pairs of trials expected, found {trials}")
    found = check(question)
    if found:
        raise Refused(found)
    question = replace(question, budget=None)
    work = partial(some_trials, question, memory=memory)
    for _, found_trials in results_of(executor, work, _jobs(trials), progress):
        yield found_trials


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
    memory: Memory | None = None,
) -> Trials:
    """Trials one after the other, by whoever is called; what hits everyone may be `fixed`, see
    `Mixing`; `memory` as in `run`."""
    known = prepared(question)
    points = common_points(
        len(known.mixing.names), question.seed, range(trials.start // 2, trials.stop // 2)
    )
    found = []
    for i, number in enumerate(trials):
        progress(i / len(trials))
        found.append(one_trial(known, number, points[i // 2], fixed, memory))
    progress(1.0)
    return joined(found)


def one_trial(
    known: Prepared,
    number: int,
    point: Array,
    fixed: Mapping[str, float] = MappingProxyType({}),
    memory: Memory | None = None,
) -> Trials:
    """One trial at a point of the common factors; `memory` as in `run`."""
    drawn = facts_of_trial(known, number, point, fixed, memory)
    payouts = paid(known, drawn, memory)
    costs = employer_costs(known, payouts, drawn, memory)
    by_line: dict[Line, Array] = {}
    owed: dict[Line, Array] = {}
    forfeited: dict[Line, Array] = {}
    forfeiters: dict[Line, Array] = {}
    headcount: dict[str, Array] = {}
    for unit in known.company.units:
        of_unit = payouts[unit]
        headcount[unit] = of_unit.facts.present.sum(axis=1)[None, :].astype(np.float64)
        for name, line in costs[unit].lines.items():
            by_line[unit, name] = line.by_month[None, :] / 100
        stays = _elsewhere(unit, payouts) if known.company.moves else None
        open_lines = Owed({}, {}, {})
        if periodic(of_unit.plan):
            open_lines = owed_and_forfeited(of_unit, stays, known.units[unit].flags)
        for name in open_lines.owed:
            owed[unit, name] = open_lines.owed[name][None, :] / 100
            forfeited[unit, name] = np.array([open_lines.forfeited[name] / 100])
            forfeiters[unit, name] = np.array([float(open_lines.forfeiters[name])])
    return Trials(
        known.question.first,
        np.array([number]),
        *(by_line, headcount, owed, forfeited, forfeiters),
        point[None, :],
        known.mixing.names,
    )


def _elsewhere(unit: str, payouts: Mapping[str, Payouts]) -> NDArray[np.bool_]:
    """Who of a unit's people has a month in another unit after the last one here, and so stays."""
    later: dict[str, int] = {}
    for name, of_other in payouts.items():
        if name != unit:
            last = last_rows(of_other.facts.present).tolist()
            for employee, row in zip(of_other.facts.employees, last, strict=True):
                later[employee] = max(row, later.get(employee, -1))
    facts = payouts[unit].facts
    last_here = last_rows(facts.present).tolist()
    return np.array(
        [later.get(e, -1) > row for e, row in zip(facts.employees, last_here, strict=True)],
        np.bool_,
    )


def facts_of_trial(
    known: Prepared,
    number: int,
    point: Array,
    fixed: Mapping[str, float] = MappingProxyType({}),
    memory: Memory | None = None,
) -> dict[str, Facts]:
    """The facts of all units in a trial, before managers' columns are filled and pay is raised."""
    common = known.mixing.of_units(point, fixed)
    entropy = {name: own_entropy(known.question.seed, name, number) for name in known.units}

    def draw() -> dict[str, Facts]:
        found = {}
        for name, outlook in known.units.items():
            facts = outlook.future.draw(common[name], entropy[name])
            for flag, row in outlook.flags.items():
                facts = flagged(facts, flag, row)
            found[name] = facts
        return moved(known.company, found)

    if memory is None:
        return draw()
    units = tuple(
        (name, each.future.key, tuple(each.flags.items()), common[name].tobytes(), entropy[name])
        for name, each in known.units.items()
    )
    return memory.cached(("facts of a trial", units, known.company.moves, known.company.seed), draw)


def paid(
    known: Prepared, drawn: Mapping[str, Facts], memory: Memory | None = None
) -> dict[str, Payouts]:
    """What every unit pays, by unit; managers after the people they are paid on. Raises Refused
    where what people did makes no figure that their managers' plan takes."""
    memory = memory if memory is not None else Memory()
    managers = managers_of(known.company, drawn)

    def fill(management: Management, facts: Facts, below: Mapping[str, Payouts]) -> Facts:
        return filled(management, facts, below, managers)

    def pay(unit: Unit, facts: Facts, feeds: frozenset[str]) -> Payouts:
        managing = (m for m in known.company.management if m.unit == unit.id)
        wrong = [problem for one in managing for problem in unfit(one, unit.plan, facts)]
        if wrong:
            raise Refused(wrong)
        review = known.units[unit.id].review
        if review is not None:
            facts = raised(review, unit.plan, facts)
        lines = [*periodic(unit.plan), *(n for n in feeds if n in unit.plan.lines)]
        measures = bool(feeds & {line.id for line in unit.plan.measures})
        payroll = known.question.payroll
        amounts = payroll is not None and needs_amounts(known.company, payroll)
        return evaluate(unit.plan, facts, memory, amounts=amounts or lines, measures=measures)

    return paid_in_order(known.company, drawn, fill, pay)


def employer_costs(
    known: Prepared,
    payouts: Mapping[str, Payouts],
    drawn: Mapping[str, Facts],
    memory: Memory | None = None,
) -> Mapping[str, Payouts]:
    """What every unit costs, by unit: what it pays, with a payroll all that the employer pays.
    `drawn` are the facts that the payouts are of, as `paid` takes them."""
    settings = known.question.payroll
    if settings is None:
        return payouts
    before = None
    if settings.base == "last_year":
        documented = _documented(known)
        before = _of_company(documented.company, paid(documented, drawn, memory))
    return company_with_employer_cost(_of_company(known.company, payouts), settings, before).units


def _of_company(company: Company, payouts: Mapping[str, Payouts]) -> CompanyPayouts:
    facts = {name: own.facts for name, own in payouts.items()}
    return CompanyPayouts(company, CompanyFacts(facts, {}), payouts)


def _documented(known: Prepared) -> Prepared:
    """The same people under the plans as documented, without changes and raises to come."""
    company = known.question.company.documented
    units = {
        name: replace(each, plan=company.units[name].plan, flags={}, review=None)
        for name, each in known.units.items()
    }
    return replace(known, company=company, units=units)
