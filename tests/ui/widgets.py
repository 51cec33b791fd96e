"""Finds widgets in a page without a browser."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Keyed(Protocol):
    @property
    def key(self) -> str | None: ...


W = TypeVar("W", bound=Keyed)


def in_place(widgets: Iterable[W], key: str) -> W:
    """The widget of this key, or the one that took its place where something else moved it."""
    return next(found for found in widgets if (found.key or "").partition("~")[0] == key)
