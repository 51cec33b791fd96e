"""Where a draft goes: the workspace, a file, the other pages."""

from __future__ import annotations

import streamlit as st

from engine.messages import Refused
from engine.workspace import plan_content
from pages.ui import frame, work, workspace
from pages.ui.editor import starting
from pages.ui.editor.desk import Desk, DeskStore
from pages.ui.editor.lines import title_of
from pages.ui.state import undo_and_redo
from pages.ui.words import language, t


def sidebar(store: DeskStore) -> None:
    """Opening, steps back and forth, keeping, files, other pages."""
    with st.popover(
        t("editor.new_or_open"),
        icon=":material/folder_open:",
        width="stretch",
        key="new_or_open",
        on_change="rerun",
    ) as box:
        if box.open:
            _opening(store)
    undo_and_redo(store)
    _keep(store)
    _files(store)
    _onwards(store)


def _opening(store: DeskStore) -> None:
    st.markdown(f"**{t('editor.begin_plan')}**")
    starting.plans(store, "sidebar")
    st.divider()
    st.markdown(f"**{t('editor.begin_blank')}**")
    starting.blank(store, "sidebar")
    st.divider()
    st.markdown(f"**{t('editor.begin_file')}**")
    starting.file(store, "sidebar")


def _keep(store: DeskStore) -> None:
    desk = store.present
    label = t("editor.kept" if desk.item and desk.is_kept else "editor.keep")
    with st.popover(
        label, icon=":material/save:", width="stretch", key="keep_plan", on_change="rerun"
    ) as box:
        if not box.open:
            return
        name = st.text_input(
            t("editor.keep_name"),
            value=desk.name or _title(desk),
            max_chars=120,
            key=f"keep_name-{desk.item}-{desk.name or _title(desk)}",
        )
        note = st.text_input(
            t("editor.keep_note"), key=f"keep_note-{len(desk.draft.past)}", max_chars=500
        )
        if desk.is_stale:
            st.caption(t("editor.keep_unfinished"))
        st.button(
            t("editor.keep"),
            key="keep_now",
            type="primary",
            width="stretch",
            disabled=not (name or "").strip(),
            on_click=lambda: keep(store, name or "", note or ""),
        )
        if desk.item:
            st.button(
                t("editor.keep_copy"),
                key="keep_copy",
                width="stretch",
                disabled=not (name or "").strip(),
                on_click=lambda: keep(store, name or "", note or "", copy=True),
            )


def _title(desk: Desk) -> str:
    try:
        return title_of(desk)
    except Refused:
        return desk.draft.file


def keep(store: DeskStore, name: str, note: str = "", copy: bool = False) -> None:
    """Keep the draft as a new version, finished or not; what came of it is told on the page."""
    desk = store.present
    try:
        content = plan_content(desk.draft.text, name.strip())
    except Refused as refused:
        workspace.tell(refused)
        return
    saved = workspace.save(content, item="" if copy else desk.item, note=note)
    if saved is not None:
        store.amend(lambda now: now.kept_as(saved.version))


def _files(store: DeskStore) -> None:
    draft = store.present.draft
    stem = str((store.present.whole.id if store.present.whole else "") or "plan")
    st.download_button(
        t("editor.download"),
        data=lambda: draft.text,
        file_name=f"{stem}.yaml",
        mime="application/yaml",
        on_click="ignore",
        key="download_plan",
        icon=":material/download:",
        width="stretch",
    )


def _onwards(store: DeskStore) -> None:
    desk = store.present
    st.button(
        t("editor.try_out"),
        key="try_out",
        icon=":material/tune:",
        width="stretch",
        disabled=desk.is_stale,
        help=t("editor.try_out_unfinished" if desk.is_stale else "editor.try_out_help"),
        on_click=lambda: _try_out(store),
    )
    if st.session_state.pop(_GO, ""):
        frame.go("what_if")


def _try_out(store: DeskStore) -> None:
    """The plan in the what-if page. One that is not kept yet is kept first: there it has a place
    to come back to, and nothing is written over."""
    desk, scenarios = store.present, work.work()
    plan = desk.draft.plan
    if plan is None:
        return
    try:
        if not desk.item and desk.is_kept:
            scenarios.jump(scenarios.present.open_plan(plan.id))
        else:
            if not desk.item or not desk.is_kept:
                keep(store, desk.name or plan.title[language()], t("editor.kept_to_try"))
            kept = store.present
            if not kept.item or not kept.is_kept:
                return
            version = workspace.own().item(kept.item).current
            scenarios.jump(scenarios.present.open_kept_plan(version))
    except Refused as refused:
        workspace.tell(refused)
        return
    st.session_state[_GO] = "what_if"


_GO = "editor/go"
