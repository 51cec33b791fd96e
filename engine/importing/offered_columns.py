"""Columns of files as they are offered in a question: by name, with their first cells."""

from __future__ import annotations

from collections.abc import Sequence

from engine.importing.asking import SHOWN, phrase, place
from engine.importing.candidate import Candidate
from engine.importing.matching import Matching
from engine.importing.questions import Answer, Choice, Example, Way
from engine.text import untranslated

MOST_OFFERED = 8
LOOKED_AT = 200
"""Examples are taken from so many rows at the top."""


def offered_columns(
    matching: Matching, found: Sequence[Candidate], table: str
) -> tuple[Choice, ...]:
    """A choice for each of some columns, those of tables of people first of all; they are named
    with their table where any may be meant, that is `table` is ""."""
    several = len(matching.tables) > 1 and not table
    keyed = [one for one in found if matching.keys.employees[one.table]]
    return tuple(
        Choice(
            Answer(Way.COLUMN, table=one.table, column=one.heading),
            untranslated(f"{one.table} · {one.heading}" if several else one.heading),
            round(one.confidence, 2),
            phrase(f"why_{one.why}"),
        )
        for one in (keyed or found)[:MOST_OFFERED]
    )


def first_cells(matching: Matching, name: str, heading: str) -> tuple[Example, ...]:
    """The first filled cells of a column."""
    table = matching.columns.named.get(name)
    if table is None or heading not in table.headings:
        return ()
    cells = table.column(heading)
    first = [row for row in range(min(len(cells), LOOKED_AT)) if cells[row].as_py()][:SHOWN]
    return tuple(Example(place(table.sheet, row, heading), cells[row].as_py(), "") for row in first)


def file_of(matching: Matching, name: str) -> str:
    """The first file of a table; of one that is not there, its name."""
    return matching.columns.file(name) if name in matching.columns.named else name
