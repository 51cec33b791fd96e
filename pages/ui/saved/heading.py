"""The top of the page: how much is kept, and what was kept last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from engine.workspace import KINDS, Item
from pages.ui.kit import count, t
from pages.ui.session import workspace
from pages.ui.what_if import heading as what_if


def style() -> None:
    """What this page looks like beyond the common frame."""
    what_if.style()
    st.html(Path(__file__).with_name("saved.css"))


def heading(items: Sequence[Item]) -> None:
    """The name of the page and what it holds, in one sentence."""
    st.html(
        f'<header class="pc-heading"><div><h1>{t("page.workspace")}</h1>'
        f"<p>{escape(_last(items))}</p></div><h2>{escape(_finding(items))}</h2></header>"
    )


def _finding(items: Sequence[Item]) -> str:
    numbers = Counter(item.kind for item in items if not item.hidden)
    parts = [
        t(f"workspace.number_{kind}", count=numbers[kind], number=count(numbers[kind]))
        for kind in KINDS
        if numbers[kind]
    ]
    if not parts:
        return t("workspace.all_hidden" if items else "workspace.nothing")
    *first, last = parts
    listed = t("list.comma").join(first) + t("workspace.and") + last if first else last
    return t("workspace.finding", listed=listed)


def _last(items: Sequence[Item]) -> str:
    if not items:
        return ""
    latest = items[0].current
    return t(
        "workspace.last",
        name=latest.name,
        when=workspace.when(latest),
        who=latest.author or t("workspace.somebody"),
    )
