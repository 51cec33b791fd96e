"""The whole plan as it is written: YAML, with what is wrong at its line."""

from __future__ import annotations

import streamlit as st

from pages.ui.editor.formula_field import field
from pages.ui.kit import t
from pages.ui.session import DraftStore


def plan_text(store: DraftStore) -> None:
    """The text of the draft, to be typed in as well."""
    draft = store.present.draft
    st.caption(t("editor.text_help"))
    field(
        "plan",
        draft.text,
        draft.problems,
        lambda text, run: store.attempt(
            "text", lambda session, _: session.typed_text(text, run), None
        ),
        key="plan_text",
        label=t("editor.tab_text"),
    )
