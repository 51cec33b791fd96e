"""Whether a page shows the unit whose figures are moved, or the whole company."""

from __future__ import annotations

import streamlit as st

from pages.ui.kit import escape_markdown, pick, t
from pages.ui.what_if.answers import Answers, of_all

_SCOPE = "company_scope"
UNIT, COMPANY = "unit", "company"


def scoped(answers: Answers) -> Answers:
    """The answers that cards, cost and people are shown of, which the reader chooses where there
    is a company."""
    session = answers.session
    if session.company is None:
        return answers
    names = {UNIT: escape_markdown(pick(session.title)), COMPANY: t("company.whole")}
    st.session_state.setdefault(_SCOPE, UNIT)
    with st.container(key="company_scope_place"):
        chosen = st.segmented_control(
            t("company.scope"),
            list(names),
            format_func=names.__getitem__,
            required=True,
            key=_SCOPE,
            persist_state="session",
            label_visibility="collapsed",
        )
    return of_all(answers) if chosen == COMPANY else answers
