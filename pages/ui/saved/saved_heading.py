"""The top of the page: how much is kept, and what was kept last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from engine.workspace import DAMAGED, KINDS, Item
from pages.ui.kit import frame, t
from pages.ui.session import kept_items


def heading(items: Sequence[Item]) -> None:
    """The name of the page and what it holds, in one sentence."""
    frame.heading(t("page.workspace"), _last(items), _finding(items))


def _finding(items: Sequence[Item]) -> str:
    numbers = Counter(item.kind for item in items if not item.hidden)
    parts = [t(f"workspace.number_{kind}", count=numbers[kind]) for kind in KINDS if numbers[kind]]
    if not parts:
        return t("workspace.all_hidden" if items else "workspace.nothing")
    *first, last = parts
    listed = t("list.comma").join(first) + t("workspace.and") + last if first else last
    return t("workspace.finding", listed=listed)


def _last(items: Sequence[Item]) -> str:
    latest = next((item.current for item in items if item.kind != DAMAGED), None)
    if latest is None:
        return ""
    return t(
        "workspace.last",
        name=latest.name,
        when=kept_items.saved_at(latest),
        who=latest.author or t("workspace.somebody"),
    )
