"""Where a plan of the library goes on: tried out with people, or written on."""

from __future__ import annotations

import streamlit as st

from engine.text import Refused
from pages.ui.kit import Store, frame, t
from pages.ui.library.plan_entries import Entry
from pages.ui.session import SessionScenario, draft_session, kept_items, people_facts


def buttons(store: Store[SessionScenario], entry: Entry, name: str, *, main: bool = False) -> None:
    """A button for each way on; `name` tells them from those of other plans on the page."""
    if st.button(
        t("library.open"),
        key=f"{name}_open-{entry.plan_key}",
        icon=frame.PAGES["what_if"],
        type="primary" if main else "secondary",
    ):
        _open_in_what_if(store, entry)
    if st.button(
        t("library.edit"),
        key=f"{name}_edit-{entry.plan_key}",
        icon=frame.PAGES["editor"],
        help=t("library.edit_own_help" if entry.version else "library.edit_help"),
    ):
        _edit(entry)


def _open_in_what_if(store: Store[SessionScenario], entry: Entry) -> None:
    """Go on with a plan in the what-if page, as it was left there in this session."""
    try:
        opened = store.present.go_to_plan(entry.version or entry.plan_key)
    except Refused as refused:
        kept_items.report(refused)
        st.rerun()
    store.switch_to(people_facts.with_fitting_people(opened))
    frame.go("what_if")


def _edit(entry: Entry) -> None:
    """Go on writing a plan of one's own; of any other, a copy."""
    try:
        if entry.version:
            draft_session.edit_version(entry.version)
        else:
            draft_session.edit_plan(entry.plan)
    except Refused as refused:
        kept_items.report(refused)
        st.rerun()
    frame.go("editor")
