"""A workbook before it is written: sheets of columns whose sums, differences and shares are
formulas with the values they come to, so that an auditor can follow every figure to its source.

Formulas name cells by what they hold: `[pay]` is the cell of the column `pay` in the same row,
`[pay@total]` that of the row called "total", `[pay@a..b]` those from row "a" to row "b", `[pay:]`
all rows of the column but the total, and `[months!pay@total]` the same of the sheet `months`. They
are written by builders alone; nothing that comes from people's data is ever part of one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, overload

from engine.reports import Figure
from engine.text import Text

TOTAL = "total"
"""The name of the row that sums up."""


@dataclass(frozen=True)
class Number:
    """A number, None where there is none; `unit` is how it is shown, one of FORMATS. `formula` is
    how it comes about, if it is worked out from other cells, and the value what it comes to."""

    value: float | None
    unit: str
    formula: str = ""


BookCell = Text | Number | Figure


@dataclass(frozen=True)
class BookColumn:
    """A column: `formula` says how each of its numbers comes about, `total` how that of the row
    that sums up does: "sum" is the sum of all rows."""

    id: str
    head: Text
    formula: str = ""
    total: str = ""
    width: int = 0


@dataclass(frozen=True)
class BookChart:
    """A native chart of columns of its sheet, the rows as categories; the `limit` is a column drawn
    as an amber line. Categories are those of the column `across`, `within` those of a column on its
    left. `most` rows are drawn, all where it is 0."""

    kind: Literal["column", "bar", "line", "stacked"]
    title: Text
    across: str
    series: tuple[str, ...]
    unit: str = "yuan"
    limit: str = ""
    most: int = 0
    within: str = ""


class Rows(Sequence[tuple[BookCell, ...]]):
    """Many rows that are made one by one while they are written."""

    def __init__(self, count: int, row: Callable[[int], tuple[BookCell, ...]]) -> None:
        self._count, self._row = count, row

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> tuple[BookCell, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[tuple[BookCell, ...]]: ...
    def __getitem__(
        self, place: int | slice
    ) -> tuple[BookCell, ...] | Sequence[tuple[BookCell, ...]]:
        if isinstance(place, slice):
            return [self._row(i) for i in range(*place.indices(self._count))]
        if not 0 <= place < self._count:
            raise IndexError(place)
        return self._row(place)


@dataclass(frozen=True)
class BookSheet:
    """A sheet: its name, what it says in a sentence above (`title`), remarks below that (`lead`),
    a table and charts beside it. `row_names` are the places of rows that formulas name; the row
    `total` stands below all others."""

    id: str
    name: Text
    title: Text
    columns: tuple[BookColumn, ...]
    rows: Sequence[Sequence[BookCell]]
    total: Sequence[BookCell] | None = None
    lead: tuple[Text, ...] = ()
    charts: tuple[BookChart, ...] = ()
    row_names: Mapping[str, int] = field(default_factory=dict)
    is_filtered: bool = False


@dataclass(frozen=True)
class Book:
    """A workbook. `footer` stands on every page that is printed: what the figures rest on."""

    title: Text
    sheets: tuple[BookSheet, ...]
    footer: Text
