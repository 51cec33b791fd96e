"""Several tables on one sheet, one below the other: taken apart where the next one begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow.compute as pc

from engine.sheets import Area, Grid
from engine.written import read_day, read_numbers

LOOKED_AT = 60
MOST_TITLES = 3
MOST_ROWS = 20_000
"""Longer sheets are one table."""


def blocks_of(grid: Grid) -> list[Grid]:
    """The tables of a sheet: one begins after an empty row with other headings than the first, of
    which at least one is the same, above numbers."""
    if grid.rows > MOST_ROWS or grid.rows < 2:
        return [grid]
    filled = np.zeros(grid.rows, dtype=np.bool_)
    for column in grid.columns:
        filled |= pc.not_equal(column, "").to_numpy(zero_copy_only=False)
    begins = [row for row in range(1, grid.rows) if filled[row] and not filled[row - 1]]
    if not begins:
        return [grid]
    top = [frozenset(filter(None, cells)) for cells in grid.top(LOOKED_AT)]
    first = next((cells for cells in top if len(cells) > 1), frozenset())
    starts = [0]
    for row in begins:
        if _begins_table(grid, row, top, first):
            starts.append(row)
    ends = [*starts[1:], grid.rows]
    if len(starts) == 1:
        return [grid]
    return [_part(grid, start, end) for start, end in zip(starts, ends, strict=True)]


def _begins_table(
    grid: Grid, row: int, top: Sequence[frozenset[str]], first: frozenset[str]
) -> bool:
    for at in range(row, min(row + MOST_TITLES, grid.rows - 1)):
        cells = [cell for cell in grid.row(at) if cell]
        if len(cells) < 2:
            continue
        below = [cell for cell in grid.row(at + 1) if cell]
        shares = any(cell in known for known in top[:row] for cell in cells if len(known) > 1)
        return (
            shares
            and frozenset(cells) not in top[:row]
            and not any(_is_datum(cell) for cell in cells)
            and any(_is_datum(cell) for cell in below)
            and len(first) > 1
        )
    return False


def _is_datum(cell: str) -> bool:
    return read_day(cell) is not None or bool(read_numbers([cell], decimal_comma=False).read)


def _part(grid: Grid, start: int, end: int) -> Grid:
    merged = tuple(
        Area(area.top - start, area.left, area.bottom - start, area.right)
        for area in grid.merged
        if start <= area.top and area.bottom < end
    )
    columns = tuple(column.slice(start, end - start) for column in grid.columns)
    notes = grid.notes if start == 0 else ()
    return replace(grid, columns=columns, lines=grid.lines[start:end], merged=merged, notes=notes)
