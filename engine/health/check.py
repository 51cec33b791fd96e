"""Every check of a policy, answered from the formulas of a plan and from what it pays to people."""

from __future__ import annotations

from collections.abc import Sequence

from engine.evaluation import Memory
from engine.facts import Facts
from engine.health.checks import RULES, shape
from engine.health.examination import Examination
from engine.health.finding import Finding, Health, finding, not_applicable
from engine.health.policy import Policy, load_policy
from engine.payroll import PayrollSettings
from engine.plan import Plan
from engine.progress import Progress, no_progress
from engine.text import Problem, Refused


def check(
    plan: Plan,
    facts: Facts | None = None,
    baseline: Plan | None = None,
    policy: Policy | None = None,
    memory: Memory | None = None,
    progress: Progress = no_progress,
    payroll: PayrollSettings | None = None,
) -> Health:
    """Every check of the policy (the standard one unless given), answered.

    Checks about people need `facts`, read for this plan; the others use them to know what is
    typical, else the plan's personas. `baseline` is the plan that winners and losers are told
    against. `payroll` says where these people are insured and at which rates; without it the
    minimum wage is that of the policy's city. Raises Refused where the facts lack a column it
    reads, where an amount is no number, and for all that does not fit about `payroll`.
    """
    if baseline is not None and facts is not None:
        known = (*facts.numbers, *facts.categories, *facts.people)
        lacking = [name for name in baseline.facts if name not in known]
        if lacking:
            about = {"plan": baseline.title}
            raise Refused([Problem("facts_lack", about, column=name) for name in lacking])
    policy = policy if policy is not None else load_policy()
    memory = memory if memory is not None else Memory()
    exam = Examination(plan, facts, baseline, policy, memory, progress, payroll)
    findings = []
    for place, name in enumerate(policy.thresholds):
        exam.progress.share = place / len(policy.thresholds)
        exam.progress()
        findings.append(_answered(exam, name))
    people = facts is not None and facts.size > 0
    return Health(
        plan,
        policy,
        tuple(findings),
        facts.size if people and facts is not None else 0,
        facts.months if people and facts is not None else 0,
        shape.cliffs_of(exam) if _has_cliffs(findings) else (),
    )


def _has_cliffs(findings: Sequence[Finding]) -> bool:
    return any(f.check == "cliffs" and f.outcome != "not_applicable" for f in findings)


def _answered(exam: Examination, name: str) -> Finding:
    registered = RULES[name]
    if exam.policy.thresholds[name].off:
        return finding(exam.policy, name, not_applicable("off"))
    if registered.people and not exam.has_people:
        return finding(exam.policy, name, not_applicable("no_people"))
    return finding(exam.policy, name, registered.rule(exam))
