"""The sheets of all files as tables: months under one another, blanks of merged cells filled.

What is not a column of the file but stands in its title, its headings or the name of a sheet or
file becomes one, under a name in brackets, so that a month is read there as anywhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.importing.heading_units import Unit, heading_unit, said_unit
from engine.importing.layout import Layout, find_layout, heading_paths
from engine.importing.merged_blanks import sparse_columns
from engine.importing.months_across import HEADING as HEADING
from engine.importing.months_across import VALUE as VALUE
from engine.importing.months_across import Long, has_days_without_month, long, months_across
from engine.importing.sheet_groups import (
    Single,
    heading_changes,
    month_gaps,
    month_named,
    successors,
    together,
    without_copies,
)
from engine.importing.sheet_groups import plain as plain
from engine.importing.stacked import blocks_of
from engine.importing.statements import is_statement
from engine.importing.total_rows import FileTotal, find_total_rows, hold_against
from engine.importing.written_dates import Day, month_within, read_day, year_within
from engine.importing.written_numbers import read_numbers
from engine.importing.year_columns import with_years
from engine.sheets import Grid, Sheet
from engine.text import Problem, Refused

FILE, SHEET, TITLE = "(file)", "(sheet)", "(title)"
"""Columns that are none in the file: where their texts come from. Titles that name different months
have a column each, (title) and (title 2)."""
NEXT_TITLE = "(title "
DIGITS_LOST = r"(?i)^[0-9](\.[0-9]+)?e\+(1[5-9]|[2-9][0-9])$|^[0-9]{15}[0-9]*0\.0$"
"""A long number that a workbook kept 15 digits of."""
SIGNS_OF_LOST = ("E+", "e+")

MOST_HEADINGS = 8

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Table:
    """Rows under headings, from one or more sheets of one or more files.

    `name` is what a recipe calls it. `files[row]` and `sheet.lines[row]` say where a row stands;
    `sheet` is the same as columns of text. `totals` are the file's own, beside what the rows come
    to; `successors` headings that end in the middle of the sheets, with the one that seems to take
    the place of each; `title_unit` is the unit that a title says for all columns.
    """

    name: str
    sheet: Sheet
    sources: tuple[tuple[str, str], ...]
    totals: tuple[FileTotal, ...] = ()
    successors: Mapping[str, str] = field(default_factory=dict)
    title_unit: Unit | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, those in brackets included."""
        return tuple(self.sheet.columns)

    def column(self, heading: str) -> pa.StringArray:
        """The cells under a heading."""
        return self.sheet.columns[heading]

    @cached_property
    def units(self) -> dict[str, Unit]:
        """The unit that a heading names, by heading; others name none."""
        found = {heading: heading_unit(heading) for heading in self.headings}
        return {heading: unit for heading, unit in found.items() if unit is not None}

    @cached_property
    def sparse_columns(self) -> tuple[str, ...]:
        """Columns whose blanks look like cells that were merged with the one above: whether they
        are to be filled down is a question."""
        return sparse_columns(self.sheet)


def place_of(heading: str) -> str:
    """Where a column stands that is none in the file: FILE, SHEET, TITLE, or HEADING; "" for those
    of the file."""
    if heading.startswith(NEXT_TITLE):
        return TITLE
    return heading if heading in (FILE, SHEET, TITLE, HEADING) else ""


def tables_of(grids: Iterable[Grid]) -> list[Table]:
    """The tables of some sheets: those of one shape together.

    Hidden sheets, and those whose rows stand on another one too, are left out and told. Raises
    Refused with all sheets that have no table, where none has one.
    """
    single: list[_Single] = []
    problems: list[Problem] = []
    told: list[Problem] = []
    for grid in grids:
        if grid.hidden:
            count = max(grid.rows - 1, 0)
            told.append(Problem("sheet_hidden", {"count": count}, grid.file, sheet=grid.sheet))
            continue
        for part in blocks_of(grid):
            try:
                single.append(_single(part))
            except Refused as refused:
                problems += refused.problems
    if not single:
        raise Refused(problems or told)
    more = {id(of.sheet): of for of in single}
    groups, apart = together([(of.grid, of.sheet) for of in single])
    told += apart
    tables = []
    for group in groups:
        kept, copies = without_copies(group)
        told += copies
        tables += [_joined(part, [more[id(sheet)] for _, sheet in part]) for part in kept]
    told += [problem for problem in problems if problem.key != "no_rows"]
    first = tables[0]
    tables[0] = replace(first, sheet=replace(first.sheet, warnings=(*first.sheet.warnings, *told)))
    return _named_apart(tables)


