"""Files as they are, made facts of a plan: columns are proposed, decided and carried out.

Nothing is decided in silence. What a recipe leaves open comes back as a list of problems, and
there are no facts until it is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.facts import Facts, facts_from
from engine.importing.building import Building, carry_out
from engine.importing.file_tables import Table, plain, tables_of
from engine.importing.matching import HIRED, propose
from engine.importing.recipe import Recipe
from engine.plan import TENURE, Plan
from engine.progress import Progress, no_progress, part
from engine.sheets import read_grids
from engine.text import Problem, Refused

READ, BUILT = 0.6, 0.8
"""The shares of the work after which the files are read, and put together."""
_OPEN_KEYS = {
    "tie": "import_key_tie",
    "name": "import_key_name",
    "link": "import_key_link",
    "year": "import_key_year",
}
_OPEN = {"tie": "import_tie", "scale": "import_scale", "rule": "import_rule", "name": "import_name"}
"""The problem of what a recipe is unsure of; a reason that nobody knows is that of a likeness."""


@dataclass(frozen=True)
class Imported:
    """What became of some files: their tables, the recipe, and the facts or what stands in the way.

    `building` tells how every column was read.
    """

    tables: tuple[Table, ...]
    recipe: Recipe
    building: Building
    facts: Facts | None
    problems: tuple[Problem, ...]


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
    decided = propose(tables, plan) if recipe is None else _renamed(recipe, tables)
    problems = [*undecided(decided, plan)]
    building = carry_out(decided, tables, plan)
    progress((BUILT - READ) / (1 - READ))
    problems += building.problems
    facts = None
    if not problems and building.sheet is not None:
        try:
            facts = facts_from(building.sheet, plan)
        except Refused as refused:
            problems += [_placed(problem, building) for problem in refused.problems]
    progress(1.0)
    return Imported(tuple(tables), decided, building, facts, tuple(problems))


def undecided(recipe: Recipe, plan: Plan) -> list[Problem]:
    """What a recipe does not say, or says without being sure."""
    if not recipe.tables:
        return [Problem("import_nobody")]
    wanted = [column.id for column in plan.facts.values() if column.kind != "tenure"]
    found = [
        Problem("import_no_source", {"label": plan.facts[fact].label}, column=fact)
        for fact in wanted
        if fact not in recipe.sources
    ]
    has_tenure = {HIRED, TENURE} & set(recipe.sources)
    if any(column.kind == "tenure" for column in plan.facts.values()) and not has_tenure:
        found.append(Problem("import_no_source", {"label": plan.facts[TENURE].label}, column=HIRED))
    for name, keys in recipe.tables.items():
        if keys.unsure:
            column = keys.month.column if keys.month and keys.unsure == "year" else keys.employee
            found.append(
                Problem(_OPEN_KEYS.get(keys.unsure, _OPEN_KEYS["name"]), {"column": column}, name)
            )
    for fact, source in recipe.sources.items():
        if source.unsure:
            said = {"columns": " / ".join(source.columns), "rule": source.rule.value}
            found.append(
                Problem(_OPEN.get(source.unsure, _OPEN["name"]), said, source.table, column=fact)
            )
    return found


def _renamed(recipe: Recipe, tables: Sequence[Table]) -> Recipe:
    """The recipe with the names of these tables: the next file of a layout has another name."""
    names = {table.name for table in tables}
    new: dict[str, str] = {}
    for name in recipe.tables:
        if name in names:
            continue
        needed = {plain(heading) for heading in recipe.headings_of(name)}
        fits = [
            table.name
            for table in tables
            if needed <= set(map(plain, table.headings)) and table.name not in recipe.tables
        ]
        if len(fits) == 1:
            new[name] = fits[0]

    def called(name: str) -> str:
        return new.get(name, name)

    return replace(
        recipe,
        tables={
            called(name): replace(
                keys, through=keys.through and (called(keys.through[0]), *keys.through[1:])
            )
            for name, keys in recipe.tables.items()
        },
        sources={fact: replace(s, table=called(s.table)) for fact, s in recipe.sources.items()},
    )


def _placed(problem: Problem, building: Building) -> Problem:
    """A problem with the heading of the file beside the column of the plan."""
    heading = building.headings.get(problem.column, "")
    if not heading or heading == problem.column:
        return problem
    return replace(problem, column=f"{heading} → {problem.column}")
