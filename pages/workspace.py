"""What is kept between runs: found, looked at, compared, restored, opened, taken elsewhere."""

from __future__ import annotations

import streamlit as st

from pages.ui.kit import frame, t
from pages.ui.saved import listing, whole
from pages.ui.saved.detail import detail
from pages.ui.saved.heading import heading, style
from pages.ui.session import work, workspace


def page() -> None:
    own = frame.enter("workspace")
    style()
    items = workspace.items(hidden=True)
    heading(items)
    workspace.told()
    with own:
        whole.export_and_import(bool(items))
    whole.brought()
    if not items:
        return whole.nothing_yet()
    left, right = frame.beside(5, 7, "kept")
    with left:
        chosen = listing.listing(items)
    with right:
        if chosen is None:
            st.info(t("workspace.choose"))
        else:
            detail(work.work(), chosen)


page()
