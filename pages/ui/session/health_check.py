"""Asks the engine whether what a session works on is sound, under the thresholds of the session."""

from __future__ import annotations

import engine
from engine.facts import Facts
from engine.health import Health
from engine.progress import Progress
from pages.ui.kit import Show, wait_for
from pages.ui.session import health_policy, reconciliation_session
from pages.ui.session.server_memory import content_key, memory
from pages.ui.session.session_scenario import SessionScenario


def check_health(session: SessionScenario, facts: Facts | None, show: Show) -> Health:
    """The findings about the variant, against the plan as documented; `show` tells meanwhile that
    they are being worked out. Raises Refused where an amount is no number."""
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
        return memory().cached(
            key, lambda: engine.check(plan, said, baseline, wanted, memory(), progress)
        )

    return wait_for("health", key, ask, show)
