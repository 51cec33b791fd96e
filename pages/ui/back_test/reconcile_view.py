"""The second step: what was paid beside what the plan says."""

from __future__ import annotations

import streamlit as st

from pages.ui.back_test.understanding import session_facts
from pages.ui.kit import Store, t
from pages.ui.session import ImportStore, SessionScenario


def state(store: Store[SessionScenario], files: ImportStore) -> str:
    """How far the step is, in one line."""
    return t("back_test.state_first" if session_facts(store) is None else "back_test.state_ready")


def reconcile(store: Store[SessionScenario], files: ImportStore) -> None:
    """The step itself."""
    if session_facts(store) is None:
        return nobody()
    st.info(t("back_test.no_paid"))


def nobody() -> None:
    """There are no facts yet: what to do first."""
    with st.container(border=True, key="back_test_nobody"):
        st.subheader(t("back_test.nobody_title"))
        st.markdown(t("back_test.nobody_text"))
        st.button(
            t("back_test.to_first"),
            key="to_first",
            type="primary",
            on_click=lambda: st.session_state.update({"back_test/step": "understand"}),
        )
