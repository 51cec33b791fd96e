"""The columns that formulas read, and what the plan's typical people have in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from engine.plan import TENURE, Edit
from engine.text import LANGUAGES, short_month_names
from pages.ui.editor import entry_details, persona_cells
from pages.ui.editor.line_cards import problems_of
from pages.ui.kit import Row, bound, language, t, table
from pages.ui.parameters import name_for_formulas
from pages.ui.session import DraftSession, DraftStore


def columns(store: DraftStore) -> None:
    """All columns, and the form for another one."""
    facts: Mapping[str, Any] = store.present.draft.data.get("facts") or {}
    st.caption(t("editor.columns_help"))
    for name, given in facts.items():
        if isinstance(given, Mapping):
            _card(store, str(name), given, list(map(str, facts)))
    with st.container(key="add_column"):
        if entry_details.adding("facts", t("editor.add_column")):
            _new(store)


def _card(store: DraftStore, name: str, given: Mapping[str, Any], order: Sequence[str]) -> None:
    kind = str(given.get("kind", ""))
    is_open = entry_details.is_open("facts", name)
    with st.container(border=True, key=f"column-{name}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.html(
                f'<div class="pc-slip"><h3>{escape(entry_details.label_of(given, name))}</h3>'
                f"{name_for_formulas(name)}<span>{escape(_means(given, kind))}</span></div>",
                width="stretch",
            )
            entry_details.movers(store, "facts", name, order)
            entry_details.opener("facts", name)
        entry_details.show_problems(store, f"facts.{name}", problems_of(store.present, name))
        if is_open:
            _details(store, name, given, kind)


def _means(given: Mapping[str, Any], kind: str) -> str:
    if kind == "category":
        values = given.get("values")
        return t("list.comma").join(str(v) for v in values) if values else t("editor.kind_category")
    return t(f"editor.kind_{kind}") if kind in (*entry_details.KINDS, "tenure") else kind


def _details(store: DraftStore, name: str, given: Mapping[str, Any], kind: str) -> None:
    with st.container(key=f"details-facts-{name}", gap="small"):
        entry_details.labels(store, "facts", name, given)
        if kind == "category":
            _values(store, name, given)
        elif kind in ("money", "share", "score", "count", "number"):
            st.checkbox(
                t("editor.above_zero"),
                help=t("editor.above_zero_help"),
                **bound(
                    store,
                    f"facts.{name}.above",
                    given.get("above") is not None,
                    lambda session, is_above: session.edited(
                        Edit(("facts", name, "above"), 0, remove=not is_above)
                    ),
                ),
            )
        entry_details.name_and_removal(store, "facts", name)
        _people(store, name, given, kind)


def _values(store: DraftStore, name: str, given: Mapping[str, Any]) -> None:
    """The values of a category: what files say, and what people read."""
    values = given.get("values") or {}
    if not isinstance(values, Mapping):
        values = {str(value): dict.fromkeys(LANGUAGES, str(value)) for value in values}
    rows: list[Row] = [
        {"value": str(key), **{lang: str(text.get(lang, key)) for lang in LANGUAGES}}
        for key, text in values.items()
        if isinstance(text, Mapping)
    ]
    table(
        store,
        f"facts.{name}.values",
        rows,
        lambda session, edited: _with_values(session, name, edited),
        columns={"value": "string", **dict.fromkeys(LANGUAGES, "string")},
        column_config={
            "value": st.column_config.TextColumn(
                t("editor.value"), help=t("editor.value_help"), required=True
            ),
            **{
                lang: st.column_config.TextColumn(t(f"editor.language_{lang}"))
                for lang in LANGUAGES
            },
        },
        num_rows="dynamic",
        row_height=32,
        height="content",
        alt=t("editor.value"),
    )


def _with_values(session: DraftSession, name: str, rows: list[Row]) -> DraftSession:
    """Other values of a category; tables by it keep what still fits, new values get the last."""
    values = {
        str(row["value"]).strip(): {
            lang: str(row.get(lang) or row["value"]).strip() for lang in LANGUAGES
        }
        for row in rows
        if row.get("value")
    }
    edits = [Edit(("facts", name, "values"), values)]
    for parameter, found in (session.draft.data.get("parameters") or {}).items():
        key = next((k for k in ("table", "bands", "steps") if k in found), "")
        figures = found.get(key)
        if found.get("by") == name and isinstance(figures, Mapping) and figures:
            last = list(figures.values())[-1]
            fitted = {value: figures.get(value, last) for value in values}
            edits.append(Edit(("parameters", str(parameter), key), fitted))
    return session.edited(*edits)


# -- what typical people have --------------------------------------------------------------------


def _people(store: DraftStore, name: str, given: Mapping[str, Any], kind: str) -> None:
    known = persona_cells.people_of(store.present.draft.data)
    if not known:
        return
    months = (
        ("start",) if name == TENURE else tuple(f"m{n}" for n in range(1, persona_cells.MONTHS + 1))
    )
    heads = (t("editor.tenure_start"),) if name == TENURE else short_month_names(language())
    rows: list[Row] = [
        {
            "who": entry_details.label_of(person, key, "name"),
            **dict(zip(months, persona_cells.shown(person, name, kind), strict=False)),
        }
        for key, person in known.items()
    ]

    def change(session: DraftSession, edited: list[Row]) -> DraftSession:
        return persona_cells.with_cells(
            session,
            {
                key: {name: persona_cells.written([row[month] for month in months], kind)}
                for key, row in zip(known, edited, strict=True)
            },
        )

    st.markdown(f"**{t('editor.typical_have')}**")
    table(
        store,
        f"facts.{name}.people",
        rows,
        change,
        columns={
            "who": "string",
            **dict.fromkeys(months, "string" if kind in persona_cells.TEXTS else "Float64"),
        },
        column_config={
            "who": st.column_config.TextColumn(t("editor.who"), pinned=True),
            **{
                month: persona_cells.typed_in(given, head, list(known))
                for month, head in zip(months, heads, strict=True)
            },
        },
        disabled=["who"],
        num_rows="fixed",
        row_height=32,
        height="content",
        alt=t("editor.typical_have"),
    )


# -- adding --------------------------------------------------------------------------------------


def _new(store: DraftStore) -> None:
    with st.container(border=True, key="form-facts", gap="small"):
        read, beside = entry_details.new_labels("facts", t("editor.column_example"))
        left, right = st.columns(2)
        with left:
            kind = st.selectbox(
                t("editor.kind"),
                (*entry_details.KINDS, "tenure"),
                format_func=lambda one: t(f"editor.kind_{one}"),
                key=entry_details.by_labels("new-facts-kind"),
            )
        with beside:
            only = TENURE if kind == "tenure" else ""
            called = entry_details.new_name(store, "facts", read, "column", only)
        written = ""
        if kind == "category":
            with right:
                written = st.text_input(
                    t("editor.values"),
                    key="new-facts-values",
                    placeholder=t("editor.values_example"),
                    help=t("editor.values_help"),
                )

        def change(session: DraftSession) -> DraftSession:
            given = [v.strip() for v in written.replace("，", ",").replace("、", ",").split(",")]
            values = list(dict.fromkeys(v for v in given if v)) or ["a", "b"]
            column: dict[str, Any] = {"kind": kind, "label": read()}
            if kind == "category":
                column["values"] = {v: dict.fromkeys(LANGUAGES, v) for v in values}
            name = called()
            draft = session.draft.added("facts", name, column)
            joined = [
                Edit(
                    ("personas", key, "facts"),
                    {**(person.get("facts") or {}), name: persona_cells.first(column)},
                )
                for key, person in persona_cells.people_of(draft.data).items()
            ]
            return session.changed(draft.edited(joined) if joined else draft)

        st.button(
            t("editor.add"),
            key="new-facts-add",
            type="primary",
            on_click=lambda: entry_details.added(store, "facts", change),
        )
        entry_details.show_problems(store, "new.facts", ())
