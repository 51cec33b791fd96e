"""A recipe carried out: the tables of files put together as one sheet in a plan's columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa

from engine.importing.building import Building
from engine.importing.filled_months import with_what_is_said
from engine.importing.month_grouping import MonthGrouping, literal, quoted
from engine.importing.recipe import Recipe, Source
from engine.importing.table_reading import read_table
from engine.plan import Plan
from engine.progress import Progress, no_progress
from engine.sheets import EMPLOYEE, HIRED, MONTH, Sheet
from engine.tables import Table
from engine.text import Problem

MOST_NAMED = 12
"""So many columns of which nothing was taken are named."""
GROUPED = 0.7
"""The share of the work after which rows are put together by month."""


def carry_out(
    recipe: Recipe, tables: Sequence[Table], plan: Plan, progress: Progress = no_progress
) -> Building:
    """Puts the tables together as a recipe says; what it leaves open is a question."""
    return _Work(recipe, {table.name: table for table in tables}, plan, progress).done()


@dataclass
class _Work:
    recipe: Recipe
    tables: Mapping[str, Table]
    plan: Plan
    progress: Progress = no_progress
    out: Building = field(default_factory=Building)

    def done(self) -> Building:
        for fact in self.recipe.sources:
            if fact != HIRED and fact not in self.plan.facts:
                known = {"found": tuple(self.plan.facts)}
                self.out.problems.append(Problem("recipe_no_fact", known, column=fact))
        if self.out.problems:
            return self.out
        monthly: list[str] = []
        lasting: list[str] = []
        for name, keys in self.recipe.tables.items():
            if not self._is_whole(name):
                continue
            (monthly if keys.month else lasting).append(name)
            read = read_table(self.recipe, self.tables, self.plan, name)
            self.progress(GROUPED * len(self.out.read) / len(self.recipe.tables))
            self.out.read[name] = read
            self.out.readings += read.readings
            self.out.questions += read.questions
            self.out.problems += read.problems
            self.out.applied += read.applied
            self.out.notes += read.notes
        self._tell_unused()
        for fact, source in self.recipe.sources.items():
            if source.columns:
                self.out.headings[fact] = " / ".join(source.columns)
        for keys in self.recipe.tables.values():
            if keys.month and keys.month.column:
                self.out.headings.setdefault(MONTH, keys.month.column)
            self.out.headings.setdefault(EMPLOYEE, keys.employee)
        if self.out.problems or self.out.questions or not monthly:
            return self.out
        with duckdb.connect() as self.db:
            for name in (*monthly, *lasting):
                grouping = MonthGrouping(self.db, self.recipe, self.plan, name, self.out.read[name])
                grouping.group()
                self.out.questions += grouping.questions
                self.out.notes += grouping.notes
                self.progress(GROUPED)
            if not self.out.questions:
                self._put_together(monthly, lasting)
        return self.out

    def _tell_unused(self) -> None:
        """Which tables, and which columns of those that are used, nothing was taken from."""
        links = {keys.through[0] for keys in self.recipe.tables.values() if keys.through}
        links |= {s.through[0] for _, s in self._every_source() if s.through}
        further: dict[str, set[str]] = {}
        for source in self.recipe.further.values():
            further.setdefault(source.table, set()).update(source.columns)
        for name, table in self.tables.items():
            file, part = table.sources[0]
            if name not in self.recipe.tables:
                if name not in links:
                    said = {"count": table.sheet.rows, "table": name}
                    self.out.notes.append(Problem("table_not_used", said, file, sheet=part))
                continue
            used = {*self.recipe.headings_of(name), *further.get(name, ())}
            left = [h for h in table.headings if h not in used and not h.startswith("(")]
            if left:
                said = {"count": len(left), "columns": tuple(left[:MOST_NAMED])}
                self.out.notes.append(Problem("columns_not_used", said, file, sheet=part))

    def _is_whole(self, name: str) -> bool:
        """Whether the tables have all columns that the recipe reads; each that lacks is told."""
        keys = self.recipe.tables[name]
        if not keys.employee or (keys.month and not (keys.month.column or keys.month.constant)):
            return False
        wanted = [(name, heading) for heading in self.recipe.headings_of(name)]
        if keys.through is not None:
            wanted += [(keys.through[0], heading) for heading in keys.through[1:]]
        for _, source in self._every_source():
            if source.table == name and source.through:
                wanted += [(source.through[0], heading) for heading in source.through[1:]]
        lacking = [
            (table, heading)
            for table, heading in wanted
            if table not in self.tables or heading not in self.tables[table].headings
        ]
        for table, heading in lacking:
            if table in self.tables:
                sheet = self.tables[table].sheet
                said = {"found": tuple(sheet.columns)}
                problem = Problem("recipe_column", said, sheet.name, column=heading)
            else:
                problem = Problem("recipe_table", {"table": table})
            self.out.problems.append(problem)
        return not lacking

    def _every_source(self) -> list[tuple[str, Source]]:
        """The columns of the plan, and then those beyond it."""
        return [*self.recipe.sources.items(), *self.recipe.further.items()]

    # -- all of them --------------------------------------------------------------------------

    def _put_together(self, monthly: Sequence[str], lasting: Sequence[str]) -> None:
        spine = " UNION ".join(f"SELECT employee, month FROM {quoted(name)}" for name in monthly)
        within = [
            f"month {sign} {literal(value)}"
            for sign, value in ((">=", self.recipe.first), ("<=", self.recipe.last))
            if value
        ]
        where = f"WHERE {' AND '.join(within)}" if within else ""
        self.db.execute(f"CREATE TABLE spine AS SELECT * FROM ({spine}) {where}")
        joins = [f"LEFT JOIN {quoted(name)} USING (employee, month)" for name in monthly]
        joins += [f"LEFT JOIN {quoted(name)} USING (employee)" for name in lasting]
        lines = [
            f"coalesce({quoted(name)}.line, -1) AS {quoted(f'line {name}')}"
            for name in (*monthly, *lasting)
        ]
        chosen = ", ".join(["employee", "month", *lines, *self._chosen()])
        query = f"SELECT {chosen} FROM spine {' '.join(joins)} ORDER BY employee, month"
        whole = self.db.sql(query).to_arrow_table()
        self._tell_alone(monthly, lasting)
        whole = with_what_is_said(whole, self.recipe, self.plan, self.out)
        self.out.sheet = self._sheet(whole)

    def _chosen(self) -> Iterator[str]:
        """Each column of the plan, and beyond it, from its table."""
        for fact, source in self._every_source():
            if source.table in self.out.read and fact in self.out.read[source.table].columns:
                cell = f"{quoted(source.table)}.{quoted(fact)}"
                yield f"coalesce({cell}, '') AS {quoted(fact)}"
            elif fact in self.recipe.sources:
                yield f"'' AS {quoted(fact)}"

    def _sheet(self, table: pa.Table) -> Sheet:
        for name in self.out.read:
            self.out.lines[name] = table[f"line {name}"].to_numpy()
        columns = {EMPLOYEE: _text(table["employee"]), MONTH: _text(table["month"])}
        every = (*self.recipe.sources, *self.recipe.further)
        columns |= {fact: _text(table[fact]) for fact in every if fact in table.column_names}
        names = ", ".join(
            dict.fromkeys(self.tables[name].sheet.name for name in self.recipe.tables)
        )
        return Sheet(
            names,
            columns,
            table.num_rows,
            np.arange(table.num_rows, dtype=np.int64),
            assumptions=tuple(self.out.assumptions),
        )

    def _tell_alone(self, monthly: Sequence[str], lasting: Sequence[str]) -> None:
        """Who is in one table and not in another that is joined to it."""
        for name in (*monthly, *lasting):
            others = [other for other in monthly if other != name]
            if not others:
                continue
            known = " UNION ".join(f"SELECT employee FROM {quoted(other)}" for other in others)
            alone = f"FROM {quoted(name)} WHERE employee NOT IN ({known})"
            people = self.db.sql(f"SELECT DISTINCT employee {alone} ORDER BY 1").fetchall()
            if people:
                said = {
                    "count": len(people),
                    "names": tuple(row[0] for row in people[:5]),
                    "table": name,
                }
                self.out.notes.append(Problem("people_alone", said, self.tables[name].sheet.name))


def _text(column: pa.ChunkedArray) -> pa.StringArray:
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(
            [chunk.cast(pa.string()) for chunk in column.chunks] or [pa.array([], pa.string())]
        )
    return column
