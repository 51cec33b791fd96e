"""Which person's statement is open on the page where figures are moved."""

from __future__ import annotations

import streamlit as st

TAB, PERSON = "details_tab", "details_person"
"""Where the session keeps the open tab and whose statement it is."""
PROPOSED = f"{PERSON}/proposed"
"""Whose statement was opened without anybody being asked for."""


def open_statement(employee: str) -> None:
    """Open the statement of somebody there."""
    st.session_state[PERSON] = employee
    st.session_state.pop(PROPOSED, None)
    st.session_state[TAB] = "statement"
