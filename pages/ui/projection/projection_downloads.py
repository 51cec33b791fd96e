"""The projection as a document and as a table of its months; each is made when somebody asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from engine.papers import (
    Book,
    can_reproduce,
    projection_book,
    projection_paper,
    reproduce_projection,
)
from engine.projection import Bridge, Trials, expected, has_bridge
from engine.reports import (
    TABLE_WRITERS,
    Projected,
    projection_document,
    projection_table,
    projection_told,
    spreadsheet_csv_bytes,
    with_told,
)
from pages.ui.documents import TABLE_MIME, download_buttons, paper_buttons, table_name
from pages.ui.kit import language, pick, t
from pages.ui.projection.projection_work import ProjectionWork

ENDS_MEET = 0.005
"""Yuan by which a bridge may miss what is expected."""
WAIT = 0.2
"""Seconds between two looks at what is known."""


def downloads(work: ProjectionWork) -> None:
    """A button for each kind of file, of the futures that are known once it is pressed; where none
    are, the first ones are waited for."""
    company = work.wanted.question.company
    title, name = f"{pick(company.title)} {t('page.projection')}", f"{company.id}-projection"
    with st.popover(
        t("projection.download"),
        icon=":material/download:",
        width="stretch",
        key="projection_files",
    ):
        st.markdown(f"**{t('papers.title')}**")
        paper_buttons(
            lambda: projection_paper(_projected(work)),
            title,
            "projection_paper",
            lambda: _book(_projected(work)),
            _again(work, language()),
        )
        if lacking := _not_seen(work):
            tabs = t("list.comma").join(t(f"projection.tab_{tab}") for tab in lacking)
            st.caption(t("projection.paper_lacks", tabs=tabs))
        st.markdown(f"**{t('projection.download_data')}**")
        st.caption(t("projection.download_help"))
        with st.container(horizontal=True, gap="small"):
            for ending in TABLE_WRITERS:
                st.download_button(
                    table_name(ending),
                    data=_table(work, ending, language()),
                    file_name=f"{name}{ending}",
                    mime=TABLE_MIME[ending],
                    on_click="ignore",
                    key=f"projection-{ending[1:]}",
                    icon=":material/download:",
                )
        with st.container(horizontal=True, gap="small"):
            download_buttons(
                lambda: projection_document(_projected(work)), title, "projection_document"
            )


def _book(found: Projected) -> Book:
    return projection_book(projection_paper(found), found)


def _again(work: ProjectionWork, lang: str) -> Callable[[], bytes] | None:
    """The files to come to the same figures again; None where people are drawn from models that are
    kept here alone."""
    if not can_reproduce(work.wanted.question.company):
        return None
    return lambda: reproduce_projection(_projected(work), lang)


def _not_seen(work: ProjectionWork) -> list[str]:
    """Tabs of the page that a paper holds as well, once they were open."""
    wanted, found = work.wanted, work.found
    others = [one.key for one in wanted.sets.values() if one.key != wanted.question.key]
    lacking = {
        "bridge": has_bridge(wanted.question) and found.bridge is None,
        "tornado": found.tornado is None,
        "sets": not all(key in found.trials for key in others),
    }
    return [tab for tab, is_lacking in lacking.items() if is_lacking]


def _bridge_to(found: Bridge | None, trials: Trials) -> Bridge | None:
    """The bridge where it leads to what these trials expect; more may be known since."""
    if found is None or abs(found.end - expected(trials).value) > ENDS_MEET:
        return None
    return found


def _projected(work: ProjectionWork) -> Projected:
    wanted = work.wanted
    while wanted.question.key not in work.found.trials and not work.is_done(WAIT):
        pass
    if wanted.question.key not in work.found.trials and (problem := work.problem()) is not None:
        raise problem
    found = work.found
    sets = {
        name: found.trials[one.key]
        for name, one in wanted.sets.items()
        if one.key in found.trials and one.key != wanted.question.key
    }
    trials = found.trials[wanted.question.key]
    documented = found.trials.get(wanted.documented.key)
    if wanted.documented.key == wanted.question.key:
        documented = None
    return Projected(
        wanted.question,
        trials,
        found.tornado or (),
        found.target,
        sets,
        documented=documented,
        bridge=_bridge_to(found.bridge, trials),
    )


def _table(work: ProjectionWork, ending: str, lang: str) -> Callable[[], bytes]:
    writer: Any = {**TABLE_WRITERS, ".csv": spreadsheet_csv_bytes}[ending]

    def written() -> bytes:
        projected = _projected(work)
        said = [text[lang] for text in projection_told(projected)]
        data: bytes = writer(with_told(projection_table(projected.trials), said))
        return data

    return written
