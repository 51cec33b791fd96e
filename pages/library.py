"""Every plan there is: found, told apart, read as a policy, opened in the what-if page."""

from __future__ import annotations

import streamlit as st

from pages.ui import library
from pages.ui.kit import escape_markdown, frame, run_page, t
from pages.ui.notices import save_notice
from pages.ui.session import link, scenario_store


def page() -> None:
    frame.enter("library", library.STYLE)
    store = scenario_store()
    entries = library.entries()
    save_notice()
    wanted = st.query_params.get(link.PLAN_PARAMETER, "")
    opened = entries.get(wanted)
    library.scroll_to_top(wanted)
    if opened is not None:
        return library.policy_page(store, opened, entries)
    library.heading(entries.values())
    if wanted:
        st.warning(t("library.not_there", name=escape_markdown(wanted)))
    found = library.choose(entries.values())
    library.company_cards(store)
    library.cards(store, found, entries)


run_page(page)
