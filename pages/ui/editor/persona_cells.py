"""What a typical person has in a column, as cells of a table: shown, typed, and written back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from engine.plan import KIND_UNITS, Edit
from engine.text import SPACE
from pages.ui.editor import entry_details
from pages.ui.parameters import figure_entry
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


def shown(person: Mapping[str, Any], name: str, kind: str) -> list[Any]:
    """The twelve cells of a person in a column, as people write them."""
    given = (person.get("facts") or {}).get(name)
    cells = list(given) if isinstance(given, list) else [given] * MONTHS
    if kind in TEXTS:
        return ["" if cell is None else str(cell) for cell in cells]
    grain = _scale(kind)
    return [grain.show(float(c)) if isinstance(c, int | float) else None for c in cells]


def written(cells: Sequence[Any], kind: str) -> Any:
    """Cells as the plan has them: one where all are alike."""
    if kind in TEXTS:
        plain: list[Any] = ["" if cell is None else str(cell) for cell in cells]
    else:
        grain = _scale(kind)
        plain = [entry_details.tidy(grain.read(cell)) if _is_number(cell) else 0 for cell in cells]
    return plain[0] if len(set(plain)) == 1 else plain


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


def typed_in(column: Mapping[str, Any], label: str, people: Sequence[str]) -> Any:
    """How cells of a column are typed: numbers, one of some values, or any text."""
    kind = str(column.get("kind"))
    if kind in ("category", "person"):
        values = column.get("values") or () if kind == "category" else ("", *people)
        return st.column_config.SelectboxColumn(label, options=[str(value) for value in values])
    if kind == "group":
        return st.column_config.TextColumn(label)
    return st.column_config.NumberColumn(
        label, format=f"%g{SPACE}%%" if _scale(kind).factor == 100 else "localized"
    )


def _scale(kind: str) -> figure_entry.Scale:
    return figure_entry.scale(KIND_UNITS.get(kind, ""), None)


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and cell == cell
