"""Asks the engine whether what a session works on is sound, under the thresholds of the session."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

import engine
from engine.evaluation import Memory
from engine.facts import Facts
from engine.health import CompanyFinding, Health
from engine.health import check_company as check_whole
from engine.progress import Progress, part
from pages.ui.kit import Show, wait_for
from pages.ui.session import health_policy, reconciliation_session
from pages.ui.session.company_answers import (
    check_files,
    company_content_key,
    company_payouts,
    people_key,
)
from pages.ui.session.server_memory import content_key, memory
from pages.ui.session.session_scenario import SessionScenario

Check = Callable[[Progress], Health]


def check_health(session: SessionScenario, facts: Facts | None, show: Show) -> Health:
    """The findings about the variant, against the plan as documented; `show` tells meanwhile that
    they are being worked out. Raises Refused where an amount is no number."""
    key, check = _check(session, facts, memory())
    return wait_for("health", key, check, show)


@dataclass(frozen=True)
class CompanyHealth:
    """What was found of a company as a whole, and of every unit, and how many people it has:
    whoever moved is counted once."""

    people: int
    whole: tuple[CompanyFinding, ...]
    units: Mapping[str, Health]

    @property
    def failing(self) -> list[str]:
        """The units of which a check fails, the one with the most first."""
        failing = [name for name, health in self.units.items() if not health.sound]
        return sorted(failing, key=lambda name: -len(self.units[name].of("fail")))


def check_company(session: SessionScenario, show: Show) -> CompanyHealth:
    """The findings about a company and its units. Raises MissingFile, and Refused where the people
    of a unit cannot be had or an amount is no number."""
    known, whole = memory(), session.whole
    check_files(whole)
    key = (people_key(whole), company_content_key(whole))
    paid = wait_for("company_people", key, lambda progress: company_payouts(whole, progress), show)
    checks = {
        name: _check(session.go_to_unit(name), of_unit.facts, known)
        for name, of_unit in paid.units.items()
    }

    def check(progress: Progress) -> dict[str, Health]:
        share = 1 / len(checks)
        return {
            name: ask(part(progress, i * share, (i + 1) * share))
            for i, (name, (_, ask)) in enumerate(checks.items())
        }

    keys = tuple(key for key, _ in checks.values())
    return CompanyHealth(
        len(paid.employees), check_whole(paid), wait_for("company_health", keys, check, show)
    )


def _check(session: SessionScenario, facts: Facts | None, known: Memory) -> tuple[Hashable, Check]:
    """A check by what it is about, and the way to do it in a thread."""
    plan, wanted = session.plan, health_policy.policy()
    payroll = session.whole.payroll_of_unit(session.unit or next(iter(session.whole.units)))
    baseline = session.base if session.scenario.changed else None
    key = (
        "health",
        content_key(plan),
        None if baseline is None else content_key(baseline),
        None if facts is None else facts.key,
        repr(health_policy.changed()),
        reconciliation_session.seal(session, facts),
        None if payroll is None else payroll.key,
    )
    said = None if facts is None else reconciliation_session.with_seal(session, facts)

    def ask(progress: Progress) -> Health:
        return known.cached(
            key, lambda: engine.check(plan, said, baseline, wanted, known, progress, payroll)
        )

    return key, ask
