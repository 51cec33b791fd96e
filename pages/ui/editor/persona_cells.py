"""What typical people have in a column, cell by cell, as the plan has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.plan import Edit
from pages.ui.editor import entry_details
from pages.ui.session import DraftSession

MONTHS = 12
TEXTS = ("category", "group", "person")
FIRST: Mapping[str, Any] = {
    "money": 10000,
    "share": 0.9,
    "score": 80,
    "count": 10,
    "number": 1,
    "flag": 0,
    "group": "A",
    "person": "",
    "tenure": 12,
}
"""What typical people have in a column until somebody says otherwise."""


def people_of(data: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The typical people of a draft by id, as far as they are written as such."""
    personas = data.get("personas")
    known = personas.items() if isinstance(personas, Mapping) else ()
    return {str(name): given for name, given in known if isinstance(given, Mapping)}


def first(column: Mapping[str, Any]) -> Any:
    """What a person has in a column until somebody says otherwise."""
    values = [str(value) for value in column.get("values") or ()]
    return next(iter(values), FIRST.get(str(column.get("kind")), 0))


def cells(person: Mapping[str, Any], column: str) -> list[Any]:
    """The twelve cells of a person in a column; None where the plan has nothing."""
    given = (person.get("facts") or {}).get(column)
    year = list(given)[:MONTHS] if isinstance(given, list) else [given] * MONTHS
    return [*year, *[None] * (MONTHS - len(year))]


def written(year: Sequence[Any]) -> Any:
    """Twelve cells as the plan has them: one where all are alike."""
    plain = [entry_details.tidy(cell) if isinstance(cell, float) else cell for cell in year]
    return plain[0] if all(cell == plain[0] for cell in plain) else plain


def with_cell(session: DraftSession, person: str, column: str, place: int, to: Any) -> DraftSession:
    """Another cell of a person in the month of a place."""
    year = cells(people_of(session.draft.data)[person], column)
    year[place] = to
    return with_cells(session, {person: {column: written(year)}})


def with_cells(
    session: DraftSession, changed: Mapping[str, Mapping[str, Any]], *others: Edit
) -> DraftSession:
    """Other cells, {person: {column: what the plan has there}}; what does not change keeps its
    spelling."""
    people = people_of(session.draft.data)
    edits = []
    for person, columns in changed.items():
        had = dict(people[person].get("facts") or {})
        new = {**had, **{name: cell for name, cell in columns.items() if had.get(name) != cell}}
        if new != had:
            edits.append(Edit(("personas", person, "facts"), new))
    return session.edited(*others, *edits) if edits or others else session
