"""A sheet as it stands in its file: every cell as text, before anybody knows where its table is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

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
    sheet (1 is the first). `notes` say how the file was read; `flaws` are cells without a value.
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
