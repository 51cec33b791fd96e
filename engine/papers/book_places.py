"""Where the cells of a workbook lie: formulas that name cells by what they hold, written out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from engine.papers.book import TOTAL, BookSheet

_NAMED = re.compile(
    r"\[(?:(?P<sheet>\w+)!)?(?P<column>\w+)(?:@(?P<row>\w+)(?:\.\.(?P<end>\w+))?|(?P<all>:))?\]"
)
HERE = "\0"
"""Stands for the number of a row until it is known."""


@dataclass(frozen=True)
class Place:
    """Where the table of a sheet lies: `head` is the row of its headings, counted from 0."""

    sheet: BookSheet
    name: str
    head: int

    @property
    def first(self) -> int:
        """The first row, counted from 0."""
        return self.head + 1

    @property
    def last(self) -> int:
        """The last row that is no total; that of the headings where there is none."""
        return self.head + len(self.sheet.rows)

    def column(self, name: str) -> int:
        """The place of a column, counted from 0. Raises KeyError."""
        for i, column in enumerate(self.sheet.columns):
            if column.id == name:
                return i
        raise KeyError(f"{self.sheet.id}!{name}")

    def row(self, name: str) -> int:
        """The row of a name, counted from 0. Raises KeyError."""
        return self.last + 1 if name == TOTAL else self.first + self.sheet.row_names[name]

    @property
    def quoted(self) -> str:
        """The name of the sheet as formulas have it; no name has a quotation mark of its own."""
        return f"'{self.name}'"

    def span(self, column: str, count: int = 0, start: str = "") -> str:
        """All rows of a column, or the first `count`, with the sheet's name; from the column
        `start` on where it is named."""
        begin, end = (xl_col_to_name(self.column(name)) for name in (start or column, column))
        last = self.first + count - 1 if count else self.last
        return f"{self.quoted}!${begin}${self.first + 1}:${end}${last + 1}"


class Places:
    """The tables of all sheets of a workbook, by the ids of the sheets."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._places: Mapping[str, Place] = {place.sheet.id: place for place in places}

    def __getitem__(self, sheet: str) -> Place:
        return self._places[sheet]

    def formula(self, text: str, own: Place) -> str:
        """A formula of a sheet with its cells; HERE stands for the number of its own row. Raises
        KeyError for a cell that is nowhere."""

        def cell(found: re.Match[str]) -> str:
            sheet, column, row = found["sheet"], found["column"], found["row"]
            place = self[sheet] if sheet else own
            before = f"{place.quoted}!" if sheet else ""
            letters = xl_col_to_name(place.column(column))
            if found["all"]:
                return f"{before}{letters}{place.first + 1}:{letters}{place.last + 1}"
            number = str(place.row(row) + 1) if row else HERE
            if found["end"]:
                return f"{before}{letters}{number}:{letters}{place.row(found['end']) + 1}"
            return f"{before}{letters}{number}"

        return "=" + _NAMED.sub(cell, text)
