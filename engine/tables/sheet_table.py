"""One sheet as a table: its headings, rows and total rows, and months under one another.

What stands in its title becomes a column, so that a month is read there as anywhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from engine.sheets import Grid, Sheet, column_letters
from engine.tables.heading_lines import heading_paths
from engine.tables.headings import BLOCK, plain, title_heading
from engine.tables.layout import Layout, Rows, find_layout
from engine.tables.merged_blanks import sparse_columns
from engine.tables.months_across import Long, long, months_across
from engine.tables.row_blocks import block_column
from engine.tables.sheet_flaws import flaws_of
from engine.tables.sheet_months import dated_titles, month_of_sheet
from engine.tables.sheet_remarks import told_of_layout, told_of_months, told_of_totals
from engine.tables.statements import is_statement
from engine.tables.total_rows import FileTotal, find_total_rows, hold_against
from engine.tables.year_columns import with_years
from engine.text import Problem, Refused
from engine.written import Unit, said_unit

MOST_HEADINGS = 8


@dataclass(frozen=True)
class SheetTable:
    """The table of one sheet, its total rows, the unit that a title says for all columns, and the
    columns that stand once beside the days of a month."""

    grid: Grid
    sheet: Sheet
    totals: tuple[FileTotal, ...]
    unit: Unit | None
    beside_days: frozenset[str] = frozenset()


def table_of_sheet(grid: Grid) -> SheetTable:
    """The table of a sheet. Raises Refused where it has none, or is the statement of an account."""
    layout = find_layout(grid)
    paths = heading_paths(grid, layout.headings, layout.columns)
    headings = _headings(paths, layout)
    if is_statement(headings):
        said = ", ".join(headings[:MOST_HEADINGS])
        raise Refused([Problem("is_a_statement", {}, grid.file, value=said, sheet=grid.sheet)])
    cells = [_body(grid, layout, column) for column in layout.columns]
    dated = dated_titles(layout.titles)
    across = months_across(paths, month_of_sheet(grid, dated), layout.titles)
    is_total, perhaps = find_total_rows(cells)
    if is_total.all():
        raise Refused([Problem("no_rows", {}, grid.file, sheet=grid.sheet)])
    keep = pa.array(np.flatnonzero(~is_total))
    rows = layout.body[~is_total]
    kept = [column.take(keep) if is_total.any() else column for column in cells]
    wide: Long | None = None
    beside_days: frozenset[str] = frozenset()
    if across:
        lasting = {headings[at]: kept[at] for at in range(len(paths)) if at not in across}
        has_blanks = bool(sparse_columns(Sheet(grid.file, lasting, len(rows))))
        wide = long(paths, headings, kept, rows, across, keep_empty=has_blanks)
        columns, rows = wide.columns, wide.rows
        if all(place.day.day for place in across.values()):
            beside_days = frozenset(wide.of[at] for at in wide.of if at not in across)
    else:
        columns = dict(zip(headings, kept, strict=True))
    dates = with_years(columns)
    columns = dates.columns
    if layout.captions.size:
        label, names = block_column(_captions(grid, layout, rows))
        columns[BLOCK if label in columns else label] = names
    for i, text in enumerate(dated):
        columns[title_heading(i)] = pa.array([text] * len(rows), pa.string())
    of = wide.of if wide else dict(enumerate(headings))
    totals = tuple(
        hold_against(
            of,
            cells,
            is_total,
            (grid.file, grid.sheet),
            grid.lines[layout.body],
            {at: place.text for at, place in across.items()},
        )
    )
    units = [unit for text in layout.titles if (unit := said_unit(text)) is not None]
    by_letters = {
        column_letters(column + 1): of[at] for at, column in enumerate(layout.columns) if at in of
    }
    warnings = [
        *told_of_totals(grid, layout, cells, is_total, perhaps, totals),
        *told_of_months(grid, paths, wide),
    ]
    if dates.year:
        said_of = {"year": dates.year, "month": dates.month}
        warnings.append(Problem("year_beside_month", said_of, grid.file, sheet=grid.sheet))
    if units and units[0].times != 1:
        warnings.append(
            Problem("unit_in_title", {"unit": units[0].text}, grid.file, sheet=grid.sheet)
        )
    sheet = Sheet(
        grid.file,
        columns,
        len(rows),
        grid.lines[rows],
        notes=(*grid.notes, *told_of_layout(grid, layout, wide)),
        warnings=tuple(warnings),
        flaws=tuple(flaws_of(grid, rows, by_letters, columns)),
    )
    return SheetTable(grid, sheet, totals, units[0] if units else None, beside_days)


def _captions(grid: Grid, layout: Layout, rows: Rows) -> list[str]:
    """The caption that stands above each of some rows; "" above the first of them."""
    texts = [next(filter(None, grid.row(row)), "") for row in map(int, layout.captions)]
    return [(["", *texts])[at] for at in np.searchsorted(layout.captions, rows)]


def _body(grid: Grid, layout: Layout, column: int) -> pa.StringArray:
    """The cells of a column in the rows of the table; cells that are merged downwards repeat."""
    rows, cells = layout.body, grid.columns[column]
    down = [area for area in grid.merged if area.left == column and area.bottom > area.top]
    if not down and rows.size == rows[-1] - rows[0] + 1:
        return cells.slice(int(rows[0]), rows.size)
    if not down:
        return cells.take(pa.array(rows))
    source = np.arange(grid.rows)
    for area in down:
        source[area.top : area.bottom + 1] = area.top
    return cells.take(pa.array(source[rows]))


def _headings(paths: Sequence[tuple[str, ...]], layout: Layout) -> list[str]:
    """One heading for each column: what groups say before what stands below. Columns of one heading
    are numbered, all of them, so that nobody takes one for the other."""
    said = [" ".join(" ".join(path).split()) for path in paths]
    names = [
        text or f"({column_letters(column + 1)})"
        for text, column in zip(said, layout.columns, strict=True)
    ]
    count = Counter(map(plain, names))
    number: Counter[str] = Counter()
    found: list[str] = []
    for name in names:
        number[plain(name)] += 1
        found.append(f"{name} #{number[plain(name)]}" if count[plain(name)] > 1 else name)
    return found
