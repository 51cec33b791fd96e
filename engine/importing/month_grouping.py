"""Rows of an employee's month put together as one, each column by its rule."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.importing.asking import label_of, rule_choices
from engine.importing.questions import Kind, Question, Way
from engine.importing.recipe import Recipe, Rule, Source
from engine.importing.table_work import TableRead
from engine.plan import Plan
from engine.text import Problem

DECIMALS = 10
"""Amounts are added with so many decimal places, exactly."""
MEAN_DECIMALS = 6
ADDING = ("money", "count", "number", "score", "share")
"""Kinds of columns whose rows of one month must be put together even where they are alike."""


@dataclass
class MonthGrouping:
    """Puts the rows of one table together in a database, as a table of the same name."""

    db: duckdb.DuckDBPyConnection
    recipe: Recipe
    plan: Plan
    name: str
    read: TableRead
    questions: list[Question] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def group(self) -> None:
        """Rows of an employee's month as one, each column by its rule."""
        name, read = self.name, self.read
        every = (*self.recipe.sources.items(), *self.recipe.further.items())
        sources = [(f, of) for f, of in every if of.table == name and f in read.columns]
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
            picked.append(f"{_rule(source, i, 'day' in columns)} AS {quoted(fact)}")
            if source.rule in (None, Rule.ONLY):
                self._hold_one_value(key, where, fact, f"c{i}")
        query = f"SELECT {key}, {', '.join(picked)} FROM {quoted(raw)} WHERE {where}"
        self.db.execute(f"CREATE TABLE {quoted(name)} AS {query} GROUP BY {key}")

    def _hold_one_value(self, key: str, where: str, fact: str, place: str) -> None:
        """Asks for the rule where rows of one month say different things and none is known."""
        source = self.recipe.sources.get(fact) or self.recipe.further[fact]
        column = self.plan.facts.get(fact)
        name, read = self.name, self.read
        by_day = (
            "day" in read.columns
            and pc.any(pc.greater(pc.utf8_length(read.columns["day"]), 7)).as_py()
        )
        adds = by_day and source.rule is None and column is not None and column.kind in ADDING
        differs = "count(*) > 1" if adds else f"count(DISTINCT {place}) > 1"
        query = (
            f"SELECT employee, min(line) AS line, max({place}) AS one, min({place}) AS other, "
            f"count(*) OVER () AS months FROM {quoted(f'raw {name}')} "
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
        problem = Problem(
            "rows_differ", said, read.sheet.name, read.sheet.line(line, heading), heading
        )
        if fact in self.recipe.further:
            self.notes.append(problem)
            return
        self.questions.append(
            Question(
                *(Kind.RULE, problem, fact, name, source.columns, "", months),
                choices=rule_choices(column, None),
                ways=(Way.RULE,),
            )
        )


def _rule(source: Source, i: int, has_day: bool) -> str:
    """The SQL of a rule; a month in which nothing stands has no value, never 0."""
    cell, filled = f"c{i}", f"FILTER (c{i} <> '')"
    number = f"CAST(nullif({cell}, '') AS DECIMAL(38, {DECIMALS}))"
    match source.rule:
        case Rule.SUM | Rule.COUNT_OF_YES:
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


def quoted(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"
