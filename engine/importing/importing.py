"""Files as they are, made facts of a plan: columns are proposed, decided and carried out.

Nothing is decided in silence. What a recipe leaves open comes back as a list of questions, and
there are no facts until it is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from engine.facts import Facts, facts_from
from engine.importing.asking import cell_question, open_questions
from engine.importing.building import Building, carry_out
from engine.importing.completing import completed, with_further, with_successors
from engine.importing.file_tables import Table, tables_of
from engine.importing.matching import EMPLOYEE, MONTH, Matching, proposed
from engine.importing.questions import Question
from engine.importing.recipe import Recipe, Source
from engine.plan import Plan
from engine.progress import Progress, no_progress, part
from engine.sheets import read_grids
from engine.text import Problem, Refused

READ, BUILT = 0.6, 0.8
"""The shares of the work after which the files are read, and put together."""


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
    matching = Matching(tables, plan)
    if recipe is None:
        first = with_successors(proposed(matching), matching)
        decided = with_further(completed(first, matching), matching)
    else:
        decided = completed(recipe, matching)
    asked = open_questions(decided, matching)
    progress(0.3)
    building = carry_out(decided, tables, plan)
    asked = _each_once([*asked, *building.questions])
    progress((BUILT - READ) / (1 - READ))
    problems = list(building.problems)
    facts = None
    if not problems and not asked and building.sheet is not None:
        try:
            facts = _placed(facts_from(building.sheet, plan), building, decided)
        except Refused as refused:
            found = [_in_file(problem, building, decided) for problem in refused.problems]
            asked = _of_refused(found, decided)
            problems = [one for one in found if _fact_of(one, decided) is None]
    progress(1.0)
    sentences = (*(question.problem for question in asked), *problems)
    return Imported(tuple(tables), decided, building, facts, sentences, tuple(asked), matching)


def _each_once(questions: Sequence[Question]) -> list[Question]:
    """Questions that are asked for two reasons, once."""
    found: dict[str, Question] = {}
    for question in questions:
        found.setdefault(question.id, question)
    return list(found.values())


# -- what the facts themselves refuse ---------------------------------------------------------


def _source(fact: str, recipe: Recipe) -> Source | None:
    return recipe.sources.get(fact) or recipe.further.get(fact)


def _fact_of(problem: Problem, recipe: Recipe) -> str | None:
    name = problem.column.rpartition(" → ")[2]
    source = _source(name, recipe)
    return name if source is not None and source.columns and problem.value else None


def _of_refused(found: Sequence[Problem], recipe: Recipe) -> list[Question]:
    """A question for each text of a cell that cannot be right: what does it mean?"""
    asked = []
    for said in found:
        fact = _fact_of(said, recipe)
        source = None if fact is None else _source(fact, recipe)
        if fact is None or source is None:
            continue
        heading = source.columns[0]
        asked.append(cell_question(fact, source.table, heading, said.value, 1, said))
    return _each_once(asked)


def _in_file(problem: Problem, building: Building, recipe: Recipe) -> Problem:
    """A problem of a row of the facts where it stands in the files: the heading, the line and the
    text of the cell."""
    fact = problem.column
    heading = building.headings.get(fact, "")
    source = recipe.sources.get(fact)
    keyed = fact in (EMPLOYEE, MONTH) or source is None
    name = next(iter(building.read), "") if source is None or keyed else source.table
    said = problem
    if heading and heading != fact:
        said = replace(said, column=f"{heading} → {fact}")
    if problem.line is None or name not in building.read:
        return said
    assert building.sheet is not None
    row = int(building.lines[name][problem.line])
    read = building.read[name]
    if row < 0:
        return replace(said, line=None)
    value = said.value
    if source is not None and source.columns:
        cells = (read.sheet.columns[h][row].as_py() for h in source.columns)
        value = next(filter(None, cells), value)
    file = read.sheet.name
    return replace(
        said, file=file, line=read.sheet.line(row), value=value, sheet=read.sheet.part(row)
    )


def _placed(facts: Facts, building: Building, recipe: Recipe) -> Facts:
    """Facts whose warnings say where in the files a row stands."""
    warnings = tuple(_in_file(problem, building, recipe) for problem in facts.warnings)
    return replace(facts, warnings=warnings)
