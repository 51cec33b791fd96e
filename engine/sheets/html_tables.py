"""Tables of a web page that was saved, or exported under the name of a workbook, as grids."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import numpy as np
import pyarrow as pa

from engine.sheets.columns import hold_extent
from engine.sheets.grid import Area, Grid, grid_of
from engine.sheets.limits import Limits
from engine.text import Problem, Refused

MOST_SPAN = 1_000
FEWEST_ROWS = 2


def read_html_tables(text: str, name: str, limits: Limits) -> list[Grid]:
    """The tables of a page, in their order. Raises Refused where it has none of several rows."""
    page = _Page(name, limits)
    page.feed(text)
    page.close()
    tables = [table for table in page.tables if table.rows >= FEWEST_ROWS]
    if not tables:
        raise Refused([Problem("no_table_file", {"found": "HTML"}, name)])
    names = [""] if len(tables) == 1 else [str(i + 1) for i in range(len(tables))]
    return [table.grid(name, sheet) for table, sheet in zip(tables, names, strict=True)]


@dataclass
class _Table:
    """Cells by row and column as far as they are known, and what spans several."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    taken: set[tuple[int, int]] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    rows: int = 0
    width: int = 0
    at: int = 0
    text: list[str] = field(default_factory=list)
    place: tuple[int, int] | None = None

    def begin_row(self) -> None:
        self.end_cell()
        self.rows += 1
        self.at = 0

    def begin_cell(self, down: int, across: int) -> None:
        self.end_cell()
        row = max(self.rows - 1, 0)
        self.rows = max(self.rows, 1)
        while (row, self.at) in self.taken:
            self.at += 1
        self.place, self.text = (row, self.at), []
        self.taken |= {(row + i, self.at + k) for i in range(down) for k in range(across)}
        if down > 1 or across > 1:
            self.merged.append(Area(row, self.at, row + down - 1, self.at + across - 1))
        self.at += across
        self.width = max(self.width, self.at)

    def end_cell(self) -> None:
        if self.place is not None:
            self.cells[self.place] = " ".join("".join(self.text).split())
        self.place = None

    def grid(self, name: str, sheet: str) -> Grid:
        columns = [
            pa.array([self.cells.get((row, at), "") for row in range(self.rows)], pa.string())
            for at in range(self.width)
        ]
        lines = np.arange(1, self.rows + 1, dtype=np.int64)
        merged = tuple(area for area in self.merged if area.bottom < self.rows)
        return grid_of(name, sheet, columns, lines, "read_html", merged=merged)


class _Page(HTMLParser):
    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.name, self.limits = name, limits
        self.tables: list[_Table] = []
        self.open: list[_Table] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.open.append(_Table())
            self.tables.append(self.open[-1])
        elif self.open and tag == "tr":
            self.open[-1].begin_row()
        elif self.open and tag in ("td", "th"):
            said = dict(attrs)
            table = self.open[-1]
            table.begin_cell(_span(said.get("rowspan")), _span(said.get("colspan")))
            hold_extent(self.name, table.rows, table.width, self.limits)

    def handle_endtag(self, tag: str) -> None:
        if self.open and tag in ("td", "th", "tr"):
            self.open[-1].end_cell()
        elif self.open and tag == "table":
            self.open.pop().end_cell()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].place is not None:
            self.open[-1].text.append(data)


def _span(text: str | None) -> int:
    return min(max(int(text), 1), MOST_SPAN) if text and text.isdecimal() else 1
