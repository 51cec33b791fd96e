"""Where a draft goes: the workspace, a file, the other pages."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from engine.text import Refused
from engine.workspace import Version, plan_content
from pages.ui.editor import opening
from pages.ui.kit import frame, t, undo_and_redo
from pages.ui.session import (
    DraftSession,
    DraftStore,
    kept_items,
    link,
    people_facts,
    scenario_store,
)


def sidebar(store: DraftStore) -> None:
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


def _opening(store: DraftStore) -> None:
    st.markdown(f"**{t('editor.begin_plan')}**")
    opening.plans(store, "sidebar")
    st.divider()
    st.markdown(f"**{t('editor.begin_blank')}**")
    opening.blank(store, "sidebar")
    st.divider()
    st.markdown(f"**{t('editor.begin_file')}**")
    opening.file(store, "sidebar")


def _keep(store: DraftStore) -> None:
    session = store.present
    label = t("editor.kept" if session.item and session.is_kept else "editor.keep")
    with st.popover(
        label, icon=":material/save:", width="stretch", key="keep_plan", on_change="rerun"
    ) as box:
        if not box.open:
            return
        name = st.text_input(
            t("editor.keep_name"),
            value=session.name or session.title,
            max_chars=120,
            key=f"keep_name-{session.item}-{session.name or session.title}",
        )
        note = st.text_input(
            t("editor.keep_note"), key=f"keep_note-{len(session.steps.past)}", max_chars=500
        )
        if session.draft.plan is None:
            st.caption(t("editor.keep_unfinished"))
        st.button(
            t("editor.keep"),
            key="keep_now",
            type="primary",
            width="stretch",
            disabled=not (name or "").strip(),
            on_click=lambda: keep(store, name or "", note or ""),
        )
        if session.item:
            st.button(
                t("editor.keep_copy"),
                key="keep_copy",
                width="stretch",
                disabled=not (name or "").strip(),
                on_click=lambda: keep(store, name or "", note or "", copy=True),
            )


def keep(store: DraftStore, name: str, note: str = "", copy: bool = False) -> None:
    """Keep the draft as a new version, finished or not; what came of it is told on the page."""
    session = store.present
    try:
        content = plan_content(session.draft.text, name.strip())
    except Refused as refused:
        kept_items.report(refused)
        return
    saved = kept_items.save(content, item="" if copy else session.item, note=note)
    if saved is not None:
        store.amend(lambda now: now.kept_as(saved.version))


def _files(store: DraftStore) -> None:
    draft = store.present.draft
    stem = str((store.present.shown_plan.id if store.present.shown_plan else "") or "plan")
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


def _onwards(store: DraftStore) -> None:
    """The plan in other pages."""
    unfinished = store.present.draft.plan is None
    with st.container(key="onwards", gap="xxsmall"):
        for name, page, there in (
            ("try_out", "what_if", _to_scenario("what_if")),
            ("check", "health", _to_scenario("health")),
            ("read", "library", _to_document),
        ):
            st.button(
                t(f"editor.{name}"),
                key=name,
                icon=frame.PAGES[page],
                type="tertiary",
                disabled=unfinished,
                help=t("editor.unfinished" if unfinished else f"editor.{name}_help"),
                on_click=_leaving(store, there),
            )
    target, query = st.session_state.pop(_GO, ("", {}))
    if target:
        frame.go(target, **query)


_Leave = Callable[[DraftSession, Version | None], tuple[str, dict[str, str]]]


def _leaving(store: DraftStore, there: _Leave) -> Callable[[], None]:
    """Leaves with the plan. One that is not kept yet is kept first: so it has a place to come back
    to, and nothing is written over."""

    def leave() -> None:
        session = store.present
        try:
            if session.item or not session.is_kept:
                if not session.is_kept:
                    keep(store, session.name or session.title, t("editor.kept_to_leave"))
                session = store.present
                if not session.is_kept:
                    return
                st.session_state[_GO] = there(
                    session, kept_items.workspace().item(session.item).current
                )
            else:
                st.session_state[_GO] = there(session, None)
        except Refused as refused:
            kept_items.report(refused)

    return leave


def _to_scenario(page: str) -> _Leave:
    """The plan as what the session works on, on a page that shows that."""

    def leave(session: DraftSession, version: Version | None) -> tuple[str, dict[str, str]]:
        scenarios = scenario_store()
        here = scenarios.present
        opened = (
            here.open_plan(session.base.id) if version is None else here.open_kept_plan(version)
        )
        scenarios.switch_to(people_facts.with_fitting_people(opened))
        return page, {}

    return leave


def _to_document(session: DraftSession, version: Version | None) -> tuple[str, dict[str, str]]:
    return "library", {link.PLAN_PARAMETER: session.base.id if version is None else version.item}


_GO = "editor/go"
