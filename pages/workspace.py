"""What is kept between runs: found, looked at, compared, restored, opened, taken elsewhere."""

from __future__ import annotations

import streamlit as st

from pages.ui import saved
from pages.ui.kit import frame, run_page, t
from pages.ui.notices import save_notice
from pages.ui.session import kept_items, scenario_store


def page() -> None:
    own = frame.enter("workspace", saved.STYLE)
    items = kept_items.items(hidden=True)
    saved.heading(items)
    save_notice()
    with own:
        saved.export_and_import(items)
    saved.brought()
    if not items and kept_items.is_damaged():
        return  # the notice says so, and what can be read is taken along at the side
    if not items:
        return saved.nothing_yet()
    left, right = frame.beside(5, 7, "kept")
    with left:
        chosen = saved.listing(items)
    with right:
        if chosen is None:
            st.info(t("workspace.choose"))
        else:
            saved.detail(scenario_store(), chosen)


run_page(page)