# -- one sheet ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Single:
    """A sheet with what is known of it beyond its rows."""

    grid: Grid
    sheet: Sheet
    totals: tuple[FileTotal, ...]
    unit: Unit | None


def _single(grid: Grid) -> _Single:
    layout = find_layout(grid)
    paths = heading_paths(grid, layout)
    headings = _headings(paths, layout)
    if is_statement(headings):
        said = ", ".join(headings[:MOST_HEADINGS])
        raise Refused([Problem("is_a_statement", {}, grid.file, value=said, sheet=grid.sheet)])
    cells = [_body(grid, layout, column) for column in layout.columns]
    dated = _dated(layout.titles)
    across = months_across(paths, _month_of(grid, dated))
    is_total, perhaps = find_total_rows(cells)
    if is_total.all():
        raise Refused([Problem("no_rows", {}, grid.file, sheet=grid.sheet)])
    keep = pa.array(np.flatnonzero(~is_total))
    rows = layout.body[~is_total]
    kept = [column.take(keep) if is_total.any() else column for column in cells]
    wide: Long | None = None
    if across:
        lasting = {headings[at]: kept[at] for at in range(len(paths)) if at not in across}
        has_blanks = bool(sparse_columns(Sheet(grid.file, lasting, len(rows))))
        wide = long(paths, headings, kept, rows, across, keep_empty=has_blanks)
        columns, rows = wide.columns, wide.rows
    else:
        columns = dict(zip(headings, kept, strict=True))
    dates = with_years(columns)
    columns = dates.columns
    for i, text in enumerate(dated):
        name = TITLE if i == 0 else f"{TITLE[:-1]} {i + 1})"
        columns[name] = pa.array([text] * len(rows), pa.string())
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
    by_letters = {_letters(column): of[at] for at, column in enumerate(layout.columns) if at in of}
    warnings = [
        *_told_of_totals(grid, layout, cells, is_total, perhaps, totals),
        *_told_of_months(grid, paths, wide),
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
        notes=(*grid.notes, *_told(grid, layout, wide)),
        warnings=tuple(warnings),
        flaws=tuple(_flaws(grid, rows, by_letters, columns)),
    )
    return _Single(grid, sheet, totals, units[0] if units else None)


def _dated(titles: Sequence[str]) -> list[str]:
    """Titles that name a month or year: as one text, or each alone where their months differ."""
    dated = [text for text in titles if month_within(text) or year_within(text)]
    months = {(d.year, d.month) for text in dated if (d := month_within(text)) is not None}
    if len(months) > 1:
        return [text for text in dated if month_within(text)]
    return [" · ".join(dated)] if dated else []


def _month_of(grid: Grid, dated: Sequence[str]) -> Day | None:
    """The month of a whole sheet: by its title, its name, or that of its file."""
    for name in (*dated, grid.sheet, PurePath(grid.file).stem):
        if name and (day := month_named(name)) is not None:
            if day.year:
                return day
            years = {y for text in (*dated, grid.file) if (y := year_within(text)) is not None}
            return replace(day, year=years.pop()) if len(years) == 1 else day
    return None


def _flaws(
    grid: Grid, rows: Rows, by_letters: Mapping[str, str], columns: Mapping[str, pa.StringArray]
) -> Iterator[Problem]:
    """Cells of the table whose value is not in the file, each under its heading."""
    lines = set(map(int, grid.lines[rows])) if grid.flaws else set()
    for flaw in grid.flaws:
        if flaw.line in lines and flaw.column in by_letters:
            yield replace(flaw, column=by_letters[flaw.column])
    body = set(map(int, rows))
    for area in grid.merged:
        heading = by_letters.get(_letters(area.left), "")
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
        text or f"({_letters(column)})" for text, column in zip(said, layout.columns, strict=True)
    ]
    count = Counter(map(plain, names))
    number: Counter[str] = Counter()
    found: list[str] = []
    for name in names:
        number[plain(name)] += 1
        found.append(f"{name} #{number[plain(name)]}" if count[plain(name)] > 1 else name)
    return found


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _told(grid: Grid, layout: Layout, wide: Long | None) -> Iterator[Problem]:
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


