"""Rules about what the law protects: pay from deductions, and the minimum wage."""

from __future__ import annotations

import numpy as np

from engine.calendar import paying_rows
from engine.health.anatomy import figures_of
from engine.health.check_register import with_people
from engine.health.counted_wage import (
    CountedWage,
    Flags,
    counted_wage,
    fully_attended,
    local_minimum,
)
from engine.health.examination import Examination
from engine.health.finding import Found, NotApplicable, not_applicable, said
from engine.health.finding_texts import count, percent, yuan
from engine.text import Text

AT_A_TIME = 8192
"""People whose months are looked at together: as many as stay in the processor's cache."""


@with_people
def deductions(exam: Examination) -> Found | NotApplicable:
    """The share of people from whom a month's deductions take more than the law allows: more than
    its share of the month's pay, or so much that less than the minimum wage is left of a month that
    was worked in full."""
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
    labels = said.joined([exam.plan.lines[line].label for line in lines])
    about = {"lines": labels, "share": percent(share), "of": count(facts.size)}
    over = taken > share * given + 0.5
    told = []
    if over.any():
        most = yuan(float(taken[over].max()) / 100)
        told.append(said("deductions", **about, **_who(over), most=most))
    full = fully_attended(exam)
    if full is not None:
        local = local_minimum(exam)
        about |= {"place": local.place, "wage": yuan(float(local.yuan.max()))}
        least = np.broadcast_to(local.yuan, facts.present.shape)[:, concerned]
        allowed = np.maximum(given - least * 100, 0.0)
        short = full[:, concerned] & (taken > allowed + 0.5)
        if short.any():
            lowest = yuan(float((given - taken)[short].min()) / 100)
            told.append(said("deductions_floor", **about, **_who(short), lowest=lowest))
        over |= short
    people[concerned] = over.any(axis=0)
    if not told:
        told.append(
            said("deductions_within" if full is None else "deductions_within_both", **about)
        )
        return Found(0.0, told[0], exam.people(people), figures_of(exam.plan, lines))
    sentence = said.joined(told, "after_sentence")
    figures = figures_of(exam.plan, lines)
    return Found(float(people.mean()), sentence, exam.people(people), figures)


@with_people
def minimum_wage(exam: Examination) -> Found | NotApplicable:
    """The share of people who are paid less than the local minimum wage in a month of service."""
    facts = exam.facts
    if float(exam.all_fixed.sum()) <= 0:
        return not_applicable("no_fixed")
    full = fully_attended(exam)
    if full is None:
        return not_applicable("paid_by_time")
    counted = counted_wage(exam)
    people = np.zeros(facts.size, dtype=np.bool_)
    months, lowest, lowest_below = 0, np.inf, np.inf
    for start in range(0, facts.size, AT_A_TIME):
        exam.progress()
        some = slice(start, min(start + AT_A_TIME, facts.size))
        paid, there = counted.fen(some), full[:, some]
        if not there.all():
            paid[~there] = np.inf
        below = paid < counted.least(some) - 0.5
        lowest = min(lowest, float(paid.min()) / 100)
        if below.any():
            people[some] = below.any(axis=0)
            months += int(below.sum())
            lowest_below = min(lowest_below, float(paid[below].min()) / 100)
    wage = {"place": counted.local.place, "wage": yuan(float(counted.local.yuan.max()))}
    if not people.any():
        least = yuan(lowest if np.isfinite(lowest) else 0.0)
        sentence = said("minimum_wage_none", lowest=least, **wage)
        return Found(0.0, _with_rules(sentence, counted), exam.people(people))
    sentence = said(
        "minimum_wage",
        count=int(people.sum()),
        of=count(facts.size),
        months=count(months),
        lowest=yuan(lowest_below),
        **wage,
    )
    left_out = {line.id for line in counted.left_out}
    fixed = [line for line in exam.largest(exam.fixed) if line not in left_out]
    figures = figures_of(exam.plan, fixed)
    return Found(float(people.mean()), _with_rules(sentence, counted), exam.people(people), figures)


def _who(months: Flags) -> dict[str, Text]:
    """How many people are meant, and how many of their months, by flags [months, people]."""
    return {"count": count(int(months.any(axis=0).sum())), "months": count(int(months.sum()))}


def _with_rules(sentence: Text, counted: CountedWage) -> Text:
    """A sentence on the minimum wage with what of pay is not held against it."""
    told = [sentence]
    if counted.left_out:
        lines = said.joined([line.label for line in counted.left_out])
        told.append(said("minimum_wage_left_out", lines=lines))
    if counted.net:
        told.append(said("minimum_wage_net"))
    return said.joined(told, "after_sentence")
