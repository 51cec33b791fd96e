"""A recipe carried out: the tables of files put together as one sheet in a plan's columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.facts import without_totals
from engine.importing.cell_reading import (
    Read,
    Reading,
    read_date_column,
    read_flag_column,
    read_month_column,
    read_number_column,
    read_text_column,
)
from engine.importing.file_tables import Table
from engine.importing.recipe import ASK, LEAVE_OUT, Recipe, Rule, Source, TableKeys
from engine.plan import Plan
from engine.sheets import Sheet
from engine.text import MOST_PROBLEMS, Problem, each_problem

EMPLOYEE, MONTH, HIRED = "employee_id", "month", "hire_date"
DECIMALS = 10
"""Amounts are added with so many decimal places, exactly."""
MEAN_DECIMALS = 6
NUMBER_KINDS = frozenset({"money", "count", "share", "score", "number"})
MOST_VALUES = 60
"""Further text columns are kept for grouping if they hold at most so many values."""


@dataclass
class Building:
    """What became of some tables: the sheet, how each column was read, and what stands in the way.

    `headings` are those of the file for each column of the plan.
    """

    sheet: Sheet | None = None
    headings: dict[str, str] = field(default_factory=dict)
    readings: list[Reading] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    assumptions: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def carry_out(recipe: Recipe, tables: Sequence[Table], plan: Plan) -> Building:
    """Puts the tables together as a recipe says; what it leaves open is a problem."""
    return _Work(recipe, {table.name: table for table in tables}, plan).done()


@dataclass
class _Work:
    recipe: Recipe
    tables: Mapping[str, Table]
    plan: Plan
    out: Building = field(default_factory=Building)

    def done(self) -> Building:
        for fact in self.recipe.sources:
            if fact != HIRED and fact not in self.plan.facts:
                known = {"found": ", ".join(self.plan.facts)}
                self.out.problems.append(Problem("recipe_no_fact", known, column=fact))
        if self.out.problems:
            return self.out
        with duckdb.connect() as self.db:
            monthly: list[str] = []
            lasting: list[str] = []
            for name, keys in self.recipe.tables.items():
                if name not in self.tables:
                    self.out.problems.append(Problem("recipe_table", {"table": name}))
                    continue
                (monthly if keys.month else lasting).append(name)
                self._prepare(name, keys)
            if self.out.problems or not monthly:
                if not monthly:
                    self.out.problems.append(Problem("import_no_months"))
                return self.out
            self._put_together(monthly, lasting)
        return self.out

    # -- one table --------------------------------------------------------------------------

    def _prepare(self, name: str, keys: TableKeys) -> None:
        """Makes a table with a row for each employee, or each of their months."""
        table = self.tables[name]
        if not self._has_columns(name, keys):
            return
        sheet = without_totals(table.sheet, keys.employee)
        sheet = self._filled_down(sheet, keys)
        self.out.notes += [*sheet.notes, *sheet.warnings]
        self._hold_values(name, sheet)
        columns: dict[str, pa.Array] = {"employee": self._employees(sheet, keys)}
        days = pa.array([""] * sheet.rows, pa.string())
        if keys.month is not None:
            read, days, said = read_month_column(
                name, keys.month.column, sheet.columns[keys.month.column], keys.month
            )
            if said.lacks_year:
                self._lacking("month_without_year", sheet, keys.month.column)
            if said.lacks_order:
                self._lacking("month_day_order", sheet, keys.month.column)
            self._take(read, sheet)
            columns["month"] = read.cells
            if not said.lacks_year and not said.lacks_order:
                self._hold_no_blank(sheet, keys.month.column)
        self._hold_no_blank(sheet, keys.employee)
        columns["day"] = days
        columns["line"] = pa.array(np.arange(sheet.rows))
        sources = {f: s for f, s in self.recipe.sources.items() if s.table == name}
        for i, (fact, source) in enumerate(sources.items()):
            columns[f"c{i}"] = self._cells(fact, source, sheet)
            if source.weight:
                weights = read_number_column(
                    name, source.weight, fact, sheet.columns[source.weight], source.times
                )
                columns[f"w{i}"] = weights.cells
        if self.out.problems:
            return
        self.db.register(f"raw {name}", pa.table(columns))
        self._group(name, keys, list(sources.items()))

    def _hold_values(self, name: str, sheet: Sheet) -> None:
        """Complains of cells in the columns that are read whose value is not in the file. Numbers
        that are merged over several rows matter where they are amounts, not where they are ids."""
        used = set(self.recipe.headings_of(name))
        amounts = {
            heading
            for fact, source in self.recipe.sources.items()
            if source.table == name and fact in self.plan.facts
            for heading in source.columns
            if self.plan.facts[fact].kind in NUMBER_KINDS
        }
        flaws = [
            flaw
            for flaw in sheet.flaws
            if flaw.column in (amounts if flaw.key == "merged_number" else used)
        ]
        self.out.problems += each_problem(flaws, lambda flaw: flaw)

    def _has_columns(self, name: str, keys: TableKeys) -> bool:
        """Whether the tables have all columns that the recipe reads; each that lacks is told."""
        wanted = [(name, heading) for heading in self.recipe.headings_of(name)]
        if keys.through is not None:
            wanted += [(keys.through[0], heading) for heading in keys.through[1:]]
        lacking = [
            (table, heading)
            for table, heading in wanted
            if table not in self.tables or heading not in self.tables[table].headings
        ]
        for table, heading in lacking:
            if table in self.tables:
                sheet = self.tables[table].sheet
                said = {"found": ", ".join(sheet.columns)}
                problem = Problem("recipe_column", said, sheet.name, column=heading)
            else:
                problem = Problem("recipe_table", {"table": table})
            self.out.problems.append(problem)
        return not lacking

    def _filled_down(self, sheet: Sheet, keys: TableKeys) -> Sheet:
        columns = dict(sheet.columns)
        for heading in keys.fill_down:
            cells = columns[heading]
            blank = pc.equal(cells, "").to_numpy(zero_copy_only=False)
            last = np.maximum.accumulate(np.where(blank, 0, np.arange(len(cells))))
            columns[heading] = cells.take(pa.array(last))
            said = {"count": int(blank.sum())}
            self.out.notes.append(Problem("filled_down", said, sheet.name, column=heading))
        return replace(sheet, columns=columns)

    def _employees(self, sheet: Sheet, keys: TableKeys) -> pa.StringArray:
        """Whose row it is, by the ids of the facts."""
        ids = sheet.columns[keys.employee]
        if keys.through is None:
            return ids
        name, here, there = keys.through
        link = self.tables[name].sheet
        known: dict[str, str] = {}
        for row, (one, other) in enumerate(
            zip(link.columns[here].to_pylist(), link.columns[there].to_pylist(), strict=True)
        ):
            if known.setdefault(one, other) != other:
                said = {"first": known[one], "second": other}
                place = (link.name, link.line(row), here, one)
                self.out.problems.append(Problem("id_leads_to_two", said, *place))
        coded = ids.dictionary_encode()
        values = coded.dictionary.to_pylist()
        lost = [value for value in values if value and value not in known]
        if lost:
            rows = np.flatnonzero(pc.is_in(ids, pa.array(lost)).to_numpy(zero_copy_only=False))
            said = {
                "count": len(lost),
                "rows": int(rows.size),
                "names": ", ".join(lost[:5]),
                "through": name,
            }
            line = sheet.line(int(rows[0]))
            self.out.notes.append(Problem("ids_not_linked", said, sheet.name, line, keys.employee))
        linked = [known.get(value, "") for value in values]
        return pa.array(linked, pa.string()).take(coded.indices)

    def _cells(self, fact: str, source: Source, sheet: Sheet) -> pa.StringArray:
        """The cells of one column of the plan, as plain text."""
        parts = []
        for heading in source.columns:
            read = self._read(fact, source, heading, sheet)
            self._take(read, sheet)
            parts.append(read.cells)
        self.out.headings[fact] = " / ".join(source.columns)
        cells = parts[0]
        for heading, other in zip(source.columns[1:], parts[1:], strict=True):
            both = pc.and_(pc.not_equal(cells, ""), pc.not_equal(other, ""))
            twice = np.flatnonzero(both.to_numpy(zero_copy_only=False))
            if twice.size:
                said = {"first": source.columns[0], "count": int(twice.size)}
                line = sheet.line(int(twice[0]))
                self.out.problems.append(
                    Problem("columns_overlap", said, sheet.name, line, heading)
                )
            cells = pc.if_else(pc.equal(cells, ""), other, cells)
        return cells

    def _read(self, fact: str, source: Source, heading: str, sheet: Sheet) -> Read:
        cells, name = sheet.columns[heading], source.table
        column = self.plan.facts.get(fact)
        if fact == HIRED:
            return read_date_column(name, heading, fact, cells)
        assert column is not None
        match column.kind:
            case "category":
                return read_text_column(name, heading, fact, cells, source.values)
            case "group" | "person":
                return read_text_column(name, heading, fact, cells, None)
            case "flag":
                return read_flag_column(name, heading, fact, cells)
            case _:
                return read_number_column(name, heading, fact, cells, source.times)

    def _take(self, read: Read, sheet: Sheet) -> None:
        """Records a reading; cells that could not be read are problems, each with its place."""
        self.out.readings.append(read.reading)
        rows = read.reading.unread
        for row in map(int, rows[:MOST_PROBLEMS]):
            cell = sheet.columns[read.reading.heading][row].as_py()
            said = {"meaning": read.reading.meaning}
            self.out.problems.append(
                Problem(
                    "cell_not_read",
                    said,
                    sheet.name,
                    sheet.line(row),
                    read.reading.heading,
                    cell,
                    sheet=sheet.part(row),
                )
            )
        if more := len(rows[MOST_PROBLEMS:]):
            self.out.problems.append(Problem("more_problems", {"count": more}, sheet.name))

    def _hold_no_blank(self, sheet: Sheet, heading: str) -> None:
        """Complains of rows that do not say whose or when they are."""
        rows = np.flatnonzero(pc.equal(sheet.columns[heading], "").to_numpy(zero_copy_only=False))
        if rows.size:
            first = int(rows[0])
            place = (sheet.name, sheet.line(first), heading)
            said = {"count": int(rows.size)}
            problem = Problem("key_blank", said, *place, sheet=sheet.part(first))
            self.out.problems.append(problem)

    def _lacking(self, key: str, sheet: Sheet, heading: str) -> None:
        example = next((c for c in sheet.columns[heading].to_pylist() if c), "")
        self.out.problems.append(Problem(key, {}, sheet.name, column=heading, value=example))

    def _group(self, name: str, keys: TableKeys, sources: list[tuple[str, Source]]) -> None:
        """Rows of an employee's month as one, each column by its rule."""
        key = "employee, month" if keys.month else "employee"
        picked = [
            f"{_rule(source, i)} AS {_quoted(fact)}" for i, (fact, source) in enumerate(sources)
        ]
        conflicts = [
            (fact, f"c{i}") for i, (fact, source) in enumerate(sources) if source.rule is Rule.ONLY
        ]
        raw = _quoted(f"raw {name}")
        where = "employee <> ''" + (" AND month <> ''" if keys.month else "")
        for fact, place in conflicts:
            self._hold_one_value(name, raw, where, key, fact, place)
        chosen = ", ".join(["min(line) AS line", *picked])
        query = f"SELECT {key}, {chosen} FROM {raw} WHERE {where} GROUP BY {key}"
        self.db.execute(f"CREATE TABLE {_quoted(name)} AS {query}")

    def _hold_one_value(
        self, name: str, raw: str, where: str, key: str, fact: str, place: str
    ) -> None:
        """Complains of rows of one month that say different things where no rule is known."""
        query = (
            f"SELECT employee, min(line) AS line, max({place}) AS one, min({place}) AS other "
            f"FROM {raw} WHERE {where} AND {place} <> '' GROUP BY {key} "
            f"HAVING count(DISTINCT {place}) > 1 ORDER BY line"
        )
        found = self.db.sql(query).limit(MOST_PROBLEMS).fetchall()
        sheet = self.tables[name].sheet
        for employee, line, one, other in found:
            said = {"employee": employee, "one": one, "other": other}
            self.out.problems.append(
                Problem(
                    "rows_differ", said, sheet.name, sheet.line(int(line)), self.out.headings[fact]
                )
            )

    # -- all of them --------------------------------------------------------------------------

    def _put_together(self, monthly: Sequence[str], lasting: Sequence[str]) -> None:
        if self.out.problems:
            return
        spine = " UNION ".join(f"SELECT employee, month FROM {_quoted(name)}" for name in monthly)
        kept = [
            f"month {sign} '{value}'"
            for sign, value in ((">=", self.recipe.first), ("<=", self.recipe.last))
            if value
        ]
        within = f"WHERE {' AND '.join(kept)}" if kept else ""
        self.db.execute(f"CREATE TABLE spine AS SELECT * FROM ({spine}) {within}")
        joins = [f"LEFT JOIN {_quoted(name)} USING (employee, month)" for name in monthly]
        joins += [f"LEFT JOIN {_quoted(name)} USING (employee)" for name in lasting]
        lines = ", ".join(f"{_quoted(name)}.line" for name in monthly)
        chosen = ["employee", "month", f"coalesce({lines}) AS line", *self._chosen()]
        self.db.execute(
            f"CREATE TABLE whole AS SELECT {', '.join(chosen)} FROM spine {' '.join(joins)}"
        )
        self._tell_alone(monthly, lasting)
        kept = [
            f"{_quoted(fact)} <> ''"
            for fact, source in self.recipe.sources.items()
            if source.missing == LEAVE_OUT
        ]
        where = f"WHERE {' AND '.join(kept)}" if kept else ""
        [[rows]] = self.db.sql("SELECT count(*) FROM whole").fetchall()
        query = f"SELECT * FROM whole {where} ORDER BY employee, month"
        table = self.db.sql(query).to_arrow_table()
        if gone := rows - table.num_rows:
            self.out.notes.append(Problem("months_left_out", {"count": gone}))
        table = self._with_assumptions(table)
        self._hold_filled(table)
        self.out.sheet = self._sheet(table, monthly)

    def _chosen(self) -> Iterator[str]:
        """Each column of the plan, from its table or the same for everybody."""
        for fact, source in self.recipe.sources.items():
            if source.table:
                cell = f"{_quoted(source.table)}.{_quoted(fact)}"
                yield f"coalesce({cell}, '') AS {_quoted(fact)}"
            else:
                yield f"{_literal(source.constant)} AS {_quoted(fact)}"

    def _with_assumptions(self, table: pa.Table) -> pa.Table:
        """What the recipe takes for true where the files say nothing, put in and told."""
        for at, fact in enumerate(table.column_names):
            source = self.recipe.sources.get(fact)
            if source is None:
                continue
            said: dict[str, object] = {"label": self._label(fact)}
            if not source.table:
                said["value"] = source.constant
                self.out.assumptions.append(Problem("assumed_constant", said))
            elif source.missing not in (ASK, LEAVE_OUT):
                empty = pc.equal(table[fact], "")
                if count := pc.sum(empty).as_py():
                    said |= {"value": source.missing, "count": count}
                    self.out.assumptions.append(Problem("assumed_missing", said))
                    filled = pc.if_else(empty, source.missing, table[fact])
                    table = table.set_column(at, fact, filled)
        return table

    def _label(self, fact: str) -> object:
        column = self.plan.facts.get(fact)
        return fact if column is None else column.label

    def _hold_filled(self, table: pa.Table) -> None:
        """Asks once for each column what becomes of the months in which it says nothing."""
        for fact in self.recipe.sources:
            column = self.plan.facts.get(fact)
            if column is not None and column.may_be_blank:
                continue
            empty = table.filter(pc.equal(table[fact], ""))
            if not empty.num_rows or column is None:
                continue
            said = {
                "count": empty.num_rows,
                "people": len(empty["employee"].unique()),
                "label": column.label,
                "employee": empty["employee"][0].as_py(),
                "month": empty["month"][0].as_py(),
            }
            self.out.problems.append(
                Problem("import_missing", said, column=self.out.headings.get(fact, fact))
            )

    def _sheet(self, table: pa.Table, monthly: Sequence[str]) -> Sheet:
        rows = table["line"].to_numpy()
        only = self.tables[monthly[0]].sheet
        lines = only.lines[rows] if len(monthly) == 1 and only.lines is not None else None
        columns = {EMPLOYEE: _text(table["employee"]), MONTH: _text(table["month"])}
        columns |= {fact: _text(table[fact]) for fact in self.recipe.sources}
        names = ", ".join(
            dict.fromkeys(self.tables[name].sheet.name for name in self.recipe.tables)
        )
        assumptions = tuple(self.out.assumptions)
        return Sheet(names, columns, table.num_rows, lines, assumptions=assumptions)

    def _tell_alone(self, monthly: Sequence[str], lasting: Sequence[str]) -> None:
        """Who is in one table and not in another that is joined to it."""
        for name in (*monthly, *lasting):
            others = [other for other in monthly if other != name]
            if not others:
                continue
            known = " UNION ".join(f"SELECT employee FROM {_quoted(other)}" for other in others)
            alone = f"FROM {_quoted(name)} WHERE employee NOT IN ({known})"
            people = self.db.sql(f"SELECT DISTINCT employee {alone} ORDER BY 1").fetchall()
            if people:
                said = {
                    "count": len(people),
                    "names": ", ".join(row[0] for row in people[:5]),
                    "table": name,
                }
                self.out.notes.append(Problem("people_alone", said, self.tables[name].sheet.name))


