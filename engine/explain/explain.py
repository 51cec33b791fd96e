"""Answers why somebody was paid what they were paid: a builder, and who tells which function."""

from __future__ import annotations

from collections.abc import Mapping

from engine.evaluation import Memory
from engine.explain.builder import Builder, Explainer
from engine.explain.explainers import (
    career_ladder,
    carry_over,
    expiring_balance,
    general,
    group_totals,
    indicator_points,
    pool_shares,
    ranks,
    several_months,
    tables,
)
from engine.explain.situation import Situation
from engine.explain.statement import Statement
from engine.facts import Facts
from engine.formula import FUNCTIONS
from engine.plan import Plan

EXPLAINERS: Mapping[str, Explainer] = {
    **{function.name: general.GENERAL[function.scope] for function in FUNCTIONS.values()},
    **tables.EXPLAINERS,
    **several_months.EXPLAINERS,
    **group_totals.EXPLAINERS,
    **ranks.EXPLAINERS,
    **pool_shares.EXPLAINERS,
    **carry_over.EXPLAINERS,
    **career_ladder.EXPLAINERS,
    **expiring_balance.EXPLAINERS,
    **indicator_points.EXPLAINERS,
}
"""How each function is told: by the explainer of its family, or by how far it looks."""


def explain(
    plan: Plan,
    facts: Facts,
    employee: str,
    month: str,
    memory: Memory | None = None,
    fewest: int = 0,
) -> Statement:
    """Why an employee was paid what they were paid in a month (YYYY-MM).

    A `memory` that has seen the plan evaluated on these facts saves working out what concerns
    everyone. With `fewest`, no figure of a colleague is told, nothing of groups of fewer people,
    but what is missing to a condition. Raises Refused for an employee or a month without a row.
    """
    memory = memory if memory is not None else Memory()
    return Builder(Situation(plan, facts, employee, month, memory, fewest), EXPLAINERS).statement()
