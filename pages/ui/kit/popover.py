"""A button with a box behind it, of which nothing is drawn until it is open.

A browser begins a field when it is first seen, with the first value that the field was ever drawn
with: one that was drawn behind a closed button shows what has long been changed elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from pages.ui.kit.state import is_elsewhere, new_here


@contextmanager
def popover(label: str, *, key: str, **look: Any) -> Iterator[bool]:
    """Draws the button; yields whether its box is open, and only then is anything to be drawn.

    Streamlit knows a box by its label and its look: one whose label says what is chosen inside
    would close with each choice. Here it stays open, until it is closed or another page is opened.
    """
    slot, known_by = f"popover/{key}", (label, *look.items())
    before, was_open = st.session_state.get(slot, (known_by, False))
    if st.session_state.pop(f"{slot}/closes", False):
        was_open = st.session_state[key] = False
    elif is_elsewhere(slot):
        was_open = False
    elif before != known_by and was_open:
        st.session_state[key] = st.session_state.get(key, True)
    box = st.popover(label, key=key, on_change="rerun", **look)
    st.session_state[slot] = known_by, bool(box.open)
    with box, new_here(not was_open):
        yield bool(box.open)


def close_popover(key: str) -> None:
    """Have the box closed when its page is drawn next: what it was opened for is done."""
    st.session_state[f"popover/{key}/closes"] = True
