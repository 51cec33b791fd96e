"""Rules about how variable pay is spread, and whether it follows results."""

from __future__ import annotations

import numpy as np

from engine.health.anatomy import figures_of
from engine.health.check_register import with_people
from engine.health.examination import Examination
from engine.health.finding import Case, Found, NotApplicable, not_applicable, said
from engine.health.finding_texts import count, number, percent, times, yuan
from engine.health.grades import no_variable


@with_people
def pay_mix(exam: Examination) -> Found | NotApplicable:
    """Variable pay as a share of all pay."""
    if not exam.variable:
        return no_variable(exam.plan)
    fixed, variable = float(exam.all_fixed.sum()), float(exam.all_variable.sum())
    if fixed <= 0:
        return not_applicable("no_fixed")
    share = variable / (fixed + variable)
    share = max(share, 0.0)
    lines = exam.largest(exam.variable)
    values = {"share": percent(share), "rest": percent(1 - share)}
    labels = said.joined([exam.plan.lines[line].label for line in lines[:4]])
    cases = tuple(
        Case(
            exam.by_line[line] / (fixed + variable),
            said(
                "pay_mix_case",
                name=exam.plan.lines[line].label,
                share=percent(exam.by_line[line] / (fixed + variable)),
            ),
            figures_of(exam.plan, [line]),
        )
        for line in lines
    )
    mending = figures_of(exam.plan, [*lines[:1], *exam.fixed[:1]])
    return Found(share, said("pay_mix", lines=labels, **values), None, mending, cases)


@with_people
def leverage(exam: Examination) -> Found | NotApplicable:
    """Variable pay of the best paid tenth over the average."""
    if not exam.variable:
        return no_variable(exam.plan)
    pay = exam.rising_variable_pay
    mean = float(pay.mean())
    if pay.size < exam.policy.smallest_group or mean <= 0:
        return not_applicable("too_few", count=count(exam.policy.smallest_group))
    top = float(pay[-max(pay.size // 10, 1) :].mean())
    sentence = said("leverage", top=yuan(top), mean=yuan(mean), times=times(top / mean))
    return Found(top / mean, sentence, None, figures_of(exam.plan, exam.variable))


@with_people
def dispersion(exam: Examination) -> Found | NotApplicable:
    """How far the best are from the middle, over how far the curve says they should be."""
    drive = exam.drive
    if not exam.has_attainment or drive is None:
        return not_applicable("no_target")
    point = exam.policy.setting("at_excellence", "point")
    if drive.x[-1] < point:
        return not_applicable("no_120")
    target, best = (float(np.interp(x, drive.x, drive.variable)) for x in (1.0, point))
    low, high = np.percentile(exam.rising_variable_pay, [50, 90])
    if target <= 0 or low <= 0 or exam.facts.size < exam.policy.smallest_group:
        return not_applicable("nothing_at_target")
    designed, achieved = best / target, float(high / low)
    sentence = said("dispersion", achieved=times(achieved), designed=times(designed))
    return Found(achieved / designed, sentence, None, figures_of(exam.plan, exam.variable))


@with_people
def correlation(exam: Examination) -> Found | NotApplicable:
    """How closely variable pay follows attainment, or all measures together, among people who are
    alike."""
    plan, curve = exam.plan, exam.plan.curve
    if not exam.variable:
        return no_variable(exam.plan)
    aimed = exam.has_attainment and curve is not None
    result = exam.attainment if aimed else exam.results.index
    pay = exam.results.relative_pay
    if (
        result is None
        or exam.facts.size < exam.policy.smallest_group
        or min(pay.std(), result.std()) <= 1e-9
    ):
        return not_applicable("no_spread", count=count(exam.policy.smallest_group))
    value = float(
        ((pay - pay.mean()) * (result - result.mean())).mean() / (pay.std() * result.std())
    )
    if aimed and curve is not None:
        lines = [x for x in exam.variable if curve.move not in exam.anatomy.columns_of(x)]
        sentence = said("correlation", value=number(value, 3), name=curve.label)
        return Found(value, sentence, None, figures_of(plan, lines or exam.variable))
    sentence = said("correlation_all", value=number(value, 3))
    return Found(value, sentence, None, figures_of(plan, exam.variable))
