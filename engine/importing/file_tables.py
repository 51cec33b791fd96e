"""The sheets of all files as tables: months under one another, blanks of merged cells filled.

What is not a column of the file but stands in its title, its headings or the name of a sheet or
file becomes one, under a name in brackets, so that a month is read there as anywhere else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.importing.layout import Layout, find_layout, heading_paths
from engine.importing.written_dates import Day, Form, month_within, read_day, year_within
from engine.sheets import Grid, Sheet
from engine.text import Problem, Refused

FILE, SHEET, TITLE, HEADING, VALUE = "(file)", "(sheet)", "(title)", "(heading)", "(value)"
"""Columns that are none in the file: where their texts come from."""
FEWEST_MONTHS = 2
ALIKE = 0.5
"""Sheets named by months belong together where so many of their headings are much the same."""

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Table:
    """Rows under headings, from one or more sheets of one or more files.

    `name` is what a recipe calls it. `files[row]` and `sheet.lines[row]` say where a row stands;
    `sheet` is the same as columns of text.
    """

    name: str
    sheet: Sheet
    sources: tuple[tuple[str, str], ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, those in brackets included."""
        return tuple(self.sheet.columns)

    def column(self, heading: str) -> pa.StringArray:
        """The cells under a heading."""
        return self.sheet.columns[heading]


def tables_of(grids: Iterable[Grid]) -> list[Table]:
    """The tables of some sheets: those of one shape together.

    Hidden sheets are left out and told. Raises Refused with all sheets that have no table, where
    none has one.
    """
    single: list[tuple[Grid, Sheet]] = []
    problems: list[Problem] = []
    left_out: list[Problem] = []
    for grid in grids:
        if grid.hidden:
            count = max(grid.rows - 1, 0)
            left_out.append(Problem("sheet_hidden", {"count": count}, grid.file, sheet=grid.sheet))
            continue
        try:
            single.append((grid, _sheet(grid, find_layout(grid))))
        except Refused as refused:
            problems += refused.problems
    if not single:
        raise Refused(problems or left_out)
    tables = [_joined(together) for together in _together(single)]
    told = (*left_out, *(p for p in problems if p.key != "no_rows"))
    first = tables[0]
    tables[0] = replace(first, sheet=replace(first.sheet, warnings=(*first.sheet.warnings, *told)))
    return _named_apart(tables)


# -- one sheet ------------------------------------------------------------------------------


def _sheet(grid: Grid, layout: Layout) -> Sheet:
    paths = heading_paths(grid, layout)
    rows = layout.body
    cells = [_body(grid, layout, column) for column in layout.columns]
    months = _months_across(paths)
    if months:
        columns, rows, empty = _long(paths, cells, rows, months)
    else:
        columns = dict(zip(_headings(paths, layout), cells, strict=True))
        empty = 0
    dated = [text for text in layout.titles if month_within(text) or year_within(text)]
    if dated:
        columns[TITLE] = pa.array([" · ".join(dated)] * len(rows), pa.string())
    notes = [*grid.notes, *_told(grid, layout, empty)]
    return Sheet(grid.file, columns, len(rows), grid.lines[rows], notes=tuple(notes))


def _body(grid: Grid, layout: Layout, column: int) -> pa.StringArray:
    """The cells of a column in the rows of the table; cells that are merged downwards repeat."""
    rows, cells = layout.body, grid.columns[column]
    down = [area for area in grid.merged if area.left == column and area.bottom > area.top]
    if not down:
        return cells.take(pa.array(rows))
    source = np.arange(grid.rows)
    for area in down:
        source[area.top : area.bottom + 1] = area.top
    return cells.take(pa.array(source[rows]))


def _headings(paths: Sequence[tuple[str, ...]], layout: Layout) -> list[str]:
    """One heading for each column: what groups say before what stands below, numbered if twice."""
    said = [" ".join(" ".join(path).split()) for path in paths]
    found: list[str] = []
    for heading, column in zip(said, layout.columns, strict=True):
        name = heading or f"({_letters(column)})"
        count = sum(other == name or other.startswith(f"{name} #") for other in found)
        found.append(f"{name} #{count + 1}" if count else name)
    return found


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _told(grid: Grid, layout: Layout, empty: int) -> Iterable[Problem]:
    """What of a sheet was not read, and why."""

    def problem(key: str, rows: Rows, **said: object) -> Problem:
        line = int(grid.lines[rows[0]]) if len(rows) else None
        return Problem(key, said, grid.file, line, sheet=grid.sheet)

    if layout.empty:
        yield problem("empty_rows", np.array([], dtype=np.intp), count=layout.empty)
    if layout.again.size:
        yield problem("headings_again", layout.again, count=int(layout.again.size))
    if layout.below.size:
        text = next(cell for cell in grid.row(int(layout.below[0])) if cell)
        yield problem("remarks_below", layout.below, count=int(layout.below.size), text=text)
    if empty:
        yield problem("months_without_values", np.array([], dtype=np.intp), count=empty)


