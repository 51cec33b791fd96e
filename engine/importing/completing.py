"""A recipe fitted to some tables: their names, what became of its columns, and what it leaves at
its usual value. What is not certain is marked unsure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from engine.importing.categories import likely_values, sure_values
from engine.importing.columns_beyond import with_further
from engine.importing.completed_keys import with_keys
from engine.importing.heading_words import LIKELY, known_names, likeness, words_of
from engine.importing.matching import Matching
from engine.importing.profile import Profile
from engine.importing.recipe import OF_COLUMNS, OPEN, Dates, Recipe, Rule, Source, TableKeys
from engine.importing.renamed_columns import with_names_of
from engine.importing.table_grain import grain, repeats
from engine.importing.units import factor
from engine.plan import TENURE, Column
from engine.sheets import HIRED
from engine.text import MOST_PROBLEMS

TEN_THOUSANDS = (3_000.0, 50_000.0)
"""Amounts so many times smaller than others of their table may be in units of 10,000."""

QUANTITIES = (
    *("hours", "overtime_hours", "days_worked", "night_shifts"),
    *("leave_days", "sick_days", "absent_days"),
)
"""Groups of words whose numbers are added where a table is one of events."""


def completed(recipe: Recipe, matching: Matching) -> Recipe:
    """The recipe for these tables, with everything that can be told from them."""
    return _Completing(matching).completed(recipe)


def with_successors(recipe: Recipe, matching: Matching) -> Recipe:
    """The recipe with columns that are called otherwise from some sheet on, under both names."""
    return _Completing(matching).with_successors(recipe)


@dataclass(frozen=True)
class _Completing:
    matching: Matching

    def completed(self, recipe: Recipe) -> Recipe:
        recipe = self._begun(with_names_of(recipe, self.matching))
        recipe = with_keys(self._with_more_files(recipe), self.matching)
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
            fact: self.matching.columns.profile(of.table, of.columns[0]).middle * float(of.factor)
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
            found = self.matching.keys.months.get(name)
            if keys.month is None and found:
                tables[name] = replace(keys, month=Dates(found[0].heading))
        taken = {(name, of.employee) for name, of in tables.items()}
        taken |= {(name, of.month.column) for name, of in tables.items() if of.month}
        found_for = self.matching.facts.assigned(
            taken, set(tables), list(self.matching.facts.wanted)
        )
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
            for fact in self.matching.facts.wanted
            if fact not in recipe.sources and not (tenure and fact in (TENURE, HIRED))
        ]
        if not lacking or not recipe.sources:
            return recipe
        taken = {(s.table, h) for s in recipe.sources.values() for h in s.columns}
        taken |= {(name, keys.employee) for name, keys in recipe.tables.items()}
        keyed = {name for name, found in self.matching.keys.employees.items() if found}
        found = self.matching.facts.assigned(taken, keyed | set(recipe.tables), lacking)
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

    def _source(self, fact: str, source: Source, tables: Mapping[str, TableKeys]) -> Source:
        keys = tables.get(source.table)
        column = self.matching.plan.facts.get(fact)
        if keys is None or not source.columns:
            return source
        of = self.matching.columns.profile(source.table, source.columns[0])
        if column is not None and column.kind == "category":
            source = self._with_values(source, column)
        if column is not None and source.times is None:
            table, heading = self.matching.columns.named[source.table], source.columns[0]
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
            follows = self.matching.columns.named[source.table].successors
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
        if source.through:
            name, _, *words = source.through
            texts += [
                text for heading in words for text in self.matching.columns.texts(name, heading)
            ]
        for heading in () if source.through else source.columns:
            texts += self.matching.columns.texts(source.table, heading)
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
        if of.is_yes_or_no and kind == "share":
            return replace(source, rule=Rule.SHARE_OF_YES)
        if of.is_yes_or_no and kind == "count":
            return _unsure(replace(source, rule=Rule.COUNT_OF_YES), "rule")
        here = grain(self.matching, source.table, keys)
        if not here.is_events:
            return source
        if set(source.columns) <= self.matching.columns.named[source.table].beside_days:
            return replace(source, rule=Rule.ONLY)
        if kind == "money" and self._is_target(source, keys):
            return _unsure(replace(source, rule=Rule.LAST), "rule")
        if kind in ("money", "count"):
            summed = replace(source, rule=Rule.SUM)
            return summed if here.by_day else _unsure(summed, "rule")
        if column is not None and kind == "number" and _is_quantity(column):
            return _unsure(replace(source, rule=Rule.SUM), "rule")
        if kind in ("share", "score", "number"):
            return _unsure(replace(source, rule=Rule.MEAN), "rule")
        ruled = replace(source, rule=Rule.LAST)
        return ruled if here.by_day else _unsure(ruled, "rule")

    def _is_target(self, source: Source, keys: TableKeys) -> bool:
        """Whether a target stands beside each of the rows that are counted against it."""
        heading = source.columns[0]
        is_called = likeness(heading, *known_names(["quota"])) >= LIKELY
        return is_called and repeats(self.matching, source.table, keys, heading)


def _is_quantity(column: Column) -> bool:
    """Whether the plan reads hours, days or shifts, which add up to those of a month."""
    own, more = known_names([column.id, *column.label.values()])
    return any((own | more) & set(words_of(group)) for group in QUANTITIES)


def _unsure(source: Source, reason: str) -> Source:
    return replace(source, unsure=", ".join((*source.reasons, reason)))
