"""The column that people are told apart by, chosen above a chart."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.ui.charts import column_label
from pages.ui.kit import choice, escape_markdown, t
from pages.ui.workforce.portrait_loading import Shown


def chosen_column(shown: Shown, columns: Sequence[str], *, key: str, label: str, place: str) -> str:
    """One of the columns, those of the plan first; `label` is for screen readers, `place` the
    container's key."""
    with st.container(key=place):
        return choice(
            t(label),
            columns,
            key=key,
            written=lambda column: escape_markdown(column_label(shown.plan, column)),
            first=next((c for c in columns if c in shown.plan.facts), columns[0]),
            label_visibility="collapsed",
        )
