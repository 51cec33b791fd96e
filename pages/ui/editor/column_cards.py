"""The columns that formulas read, and what the plan's typical people have in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from engine.plan import TENURE, Edit
from engine.text import LANGUAGES, Problem, Refused
from pages.ui.editor import entry_details, persona_cells
from pages.ui.editor.line_cards import problems_of
from pages.ui.editor.month_grid import Series, month_grid
from pages.ui.kit import bound, distinct_labels, escape_markdown, language, t
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
        _people(store, name)


def _values(store: DraftStore, name: str, given: Mapping[str, Any]) -> None:
    """The values of a category: what files say, and what people read."""
    values = given.get("values") or {}
    order = dict.fromkeys((language(), *LANGUAGES))
    names = []
    for place, key in enumerate((*map(str, values), "")):
        first, *halves, last = st.columns([3, 3, 3, 0.8], vertical_alignment="center")
        at = f"facts.{name}.values.{place}"
        names.append(at)
        with first:
            st.text_input(
                t("editor.value"),
                help=t("editor.value_help") if place == 0 else None,
                placeholder="+",
                autocomplete="off",
                label_visibility="visible" if place == 0 else "collapsed",
                **bound(store, at, key, _revalued(name, key)),
            )
        if not key:
            break
        for half, lang in zip(halves, order, strict=True):
            with half:
                st.text_input(
                    t(f"editor.language_{lang}"),
                    autocomplete="off",
                    label_visibility="visible" if place == 0 else "collapsed",
                    **bound(
                        store,
                        f"{at}.{lang}",
                        str(_labels_of(values, key).get(lang, key)),
                        _relabelled(name, key, lang),
                    ),
                )
        with last:
            st.button(
                t("editor.remove"),
                icon=":material/delete:",
                key=f"remove-{at}",
                help=t("editor.remove"),
                type="tertiary",
                disabled=len(values) == 1,
                on_click=lambda key=key: store.attempt_switch(
                    f"facts.{name}.values", lambda session: _without_value(session, name, key)
                ),
            )
    for reason in filter(None, map(store.refused, (*names, f"facts.{name}.values"))):
        st.error(escape_markdown(reason))


def _values_of(session: DraftSession, name: str) -> dict[str, dict[str, str]]:
    """The values of a category with their labels; those without stand for themselves."""
    values = session.draft.data["facts"][name].get("values") or {}
    return {str(key): _labels_of(values, key) for key in values}


def _labels_of(values: Any, key: Any) -> dict[str, str]:
    given = values.get(key) if isinstance(values, Mapping) else None
    given = given if isinstance(given, Mapping) else {}
    return {lang: str(given.get(lang, key)) for lang in LANGUAGES}


def _revalued(name: str, old: str) -> Callable[[DraftSession, str], DraftSession]:
    """A value spelled otherwise, or one more where there was none."""

    def change(session: DraftSession, typed: str) -> DraftSession:
        new, had = typed.strip(), _values_of(session, name)
        if not new or new == old:
            return session
        if new in had:
            raise Refused([Problem("name_taken", {}, value=new)])
        if not old:
            return _with_values(session, name, {**had, new: dict.fromkeys(LANGUAGES, new)}, {})
        labels = {lang: new if text == old else text for lang, text in had[old].items()}
        values = {new if k == old else k: labels if k == old else v for k, v in had.items()}
        return _with_values(session, name, values, {new: old})

    return change


def _relabelled(name: str, key: str, lang: str) -> Callable[[DraftSession, str], DraftSession]:
    def change(session: DraftSession, typed: str) -> DraftSession:
        values = _values_of(session, name)
        values[key][lang] = typed.strip() or key
        return session.edited(Edit(("facts", name, "values"), values))

    return change


def _without_value(session: DraftSession, name: str, key: str) -> DraftSession:
    values = {k: v for k, v in _values_of(session, name).items() if k != key}
    return _with_values(session, name, values, {})


def _with_values(
    session: DraftSession,
    name: str,
    values: Mapping[str, Mapping[str, str]],
    was: Mapping[str, str],
) -> DraftSession:
    """Other values of a category, some of which were spelled otherwise before. Tables by it and
    typical people follow; in tables a new value gets what the last one has."""
    edits = [Edit(("facts", name, "values"), {key: dict(text) for key, text in values.items()})]
    for parameter, found in (session.draft.data.get("parameters") or {}).items():
        key = next((k for k in ("table", "bands", "steps") if k in found), "")
        figures = found.get(key)
        if found.get("by") == name and isinstance(figures, Mapping) and figures:
            last = list(figures.values())[-1]
            fitted = {value: figures.get(was.get(value, value), last) for value in values}
            edits.append(Edit(("parameters", str(parameter), key), fitted))
    now = {old: new for new, old in was.items()}
    people = persona_cells.people_of(session.draft.data) if now else {}
    cells = {
        person: {
            name: persona_cells.written([now.get(c, c) for c in persona_cells.cells(given, name)])
        }
        for person, given in people.items()
    }
    return persona_cells.with_cells(session, cells, *edits)


# -- what typical people have --------------------------------------------------------------------


def _people(store: DraftStore, name: str) -> None:
    known = persona_cells.people_of(store.present.draft.data)
    if not known:
        return
    called = distinct_labels({k: entry_details.label_of(p, k, "name") for k, p in known.items()})
    st.markdown(f"**{t('editor.typical_have')}**")
    if name != TENURE:
        return month_grid(store, f"column-{name}", [Series(k, name, called[k]) for k in known])
    for person in known:
        start = persona_cells.cells(known[person], TENURE)[0]
        entry_details.number(
            store,
            f"personas.{person}.{TENURE}",
            f"{called[person]}, {t('editor.tenure_start')}",
            float(start) if isinstance(start, int | float) else None,
            _with_tenure(person),
        )


def _with_tenure(person: str) -> Callable[[DraftSession, float], DraftSession]:
    return lambda session, to: persona_cells.with_cells(
        session, {person: {TENURE: entry_details.tidy(to)}}
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
