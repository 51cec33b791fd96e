"""The tables and columns of a recipe among those of files that may call them otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.importing.heading_words import LIKELY
from engine.importing.matching import Matching
from engine.importing.recipe import Recipe, Source
from engine.tables import Table, plain

FITS = 0.5
"""A table is the one of a recipe, under another name, if it has so many of its headings."""


def with_names_of(recipe: Recipe, matching: Matching) -> Recipe:
    """The recipe in the names of some tables; columns that are no longer there are unsure."""
    fitting = _Fitting(matching)
    return fitting.with_columns(fitting.renamed(recipe))


def heading_in(table: Table, heading: str) -> str:
    """The heading of a table that is the same but for case, width and blanks, or ""."""
    if heading in table.headings:
        return heading
    wanted = plain(heading)
    found = [other for other in table.headings if plain(other) == wanted]
    return found[0] if len(found) == 1 else ""


@dataclass(frozen=True)
class _Fitting:
    matching: Matching

    def renamed(self, recipe: Recipe) -> Recipe:
        """The recipe with the names of these tables: the next file of a layout has another name."""
        named = self.matching.columns.named
        free = [table for table in self.matching.tables if table.name not in recipe.tables]
        new: dict[str, str] = {}
        for name in recipe.tables:
            if name in named:
                continue
            needed = {plain(heading) for heading in recipe.headings_of(name)}
            shares = sorted(
                ((_share_of(needed, table), table.name) for table in free), reverse=True
            )
            shares = [one for one in shares if one[1] not in new.values()]
            if shares and shares[0][0] >= FITS and [s for s, _ in shares].count(shares[0][0]) == 1:
                new[name] = shares[0][1]

        for source in (*recipe.sources.values(), *recipe.further.values()):
            if source.through and source.through[0] not in (*named, *new):
                keys = set(source.through[1:])
                fits = [table.name for table in free if keys <= set(table.headings)]
                if len(fits) == 1:
                    new[source.through[0]] = fits[0]

        def called(name: str) -> str:
            return new.get(name, name)

        def moved(source: Source) -> Source:
            through = source.through and (called(source.through[0]), *source.through[1:])
            return replace(source, table=called(source.table), through=through)

        tables = {
            called(name): replace(
                keys, through=keys.through and (called(keys.through[0]), *keys.through[1:])
            )
            for name, keys in recipe.tables.items()
        }
        sources, further = (
            {fact: moved(source) for fact, source in part.items()}
            for part in (recipe.sources, recipe.further)
        )
        return replace(recipe, tables=tables, sources=sources, further=further)

    def with_columns(self, recipe: Recipe) -> Recipe:
        """Columns that are no longer there, with what may have become of them."""
        named = self.matching.columns.named
        taken = {
            (source.table, heading)
            for source in recipe.sources.values()
            for heading in source.columns
        }
        sources = dict(recipe.sources)
        for fact, source in recipe.sources.items():
            if not source.columns:
                continue
            if source.through and not self._is_there(source.through):
                source = replace(source, through=(), unsure="gone")
            table = named.get(source.table)
            kept = tuple(h for h in source.columns if table is not None and heading_in(table, h))
            if len(kept) == len(source.columns):
                assert table is not None
                same = tuple(heading_in(table, heading) for heading in source.columns)
                sources[fact] = replace(source, columns=same)
                continue
            if kept:
                sources[fact] = replace(source, columns=kept)
                continue
            free = [
                one
                for one in self.matching.facts.every_candidate.get(fact, ())
                if (one.table, one.heading) not in taken and one.confidence >= LIKELY
            ]
            place = (free[0].table, (free[0].heading,)) if free else ("", ())
            sources[fact] = replace(source, table=place[0], columns=place[1], unsure="gone")
        further = {
            name: replace(source, columns=there)
            for name, source in recipe.further.items()
            if (there := self._still_there(source))
            and (not source.through or self._is_there(source.through))
        }
        return replace(recipe, sources=sources, further=further)

    def _still_there(self, source: Source) -> tuple[str, ...]:
        """The columns of a source that its table has."""
        table = self.matching.columns.named.get(source.table)
        return () if table is None else tuple(h for h in source.columns if heading_in(table, h))

    def _is_there(self, through: tuple[str, ...]) -> bool:
        """Whether a table of keys has its columns still."""
        table = self.matching.columns.named.get(through[0])
        return table is not None and set(through[1:]) <= set(table.headings)


def _share_of(needed: set[str], table: Table) -> float:
    there = set(map(plain, table.headings))
    return len(needed & there) / len(needed) if needed else 0.0
