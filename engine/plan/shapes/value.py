"""What the value of every parameter can do, whatever its shape."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Protocol, Self

from engine.formula import Figures, Kind
from engine.formula import Shape as ShapeKind
from engine.text import Problem, Text
from engine.yaml_files import Json

Point = tuple[float, float]
"""A breakpoint and what holds from it, or up to it."""
Row = Mapping[str, Any]
"""A row of a grid: a cell by the name of its column, a text for "key" and else a number."""


class Declared(Protocol):
    """What a parameter says of its figures: the sign of `min` is binding, `whole` ones have no
    fractions, one with `no_limit` may be None."""

    @property
    def id(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def min(self) -> float | None: ...
    @property
    def max(self) -> float | None: ...
    @property
    def whole(self) -> bool: ...
    @property
    def no_limit(self) -> bool: ...


@dataclass(frozen=True)
class Naming:
    """What a parameter and its keys are called, and the units of its figures and breakpoints.

    `key_labels` and `key_units` are by key; `of` is what breakpoints measure, and `of_whole` says
    that it comes in whole numbers only.
    """

    label: Text
    unit: str
    of: Text | None
    of_unit: str
    key_labels: Mapping[str, Text]
    key_units: Mapping[str, str]
    of_whole: bool = False


@dataclass(frozen=True)
class Sheet:
    """Figures as a document sets them out; the first `keys` columns hold texts, the others
    figures, and `unit` is said in the caption where no heading says it."""

    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    keys: int = 1
    unit: str = ""


class Value(ABC):
    """The figures of a parameter; a subclass for each shape."""

    shape: ClassVar[str]
    """Its name."""
    key: ClassVar[str]
    """The key under which a plan file gives the figures; two shapes may share one."""
    columns: ClassVar[tuple[str, ...]] = ()
    """The columns of a grid that holds them: "key", "rank", "from" (in the unit of what breakpoints
    measure), "value", "min", "max" (in the unit of the parameter), those of an indicator."""
    grows: ClassVar[bool] = False
    """Whether the grid may have more rows."""
    addable: ClassVar[bool] = False
    """Whether they can be part of a sum."""
    sum_key: ClassVar[str] = "within"
    """The phrase with which a document says what they add up to."""
    usual_unit: ClassVar[str] = "CNY"
    """The unit that a new parameter begins with."""

    @cached_property
    def content(self) -> str:
        """Names the figures: equal ones are named the same."""
        return repr(self)

    # -- JSON -------------------------------------------------------------------------------

    @classmethod
    def takes(cls, data: object) -> bool:
        """Whether JSON under the key of this shape is meant for it, and not for another one that
        has the same key."""
        return True

    @classmethod
    @abstractmethod
    def read(cls, data: object) -> Self:
        """The value that JSON describes; what does not fit (see `problems`) is left out."""

    @classmethod
    @abstractmethod
    def begun(cls, size: float, starts: tuple[float, ...]) -> Json:
        """What a new parameter, or one key of it, begins with: figures of about a size in its
        unit, and three breakpoints that rise in the unit of what they measure."""

    @abstractmethod
    def json(self) -> Json:
        """The value as JSON, in lists and mappings of its own."""

    @abstractmethod
    def problems(self, data: object, declared: Declared) -> list[Problem]:
        """All that is wrong with JSON as another value of the parameter; empty where it fits."""

    # -- calculation ------------------------------------------------------------------------

    @classmethod
    def argument(cls) -> str:
        """What functions of the language call an argument of this shape."""
        return cls.shape

    def kind(self, category: tuple[str, ...] | None) -> Kind:
        """What formulas take it for; `category` are the values of the one it is looked up by."""
        return ShapeKind(self.shape)

    def figures(
        self, keys: tuple[str, ...] = (), end: str = "", category: tuple[str, ...] = ()
    ) -> Figures:
        """The figures as kernels read them, with `keys` in the order of the category's codes.

        A table without `keys` is given whole: by its own `category`, no number where it has no
        figure. For bands, `end` is "min" or "max". Raises TypeError for a single figure.
        """
        raise TypeError(f"{self.shape} has no figures")

    @property
    def is_unlimited(self) -> bool:
        """Whether it says that there is no limit."""
        return False

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys it is looked up by, if any."""
        return ()

    def at(self, key: str) -> tuple[float, ...]:
        """The figures of one key; none for a key that it does not have."""
        return ()

    def points(self) -> Mapping[str, tuple[Point, ...]]:
        """Its breakpoints, by key; one that has no keys has them under ""."""
        return {}

    def addends(self) -> Mapping[str, float]:
        """Its figures that can be part of a sum, by key; a single one stands under ""."""
        return {}

    def with_addends(self, addends: Mapping[str, float]) -> Self:
        """The value with other figures in its sum."""
        return self

    # -- grid -------------------------------------------------------------------------------

    def rows(self) -> list[Row]:
        """The figures as rows of a grid."""
        return []

    def with_rows(self, rows: Sequence[Row]) -> Self:
        """The value that rows of a grid mean; it may have problems as any other JSON."""
        return self

    def counterparts(self, before: Self) -> list[Row | None]:
        """For each row the one that stands in its place in another value; None where that has
        none."""
        own, others = self.rows(), before.rows()
        if [row.get("key") for row in own] == [row.get("key") for row in others]:
            return list(others)
        at = {_start_of(row): row for row in others}
        return [at.get(_start_of(row)) for row in own]

    # -- words ------------------------------------------------------------------------------

    @abstractmethod
    def changes(self, new: Self, before: Naming, after: Naming, language: str) -> list[str]:
        """What differs in a newer value, a sentence each."""

    @abstractmethod
    def phrase(self, naming: Naming) -> Text:
        """The figures in one phrase."""

    def note(self, naming: Naming) -> Text | None:
        """How to read the table of a document, where that needs saying."""
        return None

    def sheet(self, naming: Naming, key_head: Text, whole: bool = False) -> Sheet | None:
        """The figures as a table of a document, None for those that are read in a phrase.

        `key_head` stands above the keys; `whole` reads tiers as steps, each for the whole amount.
        """
        return None


def _start_of(row: Row) -> tuple[object, ...]:
    return row.get("key"), row.get("from"), row.get("rank")
