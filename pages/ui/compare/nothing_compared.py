"""What the page says where there is only the baseline: what to do first, with a ready example."""

from __future__ import annotations

import streamlit as st

from engine.scenario import example_values
from pages.ui.compare.compare_answers import Shown
from pages.ui.kit import Store, escape_markdown, frame, t
from pages.ui.session import SessionScenario


def nothing_compared(store: Store[SessionScenario], shown: Shown) -> None:
    """How to come by a variant, and one that is a click away; where there are variants, to choose
    one."""
    if len(shown.known) > 1:
        st.info(
            escape_markdown(t("compare.choose_one", name=shown.name(0))), icon=":material/balance:"
        )
        return
    values = example_values(store.present.base)
    with st.container(border=True, key="compare_empty"):
        st.markdown(f"**{t('compare.empty_title')}**")
        st.markdown(escape_markdown(t("compare.empty", name=shown.name(0))))
        with st.container(horizontal=True, gap="small"):
            if values:
                st.button(
                    t("compare.try_example"),
                    key="compare_example",
                    type="primary",
                    icon=":material/bolt:",
                    help=t("compare.try_example_help"),
                    on_click=lambda: store.commit(store.present.set_all(values)),
                )
            with st.container(width="content"):
                frame.link("what_if", t("compare.to_what_if"))
