"""Small tables that say in words what a column of another table says by a key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from engine.importing.cell_reading import replaced
from engine.importing.matching import Matching
from engine.importing.recipe import Recipe
from engine.tables import Table, plain

MOST_KEYS, MOST_TEXTS = 1_000, 60
"""A larger table is none of keys; more different texts are no groups."""
FEWEST_LETTERS = 3
"""So many letters of a heading at least are found again in the name of the table of its keys."""


@dataclass(frozen=True)
class LookUp:
    """The words for the cells of a column: `through` is the table that has them, its column of
    keys, and the columns of words. `is_sure` where the keys are called as the column is and no
    other table fits."""

    table: str
    heading: str
    through: tuple[str, ...]
    is_sure: bool


def look_ups(matching: Matching, recipe: Recipe) -> dict[tuple[str, str], LookUp]:
    """The columns of the tables that are read whose every cell is a key of a table that is not; of
    several tables that which is likeliest, and none of them is sure."""
    links = {keys.through[0] for keys in recipe.tables.values() if keys.through}
    small = [
        table
        for table in matching.tables
        if table.name not in recipe.tables
        and table.name not in links
        and 1 < table.sheet.rows <= MOST_KEYS
    ]
    found: dict[tuple[str, str], LookUp] = {}
    for name, keys in recipe.tables.items():
        taken = {keys.employee, keys.or_by, keys.month.column if keys.month else ""}
        for heading in matching.columns.named[name].headings:
            if heading in taken or heading.startswith("("):
                continue
            fits = [one for table in small for one in _fits(matching, name, heading, table)]
            fits = [one for one in fits if one.is_sure] or fits
            if fits:
                first = fits[0]
                is_sure = first.is_sure and len(fits) == 1
                found[name, heading] = LookUp(name, heading, first.through, is_sure)
    return found


def _fits(matching: Matching, name: str, heading: str, small: Table) -> Iterator[LookUp]:
    of = matching.columns.profile(name, heading)
    if of.distinct < 2 or of.is_day or of.distinct > MOST_KEYS:
        return
    values = matching.columns.named[name].column(heading).unique()
    values = values.filter(pc.not_equal(values, ""))
    for key in small.headings:
        keys = matching.columns.profile(small.name, key)
        if key.startswith("(") or keys.filled < small.sheet.rows or not keys.is_unique:
            continue
        if not pc.all(pc.is_in(values, small.column(key))).as_py():
            continue
        texts = tuple(h for h in small.headings if h != key and _is_words(matching, small, h))
        is_sure = plain(key) == plain(heading)
        if texts and (is_sure or of.is_text or _named_alike(heading, small.name)):
            yield LookUp(name, heading, (small.name, key, *texts), is_sure)


def _is_words(matching: Matching, table: Table, heading: str) -> bool:
    of = matching.columns.profile(table.name, heading)
    return of.is_text and of.distinct <= MOST_TEXTS and not heading.startswith("(")


def _named_alike(heading: str, table: str) -> bool:
    """Whether the words of a heading stand in the name of a table: Leader 1 of Leaders."""
    letters = re.sub(r"[\W\d_]+", "", plain(heading))
    return len(letters) >= FEWEST_LETTERS and letters in plain(table)


def table_words(
    table: Table, key: str, texts: Sequence[str], are_values: bool = False
) -> Mapping[str, str]:
    """The words for each key of a table. Keys of the same words say the key too, so that nobody
    takes two for one, unless the words are values of a category. Raises ValueError, with the key,
    where one stands twice with other words."""
    columns = [table.column(heading).to_pylist() for heading in texts]
    words: dict[str, str] = {}
    for one, *parts in zip(table.column(key).to_pylist(), *columns, strict=True):
        said = " ".join(filter(None, parts)) or one
        if one and words.setdefault(one, said) != said:
            raise ValueError(one)
    if are_values:
        return words
    twice = list(words.values())
    alike = {said for said in twice if twice.count(said) > 1}
    return {one: f"{said} ({one})" if said in alike else said for one, said in words.items()}


def in_words(
    cells: pa.StringArray, words: Mapping[str, str], heading: str
) -> tuple[pa.StringArray, list[str]]:
    """Cells in words, and the keys that have none: they stand there behind their heading."""
    there = [str(text) for text in cells.unique().to_pylist() if text]
    lost = [text for text in there if text not in words]
    return replaced(cells, {**words, **{text: f"{heading} {text}" for text in lost}}), lost
