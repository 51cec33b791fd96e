"""A table of figures: a field for every one, so that what stands there is what was typed.

Streamlit's own editor of tables loses keys that are typed before its field has opened, and reads
85,5 as 855."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from engine.plan import Parameter, Plan, shapes
from engine.text import OWN, is_share, read_number, unit_name
from pages.ui.kit import Store, as_shown, escape_markdown, language, number_field, pick, t
from pages.ui.parameters.figure_change import F, key_labels, name_of, set_figure

FIELD, NARROW = 104, 55
"""Pixels that a field has, and one among many."""
MANY = 4
"""Beside so many figures there is no room for the key on the same line."""
REMOVE = 30
PURE = ("weight", "factor")
"""Units that say nothing beside the label."""


def figure_table(store: Store[F], parameter: Parameter, documented: Parameter) -> None:
    """The figures of a parameter as a table of fields; where it grows, with an empty row below and
    a button to remove each."""
    name, plan = name_of(store, parameter), store.present.plan
    labels = key_labels(plan, parameter)
    rows, grows = parameter.value.rows(), parameter.value.grows
    before = parameter.value.counterparts(documented.value)
    names = [f"{name}.remove"]
    with st.container(key=f"grid-{parameter.id}", gap="xxsmall"):
        _heading(plan, parameter)
        for place, row in enumerate(rows):
            with _line(parameter, labels.get(row.get("key", ""), ""), before[place], row, plan):
                for column in _figures(parameter):
                    names.append(f"{name}.{place}.{column}")
                    _cell(store, plan, parameter, documented, place, column, labels)
                if grows:
                    _aside(plan, parameter, before[place], row)
                    _remove(store, parameter, place, names[0])
                elif not _is_wide(parameter):
                    _aside(plan, parameter, before[place], row)
        if grows:
            names.append(f"{name}.new")
            _new(store, plan, parameter, labels, names[-1])
        for reason in filter(None, map(store.refused, names)):
            st.error(escape_markdown(reason))


def changed_figures(row: shapes.Row, before: shapes.Row | None) -> dict[str, float | None]:
    """The figures of a row that are not those of the document, with those of the document."""
    figures = {column: figure for column, figure in row.items() if column != "key"}
    if before is None:
        return dict.fromkeys(figures)
    return {
        column: before[column] for column, figure in figures.items() if figure != before[column]
    }


def _figures(parameter: Parameter) -> list[str]:
    return [column for column in parameter.value.columns if column != "key"]


def _is_wide(parameter: Parameter) -> bool:
    return len(_figures(parameter)) > MANY


def _width(parameter: Parameter) -> int:
    return NARROW if _is_wide(parameter) else FIELD


# -- rows --------------------------------------------------------------------------------------


def _line(
    parameter: Parameter, label: str, before: shapes.Row | None, row: shapes.Row, plan: Plan
) -> Any:
    """The place of the fields of a row, its key already written."""
    if _is_wide(parameter):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            _key(label, bool(changed_figures(row, before)))
            _aside(plan, parameter, before, row)
        return st.container(horizontal=True, vertical_alignment="center", gap="xsmall")
    line = st.container(horizontal=True, vertical_alignment="center", gap="xsmall")
    if "key" in parameter.value.columns:
        with line:
            _key(label, bool(changed_figures(row, before)))
    return line


def _key(label: str, is_changed: bool = False) -> None:
    mark = f'<i class="pc-changed" title="{t("panel.is_changed")}"></i> ' if is_changed else ""
    st.html(f'<p class="pc-key">{mark}{escape(label)}</p>')


def _heading(plan: Plan, parameter: Parameter) -> None:
    columns = list(parameter.value.columns)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        if "key" in columns and not _is_wide(parameter):
            column = plan.facts.get(parameter.by or "")
            _head(pick(column.label) if column else t("panel.key"), "stretch")
        for name in _figures(parameter):
            text, more = _head_of(parameter, name)
            _head(text, _width(parameter), more)
        if parameter.value.grows:
            _head("", "stretch")
            _head("", REMOVE)
        elif not _is_wide(parameter):
            _head("", "stretch")


def _head(text: str, width: Any, more: str = "") -> None:
    hover = f' title="{escape(more, quote=True)}"' if more else ""
    st.html(f'<p class="pc-head"{hover}>{escape(text)}</p>', width=width)


def _head_of(parameter: Parameter, name: str) -> tuple[str, str]:
    """The heading of a column of figures, and what is said of it on hover."""
    lang = language()
    of = pick(parameter.of) if parameter.of else t("panel.from")
    if name == "rank":
        return t("panel.rank"), ""
    if name == "from":
        unit = "" if is_share(parameter.of_unit) else unit_name(parameter.of_unit, lang)
        return t("panel.from_unit" if unit else "panel.from_of", of=of, unit=unit), ""
    if name in shapes.Indicator._fields:
        return t(f"panel.indicator_{name}"), t(f"panel.indicator_{name}_help")
    words = {"value": "pays", "min": "lowest", "max": "highest"}[name]
    unit = "" if parameter.unit in (OWN, *PURE) else unit_name(parameter.unit, lang)
    if not is_share(parameter.unit):
        return t(f"panel.{words}_unit" if unit else f"panel.{words}", unit=unit), ""
    unit = unit.replace("%", "").strip()
    return t("panel.share_of" if unit else "panel.share", unit=unit), ""


def _cell(
    store: Store[F],
    plan: Plan,
    parameter: Parameter,
    documented: Parameter,
    place: int,
    column: str,
    labels: Mapping[str, str],
) -> None:
    rows = parameter.value.rows()
    row = rows[place]
    unit = plan.cell_unit(parameter, row.get("key", ""), column)
    same = [r[column] for r in (*rows, *documented.value.rows()) if r.get("key") == row.get("key")]
    of = labels.get(row.get("key", ""), str(place + 1))
    number_field(
        store,
        f"{name_of(store, parameter)}.{place}.{column}",
        f"{pick(parameter.label)}, {of}, {_head_of(parameter, column)[0]}",
        row[column],
        set_figure(store, parameter, _with_figure(place, column)),
        unit=unit,
        near=same,
        width=_width(parameter),
    )


def _with_figure(place: int, column: str) -> Callable[[Parameter, float], Any]:
    def read(now: Parameter, typed: float) -> Any:
        rows = [dict(row) for row in now.value.rows()]
        rows[place][column] = _plain(typed)
        return now.value.with_rows(rows).json()

    return read


def _aside(plan: Plan, parameter: Parameter, before: shapes.Row | None, row: shapes.Row) -> None:
    """What the document has in place of the changed figures of a row."""
    changed = changed_figures(row, before)
    said = ""
    if changed and before is None:
        said = t("panel.not_documented")
    elif changed:
        key = row.get("key", "")
        old = [
            as_shown(figure, plan.cell_unit(parameter, key, column))
            for column, figure in changed.items()
            if figure is not None
        ]
        said = t("panel.documented", value=t("list.comma").join(old))
    st.html(f'<p class="pc-was">{escape(said)}</p>')


# -- adding and removing -----------------------------------------------------------------------


def _remove(store: Store[F], parameter: Parameter, place: int, name: str) -> None:
    def without(now: Parameter, _: object) -> Any:
        rows = now.value.rows()
        if len(rows) == 1:
            raise ValueError(t("panel.no_rows"))
        return now.value.with_rows([row for i, row in enumerate(rows) if i != place]).json()

    st.button(
        t("panel.remove_row"),
        icon=":material/close:",
        type="tertiary",
        key=f"{store.name}.{name}.{place}",
        on_click=lambda: store.attempt(name, set_figure(store, parameter, without), place),
        width=REMOVE,
    )


def _new(
    store: Store[F], plan: Plan, parameter: Parameter, labels: Mapping[str, str], name: str
) -> None:
    """A row of empty fields; what is typed there counts as soon as none is empty."""
    keys = {column: f"{store.name}.{name}.{column}" for column in parameter.value.columns}

    def add() -> None:
        typed = {column: str(st.session_state.get(key) or "") for column, key in keys.items()}
        if not all(text.strip() for text in typed.values()):
            return
        store.attempt(name, set_figure(store, parameter, _with_row(plan, labels)), typed)
        if not store.refused(name):
            st.session_state.update({keys[column]: "" for column in _figures(parameter)})

    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", key=f"new-{name}"
    ):
        if "key" in keys:
            st.selectbox(
                t("panel.key"),
                list(labels.values()),
                key=f"{keys['key']}.{language()}",
                label_visibility="collapsed",
            )
            st.session_state[keys["key"]] = st.session_state.get(f"{keys['key']}.{language()}")
        for column in _figures(parameter):
            st.text_input(
                escape_markdown(f"{t('panel.add_row')}, {_head_of(parameter, column)[0]}"),
                key=keys[column],
                placeholder="+",
                autocomplete="off",
                label_visibility="collapsed",
                on_change=add,
                width=_width(parameter),
            )
        begun = [
            bool(str(st.session_state.get(keys[c]) or "").strip()) for c in _figures(parameter)
        ]
        half = any(begun) and not all(begun)
        st.html(f'<p class="pc-was">{t("panel.unfinished") if half else ""}</p>')


def _with_row(plan: Plan, labels: Mapping[str, str]) -> Callable[[Parameter, Any], Any]:
    """The figures with one row more, standing where its breakpoint belongs."""

    def read(now: Parameter, typed: Mapping[str, str]) -> Any:
        rows = list(now.value.rows())
        key = {label: key for key, label in labels.items()}.get(typed.get("key", ""))
        new: dict[str, Any] = {} if key is None else {"key": key}
        own = [row for row in rows if row.get("key") == key]
        for column in _figures(now):
            near = [row[column] for row in own or rows]
            unit = plan.cell_unit(now, key or "", column)
            new[column] = _plain(read_number(typed[column], unit, near))
        return now.value.with_rows(list(_inserted(rows, new, now.value.columns))).json()

    return read


def _inserted(
    rows: Sequence[shapes.Row], new: shapes.Row, columns: Sequence[str]
) -> Iterator[shapes.Row]:
    start = next(column for column in columns if column in ("from", "rank"))
    after = [
        i
        for i, row in enumerate(rows)
        if row.get("key") == new.get("key") and row[start] <= new[start]
    ]
    own = [i for i, row in enumerate(rows) if row.get("key") == new.get("key")]
    place = after[-1] + 1 if after else own[0] if own else len(rows)
    yield from rows[:place]
    yield new
    yield from rows[place:]


def _plain(typed: float) -> float:
    """Whole numbers as plans write them."""
    return int(typed) if typed.is_integer() else typed
