"""What is wrong or odd about the rows of a sheet, gathered so that all of it is told together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.facts.identity import Coded, Noted
from engine.sheets import EMPLOYEE, MONTH, Sheet
from engine.text import MOST_PROBLEMS, Problem, Refused, nearest

DAMAGED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]|锟斤拷")
"""Control characters, and what is left of text that was read in a wrong encoding."""
ERRORS = re.compile(
    r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!"
    r"|UNKNOWN!|EXTERNAL!|GETTING_DATA)"
)
"""What a spreadsheet shows in place of a value; files of every kind hold them as text."""

Rows = NDArray[np.intp]


@dataclass(kw_only=True)
class Complaints:
    """`found` are problems with their rows, `further` are so many that are not listed; `warnings`
    are no fault."""

    sheet: Sheet
    found: list[tuple[int, Problem]] = field(default_factory=list)
    further: int = 0
    warnings: list[Problem] = field(default_factory=list)

    def note(self, column: str, noted: Iterable[Noted]) -> None:
        """Tells what is noted of a column."""
        for note in noted:
            self.warnings.append(self.problem(note.row, column, note.key, **note.said))

    def complain(self, rows: Rows, column: str, key: str, **values: object) -> None:
        """Complains of some rows."""
        self.further += max(0, rows.size - MOST_PROBLEMS)
        for row in rows[:MOST_PROBLEMS]:
            self.found.append((int(row), self.problem(int(row), column, key, **values)))

    def complain_of(
        self,
        column: str,
        codes: Rows,
        wrong: Sequence[int],
        key: str,
        known: Mapping[str, str] = MappingProxyType({}),
        **values: object,
    ) -> None:
        """Complains of the rows with some of the values, with what the nearest known text means."""
        rows = np.flatnonzero(np.isin(codes, wrong))
        self.further += max(0, rows.size - MOST_PROBLEMS)
        for row in map(int, rows[:MOST_PROBLEMS]):
            if known:
                near = nearest(self.sheet.columns[column][row].as_py(), known)
                values["nearest"] = known.get(near, "")
            self.found.append((row, self.problem(row, column, key, **values)))

    def warn(self, cells: NDArray[np.bool_], column: str, key: str, **values: object) -> None:
        """Tells the first of some cells, and how many there are."""
        rows = np.flatnonzero(cells)
        if rows.size:
            values["count"] = int(rows.size)
            self.warnings.append(self.problem(int(rows[0]), column, key, **values))

    def blank(self, name: str, column: Coded) -> None:
        """Complains of the rows in which nothing stands."""
        if "" in column.values:
            self.complain(column.rows_of([column.values.index("")]), name, "blank")

    def damaged(self, name: str, column: Coded) -> None:
        """Complains of errors and of damaged texts, where any other text is taken as a name."""
        values = column.values
        if errors := [i for i, value in enumerate(values) if ERRORS.fullmatch(value)]:
            self.complain(column.rows_of(errors), name, "error_cell")
        if damaged := [i for i, value in enumerate(values) if DAMAGED.search(value)]:
            self.complain(column.rows_of(damaged), name, "damaged_text")

    def problem(self, row: int, column: str, key: str, **values: object) -> Problem:
        """The problem of a cell, with whose it is."""
        cells = self.sheet.columns
        return Problem(
            "error_cell" if ERRORS.fullmatch(cells[column][row].as_py()) else key,
            {
                "employee": cells[EMPLOYEE][row].as_py(),
                "month": cells[MONTH][row].as_py(),
                **values,
            },
            self.sheet.name,
            self.sheet.line(row),
            column,
            cells[column][row].as_py(),
            sheet=self.sheet.part(row),
        )

    def refuse(self) -> None:
        """Raises Refused with all that was complained of, by line; nothing where all is well."""
        if not self.found:
            return
        self.found.sort(key=lambda item: item[0])
        problems = [problem for _, problem in self.found[:MOST_PROBLEMS]]
        further = self.further + len(self.found) - len(problems)
        if further:
            problems.append(Problem("more_problems", {"count": further}, self.sheet.name))
        raise Refused(problems)
