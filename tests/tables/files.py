"""Files as departments export them, written for a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import xlsxwriter

from engine.sheets import Grid

Rows = Sequence[Sequence[object]]


def csv_file(path: Path, rows: Rows, separator: str = ",", encoding: str = "utf-8") -> Path:
    """Rows as a file of text; no cell may need quotation marks."""
    text = "\n".join(separator.join(map(str, row)) for row in rows)
    path.write_bytes(text.encode(encoding))
    return path


def workbook(
    path: Path,
    sheets: Mapping[str, Rows],
    merged: Mapping[str, Sequence[str]] | None = None,
    hidden: Sequence[str] = (),
) -> Path:
    """Sheets of cells; `merged` names ranges to merge, which keep the text of their first cell."""
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
        for area in (merged or {}).get(name, ()):
            first = area.split(":")[0]
            column, line = ord(first[0]) - ord("A"), int(first[1:]) - 1
            sheet.merge_range(area, rows[line][column])
        if name in hidden:
            sheet.hide()
    book.close()
    return path


def grid(rows: Rows, file: str = "file.csv", sheet: str = "") -> Grid:
    """Rows as a sheet that was read, without a file."""
    columns = [pa.array([str(row[at]) for row in rows], pa.string()) for at in range(len(rows[0]))]
    return Grid(file, sheet, tuple(columns), np.arange(1, len(rows) + 1))
