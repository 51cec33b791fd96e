"""The choice of a variant, how it is kept and shared, and whether it went on elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from engine.plan import describe
from engine.text import Refused
from engine.workspace import Item, Version
from pages.ui.kit import (
    Store,
    copy_button,
    distinct_labels,
    escape_markdown,
    frame,
    language,
    pick,
    popover,
    t,
    upload,
)
from pages.ui.scenario.people_choice import keep_people
from pages.ui.session import (
    SessionScenario,
    as_json,
    company_definitions,
    draft_session,
    kept_items,
    link,
)

FEW = 6


def older_plan(store: Store[SessionScenario]) -> None:
    """That the plan went on since the scenario was kept, which still stands on the older one."""
    session = store.present
    now = session.plan_now()
    if now is session.base or now == session.base:
        return
    changes = describe(session.base, now, language())
    with st.container(border=True, key="older_plan"):
        st.info(t("variant.older_plan", count=len(changes)), icon=":material/history:")
        st.markdown("\n".join(f"- {escape_markdown(line)}" for line in changes[:FEW]))


def older_variant(store: Store[SessionScenario]) -> None:
    """That the variant was saved again since, elsewhere or as an older version brought back."""
    session = store.present
    if not session.item:
        return
    latest = {item.id: item.current for item in kept_items.items()}.get(session.item)
    if latest is None or latest.id == session.version:
        return

    def open_latest() -> None:
        try:
            store.switch_to(store.present.open_kept_variant(latest))
        except Refused as refused:
            kept_items.report(refused)

    with st.container(border=True, key="older_variant"):
        name = escape_markdown(latest.name)
        st.info(t("variant.older", name=name), icon=":material/history:")
        st.button(t("variant.open_latest"), key="open_latest", on_click=open_latest)


def variant(store: Store[SessionScenario], kept: Sequence[Item]) -> None:
    session = store.present
    variants = session.variants(kept)
    current = session.item if session.item in variants else ""
    options = ["", *variants]
    unkept = "variant.none" if current or session.is_as_documented else "variant.unnamed"
    names = distinct_labels({"": t(unkept)} | {item.id: item.name for item in variants.values()})

    def written(item: str) -> str:
        changed = item and item == current and not session.is_kept
        return t("variant.changed", name=names[item]) if changed else names[item]

    def choose() -> None:
        chosen = st.session_state.get(key, current)
        if chosen == current or chosen not in options:  # the browser speaks of an earlier box
            return
        try:
            store.switch_to(
                store.present.open_kept_variant(variants[chosen].current)
                if chosen
                else store.present.as_documented()
            )
        except Refused as refused:
            kept_items.report(refused)

    # Streamlit knows a choice by its words: a box that outlives a change of them chooses anew.
    words = hash(tuple(map(written, options)))
    key = frame.on_this_page(f"scenario.variant.{store.epoch}.{words}")
    st.selectbox(
        t("variant.label"),
        options,
        index=options.index(current),
        format_func=written,
        key=key,
        on_change=choose,
        help=t("variant.help"),
    )
    with st.container(horizontal=True, gap="small", key="variant_actions"):
        _keep(store, variants, current)
        _share(store)


def _keep(store: Store[SessionScenario], variants: Mapping[str, Item], current: str) -> None:
    session = store.present
    with st.popover(
        t("variant.keep"), icon=":material/save:", width="stretch", key="keep", on_change="rerun"
    ) as box:
        if not box.open:
            return
        taken = {item.name: item.id for item in variants.values()}
        if current:
            taken[variants[current].name] = current
        numbered = (t("variant.pattern", number=number) for number in range(1, len(taken) + 2))
        free = session.name or next(name for name in numbered if name not in taken)
        first = variants[current].name if current else free
        name_key, note_key = f"variant_name-{current}-{first}", f"variant_note-{session.version}"
        files = {
            file: plan
            for file, plan in session.files.items()
            if kept_items.kept_file(file.sha256) is None
        }

        def save() -> None:
            name = str(st.session_state.get(name_key, "")).strip()
            note = str(st.session_state.get(note_key, ""))
            now = store.present
            if not name or (taken.get(name) == current and now.is_kept):
                return
            if files and st.session_state.get(_WITH_FILE):
                for file, plan in files.items():
                    keep_people(file, plan, note)
            saved = kept_items.save(now.content(name), item=taken.get(name, ""), note=note)
            if saved is not None:
                version = saved.version
                store.amend(
                    lambda state: (
                        state.kept_as(version)
                        if state.plan_key == now.plan_key and state.item in (now.item, version.item)
                        else state
                    )
                )

        with st.form("variant_form", border=False):  # Enter saves
            st.text_input(t("variant.name"), value=first, max_chars=80, key=name_key)
            # A field that is left after each save empty again: its note was for that version.
            st.text_area(
                t("variant.note"),
                key=note_key,
                height=80,
                max_chars=500,
                placeholder=t("variant.note_hint"),
            )
            if files:
                names = t("list.comma").join(file.name for file in files)
                st.checkbox(
                    t("variant.keep_file", name=escape_markdown(names)),
                    key=_WITH_FILE,
                    help=t("choose.keep_file_help"),
                )
            st.form_submit_button(
                t("variant.keep"),
                key="variant_keep",
                type="primary",
                on_click=save,
                width="stretch",
            )
            if (
                session.plan_item
                and session.scenario.changed
                and session.plan_now() == session.base
            ):
                st.form_submit_button(
                    t("variant.into_plan"),
                    key="into_plan",
                    help=t("variant.into_plan_help"),
                    on_click=lambda: _into_plan(store, str(st.session_state.get(note_key, ""))),
                    width="stretch",
                )
        frame.link("workspace", t("variant.all_kept"))


_WITH_FILE = "variant_keep_file"


def _into_plan(store: Store[SessionScenario], note: str) -> None:
    """Keep the figures as they are now as the next version of the plan of one's own."""
    session = store.present
    try:
        content = session.into_plan()
    except Refused as refused:
        return kept_items.report(refused)
    saved = kept_items.save(content, item=session.plan_item, note=note)
    if saved is not None:
        store.switch_to(session.as_documented().projected(session.projection))
        _on_the_desk(saved.version, content.data.decode("utf-8"))


