"""The top of the library: how many plans there are, and where they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape
from pathlib import Path

import streamlit as st

from engine.reports import styles
from pages.ui.kit import count, t
from pages.ui.library.shelf import GROUPS, Entry, sources


def style() -> None:
    """What this page looks like beyond the common frame."""
    own = Path(__file__).with_name("library.css").read_text(encoding="utf-8")
    st.html(f"<style>{styles()}{own}</style>")


def heading(entries: Iterable[Entry]) -> None:
    """The name of the page and what it holds, in one sentence."""
    found = list(entries)
    numbers = Counter(entry.group for entry in found)
    parts = [
        t(f"library.number_{group}", count=numbers[group], number=count(numbers[group]))
        for group in GROUPS
        if numbers[group]
    ]
    known = [entry for entry in found if entry.group == "catalogue"]
    number = len(sources(known))
    st.html(
        f'<header class="pc-heading"><div><h1>{t("page.library")}</h1>'
        f"<p>{escape(t('library.sources', count=number, number=count(number)))}</p></div>"
        f"<h2>{escape(t('list.comma').join(parts))}</h2></header>"
    )
