"""Tables of figures with units, and the columns that compared companies have in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.comparison import Compared
from engine.text import (
    DASH,
    Phrases,
    Text,
    count,
    in_each_language,
    money_with_fen,
    number,
    percent,
    points,
    signed,
    untranslated,
)

phrase = Phrases("comparison")

Unit = Literal[
    "yuan",
    "yuan_more",
    "share",
    "share_more",
    "points",
    "count",
    "count_more",
    "number",
    "coefficient",
    "coefficient_more",
]
"""What a figure is in; `points` are percentage points, and what is `more` has its sign."""


@dataclass(frozen=True)
class Figure:
    """A figure in its unit; None where there is none."""

    value: float | None
    unit: Unit

    @property
    def is_known(self) -> bool:
        """Whether there is a figure."""
        return self.value is not None and not np.isnan(self.value)

    @property
    def text(self) -> Text:
        """The figure as it is written."""
        value = self.value
        if value is None or np.isnan(value):
            return untranslated(DASH)
        match self.unit:
            case "yuan":
                return in_each_language(lambda language: money_with_fen(value, language))
            case "yuan_more":
                return in_each_language(lambda language: signed(money_with_fen(value, language)))
            case "share":
                return in_each_language(lambda language: percent(value, language, 2))
            case "share_more":
                return in_each_language(lambda language: signed(percent(value, language, 2)))
            case "points":
                return in_each_language(lambda language: points(value, language, 2))
            case "number":
                return untranslated(number(value))
            case "coefficient":
                return untranslated(number(value, 4))
            case "coefficient_more":
                return untranslated(signed(number(value, 4)))
            case "count_more":
                return untranslated(signed(count(value)))
        return untranslated(count(value))


Cell = Text | Figure


@dataclass(frozen=True)
class FigureTable:
    """A table of a comparison. `id` names it; `total` says that the last row sums up, `is_long`
    that it is for a workbook rather than for reading. `told` are the columns that fit on the page
    of a document, all where none are named."""

    id: str
    title: Text
    heads: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: bool = False
    is_long: bool = False
    told: tuple[int, ...] = ()


_MORE: dict[Unit, Unit] = {
    "yuan": "yuan_more",
    "share": "points",
    "count": "count_more",
    "coefficient": "coefficient_more",
}


def with_changes(unit: Unit, values: Sequence[float | None]) -> tuple[Figure, ...]:
    """The figure of the baseline, then that of each variant with what it is more."""
    base = values[0]
    found = [Figure(base, unit)]
    for value in values[1:]:
        more = None if value is None or base is None else _difference(unit, base, value)
        found += [Figure(value, unit), Figure(more, _MORE[unit])]
    return tuple(found)


def _difference(unit: Unit, base: float, value: float) -> float:
    """By how much more, amounts in whole fen."""
    return (round(value * 100) - round(base * 100)) / 100 if unit == "yuan" else value - base


def names_with_changes(compared: Compared) -> tuple[Text, ...]:
    """The names over the columns of `with_changes`."""
    first, *others = compared.names
    return (first, *(x for name in others for x in (name, phrase("change_of", name=name))))


def told_columns(compared: Compared, start: int) -> tuple[int, ...]:
    """The columns of a document, the figures beginning at `start`: of several variants only what
    each is more."""
    variants = len(compared.each) - 1
    figures = range(1 + 2 * variants) if variants == 1 else (0, *range(2, 1 + 2 * variants, 2))
    return (*range(start), *(start + figure for figure in figures))


def head(name: str) -> Text:
    """What a column is headed."""
    return phrase(f"head_{name}")


def row_name(name: str) -> Text:
    """What a key figure is called."""
    return phrase(f"row_{name}")


def title_of(name: str) -> Text:
    """What a table is called."""
    return phrase(f"title_{name}")