def _on_the_desk(version: Version, text: str) -> None:
    """Go on with this text in the editor too, where it has the plan open with nothing unsaved."""
    if not draft_session.is_open():
        return
    drafts = draft_session.DraftStore()
    written = drafts.present
    if written.item == version.item and written.is_kept:
        drafts.switch_to(written.changed(written.draft.written(text)).kept_as(version))


def _share(store: Store[SessionScenario]) -> None:
    session = store.present
    with popover(t("share.label"), icon=":material/link:", width="stretch", key="share") as is_open:
        if not is_open:
            return
        try:
            shared = link.address(as_json(session))
        except link.BadLink as broken:
            st.warning(t(broken.words))
            return
        st.markdown(t("share.help"))
        st.code(shared, language=None, wrap_lines=True)
        copy_button(t("share.copy_link"), shared, key="share_copy")
        for people in session.files:
            _share_file(people.name, upload.stored_path(people.sha256, people.kind))
        if session.company is not None and session.definition:
            title = pick(session.company.title)
            _share_file(title, company_definitions.path_of_definition(session.definition))


def _share_file(named: str, path: Path) -> None:
    """Whether whoever opens the link sees the people of a file too, or what a company is read from;
    only its owner decides."""
    name = escape_markdown(named)
    if not path.exists() or not upload.may_read(path):
        st.caption(t("share.without_people", name=name))
        return
    shared, key = upload.is_shared(path), f"share_people-{path.stem}"
    if st.session_state.get(key) != shared:  # its owner may have said so in another window
        st.session_state[key] = shared
    st.checkbox(
        t("share.with_people", name=name),
        key=key,
        on_change=lambda: upload.share(path, bool(st.session_state.get(key, shared))),
    )
    st.caption(t("share.people_shared" if shared else "share.without_people", name=name))
