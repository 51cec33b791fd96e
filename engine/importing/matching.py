"""Tables of files held against a plan: whose rows they have, and which columns of the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from engine.importing.heading_words import EQUAL
from engine.importing.key_columns import KeyColumns
from engine.importing.linking import Link, links_to
from engine.importing.plan_columns import PlanColumns
from engine.importing.recipe import Recipe, Source, TableKeys
from engine.importing.table_columns import TableColumns
from engine.plan import TENURE, Plan
from engine.sheets import HIRED
from engine.tables import Table


@dataclass
class Matching:
    """Some tables held against a plan: what their columns hold, which of them say whose row each is
    (`keys`), and which are columns of the plan (`facts`)."""

    tables: Sequence[Table]
    plan: Plan

    @cached_property
    def columns(self) -> TableColumns:
        """The columns of the tables, and what they hold."""
        return TableColumns(self.tables)

    @cached_property
    def keys(self) -> KeyColumns:
        """The columns that say whose row it is, and of which month."""
        return KeyColumns(self.columns)

    @cached_property
    def facts(self) -> PlanColumns:
        """The columns that the plan reads."""
        return PlanColumns(self.columns, self.plan)

    def main(self, sources: Mapping[str, Source], keys: Mapping[str, TableKeys]) -> str | None:
        """The table that the others are joined to: one that says when, and has the most columns of
        the plan."""
        counts = Counter(source.table for source in sources.values())
        ranked = sorted(
            keys,
            key=lambda name: (
                keys[name].month is not None,
                counts[name],
                self.columns.named[name].sheet.rows if name in self.columns.named else 0,
            ),
            reverse=True,
        )
        return ranked[0] if ranked else None

    def linked(self, keys: TableKeys, name: str, main: str, of_main: TableKeys) -> TableKeys:
        """The keys of a table by which its rows find the people of the main one."""
        link = links_to(self.tables, (name, keys.employee), (main, of_main.employee))
        match link:
            case Link(through=through, column=column):
                return replace(keys, employee=column, through=through)
            case None:
                return replace(keys, unsure="link")


def proposed(matching: Matching) -> Recipe:
    """What the columns of some tables are for a plan, as far as it can be told."""
    every = {table.name: matching.keys.of_table(table.name) for table in matching.tables}
    keys = {name: of for name, of in every.items() if of is not None}
    taken = {(name, of.employee) for name, of in keys.items()}
    taken |= {(name, of.month.column) for name, of in keys.items() if of.month}
    found = matching.facts.assigned(taken, set(keys), list(matching.facts.wanted))
    if TENURE in found and HIRED in found:
        del found[HIRED if found[TENURE][0].confidence >= EQUAL else TENURE]
    sources = {
        fact: Source(one.table, (one.heading,), unsure=doubt)
        for fact, (one, doubt) in found.items()
    }
    main = matching.main(sources, keys)
    used = {source.table for source in sources.values()} | ({main} if main else set())
    ordered = sorted(used & set(keys), key=lambda name: name != main)
    return Recipe(matching.plan.id, {name: keys[name] for name in ordered}, sources)
