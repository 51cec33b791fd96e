"""The first step: the files, what their columns are, and what stands open."""

from __future__ import annotations

import streamlit as st

from pages.ui.back_test.understanding import STOPPED, Understood
from pages.ui.kit import Store, escape_markdown, frame, t, upload
from pages.ui.scenario import show_problems
from pages.ui.session import ImportStore, SessionScenario


def understand(store: Store[SessionScenario], files: ImportStore, found: Understood) -> None:
    """The step itself."""
    left, right = frame.beside(3, 9, "understand")
    with left:
        _files(files)
    with right:
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
            show_problems(found.refused)
        if found.imported is not None and found.imported.problems:
            show_problems(found.imported.problems)


def _files(files: ImportStore) -> None:
    st.markdown(f"**{t('back_test.files')}**")
    for number, file in enumerate(files.present.files):
        with st.container(key=f"file-{number}", horizontal=True):
            st.text(file.name)
            st.button(
                "",
                key=f"remove_file_{number}",
                icon=":material/close:",
                help=t("back_test.remove", name=escape_markdown(file.name)),
                on_click=lambda name: files.commit(files.present.without_file(name)),
                args=(file.name,),
            )
    upload.uploader_of_several(
        t("back_test.bring"),
        name="import",
        take=lambda stored: files.commit(files.present.with_files(*stored)),
    )
