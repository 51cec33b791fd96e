"""The few figures a payout is judged by: cost a month, pay a head, spread, cost of sales."""

from __future__ import annotations

from dataclasses import dataclass

from engine.evaluation import Payouts
from engine.plan import Plan

SOLD = ("sales", "collected")
"""Columns that hold what people sold; the first one a plan reads is taken."""


@dataclass(frozen=True)
class KeyFigures:
    """Yuan throughout. `average`, `median`, `low` and `high` are a head and month in service;
    `low` and `high` enclose the middle 80 % of people. `sold` is 0 where nothing is known of sales,
    `sold_column` the column it stands in.
    """

    total: float
    a_month: float
    average: float
    median: float
    low: float
    high: float
    sold: float
    sold_column: str

    @property
    def cost_of_sales(self) -> float | None:
        """Pay as a share of sales; None where nothing is known of sales."""
        return self.total / self.sold if self.sold > 0 else None


def key_figures(payouts: Payouts) -> KeyFigures:
    """The key figures of a payout."""
    facts, plan = payouts.facts, payouts.plan
    low, median, high = payouts.monthly_percentiles((0.1, 0.5, 0.9))
    column = sold_column(plan)
    return KeyFigures(
        total=payouts.total,
        a_month=payouts.total / max(facts.months, 1),
        average=payouts.total / max(facts.person_months, 1),
        median=median,
        low=low,
        high=high,
        sold=facts.total(column) if column else 0.0,
        sold_column=column,
    )


def sold_column(plan: Plan) -> str:
    """The column with what people sold; "" where the plan knows none."""
    money = (name for name in SOLD if name in plan.facts and plan.facts[name].kind == "money")
    return next(money, "")
