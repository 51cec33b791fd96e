"""Assumptions that are lists: temporary staff, and plans that change in a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from engine.companies import Company
from engine.projection import Field, changes_to
from engine.text import count, month
from engine.yaml_files import Json
from pages.ui.kit import Store, escape_markdown, language, pick, t
from pages.ui.projection.assumption_entry import opened, setting
from pages.ui.projection.projection_session import Asking

_PEOPLE = 100


def temporary_staff(store: Store[Asking], one: Field, months: Sequence[str]) -> None:
    """People who come for some months in addition to the others."""
    rows: Sequence[Mapping[str, Json]] = store.present.assumptions.value(one.path) or []
    lang, name = language(), one.path.replace(".", "-")
    with opened(store, one) as is_open:
        if not is_open:
            return
        for place, row in enumerate(rows):
            said = t(
                "projection.temporary_row",
                count=count(row["people"]),
                start=month(row["from"], lang),
                end=month(row["to"], lang),
            )
            _row(store, one, rows, place, said)
        st.number_input(
            t("projection.temporary_people"), 1, 100_000, _PEOPLE, 10, key=f"{name}.people"
        )
        for end, first in (("from", 0), ("to", min(1, len(months) - 1))):
            st.selectbox(
                t(f"projection.temporary_{end}"),
                months,
                index=first,
                format_func=lambda when: month(when, lang),
                key=f"{name}.{end}.{lang}",
            )

        def added() -> None:
            typed = st.session_state.get
            now = {
                "people": typed(f"{name}.people"),
                "from": typed(f"{name}.from.{lang}"),
                "to": typed(f"{name}.to.{lang}"),
            }
            if None not in now.values():
                store.attempt(name, setting(one.path), [*rows, now])

        st.button(
            t("projection.add"),
            icon=":material/add:",
            key=f"{name}.add",
            on_click=added,
            width="stretch",
        )
        if reason := store.refused(name):
            st.error(escape_markdown(reason))


def plan_changes(
    store: Store[Asking],
    one: Field,
    months: Sequence[str],
    company: Company,
    variants: Mapping[str, Company],
) -> None:
    """Plans that change in a month: to one of the kept variants of the company."""
    rows: Sequence[Mapping[str, Json]] = store.present.assumptions.value(one.path) or []
    lang, name = language(), one.path.replace(".", "-")
    with opened(store, one) as is_open:
        if not is_open:
            return
        for place, row in enumerate(rows):
            unit = company.units.get(str(row["unit"]))
            said = t(
                "projection.change_row",
                unit=pick(unit.title) if unit else str(row["unit"]),
                month=month(row["month"], lang),
            )
            _row(store, one, rows, place, said)
        if not variants:
            st.caption(t("projection.no_variants"))
            return
        st.selectbox(
            t("projection.change_to"),
            list(variants),
            format_func=lambda item: variants[item].name,
            key=f"{name}.to.{lang}",
        )
        st.selectbox(
            t("projection.change_in"),
            months[1:],
            format_func=lambda when: month(when, lang),
            key=f"{name}.month.{lang}",
        )

        def added() -> None:
            later = variants.get(st.session_state.get(f"{name}.to.{lang}", ""))
            when = st.session_state.get(f"{name}.month.{lang}")
            if later is not None and when is not None:
                changes = changes_to(company, later, when)
                store.attempt(name, setting(one.path), [*rows, *changes])

        st.button(
            t("projection.add"),
            icon=":material/add:",
            key=f"{name}.add",
            on_click=added,
            width="stretch",
        )
        if reason := store.refused(name):
            st.error(escape_markdown(reason))


def _row(store: Store[Asking], one: Field, rows: Sequence[Any], place: int, said: str) -> None:
    name = one.path.replace(".", "-")
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(escape_markdown(said), width="stretch")
        st.button(
            t("panel.remove_row"),
            icon=":material/close:",
            type="tertiary",
            key=f"{name}.remove.{place}",
            on_click=lambda: store.attempt(
                name, setting(one.path), [row for i, row in enumerate(rows) if i != place]
            ),
        )
