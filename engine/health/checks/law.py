"""Rules about what the law protects: pay from deductions, and the minimum wage."""

from __future__ import annotations

import numpy as np

from engine.calendar import paying_rows
from engine.health.anatomy import figures_of
from engine.health.check_register import with_people
from engine.health.counted_wage import CountedWage, counted_wage
from engine.health.examination import Examination
from engine.health.finding import Found, NotApplicable, not_applicable, said
from engine.health.finding_texts import count, percent, yuan
from engine.text import Text


@with_people
def deductions(exam: Examination) -> Found | NotApplicable:
    """The share of people from whom a month's deductions take more than the law allows."""
    facts, share = exam.facts, exam.policy.setting("deductions", "share")
    paid = {
        name: (result.amounts, paying_rows(facts.first, facts.months, result.every))
        for name, result in exam.payouts.lines.items()
        if result.amounts is not None
    }
    lines = [name for name, (fen, _) in paid.items() if fen.size and float(fen.min()) < 0]
    people = np.zeros(facts.size, dtype=np.bool_)
    if not lines:
        return Found(0.0, said("deductions_none"), exam.people(people))
    for line in lines:
        people |= (paid[line][0] < 0).any(axis=0)
    concerned = np.flatnonzero(people)
    given = exam.salary[:, concerned] * 100
    taken = np.zeros_like(given)
    for line, (fen, rows) in paid.items():
        exam.progress()
        own = fen[:, concerned]
        given[rows] += np.maximum(own, 0.0)
        if line in lines:
            taken[rows] -= np.minimum(own, 0.0)
    over = taken > share * given + 0.5
    people[concerned] = over.any(axis=0)
    found = float(people.mean())
    labels = said.joined([exam.plan.lines[line].label for line in lines])
    if not people.any():
        sentence = said("deductions_within", lines=labels, share=percent(share))
        return Found(0.0, sentence, exam.people(people), figures_of(exam.plan, lines))
    sentence = said(
        "deductions",
        lines=labels,
        share=percent(share),
        count=count(int(people.sum())),
        of=count(facts.size),
        months=count(int(over.sum())),
        most=yuan(float(taken[over].max()) / 100),
    )
    return Found(found, sentence, exam.people(people), figures_of(exam.plan, lines))


@with_people
def minimum_wage(exam: Examination) -> Found | NotApplicable:
    """The share of people who are paid less than the local minimum wage in a month of service."""
    facts = exam.facts
    if float(exam.all_fixed.sum()) <= 0:
        return not_applicable("no_fixed")
    if exam.anatomy.time_paid:
        return not_applicable("paid_by_time")
    counted = counted_wage(exam)
    exam.progress()
    full = facts.present
    for attended, required in exam.anatomy.attendance:
        full = full & (facts.numbers[attended] >= facts.numbers[required] - 1e-9)
    below = full & (counted.yuan < counted.least - 0.005)
    people = np.asarray(below.any(axis=0))
    wage = {"place": counted.place, "wage": yuan(float(counted.least.max()))}
    if not people.any():
        lowest = yuan(float(counted.yuan[full].min())) if full.any() else yuan(0.0)
        sentence = said("minimum_wage_none", lowest=lowest, **wage)
        return Found(0.0, _with_rules(sentence, counted), exam.people(people))
    sentence = said(
        "minimum_wage",
        count=int(people.sum()),
        of=count(facts.size),
        months=count(int(below.sum())),
        lowest=yuan(float(counted.yuan[below].min())),
        **wage,
    )
    left_out = {line.id for line in counted.left_out}
    fixed = [line for line in exam.largest(exam.fixed) if line not in left_out]
    figures = figures_of(exam.plan, fixed)
    return Found(float(people.mean()), _with_rules(sentence, counted), exam.people(people), figures)


def _with_rules(sentence: Text, counted: CountedWage) -> Text:
    """A sentence on the minimum wage with what of pay is not held against it."""
    told = [sentence]
    if counted.left_out:
        lines = said.joined([line.label for line in counted.left_out])
        told.append(said("minimum_wage_left_out", lines=lines))
    if counted.net:
        told.append(said("minimum_wage_net"))
    return said.joined(told, "after_sentence")
