"""What typical people have, month by month: a field for every cell, so that what stands there is
what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from engine.plan import KIND_UNITS
from engine.text import short_month_names
from pages.ui.editor import entry_details, persona_cells
from pages.ui.kit import bound, escape_markdown, language, number_field, t
from pages.ui.session import DraftSession, DraftStore

FIELD, HEAD = 100, 60
"""Pixels of a field, and of the month before it."""


@dataclass(frozen=True)
class Series:
    """The cells of a person in a column, and what they are called in the grid."""

    person: str
    column: str
    label: str


def month_grid(store: DraftStore, name: str, series: Sequence[Series]) -> None:
    """A row for each month and a column for each series."""
    with st.container(key=f"months-{name}", gap="xxsmall"):
        with _row():
            _head(t("editor.month"), HEAD)
            for one in series:
                _head(one.label, FIELD)
        names = []
        for place, month in enumerate(short_month_names(language())):
            with _row():
                _head(month, HEAD)
                names += [_cell(store, one, place, month) for one in series]
    for reason in filter(None, map(store.refused, names)):
        st.error(escape_markdown(reason))


def _row() -> Any:
    return st.container(horizontal=True, vertical_alignment="center", gap="xsmall")


def _head(text: str, width: int) -> None:
    st.html(f'<p class="pc-head" title="{escape(text)}">{escape(text)}</p>', width=width)


def _cell(store: DraftStore, one: Series, place: int, month: str) -> str:
    """A cell to be changed, and the name under which a refusal is told."""
    data = store.present.draft.data
    column: Mapping[str, Any] = data["facts"][one.column]
    people = persona_cells.people_of(data)
    year = persona_cells.cells(people[one.person], one.column)
    kind, label = str(column.get("kind")), f"{one.label}, {month}"
    name = f"personas.{one.person}.{one.column}.{place}"

    def change(session: DraftSession, to: Any) -> DraftSession:
        return persona_cells.with_cell(session, one.person, one.column, place, to)

    now = year[place]
    if kind in ("category", "person"):
        options = list(column.get("values") or ()) if kind == "category" else ["", *people]
        name = entry_details.by_labels(name, *map(_called(column), map(str, options)))
        st.selectbox(
            escape_markdown(label),
            list(dict.fromkeys([*map(str, options), str(now or "")])),
            format_func=_called(column if kind == "category" else {}),
            label_visibility="collapsed",
            width=FIELD,
            **bound(store, name, str(now or ""), change),
        )
    elif kind == "group":
        st.text_input(
            escape_markdown(label),
            autocomplete="off",
            label_visibility="collapsed",
            width=FIELD,
            **bound(store, name, str(now or ""), change),
        )
    else:
        number_field(
            store,
            name,
            label,
            float(now) if isinstance(now, int | float) else None,
            change,
            unit=KIND_UNITS.get(kind, ""),
            near=[float(cell) for cell in year if isinstance(cell, int | float)],
            width=FIELD,
        )
    return name


def _called(column: Mapping[str, Any]) -> Callable[[str], str]:
    """What the values of a category are called; others stand for themselves."""
    values = column.get("values")
    texts = values if isinstance(values, Mapping) else {}

    def called(value: str) -> str:
        text = texts.get(value)
        return str(text.get(language(), value)) if isinstance(text, Mapping) else value

    return called
