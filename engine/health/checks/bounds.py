"""Rules about bounds of pay: what grows or is taken away without end, and what caps cut off."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.evaluation import Payouts, evaluate
from engine.facts import Facts
from engine.health.anatomy import figures_of
from engine.health.breakpoints import Cap
from engine.health.caps import binding, lifted
from engine.health.check_register import from_the_plan, with_people
from engine.health.examination import Examination
from engine.health.finding import MOST_CASES, Case, Found, NotApplicable, not_applicable, said
from engine.health.finding_texts import count, percent, yuan
from engine.text import Text

CUT = 0.01
"""Pay cut by a cap below this share of variable pay is not counted."""
MOST_FOR_CASES = 10_000


@from_the_plan
def uncapped(exam: Examination) -> Found | NotApplicable:
    """Lines that go on growing with a result, however large it is."""
    if not exam.alone:
        return not_applicable("no_own_result")
    return _endless(exam, 1.0, "uncapped")


@from_the_plan
def penalty_floor(exam: Examination) -> Found | NotApplicable:
    """Lines that take more and more away, however much that is."""
    if not exam.alone:
        return not_applicable("no_own_result")
    return _endless(exam, -1.0, "penalty_floor")


@with_people
def caps(exam: Examination) -> Found | NotApplicable:
    """The share of people, and of money, that caps cut."""
    plan, found = exam.plan, binding(exam.plan, exam.anatomy.caps)
    if not found:
        return not_applicable("no_caps")
    before = exam.all_variable
    freed = _paid_without(exam, found, exam.facts)
    gain = sum((freed.line_by_person(x) for x in exam.variable), np.zeros(exam.facts.size)) - before
    cut = gain > np.maximum(CUT * np.abs(before), 1.0)
    share, money = float(cut.mean()), float(gain[cut].sum())
    cases = []
    some = _some(exam)
    base = evaluate(plan, some, exam.memory, amounts=False, progress=exam.progress)
    own_pay = sum((base.line_by_person(x) for x in exam.variable), np.zeros(some.size))
    for cap in found:
        alone = _paid_without(exam, [cap], some)
        more = alone.pay_by_person - base.pay_by_person
        touched = float((more > np.maximum(CUT * np.abs(own_pay), 1.0)).mean())
        if touched > 0:
            name = _cap_name(exam, cap.parameter, cap.x.line)
            sentence = said("caps_case", name=name, share=percent(touched))
            own = (cap.parameter,) if cap.parameter else figures_of(plan, [cap.x.line])
            cases.append(Case(touched, sentence, own))
    cases.sort(key=lambda case: -case.value)
    total = float(before.sum()) + money
    values = {"share": percent(share), "money": yuan(money)}
    values |= {"part": percent(money / total if total > 0 else 0.0)}
    parameters = tuple(dict.fromkeys(p for case in cases for p in case.parameters))
    return Found(
        share, said("caps", **values), exam.people(cut), parameters, tuple(cases[:MOST_CASES])
    )


def _endless(exam: Examination, sign: float, key: str) -> Found:
    """Lines that keep moving one way as a result without a bound of its own grows."""
    plan = exam.plan
    found: dict[str, str] = {}
    for sweep in exam.extremes:
        for line, amounts in sweep.lines.items():
            near, far = sign * float(amounts[0]), sign * float(amounts[1])
            if line in exam.alone and near > 0.5 and far > 2 * near:
                found.setdefault(line, sweep.column)
    if not found:
        return Found(0.0, said(f"{key}_none"))
    cases = tuple(
        Case(
            1.0,
            said(f"{key}_case", line=plan.lines[line].label, name=plan.facts[column].label),
            figures_of(plan, [line]),
        )
        for line, column in found.items()
    )
    labels = said.joined([plan.lines[line].label for line in found])
    sentence = said(key, count=count(len(found)), lines=labels)
    parameters = tuple(dict.fromkeys(p for case in cases for p in case.parameters))
    return Found(float(len(found)), sentence, None, parameters, cases)


def _some(exam: Examination) -> Facts:
    """The people for whom caps are lifted one by one: an even choice, where nobody's pay depends on
    the others."""
    facts = exam.facts
    if facts.size <= MOST_FOR_CASES or exam.anatomy.coupled:
        return facts
    places = np.linspace(0, facts.size - 1, MOST_FOR_CASES).astype(np.intp)
    key = ("for caps", facts.key)
    return exam.memory.cached(key, lambda: facts.take(places))


def _paid_without(exam: Examination, caps: Sequence[Cap], facts: Facts) -> Payouts:
    freed = lifted(exam.plan, caps, exam.memory)
    return evaluate(freed, facts, exam.memory, amounts=False, progress=exam.progress)


def _cap_name(exam: Examination, parameter: str, line: str) -> Text:
    if parameter:
        return exam.plan.parameters[parameter].label
    return exam.plan.lines[line].label
