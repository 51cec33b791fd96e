"""What holds from a month to a month, with its source, and what is taken outside of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from engine.text import Text

T = TypeVar("T")


@dataclass(frozen=True)
class Dated(Generic[T]):
    """A legal figure, or several of one text, from its first month to its last.

    Months are those of engine.calendar; `last` is None where no end is known. `verified` are
    figures of an official text or number that was seen.
    """

    value: T
    first: int
    last: int | None
    source: Text
    verified: bool

    def holds(self, month: int) -> bool:
        """Whether it is known to hold in a month."""
        return self.first <= month and (self.last is None or month <= self.last)


class Found(NamedTuple, Generic[T]):
    """What is taken for a month; `continued` where it is not known to hold there."""

    entry: Dated[T]
    continued: bool


def found(entries: Sequence[Dated[T]], month: int) -> Found[T]:
    """What is taken for a month: what began last, or the first where nothing had begun.

    Entries stand in the order of their months; there is at least one.
    """
    begun = [entry for entry in entries if entry.first <= month]
    entry = begun[-1] if begun else entries[0]
    return Found(entry, not entry.holds(month))


def value_at(entries: Sequence[Dated[T]], month: int) -> T:
    """The same, without its source."""
    return found(entries, month).entry.value
