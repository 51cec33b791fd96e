"""Cells of a sheet whose value is not in the file: errors, merged numbers, digits that are lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.sheets import Grid, column_letters
from engine.text import Problem
from engine.written import read_day, read_numbers

DIGITS_LOST = r"(?i)^[0-9](\.[0-9]+)?e\+(1[5-9]|[2-9][0-9])$|^[0-9]{15}[0-9]*0\.0$"
"""A long number that a workbook kept 15 digits of."""
SIGNS_OF_LOST = ("E+", "e+")

Rows = NDArray[np.intp]


def flaws_of(
    grid: Grid, rows: Rows, by_letters: Mapping[str, str], columns: Mapping[str, pa.StringArray]
) -> Iterator[Problem]:
    """Cells of the table whose value is not in the file, each under its heading."""
    lines = set(map(int, grid.lines[rows])) if grid.flaws else set()
    for flaw in grid.flaws:
        if flaw.line in lines and flaw.column in by_letters:
            yield replace(flaw, column=by_letters[flaw.column])
    body = set(map(int, rows))
    for area in grid.merged:
        heading = by_letters.get(column_letters(area.left + 1), "")
        cell = grid.columns[area.left][area.top].as_py() if area.left < grid.width else ""
        if area.bottom == area.top or not heading or area.top not in body:
            continue
        if read_day(cell) is None and read_numbers([cell], decimal_comma=False).read:
            said = {"count": area.bottom - area.top + 1}
            line = int(grid.lines[area.top])
            yield Problem("merged_number", said, grid.file, line, heading, cell, sheet=grid.sheet)
    for heading, column in columns.items():
        may_be = [
            sign for sign in SIGNS_OF_LOST if pc.any(pc.match_substring(column, sign)).as_py()
        ]
        if not may_be and not (grid.sheet and heading in by_letters.values()):
            continue
        is_lost = pc.match_substring_regex(column, DIGITS_LOST)
        lost = np.flatnonzero(is_lost.to_numpy(zero_copy_only=False))
        if lost.size:
            first = int(lost[0])
            place = (grid.file, int(grid.lines[rows[first]]), heading, column[first].as_py())
            yield Problem("digits_lost", {"count": int(lost.size)}, *place, sheet=grid.sheet)
