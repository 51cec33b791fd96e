"""The first step: the files, what is asked of them, what their columns are, and what was read."""

from __future__ import annotations

import streamlit as st

from engine.importing import Imported
from engine.reports import import_report, to_html_part
from engine.text import Refused, moment
from pages.ui.back_test.column_grid import column_grid
from pages.ui.back_test.file_tools import example_button, file_tools, templates
from pages.ui.back_test.question_cards import question_cards
from pages.ui.back_test.understanding import STEP, STOPPED, Understood, remember_drawn
from pages.ui.kit import Store, escape_markdown, language, t, upload
from pages.ui.scenario import show_problems
from pages.ui.session import ImportStore, SessionScenario, import_session, kept_items

COLUMNS, REPORT = "columns", "report"
_PART = "back_test/part"


def understand(store: Store[SessionScenario], files: ImportStore, found: Understood) -> None:
    """The step itself."""
    if not files.present.files:
        return _nothing_yet(store, files)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="understand_tools"
    ):
        shown = COLUMNS
        if found.imported is not None:
            shown = _part()
        file_tools(store, files, found)
        if found.facts is not None:
            st.button(
                t("back_test.go_on"),
                key="go_on",
                type="primary",
                icon=":material/arrow_forward:",
                on_click=lambda: st.session_state.update({STEP: "reconcile"}),
            )
    if found.missing:
        names = escape_markdown(", ".join(found.missing))
        st.warning(t("back_test.missing", count=len(found.missing), names=names))
    if found.stopped:
        st.info(t("back_test.stopped"))
        st.button(
            t("back_test.read_again"),
            key="read_again",
            on_click=lambda: st.session_state.pop(STOPPED, None),
        )
    if found.refused:
        st.error(t("back_test.refused"), icon=":material/error:")
        show_problems(found.refused)
    if found.imported is not None:
        _read(store, files, found.imported, shown)


def _part() -> str:
    key = f"understand_part.{language()}"
    chosen: str = st.session_state.get(_PART, COLUMNS)
    st.session_state[key] = chosen
    st.segmented_control(
        t("back_test.part"),
        [COLUMNS, REPORT],
        format_func=lambda name: t(f"back_test.part_{name}"),
        required=True,
        key=key,
        on_change=lambda: st.session_state.update({_PART: st.session_state.get(key, chosen)}),
        label_visibility="collapsed",
    )
    return chosen


def _read(
    store: Store[SessionScenario], files: ImportStore, imported: Imported, shown: str
) -> None:
    plan = store.present.base
    remember_drawn(files, plan)
    higher = question_cards(plan, files, imported)
    asked = [question.problem for question in imported.questions]
    others = [problem for problem in imported.problems if problem not in asked]
    if others:
        show_problems(others)
    if shown == COLUMNS:
        column_grid(plan, files, imported, higher)
    else:
        with st.container(border=True, key="import_report", height=600):
            st.html(to_html_part(import_report(imported, plan), language()))


def _nothing_yet(store: Store[SessionScenario], files: ImportStore) -> None:
    """No file yet: bring some, or look at the example."""
    with st.container(border=True, key="no_file"):
        st.subheader(t("back_test.empty_title"), anchor=False)
        st.markdown(t("back_test.empty_text"))
        upload.uploader_of_several(
            t("back_test.bring"),
            name="import",
            take=lambda stored: files.commit(files.present.with_files(*stored)),
        )
        with st.container(horizontal=True, gap="small"):
            example_button(store, files)
            templates(store.present.base)
        for one in import_session.earlier_imports():
            when = moment(one.at, language(), st.context.timezone)
            names = t("list.comma").join(one.files[:3])
            st.button(
                t("back_test.earlier", files=escape_markdown(names), when=when),
                key=f"earlier-{one.id}",
                type="tertiary",
                icon=":material/history:",
                on_click=_go_on_with,
                args=(store, files, one.id),
            )


def _go_on_with(store: Store[SessionScenario], files: ImportStore, name: str) -> None:
    """Go on with an earlier import, on the plan that its files were read for last."""
    import_session.go_on_with(name)
    try:
        store.switch_to(store.present.go_to_key(files.present.plan))
    except Refused as refused:
        kept_items.report(refused)