def _rule(source: Source, i: int) -> str:
    """The SQL of a rule; a month in which nothing stands has no value, never 0."""
    cell, filled = f"c{i}", f"FILTER (c{i} <> '')"
    number = f"CAST(nullif({cell}, '') AS DECIMAL(38, {DECIMALS}))"
    match source.rule:
        case Rule.SUM:
            found = _plain(f"sum({number})")
        case Rule.COUNT:
            found = f"CAST(count(*) {filled} AS VARCHAR)"
        case Rule.MEAN | Rule.SHARE_OF_YES:
            found = _plain(_rounded(f"CAST(sum({number}) AS DOUBLE) / count(*) {filled}"))
        case Rule.WEIGHTED_MEAN:
            weight = f"CAST(nullif(w{i}, '') AS DOUBLE)"
            both = f"CAST({number} AS DOUBLE) * {weight}"
            found = _plain(_rounded(f"sum({both}) / nullif(sum({weight}) {filled}, 0)"))
        case Rule.LAST:
            found = f"arg_max({cell}, (day, line)) {filled}"
        case Rule.ONLY:
            found = f"any_value({cell}) {filled}"
    return f"coalesce({found}, '')"


def _rounded(number: str) -> str:
    return f"CAST(round({number}, {MEAN_DECIMALS}) AS DECIMAL(38, {MEAN_DECIMALS}))"


def _plain(decimal: str) -> str:
    """A decimal as text without the zeros behind it."""
    return f"rtrim(rtrim(CAST({decimal} AS VARCHAR), '0'), '.')"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _text(column: pa.ChunkedArray) -> pa.StringArray:
    return pa.concat_arrays(
        [chunk.cast(pa.string()) for chunk in column.chunks] or [pa.array([], pa.string())]
    )