def _told_of_totals(
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


def _told_of_months(
    grid: Grid, paths: Sequence[tuple[str, ...]], wide: Long | None
) -> Iterator[Problem]:
    if wide is None:
        if has_days_without_month(paths):
            yield Problem("days_without_month", {}, grid.file, sheet=grid.sheet)
        return
    if wide.summaries:
        names = ", ".join(wide.summaries)
        yield Problem("sums_over_months", {"headings": names}, grid.file, sheet=grid.sheet)
    days = [day for text in wide.months if (day := read_day(text) or month_within(text))]
    if gaps := month_gaps(days):
        said = {"count": len(gaps), "months": ", ".join(gaps)}
        yield Problem("month_gap", said, grid.file, sheet=grid.sheet)


# -- several sheets ----------------------------------------------------------------------------


def _joined(group: Sequence[Single], more: Sequence[_Single]) -> Table:
    sources = tuple((grid.file, grid.sheet) for grid, _ in group)
    grid, first = group[0]
    name = PurePath(grid.file).stem if len({g.file for g, _ in group}) > 1 or not grid.sheet else ""
    name = name or (grid.sheet if len(group) == 1 else PurePath(grid.file).stem)
    totals = tuple(total for of in more for total in of.totals)
    unit = next((of.unit for of in more if of.unit is not None), None)
    if len(group) == 1:
        return Table(name, first, sources, totals, {}, unit)
    headings = list(dict.fromkeys(heading for _, sheet in group for heading in sheet.columns))
    by_plain: dict[str, str] = {}
    for heading in headings:
        by_plain.setdefault(plain(heading), heading)
    columns = {}
    for key, heading in by_plain.items():
        columns[heading] = pa.concat_arrays([_under(sheet, key) for _, sheet in group])
    several_files = len({grid.file for grid, _ in group}) > 1
    for label, of in ((SHEET, lambda g: g.sheet), (FILE, lambda g: PurePath(g.file).stem)):
        texts = [of(grid) for grid, _ in group]
        if (label == FILE and several_files) or (label == SHEET and any(texts)):
            parts = [
                pa.array([text] * sheet.rows, pa.string())
                for text, (_, sheet) in zip(texts, group, strict=True)
            ]
            columns[label] = pa.concat_arrays(parts)
    parts, start = [], 0
    for grid, sheet in group:
        place = " · ".join(filter(None, (grid.file if several_files else "", grid.sheet)))
        parts.append((start, place))
        start += sheet.rows
    lines = [sheet.lines for _, sheet in group if sheet.lines is not None]
    whole = Sheet(
        first.name if not several_files else name,
        columns,
        start,
        np.concatenate(lines),
        tuple(parts),
        tuple(note for _, sheet in group for note in sheet.notes),
        (*(w for _, sheet in group for w in sheet.warnings), *_told_of_group(group)),
        tuple(flaw for _, sheet in group for flaw in sheet.flaws),
    )
    return Table(name, whole, sources, totals, successors(group), unit)


def _told_of_group(group: Sequence[Single]) -> Iterator[Problem]:
    """Headings that are not on all sheets, and months between others that have no sheet."""
    yield from heading_changes(group)
    names = [grid.sheet or PurePath(grid.file).stem for grid, _ in group]
    days = [day for name in names if (day := month_named(name)) is not None]
    if len(days) == len(names) and (gaps := month_gaps(days)):
        said = {"count": len(gaps), "months": ", ".join(gaps)}
        yield Problem("month_gap", said, group[0][0].file)


def _under(sheet: Sheet, key: str) -> pa.StringArray:
    for heading, cells in sheet.columns.items():
        if plain(heading) == key:
            return cells
    return pa.array([""] * sheet.rows, pa.string())


def _named_apart(tables: list[Table]) -> list[Table]:
    """The tables, each under a name of its own."""
    names: dict[str, int] = {}
    apart = []
    for table in tables:
        names[table.name] = names.get(table.name, 0) + 1
        count = names[table.name]
        apart.append(replace(table, name=f"{table.name} {count}") if count > 1 else table)
    return apart
