"""What a recipe keeps of files beyond a plan's columns: for grouping, and for reconciling."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyarrow.compute as pc

from engine.importing.categories import sure_values
from engine.importing.heading_words import GENERAL, SYNONYM, is_of_pay, known_names, likeness
from engine.importing.look_ups import look_ups
from engine.importing.matching import Matching
from engine.importing.recipe import Recipe, Rule, Source, TableKeys
from engine.importing.table_grain import Grain, grain
from engine.sheets import EMPLOYEE, HIRED, MONTH

MOST_FURTHER, MOST_VALUES = 60, 60
MONEY = ("sales", "paid", "receipts", "orders", "calls", "tickets", "conversations")
"""Groups of words whose numbers are added where a table is one of events."""


def with_further(recipe: Recipe, matching: Matching) -> Recipe:
    """The recipe with columns beyond the plan's that may be of use: numbers and short lists.

    What is not certain of them is left as it stands in the files; only of columns of what was paid
    is it asked whether one goes on where another ends."""
    return _Beyond(matching).completed(recipe)


@dataclass(frozen=True)
class _Beyond:
    matching: Matching

    def _with_people(self, recipe: Recipe) -> Recipe:
        """The recipe with tables of one row for each person that have everybody of the main one."""
        main = self.matching.main(recipe.sources, recipe.tables)
        if main is None or not recipe.tables[main].employee or recipe.tables[main].through:
            return recipe
        wanted = self.matching.columns.named[main].column(recipe.tables[main].employee).unique()
        tables = dict(recipe.tables)
        for table in self.matching.tables:
            found = self.matching.keys.employees[table.name]
            if table.name in tables or not found or found[0].confidence < GENERAL:
                continue
            ids = found[0].heading
            of = self.matching.columns.profile(table.name, ids)
            is_whole = of.is_unique and of.filled == table.sheet.rows > 1
            if not is_whole or self.matching.keys.months[table.name]:
                continue
            if pc.all(pc.is_in(wanted, table.column(ids))).as_py():
                tables[table.name] = TableKeys(ids)
        return replace(recipe, tables=tables)

    def _with_groups(self, recipe: Recipe) -> Recipe:
        """The recipe with groups of the plan in the words of a table in which they are keys; these
        and categories found in it where they lack. Either is asked about."""
        sources = dict(recipe.sources)
        for (name, heading), found in look_ups(self.matching, recipe).items():
            small, key, *texts = found.through
            said = Source(name, (heading,), through=found.through, unsure="keys")
            for fact, column in self.matching.plan.facts.items():
                fits = self.matching.facts.every_candidate[fact]
                words = [one.heading for one in fits if one.table == small and one.heading in texts]
                before = sources.get(fact, Source())
                is_free = (before.table, before.columns) in (("", ()), (name, (heading,)))
                if column.kind == "category" and words and is_free and not before.constant:
                    keys = self.matching.columns.texts(name, heading)
                    if len(sure_values(keys, column)) < len(keys):
                        sources[fact] = replace(said, through=(small, key, words[0]))
                is_plain = sources.get(fact) == Source(name, (heading,))
                if column.kind == "group" and (is_plain or (fact not in sources and words)):
                    sources[fact] = said
        return replace(recipe, sources=sources)

    def completed(self, recipe: Recipe) -> Recipe:
        recipe = self._with_groups(self._with_people(recipe))
        in_words = look_ups(self.matching, recipe)
        used = {(source.table, h) for source in recipe.sources.values() for h in source.columns}
        known = {EMPLOYEE, MONTH, HIRED, *self.matching.facts.wanted}
        further: dict[str, Source] = {}
        for name, keys in recipe.tables.items():
            table = self.matching.columns.named[name]
            here = grain(self.matching, name, keys)
            begin = [h for h in table.headings if h not in table.successors.values()]
            for heading in (*begin, *table.successors.values()):
                taken = heading in recipe.headings_of(name) or (name, heading) in used
                if taken or heading.startswith("(") or len(further) >= MOST_FURTHER:
                    continue
                source = self._further(name, heading, here)
                then = table.successors.get(heading, "")
                is_new = then and (name, then) not in used
                if source is not None and is_new and is_of_pay(heading):
                    later = self._further(name, then, here)
                    if later is not None and later.rule == source.rule:
                        source = replace(source, columns=(heading, then), unsure="follows")
                        used.add((name, then))
                found = in_words.get((name, heading))
                if found is not None and found.is_sure and not here.is_events:
                    source = Source(name, (heading,), through=found.through)
                    if len(found.through) == 3:
                        heading = found.through[2]
                called = heading if heading not in known | set(further) else f"{heading} ({name})"
                if source is not None:
                    further[called] = source
        return replace(recipe, further=further)

    def _further(self, name: str, heading: str, here: Grain) -> Source | None:
        of = self.matching.columns.profile(name, heading)
        if of.filled == 0 or of.is_day:
            return None
        if of.is_number:
            if not here.is_events:
                return Source(name, (heading,))
            if heading in self.matching.columns.named[name].beside_days:
                return Source(name, (heading,), rule=Rule.ONLY)
            is_amount = any(likeness(heading, *known_names([word])) >= SYNONYM for word in MONEY)
            return Source(name, (heading,), rule=Rule.SUM) if is_amount else None
        is_short = of.distinct <= MOST_VALUES and not of.may_be_id
        return Source(name, (heading,)) if is_short and not here.is_events else None
