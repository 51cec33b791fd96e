"""What is told of a sheet: rows that were not read and why, total rows, months that lack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.sheets import Grid
from engine.tables.layout import Layout
from engine.tables.months_across import Long, has_days_without_month
from engine.tables.sheet_months import month_gaps
from engine.tables.total_rows import FileTotal
from engine.text import Problem
from engine.written import month_within, read_day

Rows = NDArray[np.intp]


def told_of_layout(grid: Grid, layout: Layout, wide: Long | None) -> Iterator[Problem]:
    """What of a sheet was not read, and why."""

    def problem(key: str, rows: Rows, **said: object) -> Problem:
        line = int(grid.lines[rows[0]]) if len(rows) else None
        return Problem(key, said, grid.file, line, sheet=grid.sheet)

    none = np.array([], dtype=np.intp)
    if layout.empty:
        yield problem("empty_rows", none, count=layout.empty)
    if layout.again.size:
        yield problem("headings_again", layout.again, count=int(layout.again.size))
    if layout.captions.size:
        text = next(cell for cell in grid.row(int(layout.captions[0])) if cell)
        yield problem("captions", layout.captions, count=int(layout.captions.size), text=text)
    if layout.below.size:
        text = next(cell for cell in grid.row(int(layout.below[0])) if cell)
        yield problem("remarks_below", layout.below, count=int(layout.below.size), text=text)
    if wide is not None and wide.empty:
        yield problem("months_without_values", none, count=wide.empty)
    down = sum(a.bottom > a.top and a.left in layout.columns for a in grid.merged)
    if down and any(a.bottom in set(map(int, layout.body)) for a in grid.merged):
        yield problem("merged_down", none, count=down)


def told_of_totals(
    grid: Grid,
    layout: Layout,
    cells: Sequence[pa.StringArray],
    is_total: NDArray[np.bool_],
    perhaps: Rows,
    totals: Sequence[FileTotal],
) -> Iterator[Problem]:
    """Which rows were left out as totals, and whether they are what the rows above come to."""
    lines = grid.lines[layout.body]
    if is_total.any():
        first = int(np.flatnonzero(is_total)[0])
        label = next((text for column in cells if (text := column[first].as_py())), "")
        said = {"count": int(is_total.sum())}
        place = (grid.file, int(lines[first]), "", label)
        yield Problem("total_rows", said, *place, sheet=grid.sheet)
    if perhaps.size:
        said = {"count": int(perhaps.size)}
        line = int(lines[perhaps[0]])
        yield Problem("perhaps_totals", said, grid.file, line, sheet=grid.sheet)
    agree = sum(total.agrees is True for total in totals)
    if agree:
        yield Problem("totals_agree", {"count": agree}, grid.file, sheet=grid.sheet)
    for total in totals:
        if total.agrees is False:
            said_of = {"found": total.found, "label": total.label or "Σ"}
            heading = " ".join(filter(None, (total.heading, total.month)))
            place_of = (grid.file, total.line, heading, total.said)
            yield Problem("total_differs", said_of, *place_of, sheet=grid.sheet)


def told_of_months(
    grid: Grid, paths: Sequence[tuple[str, ...]], wide: Long | None
) -> Iterator[Problem]:
    if wide is None:
        if has_days_without_month(paths):
            yield Problem("days_without_month", {}, grid.file, sheet=grid.sheet)
        return
    if wide.summaries:
        names = tuple(wide.summaries)
        yield Problem("sums_over_months", {"headings": names}, grid.file, sheet=grid.sheet)
    days = [day for text in wide.months if (day := read_day(text) or month_within(text))]
    if gaps := month_gaps(days):
        said = {"count": len(gaps), "months": tuple(gaps)}
        yield Problem("month_gap", said, grid.file, sheet=grid.sheet)
