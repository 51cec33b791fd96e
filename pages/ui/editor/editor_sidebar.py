"""Where a draft goes: the workspace, a file, the other pages."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from engine.scenario import FromFile
from engine.text import Refused
from engine.workspace import Version, plan_content
from pages.ui.editor import opening
from pages.ui.kit import frame, t, undo_and_redo
from pages.ui.session import Desk, DeskStore, kept_items, link, people_facts, session_scenario


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
    opening.plans(store, "sidebar")
    st.divider()
    st.markdown(f"**{t('editor.begin_blank')}**")
    opening.blank(store, "sidebar")
    st.divider()
    st.markdown(f"**{t('editor.begin_file')}**")
    opening.file(store, "sidebar")


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
            value=desk.name or desk.title,
            max_chars=120,
            key=f"keep_name-{desk.item}-{desk.name or desk.title}",
        )
        note = st.text_input(
            t("editor.keep_note"), key=f"keep_note-{len(desk.draft.past)}", max_chars=500
        )
        if desk.draft.plan is None:
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


def keep(store: DeskStore, name: str, note: str = "", copy: bool = False) -> None:
    """Keep the draft as a new version, finished or not; what came of it is told on the page."""
    desk = store.present
    try:
        content = plan_content(desk.draft.text, name.strip())
    except Refused as refused:
        kept_items.tell(refused)
        return
    saved = kept_items.save(content, item="" if copy else desk.item, note=note)
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


_Leave = Callable[[Desk, Version | None], tuple[str, dict[str, str]]]


def _leaving(store: DeskStore, there: _Leave) -> Callable[[], None]:
    """Leaves with the plan. One that is not kept yet is kept first: so it has a place to come back
    to, and nothing is written over."""

    def leave() -> None:
        desk = store.present
        try:
            if desk.item or not desk.is_kept:
                if not desk.is_kept:
                    keep(store, desk.name or desk.title, t("editor.kept_to_leave"))
                desk = store.present
                if not desk.is_kept:
                    return
                st.session_state[_GO] = there(desk, kept_items.own().item(desk.item).current)
            else:
                st.session_state[_GO] = there(desk, None)
        except Refused as refused:
            kept_items.tell(refused)

    return leave


def _to_scenario(page: str) -> _Leave:
    """The plan as what the session works on, on a page that shows that."""

    def leave(desk: Desk, version: Version | None) -> tuple[str, dict[str, str]]:
        scenarios = session_scenario.work()
        here = scenarios.present
        opened = here.open_plan(desk.base.id) if version is None else here.open_kept_plan(version)
        if isinstance(opened.people, FromFile) and not people_facts.fit(opened.people, opened.base):
            opened = opened.with_people(session_scenario.people_for(opened.base))
        scenarios.jump(opened)
        return page, {}

    return leave


def _to_document(desk: Desk, version: Version | None) -> tuple[str, dict[str, str]]:
    return "library", {link.PLAN_PARAMETER: desk.base.id if version is None else version.item}


_GO = "editor/go"
