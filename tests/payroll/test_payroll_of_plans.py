"""Payroll of every plan of the catalogue: what is paid goes somewhere, to the fen."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from engine.payroll import (
    EMPLOYER_CONTRIBUTIONS,
    OF_NET,
    PayrollSettings,
    pay_slip_lines,
    payroll_of_people,
    people_of,
    with_employer_cost,
)
from engine.plan import catalogue


@pytest.mark.parametrize("name", catalogue())
def test_what_the_employer_pays_is_taken_home_or_paid_in(name: str) -> None:
    plan = engine.load_plan(name)
    payouts = engine.evaluate(plan, engine.persona_facts(plan))
    settings = PayrollSettings("beijing", bonus="cheaper")
    people = people_of(payouts, settings)
    found = payroll_of_people(people)
    paid_in = found.employer + found.employee
    assert np.array_equal(found.net + found.tax + paid_in, found.employer_cost)
    for fen in (found.employer, found.employee, found.tax):
        assert np.array_equal(fen, np.rint(fen)) and float(fen.min()) >= 0.0
        assert not fen[~payouts.facts.present].any()
    least = 0.001 if plan.part_time else 0.2  # of part-time staff, work injury alone
    assert float(found.employer.sum()) > least * float(found.pay.insured.sum())
    cost = with_employer_cost(payouts, settings)
    assert cost.total == pytest.approx(found.totals["employer_cost"], abs=0.005)
    assert cost.line_totals[EMPLOYER_CONTRIBUTIONS] == found.totals["employer"]
    (lines,) = pay_slip_lines(people, found)
    assert np.array_equal(lines["net_pay"], found.net)
    assert (OF_NET[0] in lines) is (plan.salary is not None)
    cheaper = found.tax.sum()
    for bonus in ("apart", "together"):
        other = PayrollSettings.from_json({"place": "beijing", "bonus": bonus})
        assert cheaper <= payroll_of_people(people_of(payouts, other)).tax.sum()
