"""Months put together from files, and what stands where the files say nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from engine.calendar import month_number, month_text
from engine.importing.asking import label_of, missing_question, phrase
from engine.importing.building import Building
from engine.importing.cell_reading import read_value
from engine.importing.questions import Answer, Choice, Kind, Question, Way
from engine.importing.recipe import ASK, LEAVE_OUT, Recipe, Source
from engine.plan import Plan
from engine.sheets import MONTH
from engine.text import Problem

MOST_NAMED = 12
MOST_GAPS = 600
"""Calendar months between the first and the last row; more is a mistyped year, which is told."""


def with_what_is_said(table: pa.Table, recipe: Recipe, plan: Plan, out: Building) -> pa.Table:
    """The months with what a recipe says of single ones, of empty cells and of columns that the
    files lack; what is empty still, and months that have no row, are asked about in `out`."""
    filling = _Filling(recipe, plan, out)
    table = filling.without_empty(filling.with_cells(table))
    table = filling.with_assumptions(table)
    filling.hold_filled(table)
    filling.hold_every_month(table)
    return table


@dataclass(frozen=True)
class _Filling:
    recipe: Recipe
    plan: Plan
    out: Building

    def with_cells(self, table: pa.Table) -> pa.Table:
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

    def without_empty(self, table: pa.Table) -> pa.Table:
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

    def with_assumptions(self, table: pa.Table) -> pa.Table:
        """What the recipe takes for true where the files say nothing, put in and told."""
        for fact, source in self.recipe.sources.items():
            said: dict[str, object] = {"label": label_of(fact, self.plan)}
            at = table.column_names.index(fact)
            if source.by:
                cells = self._by_category(table, fact, source)
                listed = tuple(f"{of} {value}" for of, value in source.values.items())
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
            said = {"found": tuple(self.recipe.sources)}
            self.out.problems.append(Problem("recipe_no_fact", said, column=source.by))
            return table[fact]
        known = {of: self._plain(fact, value) for of, value in source.values.items()}
        values = [known.get(of, "") for of in table[source.by].to_pylist()]
        return pa.array(values, pa.string())

    def _plain(self, fact: str, typed: str) -> str:
        """A value that somebody typed, as the cells of the column have it."""
        column = self.plan.facts.get(fact)
        return typed if column is None else read_value(column, typed) or typed

    def hold_filled(self, table: pa.Table) -> None:
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

    def hold_every_month(self, table: pa.Table) -> None:
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
            said = {"count": len(gaps), "months": tuple(gaps[:MOST_NAMED])}
            by_quarter = len({month_number(month) % 3 for month in there}) == 1
            key = "import_gap_quarters" if by_quarter else "import_gap"
            answer = Choice(Answer(Way.KEEP), phrase("no_rows_then"))
            self.out.questions.append(
                Question(
                    *(Kind.GAP, Problem(key, said), MONTH, "", gaps),
                    rows=len(gaps),
                    choices=(answer,),
                )
            )
