"""The back-test as papers and as a table of everybody."""

from __future__ import annotations

import streamlit as st

from engine.backtesting import people_table
from engine.reports import MOST_ROWS, TABLE_WRITERS, spreadsheet_csv_bytes
from pages.ui.back_test.focus import Focus
from pages.ui.documents import TABLE_MIME, TABLE_NAMES
from pages.ui.kit import language, pick, t


def downloads(focus: Focus) -> None:
    """Everybody under each plan, in each kind of file."""
    lang, tested = language(), focus.tested
    writers = {**TABLE_WRITERS, ".csv": spreadsheet_csv_bytes}
    name = f"{tested.plans[0].id}-{t('results.file_people')}"
    with st.popover(t("results.download"), icon=":material/download:", key="results_files"):
        st.markdown(t("results.download_help", plan=pick(focus.one.name)))
        for ending in TABLE_WRITERS:
            st.download_button(
                TABLE_NAMES[ending],
                data=lambda ending=ending: writers[ending](people_table(tested, lang)),  # type: ignore[misc]
                file_name=f"{name}{ending}",
                mime=TABLE_MIME[ending],
                on_click="ignore",
                key=f"results_people-{ending[1:]}",
                disabled=ending == ".xlsx" and tested.facts.size > MOST_ROWS,
                width="stretch",
            )
