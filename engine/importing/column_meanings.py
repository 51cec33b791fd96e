"""What a column of the files is taken for in a recipe, and what it is to be taken for instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from engine.evaluation import GROSS
from engine.importing.answering import settled
from engine.importing.recipe import Dates, Recipe, Source, TableKeys
from engine.importing.turning import fits, turned
from engine.plan import Plan
from engine.tables import Table, plain


class Role(Enum):
    """What a column may be."""

    FACT = "fact"
    """A column of the plan."""
    EMPLOYEE = "employee"
    MONTH = "month"
    PAID = "paid"
    """What was paid for a line of the plan, or altogether: kept under the name of the line."""
    FURTHER = "further"
    """Kept for grouping and reconciling."""
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Meaning:
    """What a column is; `name` is the column of the plan, or the line that was paid."""

    role: Role
    name: str = ""


def meaning_of(recipe: Recipe, plan: Plan, table: str, heading: str) -> Meaning:
    """What a recipe takes a column for."""
    keys = recipe.tables.get(table)
    if keys is not None and keys.employee == heading:
        return Meaning(Role.EMPLOYEE)
    if keys is not None and keys.month is not None and keys.month.column == heading:
        return Meaning(Role.MONTH)
    for fact, source in recipe.sources.items():
        if source.table == table and heading in source.columns:
            return Meaning(Role.FACT, fact)
    for name, source in recipe.further.items():
        if source.table == table and heading in source.columns:
            return Meaning(Role.PAID, name) if _is_pay(name, plan) else Meaning(Role.FURTHER, name)
    return Meaning(Role.LEFT_OUT)


def with_meaning(
    recipe: Recipe, plan: Plan, table: Table, heading: str, meaning: Meaning
) -> Recipe:
    """The recipe in which a column of a table is something else.

    A column of the plan that it was before has none from then on. Another that was what this one is
    now is kept for grouping, or stays where one takes the place of the other in the middle of the
    sheets; that is to be confirmed.
    """
    name = table.name
    if meaning == meaning_of(recipe, plan, name, heading):
        return recipe
    changed = _without(recipe, name, heading)
    keys = changed.tables.get(name, TableKeys(""))
    match meaning.role:
        case Role.EMPLOYEE:
            keys = replace(keys, employee=heading, through=None, unsure="")
            return replace(changed, tables={**changed.tables, name: keys})
        case Role.MONTH:
            keys = replace(keys, month=Dates(heading), unsure="")
            return replace(changed, tables={**changed.tables, name: keys})
        case Role.FACT:
            before = changed.sources.get(meaning.name)
            source, replaced = _followed(table, heading, before)
            sources = {**changed.sources, meaning.name: source}
            return _kept(replace(changed, sources=sources), replaced)
        case Role.PAID:
            before = changed.further.get(meaning.name)
            source, replaced = _followed(table, heading, before)
            further = {**changed.further, meaning.name: source}
            return _kept(replace(changed, further=further), replaced)
        case Role.FURTHER:
            return _kept(changed, Source(name, (heading,)))
    return changed


def _followed(table: Table, heading: str, before: Source | None) -> tuple[Source, Source | None]:
    """What comes from a column from now on, and what it came from before, unless it still does."""
    if before is not None and before.table == table.name and len(before.columns) == 1:
        [other] = before.columns
        for pair in ((other, heading), (heading, other)):
            if table.successors.get(pair[0]) == pair[1]:
                return replace(before, columns=pair, unsure="follows"), None
    return Source(table.name, (heading,)), before


def with_proposals(recipe: Recipe, proposal: Recipe) -> Recipe:
    """What was decided, with what is proposed for columns and tables that it says nothing of: a
    further file came, and what was decided before stays."""
    sources = {f: of for f, of in proposal.sources.items() if f not in recipe.sources}
    further = {
        name: of
        for name, of in proposal.further.items()
        if name not in recipe.further and of.table not in recipe.tables
    }
    new = {of.table for of in (*sources.values(), *further.values())}
    tables = {name: keys for name, keys in proposal.tables.items() if name in new}
    return replace(
        recipe,
        tables={**tables, **recipe.tables},
        sources={**recipe.sources, **sources},
        further={**recipe.further, **further},
    )


def covers(recipe: Recipe, tables: Sequence[Table]) -> bool:
    """Whether each table of a recipe is among some tables, under whatever name: one has all the
    headings that are read of it, turned as it says."""
    headings = [
        set(map(plain, one.headings))
        for table in tables
        for one in (table, *(turned(table, t) for t in recipe.turned.values() if fits(table, t)))
    ]
    wanted = [set(map(plain, filter(None, recipe.headings_of(name)))) for name in recipe.tables]
    return bool(wanted) and all(any(of <= there for there in headings) for of in wanted)


def _is_pay(name: str, plan: Plan) -> bool:
    return name == GROSS or any(line.id == name for line in plan.pay_lines)


def _without(recipe: Recipe, table: str, heading: str) -> Recipe:
    """The recipe in which a column is nothing."""

    def left(sources: Mapping[str, Source]) -> dict[str, Source]:
        found = {}
        for name, of in sources.items():
            if of.table != table or heading not in of.columns:
                found[name] = of
            elif rest := tuple(other for other in of.columns if other != heading):
                found[name] = settled(replace(of, columns=rest), "follows")
        return found

    sources, further = left(recipe.sources), left(recipe.further)
    tables = dict(recipe.tables)
    keys = tables.get(table)
    if keys is not None and keys.employee == heading:
        keys = replace(keys, employee="", unsure="gone")
    if keys is not None and keys.month is not None and keys.month.column == heading:
        keys = replace(keys, month=Dates(), unsure="month gone")
    if keys is not None:
        tables[table] = keys
    return replace(recipe, sources=sources, further=further, tables=tables)


def _kept(recipe: Recipe, source: Source | None) -> Recipe:
    """The recipe with columns kept for grouping, under their own headings."""
    if source is None or not source.columns:
        return recipe
    further = dict(recipe.further)
    for heading in source.columns:
        taken = heading in further or heading in recipe.sources
        name = f"{heading} ({source.table})" if taken else heading
        further[name] = Source(source.table, (heading,))
    return replace(recipe, further=further)
