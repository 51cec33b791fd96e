"""A figure of each plan of the catalogue, against every step near its own."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

import pytest

from engine import load_plan
from engine.companies import company_facts, company_of, evaluate_company
from engine.plan import catalogue
from engine.scenario import Scenario, Simulated
from engine.solving import Asked, asked_move, movable, solve
from engine.text import Refused
from engine.workforce import workforce_of

MOVED = {
    "after-sales-supervisor": "cost_unit",
    "career-ladder": "handle_max",
    "cs-department": "base_by_title.agent.2.from",
    "department-pool": "budget",
    "goal-award": "response_goal",
    "growth-ladder": "step_size",
    "job-bands": "pay_bands.relationship_manager.min",
    "key-account-incentive": "commission_threshold",
    "key-account-manager": "shortfall_unit",
    "key-account-operations": "guarantee_by_role.key_account_manager",
    "key-account-seller": "base_share",
    "key-account-specialist": "coefficient_bands.2.from",
    "merchant-development": "points_per_visit",
    "online-shop-team": "learner_months",
    "part-time-service": "ranking_places",
    "pay-architecture": "weight_efficiency",
    "points-pay": "point_value",
    "recognition": "annual_prizes.0.value",
    "sales-service": "monthly_share",
    "service-centre-pool": "pool_rates.0.value",
    "service-engineer": "ranking_prizes.1.rank",
    "service-kpi-360": "kpi_weights.callback_rate",
    "service-pay-bands": "pay_bands.junior.max",
    "service-seller": "base_by_grade",
}
AROUND = 6
"""So many steps below and above a plan's own figure are tried."""
CLOSE = 0.001
"""The answer is off by at most this share of the budget, or one step."""


def test_there_is_a_figure_of_each_plan() -> None:
    assert tuple(MOVED) == catalogue()


@pytest.mark.parametrize("name", MOVED)
def test_no_step_is_better_than_the_one_found(name: str) -> None:
    people = Simulated(workforce_of(name) or "", 1, 24, 12, "2026-01")
    company = company_of(Scenario(load_plan(name), people=people))
    facts = company_facts(company)
    whole = asked_move(company, MOVED[name])
    own = whole.own(company)
    path = None if whole.moves_together else whole.paths[0]
    low, high = (
        max(own - AROUND * whole.step, whole.low),
        min(own + AROUND * whole.step, whole.high),
    )
    move = movable(company, name, whole.parameter, path, low, high, whole.step)
    costs: dict[float, float] = {}
    for amount in move.amounts(company):
        variant = company
        with suppress(Refused):  # a weight below 0, to take what another gives
            for parameter, value in move.values(company, amount).items():
                variant = variant.set(name, parameter, value)
            costs[amount] = evaluate_company(variant, facts, amounts=False).total
    assert len(set(costs.values())) > 1
    budget = round((min(costs.values()) + max(costs.values())) / 2, 2)
    allowed = {amount for amount, cost in costs.items() if cost <= budget}

    most = solve(Asked(company, facts, (move,), budget, "use_budget"))
    assert most.feasible and most.verified
    assert most.after.cost == max(costs[amount] for amount in allowed)
    a_step = max(abs(one - other) for one, other in pairwise(costs.values()))
    assert budget - most.after.cost <= max(CLOSE * budget, a_step)

    least = solve(Asked(company, facts, (move,), budget))
    assert least.feasible and least.verified
    (figure,) = least.moved
    assert least.after.cost == costs[figure.after] <= budget
    assert abs(figure.after - own) == min(abs(amount - own) for amount in allowed)
    assert bool(least.edits) == (own not in allowed)
