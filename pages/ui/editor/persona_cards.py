"""The typical people of the plan: who they are, when they are there, and what they have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from engine.plan import TENURE, Edit
from engine.text import LANGUAGES, short_month_names
from pages.ui.editor import entry_details, persona_cells
from pages.ui.editor.line_cards import problems_of
from pages.ui.editor.month_grid import Series, month_grid
from pages.ui.kit import bound, distinct_labels, language, t, translate
from pages.ui.session import DraftSession, DraftStore

Person = Mapping[str, Any]


def personas(store: DraftStore) -> None:
    """All typical people, and the form for another one."""
    people = persona_cells.people_of(store.present.draft.data)
    st.caption(t("editor.personas_help"))
    for name, person in people.items():
        _card(store, name, person, list(people))
    with st.container(key="add_person"):
        if entry_details.adding("personas", t("editor.add_person")):
            _new(store, people)


def _card(store: DraftStore, name: str, person: Person, order: Sequence[str]) -> None:
    with st.container(border=True, key=f"person-{name}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            story = entry_details.label_of(person, "", "story")
            called = entry_details.label_of(person, name, "name")
            st.html(
                f'<div class="pc-slip"><h3>{escape(called)}</h3>'
                f"<code>{escape(name)}</code><span>{escape(story)}</span></div>",
                width="stretch",
            )
            entry_details.movers(store, "personas", name, order)
            entry_details.opener("personas", name)
        entry_details.show_problems(store, f"personas.{name}", problems_of(store.present, name))
        if entry_details.is_open("personas", name):
            _details(store, name, person)


def _details(store: DraftStore, name: str, person: Person) -> None:
    with st.container(key=f"details-personas-{name}", gap="small"):
        entry_details.texts(
            store, ("personas", name, "name"), person.get("name"), t("editor.who_name")
        )
        entry_details.texts(
            store, ("personas", name, "story"), person.get("story"), t("editor.story")
        )
        left, right = st.columns([5, 3])
        with left:
            _absence(store, name, person)
        with right:
            _tenure(store, name, person)
        _year(store, name, person)
        entry_details.name_and_removal(store, "personas", name)


def _absence(store: DraftStore, name: str, person: Person) -> None:
    months = short_month_names(language())
    given = person.get("absent")
    now = [n for n in given if n in range(1, 13)] if isinstance(given, list) else []
    st.multiselect(
        t("editor.absent"),
        list(range(1, persona_cells.MONTHS + 1)),
        format_func=lambda number: months[number - 1],
        placeholder=t("editor.never_absent"),
        help=t("editor.absent_help"),
        **bound(
            store,
            entry_details.by_labels(f"personas.{name}.absent"),
            now,
            lambda session, to: session.edited(
                Edit(("personas", name, "absent"), sorted(to), remove=not to)
            ),
        ),
    )


def _tenure(store: DraftStore, name: str, person: Person) -> None:
    columns: Mapping[str, Any] = store.present.draft.data.get("facts") or {}
    if TENURE not in columns:
        return
    now = (person.get("facts") or {}).get(TENURE)
    entry_details.number(
        store,
        f"personas.{name}.{TENURE}",
        t("editor.tenure_months"),
        float(now) if isinstance(now, int | float) else 0.0,
        lambda session, to: persona_cells.with_cells(
            session, {name: {TENURE: entry_details.tidy(to)}}
        ),
        help=t("editor.tenure_months_help"),
    )


def _year(store: DraftStore, name: str, person: Person) -> None:
    """What the person has: a row for each month, as a file of people would hold it."""
    data = store.present.draft.data
    columns = {
        str(k): c
        for k, c in (data.get("facts") or {}).items()
        if isinstance(c, Mapping) and k != TENURE
    }
    if not columns:
        return
    labels = distinct_labels({k: entry_details.label_of(c, k) for k, c in columns.items()})
    _same_every_month(store, name, {k: persona_cells.cells(person, k) for k in columns}, labels)
    month_grid(store, name, [Series(name, k, labels[k]) for k in columns])


def _same_every_month(
    store: DraftStore,
    name: str,
    cells: Mapping[str, Sequence[Any]],
    labels: Mapping[str, str],
) -> None:
    """What a column has in the first month present for all months, at one press."""
    absent = persona_cells.people_of(store.present.draft.data)[name].get("absent") or ()
    first = next((place for place in range(persona_cells.MONTHS) if place + 1 not in absent), 0)
    varying = [k for k in cells if any(cell != cells[k][first] for cell in cells[k])]
    if not varying:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        column = st.selectbox(
            t("editor.same_column"),
            varying,
            format_func=labels.__getitem__,
            key=entry_details.by_labels(f"same-{name}", *(labels[k] for k in varying)),
        )

        def change(session: DraftSession) -> DraftSession:
            return persona_cells.with_cells(session, {name: {column: cells[column][first]}})

        st.button(
            t("editor.same_every_month"),
            key=f"same-every-month-{name}",
            on_click=lambda: store.attempt_switch(f"personas.{name}", change),
        )


# -- adding --------------------------------------------------------------------------------------


def _new(store: DraftStore, people: Mapping[str, Person]) -> None:
    with st.container(border=True, key="form-personas", gap="small"):
        read, beside = entry_details.new_labels(
            "personas", t("editor.person_example"), t("editor.who_name")
        )
        with beside:
            name = entry_details.new_name(store, "personas", read, "person")
        like = ""
        if people:
            called = {k: entry_details.label_of(p, k, "name") for k, p in people.items()}
            labels = distinct_labels(called)
            like = st.selectbox(
                t("editor.person_like"),
                list(labels),
                format_func=labels.__getitem__,
                help=t("editor.person_like_help"),
                key=entry_details.by_labels("new-personas-like", *called.values()),
            )

        def change(session: DraftSession) -> DraftSession:
            given = _like(like, people[like]) if like else _first(session)
            return session.changed(
                session.draft.added("personas", name(), {"name": read(), **given})
            )

        st.button(
            t("editor.add"),
            key="new-personas-add",
            type="primary",
            on_click=lambda: entry_details.added(store, "personas", change),
        )
        entry_details.show_problems(store, "new.personas", ())


def _like(name: str, person: Person) -> dict[str, Any]:
    """What another person has, to be changed afterwards."""
    names = person.get("name")
    known = names if isinstance(names, Mapping) else {}
    story = {
        lang: translate(lang, "editor.story_like", name=str(known.get(lang) or name))
        for lang in LANGUAGES
    }
    return {"story": story, **{k: person[k] for k in ("absent", "facts") if k in person}}


def _first(session: DraftSession) -> dict[str, Any]:
    columns: Mapping[str, Any] = session.draft.data.get("facts") or {}
    story = {lang: translate(lang, "editor.story_first") for lang in LANGUAGES}
    given = columns.items()
    return {
        "story": story,
        "facts": {str(k): persona_cells.first(c) for k, c in given if isinstance(c, Mapping)},
    }
