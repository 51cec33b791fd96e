"""Asks the engine for what the page shows: payouts before and after, key figures, payout curves."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from weakref import ref

from engine import evaluate
from engine.analysis import Comparison, KeyFigures, PayoutCurve, compare, key_figures, payout_curve
from engine.evaluation import Payouts
from engine.facts import Facts
from engine.plan import Plan
from engine.progress import Progress, no_progress, part
from pages.ui.kit import Show, wait_for
from pages.ui.session import SessionScenario, memory, people_facts


@dataclass(frozen=True)
class Answers:
    """What the plan as documented and the variant pay to the same people.

    `moved` are the parameters that differ from what was shown before.
    """

    session: SessionScenario
    facts: Facts
    moved: tuple[str, ...]
    comparison: Comparison
    before: KeyFigures
    after: KeyFigures

    @property
    def base(self) -> Plan:
        return self.session.base

    @property
    def plan(self) -> Plan:
        return self.session.scenario.plan

    @property
    def is_changed(self) -> bool:
        """Whether any figure differs from the document."""
        return bool(self.session.scenario.changed)


def ask(
    session: SessionScenario, facts: Facts, shown: Plan | None, progress: Progress = no_progress
) -> Answers:
    """Works out both plans, where the variant `shown` before was another.

    Raises Refused where an amount is no number.
    """
    plan = session.scenario.plan
    moved = () if shown is None else plan.changed_from(shown)
    baseline = _payouts(session.base, facts, (), part(progress, 0.0, 0.5))
    variant = _payouts(plan, facts, moved, part(progress, 0.5, 1.0))
    comparison = compare(baseline, variant)
    return Answers(session, facts, moved, comparison, key_figures(baseline), key_figures(variant))


def without_holding(answers: Answers) -> Callable[[], Answers]:
    """A way back to the answers for what outlives a run of the page, as a fragment does: it holds
    on to none of them, and asks again where they are gone."""
    held, session = ref(answers), answers.session

    def again() -> Answers:
        found = held()
        if found is None:
            assert session.people is not None
            found = ask(session, people_facts.facts_of(session.people, session.base), None)
        return found

    return again


def curves(
    answers: Answers, who: Mapping[str, str], show: Show
) -> tuple[PayoutCurve, PayoutCurve] | None:
    """The payout curves before and after, of a typical person with the categories `who`; `show`
    tells meanwhile that they are being worked out, which takes long where pay depends on others."""
    facts, plans = answers.facts, (answers.base, answers.plan)
    keys = [curve_key(plan, facts, who) for plan in plans]

    def work(progress: Progress) -> list[PayoutCurve | None]:
        return [
            _curve(key, plan, answers, who, progress) for key, plan in zip(keys, plans, strict=True)
        ]

    before, after = wait_for("curve", tuple(keys), work, show)
    return (before, after) if before is not None and after is not None else None


def _payouts(plan: Plan, facts: Facts, moved: tuple[str, ...], progress: Progress) -> Payouts:
    figures = repr([(p.id, p.value) for p in plan.parameters.values()])
    return memory().cached(
        ("payouts", plan.structure, figures, facts.key),
        lambda: evaluate(plan, facts, memory(), amounts=False, moving=moved, progress=progress),
    )


def curve_key(plan: Plan, facts: Facts, who: Mapping[str, str]) -> Hashable:
    """All that a curve depends on: of the figures those that any pay depends on."""
    figures = repr([(p.id, p.value) for p in plan.parameters.values() if plan.pays_into(p.id)])
    return ("curve", plan.structure, figures, facts.key, tuple(sorted(who.items())))


def _curve(
    key: Hashable, plan: Plan, answers: Answers, who: Mapping[str, str], progress: Progress
) -> PayoutCurve | None:
    return memory().cached(
        key,
        lambda: payout_curve(
            plan, answers.facts, who, memory(), moving=answers.moved, progress=progress
        ),
    )
