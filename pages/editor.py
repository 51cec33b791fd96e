"""Writing a plan: its lines and figures beside what they pay typical people, as one types."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui import editor
from pages.ui.kit import frame, run_page
from pages.ui.notices import save_notice
from pages.ui.session import DraftStore, draft_session


def page() -> None:
    own = frame.enter("editor", editor.STYLE)
    store = DraftStore()
    if not draft_session.is_open():
        save_notice()
        return editor.welcome(store)
    with own:
        st.empty()
    writing_and_outcome(store, own)


@st.fragment(key="editor")
def writing_and_outcome(store: DraftStore, own: DeltaGenerator) -> None:
    """All that changes while somebody writes. What is paid comes first: one waits for it."""
    save_notice()
    editor.refused()
    heading = st.container(key="heading")
    left, right = frame.beside(7, 5, "editor")
    block = editor.chosen_block()
    with right, st.container(key="outcome", gap="small"):
        if block is not None:
            editor.draft_heading(heading, store.present, editor.outcome(store.present))
            editor.block_form(store, block)
        else:
            paid(store, heading)
    with own:
        editor.sidebar(store)
    editor.knowing(store.present.draft)
    with left:
        editor.plan_parts(store)


@st.fragment(key=editor.PAID)
def paid(store: DraftStore, heading: DeltaGenerator) -> None:
    """What the plan pays: all that is drawn anew with every few keys."""
    session = store.present
    found = editor.outcome(session)
    editor.draft_heading(heading, session, found)
    editor.payouts(session, found)
    editor.curve(found)


run_page(page)
