"""A recipe fitted to some tables: their names, what became of its columns, and what it leaves at
its usual value. What is not certain is marked unsure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pyarrow.compute as pc

from engine.importing.categories import likely_values, sure_values
from engine.importing.file_tables import Table
from engine.importing.heading_words import GENERAL, LIKELY, SYNONYM, known_names, likeness
from engine.importing.headings import plain
from engine.importing.look_ups import look_ups
from engine.importing.matching import EMPLOYEE, HIRED, Matching
from engine.importing.profile import Profile
from engine.importing.recipe import OF_COLUMNS, OPEN, Dates, Recipe, Rule, Source, TableKeys
from engine.importing.units import factor
from engine.importing.written_dates import read_days
from engine.plan import TENURE, Column
from engine.text import MOST_PROBLEMS

TEN_THOUSANDS = (3_000.0, 50_000.0)
"""Amounts so many times smaller than others of their table may be in units of 10,000."""
SEVERAL = 0.2
"""A table is one of events where in so many of the months of its people several rows stand; where
it is fewer, they are asked about."""
FITS = 0.5
"""A table is the one of a recipe, under another name, if it has so many of its headings."""
MOST_FURTHER, MOST_VALUES = 60, 60
MONEY = ("sales", "paid", "receipts", "orders", "calls", "tickets", "conversations")
"""Groups of words whose numbers are added where a table is one of events."""


@dataclass(frozen=True)
class Grain:
    """How many rows stand in one month of an employee: `share` is that of the months with several,
    `by_day` whether rows say their day."""

    share: float
    by_day: bool

    @property
    def is_events(self) -> bool:
        """Whether rows are below the month."""
        return self.share >= SEVERAL


def completed(recipe: Recipe, matching: Matching) -> Recipe:
    """The recipe for these tables, with everything that can be told from them."""
    return _Completing(matching).completed(recipe)


def with_successors(recipe: Recipe, matching: Matching) -> Recipe:
    """The recipe with columns that are called otherwise from some sheet on, under both names."""
    return _Completing(matching).with_successors(recipe)


def with_further(recipe: Recipe, matching: Matching) -> Recipe:
    """The recipe with columns beyond the plan's that may be of use: numbers and short lists."""
    return _Completing(matching).with_further(recipe)


def grain(matching: Matching, name: str, keys: TableKeys) -> Grain:
    """How many rows of a table stand in one month of an employee."""
    table = matching.named[name]
    if not keys.employee or keys.month is None:
        return Grain(0.0, False)
    people = table.column(keys.employee).dictionary_encode().indices.to_numpy()
    if not keys.month.column:
        months, by_day = np.zeros_like(people), False
    else:
        coded = table.column(keys.month.column).dictionary_encode()
        texts = coded.dictionary.to_pylist()
        days = read_days(texts, keys.month.year, keys.month.day_first, serial=True)
        said = {t: (d.year, d.month or d.one) for t, d in days.read.items()}
        place = {month: i for i, month in enumerate(dict.fromkeys(said.values()))}
        of_text = np.array([place.get(said.get(t, (0, 0)), -1) for t in texts] or [-1])
        months = of_text[coded.indices.to_numpy()]
        by_day = len({(d.year, d.month, d.day) for d in days.read.values()}) > len(place)
    pairs = people.astype(np.int64) * (int(months.max(initial=0)) + 2) + months + 1
    counts = np.unique(pairs[months >= 0], return_counts=True)[1]
    return Grain(float((counts > 1).mean()) if counts.size else 0.0, by_day)


