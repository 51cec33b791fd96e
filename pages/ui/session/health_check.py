"""Asks the engine whether what a session works on is sound, under the thresholds of the session."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

import engine
from engine.evaluation import Memory
from engine.facts import Facts
from engine.health import Health
from engine.progress import Progress, part
from pages.ui.kit import Show, wait_for
from pages.ui.session import health_policy, reconciliation_session
from pages.ui.session.company_answers import check_files, company_payouts, people_key
from pages.ui.session.server_memory import content_key, memory
from pages.ui.session.session_scenario import SessionScenario

Check = Callable[[Progress], Health]


def check_health(session: SessionScenario, facts: Facts | None, show: Show) -> Health:
    """The findings about the variant, against the plan as documented; `show` tells meanwhile that
    they are being worked out. Raises Refused where an amount is no number."""
    key, check = _check(session, facts, memory())
    return wait_for("health", key, check, show)


def check_company(session: SessionScenario, show: Show) -> dict[str, Health]:
    """The findings about every unit of a company. Raises MissingFile, and Refused where the people
    of a unit cannot be had or an amount is no number."""
    known, whole = memory(), session.whole
    check_files(whole)
    key = (people_key(whole), whole.fingerprint)
    units = wait_for(
        "company_people", key, lambda progress: company_payouts(whole, progress), show
    ).units
    checks = {
        name: _check(session.go_to_unit(name), paid.facts, known) for name, paid in units.items()
    }

    def check(progress: Progress) -> dict[str, Health]:
        share = 1 / len(checks)
        return {
            name: ask(part(progress, i * share, (i + 1) * share))
            for i, (name, (_, ask)) in enumerate(checks.items())
        }

    return wait_for("company_health", tuple(key for key, _ in checks.values()), check, show)


def units_failing(found: Mapping[str, Health]) -> list[str]:
    """The units of which a check fails, the one with the most first."""
    failing = [name for name, health in found.items() if not health.sound]
    return sorted(failing, key=lambda name: -len(found[name].of("fail")))


def _check(session: SessionScenario, facts: Facts | None, known: Memory) -> tuple[Hashable, Check]:
    """A check by what it is about, and the way to do it in a thread."""
    plan, wanted = session.plan, health_policy.policy()
    baseline = session.base if session.scenario.changed else None
    key = (
        "health",
        content_key(plan),
        None if baseline is None else content_key(baseline),
        None if facts is None else facts.key,
        repr(health_policy.changed()),
        reconciliation_session.seal(session, facts),
    )
    said = None if facts is None else reconciliation_session.with_seal(session, facts)

    def ask(progress: Progress) -> Health:
        return known.cached(
            key, lambda: engine.check(plan, said, baseline, wanted, known, progress)
        )

    return key, ask
