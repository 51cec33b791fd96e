"""One table read as a recipe says: whose each row is, of which month, and what its cells mean."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.facts import without_totals
from engine.importing.cells_beyond import read_beyond
from engine.importing.fact_cells import read_fact
from engine.importing.recipe import Recipe
from engine.importing.row_doubts import hold_counting_rows
from engine.importing.row_keys import read_keys
from engine.importing.same_people import hold_one_person
from engine.importing.table_work import TableRead, TableWork
from engine.plan import Plan
from engine.tables import Table
from engine.text import each_problem

NUMBER_KINDS = frozenset({"money", "count", "share", "score", "number"})


def read_table(recipe: Recipe, tables: Mapping[str, Table], plan: Plan, name: str) -> TableRead:
    """Reads a table that has all columns the recipe names; what is open is asked."""
    keys = recipe.tables[name]
    sheet = without_totals(tables[name].sheet, keys.employee)
    out = TableRead(sheet, keys, kept=np.ones(sheet.rows, dtype=np.bool_))
    work = TableWork(recipe, tables, plan, name, out)
    out.notes += [*sheet.notes, *sheet.warnings]
    _hold_values(work)
    read_keys(work)
    hold_one_person(work)
    for fact, source in work.sources().items():
        read_fact(work, fact, source)
    for further, source in recipe.further.items():
        if source.table == name and source.columns:
            read_beyond(work, further, source)
    hold_counting_rows(work)
    return out


def _hold_values(work: TableWork) -> None:
    """Complains of cells in the columns that are read whose value is not in the file. Numbers
    that are merged over several rows matter where they are amounts, not where they are ids."""
    used = set(work.recipe.headings_of(work.name))
    facts = work.plan.facts
    amounts = {
        heading
        for fact, source in work.sources().items()
        if fact in facts and facts[fact].kind in NUMBER_KINDS
        for heading in source.columns
    }
    flaws = [
        flaw
        for flaw in work.out.sheet.flaws
        if flaw.column in (amounts if flaw.key == "merged_number" else used)
    ]
    work.out.problems += each_problem(flaws, lambda flaw: flaw)
