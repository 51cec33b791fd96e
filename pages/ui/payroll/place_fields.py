"""Where people are insured: all at one place, each unit at its own, or each person where a column
of the people says, with a place for every value of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from engine.companies import Company
from engine.facts import NO_TEXT, Facts
from engine.payroll import PayrollSettings, place_called
from engine.statutory import Place, places_in
from engine.text import Refused
from pages.ui.charts import column_label, value_label
from pages.ui.kit import Store, bound, choice, escape_markdown, language, pick, t
from pages.ui.session import MissingFile, company_facts_of

ONE, UNITS, COLUMN = "one", "units", "column"
MOST_VALUES, MOST_READ = 40, 1_000
"""Of a column with more values that name no place nobody would choose one for each; one with so
many values is none of places."""
_WAY = "payroll/way"
"""Where the session keeps which way was chosen, and with which settings it was."""


def place_fields(
    store: Store[PayrollSettings],
    settings: PayrollSettings,
    company: Company,
) -> None:
    """The way to say it, and the fields of that way."""
    ways = [ONE, *([UNITS] if len(company.units) > 1 else []), COLUMN]
    names = {way: t(f"payroll.by_{way}") for way in ways}
    now = _way(settings, company)
    key = f"payroll_way.{hash(tuple(names.values()))}"
    if st.session_state.get(key) != now:
        st.session_state[key] = now
    st.segmented_control(
        t("payroll.place"),
        ways,
        format_func=names.__getitem__,
        required=True,
        key=key,
        on_change=lambda: _take_way(store, settings, company, st.session_state.get(key, now)),
        help=t("payroll.place_help"),
    )
    if now == ONE:
        with st.columns(2)[0]:
            _one(store, settings, company)
    elif now == UNITS:
        _units(store, settings, company)
    else:
        _column(store, settings, company, company_facts_of(company).units)


def offered_places(company: Company) -> dict[str, Place]:
    """The places where its people may be employed, by the currency that they are paid in."""
    return {name: place for name, place in places_in(company.currency).items() if place.schemes}


def _way(settings: PayrollSettings, company: Company) -> str:
    """What is shown: what was chosen last while nothing else has changed, else what is so."""
    chosen, of = st.session_state.get(_WAY, ("", None))
    if chosen and of == settings:
        return str(chosen)
    own = (settings.of_unit(u.id, u.place) for u in company.units.values())
    if settings.place_column:
        return COLUMN
    return UNITS if any(each.place != settings.place for each in own) else ONE


def _take_way(
    store: Store[PayrollSettings], settings: PayrollSettings, company: Company, way: str
) -> None:
    if way == ONE:
        settings = replace(_alike(settings, company), place_column="", column_places={}, rates={})
        store.commit(settings)
    st.session_state[_WAY] = (way, settings)


def _alike(settings: PayrollSettings, company: Company) -> PayrollSettings:
    """The settings with no unit at a place of its own, whatever the company's file says."""
    written = {unit.id: "" for unit in company.units.values() if unit.place}
    return replace(settings, unit_places=written)


def _one(store: Store[PayrollSettings], settings: PayrollSettings, company: Company) -> None:
    _place_box(
        store,
        "place",
        t("payroll.place"),
        settings.place,
        offered_places(company),
        lambda now, place: replace(now, place=place, rates={}),
    )


def _units(store: Store[PayrollSettings], settings: PayrollSettings, company: Company) -> None:
    """A place for each unit; nobody is insured by a column any more once one is chosen."""

    def moved(now: PayrollSettings, unit: str, place: str) -> PayrollSettings:
        other = {**now.unit_places, unit: place}
        found = replace(now, unit_places=other, place_column="", column_places={}, rates={})
        st.session_state[_WAY] = (UNITS, found)
        return found

    known, columns = offered_places(company), st.columns(2)
    for i, unit in enumerate(company.units.values()):
        with columns[i % 2]:
            _place_box(
                store,
                f"place.{unit.id}",
                pick(unit.title),
                settings.of_unit(unit.id, unit.place).place,
                known,
                lambda now, place, unit=unit.id: moved(now, unit, place),  # type: ignore[misc]
            )


def _place_box(
    store: Store[PayrollSettings],
    name: str,
    label: str,
    value: str,
    known: Mapping[str, Place],
    change: Callable[[PayrollSettings, str], PayrollSettings],
) -> None:
    st.selectbox(
        escape_markdown(label),
        list(known),
        format_func=lambda place: pick(known[place].label),
        **bound(store, f"{name}.{language()}", value, change),
    )


