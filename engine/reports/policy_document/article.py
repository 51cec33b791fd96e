"""An article of a policy before it has its number, and what all articles of a policy share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from engine.plan import Plan
from engine.reports.document import Block
from engine.text import Text
from engine.wording import Rules


@dataclass(frozen=True)
class Article:
    """An article; its blocks are written once all articles have their numbers. The id of one that
    is no line of the plan has a hyphen, which no line's has."""

    id: str
    title: Text
    blocks: Callable[[], Iterable[Block]]


@dataclass(frozen=True)
class Context:
    """What the articles of one policy refer to.

    `sections` is where an article stands ("section 3.2", 第七条), by its id, and `tables` the id of
    the article in which the table of a parameter stands.
    """

    plan: Plan
    rules: Rules
    sections: dict[str, Text] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
