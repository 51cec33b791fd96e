"""The top of the library: how many plans there are, and where they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pages.ui.kit import frame, t
from pages.ui.library.plan_entries import GROUPS, Entry, sources


def heading(entries: Iterable[Entry]) -> None:
    """The name of the page and what it holds, in one sentence."""
    found = list(entries)
    numbers = Counter(entry.group for entry in found)
    parts = [
        t(f"library.number_{group}", count=numbers[group]) for group in GROUPS if numbers[group]
    ]
    known = [entry for entry in found if entry.group == "catalogue"]
    number = len(sources(known))
    about = t("library.sources", count=number)
    frame.heading(t("page.library"), about, t("list.comma").join(parts))
