"""Finds widgets in a page without a browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol, TypeVar


class Keyed(Protocol):
    @property
    def key(self) -> str | None: ...


W = TypeVar("W", bound=Keyed)


def in_place(widgets: Iterable[W], key: str) -> W:
    """The widget of this key, or the one that took its place where something else moved it."""
    return next(found for found in widgets if (found.key or "").partition("~")[0] == key)


WITHOUT_A_VALUE = frozenset({"button", "download_button", "file_uploader", "link_button"})
"""Widgets that show nothing that could have been changed elsewhere."""


def hidden_fields(block: Any, is_hidden: bool = False) -> Iterator[str]:
    """The fields of a page that stand behind a closed button, by their keys."""
    for child in block.children.values():
        proto = getattr(child, "proto", None)
        if hasattr(child, "children"):
            box = None if proto is None else getattr(proto, "popover", None)
            is_closed = box is not None and proto.HasField("popover") and not box.open
            yield from hidden_fields(child, is_hidden or is_closed)
        elif is_hidden and child.type not in WITHOUT_A_VALUE and hasattr(child, "_widget_state"):
            yield child.key or child.type