# -- by a column ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Value:
    """A value of a column, how many people have it, and which place goes by that name."""

    value: str
    people: int
    place: str | None


def _column(
    store: Store[PayrollSettings],
    settings: PayrollSettings,
    company: Company,
    facts: Mapping[str, Facts],
) -> None:
    """The column, and a place for each of its values."""
    columns = _columns(facts)
    if not columns:
        st.info(t("payroll.no_column"))
        return
    plan = next(iter(company.units.values())).plan
    column = choice(
        t("payroll.column"),
        columns,
        key="payroll/column",
        written=lambda name: column_label(plan, name),
        first=settings.place_column or columns[0],
        help=t("payroll.column_help"),
    )
    values = _values(facts, column)
    label = escape_markdown(column_label(plan, column))
    blank = sum(each.people for each in values if each.value in ("", NO_TEXT))
    named = [each for each in values if each.value not in ("", NO_TEXT)]
    unknown = [each for each in named if each.place is None]
    if blank:
        st.error(t("payroll.blank", count=blank, column=label))
        return
    if len(unknown) > MOST_VALUES:
        st.error(t("payroll.too_many", count=len(unknown), column=label))
        return
    kept = settings.column_places if settings.place_column == column else {}
    chosen = {each.value: each.place or kept.get(each.value, "") for each in named}
    if unknown:
        st.caption(t("payroll.value_places", count=len(unknown)))
    known, boxes = offered_places(company), st.columns(3)
    for i, each in enumerate(unknown):
        with boxes[i % 3]:
            called = value_label(plan, column, each.value)
            chosen[each.value] = choice(
                f"{called} · {t('figure.heads', count=each.people)}",
                ["", *known],
                key=f"payroll/place of {column} {each.value}",
                written=lambda place: pick(known[place].label) if place else t("payroll.choose"),
                first=chosen[each.value],
            )
    _apply(store, settings, company, column, {e.value: chosen[e.value] for e in unknown})
    told = t("list.comma").join(
        t("list.labelled", label=pick(place.label), text=t("figure.heads", count=heads))
        for name, place in known.items()
        if (heads := sum(e.people for e in named if chosen[e.value] == name))
    )
    if told:
        st.caption(told)


def _apply(
    store: Store[PayrollSettings],
    settings: PayrollSettings,
    company: Company,
    column: str,
    chosen: Mapping[str, str],
) -> None:
    """The button that takes the column and its places, once each value has one."""
    wanted = replace(
        _alike(settings, company), place_column=column, column_places=dict(sorted(chosen.items()))
    )
    missing = sum(not place for place in chosen.values())
    if missing or wanted != settings:
        st.button(
            t("payroll.apply_column"),
            key="payroll_apply_column",
            type="primary",
            disabled=bool(missing),
            help=t("payroll.places_missing", count=missing) if missing else None,
            on_click=lambda: store.commit(replace(wanted, rates={})),
        )


def _columns(facts: Mapping[str, Facts]) -> list[str]:
    """The columns of texts that the people of all units have: those first that name places, then
    those with few values."""
    each = [one.categories for one in facts.values()]
    names = [
        name
        for name in each[0]
        if all(name in one and len(one[name].values) <= MOST_READ for one in each)
    ]

    def names_places(name: str) -> bool:
        return any(place_called(value) for one in each for value in one[name].values)

    def has_many(name: str) -> bool:
        return any(len(one[name].values) > MOST_VALUES for one in each)

    return sorted(names, key=lambda name: (not names_places(name), has_many(name)))


def column_of_places(company: Company) -> str:
    """The first column of which every value that anybody has is the name of a place; "" where there
    is none, and where the people cannot be had."""
    known = offered_places(company)
    with suppress(MissingFile, Refused):
        facts = company_facts_of(company).units
        for column in _columns(facts):
            if all(each.place in known for each in _values(facts, column)):
                return column
    return ""


def _values(facts: Mapping[str, Facts], column: str) -> list[_Value]:
    """The values of a column, those of most people first; somebody may have had several."""
    people: dict[str, int] = {}
    for one in facts.values():
        category = one.categories[column]
        had = np.zeros((one.size, len(category.values) + 1), np.bool_)
        rows, who = np.nonzero(one.present)
        had[who, category.codes[rows, who]] = True
        for value, heads in zip((*category.values, ""), had.sum(axis=0), strict=True):
            people[value] = people.get(value, 0) + int(heads)
    order = sorted(filter(people.get, people), key=lambda value: (-people[value], value))
    return [_Value(value, people[value], place_called(value)) for value in order]
