"""The health check: is this a sound plan? Every check of a policy, answered from the formulas of
the plan and from what it pays to people."""

from __future__ import annotations

from engine.analysis.health.examination import Examination
from engine.analysis.health.figures import by_unit
from engine.analysis.health.finding import (
    OUTCOMES,
    Affected,
    Case,
    Finding,
    Health,
    NotApplicable,
    finding,
    not_applicable,
)
from engine.analysis.health.page import health_markdown, health_text, limit_words, value_text
from engine.analysis.health.rules import RULES
from engine.facts.arrays import Facts
from engine.memory import Memory
from engine.messages import Problem, Refused
from engine.plan.schema import Plan
from engine.policy import (
    EVIDENCE,
    LOWEST,
    Place,
    Policy,
    Setting,
    Threshold,
    load_policy,
    places,
    policy_of,
)
from engine.progress import Progress, unheard

__all__ = [
    "EVIDENCE",
    "LOWEST",
    "OUTCOMES",
    "RULES",
    "Affected",
    "Case",
    "Finding",
    "Health",
    "NotApplicable",
    "Place",
    "Policy",
    "Setting",
    "Threshold",
    "by_unit",
    "check",
    "health_markdown",
    "health_text",
    "limit_words",
    "load_policy",
    "places",
    "policy_of",
    "value_text",
]


def check(
    plan: Plan,
    facts: Facts | None = None,
    baseline: Plan | None = None,
    policy: Policy | None = None,
    memory: Memory | None = None,
    progress: Progress = unheard,
) -> Health:
    """Every check of the policy (the standard one unless given), answered.

    Checks about people need `facts`, read for this plan; the others use them to know what is
    typical, else the plan's personas. `baseline` is the plan that winners and losers are told
    against. Raises Refused where the facts lack a column it reads, or where an amount is no number.
    """
    if baseline is not None and facts is not None:
        known = (*facts.numbers, *facts.categories, *facts.people)
        lacking = [name for name in baseline.facts if name not in known]
        if lacking:
            about = {"plan": baseline.title}
            raise Refused([Problem("facts_lack", about, column=name) for name in lacking])
    policy = policy if policy is not None else load_policy()
    memory = memory if memory is not None else Memory()
    exam = Examination(plan, facts, baseline, policy, memory, progress)
    findings = []
    for place, name in enumerate(policy.thresholds):
        exam.share = place / len(policy.thresholds)
        exam.progress()
        findings.append(_answered(exam, name))
    people = facts is not None and facts.size > 0
    return Health(
        plan,
        policy,
        tuple(findings),
        facts.size if people and facts is not None else 0,
        facts.months if people and facts is not None else 0,
        facts.source if people and facts is not None else "",
    )


def _answered(exam: Examination, name: str) -> Finding:
    registered = RULES[name]
    if exam.policy.thresholds[name].off:
        return finding(exam.policy, name, not_applicable("off"))
    if registered.people and not exam.has_people:
        return finding(exam.policy, name, not_applicable("no_people"))
    return finding(exam.policy, name, registered.rule(exam))
