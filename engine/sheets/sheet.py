"""A table of text, as a file brings it, and where in the file each of its rows stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.text import Problem

EMPLOYEE, MONTH, HIRED = "employee_id", "month", "hire_date"
"""The headings that files of people have beside the columns of a plan: whose row it is, of which
month, and since when the employee is there."""
Lines = NDArray[np.int64]


@dataclass(frozen=True)
class Sheet:
    """Columns of trimmed text ("" is blank) under their headings.

    `lines` holds the line of each row, or is None where rows do not stand in a file. `parts` are
    the sheets of a workbook that the rows come from, each with its first row; none for a file that
    is one table. `notes` say what was read, `warnings` what was left out. `flaws` are cells whose
    value is not in the file: they matter only where their column is used. `assumptions` are those
    of whoever wrote the file. `lines_of` holds the lines of the cells under a heading where they
    stand on others than their row.
    """

    name: str
    columns: Mapping[str, pa.StringArray]
    rows: int
    lines: Lines | None = None
    parts: tuple[tuple[int, str], ...] = ()
    notes: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    flaws: tuple[Problem, ...] = ()
    assumptions: tuple[Problem, ...] = ()
    lines_of: Mapping[str, Lines] = field(default_factory=dict)

    def line(self, row: int, heading: str = "") -> int | None:
        """The line of a row, or of its cell under a heading, in its file or sheet; 1 is the
        first."""
        lines = self.lines_of.get(heading, self.lines)
        return None if lines is None else int(lines[row])

    def part(self, row: int) -> str:
        """The sheet of a workbook that a row stands on, where there is more than one."""
        if len(self.parts) < 2:
            return ""
        return [name for first, name in self.parts if first <= row][-1]

    def told(self, key: str, **how: object) -> Sheet:
        """The sheet with a note of what was read, and how."""
        said = {"rows": f"{self.rows:,}", "columns": f"{len(self.columns):,}", **how}
        return replace(self, notes=(Problem(key, said, self.name), *self.notes))

    def take(self, rows: NDArray[np.intp]) -> Sheet:
        """The sheet with some of its rows, in their order."""
        firsts = np.searchsorted(rows, [first for first, _ in self.parts])
        return replace(
            self,
            columns={h: column.take(pa.array(rows)) for h, column in self.columns.items()},
            rows=len(rows),
            lines=None if self.lines is None else self.lines[rows],
            lines_of={heading: lines[rows] for heading, lines in self.lines_of.items()},
            parts=tuple(
                (int(first), name) for first, (_, name) in zip(firsts, self.parts, strict=True)
            ),
        )
