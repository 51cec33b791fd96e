"""Files as they are, made facts of a plan: columns are proposed, decided and carried out.

Nothing is decided in silence. What a recipe leaves open comes back as a list of questions, and
there are no facts until it is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

import pyarrow as pa

from engine.facts import Facts, facts_from
from engine.importing.building import Building
from engine.importing.carrying_out import carry_out
from engine.importing.cell_doubts import doubted_cells, in_file, refused_cells
from engine.importing.column_questions import questions_of_columns
from engine.importing.columns_beyond import with_further
from engine.importing.completing import completed, with_successors
from engine.importing.key_questions import questions_of_keys, questions_of_tables
from engine.importing.matching import Matching, proposed
from engine.importing.questions import Question, each_once
from engine.importing.recipe import Recipe
from engine.importing.skipped_months import people_who_skip
from engine.importing.turning_proposals import turned_tables
from engine.importing.turning_questions import questions_of_turns
from engine.plan import Plan
from engine.progress import Progress, no_progress, part
from engine.sheets import read_grids
from engine.tables import FILE, SHEET, Table, tables_of, without_points
from engine.text import Problem, Refused
from engine.written import month_within

READ = 0.5
"""The share of the work after which the files are read."""
LOOKED, BUILT = 0.3, 0.8
"""The shares of the rest after which their columns are known, and put together."""


@dataclass(frozen=True)
class Imported:
    """What became of some files: their tables, the recipe, and the facts or what stands in the way.

    `questions` are what is to be decided, `problems` the same as sentences and beside them what no
    decision mends. `building` tells how every column was read, `matching` which columns may be
    which.
    """

    tables: tuple[Table, ...]
    recipe: Recipe
    building: Building
    facts: Facts | None
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...] = ()
    matching: Matching | None = field(default=None, compare=False, repr=False)


def import_files(
    files: Iterable[str | Path],
    plan: Plan,
    recipe: Recipe | None = None,
    progress: Progress = no_progress,
) -> Imported:
    """Reads files into a plan's columns, by a recipe or by what is proposed for them.

    Raises Refused where a file cannot be read or has no table.
    """
    paths = list(files)
    grids = []
    for i, path in enumerate(paths):
        share = part(progress, READ * i / len(paths), READ * (i + 1) / len(paths))
        grids += read_grids(path, share)
    tables = tables_of(grids)
    return import_tables(tables, plan, recipe, part(progress, READ, 1.0))


def import_tables(
    tables: Sequence[Table],
    plan: Plan,
    recipe: Recipe | None = None,
    progress: Progress = no_progress,
) -> Imported:
    """The same for tables that were read before."""
    before = [_with_names(without_points(table)) for table in tables]
    tables, turns = turned_tables(before, plan, recipe)
    matching = Matching(tables, plan)
    matching.columns.look(part(progress, 0.0, LOOKED))
    if recipe is None or not (recipe.tables or recipe.sources):
        first = with_successors(proposed(matching), matching)
        decided = with_further(completed(first, matching), matching)
    else:
        decided = completed(recipe, matching)
    decided = replace(decided, turned=turns)
    asked = [*questions_of_turns(before, tables, decided)]
    asked += questions_of_tables(decided, matching)
    asked += [*questions_of_keys(decided, matching), *questions_of_columns(decided, matching)]
    building = carry_out(decided, tables, plan, part(progress, LOOKED, BUILT))
    asked = each_once([*asked, *building.questions])
    problems = list(building.problems)
    facts: Facts | None = None
    if not problems and not asked and building.sheet is not None and not building.sheet.rows:
        problems.append(Problem("import_nothing_left", {}))
    elif not problems and not asked and building.sheet is not None:
        try:
            read = facts_from(building.sheet, plan, part(progress, BUILT, 1.0))
            asked = doubted_cells(read.warnings, building, decided)
            facts = None if asked else _placed(read, building, decided)
        except Refused as refused:
            found = [in_file(problem, building, decided) for problem in refused.problems]
            asked, problems = refused_cells(found, decided)
    progress(1.0)
    sentences = (*(question.problem for question in asked), *problems)
    return Imported(tuple(tables), decided, building, facts, sentences, tuple(asked), matching)


def _with_names(table: Table) -> Table:
    """The table with the names of its only file and sheet as columns, where they name a month."""
    names = {FILE: {PurePath(file).stem for file, _ in table.sources}}
    names[SHEET] = {sheet for _, sheet in table.sources}
    columns = dict(table.sheet.columns)
    for heading, said in names.items():
        only = said.pop() if len(said) == 1 else ""
        if heading not in columns and only and month_within(only) is not None:
            columns[heading] = pa.array([only] * table.sheet.rows, pa.string())
    if len(columns) == len(table.sheet.columns):
        return table
    return replace(table, sheet=replace(table.sheet, columns=columns))


def _placed(facts: Facts, building: Building, recipe: Recipe) -> Facts:
    """Facts whose warnings say where in the files a row stands, and who skips a month."""
    warnings = [in_file(problem, building, recipe) for problem in facts.warnings]
    assert building.sheet is not None
    warnings += people_who_skip(facts, building.sheet.name)
    return replace(facts, warnings=tuple(warnings))
