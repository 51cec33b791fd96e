"""Rules about what people bear for each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.evaluation import Memory, evaluate
from engine.facts import Facts
from engine.health.anatomy import figures_of
from engine.health.breakpoints import only_paying
from engine.health.check_register import with_people
from engine.health.examination import Examination
from engine.health.finding import Affected, Case, Found, NotApplicable, not_applicable, said
from engine.health.finding_texts import percent, yuan
from engine.health.typical_people import MOST_PEOPLE, sample
from engine.plan import Plan

Array = NDArray[np.float64]

CHARGED = 20
"""People looked at of those who bear a part of a deduction; more change little."""
MORE = 1.1
"""More work: so many times a month's own results."""


@with_people
def shared_deduction(exam: Examination) -> Found | NotApplicable:
    """The part of a shared deduction that falls on whoever would bear none alone, or grows with
    their own work."""
    lines = [x.id for x in exam.plan.pay_lines if x.id in exam.anatomy.coupled]
    if not lines:
        return not_applicable("nothing_shared")
    company = sample(exam.facts, MOST_PEOPLE, exam.memory)
    paying = only_paying(exam.plan, lines)
    taken = _taken(paying, company, exam.memory)
    months, people = taken.argmax(axis=0), np.flatnonzero(taken.max(axis=0) > 0)
    if not people.size:
        return Found(0.0, said("shared_deduction_none"))
    looked = people[np.linspace(0, people.size - 1, min(CHARGED, people.size)).astype(np.intp)]
    worked = [c for c in exam.anatomy.results if exam.plan.facts[c].kind in ("count", "money")]
    innocent = np.zeros(company.size, dtype=np.bool_)
    growing = np.zeros(company.size, dtype=np.bool_)
    for person in looked:
        exam.progress()
        month = int(months[person])
        alone = _taken(paying, company.take([person]), exam.memory)[month, 0]
        innocent[person] = alone <= 0
        busier = _busier(company, worked, month, int(person))
        growing[person] = _taken(paying, busier, exam.memory)[month, person] > taken[month, person]
    borne = taken.max(axis=0)
    all_borne = float(borne[looked].sum())
    unfair = innocent | growing
    cases = tuple(
        Case(
            float(borne[of].sum()) / all_borne,
            said(
                key,
                share=percent(float(borne[of].sum()) / all_borne),
                most=yuan(float(borne[of].max(initial=0.0))),
                more=percent(MORE - 1),
            ),
            figures_of(exam.plan, lines),
        )
        for key, of in (
            ("shared_deduction_innocent", innocent),
            ("shared_deduction_growing", growing),
        )
        if of.any()
    )
    value = float(borne[unfair].sum()) / all_borne
    labels = said.joined([exam.plan.lines[line].label for line in lines])
    key = "shared_deduction" if cases else "shared_deduction_fair"
    sentence = said(key, lines=labels, share=percent(value))
    named = tuple(company.employees[i] for i in np.flatnonzero(unfair))
    affected = Affected(len(named), int(looked.size), named)
    return Found(value, sentence, affected, figures_of(exam.plan, lines), cases)


def _taken(plan: Plan, facts: Facts, memory: Memory) -> Array:
    """Yuan that the plan's lines take away, by month and person; 0 where they give."""
    payouts = evaluate(plan, facts, memory)
    return np.maximum(-sum(payouts.amounts(x.id) for x in plan.pay_lines) / 100, 0.0)


def _busier(facts: Facts, columns: list[str], month: int, person: int) -> Facts:
    """The company with one of them having done more in a month."""
    numbers = dict(facts.numbers)
    for column in columns:
        own = facts.numbers[column].copy()
        own[month, person] = np.ceil(own[month, person] * MORE)
        numbers[column] = own
    return replace(facts, numbers=numbers)
