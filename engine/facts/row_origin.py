"""Where the rows of facts stand in the file that they were read from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Lines = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class RowOrigin:
    """`rows[t, n]` is the place of each row among those of a file, -1 where there is none;
    `lines[row]` its line, 1 is the first; `parts` are the sheets of a workbook of several, each
    with its first row."""

    rows: NDArray[np.int32]
    lines: Lines
    parts: tuple[tuple[int, str], ...] = ()

    def first(self, wanted: NDArray[np.bool_]) -> tuple[int, int]:
        """Month and person of the row among some, flags [t, n], that stands first in the file."""
        order = np.where(wanted, self.rows, np.iinfo(np.int32).max)
        month, person = np.unravel_index(int(order.argmin()), order.shape)
        return int(month), int(person)

    def line(self, month: int, person: int) -> int:
        """The line of a row in its file or sheet."""
        return int(self.lines[self.rows[month, person]])

    def sheet(self, month: int, person: int) -> str:
        """The sheet of a workbook that a row stands on, where there is more than one."""
        if len(self.parts) < 2:
            return ""
        row = self.rows[month, person]
        return [name for first, name in self.parts if first <= row][-1]

    def take(self, people: NDArray[np.intp]) -> RowOrigin:
        """The same of some people by their places."""
        return replace(self, rows=np.ascontiguousarray(self.rows[:, people]))
