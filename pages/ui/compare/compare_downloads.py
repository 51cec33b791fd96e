"""The comparison as papers, as a workbook, and everybody as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa
import streamlit as st

from engine.comparison import explain
from engine.papers import (
    Book,
    Paper,
    can_reproduce,
    compare_book,
    compare_paper,
    reproduce_comparison,
)
from engine.reports import (
    MOST_ROWS,
    TABLE_WRITERS,
    Document,
    compare_document,
    people_table,
    spreadsheet_csv_bytes,
)
from pages.ui.compare.compare_answers import Shown
from pages.ui.compare.health_side_by_side import examined
from pages.ui.documents import (
    TABLE_MIME,
    download_buttons,
    letters_box,
    letters_button,
    paper_buttons,
    table_name,
)
from pages.ui.kit import escape_markdown, language, pick, t

WORKBOOK = ".xlsx"


def downloads(shown: Shown) -> None:
    """What is taken along is made when a button is pressed, of all scenarios that are compared."""
    lang = language()
    title = f"{pick(shown.company.title)} {t('page.compare')}"
    with st.popover(t("compare.take"), icon=":material/download:", key="compare_files"):
        st.caption(escape_markdown(shown.source))
        st.markdown(f"**{t('papers.title')}**")
        paper_buttons(
            lambda: _paper(shown),
            title,
            "compare_paper",
            lambda: _book(shown),
            _again(shown, lang),
        )
        st.markdown(f"**{t('compare.take_document')}**")
        with st.container(horizontal=True, gap="small"):
            download_buttons(lambda: _document(shown), title, "compare_document")
        _people(shown, lang)
        letters_button(any(people is not None for people in shown.whole.people))
    name = f"{pick(shown.company.title)} {t('letters.title')}"
    letters_box(lambda: shown.whole, shown.place, name)


def _again(shown: Shown, lang: str) -> Callable[[], bytes] | None:
    """The files to come to the same figures again; None where people are drawn from models that are
    kept here alone."""
    if not all(can_reproduce(payouts.company) for payouts in shown.whole.each):
        return None
    return lambda: reproduce_comparison(shown.whole, lang)


def _people(shown: Shown, lang: str) -> None:
    """Everybody's pay under all scenarios that are for the same people."""
    if shown.compared.people_rows is None:
        return
    writers: Mapping[str, Callable[[pa.Table], bytes]] = {
        **TABLE_WRITERS,
        ".csv": spreadsheet_csv_bytes,
    }
    people = len(shown.compared.baseline.employees)
    st.markdown(f"**{t('compare.take_people')}**")
    with st.container(horizontal=True, gap="small"):
        for ending in TABLE_WRITERS:
            st.download_button(
                table_name(ending),
                data=lambda ending=ending: writers[ending](  # type: ignore[misc]
                    people_table(shown.compared, lang)
                ),
                file_name=f"{shown.company.id}-{t('compare.file_people')}{ending}",
                mime=TABLE_MIME[ending],
                on_click="ignore",
                key=f"compare_people-{ending[1:]}",
                icon=":material/download:",
                disabled=ending == WORKBOOK and people > MOST_ROWS,
            )


def _document(shown: Shown) -> Document:
    return compare_document(shown.whole, explain(shown.whole), examined(shown.whole))


def _paper(shown: Shown) -> Paper:
    return compare_paper(shown.whole, explain(shown.whole), examined(shown.whole))


def _book(shown: Shown) -> Book:
    whole = shown.whole
    found = explain(whole), examined(whole)
    return compare_book(compare_paper(whole, *found), whole, *found)
