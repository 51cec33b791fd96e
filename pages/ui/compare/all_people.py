"""Everybody under every scenario: searched, put in order and shown by the page."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import streamlit as st

from engine.analysis import BANDS
from engine.text import DASH, count, money_with_fen, percent, signed
from pages.ui.compare.compare_answers import Shown
from pages.ui.kit import Store, choice, escape_markdown, language, pick, t
from pages.ui.session import SessionScenario, person_name

PAGE, ROW = 50, 35
PERSON = "compare/person"
_ORDER, _FALLING, _PLACE = "compare/order", "compare/falling", "compare/people_page"
SHARE, YUAN, CHANGE = "share", "yuan", "change"


@dataclass(frozen=True)
class Column:
    """A column on the screen: the name by which rows are ordered, its heading, how it is read."""

    id: str
    head: str
    kind: str = ""


def all_people(
    store: Store[SessionScenario], shown: Shown, open_person: Callable[[str], None]
) -> None:
    """Search, order, band and unit in a row; below, one page of people, and the way to the others.
    `open_person` is called with the id of whoever is chosen."""
    rows = shown.compared.people_rows
    if rows is None:
        st.info(t("compare.other_people"))
        return
    columns = _columns(shown)
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="compare_people_choices"
    ):
        search = st.text_input(
            t("details.search"),
            key="compare_search",
            placeholder=next(iter(shown.compared.baseline.employees), ""),
            persist_state="session",
            width=190,
        )
        _order_choice(shown, columns)
        band = choice(
            t("details.band"),
            ["", *BANDS],
            key="compare/band",
            written=lambda name: t(f"band.{name or 'all'}"),
            width=190,
        )
    order, falling = _order(shown, columns)
    asked = (search, order, falling, band, shown.unit, shown.chosen)
    if st.session_state.get(f"{_PLACE}/of") != asked:
        st.session_state[f"{_PLACE}/of"], st.session_state[_PLACE] = asked, 0
    place = int(st.session_state.get(_PLACE, 0))
    found = rows.page(
        (search or "").strip(),
        order=order,
        descending=falling,
        offset=place * PAGE,
        count=PAGE,
        band=band or "",
        of=shown.place if shown.people is not None else None,
    )
    if not found.count:
        st.info(t("details.nobody", search=search or t(f"band.{band or 'all'}")))
        return
    names = {} if shown.is_company else _names(store, found.rows)
    _table(shown, found.rows, columns, names, open_person)
    _pages(place, found.count)


def _columns(shown: Shown) -> list[Column]:
    """Those of the scenario in focus in full, of the others what they pay and how that changes."""
    found = [Column("employee_id", t("details.employee"))]
    if len(shown.units) > 1:
        found.append(Column("unit", t("compare.unit")))
    found += [
        Column("months", t("details.months"), "months"),
        Column("baseline", shown.name(0), YUAN),
    ]
    for place in sorted(shown.variants, key=lambda one: one != shown.place):
        if shown.compared.people[place] is None:
            continue
        name = shown.name(place)
        found.append(Column(f"pay_{place}", name, YUAN))
        share = t("compare.share_of", name=name)
        if place == shown.place:
            found.append(Column(f"change_{place}", t("figure.difference"), CHANGE))
            share = t("details.change")
        found.append(Column(f"share_{place}", share, SHARE))
    return found


def _order(shown: Shown, columns: list[Column]) -> tuple[str, bool]:
    """By which column, and whether the largest comes first; at first who loses most."""
    ids = [column.id for column in columns]
    order = st.session_state.get(_ORDER)
    if order not in ids:
        order = f"change_{shown.place}" if f"change_{shown.place}" in ids else ids[0]
    return str(order), bool(st.session_state.get(_FALLING, False))


def _order_choice(shown: Shown, columns: list[Column]) -> None:
    heads = {column.id: column.head for column in columns}
    choice(
        t("details.order"),
        list(heads),
        key=_ORDER,
        written=lambda name: escape_markdown(heads[name]),
        first=_order(shown, columns)[0],
        width=190,
    )
    choice(
        t("compare.direction"),
        [False, True],
        key=_FALLING,
        written=lambda falling: t("compare.falling" if falling else "compare.rising"),
        first=False,
        width=150,
    )


def _names(store: Store[SessionScenario], rows: pa.Table) -> dict[str, str]:
    """What people are called, by id: personas by name."""
    return {e: person_name(store.present, e) for e in rows["employee_id"].to_pylist()}


def _table(
    shown: Shown,
    rows: pa.Table,
    columns: list[Column],
    names: Mapping[str, str],
    open_person: Callable[[str], None],
) -> None:
    employees = rows["employee_id"].to_pylist()
    written = {c.head: _written(shown, rows, c) for c in columns}
    written[columns[0].head] = [names.get(employee, employee) for employee in employees]
    frame = pd.DataFrame(written)

    key = f"compare_people-{hash((_order(shown, columns), tuple(employees)))}"

    def choose() -> None:
        chosen = st.session_state.get(key, {}).get("selection")
        if not chosen:
            return
        if chosen["columns"]:
            names = {column.head: column.id for column in columns}
            _turn(shown, columns, names[chosen["columns"][0]])
        elif chosen["rows"] and chosen["rows"][0] < len(employees):
            open_person(employees[chosen["rows"][0]])

    right = st.column_config.TextColumn(alignment="right")
    st.dataframe(
        frame,
        hide_index=True,
        key=key,
        on_select=choose,
        selection_mode=["single-row", "single-column"],
        column_config={column.head: right for column in columns if column.kind},
        alt=t("compare.tab_people"),
        height=min(ROW * (len(employees) + 1) + 3, 460),
    )


def _turn(shown: Shown, columns: list[Column], wanted: str) -> None:
    """Put in order by a column; by the same one the other way round."""
    order, falling = _order(shown, columns)
    st.session_state[_ORDER] = wanted
    st.session_state[_FALLING] = not falling if wanted == order else wanted != "employee_id"


def _written(shown: Shown, rows: pa.Table, column: Column) -> list[str]:
    lang, values = language(), rows[column.id].to_pylist()
    match column.kind:
        case "yuan":
            return [money_with_fen(value, lang) for value in values]
        case "change":
            return [signed(money_with_fen(value, lang)) if value else DASH for value in values]
        case "share":
            return [signed(percent(value, lang)) if value else DASH for value in values]
        case "months":
            return [count(value) for value in values]
    if column.id == "unit":
        return [pick(shown.company.units[unit].title) for unit in values]
    return [str(value) for value in values]


def _pages(place: int, people: int) -> None:
    pages = math.ceil(people / PAGE)
    first, last = place * PAGE + 1, min((place + 1) * PAGE, people)
    words = t("compare.rows", first=count(first), last=count(last), count=people)
    st.caption(f"{words} {t('compare.rows_help')}")
    if pages < 2:
        return
    with st.container(horizontal=True, gap="small", key="compare_people_pages"):
        for key, icon, there in (
            ("first", "first_page", 0),
            ("before", "chevron_left", place - 1),
            ("next", "chevron_right", place + 1),
            ("last", "last_page", pages - 1),
        ):
            st.button(
                t(f"compare.page_{key}"),
                key=f"compare_page_{key}",
                icon=f":material/{icon}:",
                disabled=there == place or not 0 <= there < pages,
                on_click=lambda there=there: st.session_state.update({_PLACE: there}),
            )
