"""All that is kept at once: nothing yet, taken elsewhere as one file, brought in from one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

import engine
from engine.text import Refused
from engine.workspace import DAMAGED, Imported, Item
from pages.ui.kit import EXPORTS, escape_markdown, frame, t, upload
from pages.ui.session import kept_items, own_people, session_scenario

EXAMPLE = ("service-seller", "monthly_steps", [[0.85, 0.10], [1.0, 0.20]])
"""What the example scenario changes: the monthly bonus begins later."""


def export_and_import(items: Sequence[Item]) -> None:
    """One file out, one file in; where nothing is kept yet, the page itself offers the way in, and
    from a damaged file what can be read is taken along."""
    damaged = kept_items.is_damaged() or any(item.kind == DAMAGED for item in items)
    if not items and not damaged:
        return
    st.download_button(
        t("workspace.export_rest" if damaged else "workspace.export"),
        data=_exported,
        file_name=f"paycurve-{datetime.now(UTC):%Y-%m-%d}.zip",
        mime="application/zip",
        on_click="ignore",
        key="workspace_export",
        icon=":material/download:",
        help=t("workspace.export_rest_help" if damaged else "workspace.export_help"),
        width="stretch",
    )
    if not items:
        return
    with st.popover(
        t("workspace.import"),
        icon=":material/upload:",
        width="stretch",
        key="workspace_import",
        on_change="rerun",
    ) as box:
        if box.open:
            _import_field("sidebar")


def _exported() -> bytes:
    file = io.BytesIO()
    kept_items.workspace().export(file)
    return file.getvalue()


def _import_field(name: str) -> None:
    st.markdown(t("workspace.import_help"))
    kept = upload.uploader(t("workspace.import_file"), name=f"import_{name}", kinds=EXPORTS)
    if kept is None:
        return
    upload.forget(f"import_{name}")
    try:
        with kept.path.open("rb") as file:
            st.session_state[_BROUGHT] = kept_items.workspace().import_from(file, kept.name)
    except Refused as refused:
        kept_items.report(refused)
    kept.path.unlink(missing_ok=True)  # what it held is kept now, or was refused
    st.rerun()


def brought() -> None:
    """What the last import added, until it is dismissed."""
    match st.session_state.get(_BROUGHT):
        case Imported(versions=0):
            text = t("workspace.brought_nothing")
        case Imported(items=items, versions=versions):
            added = t("workspace.brought_items", count=items)
            text = t("workspace.brought", items=added, count=versions)
        case _:
            return
    found: Imported = st.session_state[_BROUGHT]
    with st.container(border=True, key="workspace_brought"):
        st.success(text, icon=":material/check:")
        if found.diverged:
            names = t("list.comma").join(escape_markdown(v.name) for v in found.diverged)
            st.warning(t("workspace.diverged", names=names), icon=":material/call_split:")
        st.button(
            t("workspace.understood"),
            key="brought_understood",
            on_click=lambda: st.session_state.pop(_BROUGHT, None),
        )


def nothing_yet() -> None:
    """What to do first where nothing is kept."""
    with st.container(border=True, key="nothing_kept"):
        st.subheader(t("workspace.empty_title"))
        left, right = st.columns([3, 2], gap="large")
        with left:
            st.markdown(t("workspace.empty_text"))
            with st.container(horizontal=True, gap="small"):
                if st.button(
                    t("workspace.empty_go"), key="empty_go", type="primary", icon=":material/tune:"
                ):
                    frame.go("what_if")
                st.button(
                    t("workspace.empty_example"),
                    key="empty_example",
                    icon=":material/bookmark_add:",
                    on_click=_save_example,
                )
        with right:
            _import_field("empty")


def _save_example() -> None:
    plan, parameter, value = EXAMPLE
    scenario = engine.Scenario(engine.load_plan(plan), people=own_people(plan))
    example = session_scenario.SessionScenario(scenario.set(parameter, value))
    kept_items.save(example.content(t("workspace.example_name")), note=t("workspace.example_note"))


_BROUGHT = "workspace/brought"
