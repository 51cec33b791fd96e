"""Whether a page shows the unit before the session, or the whole company."""

from __future__ import annotations

import streamlit as st

from pages.ui.kit import escape_markdown, frame, pick, t
from pages.ui.session import SessionScenario

_SCOPE = "company_scope"
_UNIT, _COMPANY = "unit", "company"


def shows_company(session: SessionScenario) -> bool:
    """The choice, where there is a company; the same on every page."""
    if session.company is None:
        return False
    names = {_UNIT: escape_markdown(pick(session.title)), _COMPANY: t("company.whole")}
    # Streamlit knows a choice by its words: another unit or language has a box of its own.
    key = frame.on_this_page(f"{_SCOPE}.{hash(tuple(names.values()))}")
    now: str = st.session_state.get(_SCOPE, _UNIT)
    if st.session_state.get(key) != now:
        st.session_state[key] = now
    with st.container(key="company_scope_place"):
        st.segmented_control(
            t("company.scope"),
            list(names),
            format_func=names.__getitem__,
            required=True,
            key=key,
            on_change=lambda: st.session_state.update({_SCOPE: st.session_state.get(key, now)}),
            label_visibility="collapsed",
        )
    return now == _COMPANY


def show_unit() -> None:
    """From now on the unit is shown."""
    st.session_state[_SCOPE] = _UNIT
