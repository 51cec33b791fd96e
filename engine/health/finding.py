"""What a check of a plan comes to: value, limit, who is affected, and what would mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.facts import Facts
from engine.health.policy import Limit, Policy, State
from engine.plan import Plan
from engine.text import Phrases, Text

Outcome = Literal["fail", "watch", "pass", "not_applicable"]
OUTCOMES: tuple[Outcome, ...] = ("fail", "watch", "pass", "not_applicable")
MOST_NAMED = 50
"""Employees named with a finding; `count` tells how many there are."""
MOST_CASES = 12


@dataclass(frozen=True)
class Affected:
    """The people behind a finding: how many of how many, the first of them by id, or a group."""

    count: int
    of: int
    employees: tuple[str, ...] = ()
    group: Text | None = None


@dataclass(frozen=True)
class Case:
    """One place or group behind a finding: its value, in words, and the parameters that mend it."""

    value: float
    sentence: Text
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """What a rule found: the value that is held against the limits, said in words."""

    value: float
    sentence: Text
    affected: Affected | None = None
    parameters: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True)
class NotApplicable:
    """Why a rule says nothing about this plan or these people."""

    reason: Text


@dataclass(frozen=True)
class Finding:
    """One check of the policy, answered.

    `value` and `limit` are in `unit` (shares as 0.1); `limit` is the one that was broken, or the
    first there is. Both are None where the check is not applicable. `sentence` is the finding, or
    the reason. `parameters` are the ids of figures that would mend it, the likeliest first.
    """

    check: str
    label: Text
    why: Text
    outcome: Outcome
    unit: str
    good: str
    value: float | None
    limit: Limit
    sentence: Text
    affected: Affected | None
    parameters: tuple[str, ...]
    cases: tuple[Case, ...]
    evidence: str
    source: Text

    @property
    def further_cases(self) -> tuple[Case, ...]:
        """The cases without the one that the sentence tells, which is the first where it has the
        value of the finding."""
        told = self.cases[:1] and self.cases[0].value == self.value
        return self.cases[1:] if told else self.cases

    def as_json(self) -> dict[str, Any]:
        """The finding as JSON."""
        people = self.affected
        return {
            "check": self.check,
            "label": dict(self.label),
            "outcome": self.outcome,
            "value": self.value,
            "unit": self.unit,
            "good": self.good,
            "limit": list(self.limit) if isinstance(self.limit, tuple) else self.limit,
            "sentence": dict(self.sentence),
            "why": dict(self.why),
            "affected": None
            if people is None
            else {
                "count": people.count,
                "of": people.of,
                "employees": list(people.employees),
                "group": None if people.group is None else dict(people.group),
            },
            "parameters": list(self.parameters),
            "cases": [
                {"value": c.value, "sentence": dict(c.sentence), "parameters": list(c.parameters)}
                for c in self.cases
            ],
            "evidence": self.evidence,
            "source": dict(self.source),
        }


@dataclass(frozen=True)
class Cliff:
    """A place where pay jumps: at `x` of a column (on the payout curve, where it moves that) a
    typical person, of the categories `who`, is paid `jump` yuan a month more, or less, in these
    lines. `multiple` is the jump over what a usual step adds; `name`, `place` and `whose` say it in
    words."""

    column: str
    x: float
    jump: float
    multiple: float
    lines: tuple[str, ...]
    who: tuple[tuple[str, str], ...]
    name: Text
    place: Text
    whose: Text


@dataclass(frozen=True)
class Health:
    """The findings about a plan, in the order of the policy. `people` is 0 without facts. `cliffs`
    are the places behind the check of that name, the steepest first."""

    plan: Plan
    policy: Policy
    findings: tuple[Finding, ...]
    people: int = 0
    months: int = 0
    cliffs: tuple[Cliff, ...] = ()

    def __getitem__(self, check: str) -> Finding:
        """The finding of a check. Raises KeyError for an unknown one."""
        return self._by_check[check]

    @cached_property
    def _by_check(self) -> Mapping[str, Finding]:
        return {finding.check: finding for finding in self.findings}

    def of(self, outcome: Outcome) -> tuple[Finding, ...]:
        """The findings with an outcome."""
        return tuple(finding for finding in self.findings if finding.outcome == outcome)

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many findings there are of each outcome."""
        return {outcome: len(self.of(outcome)) for outcome in OUTCOMES}

    @property
    def sound(self) -> bool:
        """Whether no check fails."""
        return not self.of("fail")

    def as_json(self) -> dict[str, Any]:
        """The findings as JSON, in both languages."""
        return {
            "plan": self.plan.id,
            "policy": self.policy.id,
            "people": self.people,
            "months": self.months,
            "counts": self.counts,
            "findings": [finding.as_json() for finding in self.findings],
        }


said = Phrases("health")
"""A sentence about a finding in every language."""


def not_applicable(key: str, /, **values: object) -> NotApplicable:
    """A reason of the messages."""
    return NotApplicable(said(f"reason_{key}", **values))


def affected_of(facts: Facts, affected: NDArray[np.bool_], of: int | None = None) -> Affected:
    """Those of the people for whom an array by person is true."""
    places = np.flatnonzero(affected)
    named = tuple(facts.employees[int(i)] for i in places[:MOST_NAMED])
    return Affected(int(places.size), facts.size if of is None else of, named)


def finding(policy: Policy, check: str, found: Found | NotApplicable) -> Finding:
    """What a rule found, held against the policy."""
    threshold = policy.thresholds[check]
    outcome: Outcome = "not_applicable"
    value: float | None = None
    limit: Limit = None
    if isinstance(found, Found):
        state: State = threshold.state(found.value)
        outcome, value, limit = state, found.value, threshold.limit(state)
    return Finding(
        check=check,
        label=threshold.label,
        why=threshold.why,
        outcome=outcome,
        unit=threshold.unit,
        good=threshold.good,
        value=value,
        limit=limit,
        sentence=found.sentence if isinstance(found, Found) else found.reason,
        affected=found.affected if isinstance(found, Found) else None,
        parameters=found.parameters if isinstance(found, Found) else (),
        cases=found.cases if isinstance(found, Found) else (),
        evidence=threshold.evidence,
        source=said("source_changed", source=threshold.source)
        if threshold.is_changed
        else threshold.source,
    )
