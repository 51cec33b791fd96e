"""An article of a policy, before it has its number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.reports.document import Block
from engine.text import Text


@dataclass(frozen=True)
class Article:
    """An article; its blocks are written once all articles have their numbers."""

    id: str
    title: Text
    blocks: Callable[[], Iterable[Block]]
