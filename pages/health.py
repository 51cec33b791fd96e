"""Is this a sound plan? Every check: value against limits, who is affected, what mends it."""

from __future__ import annotations

import streamlit as st

from engine.facts import Facts
from engine.health import Health
from pages.ui.health import asking, policies, thresholds
from pages.ui.health.findings import findings
from pages.ui.health.heading import heading, style
from pages.ui.kit import Loading, Store, frame, t
from pages.ui.session import Work, people, work, workspace
from pages.ui.what_if import choosing, refusal


def page() -> None:
    own = frame.enter("health")
    style()
    store = work.work()
    choosing.arrive(store)
    with own:
        choosing.choices(store)
    choosing.link_problem()
    workspace.told()
    refusal.refused_file()
    policies.refused_file()
    loading = Loading(lambda share: (t("health.checking"), share), cancel=lambda: _alone(store))

    def ask() -> tuple[Facts | None, Health]:
        facts = _facts(store)
        return facts, asking.checked(store.present, facts, loading)

    facts, found = refusal.unless_refused(store, ask)
    loading.over()
    heading(store.present, facts, found)
    thresholds.common(found.policy)
    findings(store.present, found)


def _facts(store: Store[Work]) -> Facts | None:
    chosen = store.present.people
    if chosen is None:
        return None
    with st.spinner(t("health.getting"), show_time=False):
        return people.facts_of(chosen, store.present.base)


def _alone(store: Store[Work]) -> None:
    """Without people: what the plan alone tells."""
    store.commit(store.present.with_people(None))


page()
