"""What came of the last save: kept, kept although somebody saved in between, or not kept."""

from __future__ import annotations

import streamlit as st

from engine.text import Refused
from engine.workspace import Saved, Version
from pages.ui.kit import escape_markdown, language, t
from pages.ui.session import kept_items

FEW = 5


def save_notice() -> None:
    """Say what came of the last save: in passing where all is well; until it is dismissed where
    somebody saved something else in between, or nothing could be kept."""
    match kept_items.save_result():
        case Saved(version=version, overtaken=between) if _is_all_the_same(version, between):
            kept_items.dismiss_result()
            st.toast(
                t(
                    "workspace.put_away" if version.hidden else "workspace.saved",
                    name=escape_markdown(version.name),
                ),
                icon=":material/check:",
            )
        case Saved(version=version, overtaken=overtaken):
            _say_who_came_between(version, overtaken)
        case Refused() as refused:
            with st.container(border=True, key="workspace_fault"):
                st.error(escape_markdown(refused.text(language())), icon=":material/error:")
                _dismiss_button()


def _is_all_the_same(saved: Version, between: tuple[Version, ...]) -> bool:
    """Whether what was saved last in between, if anything, is what was saved now."""
    return all(
        (one.item, one.name, one.content, one.hidden)
        == (saved.item, saved.name, saved.content, saved.hidden)
        for one in between[:1]
    )


def _say_who_came_between(saved: Version, overtaken: tuple[Version, ...]) -> None:
    latest = overtaken[0]
    key = "workspace.came_between" if latest.item == saved.item else "workspace.same_name"
    with st.container(border=True, key="workspace_between"):
        st.warning(
            t(
                key,
                name=escape_markdown(saved.name),
                who=kept_items.author_name(latest),
                when=kept_items.saved_at(latest),
            ),
            icon=":material/group:",
        )
        if latest.item == saved.item:
            differences = kept_items.differences(latest.id, saved.id, language())
            st.markdown("\n".join(f"- {escape_markdown(line)}" for line in differences[:FEW]))
        _dismiss_button()


def _dismiss_button() -> None:
    st.button(
        t("workspace.understood"),
        key="workspace_understood",
        on_click=kept_items.dismiss_result,
    )
