"""A sheet as it stands in its file: every cell as text, before anybody knows where its table is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.sheets.literal_cells import from_literals
from engine.text import Problem


@dataclass(frozen=True)
class Area:
    """Merged cells, from the first row and column to the last, counted from 0 within the grid."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet as trimmed text, column by column; "" is an empty one.

    `sheet` is "" where the file is one table. `lines[row]` is the line of a row in its file or
    sheet (1 is the first). `notes` say how the file was read; `flaws` are cells whose value is not
    in the file, each with its line and the letters of its column.
    """

    file: str
    sheet: str
    columns: tuple[pa.StringArray, ...]
    lines: NDArray[np.int64]
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    notes: tuple[Problem, ...] = ()
    flaws: tuple[Problem, ...] = ()

    @property
    def rows(self) -> int:
        """Rows, empty ones included."""
        return int(self.lines.size)

    @property
    def width(self) -> int:
        """Columns, empty ones included."""
        return len(self.columns)

    def row(self, row: int) -> list[str]:
        """The cells of a row."""
        return [column[row].as_py() for column in self.columns]

    def top(self, rows: int) -> list[list[str]]:
        """The cells of the first rows, row by row."""
        columns = [column.slice(0, rows).to_pylist() for column in self.columns]
        return [list(cells) for cells in zip(*columns, strict=True)]


def grid_of(
    name: str,
    sheet: str,
    columns: Sequence[pa.Array],
    lines: NDArray[np.int64],
    key: str,
    *,
    merged: tuple[Area, ...] = (),
    hidden: bool = False,
    told: tuple[Problem, ...] = (),
    flaws: tuple[Problem, ...] = (),
    how: Mapping[str, object] = MappingProxyType({}),
) -> Grid:
    """A grid with its cells trimmed, and a note of what was read before what else is `told`."""
    trimmed = tuple(_trimmed(column) for column in columns)
    said = {"rows": f"{lines.size:,}", "columns": f"{len(columns):,}", **how}
    notes = (Problem(key, said, name, sheet=sheet), *told)
    return Grid(name, sheet, trimmed, lines, merged, hidden, notes, flaws)


def _trimmed(column: pa.Array) -> pa.StringArray:
    """Cells without the blanks around them, those without a width among them."""
    text = from_literals(pa.chunked_array([column])).combine_chunks()
    text = pc.replace_substring_regex(text, "[\u200b\u200c\u200d\ufeff]", "")
    return pc.utf8_trim_whitespace(text)
