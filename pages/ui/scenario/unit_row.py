"""A unit in the list of a company's units, with the way to it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.ui.kit import Store
from pages.ui.scenario.scope_choice import show_unit
from pages.ui.session import SessionScenario


def unit_row(
    store: Store[SessionScenario],
    name: str,
    title: str,
    told: str,
    *,
    key: str,
    opens: str,
    on_open: Callable[[], None] | None = None,
) -> None:
    """What is told of a unit, and a button that says what it `opens`: the unit on this page, once
    `on_open` was called. The row and the button have keys that begin with `key`."""

    def open_unit() -> None:
        show_unit()
        if on_open is not None:
            on_open()
        store.switch_to(store.present.go_to_unit(name))

    with st.container(
        border=True,
        horizontal=True,
        gap="small",
        key=f"{key}-{name}",
        vertical_alignment="center",
    ):
        st.html(told, width="stretch")
        st.button(
            opens,
            key=f"{key}_open-{name}",
            icon=":material/arrow_forward:",
            help=title,
            on_click=open_unit,
        )
