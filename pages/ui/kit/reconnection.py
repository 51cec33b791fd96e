"""What a browser brings to a session that is new to the server: the page it shows is of an earlier
server, and what was moved on it last must not be lost."""

from __future__ import annotations

from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.common import user_key_from_element_id
from streamlit.runtime.state.session_state import Serialized

TURN = "~"
"""Stands in a key before the number of a widget that took the place of others."""


def brought(key: str) -> Any:
    """What the browser shows in the widget of this key, or in the one that took its place last,
    as text, number or yes and no; None where it says nothing of it. Streamlit keeps
    that to itself until the widget is drawn."""
    context = get_script_run_ctx()
    if context is None:
        return None
    found: dict[int, Any] = {}
    for element, state in context.session_state._state._new_widget_state.states.items():
        name = user_key_from_element_id(element) or ""
        named, _, turn = name.partition(TURN)
        if named == key and isinstance(state, Serialized):
            found[int(turn or 0)] = state.value
    return _plain(found[max(found)]) if found else None


def _plain(proto: Any) -> Any:
    kind = proto.WhichOneof("value")
    if kind in ("string_value", "bool_value", "double_value"):
        return getattr(proto, kind)
    if kind == "double_array_value" and len(proto.double_array_value.data) == 1:
        return proto.double_array_value.data[0]
    return None
