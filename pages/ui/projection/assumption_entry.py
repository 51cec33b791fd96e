"""One assumption as something to move or to type into, by what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from engine.projection import Field
from engine.text import is_share, month, short_month_names
from pages.ui.kit import (
    Store,
    bound,
    escape_markdown,
    language,
    number_field,
    percent_format,
    pick,
    t,
)
from pages.ui.parameters import figure_entry
from pages.ui.projection.assumption_folds import fold, mark
from pages.ui.projection.projection_session import Asking

FIELD, NARROW, HEAD = 84, 64, 92
"""Pixels of a field, of one among many, and of the words before it."""
_PLACES = ("low", "middle", "high")


@dataclass(frozen=True)
class Choices:
    """What assumptions are chosen among: months ("2026-01"), and labels of measures by unit."""

    months: Sequence[str]
    measures: Mapping[str, Mapping[str, str]]


def assumption(store: Store[Asking], one: Field, among: Choices) -> None:
    """The widget of an assumption."""
    kind = _WIDGETS.get(one.kind)
    if kind is None:
        return
    with st.container(key=f"assumed-{_key(one)}", gap="xxsmall"):
        mark(one.path in store.present.changed)
        kind(store, one, among)
        _refused(store, one)


def with_mark(store: Store[Asking], one: Field) -> str:
    """The label, marked where the assumption is not that of the base."""
    label = escape_markdown(name_of(one))
    return f"● {label}" if one.path in store.present.changed else label


def name_of(one: Field) -> str:
    """What the assumption is called, below the name of its unit."""
    return pick(replace(one, unit_title=None).label)


def shown_unit(one: Field) -> str:
    """The unit in which it is shown and typed: times as much reads 120 %."""
    return "share" if one.unit == "factor" else one.unit


def setting(path: str) -> Callable[[Asking, Any], Asking]:
    """How an assumption is set."""
    return lambda asking, value: asking.set(path, value)


def _number(store: Store[Asking], one: Field, among: Choices) -> None:
    value = store.present.assumptions.value(one.path)
    (low, high), unit, name = one.slider, shown_unit(one), _key(one)
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key=f"slide-{name}"
    ):
        if value is not None and low < high:
            grain = figure_entry.scale(unit, one.step, value)
            number_format = f"%.{grain.decimals}f"
            st.slider(
                with_mark(store, one),
                float(grain.show(min(low, value))),
                float(grain.show(max(high, value))),
                value=float(grain.show(value)),
                step=float(grain.step),
                format=percent_format(grain.decimals) if is_share(unit) else number_format,
                help=escape_markdown(pick(one.help)) or None,
                **bound(
                    store,
                    f"{name}.slider",
                    float(grain.show(value)),
                    lambda asking, moved: asking.set(one.path, grain.read(moved)),
                ),
            )
        else:
            st.markdown(
                with_mark(store, one),
                help=escape_markdown(pick(one.help)) or None,
                width="stretch",
            )
        _field(store, one, value)


def _field(store: Store[Asking], one: Field, value: float | None) -> None:
    base = store.present.base.value(one.path)
    clear = None if one.default is not None else (lambda asking: asking.set(one.path, None))
    number_field(
        store,
        f"{_key(one)}.number",
        t("projection.typed", label=name_of(one)),
        value,
        setting(one.path),
        unit=shown_unit(one),
        near=[figure for figure in (value, base) if figure is not None],
        clear=clear,
        placeholder=t("projection.as_model") if clear else None,
        width=FIELD,
    )


def _month(store: Store[Asking], one: Field, among: Choices) -> None:
    lang = language()
    _box(store, one, among.months, lambda when: month(when, lang))


def _calendar_month(store: Store[Asking], one: Field, among: Choices) -> None:
    names = short_month_names(language())
    _box(store, one, range(1, 13), lambda number: names[number - 1])


_NONE = ""
"""Chosen for no month: a box takes None for nothing chosen yet."""


def _box(
    store: Store[Asking], one: Field, options: Sequence[Any], written: Callable[[Any], str]
) -> None:
    value = store.present.assumptions.value(one.path)
    shown = _NONE if value is None else value
    all_of_them = [*([_NONE] if one.default is None else []), *options, shown]
    none = t("projection.no_month")
    labels = {to: none if to == _NONE else written(to) for to in all_of_them}
    st.selectbox(
        with_mark(store, one),
        list(labels),
        index=list(labels).index(shown),
        format_func=labels.__getitem__,
        help=escape_markdown(pick(one.help)) or None,
        **bound(
            store,
            f"{_key(one)}.{language()}",
            shown,
            lambda asking, to: asking.set(one.path, None if to == _NONE else to),
        ),
    )


def _season(store: Store[Asking], one: Field, among: Choices) -> None:
    values = list(store.present.assumptions.value(one.path) or [1.0] * 12)
    with opened(store, one) as is_open:
        if not is_open:
            return
        for place, name in enumerate(short_month_names(language())):

            def change(asking: Asking, to: float, place: int = place) -> Asking:
                now = list(asking.assumptions.value(one.path) or [1.0] * 12)
                return asking.set(one.path, [*now[:place], to, *now[place + 1 :]])

            _row_of_fields(store, one, name, [(str(place), name, values[place], change)])


def _matrix(store: Store[Asking], one: Field, among: Choices) -> None:
    rows: Mapping[str, Sequence[float]] = store.present.assumptions.value(one.path)
    with opened(store, one) as is_open:
        if not is_open:
            return
        with st.container(horizontal=True, gap="xsmall"):
            st.html(f'<p class="pc-head">{t("projection.rating")}</p>', width=HEAD)
            for place in _PLACES:
                st.html(f'<p class="pc-head">{t(f"projection.place_{place}")}</p>', width=NARROW)
        for rating, said in enumerate(_PLACES):
            cells = []
            for column, place in enumerate(_PLACES):
                cells.append(_matrix_cell(one, said, place, column, rows))
            _row_of_fields(store, one, t(f"projection.rating_{rating}"), cells, NARROW)


_Cell = tuple[str, str, float | None, Callable[[Asking, float], Asking]]


def _matrix_cell(
    one: Field, row: str, place: str, column: int, rows: Mapping[str, Sequence[float]]
) -> _Cell:
    def change(asking: Asking, to: float) -> Asking:
        now = {name: list(cells) for name, cells in asking.assumptions.value(one.path).items()}
        now[row][column] = to
        return asking.set(one.path, now)

    return (f"{row}.{column}", t(f"projection.place_{place}"), rows[row][column], change)


def _by_measure(store: Store[Asking], one: Field, among: Choices) -> None:
    values: Mapping[str, float] = store.present.assumptions.value(one.path) or {}
    with opened(store, one) as is_open:
        if not is_open:
            return
        for measure, label in among.measures.get(one.unit_id or "", {}).items():

            def change(asking: Asking, to: float, measure: str = measure) -> Asking:
                now = dict(asking.assumptions.value(one.path) or {})
                now[measure] = to
                return asking.set(one.path, {name: far for name, far in now.items() if far})

            cell = (measure, label, values.get(measure, 0.0), change)
            _row_of_fields(store, one, label, [cell])


def _row_of_fields(
    store: Store[Asking], one: Field, head: str, cells: Sequence[_Cell], width: int = FIELD
) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.html(f'<p class="pc-head">{head}</p>', width=HEAD)
        for name, label, value, change in cells:
            number_field(
                store,
                f"{_key(one)}.{name}",
                f"{name_of(one)}, {head}, {label}",
                value,
                change,
                unit=one.unit,
                near=[] if value is None else [value],
                width=width,
            )


def opened(store: Store[Asking], one: Field) -> AbstractContextManager[bool]:
    """What has many figures, behind a button; yields whether it is open."""
    return fold(
        _key(one),
        name_of(one),
        differs=one.path in store.present.changed,
        about=pick(one.help),
    )


def _refused(store: Store[Asking], one: Field) -> None:
    for ending in ("", ".slider", ".number", f".{language()}"):
        if reason := store.refused(f"{_key(one)}{ending}"):
            st.error(escape_markdown(reason))


def _key(one: Field) -> str:
    return one.path.replace(".", "-")


_WIDGETS: Mapping[str, Callable[[Store[Asking], Field, Choices], None]] = {
    "number": _number,
    "month": _month,
    "calendar_month": _calendar_month,
    "season": _season,
    "matrix": _matrix,
    "by_measure": _by_measure,
}
