"""The companies that come with Paycurve make sense: who is paid how much, and on what."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from engine.companies import (
    CompanyPayouts,
    companies,
    company_facts,
    company_with_employer_cost,
    evaluate_company,
    load_company,
)
from engine.payroll import PayrollSettings
from engine.plan import catalogue


@cache
def paid(name: str) -> CompanyPayouts:
    company = load_company(name)
    return evaluate_company(company, company_facts(company), amounts=False)


def test_there_is_one_for_each_kind_of_source_and_none_is_named_like_a_plan() -> None:
    assert companies() == ("online-shop", "sales-company", "service-centre")
    assert not set(companies()) & set(catalogue())


@pytest.mark.parametrize("name", companies())
def test_pay_is_plausible_in_every_unit(name: str) -> None:
    for unit, payouts in paid(name).units.items():
        a_head = payouts.total / payouts.facts.person_months
        assert (2000 if unit == "part_time" else 3500) < a_head < 16000, unit


@pytest.mark.parametrize("name", companies())
def test_managers_earn_more_than_their_people(name: str) -> None:
    payouts = paid(name)
    for management in payouts.company.management:
        above = float(np.median(payouts.units[management.unit].monthly_pay_by_person))
        for unit in management.manages:
            below = float(np.median(payouts.units[unit].monthly_pay_by_person))
            assert 1.2 < above / below < 2.5, unit


@pytest.mark.parametrize("name", companies())
def test_hardly_a_manager_is_without_people(name: str) -> None:
    facts = paid(name).facts
    for management in paid(name).company.management:
        above = facts.units[management.unit]
        reached = {
            (int(row), int(manager))
            for unit in management.manages
            for row, of in enumerate(facts.managers[unit])
            for manager in np.unique(of[of >= 0])
        }
        assert len(reached) > 0.97 * above.person_months


@pytest.mark.parametrize("name", companies())
def test_the_budget_is_a_little_above_what_the_year_costs(name: str) -> None:
    payouts = paid(name)
    assert payouts.company.budget is not None
    assert 1.0 < payouts.company.budget / payouts.total < 1.08
    costs = company_with_employer_cost(payouts, PayrollSettings())
    assert payouts.company.employer_budget is not None
    assert 1.0 < payouts.company.employer_budget / costs.total < 1.08


def test_pools_are_sized_to_their_unit() -> None:
    centre = paid("service-centre")
    office = centre.units["office"]
    assert office.line_totals["pool_bonus"] == 155000
    assert 0.07 < 155000 / office.line_totals["base_pay"] < 0.10
    pool = centre.units["hotline"]
    assert 0.005 < pool.line_totals["pool_share"] / pool.total < 0.05


def test_the_sales_company_has_about_3000_people() -> None:
    payouts = paid("sales-company")
    assert 2700 < payouts.headcount_by_month.min() < payouts.headcount_by_month.max() < 3300
    leaders, sellers = payouts.units["seller_leaders"].facts, payouts.units["sellers"].facts
    assert 8 < sellers.person_months / leaders.person_months < 13
    moved = set(leaders.employees) & set(sellers.employees)
    assert 8 <= len(moved) <= 16
