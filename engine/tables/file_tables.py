"""The sheets of all files as tables: months under one another, blanks of merged cells filled.

What is not a column of the file but stands in its title, its headings or the name of a sheet or
file becomes one, under a name in brackets, so that a month is read there as anywhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath

import numpy as np
import pyarrow as pa

from engine.sheets import Grid, Sheet
from engine.tables.headings import FILE, SHEET, plain
from engine.tables.merged_blanks import sparse_columns
from engine.tables.sheet_groups import heading_changes, successors, together, without_copies
from engine.tables.sheet_months import month_gaps, month_named
from engine.tables.sheet_table import SheetTable, table_of_sheet
from engine.tables.stacked import blocks_of
from engine.tables.total_rows import FileTotal
from engine.text import Problem, Refused
from engine.written import Unit, heading_unit


@dataclass(frozen=True)
class Table:
    """Rows under headings, from one or more sheets of one or more files.

    `name` is what a recipe calls it. `sheet` holds the rows as columns of text, with the line of
    each. `totals` are the file's own, beside what the rows come to; `successors` headings that end
    in the middle of the sheets, with the one that seems to take the place of each; `title_unit` is
    the unit that a title says for all columns; `beside_days` headings of columns that stand once
    beside the days of a month: their cells are of the month and repeat on each of its days.
    """

    name: str
    sheet: Sheet
    sources: tuple[tuple[str, str], ...]
    totals: tuple[FileTotal, ...] = ()
    successors: Mapping[str, str] = field(default_factory=dict)
    title_unit: Unit | None = None
    beside_days: frozenset[str] = frozenset()

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


def tables_of(grids: Iterable[Grid]) -> list[Table]:
    """The tables of some sheets: those of one shape together.

    Hidden sheets, and those whose rows stand on another one too, are left out and told. Raises
    Refused with all sheets that have no table, where none has one.
    """
    single: list[SheetTable] = []
    problems: list[Problem] = []
    told: list[Problem] = []
    for grid in grids:
        if grid.hidden:
            count = max(grid.rows - 1, 0)
            told.append(Problem("sheet_hidden", {"count": count}, grid.file, sheet=grid.sheet))
            continue
        for part in blocks_of(grid):
            try:
                single.append(table_of_sheet(part))
            except Refused as refused:
                problems += refused.problems
    if not single:
        raise Refused(problems or told)
    groups, apart = together(single)
    told += apart
    tables = []
    for group in groups:
        kept, copies = without_copies(group)
        told += copies
        tables += [_joined(part) for part in kept]
    told += [problem for problem in problems if problem.key != "no_rows"]
    first = tables[0]
    tables[0] = replace(first, sheet=replace(first.sheet, warnings=(*first.sheet.warnings, *told)))
    return _named_apart(tables)


def _joined(group: Sequence[SheetTable]) -> Table:
    """The tables of some sheets under one another; a heading that one lacks is blank there."""
    sheets = [of.sheet for of in group]
    sources = tuple((of.grid.file, of.grid.sheet) for of in group)
    several_files = len({file for file, _ in sources}) > 1
    grid, first = group[0].grid, sheets[0]
    name = PurePath(grid.file).stem if several_files or not grid.sheet else ""
    name = name or (grid.sheet if len(group) == 1 else PurePath(grid.file).stem)
    totals = tuple(total for of in group for total in of.totals)
    unit = next((of.unit for of in group if of.unit is not None), None)
    beside_days = frozenset(heading for of in group for heading in of.beside_days)
    if len(group) == 1:
        return Table(name, first, sources, totals, {}, unit, beside_days)
    headings = list(dict.fromkeys(heading for sheet in sheets for heading in sheet.columns))
    by_plain: dict[str, str] = {}
    for heading in headings:
        by_plain.setdefault(plain(heading), heading)
    columns = {}
    for key, heading in by_plain.items():
        columns[heading] = pa.concat_arrays([_under(sheet, key) for sheet in sheets])
    names = {SHEET: [sheet for _, sheet in sources]}
    if several_files:
        names[FILE] = [PurePath(file).stem for file, _ in sources]
    for label, texts in names.items():
        if any(texts):
            repeated = zip(texts, sheets, strict=True)
            columns[label] = pa.concat_arrays(
                [pa.array([text] * sheet.rows, pa.string()) for text, sheet in repeated]
            )
    parts, start = [], 0
    for (file, part), sheet in zip(sources, sheets, strict=True):
        place = " · ".join(filter(None, (file if several_files else "", part)))
        parts.append((start, place))
        start += sheet.rows
    lines = [sheet.lines for sheet in sheets if sheet.lines is not None]
    whole = Sheet(
        first.name if not several_files else name,
        columns,
        start,
        np.concatenate(lines),
        tuple(parts),
        tuple(note for sheet in sheets for note in sheet.notes),
        (*(told for sheet in sheets for told in sheet.warnings), *_told_of_group(group)),
        tuple(flaw for sheet in sheets for flaw in sheet.flaws),
    )
    return Table(name, whole, sources, totals, successors(group), unit, beside_days)


def _told_of_group(group: Sequence[SheetTable]) -> Iterator[Problem]:
    """Headings that are not on all sheets, and months between others that have no sheet."""
    yield from heading_changes(group)
    names = [of.grid.sheet or PurePath(of.grid.file).stem for of in group]
    days = [day for name in names if (day := month_named(name)) is not None]
    if len(days) == len(names) and (gaps := month_gaps(days)):
        said = {"count": len(gaps), "months": tuple(gaps)}
        yield Problem("month_gap", said, group[0].grid.file)


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
