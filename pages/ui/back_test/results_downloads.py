"""The back-test as papers and as a table of everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import streamlit as st

from engine.analysis import Reconciliation
from engine.backtesting import Bootstrap, CheckedYear, HoldOut, ShiftedCost
from engine.papers import Paper, backtest_book, backtest_paper, reproduce_backtest
from engine.reports import (
    MOST_ROWS,
    TABLE_WRITERS,
    Document,
    backtest_document,
    spreadsheet_csv_bytes,
    with_told,
    year_blocks,
    year_told,
)
from engine.text import Refused
from pages.ui.back_test.focus import Focus
from pages.ui.back_test.held_out_months import asked_figure, held_once
from pages.ui.back_test.results_cards import drawn_once
from pages.ui.back_test.results_trust import course_once
from pages.ui.documents import TABLE_MIME, download_buttons, paper_buttons, table_name
from pages.ui.kit import escape_markdown, language, pick, t
from pages.ui.session import memory


def downloads(focus: Focus, found: Reconciliation | None) -> None:
    """The document in each format, and everybody under each plan in each kind of file; `found` is
    how far the plan as documented is reconciled."""
    tested = focus.tested
    plan, checked, kept = tested.plans[0], CheckedYear(found, tested), memory()

    def document() -> Document:
        further = year_blocks(tested, assumed=False)
        return backtest_document(checked, plan, tested.facts, further)

    figure = asked_figure(focus)

    def trusted() -> tuple[Sequence[ShiftedCost] | Refused, Bootstrap, HoldOut | Refused | None]:
        held = None if figure is None else held_once(focus, figure, kept)
        return course_once(focus, kept), drawn_once(tested, kept), held

    def paper() -> Paper:
        return backtest_paper(checked, *trusted())

    def people() -> pa.Table:
        return with_told(tested.people_table(), told)

    lang = language()
    name = f"{pick(plan.title)} {t('page.back_test')}"
    told = [pick(text) for text in year_told(checked)]
    writers: Mapping[str, object] = {**TABLE_WRITERS, ".csv": spreadsheet_csv_bytes}
    with st.popover(t("results.download"), icon=":material/download:", key="results_files"):
        st.caption(escape_markdown(focus.caption()))
        st.markdown(f"**{t('papers.title')}**")
        paper_buttons(
            paper,
            name,
            "backtest_paper",
            lambda: backtest_book(paper(), checked, *trusted()),
            lambda: reproduce_backtest(checked, lang),
        )
        st.markdown(f"**{t('results.download_document')}**")
        with st.container(horizontal=True, gap="small"):
            download_buttons(document, name, "backtest_document")
        st.markdown(f"**{t('results.download_people')}**")
        with st.container(horizontal=True, gap="small"):
            for ending in TABLE_WRITERS:
                st.download_button(
                    table_name(ending),
                    data=lambda ending=ending: writers[ending](people()),  # type: ignore[misc, operator]
                    file_name=f"{plan.id}-{t('results.file_people')}{ending}",
                    mime=TABLE_MIME[ending],
                    on_click="ignore",
                    key=f"results_people-{ending[1:]}",
                    icon=":material/download:",
                    disabled=ending == ".xlsx" and tested.facts.size > MOST_ROWS,
                )
