"""Workbooks read back: what their cells hold, what formulas they have, and what these come to when
somebody else works them out."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.rendering import opened

Cell = object
_FORMULA = re.compile(r"<f[ >].*?</f>|<f>.*?</f>", re.DOTALL)
_KNOWN = re.compile(r"(</f>)<v>[^<]*</v>")


def cells(content: bytes) -> dict[str, list[list[Cell]]]:
    """Rows of every sheet by its name; formulas by the values they are said to come to."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def rows_of(sheet: list[list[Cell]]) -> dict[str, list[Cell]]:
    """The rows of a sheet by what stands first in them."""
    return {str(row[0]): row[1:] for row in sheet}


def formulas(content: bytes) -> list[str]:
    """All formulas of all sheets."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        sheets = [name for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
        return [found for name in sheets for found in _FORMULA.findall(file.read(name).decode())]


def worked_out_anew(content: bytes, folder: Path) -> dict[str, list[list[Cell]]]:
    """The same cells where LibreOffice works out every formula, none of whose values it is told."""
    bare = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = _KNOWN.sub(r"\1", part.decode()).encode()
            new.writestr(name, part)
    return cells(opened(bare.getvalue(), ".xlsx", folder, to="xlsx"))


def different(
    one: dict[str, list[list[Cell]]], other: dict[str, list[list[Cell]]]
) -> list[tuple[str, int, int, Cell, Cell]]:
    """Numbers of one workbook that the other one does not have, to a millionth."""
    found = []
    for name, rows in one.items():
        for i, (row, anew) in enumerate(zip(rows, other[name], strict=True)):
            for j, (value, again) in enumerate(zip(row, anew, strict=False)):
                if not isinstance(value, float):
                    continue
                if not isinstance(again, float | int) or abs(value - again) > 1e-6 * max(
                    1.0, abs(value)
                ):
                    found.append((name, i, j, value, again))
    return found
