"""Is this a sound plan? Every check: value against limits, who is affected, what mends it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from engine.facts import Facts
from engine.health import Health
from engine.reports import health_document
from pages.ui import health, scenario
from pages.ui.documents import download_menu
from pages.ui.kit import Loading, Store, pick, run_page, t
from pages.ui.notices import save_notice
from pages.ui.session import (
    SessionScenario,
    check_health,
    session_facts,
)


def page() -> None:
    store, _ = scenario.enter("health", health.STYLE)
    save_notice()
    scenario.refused_file()
    health.refused_file()
    if scenario.shows_company(store.present):
        return health.of_company(store)
    loading = Loading(
        "health", lambda share: (t("health.checking"), share), cancel=lambda: _alone(store)
    )

    def ask() -> tuple[Facts | None, Health]:
        facts = _facts(store)
        return facts, check_health(store.present, facts, loading)

    facts, found = scenario.unless_refused(store, ask)
    loading.done()
    scenario.reading_notice(store, facts)
    health.heading(store.present, facts, found)
    name = f"{pick(found.plan.title)} {t('page.health')}"
    paper = health.paper_of(store.present, facts, found)
    book, made = health.book_of(store.present, facts, found), partial(health_document, found)
    again = health.again_of(store.present, facts, found)
    download_menu(made, name, "health_document", paper=paper, book=book, again=again)
    health.common(found.policy)
    health.findings(store.present, found)


def _facts(store: Store[SessionScenario]) -> Facts | None:
    if store.present.people is None:
        return None
    with st.spinner(t("health.getting"), show_time=False):
        return session_facts(store.present)


def _alone(store: Store[SessionScenario]) -> None:
    """Without people: what the plan alone tells."""
    store.commit(store.present.with_people(None))


run_page(page)
