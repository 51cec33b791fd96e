"""Asks the engine for what the page shows: payouts before and after, key figures, payout curves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine import evaluate
from engine.analysis.compare import Comparison, compare
from engine.analysis.curve import PayoutCurve, payout_curve
from engine.analysis.key_figures import KeyFigures, key_figures
from engine.facts.arrays import Facts
from engine.payouts import Payouts
from engine.plan.schema import Plan
from pages.ui.people import memory
from pages.ui.work import Work

CURVE_BYTES = 20_000
PAYOUT_BYTES = 40
"""What a person adds to payouts besides the lines, which the engine remembers itself."""


@dataclass(frozen=True)
class Answers:
    """What the plan as documented and the variant pay to the same people."""

    work: Work
    facts: Facts
    comparison: Comparison
    before: KeyFigures
    after: KeyFigures

    @property
    def base(self) -> Plan:
        return self.work.base

    @property
    def plan(self) -> Plan:
        return self.work.scenario.plan

    @property
    def is_changed(self) -> bool:
        """Whether any figure differs from the document."""
        return bool(self.work.scenario.changed)


def ask(work: Work, facts: Facts) -> Answers:
    """Works out both plans. Raises Refused where an amount is no number."""
    baseline, variant = _payouts(work.base, facts), _payouts(work.scenario.plan, facts)
    return Answers(
        work, facts, compare(baseline, variant), key_figures(baseline), key_figures(variant)
    )


def curves(answers: Answers, who: Mapping[str, str]) -> tuple[PayoutCurve, PayoutCurve] | None:
    """The payout curves before and after, of a typical person with the categories `who`."""
    before = _curve(answers.base, answers.facts, who)
    after = _curve(answers.plan, answers.facts, who)
    return (before, after) if before is not None and after is not None else None


def _payouts(plan: Plan, facts: Facts) -> Payouts:
    key = ("payouts", plan.structure, _figures(plan), facts.key)
    found: Payouts | None = memory().get(key)
    if found is None:
        found = evaluate(plan, facts, memory(), amounts=False)
        memory().keep(key, found, PAYOUT_BYTES * facts.size)
    return found


def _curve(plan: Plan, facts: Facts, who: Mapping[str, str]) -> PayoutCurve | None:
    key = ("curve", plan.structure, _figures(plan), facts.key, tuple(sorted(who.items())))
    found: PayoutCurve | None = memory().get(key)
    if found is None:
        found = payout_curve(plan, facts, who, memory())
        memory().keep(key, found, CURVE_BYTES)
    return found


def _figures(plan: Plan) -> str:
    return repr([(p.id, p.value) for p in plan.parameters.values()])
