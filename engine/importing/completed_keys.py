"""Whose and when the rows of tables are, as far as a recipe and some tables tell."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.importing.matching import Matching
from engine.importing.recipe import Dates, Recipe, TableKeys
from engine.importing.renamed_columns import heading_in


def with_keys(recipe: Recipe, matching: Matching) -> Recipe:
    """The recipe with keys for every table it reads, each leading to the people of the main one."""
    return _Keys(matching).completed(recipe)


@dataclass(frozen=True)
class _Keys:
    matching: Matching

    def completed(self, recipe: Recipe) -> Recipe:
        named = self.matching.columns.named
        used = [source.table for source in recipe.sources.values() if source.table]
        tables = {name: keys for name, keys in recipe.tables.items() if name in named}
        for name in dict.fromkeys(used):
            if name in named and name not in tables:
                tables[name] = self.matching.keys.of_table(name) or TableKeys("", unsure="gone")
        tables = {name: self._keys(name, keys) for name, keys in tables.items()}
        main = self.matching.main(recipe.sources, tables)
        if main is None:
            return replace(recipe, tables=tables)
        for name, keys in tables.items():
            is_open = keys.employee and not keys.through and not keys.unlinked
            if name != main and is_open and tables[main].employee:
                tables[name] = self.matching.linked(keys, name, main, tables[main])
        return replace(recipe, tables=tables)

    def _keys(self, name: str, keys: TableKeys) -> TableKeys:
        """The keys of a table, with what may have become of columns that are gone."""
        table = self.matching.columns.named[name]
        found = self.matching.keys.of_table(name)
        if not keys.employee or not heading_in(table, keys.employee):
            keys = replace(keys, employee=found.employee if found else "", unsure="gone")
        if keys.employee:
            keys = replace(keys, employee=heading_in(table, keys.employee))
        month = keys.month
        if month is not None and month.column and not heading_in(table, month.column):
            gone = found.month if found else None
            keys = replace(keys, month=gone or Dates(), unsure="month gone")
        elif month is not None and month.column:
            keys = replace(keys, month=replace(month, column=heading_in(table, month.column)))
        down = tuple(
            heading_in(table, heading) for heading in keys.fill_down if heading_in(table, heading)
        )
        states = {heading_in(table, one) or one: of for one, of in keys.states.items()}
        keys = replace(keys, fill_down=down, states=states)
        if keys.through is not None:
            link, here, there = keys.through
            other = self.matching.columns.named.get(link)
            if other is None or not heading_in(other, here) or not heading_in(other, there):
                keys = replace(keys, through=None)
        return self._of_this_year(name, self._with_year(name, keys))

    def _with_year(self, name: str, keys: TableKeys) -> TableKeys:
        """The keys with the year of the titles or names, where the months do not say it."""
        month = keys.month
        if month is None or month.year is not None or not month.column or keys.unsure:
            return keys
        year = self.matching.keys.year(name)
        if year is None or not self.matching.keys.lacks_year(name, month.column):
            return keys
        dates = replace(month, year=year, file=self.matching.columns.file(name), told=year)
        return replace(keys, month=dates, unsure="year")

    def _of_this_year(self, name: str, keys: TableKeys) -> TableKeys:
        """A year that was decided for another file is that of this one's name, or is asked for; so
        is one that the same file's name or titles no longer say."""
        month = keys.month
        if month is None or (month.year is None and not month.constant):
            return keys
        file, year = self.matching.columns.file(name), self.matching.keys.year(name)
        if month.file in ("", file):
            known = month.year is None or year in (None, month.year, month.told)
            if known or not month.column or not self.matching.keys.lacks_year(name, month.column):
                return keys
            return replace(keys, month=replace(month, year=year, told=year), unsure="year")
        if month.year is not None and year == month.year:
            return replace(keys, month=replace(month, file=file))
        if month.year is not None and year is not None:
            return replace(keys, month=replace(month, year=year, file=file, told=year))
        return replace(keys, unsure="year" if month.year is not None else "month file")
