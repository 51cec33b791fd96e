"""A company as one payroll: the same amounts, everybody once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.analysis import compare
from engine.companies import CompanyFacts, as_one, company_facts, evaluate_company, load_company


def test_the_payroll_of_all_units_has_their_amounts_and_everybody_once() -> None:
    whole = load_company("sales-company")
    units = {name: replace(whole.units[name], headcount=6) for name in ("sellers", "service")}
    company = replace(whole, units=units, management=(), moves=())
    facts = company_facts(company)
    # The third seller and the first of the service are one person, who has moved.
    names = {name: list(of.employees) for name, of in facts.units.items()}
    names["service"][0] = mover = names["sellers"][2]
    renamed = {n: replace(of, employees=tuple(names[n])) for n, of in facts.units.items()}
    paid = evaluate_company(company, CompanyFacts(renamed, {}))
    one = as_one(paid)

    sellers, service = paid.units["sellers"], paid.units["service"]
    assert one.total == paid.total == round(sellers.total + service.total, 2)
    assert (one.cost_by_month == paid.cost_by_month).all()
    assert one.facts.size == sellers.facts.size + service.facts.size - 1
    place = one.facts.position[mover]
    both = sellers.pay_by_person[2] + service.pay_by_person[0]
    assert one.pay_by_person[place] == round(both, 2)
    there = sellers.facts.present[:, 2] | service.facts.present[:, 0]
    assert (one.facts.present[:, place] == there).all()
    assert one.line_totals["service.base_pay"] == service.line_totals["base_pay"]
    label = one.plan.lines["sellers.monthly_bonus"].label
    assert label == {"en": "Monthly bonus of Sellers", "zh": "客服销售的月度奖金"}

    dearer = as_one(evaluate_company(company.set("sellers", "weight_sales", 0.9), paid.facts))
    compared = compare(one, dearer)
    in_service_only = np.setdiff1d(paid.places["service"], paid.places["sellers"])
    assert not compared.change_by_person[in_service_only].any()
    assert compared.by_group("unit")[0].group == "sellers"
    assert compared.by_group("unit")[0].gain > 0
    assert round(float(compared.change_by_person.sum()), 2) == round(dearer.total - one.total, 2)
