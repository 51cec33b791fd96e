"""How many people each unit is planned to have, month by month: a field for every cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from engine.companies import Company
from engine.projection import Field
from engine.text import short_month
from pages.ui.kit import Store, escape_markdown, language, number_field, pick, t
from pages.ui.projection.assumption_folds import fold
from pages.ui.projection.projection_session import Asking

_FIELD, _HEAD = 64, 60


def headcount_grid(
    store: Store[Asking],
    plans: Sequence[Field],
    company: Company,
    months: Sequence[str],
    people: Mapping[str, int],
) -> None:
    """A row for each month and a column for each unit; what is left blank goes on as before."""
    changed = store.present.changed
    differs = any(one.path in changed for one in plans)
    with fold("headcount", t("projection.headcount_plan"), differs=differs) as is_open:
        if not is_open:
            return
        st.caption(t("projection.headcount_help"))
        with st.container(key="headcount_grid", gap="xxsmall"):
            with _line():
                _head("", _HEAD)
                for one in plans:
                    _head(pick(company.units[one.unit_id or ""].title), _FIELD)
            for place, when in enumerate(months):
                with _line():
                    _head(short_month(when, language()), _HEAD)
                    for one in plans:
                        _cell(store, one, company, when, people if place == 0 else {})
        for one in plans:
            for when in months:
                if reason := store.refused(_name(one, when)):
                    st.error(escape_markdown(reason))


def _cell(
    store: Store[Asking], one: Field, company: Company, when: str, known: Mapping[str, int]
) -> None:
    unit = one.unit_id or ""
    now: Mapping[str, float] = store.present.assumptions.value(one.path) or {}
    label = f"{pick(company.units[unit].title)}, {short_month(when, language())}"

    def change(asking: Asking, to: float) -> Asking:
        planned = dict(asking.assumptions.value(one.path) or {})
        return asking.set(one.path, dict(sorted({**planned, when: int(to)}.items())))

    def clear(asking: Asking) -> Asking:
        planned = dict(asking.assumptions.value(one.path) or {})
        return asking.set(one.path, {at: n for at, n in planned.items() if at != when})

    number_field(
        store,
        _name(one, when),
        label,
        now.get(when),
        change,
        clear=clear,
        width=_FIELD,
        placeholder=str(known[unit]) if unit in known else None,
        disabled=unit in known,
    )


def _name(one: Field, when: str) -> str:
    return f"{one.path.replace('.', '-')}.{when}"


def _line() -> st.delta_generator.DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="center", gap="xsmall")


def _head(text: str, width: int) -> None:
    st.html(f'<p class="pc-head" title="{escape(text)}">{escape(text)}</p>', width=width)
