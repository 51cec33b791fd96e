"""The sheets of a workbook as grids: errors and formulas without a result are seen, not blank."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from engine.sheets.columns import hold_extent
from engine.sheets.grid import Area, Grid, grid_of
from engine.sheets.limits import Limits
from engine.sheets.telling import Telling
from engine.sheets.workbook import cell_text
from engine.sheets.workbook_extents import is_archive, look_through
from engine.sheets.workbook_parts import Extent, column_letters
from engine.text import Problem, Refused

NO_WORKBOOKS = {"word/document.xml": "Word", "ppt/presentation.xml": "PowerPoint"}
PICTURES = "xl/media/"
MOST_NAMED = 8
"""So many lines or columns are named; more are counted."""


def read_workbook_grids(path: Path, name: str, limits: Limits, telling: Telling) -> list[Grid]:
    """All sheets that are not empty. Raises Refused for a workbook without any, saying so where it
    holds pictures only, and for archives of another kind."""
    pictures = 0
    if is_archive(path):
        with zipfile.ZipFile(path) as parts:
            names = parts.namelist()
        for part, kind in NO_WORKBOOKS.items():
            if part in names:
                raise Refused([Problem("no_table_file", {"found": kind}, name)])
        pictures = sum(part.startswith(PICTURES) for part in names)
    extents = look_through(path, name, limits, telling)
    grids = []
    with CalamineWorkbook.from_path(str(path)) as book:
        shown = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
        for i, found in enumerate(shown):
            sheet = book.get_sheet_by_name(found.name)
            telling.share(0.2 + 0.7 * (i + 1) / len(shown))
            if sheet.start is None or sheet.end is None:
                continue
            hold_extent(name, sheet.total_height, sheet.total_width, limits)
            is_hidden = found.visible != SheetVisibleEnum.Visible
            extent = extents.get(found.name, Extent())
            grids.append(_Cells(name, found.name, sheet, extent).grid(is_hidden))
    if not grids:
        key = "only_pictures" if pictures else "no_rows"
        raise Refused([Problem(key, {"count": pictures}, name)])
    return grids


class _Cells:
    """The cells of a sheet, column by column from A1."""

    def __init__(self, name: str, sheet: str, read: CalamineSheet, extent: Extent) -> None:
        assert read.start is not None
        assert read.end is not None
        left = read.start[1]
        self.name, self.sheet, self.extent = name, sheet, extent
        self.cells: list[list[str]] = [[] for _ in range(read.end[1] + 1)]
        for row in read.iter_rows():  # from the first row, but from the first column that is filled
            for column in self.cells[:left]:
                column.append("")
            for column, value in zip(self.cells[left:], row, strict=True):
                column.append(cell_text("", value))
        self.rows = len(self.cells[0])
        self.merged = tuple(
            Area(top, left, bottom, right)
            for (top, left), (bottom, right) in read.merged_cell_ranges or ()
        )

    def grid(self, is_hidden: bool) -> Grid:
        flaws = tuple(self._flaws())
        columns = [pa.array(column, pa.string()) for column in self.cells]
        lines = np.arange(1, self.rows + 1, dtype=np.int64)
        return grid_of(
            self.name,
            self.sheet,
            columns,
            lines,
            "read_sheet",
            merged=self.merged,
            hidden=is_hidden,
            told=self._hidden(columns),
            flaws=flaws,
        )

    def _flaws(self) -> list[Problem]:
        """Writes errors and formulas into the cells that the reader leaves empty or at 0."""
        flaws = []
        for found, key in (
            (self.extent.errors, "error_in_cell"),
            (self.extent.formulas, "not_calculated"),
        ):
            for (line, at), text in found.items():
                if not (0 < at <= len(self.cells) and 0 < line <= self.rows):
                    continue
                self.cells[at - 1][line - 1] = text
                letters = column_letters(at)
                said = {"cell": f"{letters}{line}"}
                flaws.append(Problem(key, said, self.name, line, letters, text, sheet=self.sheet))
        return flaws

    def _hidden(self, columns: list[pa.Array]) -> tuple[Problem, ...]:
        """Rows and columns that are hidden though something stands in them: they are read."""
        told = []
        rows = [
            line
            for line in sorted(self.extent.hidden_rows)
            if line <= self.rows and any(column[line - 1].as_py() for column in columns)
        ]
        if rows:
            said = {"count": len(rows), "lines": _listed(map(str, rows), len(rows))}
            told.append(Problem("rows_hidden", said, self.name, rows[0], sheet=self.sheet))
        letters = [
            column_letters(at)
            for at in sorted(self.extent.hidden_columns)
            if at <= len(columns) and pc.any(pc.not_equal(columns[at - 1], "")).as_py()
        ]
        if letters:
            said = {"count": len(letters), "columns": _listed(letters, len(letters))}
            told.append(Problem("columns_hidden", said, self.name, sheet=self.sheet))
        return tuple(told)


def _listed(names: Iterable[str], count: int) -> str:
    shown = ", ".join(islice(names, MOST_NAMED))
    return shown if count <= MOST_NAMED else f"{shown} …"
