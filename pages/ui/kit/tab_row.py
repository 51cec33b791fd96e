"""A row of tabs, of which one is open; the session remembers which."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st


def tab_row(label: str, names: Sequence[str], *, key: str, written: Callable[[str], str]) -> str:
    """The open one of `names`, at first the first; kept under `key`, and `label` is read aloud."""
    labels = {name: written(name) for name in names}
    st.session_state.setdefault(key, names[0])
    chosen = st.segmented_control(
        label,
        names,
        format_func=labels.__getitem__,
        required=True,
        key=key,
        persist_state="session",
        label_visibility="collapsed",
    )
    return str(chosen or names[0])