@dataclass(frozen=True)
class _Completing:
    matching: Matching

    def completed(self, recipe: Recipe) -> Recipe:
        recipe = self._begun(self._renamed(recipe))
        recipe = self._with_columns(recipe)
        recipe = self._with_more_files(recipe)
        recipe = self._with_keys(recipe)
        sources = {
            fact: self._source(fact, source, recipe.tables)
            for fact, source in recipe.sources.items()
        }
        return replace(recipe, sources=self._of_one_scale(sources))

    def _of_one_scale(self, sources: Mapping[str, Source]) -> dict[str, Source]:
        """Amounts of one table that are some 10,000 times smaller than others, asked about."""
        amounts = {
            fact: source
            for fact, source in sources.items()
            if fact in self.matching.plan.facts
            and self.matching.plan.facts[fact].kind == "money"
            and source.columns
            and source.rule is None
        }
        middles = {
            fact: self.matching.profile(of.table, of.columns[0]).middle * float(of.factor)
            for fact, of in amounts.items()
        }
        found = dict(sources)
        for fact, source in amounts.items():
            larger = [
                middles[other]
                for other, of in amounts.items()
                if of.table == source.table and middles[fact] > 0
            ]
            if source.times is None and larger:
                low, high = TEN_THOUSANDS
                if low <= max(larger) / middles[fact] <= high:
                    times = replace(source, times=Fraction(10_000))
                    found[fact] = _unsure(times, "scale")
        return found

    def _begun(self, recipe: Recipe) -> Recipe:
        """A recipe of which only the employees are decided, with what is proposed for the rest."""
        if recipe.sources or not recipe.tables:
            return recipe
        tables = dict(recipe.tables)
        for name, keys in recipe.tables.items():
            found = self.matching.months.get(name)
            if keys.month is None and found:
                tables[name] = replace(keys, month=Dates(found[0].heading))
        taken = {(name, of.employee) for name, of in tables.items()}
        taken |= {(name, of.month.column) for name, of in tables.items() if of.month}
        found_for = self.matching.assigned(taken, set(tables), list(self.matching.wanted))
        sources = {
            fact: Source(one.table, (one.heading,), unsure=doubt)
            for fact, (one, doubt) in found_for.items()
        }
        return with_further(replace(recipe, tables=tables, sources=sources), self.matching)

    def _with_more_files(self, recipe: Recipe) -> Recipe:
        """The recipe with what further files have of the columns that are lacking so far."""
        tenure = {TENURE, HIRED} & set(recipe.sources)
        lacking = [
            fact
            for fact in self.matching.wanted
            if fact not in recipe.sources and not (tenure and fact in (TENURE, HIRED))
        ]
        if not lacking or not recipe.sources:
            return recipe
        taken = {(s.table, h) for s in recipe.sources.values() for h in s.columns}
        taken |= {(name, keys.employee) for name, keys in recipe.tables.items()}
        keyed = {name for name, found in self.matching.employees.items() if found}
        found = self.matching.assigned(taken, keyed | set(recipe.tables), lacking)
        if TENURE in found:
            found.pop(HIRED, None)
        new = {
            fact: Source(one.table, (one.heading,), unsure=doubt)
            for fact, (one, doubt) in found.items()
        }
        further = {
            name: source
            for name, source in recipe.further.items()
            if not any((source.table, source.columns) == (s.table, s.columns) for s in new.values())
        }
        return replace(recipe, sources={**recipe.sources, **new}, further=further)

    # -- tables and columns that are called otherwise ---------------------------------------

    def _renamed(self, recipe: Recipe) -> Recipe:
        """The recipe with the names of these tables: the next file of a layout has another name."""
        named = self.matching.named
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

    def _with_columns(self, recipe: Recipe) -> Recipe:
        """Columns that are no longer there, with what may have become of them."""
        named = self.matching.named
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
            kept = tuple(h for h in source.columns if table is not None and _at(table, h))
            if len(kept) == len(source.columns):
                assert table is not None
                same = tuple(_at(table, heading) for heading in source.columns)
                sources[fact] = replace(source, columns=same)
                continue
            if kept:
                sources[fact] = replace(source, columns=kept)
                continue
            free = [
                one
                for one in self.matching.every_candidate.get(fact, ())
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
        table = self.matching.named.get(source.table)
        return () if table is None else tuple(h for h in source.columns if _at(table, h))

    def _is_there(self, through: tuple[str, ...]) -> bool:
        """Whether a table of keys has its columns still."""
        table = self.matching.named.get(through[0])
        return table is not None and set(through[1:]) <= set(table.headings)

    # -- whose and when -----------------------------------------------------------------------

    def _with_keys(self, recipe: Recipe) -> Recipe:
        named = self.matching.named
        used = [source.table for source in recipe.sources.values() if source.table]
        tables = {name: keys for name, keys in recipe.tables.items() if name in named}
        for name in dict.fromkeys(used):
            if name in named and name not in tables:
                tables[name] = self.matching.keys(name) or TableKeys("", unsure="gone")
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
        table = self.matching.named[name]
        found = self.matching.keys(name)
        if not keys.employee or not _at(table, keys.employee):
            keys = replace(keys, employee=found.employee if found else "", unsure="gone")
        if keys.employee:
            keys = replace(keys, employee=_at(table, keys.employee))
        month = keys.month
        if month is not None and month.column and not _at(table, month.column):
            gone = found.month if found else None
            keys = replace(keys, month=gone or Dates(), unsure="month gone")
        elif month is not None and month.column:
            keys = replace(keys, month=replace(month, column=_at(table, month.column)))
        down = tuple(_at(table, heading) for heading in keys.fill_down if _at(table, heading))
        keys = replace(keys, fill_down=down)
        if keys.through is not None:
            link, here, there = keys.through
            other = self.matching.named.get(link)
            if other is None or not _at(other, here) or not _at(other, there):
                keys = replace(keys, through=None)
        return self._of_this_year(name, self._with_year(name, keys))

    def _with_year(self, name: str, keys: TableKeys) -> TableKeys:
        """The keys with the year of the titles or names, where the months do not say it."""
        month = keys.month
        if month is None or month.year is not None or not month.column or keys.unsure:
            return keys
        year = self.matching.year(name)
        if year is None or not self.matching.lacks_year(name, month.column):
            return keys
        dates = replace(month, year=year, file=self.matching.file(name))
        return replace(keys, month=dates, unsure="year")

    def _of_this_year(self, name: str, keys: TableKeys) -> TableKeys:
        """A year that was decided for another file is that of this one's name, or is asked for."""
        month = keys.month
        if month is None or (month.year is None and not month.constant):
            return keys
        file = self.matching.file(name)
        if month.file in ("", file):
            return keys
        year = self.matching.year(name)
        if month.year is not None and year == month.year:
            return replace(keys, month=replace(month, file=file))
        if month.year is not None and year is not None:
            return replace(keys, month=replace(month, year=year, file=file))
        return replace(keys, unsure="year" if month.year is not None else "month file")

    # -- columns of the plan ------------------------------------------------------------------

    def _source(self, fact: str, source: Source, tables: Mapping[str, TableKeys]) -> Source:
        keys = tables.get(source.table)
        column = self.matching.plan.facts.get(fact)
        if keys is None or not source.columns:
            return source
        of = self.matching.profile(source.table, source.columns[0])
        if column is not None and column.kind == "category":
            source = self._with_values(source, column)
        if column is not None and source.times is None:
            table, heading = self.matching.named[source.table], source.columns[0]
            unit = table.units.get(heading, table.title_unit)
            times, is_sure = factor(column, heading, unit, of)
            if heading not in table.units and table.title_unit is not None:
                is_sure = is_sure and times is None
            source = replace(source, times=times)
            source = source if is_sure else _unsure(source, "scale")
        if source.rule is None:
            source = self._with_rule(source, column, keys, of)
        return source

    def with_successors(self, recipe: Recipe) -> Recipe:
        """Columns together with those that take their place in the middle of the sheets."""
        sources = dict(recipe.sources)
        for fact, source in recipe.sources.items():
            if len(source.columns) != 1:
                continue
            [heading] = source.columns
            follows = self.matching.named[source.table].successors
            before = {new: old for old, new in follows.items()}
            if heading in follows:
                columns = (heading, follows[heading])
            elif heading in before:
                columns = (before[heading], heading)
            else:
                continue
            settled = tuple(reason for reason in source.reasons if reason not in OF_COLUMNS)
            whole = replace(source, columns=columns, unsure=", ".join(settled))
            sources[fact] = _unsure(whole, "follows")
        return replace(recipe, sources=sources)

    def _with_values(self, source: Source, column: Column) -> Source:
        """Texts that are no value by name, each with a proposal or without one."""
        texts: list[str] = []
        for heading in source.columns:
            texts += self.matching.texts(source.table, heading)
        sure = sure_values(texts, column)
        new = [text for text in texts if text not in source.values and text not in sure]
        if len(new) > MOST_PROBLEMS:
            return source
        likely = likely_values(new, column)
        opened = {text: f"{OPEN}{likely.get(text, '')}" for text in new}
        return replace(source, values={**source.values, **opened})

    def _with_rule(
        self, source: Source, column: Column | None, keys: TableKeys, of: Profile
    ) -> Source:
        """The rule for several rows of a month, where a table is one of events."""
        kind = column.kind if column is not None else "date"
        if kind == "share" and of.flags >= LIKELY and of.distinct > 1 and not of.is_number:
            return replace(source, rule=Rule.SHARE_OF_YES)
        here = grain(self.matching, source.table, keys)
        if not here.is_events:
            return source
        if kind in ("money", "count"):
            summed = replace(source, rule=Rule.SUM)
            return summed if here.by_day else _unsure(summed, "rule")
        if kind in ("share", "score", "number"):
            return _unsure(replace(source, rule=Rule.MEAN), "rule")
        ruled = replace(source, rule=Rule.LAST)
        return ruled if here.by_day else _unsure(ruled, "rule")

    # -- beyond the plan ------------------------------------------------------------------------

    def _with_people(self, recipe: Recipe) -> Recipe:
        """The recipe with tables of one row for each person that have everybody of the main one."""
        main = self.matching.main(recipe.sources, recipe.tables)
        if main is None or not recipe.tables[main].employee or recipe.tables[main].through:
            return recipe
        wanted = self.matching.named[main].column(recipe.tables[main].employee).unique()
        tables = dict(recipe.tables)
        for table in self.matching.tables:
            found = self.matching.employees[table.name]
            if table.name in tables or not found or found[0].confidence < GENERAL:
                continue
            ids = found[0].heading
            of = self.matching.profile(table.name, ids)
            is_whole = of.is_unique and of.filled == table.sheet.rows > 1
            if not is_whole or self.matching.months[table.name]:
                continue
            if pc.all(pc.is_in(wanted, table.column(ids))).as_py():
                tables[table.name] = TableKeys(ids)
        return replace(recipe, tables=tables)

    def _with_groups(self, recipe: Recipe) -> Recipe:
        """The recipe with groups of the plan in the words of a table in which they are keys, or
        found in it where they lack; either is asked about."""
        sources = dict(recipe.sources)
        for (name, heading), found in look_ups(self.matching, recipe).items():
            said = Source(name, (heading,), through=found.through, unsure="keys")
            for fact, column in self.matching.plan.facts.items():
                if column.kind != "group":
                    continue
                words = {(one.table, one.heading) for one in self.matching.every_candidate[fact]}
                texts = {(found.through[0], text) for text in found.through[2:]}
                is_plain = sources.get(fact) == Source(name, (heading,))
                if is_plain or (fact not in sources and words & texts):
                    sources[fact] = said
        return replace(recipe, sources=sources)

    def with_further(self, recipe: Recipe) -> Recipe:
        recipe = self._with_groups(self._with_people(recipe))
        in_words = look_ups(self.matching, recipe)
        used = {(source.table, h) for source in recipe.sources.values() for h in source.columns}
        known = {EMPLOYEE, "month", HIRED, *self.matching.wanted}
        further: dict[str, Source] = {}
        for name, keys in recipe.tables.items():
            table = self.matching.named[name]
            here = grain(self.matching, name, keys)
            begin = [h for h in table.headings if h not in table.successors.values()]
            for heading in (*begin, *table.successors.values()):
                taken = heading in recipe.headings_of(name) or (name, heading) in used
                if taken or heading.startswith("(") or len(further) >= MOST_FURTHER:
                    continue
                source = self._further(name, heading, here)
                then = table.successors.get(heading, "")
                if source is not None and then and (name, then) not in used:
                    later = self._further(name, then, here)
                    if later is not None and later.rule == source.rule:
                        source = replace(source, columns=(heading, then), unsure="follows")
                        used.add((name, then))
                found = in_words.get((name, heading))
                if found is not None and not here.is_events:
                    doubt = "" if found.is_sure else "keys"
                    source = Source(name, (heading,), through=found.through, unsure=doubt)
                    if found.is_sure and len(found.through) == 3:
                        heading = found.through[2]
                called = heading if heading not in known | set(further) else f"{heading} ({name})"
                if source is not None:
                    further[called] = source
        return replace(recipe, further=further)

    def _further(self, name: str, heading: str, here: Grain) -> Source | None:
        of = self.matching.profile(name, heading)
        if of.filled == 0 or of.is_day:
            return None
        if of.is_number:
            if not here.is_events:
                return Source(name, (heading,))
            is_amount = any(likeness(heading, *known_names([word])) >= SYNONYM for word in MONEY)
            return Source(name, (heading,), rule=Rule.SUM) if is_amount else None
        is_short = of.distinct <= MOST_VALUES and not of.may_be_id
        return Source(name, (heading,)) if is_short and not here.is_events else None


def _unsure(source: Source, reason: str) -> Source:
    return replace(source, unsure=", ".join((*source.reasons, reason)))


def _at(table: Table, heading: str) -> str:
    """The heading of a table that is the same but for case, width and blanks, or ""."""
    if heading in table.headings:
        return heading
    wanted = plain(heading)
    found = [other for other in table.headings if plain(other) == wanted]
    return found[0] if len(found) == 1 else ""


def _share_of(needed: set[str], table: Table) -> float:
    there = set(map(plain, table.headings))
    return len(needed & there) / len(needed) if needed else 0.0
