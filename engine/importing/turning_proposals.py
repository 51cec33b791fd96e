"""How a table is to be turned, as far as its headings and cells tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

import pyarrow as pa

from engine.importing.heading_words import (
    GENERAL,
    LIKELY,
    SYNONYM,
    bare,
    groups,
    known_names,
    likeness,
)
from engine.importing.profile import Profile, profile
from engine.importing.recipe import Recipe, Turn
from engine.importing.turning import fits, turned
from engine.plan import Plan
from engine.sheets import EMPLOYEE, MONTH
from engine.tables import HEADING, VALUE, Table, find_outline
from engine.yaml_files import DATA, Document

WORDS = DATA / "importing" / "layouts.yaml"
FEWEST_FIGURES, MOST_FIGURES = 2, 40
"""So many figures stand below one another under one heading."""
FEWEST_PEOPLE = 2
MOST_LOOKED_AT = 5_000
"""Rows that tell how a table is laid out."""
ARE_NAMES = 0.6
"""So many of some headings begin as names do, or are known as people elsewhere."""
FIGURES = ("money", "count", "number", "share", "score")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(bare(str(word)) for word in Document.read(WORDS).data[name])


@cache
def _surnames() -> frozenset[str]:
    return frozenset(str(Document.read(WORDS).data["surnames"]))


def turned_tables(
    tables: Sequence[Table], plan: Plan, recipe: Recipe | None
) -> tuple[list[Table], dict[str, Turn]]:
    """The tables as a recipe turns them, those that it says nothing of as is proposed; and how each
    is turned, where one is."""
    decided = {} if recipe is None else dict(recipe.turned)
    turns: dict[str, Turn] = {}
    found = []
    for table in tables:
        turn = decided.get(table.name) or _of_another_name(table, tables, decided)
        if turn is None and not _is_read(table, recipe):
            turn = _Looking(table, plan, [other for other in tables if other is not table]).turn()
        if turn is not None:
            turns[table.name] = turn
        found.append(table if turn is None else turned(table, turn))
    return found, turns


def tells_kinds(column: pa.StringArray) -> bool:
    """Whether cells tell actual figures from planned ones: every one of them is a word for either,
    and both are there."""
    texts = {bare(str(text)) for text in column.unique().to_pylist() if text}
    actual, planned = texts & _words("actual_words"), texts & _words("planned_words")
    return bool(actual and planned) and texts <= actual | planned


def _of_another_name(
    table: Table, tables: Sequence[Table], decided: Mapping[str, Turn]
) -> Turn | None:
    """What was decided for a table of this layout under another name."""
    names = {one.name for one in tables}
    fitting = [turn for name, turn in decided.items() if name not in names and fits(table, turn)]
    return fitting[0] if len(fitting) == 1 else None


def _is_read(table: Table, recipe: Recipe | None) -> bool:
    """Whether a recipe reads a table as it stands."""
    if recipe is None:
        return False
    there = set(table.headings)
    return any(set(recipe.headings_of(name)) <= there for name in recipe.tables)


@dataclass(frozen=True)
class _Looking:
    table: Table
    plan: Plan
    others: Sequence[Table]

    def turn(self) -> Turn | None:
        """The turn that is proposed, None for a table that has a column for each figure."""
        outline = find_outline(self.table.sheet.columns, self._firsts())
        turn = Turn(unsure=True, outline=outline.column if outline is not None else "")
        table = turned(self.table, turn)
        kept = _Looking(table, self.plan, self.others).beside_people()
        if kept:
            turn = replace(turn, kept=kept)
            table = turned(table, Turn(kept))
        spread = _Looking(table, self.plan, self.others).spread()
        if spread is not None:
            return replace(spread, kept=kept, outline=turn.outline)
        return turn if turn.outline or kept else None

    def _firsts(self) -> list[int]:
        return [first for first, _ in self.table.sheet.parts] or [0]

    def spread(self) -> Turn | None:
        """Which columns name the figures, or tell actual from planned ones, of which cells."""
        values = tuple(h for h in self.columns if self._is_value(h))
        if not values:
            return None
        named = [
            heading
            for heading in self.columns
            if self._texts(heading) and tells_kinds(self.columns[heading])
        ][:1]
        figures = [h for h in self.columns if h not in named and self._names_figures(h)]
        named += figures[:1]
        if not named or (figures and len(values) > 1 and not self._is_called_figures(figures[0])):
            return None
        named = sorted(named, key=lambda heading: heading in figures)
        down = tuple(h for h in self.table.sparse_columns if h not in values)
        return Turn((), tuple(named), values, down, unsure=True)

    # -- headings that are people -----------------------------------------------------------------

    def beside_people(self) -> tuple[str, ...]:
        """The columns beside those of people, where the headings of all numbers are people."""
        own = [heading for heading in self.columns if not heading.startswith("(")]
        people = [h for h in own if self._of(h).numbers >= LIKELY]
        beside = [h for h in own if h not in people and self._of(h).filled]
        if len(people) < FEWEST_PEOPLE or not self._are_people(people):
            return ()
        if any(self._means(heading, (EMPLOYEE, "employee_name")) for heading in beside):
            return ()
        says = [h for h in beside if self._of(h).is_day or self._names_figures(h)]
        return tuple(beside) if says or (beside and HEADING in self.columns) else ()

    def _are_people(self, headings: Sequence[str]) -> bool:
        if any(self._is_known(heading) for heading in headings):
            return False
        known = {
            str(cell)
            for table in self.others
            for column in table.sheet.columns.values()
            if profile(column.slice(0, MOST_LOOKED_AT)).is_text
            for cell in column.slice(0, MOST_LOOKED_AT).to_pylist()
            if cell
        }
        if sum(heading in known for heading in headings) >= ARE_NAMES * len(headings):
            return True
        of = profile(pa.array(headings, pa.string()))
        if of.may_be_id and of.codes > of.numbers:
            return True
        called = [h for h in headings if not "\u4e00" <= h[0] <= "\u9fff" or h[0] in _surnames()]
        return of.is_names and len(called) >= ARE_NAMES * len(headings)

    # -- cells that name figures ------------------------------------------------------------------

    def _is_value(self, heading: str) -> bool:
        of = self._of(heading)
        if heading == VALUE:
            return of.filled > 0
        if heading.startswith("(") or of.is_day or of.numbers < LIKELY:
            return False
        return not self._means(heading, (EMPLOYEE, MONTH)) and not _counts(of)

    def _names_figures(self, heading: str) -> bool:
        """Whether the cells of a column name figures: its heading says so, or they are those of
        the plan."""
        texts = self._texts(heading)
        if not FEWEST_FIGURES <= len(texts) <= MOST_FIGURES:
            return False
        facts = {fact for text in texts for fact in [self._fact(text)] if fact}
        if self._is_called_figures(heading):
            return bool(facts) or sum(map(self._is_known, texts)) * 2 >= len(texts)
        return len(facts) >= FEWEST_FIGURES and 2 * sum(map(self._is_known, texts)) >= len(texts)

    def _is_called_figures(self, heading: str) -> bool:
        return bare(heading) in _words("figure_names")

    # -- what is known ----------------------------------------------------------------------------

    @cached_property
    def columns(self) -> dict[str, pa.StringArray]:
        """The columns, the first rows of them."""
        sheet = self.table.sheet
        return {h: column.slice(0, MOST_LOOKED_AT) for h, column in sheet.columns.items()}

    @cached_property
    def _profiles(self) -> dict[str, Profile]:
        return {heading: profile(column) for heading, column in self.columns.items()}

    def _of(self, heading: str) -> Profile:
        return self._profiles[heading]

    def _texts(self, heading: str) -> list[str]:
        """The different texts of a column of words, none for others."""
        of = self._of(heading)
        if heading.startswith("(") or not of.is_text or of.distinct > MOST_FIGURES:
            return []
        return [str(text) for text in self.columns[heading].unique().to_pylist() if text]

    def _fact(self, text: str) -> str:
        """The figure of the plan that a text names, if any."""
        for column in self.plan.facts.values():
            if column.kind in FIGURES:
                names = known_names([column.id, *column.label.values()])
                if likeness(text, *names) >= GENERAL:
                    return column.id
        return ""

    def _is_known(self, text: str) -> bool:
        """Whether a text is a word for some figure or other column."""
        return bool(self._fact(text)) or any(bare(text) in words for words in groups().values())

    def _means(self, heading: str, names: Iterable[str]) -> bool:
        return any(likeness(heading, *known_names([name])) >= SYNONYM for name in names)


def _counts(of: Profile) -> bool:
    """Whether numbers count the rows."""
    return of.is_unique and of.whole and of.low == 1 and of.high == of.rows and of.rows > 1
