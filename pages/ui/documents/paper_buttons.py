"""A paper for a meeting as a file to take along: slides, PDF and workbook, in the language of the
page; slides also on one's own template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st

from engine.papers import (
    LARGEST_TEMPLATE,
    Book,
    Paper,
    neutral_template,
    stage_of,
    to_pdf,
    to_pptx,
    to_workbook,
)
from engine.text import Refused
from pages.ui.kit import escape_markdown, language, t, upload

SLIDES, PDF, WORKBOOK, AGAIN = ".pptx", ".pdf", ".xlsx", ".zip"
PAPER_MIME = {
    SLIDES: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    PDF: "application/pdf",
    WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    AGAIN: "application/zip",
}
PAPER_NAMES = {SLIDES: "PowerPoint", PDF: "PDF", WORKBOOK: "Excel"}
"""Of programs; the files to come to the same again are told in words."""
TEMPLATE, _CHECKED = "paper_template", "papers/checked"
"""The field of the template, and what was found wrong with each of them."""


def paper_buttons(
    paper: Callable[[], Paper],
    name: str,
    key: str,
    book: Callable[[], Book] | None = None,
    again: Callable[[], bytes] | None = None,
) -> None:
    """A button for each format, and a fold for one's own template; the paper is made when one is
    pressed.

    `name` is that of the file, without its ending. `paper`, `book`, the workbook where there is
    one, and `again`, the files to come to the same figures again, are called outside of the
    session.
    """
    lang, template = language(), _template()
    writers: dict[str, Callable[[], bytes]] = {
        SLIDES: lambda: to_pptx(paper(), lang, None if template is None else template.read_bytes()),
        PDF: lambda: to_pdf(paper(), lang),
    }
    if book is not None:
        writers[WORKBOOK] = lambda: to_workbook(book(), lang)
    if again is not None:
        writers[AGAIN] = again
    with st.container(horizontal=True, gap="small"):
        for ending, written in writers.items():
            st.download_button(
                PAPER_NAMES.get(ending) or t("papers.again"),
                data=written,
                file_name=f"{name}{ending}",
                mime=PAPER_MIME[ending],
                on_click="ignore",
                key=f"{key}-{ending[1:]}",
                icon=":material/download:",
                help=t(f"papers.{ending[1:]}_help"),
            )
    with st.expander(t("papers.template"), key=f"{key}-template"):
        _own_template(key, lang)


def _template() -> Path | None:
    """One's own template, where one was taken that slides can stand on."""
    kept: upload.StoredFile | None = st.session_state.get(f"upload/{TEMPLATE}")
    return None if kept is None or _problems(kept) or not kept.path.exists() else kept.path


def _problems(kept: upload.StoredFile) -> list[str]:
    """What is wrong with a template, in the language of the page; looked at once a file."""
    checked: Mapping[str, Refused | None] = st.session_state.get(_CHECKED, {})
    if kept.sha256 not in checked:
        try:
            stage_of(kept.path.read_bytes(), language())
            found = None
        except Refused as refused:
            found = refused
        except OSError:  # nobody used it for a month
            return [t("papers.template_gone", name=kept.name)]
        checked = {**checked, kept.sha256: found}
        st.session_state[_CHECKED] = checked
    refused_by = checked[kept.sha256]
    lang = language()
    if refused_by is None:
        return []
    return [
        t("papers.template_wrong", what=p.text(lang), how=p.remedy(lang))
        for p in refused_by.problems
    ]


def _own_template(key: str, lang: str) -> None:
    st.caption(t("papers.template_help"))
    kept = upload.uploader(
        t("papers.template_file"),
        name=TEMPLATE,
        kinds=("pptx",),
        megabytes=LARGEST_TEMPLATE // 1_000_000,
    )
    if kept is not None:
        for problem in _problems(kept):
            st.error(escape_markdown(problem))
        if not _problems(kept):
            st.success(escape_markdown(t("papers.template_used", name=kept.name)))
        if st.button(t("papers.template_drop"), key=f"{key}-drop"):
            upload.forget(TEMPLATE)
            st.rerun()
    st.download_button(
        t("papers.template_neutral"),
        data=lambda: neutral_template(lang),
        file_name="paycurve.pptx",
        mime=PAPER_MIME[SLIDES],
        on_click="ignore",
        key=f"{key}-neutral",
        icon=":material/download:",
    )
