"""Undo and redo: two buttons, also on Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from pages.ui.kit.reconnection import session_name
from pages.ui.kit.state import Store
from pages.ui.kit.translations import t


def undo_and_redo(store: Store[Any]) -> None:
    """Two buttons. A browser calls them through `undo_and_redo.js`, which counts the steps, so that
    each is taken once however quickly they follow each other."""
    key, slot = f"{store.name}.steps", f"store/{store.name}/step"

    def taken() -> None:
        sent = st.session_state.get(key, {}).get("steps") or {}
        for step in sent.get("steps", ()) if sent.get("session") == session_name() else ():
            if step["seq"] > st.session_state.get(slot, 0):
                st.session_state[slot] = step["seq"]
                {"undo": store.undo, "redo": store.redo}[step["what"]]()

    with st.container(key="undo_and_redo", horizontal=True):
        st.button(
            t("state.undo"),
            key=f"{store.name}.undo",
            help=t("state.undo_key"),
            icon=":material/undo:",
            on_click=store.undo,
            disabled=not store.can_undo,
            width="stretch",
        )
        st.button(
            t("state.redo"),
            key=f"{store.name}.redo",
            help=t("state.redo_key"),
            icon=":material/redo:",
            on_click=store.redo,
            disabled=not store.can_redo,
            width="stretch",
        )
    with st.container(key="undo_steps"):
        _component(
            key=key,
            data={
                "session": session_name(),
                "store": store.name,
                "seq": st.session_state.get(slot, 0),
                "can": {"undo": store.can_undo, "redo": store.can_redo},
            },
            on_steps_change=taken,
        )


_component = component(
    "paycurve.undo_and_redo",
    html="",
    js=Path(__file__).with_name("undo_and_redo.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
