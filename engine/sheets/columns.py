"""The columns of a file made a sheet: headings checked, cells trimmed, empty rows left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.sheets.limits import Limits
from engine.sheets.sheet import Lines, Sheet
from engine.text import Problem, Refused


def hold_extent(name: str, rows: int, columns: int, limits: Limits) -> None:
    """Refuses a table of more rows, columns or cells than are read."""
    for key, found, most in (
        ("too_many_columns", columns, limits.columns),
        ("too_many_rows", rows, limits.rows),
        ("too_many_cells", rows * columns, limits.cells),
    ):
        if found > most:
            raise Refused([Problem(key, {"found": f"{found:,}", "most": f"{most:,}"}, name)])


def sheet_of(
    name: str,
    headings: Sequence[str],
    columns: Iterable[pa.ChunkedArray | pa.Array],
    lines: Lines,
) -> Sheet:
    """The sheet of some columns of text. Raises Refused for a heading that stands twice, and where
    there are no rows."""
    trimmed = [heading.strip() for heading in headings]
    twice = sorted({h for h in trimmed if h and trimmed.count(h) > 1})
    if twice:
        raise Refused([Problem("heading_twice", {}, name, 1, h, h) for h in twice])
    texts = {}
    for heading, column in zip(trimmed, columns, strict=True):
        whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        texts[heading] = pc.fill_null(pc.utf8_trim_whitespace(whole), "")
    sheet = _without_empty_rows(Sheet(name, texts, len(lines), lines))
    if sheet.rows == 0:
        raise Refused([Problem("no_rows", {}, name)])
    return sheet


def _without_empty_rows(sheet: Sheet) -> Sheet:
    """Rows in which nothing is written, as spreadsheets leave them behind, say nothing."""
    empty = np.ones(sheet.rows, dtype=np.bool_)
    for column in sheet.columns.values():
        if not empty.any():
            return sheet
        empty &= pc.equal(column, "").to_numpy(zero_copy_only=False)
    count = int(empty.sum())
    if not count:
        return sheet
    told = (*sheet.notes, Problem("empty_rows", {"count": count}, sheet.name))
    return replace(sheet.take(np.flatnonzero(~empty)), notes=told)
