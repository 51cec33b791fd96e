"""A document as a file to take along, in the language of the page."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from engine.papers import Book, Paper
from engine.reports import FORMATS, Document, write
from pages.ui.documents.paper_buttons import paper_buttons
from pages.ui.kit import language, t

MIME = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".md": "text/markdown",
}
TABLE_MIME = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NAMES = {".docx": "Word", ".html": "HTML", ".md": "Markdown"}


def table_name(ending: str) -> str:
    """What a table is called on its button, by the ending of its file; in Excel there may be a
    workbook beside it."""
    return {".csv": "CSV", ".parquet": "Parquet", ".xlsx": t("download.excel_table")}[ending]


def download_buttons(document: Callable[[], Document], name: str, key: str) -> None:
    """A button for each format; the document is made when one is pressed.

    `name` is that of the file, without its ending. `document` is called outside of the session.
    """
    lang = language()
    for ending in FORMATS:
        st.download_button(
            NAMES[ending],
            data=lambda ending=ending: write(document(), ending, lang),  # type: ignore[misc]
            file_name=f"{name}{ending}",
            mime=MIME[ending],
            on_click="ignore",
            key=f"{key}-{ending[1:]}",
            icon=":material/download:",
            help=t("document.help"),
        )


def download_menu(
    document: Callable[[], Document],
    name: str,
    key: str,
    label: str = "",
    paper: Callable[[], Paper] | None = None,
    book: Callable[[], Book] | None = None,
    again: Callable[[], bytes] | None = None,
) -> None:
    """The same buttons behind one, below those of the paper for a meeting where there is one."""
    with st.popover(label or t("document.label"), icon=":material/download:", key=key):
        if paper is not None:
            st.markdown(f"**{t('papers.title')}**")
            paper_buttons(paper, name, f"{key}_paper", book, again)
            st.markdown(f"**{t('document.title')}**")
        with st.container(horizontal=True, gap="small"):
            download_buttons(document, name, f"{key}_as")
