"""One item of what is kept: what it says, its versions side by side, and what to do with it."""

from __future__ import annotations

from html import escape

import streamlit as st

from engine.text import Refused
from engine.workspace import (
    COMPANY,
    DAMAGED,
    ENDINGS,
    FACTS,
    PLAN,
    RECIPE,
    SCENARIO,
    WORKFORCE,
    Item,
    Version,
)
from pages.ui.kit import Store, escape_markdown, frame, language, popover, t
from pages.ui.notices import save_notice
from pages.ui.saved.item_list import name_of, plan_title
from pages.ui.saved.item_versions import history, listed, side_by_side
from pages.ui.saved.open_version import OPENS, open_version
from pages.ui.saved.version_contents import says
from pages.ui.session import (
    SessionScenario,
    draft_session,
    kept_items,
)


def detail(store: Store[SessionScenario], item: Item) -> None:
    """Heading, actions, what it says, versions and their comparison."""
    try:
        versions = kept_items.workspace().history(item.id)
    except Refused as refused:
        kept_items.report(refused)
        return save_notice()
    with st.container(border=True, key="kept_item"):
        st.html(
            f'<div class="pc-kept"><h3>{escape(name_of(item))}</h3>'
            f"<p>{escape(_subtitle(item))}</p></div>"
        )
        if item.kind == DAMAGED:
            _damage(item.current)
        else:
            _actions(store, item)
            st.html(listed(says(item.current)))
        history(versions)
        if len(versions) > 1:
            side_by_side(store, versions)


def _subtitle(item: Item) -> str:
    kinds = (SCENARIO, COMPANY, FACTS, RECIPE, WORKFORCE)
    about = plan_title(item) if item.kind in kinds else ""
    return " · ".join(filter(None, (t(f"workspace.a_{item.kind}"), about)))


# -- what to do with it ----------------------------------------------------------------------


def _actions(store: Store[SessionScenario], item: Item) -> None:
    current = item.current
    with st.container(horizontal=True, gap="small", key="kept_actions"):
        if not current.detail.get("problems") and st.button(
            t(OPENS.get(item.kind, ("workspace.open", ""))[0]),
            key="kept_open",
            type="primary",
            icon=frame.PAGES[OPENS.get(item.kind, ("", "what_if"))[1]],
        ):
            open_version(store, current)
        if item.kind == PLAN and st.button(
            t("workspace.edit"), key="kept_edit", icon=frame.PAGES["editor"]
        ):
            _edit(current)
        with popover(t("workspace.rename"), icon=":material/edit:", key="kept_rename") as is_open:
            if is_open:
                _new_name(item)
        st.download_button(
            t("workspace.download"),
            data=lambda: kept_items.workspace().data(current.id),
            file_name=_file_name(current),
            on_click="ignore",
            key="kept_download",
            icon=":material/download:",
        )
        st.button(
            t("workspace.bring_back" if item.hidden else "workspace.hide"),
            key="kept_hide",
            icon=":material/unarchive:" if item.hidden else ":material/archive:",
            help=t("workspace.hide_help"),
            on_click=lambda: _hide_or_bring_back(item),
        )


def _new_name(item: Item) -> None:
    name = st.text_input(
        t("variant.name"), value=item.name, max_chars=80, key=f"kept_name-{item.current.id}"
    ).strip()
    st.button(
        t("workspace.rename"),
        key="kept_rename_now",
        type="primary",
        disabled=not name or name == item.name,
        on_click=lambda: _rename(item, name),
    )


def _rename(item: Item, name: str) -> None:
    kept_items.add_version(
        lambda kept: kept.rename(
            item.id, name, based_on=item.current.id, author=kept_items.author()
        )
    )


def _hide_or_bring_back(item: Item) -> None:
    kept_items.add_version(
        lambda kept: kept.hide(
            item.id, not item.hidden, based_on=item.current.id, author=kept_items.author()
        )
    )


def _file_name(version: Version) -> str:
    stem = version.name.rsplit(".", 1)[0] if version.kind == FACTS else version.name
    return f"{stem}.{ENDINGS[version.kind]}"


def _edit(version: Version) -> None:
    """Go on writing a plan, finished or not."""
    try:
        draft_session.edit_version(version)
    except Refused as refused:
        kept_items.report(refused)
        st.rerun()
    frame.go("editor")


def _damage(version: Version) -> None:
    """Why a version cannot be read, and what to do."""
    try:
        kept_items.workspace().data(version.id)
    except Refused as refused:
        st.error(escape_markdown(refused.text(language())), icon=":material/broken_image:")
