"""The top of the page: plan, people, and in one sentence how sound the plan is."""

from __future__ import annotations

from engine.facts import Facts
from engine.health import Health
from pages.ui.kit import frame, pick, t
from pages.ui.session import SessionScenario, reconciliation_session, title_of


def heading(session: SessionScenario, facts: Facts | None, health: Health) -> None:
    """Plan, people, finding."""
    people = t("health.nobody")
    if facts is not None and session.people is not None:
        people = reconciliation_session.people_and_seal(session, facts)
    variant = t("health.variant") if session.scenario.changed else ""
    about = " · ".join(part for part in (people, variant) if part)
    caution = reconciliation_session.assumed(facts)
    frame.heading(title_of(session), about, headline(health), caution=caution)


def headline(health: Health) -> str:
    """How many checks fail and how many want a look, and which is the worst."""
    fail, watch = health.of("fail"), health.of("watch")
    if not fail and not watch:
        return t("health.all_pass", count=len(health.of("pass")))
    parts = []
    if fail:
        parts.append(t("health.some_fail", count=len(fail), name=pick(fail[0].label)))
    if watch:
        parts.append(t("health.some_watch", count=len(watch)))
    return t("health.joined").join(parts)
