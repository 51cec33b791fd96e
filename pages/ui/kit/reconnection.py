"""What a browser brings to a session that is new to the server: the page it shows is of an earlier
server, and what was moved on it last must not be lost."""

from __future__ import annotations

import secrets
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.common import user_key_from_element_id
from streamlit.runtime.state.session_state import Serialized

TURN = "~"
"""Stands in a key before the number of a widget that took the place of others."""


def brought() -> dict[str, tuple[int, Any]]:
    """What the browser shows in widgets that this session has not drawn yet, as text, number or yes
    and no, by key; beside it the number of the widget that took the place of others last.

    Streamlit keeps that to itself until a widget is drawn, and drops what is moved before.
    """
    context = get_script_run_ctx()
    if context is None:
        return {}
    states = context.session_state._state._new_widget_state
    found: dict[str, tuple[int, Any]] = {}
    for element, state in states.states.items():
        if element in states.widget_metadata or not isinstance(state, Serialized):
            continue
        key, _, turn = (user_key_from_element_id(element) or "").partition(TURN)
        if int(turn or 0) >= found.get(key, (0, None))[0]:
            found[key] = int(turn or 0), _plain(state.value)
    return found


def session_name() -> str:
    """Tells this session from one of a server before, which has taken up other things."""
    known: str = st.session_state.setdefault("session_name", secrets.token_hex(8))
    return known


def _plain(proto: Any) -> Any:
    kind = proto.WhichOneof("value")
    if kind in ("string_value", "bool_value", "double_value"):
        return getattr(proto, kind)
    if kind == "double_array_value" and len(proto.double_array_value.data) == 1:
        return proto.double_array_value.data[0]
    return None