# -- months side by side ---------------------------------------------------------------------


def _months_across(paths: Sequence[tuple[str, ...]]) -> dict[int, tuple[Day, str, str]]:
    """Columns that hold one month of something: the month, its text, and of what."""
    found: dict[int, tuple[Day, str, str]] = {}
    for at, path in enumerate(paths):
        for place, part in enumerate(path):
            day = read_day(part) or month_within(part)
            if day is None or not day.month or (day.day and day.form is Form.NO_YEAR):
                continue
            rest = _without_month(part) if read_day(part) is None else ""
            others = [*path[:place], rest, *path[place + 1 :]]
            found[at] = (day, part, " ".join(" ".join(others).split()) or VALUE)
            break
    months = {(day.year, day.month) for day, _, _ in found.values()}
    whole_days = all(day.day for day, _, _ in found.values())
    enough = len(months) >= FEWEST_MONTHS and not whole_days
    return found if enough else {}


def _without_month(part: str) -> str:
    plain = unicodedata.normalize("NFKC", part)
    return re.sub(r"(\d{4}\s*[-/.年]\s*)?\d{1,2}\s*月份?", "", plain).strip(" -_/·:")


def _long(
    paths: Sequence[tuple[str, ...]],
    cells: Sequence[pa.StringArray],
    rows: Rows,
    months: Mapping[int, tuple[Day, str, str]],
) -> tuple[dict[str, pa.StringArray], Rows, int]:
    """The table with its months under one another; months in which nothing stands have no row."""
    lasting = [at for at in range(len(paths)) if at not in months]
    names = list(dict.fromkeys(name for _, _, name in months.values()))
    blank = pa.array([""] * len(rows), pa.string())
    blocks: dict[str, list[pa.StringArray]] = {}
    kept: list[Rows] = []
    empty = 0
    for text in dict.fromkeys(text for _, text, _ in months.values()):
        of = {name: at for at, (_, said, name) in months.items() if said == text}
        filled = np.zeros(len(rows), dtype=np.bool_)
        for at in of.values():
            filled |= pc.not_equal(cells[at], "").to_numpy(zero_copy_only=False)
        keep = pa.array(np.flatnonzero(filled))
        empty += int((~filled).sum())
        kept.append(rows[filled])
        for at in lasting:
            heading = " ".join(paths[at]) or f"({_letters(at)})"
            blocks.setdefault(heading, []).append(cells[at].take(keep))
        blocks.setdefault(HEADING, []).append(pa.array([text] * len(keep), pa.string()))
        for name in names:
            column = cells[of[name]] if name in of else blank
            blocks.setdefault(name, []).append(column.take(keep))
    columns = {heading: pa.concat_arrays(parts) for heading, parts in blocks.items()}
    return columns, np.concatenate(kept), empty


# -- several sheets ----------------------------------------------------------------------------


def _together(single: Sequence[tuple[Grid, Sheet]]) -> list[list[tuple[Grid, Sheet]]]:
    """Sheets of one shape: the same headings, or sheets named by months with much the same."""
    groups: list[list[tuple[Grid, Sheet]]] = []
    for grid, sheet in single:
        for group in groups:
            if _belongs(grid, sheet, *group[0]):
                group.append((grid, sheet))
                break
        else:
            groups.append([(grid, sheet)])
    return groups


def _belongs(grid: Grid, sheet: Sheet, other_grid: Grid, other: Sheet) -> bool:
    mine, others = set(map(plain, sheet.columns)), set(map(plain, other.columns))
    if mine == others:
        return True
    names = (
        grid.sheet or PurePath(grid.file).stem,
        other_grid.sheet or PurePath(other_grid.file).stem,
    )
    if any(_month_named(name) is None for name in names):
        return False
    alike = sum(any(a in b or b in a for b in others) for a in mine)
    return alike >= ALIKE * max(len(mine), len(others))


def _month_named(name: str) -> Day | None:
    day = read_day(name.strip()) or month_within(name)
    return day if day is not None and day.month else None


def _joined(group: Sequence[tuple[Grid, Sheet]]) -> Table:
    sources = tuple((grid.file, grid.sheet) for grid, _ in group)
    grid, first = group[0]
    name = PurePath(grid.file).stem if len({g.file for g, _ in group}) > 1 or not grid.sheet else ""
    name = name or (grid.sheet if len(group) == 1 else PurePath(grid.file).stem)
    if len(group) == 1:
        return Table(name, first, sources)
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
        tuple(warning for _, sheet in group for warning in sheet.warnings),
        tuple(flaw for _, sheet in group for flaw in sheet.flaws),
    )
    return Table(name, whole, sources)


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


def plain(heading: str) -> str:
    """A heading without case, width, blanks and invisible characters."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")
