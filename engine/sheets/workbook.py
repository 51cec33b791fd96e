"""Workbooks: every visible sheet of one shape, read once its extent is known to be in order."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from engine.sheets.columns import hold_extent, sheet_of
from engine.sheets.limits import Limits, megabytes
from engine.sheets.sheet import EMPLOYEE, MONTH, Sheet
from engine.sheets.telling import Telling
from engine.sheets.workbook_extents import look_through
from engine.sheets.workbook_parts import Extent, column_letters
from engine.text import Problem, Refused

KEYS = frozenset({EMPLOYEE, MONTH})
"""Headings of a table of facts; a sheet without them is none, if another has them."""


def read_workbook(path: Path, name: str, limits: Limits, telling: Telling) -> Sheet:
    """The table of a workbook. Raises Refused where it cannot be told which sheet is meant."""
    telling.found(megabytes(path.stat().st_size))
    extents = look_through(path, name, limits, telling)
    return _Book(path, name, limits, telling, extents).sheet()


@dataclass(frozen=True)
class _Table:
    """A sheet's headings, and its table or why there is none."""

    headings: frozenset[str]
    sheet: Sheet | None
    problems: tuple[Problem, ...] = ()

    @property
    def is_facts(self) -> bool:
        """Whether it is meant as a table of facts; one without any row is none yet."""
        return self.headings >= KEYS and all(p.key != "no_rows" for p in self.problems)


@dataclass
class _Book:
    path: Path
    name: str
    limits: Limits
    telling: Telling
    extents: Mapping[str, Extent]
    warnings: list[Problem] = field(default_factory=list)

    def sheet(self) -> Sheet:
        with CalamineWorkbook.from_path(str(self.path)) as book:
            tables = self._tables(book)
        one = self._of_one_shape(tables)
        parts, first = [], 0
        for part, table in one.items():
            parts.append((first, part))
            first += table.rows
        whole = self._joined(list(one.values()))
        names = tuple(one)
        told = replace(whole, parts=tuple(parts), warnings=tuple(self.warnings))
        return told.told("read_workbook", names=names)

    def _tables(self, book: CalamineWorkbook) -> dict[str, _Table]:
        """The visible sheets that are not empty; those that are hidden are told."""
        tables: dict[str, _Table] = {}
        shown = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
        for i, found in enumerate(shown):
            sheet = book.get_sheet_by_name(found.name)
            self.telling.share(0.2 + 0.6 * (i + 1) / len(shown))
            if sheet.start is None or sheet.end is None:
                continue
            if found.visible != SheetVisibleEnum.Visible:
                self._warn("sheet_hidden", found.name, count=sheet.height - 1)
                continue
            hold_extent(self.name, sheet.total_height, sheet.total_width, self.limits)
            tables[found.name] = self._table(found.name, sheet)
        return tables

    def _of_one_shape(self, tables: Mapping[str, _Table]) -> dict[str, Sheet]:
        """The sheets that are tables of facts, which must have the same headings."""
        if not tables:
            hidden = [Problem("only_hidden", {}, self.name)] if self.warnings else []
            raise Refused(hidden or [Problem("no_rows", {}, self.name)])
        chosen = {part: table for part, table in tables.items() if table.is_facts} or tables
        for part in tables:
            if part not in chosen:
                self._warn("sheet_left_out", part)
        if problems := [problem for table in chosen.values() for problem in table.problems]:
            raise Refused(problems)
        one = {part: table.sheet for part, table in chosen.items() if table.sheet is not None}
        (first, model), *others = one.items()
        different = [
            Problem(
                "sheets_differ",
                {"first": first, "lacks": _listed(model, table), "further": _listed(table, model)},
                self.name,
                sheet=part,
            )
            for part, table in others
            if table.columns.keys() != model.columns.keys()
        ]
        if different:
            raise Refused(different)
        return one

    def _table(self, part: str, sheet: CalamineSheet) -> _Table:
        top, left = sheet.start or (0, 0)
        rows = islice(sheet.iter_rows(), top, None)
        headings = [cell_text("", value).strip() for value in next(rows)]
        cells: list[list[str]] = [[] for _ in headings]
        for row in rows:
            for heading, column, value in zip(headings, cells, row, strict=True):
                column.append(cell_text(heading, value))
        flaws = self._patch(part, headings, cells, top, left)
        lines = np.arange(top + 2, top + 2 + len(cells[0]), dtype=np.int64)
        columns = [pa.array(column, pa.string()) for column in cells]
        try:
            table = sheet_of(self.name, headings, columns, lines)
        except Refused as refused:
            problems = tuple(replace(problem, sheet=part) for problem in refused.problems)
            return _Table(frozenset(headings), None, problems)
        return _Table(frozenset(headings), replace(table, flaws=flaws))

    def _patch(
        self, part: str, headings: list[str], cells: list[list[str]], top: int, left: int
    ) -> tuple[Problem, ...]:
        """Writes errors and formulas into the cells that the reader leaves empty; the formulas
        are flaws, as their text is no value either."""
        extent = self.extents.get(part, Extent())
        flaws = []
        for (row, column), text in (extent.errors | extent.formulas).items():
            at, below = column - left - 1, row - top - 2
            if not (0 <= at < len(cells) and 0 <= below < len(cells[at])):
                continue
            cells[at][below] = text
            if (row, column) in extent.formulas:
                said = {"cell": f"{column_letters(column)}{row}"}
                problem = Problem("not_calculated", said, self.name, row, headings[at], text)
                flaws.append(replace(problem, sheet=part))
        return tuple(flaws)

    def _joined(self, tables: list[Sheet]) -> Sheet:
        model = tables[0]
        if len(tables) == 1:
            return model
        columns = {
            heading: pa.concat_arrays([table.columns[heading] for table in tables])
            for heading in model.columns
        }
        return Sheet(
            self.name,
            columns,
            sum(table.rows for table in tables),
            np.concatenate([table.lines for table in tables if table.lines is not None]),
            flaws=tuple(flaw for table in tables for flaw in table.flaws),
        )

    def _warn(self, key: str, part: str, **said: object) -> None:
        self.warnings.append(Problem(key, said, self.name, sheet=part))


def _listed(table: Sheet, other: Sheet) -> tuple[str, ...] | str:
    """The headings of a table that another has not."""
    return tuple(heading for heading in table.columns if heading not in other.columns) or "—"


def cell_text(heading: str, value: object) -> str:
    """A workbook's cell as the text a CSV would have."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%Y-%m" if heading == "month" else "%Y-%m-%d")
    return str(value)
