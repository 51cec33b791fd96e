"""A recipe carried out: the tables of files put together as one sheet in a plan's columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.calendar import month_number, month_text
from engine.importing.asking import label_of, missing_question, phrase, rule_choices
from engine.importing.cell_reading import Reading, read_value
from engine.importing.file_tables import Table
from engine.importing.matching import EMPLOYEE, HIRED, MONTH
from engine.importing.questions import Answer, Choice, Kind, Question, Way
from engine.importing.recipe import ASK, LEAVE_OUT, Recipe, Rule, Source
from engine.importing.table_reading import read_table
from engine.importing.table_work import TableRead
from engine.plan import Plan
from engine.progress import Progress, no_progress
from engine.sheets import Sheet
from engine.text import Problem

DECIMALS = 10
"""Amounts are added with so many decimal places, exactly."""
MEAN_DECIMALS = 6
MOST_NAMED = 12
"""So many columns of which nothing was taken are named."""
MOST_GAPS = 600
"""Calendar months between the first and the last row; more is a mistyped year, which is told."""
GROUPED = 0.7
"""The share of the work after which rows are put together by month."""
ADDING = ("money", "count", "number", "score", "share")
"""Kinds of columns whose rows of one month must be put together even where they are alike."""


@dataclass
class Building:
    """What became of some tables: the sheet, how each column was read, and what stands in the way.

    `headings` are those of the file for each column of the plan; `read` are the tables as they were
    read. `applied` are rules of the recipe with how many cells or rows they changed. `lines` gives,
    for each table, the row of it (in `read`) from which each row of the sheet comes, -1 for none.
    """

    sheet: Sheet | None = None
    headings: dict[str, str] = field(default_factory=dict)
    readings: list[Reading] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    assumptions: list[Problem] = field(default_factory=list)
    applied: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    read: dict[str, TableRead] = field(default_factory=dict)
    lines: dict[str, NDArray[np.int64]] = field(default_factory=dict)


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
                known = {"found": ", ".join(self.plan.facts)}
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
                self._group(name, self.out.read[name])
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
                said = {"count": len(left), "columns": ", ".join(left[:MOST_NAMED])}
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
                said = {"found": ", ".join(sheet.columns)}
                problem = Problem("recipe_column", said, sheet.name, column=heading)
            else:
                problem = Problem("recipe_table", {"table": table})
            self.out.problems.append(problem)
        return not lacking

    # -- rows of a month as one ---------------------------------------------------------------

    def _sources(self, name: str) -> list[tuple[str, Source]]:
        """The columns that come from a table, those beyond the plan's last."""
        return [(f, of) for f, of in self._every_source() if f in self.out.read[name].columns]

    def _every_source(self) -> list[tuple[str, Source]]:
        return [*self.recipe.sources.items(), *self.recipe.further.items()]

    def _group(self, name: str, read: TableRead) -> None:
        """Rows of an employee's month as one, each column by its rule."""
        sources = [(f, s) for f, s in self._sources(name) if s.table == name]
        raw, rows = f"raw {name}", np.flatnonzero(read.kept)
        kept = pa.array(rows)
        columns: dict[str, pa.Array] = {"line": kept}
        for key in ("employee", "month", "day"):
            if key in read.columns:
                columns[key] = read.columns[key].take(kept)
        for i, (fact, source) in enumerate(sources):
            columns[f"c{i}"] = read.columns[fact].take(kept)
            if source.weight:
                columns[f"w{i}"] = read.weights[fact].take(kept)
        self.db.register(raw, pa.table(columns))
        key = "employee, month" if "month" in columns else "employee"
        where = "employee <> ''" + (" AND month <> ''" if "month" in columns else "")
        picked = ["min(line) AS line"]
        for i, (fact, source) in enumerate(sources):
            picked.append(f"{_rule(source, i, 'day' in columns)} AS {_quoted(fact)}")
            if source.rule in (None, Rule.ONLY):
                self._hold_one_value(name, key, where, fact, f"c{i}")
        query = f"SELECT {key}, {', '.join(picked)} FROM {_quoted(raw)} WHERE {where}"
        self.db.execute(f"CREATE TABLE {_quoted(name)} AS {query} GROUP BY {key}")

    def _hold_one_value(self, name: str, key: str, where: str, fact: str, place: str) -> None:
        """Asks for the rule where rows of one month say different things and none is known."""
        source = self.recipe.sources.get(fact) or self.recipe.further[fact]
        column = self.plan.facts.get(fact)
        read = self.out.read[name]
        by_day = (
            "day" in read.columns
            and pc.any(pc.greater(pc.utf8_length(read.columns["day"]), 7)).as_py()
        )
        adds = by_day and source.rule is None and column is not None and column.kind in ADDING
        differs = "count(*) > 1" if adds else f"count(DISTINCT {place}) > 1"
        query = (
            f"SELECT employee, min(line) AS line, max({place}) AS one, min({place}) AS other, "
            f"count(*) OVER () AS months FROM {_quoted(f'raw {name}')} "
            f"WHERE {where} AND {place} <> '' GROUP BY {key} HAVING {differs} ORDER BY line LIMIT 1"
        )
        found = self.db.sql(query).fetchall()
        if not found:
            return
        [[employee, line, one, other, months]] = found
        said = {
            "employee": employee,
            "one": one,
            "other": other,
            "count": months,
            "label": label_of(fact, self.plan),
        }
        heading = " / ".join(source.columns)
        problem = Problem("rows_differ", said, read.sheet.name, read.sheet.line(line), heading)
        if fact in self.recipe.further:
            self.out.notes.append(problem)
            return
        self.out.questions.append(
            Question(
                *(Kind.RULE, problem, fact, name, source.columns, "", months),
                choices=rule_choices(column, None),
                ways=(Way.RULE,),
            )
        )

    # -- all of them --------------------------------------------------------------------------

    def _put_together(self, monthly: Sequence[str], lasting: Sequence[str]) -> None:
        spine = " UNION ".join(f"SELECT employee, month FROM {_quoted(name)}" for name in monthly)
        within = [
            f"month {sign} {_literal(value)}"
            for sign, value in ((">=", self.recipe.first), ("<=", self.recipe.last))
            if value
        ]
        where = f"WHERE {' AND '.join(within)}" if within else ""
        self.db.execute(f"CREATE TABLE spine AS SELECT * FROM ({spine}) {where}")
        joins = [f"LEFT JOIN {_quoted(name)} USING (employee, month)" for name in monthly]
        joins += [f"LEFT JOIN {_quoted(name)} USING (employee)" for name in lasting]
        lines = [
            f"coalesce({_quoted(name)}.line, -1) AS {_quoted(f'line {name}')}"
            for name in (*monthly, *lasting)
        ]
        chosen = ", ".join(["employee", "month", *lines, *self._chosen()])
        query = f"SELECT {chosen} FROM spine {' '.join(joins)} ORDER BY employee, month"
        whole = self.db.sql(query).to_arrow_table()
        self._tell_alone(monthly, lasting)
        whole = self._with_cells(whole)
        table = self._without_empty(whole)
        table = self._with_assumptions(table)
        self._hold_filled(table)
        self._hold_every_month(table)
        self.out.sheet = self._sheet(table)

    def _chosen(self) -> Iterator[str]:
        """Each column of the plan, and beyond it, from its table."""
        for fact, source in self._every_source():
            if source.table in self.out.read and fact in self.out.read[source.table].columns:
                cell = f"{_quoted(source.table)}.{_quoted(fact)}"
                yield f"coalesce({cell}, '') AS {_quoted(fact)}"
            elif fact in self.recipe.sources:
                yield f"'' AS {_quoted(fact)}"

    def _with_cells(self, table: pa.Table) -> pa.Table:
        """The table with the values that were put in for single months."""
        changed = {f: s.cells for f, s in self.recipe.sources.items() if s.cells}
        if not changed:
            return table
        pairs = zip(table["employee"].to_pylist(), table["month"].to_pylist(), strict=True)
        place = {pair: row for row, pair in enumerate(pairs)}
        for fact, cells in changed.items():
            values = table[fact].to_pylist()
            rows = [(place[pair], value) for pair, value in cells.items() if pair in place]
            for row, value in rows:
                values[row] = value
            at = table.column_names.index(fact)
            table = table.set_column(at, fact, pa.array(values, pa.string()))
            said = {"count": len(rows), "label": label_of(fact, self.plan)}
            self.out.applied.append(Problem("cells_put_in", said))
        return table

    def _without_empty(self, table: pa.Table) -> pa.Table:
        """The table without months that are left out because a column says nothing in them."""
        for fact, source in self.recipe.sources.items():
            if source.missing != LEAVE_OUT:
                continue
            kept = table.filter(pc.not_equal(table[fact], ""))
            if gone := table.num_rows - kept.num_rows:
                said = {"count": gone, "label": label_of(fact, self.plan)}
                self.out.applied.append(Problem("months_left_out", said))
            table = kept
        return table

    def _with_assumptions(self, table: pa.Table) -> pa.Table:
        """What the recipe takes for true where the files say nothing, put in and told."""
        for fact, source in self.recipe.sources.items():
            said: dict[str, object] = {"label": label_of(fact, self.plan)}
            at = table.column_names.index(fact)
            if source.by:
                cells = self._by_category(table, fact, source)
                listed = ", ".join(f"{of} {value}" for of, value in source.values.items())
                said |= {"by": label_of(source.by, self.plan), "table": listed}
                self.out.assumptions.append(Problem("assumed_by_category", said))
            elif not source.columns and source.constant:
                value = self._plain(fact, source.constant)
                cells = pa.array([value] * table.num_rows, pa.string())
                said["value"] = source.constant
                self.out.assumptions.append(Problem("assumed_constant", said))
            else:
                cells = table[fact]
            if source.missing not in (ASK, LEAVE_OUT):
                empty = pc.equal(cells, "")
                if count := pc.sum(empty).as_py():
                    said |= {"value": source.missing, "count": count}
                    self.out.assumptions.append(Problem("assumed_missing", said))
                    cells = pc.if_else(empty, source.missing, cells)
            table = table.set_column(at, fact, cells)
        return table

    def _by_category(self, table: pa.Table, fact: str, source: Source) -> pa.Array:
        """A value for each value of another column; of others it is not known."""
        if source.by not in table.column_names:
            said = {"found": ", ".join(self.recipe.sources)}
            self.out.problems.append(Problem("recipe_no_fact", said, column=source.by))
            return table[fact]
        known = {of: self._plain(fact, value) for of, value in source.values.items()}
        values = [known.get(of, "") for of in table[source.by].to_pylist()]
        return pa.array(values, pa.string())

    def _plain(self, fact: str, typed: str) -> str:
        """A value that somebody typed, as the cells of the column have it."""
        column = self.plan.facts.get(fact)
        return typed if column is None else read_value(column, typed) or typed

    def _hold_filled(self, table: pa.Table) -> None:
        """Asks once for each column what becomes of the months in which it says nothing."""
        for fact, source in self.recipe.sources.items():
            column = self.plan.facts.get(fact)
            if column is None or column.may_be_blank:
                continue
            if not source.columns and not source.by:
                continue
            empty = table.filter(pc.equal(table[fact], ""))
            if not empty.num_rows:
                continue
            said = {
                "count": empty.num_rows,
                "people": len(empty["employee"].unique()),
                "label": column.label,
                "employee": empty["employee"][0].as_py(),
                "month": empty["month"][0].as_py(),
            }
            problem = Problem("import_missing", said, column=self.out.headings.get(fact, fact))
            self.out.questions.append(missing_question(fact, source, empty.num_rows, problem))

    def _hold_every_month(self, table: pa.Table) -> None:
        """Asks whether months between others that have no row at all are really without."""
        there = sorted(text for text in table["month"].unique().to_pylist() if text)
        if not there:
            return
        first, last = month_number(there[0]), month_number(there[-1])
        if last - first >= MOST_GAPS:
            return
        every = [month_text(month) for month in range(first, last + 1)]
        gaps = tuple(month for month in every if month not in {*there, *self.recipe.gaps})
        if gaps:
            said = {"count": len(gaps), "months": ", ".join(gaps[:MOST_NAMED])}
            answer = Choice(Answer(Way.KEEP), phrase("no_rows_then"))
            self.out.questions.append(
                Question(
                    *(Kind.GAP, Problem("import_gap", said), MONTH, "", gaps),
                    rows=len(gaps),
                    choices=(answer,),
                )
            )

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


def _rule(source: Source, i: int, has_day: bool) -> str:
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
            order = "(day, line)" if has_day else "line"
            found = f"arg_max({cell}, {order}) {filled}"
        case _:
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
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(
            [chunk.cast(pa.string()) for chunk in column.chunks] or [pa.array([], pa.string())]
        )
    return column
