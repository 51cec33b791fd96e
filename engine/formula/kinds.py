"""The kinds of things a formula deals with: numbers, conditions, categories, tables and so on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind without further detail: number, condition or person."""

    name: str


@dataclass(frozen=True)
class Choice(Kind):
    """A text: one of `values`, or any text where `values` is None (a group such as a team).

    In what a function gives, `like` names the argument whose values the result has.
    """

    name: str = "category"
    values: tuple[str, ...] | None = None
    like: str = ""


@dataclass(frozen=True)
class Shape(Kind):
    """A parameter of several figures.

    `keys` are the values it is looked up by, if any, and `of` all those of the category they
    belong to.
    """

    name: str
    keys: tuple[str, ...] | None = None
    of: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Record(Kind):
    """Several named results of one function."""

    name: str = "record"
    fields: tuple[tuple[str, Kind], ...] = ()

    @property
    def by_name(self) -> Mapping[str, Kind]:
        """The results by name."""
        return dict(self.fields)


NUMBER = Kind("number")
CONDITION = Kind("condition")
PERSON = Kind("person")
BAND = Kind("band")
