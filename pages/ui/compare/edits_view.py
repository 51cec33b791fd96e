"""What each scenario changes, in sentences."""

from __future__ import annotations

import streamlit as st

from pages.ui.compare.compare_answers import Shown
from pages.ui.kit import escape_markdown, language, t

SIDE_BY_SIDE = 3


def edits(shown: Shown) -> None:
    """A list for each scenario, side by side."""
    places = list(shown.variants)
    columns = st.columns(min(len(places), SIDE_BY_SIDE), gap="medium")
    for i, place in enumerate(places):
        with columns[i % SIDE_BY_SIDE]:
            said = shown.whole.edits(place, language())
            st.markdown(f"**{escape_markdown(shown.name(place))}**")
            st.caption(t("compare.changes", count=len(said), baseline=shown.name(0)))
            st.markdown("\n".join(f"- {escape_markdown(sentence)}" for sentence in said))
