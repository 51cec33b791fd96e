"""Payouts with what the employer pays besides, as two further lines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.calendar import Every
from engine.evaluation import LineResult, Payouts
from engine.formula import check, parse
from engine.payroll.counted_pay import (
    EMPLOYER_CONTRIBUTIONS,
    SALARY_BESIDE,
    SALARY_KIND,
    Array,
    salary_beside,
)
from engine.payroll.paid_contributions import employer_contributed
from engine.payroll.paid_people import PaidPeople, people_of
from engine.payroll.payroll_settings import PayrollSettings
from engine.payroll.some_people import of_people
from engine.plan import Line, Plan
from engine.text import LANGUAGES, say


def with_employer_cost(
    payouts: Payouts, settings: PayrollSettings, before: Payouts | None = None
) -> Payouts:
    """The same payouts with the lines SALARY_BESIDE, where the plan has a salary beside it, and
    EMPLOYER_CONTRIBUTIONS: every figure of cost then is the employer's.

    `before` and the base as in `payroll`; totals are enough unless the base is each month's own
    pay. The lines have amounts where the others have. Raises Refused as `payroll` does.
    """
    earlier = None if before is None else people_of(before, settings)
    return each_with_employer_cost(people_of(payouts, settings), earlier)[0]


def each_with_employer_cost(
    people: PaidPeople, before: PaidPeople | None = None
) -> tuple[Payouts, ...]:
    """The same for each of several payouts of one employer. People who are paid under several share
    one base: the average month of all their pay. What is paid in for a month stands with the
    payouts that they are there by."""
    first = people.payouts[0].facts.first
    rates = people.settings[0].rates
    employer = employer_contributed(
        people.places, first, people.base(before), rates, people.part_time
    )
    if len(people.payouts) == 1:
        return (_with_lines(people.payouts[0], employer, people.settings[0]),)
    parts = zip(people.payouts, people.settings, people.at, people.first_there, strict=True)
    return tuple(
        _with_lines(payouts, np.where(own, of_people(employer, at), 0.0), settings)
        for payouts, settings, at, own in parts
    )


def _with_lines(payouts: Payouts, employer: Array, settings: PayrollSettings) -> Payouts:
    """The payouts with the two lines; `employer` is whole fen [months, people]."""
    has_amounts = all(result.amounts is not None for result in payouts.lines.values())

    def result(fen: Array) -> LineResult:
        amounts = fen if has_amounts else None
        return LineResult(Every.MONTH, fen.sum(axis=1), fen.sum(axis=0), amounts)

    lines = dict(payouts.lines)
    if payouts.plan.salary is not None:
        lines[SALARY_BESIDE] = result(salary_beside(payouts))
    lines[EMPLOYER_CONTRIBUTIONS] = result(employer)
    return replace(payouts, plan=plan_with_lines(payouts.plan, settings), lines=lines)


def plan_with_lines(plan: Plan, settings: PayrollSettings) -> Plan:
    """The plan that stands for payouts with the two lines; another one for other settings."""
    added = {} if plan.salary is None else {SALARY_BESIDE: _line(SALARY_BESIDE, SALARY_KIND)}
    added[EMPLOYER_CONTRIBUTIONS] = _line(EMPLOYER_CONTRIBUTIONS, "")
    data = {**plan.data, "payroll": settings.as_json()}
    return replace(plan, lines={**plan.lines, **added}, data=data)


def _line(name: str, kind: str) -> Line:
    label = {language: say(language, f"payroll.{name}") for language in LANGUAGES}
    nothing = check("0", parse("0"), {}, Every.MONTH)
    return Line(name, "pay", nothing, Every.MONTH, label, counts_as=kind)
