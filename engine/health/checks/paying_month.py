"""Rules about single months that decide the pay of many: months without a quota, and the role that
somebody has in the month pay falls due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every, paying_rows, period_start
from engine.evaluation import evaluate
from engine.facts import Facts
from engine.health.anatomy import figures_of
from engine.health.breakpoints import only_paying
from engine.health.check_register import with_people
from engine.health.examination import Examination
from engine.health.finding import Case, Found, NotApplicable, not_applicable, said
from engine.health.finding_texts import count, of_column, percent, yuan
from engine.health.side_by_side import side_by_side
from engine.health.typical_people import MOST_PEOPLE, sample
from engine.plan import Line

Array = NDArray[np.float64]


@with_people
def months_without_quota(exam: Examination) -> Found | NotApplicable:
    """The share of months in which somebody has no goal to be measured against."""
    curve, facts = exam.plan.curve, exam.facts
    if curve is None or curve.against is None or curve.against not in facts.numbers:
        return not_applicable("no_target")
    move, against = facts.numbers[curve.move], facts.numbers[curve.against]

    def look() -> tuple[int, float, NDArray[np.bool_]]:
        free = facts.present & (against <= 0)
        return int(free.sum()), float(move[free].sum()), np.asarray(free.any(axis=0))

    key = ("without quota", facts.key, curve.against, curve.move)
    months, achieved, people = exam.memory.cached(key, look)
    if not months:
        return Found(0.0, said("months_without_quota_none"), exam.people(people))
    share = months / max(facts.person_months, 1)
    sentence = said(
        "months_without_quota",
        months=count(months),
        people=count(int(people.sum())),
        share=percent(share),
        name=exam.plan.facts[curve.move].label,
        amount=of_column(achieved, exam.plan.facts[curve.move]),
    )
    lines = [x for x in exam.variable if curve.move in exam.anatomy.columns_of(x)]
    return Found(share, sentence, exam.people(people), figures_of(exam.plan, lines))


@with_people
def role_in_paying_month(exam: Examination) -> Found | NotApplicable:
    """What another value of a category in the paying month alone is worth, as a share of the
    year's pay."""
    plan = exam.plan
    periodic = [
        line
        for line in plan.pay_lines
        if line.every is not Every.MONTH and line.id not in exam.anatomy.coupled
    ]
    roles = [
        column.id
        for column in plan.facts.values()
        if column.kind == "category"
        and column.id not in exam.ratings
        and any(column.id in exam.anatomy.columns_of(line.id) for line in periodic)
    ]
    if not roles:
        return not_applicable("no_role_when_paid")
    facts = sample(exam.facts, MOST_PEOPLE, exam.memory)
    paying = only_paying(plan, [line.id for line in periodic])
    now = evaluate(paying, facts, exam.memory, amounts=False, progress=exam.progress)
    year = np.maximum(evaluate(plan, facts, exam.memory, amounts=False).pay_by_person, 1.0)
    before = {line.id: now.line_by_person(line.id) for line in periodic}
    cases = []
    for role in roles:
        concerned = [x for x in periodic if role in exam.anatomy.columns_of(x.id)]
        values = facts.categories[role].values
        changed = _with_each_value_when_paid(exam, facts, role, concerned)
        paid = evaluate(paying, changed, exam.memory, amounts=False, progress=exam.progress)
        gains = sum(
            (paid.line_by_person(x.id).reshape(len(values), -1) - before[x.id] for x in concerned),
            start=np.zeros((len(values), facts.size)),
        )
        for gain, value in zip(gains, values, strict=True):
            won = gain > 0.005
            if won.any():
                share = float((gain[won] / year[won]).mean())
                sentence = said(
                    "role_in_paying_month_case",
                    role=plan.facts[role].label,
                    value=plan.facts[role].values[value],
                    gain=yuan(float(gain[won].mean())),
                    share=percent(share),
                    lines=said.joined([x.label for x in concerned]),
                )
                figures = exam.anatomy.stepping([x.id for x in concerned])
                cases.append(Case(share, sentence, figures))
    if not cases:
        return Found(0.0, said("role_in_paying_month_none"))
    cases.sort(key=lambda case: -case.value)
    worst = cases[0]
    return Found(worst.value, worst.sentence, None, worst.parameters, tuple(cases[:4]))


def _with_each_value_when_paid(
    exam: Examination, facts: Facts, column: str, lines: list[Line]
) -> Facts:
    """Everybody once for each value of a category, with that in the paying months of some lines."""
    cycles = tuple(dict.fromkeys(line.every for line in lines))
    times = len(facts.categories[column].values)

    def changed() -> Facts:
        codes = [_with_value_when_paid(facts, column, code, cycles) for code in range(times)]
        return side_by_side(exam.plan, facts, times, {}, {column: np.concatenate(codes, axis=1)})

    key = ("values when paid", facts.key, column, cycles, exam.plan.structure)
    return exam.memory.cached(key, changed)


def _with_value_when_paid(
    facts: Facts, column: str, code: int, cycles: Sequence[Every]
) -> NDArray[Any]:
    """The codes of a category with one value in the paying months of some cycles, for whoever had
    another throughout the period."""
    held = facts.categories[column]
    codes = held.codes.copy()
    for every in cycles:
        rows = paying_rows(facts.first, facts.months, every)
        for paying in range(*rows.indices(facts.months)):
            start = period_start(facts.first, paying, every)
            period, here = held.codes[start : paying + 1], facts.present[start : paying + 1]
            never = ~((period == code) & here).any(axis=0)
            several = here.sum(axis=0) > 1
            codes[paying] = np.where(never & several & here[-1], code, codes[paying])
    return codes
