"""What is folded away in the panel of assumptions; nothing of it is drawn while it is closed.

A fold that differs from the base is marked by the style sheet: a label that changed would make
another fold of it, closed, in which nobody has the focus any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pages.ui.kit import escape_markdown, language, new_here


@contextmanager
def fold(name: str, label: str, *, differs: bool, about: str = "") -> Iterator[bool]:
    """A part of the panel that unfolds in its place; yields whether it is open. It stays as it was
    left, in another language and after another page as well."""
    slot, key = f"projection/open/{name}", f"fold-{name}.{language()}"
    if key not in st.session_state:
        st.session_state[key] = bool(st.session_state.get(slot))
    with st.container(key=f"marked-{name}", gap=None):
        mark(differs)
        box = st.expander(escape_markdown(label), key=key, on_change="rerun", type="compact")
    st.session_state[slot] = bool(box.open)
    drawn = f"projection/drawn/{name}"
    with box, new_here(not st.session_state.get(drawn)):
        if box.open and about:
            st.caption(escape_markdown(about))
        yield bool(box.open)
    st.session_state[drawn] = bool(box.open)


def mark(differs: bool) -> None:
    """For the style sheet: what stands beside this differs from the base."""
    st.html(f'<i class="{"pc-differs" if differs else "pc-as-base"}" aria-hidden="true"></i>')
