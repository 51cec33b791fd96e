"""The columns that formulas read, and what the plan's typical people have in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import streamlit as st

from engine.messages import LANGUAGES
from engine.plan.edits import Edit
from engine.plan.schema import KIND_UNITS, TENURE
from pages.ui import entry
from pages.ui.editor import details
from pages.ui.editor.desk import Desk, DeskStore
from pages.ui.editor.lines import problems_of
from pages.ui.numbers import month_names
from pages.ui.state import Row, bound, table
from pages.ui.words import language, t

MONTHS = 12
FIRST: Mapping[str, Any] = {
    "money": 10000,
    "share": 0.9,
    "score": 80,
    "count": 10,
    "number": 1,
    "flag": 0,
    "group": "A",
    "person": "",
}
"""What typical people have in a new column until somebody says otherwise."""


def columns(store: DeskStore) -> None:
    """All columns, and the form for another one."""
    facts: Mapping[str, Any] = store.present.draft.data.get("facts") or {}
    st.caption(t("editor.columns_help"))
    for place, (name, given) in enumerate(facts.items()):
        if isinstance(given, Mapping):
            _card(store, str(name), given, place, len(facts))
    with st.container(key="add_column"):
        if details.adding("facts", t("editor.add_column")):
            _new(store)


def _card(store: DeskStore, name: str, given: Mapping[str, Any], place: int, count: int) -> None:
    kind = str(given.get("kind", ""))
    is_open = details.is_open("facts", name)
    with st.container(border=True, key=f"column-{name}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.html(
                f'<div class="pc-slip"><h3>{escape(details.label_of(given, name))}</h3>'
                f"<code>{escape(name)}</code><span>{escape(_means(given, kind))}</span></div>",
                width="stretch",
            )
            for way, by, disabled in (("up", -1, place == 0), ("down", 1, place == count - 1)):
                st.button(
                    t(f"editor.{way}"),
                    icon=f":material/arrow_{way}ward:",
                    key=f"{way}-facts-{name}",
                    help=t(f"editor.{way}"),
                    type="tertiary",
                    disabled=disabled,
                    on_click=_mover(store, name, by),
                )
            details.opener("facts", name)
        details.told(store, f"facts.{name}", problems_of(store.present, name))
        if is_open:
            _details(store, name, given, kind)


def _mover(store: DeskStore, name: str, by: int) -> Callable[[], None]:
    return lambda: store.attempt_jump(
        f"facts.{name}", lambda desk: desk.changed(desk.draft.moved("facts", name, by))
    )


def _means(given: Mapping[str, Any], kind: str) -> str:
    if kind == "category":
        values = given.get("values")
        return t("list.comma").join(str(v) for v in values) if values else t("editor.kind_category")
    return t(f"editor.kind_{kind}") if kind in (*details.KINDS, "tenure") else kind


def _details(store: DeskStore, name: str, given: Mapping[str, Any], kind: str) -> None:
    with st.container(key=f"details-facts-{name}", gap="small"):
        details.labels(store, "facts", name, given)
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
                    lambda desk, is_above: desk.edited(
                        Edit(("facts", name, "above"), 0, remove=not is_above)
                    ),
                ),
            )
        details.name_and_removal(store, "facts", name)
        _people(store, name, given, kind)


def _values(store: DeskStore, name: str, given: Mapping[str, Any]) -> None:
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
        lambda desk, edited: _with_values(desk, name, edited),
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
        row_height=entry.GRID_ROW,
        height="content",
        alt=t("editor.value"),
    )


def _with_values(desk: Desk, name: str, rows: list[Row]) -> Desk:
    """Other values of a category; tables by it keep what still fits, new values get the last."""
    values = {
        str(row["value"]).strip(): {
            lang: str(row.get(lang) or row["value"]).strip() for lang in LANGUAGES
        }
        for row in rows
        if row.get("value")
    }
    edits = [Edit(("facts", name, "values"), values)]
    for parameter, found in (desk.draft.data.get("parameters") or {}).items():
        key = next((k for k in ("table", "bands", "steps") if k in found), "")
        figures = found.get(key)
        if found.get("by") == name and isinstance(figures, Mapping) and figures:
            last = list(figures.values())[-1]
            fitted = {value: figures.get(value, last) for value in values}
            edits.append(Edit(("parameters", str(parameter), key), fitted))
    return desk.edited(*edits)


# -- what typical people have --------------------------------------------------------------------


def _people(store: DeskStore, name: str, given: Mapping[str, Any], kind: str) -> None:
    personas = store.present.draft.data.get("personas") or {}
    known = {str(k): p for k, p in personas.items() if isinstance(p, Mapping)}
    if not known:
        return
    names = {key: _name_of(persona, key) for key, persona in known.items()}
    months = ("start",) if name == TENURE else tuple(f"m{n}" for n in range(1, MONTHS + 1))
    rows: list[Row] = [
        {"who": names[key], **dict(zip(months, _cells(persona, name, kind), strict=False))}
        for key, persona in known.items()
    ]
    is_text = kind in ("category", "group", "person")
    st.markdown(f"**{t('editor.typical_have')}**")
    table(
        store,
        f"facts.{name}.people",
        rows,
        lambda desk, edited: _with_cells(desk, name, kind, list(known), months, edited),
        columns={"who": "string", **dict.fromkeys(months, "string" if is_text else "Float64")},
        column_config={
            "who": st.column_config.TextColumn(t("editor.who"), pinned=True),
            **_month_columns(months, kind, given, list(known)),
        },
        disabled=["who"],
        num_rows="fixed",
        row_height=entry.GRID_ROW,
        height="content",
        alt=t("editor.typical_have"),
    )


def _name_of(persona: Mapping[str, Any], key: str) -> str:
    names = persona.get("name")
    return str(names.get(language(), key)) if isinstance(names, Mapping) else key


def _month_columns(
    months: tuple[str, ...], kind: str, given: Mapping[str, Any], people: list[str]
) -> dict[str, Any]:
    names = dict(zip(months, month_names(language()), strict=False))
    if months == ("start",):
        names = {"start": t("editor.tenure_start")}
    if kind in ("category", "person"):
        values = list(given.get("values") or []) if kind == "category" else ["", *people]
        options = [str(value) for value in values]
        return {m: st.column_config.SelectboxColumn(names[m], options=options) for m in months}
    if kind == "group":
        return {m: st.column_config.TextColumn(names[m]) for m in months}
    return {m: st.column_config.NumberColumn(names[m], format="localized") for m in months}


def _scale(kind: str) -> entry.Scale:
    return entry.scale(KIND_UNITS.get(kind, ""), None)


def _cells(persona: Mapping[str, Any], name: str, kind: str) -> list[Any]:
    given = (persona.get("facts") or {}).get(name)
    cells = list(given) if isinstance(given, list) else [given] * MONTHS
    if kind in ("category", "group", "person"):
        return ["" if cell is None else str(cell) for cell in cells]
    grain = _scale(kind)
    return [grain.show(float(c)) if isinstance(c, int | float) else None for c in cells]


def _with_cells(
    desk: Desk,
    name: str,
    kind: str,
    personas: list[str],
    months: tuple[str, ...],
    rows: list[Row],
) -> Desk:
    is_text = kind in ("category", "group", "person")
    grain = _scale(kind)
    edits = []
    for persona, row in zip(personas, rows, strict=True):
        cells = [row[month] for month in months]
        if not is_text:
            cells = [_tidy(grain.read(cell)) if _is_number(cell) else 0 for cell in cells]
        else:
            cells = ["" if cell is None else str(cell) for cell in cells]
        alike = len(set(cells)) == 1
        facts = dict(desk.draft.data["personas"][persona].get("facts") or {})
        facts[name] = cells[0] if alike else cells
        edits.append(Edit(("personas", persona, "facts"), facts))
    return desk.edited(*edits)


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and cell == cell


def _tidy(value: float) -> float | int:
    return int(value) if value.is_integer() else value


# -- adding --------------------------------------------------------------------------------------


def _new(store: DeskStore) -> None:
    with st.container(border=True, key="form-facts", gap="small"):
        read = details.new_labels("facts", t("editor.column_example"))
        left, right = st.columns(2)
        with left:
            kind = st.selectbox(
                t("editor.kind"),
                (*details.KINDS, "tenure"),
                format_func=lambda one: t(f"editor.kind_{one}"),
                key="new-facts-kind",
            )
        written = ""
        if kind == "category":
            with right:
                written = st.text_input(
                    t("editor.values"),
                    key="new-facts-values",
                    placeholder=t("editor.values_example"),
                    help=t("editor.values_help"),
                )

        def change(desk: Desk) -> Desk:
            given = [v.strip() for v in written.replace("，", ",").replace("、", ",").split(",")]
            values = list(dict.fromkeys(v for v in given if v)) or ["a", "b"]
            column: dict[str, Any] = {"kind": kind, "label": read()}
            if kind == "category":
                column["values"] = {v: dict.fromkeys(LANGUAGES, v) for v in values}
            name = TENURE if kind == "tenure" else details.name_for(desk.draft, read(), "column")
            draft = desk.draft.added("facts", name, column)
            first = values[0] if kind == "category" else 12 if kind == "tenure" else FIRST[kind]
            joined = [
                Edit(("personas", persona, "facts"), {**_facts(draft.data, persona), name: first})
                for persona in draft.names("personas")
            ]
            return desk.changed(draft.edited(joined, joined=True) if joined else draft)

        st.button(
            t("editor.add"),
            key="new-facts-add",
            type="primary",
            on_click=lambda: details.added(store, "facts", change),
        )
        details.told(store, "new.facts", ())


def _facts(data: Mapping[str, Any], persona: str) -> dict[str, Any]:
    return dict(data["personas"][persona].get("facts") or {})
