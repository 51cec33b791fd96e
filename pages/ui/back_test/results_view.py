"""The third step: a plan tried on the facts."""

from __future__ import annotations

import streamlit as st

from engine import evaluate
from engine.text import compact_money
from pages.ui.back_test import reconcile_view
from pages.ui.back_test.understanding import session_facts
from pages.ui.kit import Store, language, t
from pages.ui.session import ImportStore, SessionScenario, memory


def state(store: Store[SessionScenario], files: ImportStore) -> str:
    """How far the step is, in one line."""
    return t("back_test.state_first" if session_facts(store) is None else "back_test.state_ready")


def results(store: Store[SessionScenario], files: ImportStore) -> None:
    """The step itself."""
    facts = session_facts(store)
    if facts is None:
        return reconcile_view.nobody()
    paid = evaluate(store.present.plan, facts, memory())
    st.metric(t("card.cost"), compact_money(paid.total, language()))
    st.caption(t("back_test.no_forecast"))
