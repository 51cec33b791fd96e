"""Every plan there is: found, told apart, read as a policy, opened in the what-if page."""

from __future__ import annotations

import streamlit as st

from pages.ui.kit import frame, t
from pages.ui.library import reading, shelf, top
from pages.ui.library.cards import cards
from pages.ui.library.choosing import choose
from pages.ui.library.heading import heading, style
from pages.ui.session import work, workspace


def page() -> None:
    frame.enter("library")
    style()
    store = work.work()
    entries = shelf.entries()
    workspace.told()
    open_place = st.query_params.get(shelf.PARAMETER, "")
    opened = entries.get(open_place)
    top.begin(open_place)
    if opened is not None:
        return reading.reading(store, opened, entries)
    heading(entries.values())
    if open_place:
        st.warning(t("library.not_there", name=workspace.plain(open_place)))
    cards(store, choose(entries.values()), entries)


page()
