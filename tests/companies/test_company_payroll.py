"""Employer's cost of a company: its units' places, and people who are paid in several of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.companies import (
    Company,
    CompanyFacts,
    CompanyPayouts,
    Unit,
    as_one,
    company_payroll,
    company_with_employer_cost,
    cost_to_employer,
    evaluate_company,
)
from engine.payroll import EMPLOYER_CONTRIBUTIONS, PayrollSettings
from engine.scenario import Scenario
from tests.payroll.payroll_plan import every_kind, months_of, run
from tests.small_plan import LABEL

SHANGHAI = PayrollSettings("shanghai")
ON_9000, ON_8000, ON_15000 = 2943, 2616, 4905
"""32.7 % of what is insured in Shanghai."""


def paid_company(
    folder: Path, place: str = "", south: tuple[int, ...] = (20000, 20000)
) -> CompanyPayouts:
    """A earns 10,000 in the north in July and August, then 20,000 in the south; B and C stay."""
    facts = {
        "north": run(
            folder,
            months_of("A", "2026-07", {"salary": [10000, 10000]}),
            months_of("B", "2026-07", {"salary": [9000] * 4}),
        ).facts,
        "south": run(
            folder,
            months_of("A", f"2026-{11 - len(south):02d}", {"salary": south}),
            months_of("C", "2026-07", {"salary": [8000] * 4}),
        ).facts,
    }
    units = {
        "north": Unit("north", LABEL, Scenario(every_kind())),
        "south": Unit("south", LABEL, Scenario(every_kind()), place=place),
    }
    first = facts["north"].first
    company = Company("small", LABEL, LABEL, "CNY", first, 4, 1, units)
    return evaluate_company(company, CompanyFacts(facts, {}))


def by_month(payouts: CompanyPayouts, unit: str) -> list[float]:
    return payouts.units[unit].line_by_month(EMPLOYER_CONTRIBUTIONS).tolist()


def test_whoever_moves_is_insured_on_the_average_of_all_units(tmp_path: Path) -> None:
    payouts = paid_company(tmp_path)
    cost = company_with_employer_cost(payouts, SHANGHAI)
    assert by_month(cost, "north") == [ON_15000 + ON_9000] * 2 + [ON_9000] * 2
    assert by_month(cost, "south") == [ON_8000] * 2 + [ON_15000 + ON_8000] * 2
    paid = 4 * (ON_15000 + ON_9000 + ON_8000)
    assert cost.total == payouts.total + paid
    assert (
        cost.company == payouts.company
        and EMPLOYER_CONTRIBUTIONS not in payouts.units["north"].lines
    )
    one = as_one(cost)
    assert one.total == cost.total and f"north.{EMPLOYER_CONTRIBUTIONS}" in one.plan.lines
    assert one.plan != as_one(payouts).plan


def test_each_months_own_pay_is_worked_out_where_only_totals_are_known(tmp_path: Path) -> None:
    """32.7 % of 10,000 and 20,000 in the months that they are paid in."""
    whole = paid_company(tmp_path)
    totals = evaluate_company(whole.company, whole.facts, amounts=False)
    own_month = cost_to_employer(totals, PayrollSettings("shanghai", base="month"))
    assert by_month(own_month, "north") == [3270 + ON_9000] * 2 + [ON_9000] * 2
    assert by_month(own_month, "south") == [ON_8000] * 2 + [6540 + ON_8000] * 2


def test_a_unit_is_insured_at_its_own_place(tmp_path: Path) -> None:
    """Beijing takes 38.5 % of the employer."""
    cost = company_with_employer_cost(paid_company(tmp_path, "beijing"), SHANGHAI)
    assert by_month(cost, "north") == [ON_15000 + ON_9000] * 2 + [ON_9000] * 2
    assert by_month(cost, "south") == [3080] * 2 + [3080 + 5775] * 2


def test_whoever_is_paid_in_two_units_in_one_month_is_insured_once(tmp_path: Path) -> None:
    """A earns 30,000 in August and 80,000 in four months: 20,000 a month."""
    payouts = paid_company(tmp_path, south=(20000, 20000, 20000))
    cost = company_with_employer_cost(payouts, SHANGHAI)
    assert by_month(cost, "north") == [6540 + ON_9000] * 2 + [ON_9000] * 2
    assert by_month(cost, "south") == [ON_8000] * 2 + [6540 + ON_8000] * 2
    month = PayrollSettings("shanghai", base="month")
    cost = company_with_employer_cost(payouts, month)
    assert by_month(cost, "north")[:2] == [3270 + ON_9000, 9810 + ON_9000]


def test_the_tax_of_a_year_goes_on_in_the_next_unit(tmp_path: Path) -> None:
    """The year so far of A stays below 36,000, taxed with 3 %."""
    payouts = paid_company(tmp_path)
    found = company_payroll(payouts, SHANGHAI)
    assert payouts.employees == ("A", "B", "C")
    # Off a month: 17.5 % of 15,000 and 5,000. 3 % of 2,375 twice, then of 14,750 and 27,125 more.
    assert found.tax[:, 0].tolist() == pytest.approx([7125, 7125, 37125, 37125])
    assert found.totals["employer_cost"] == company_with_employer_cost(payouts, SHANGHAI).total


def test_payroll_before_a_change_is_that_of_the_same_people(tmp_path: Path) -> None:
    before = paid_company(tmp_path)
    now = paid_company(tmp_path, south=(40000, 40000))
    last_year = PayrollSettings("shanghai", base="last_year")
    cost = company_with_employer_cost(now, last_year, before)
    assert by_month(cost, "south") == [ON_8000] * 2 + [ON_15000 + ON_8000] * 2
