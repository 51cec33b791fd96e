"""What is kept, as a list to search and choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

import engine
from engine.workspace import COMPANY, DAMAGED, KINDS, Item, Version
from pages.ui.kit import distinct_labels, escape_markdown, language, pick, t
from pages.ui.session import kept_items

MOST_LISTED = 60
ICONS = {
    "plan": ":material/description:",
    "scenario": ":material/tune:",
    "company": ":material/domain:",
    "facts": ":material/group:",
    "policy": ":material/rule:",
    "recipe": ":material/receipt_long:",
    "workforce": ":material/groups:",
    "reconciliation": ":material/fact_check:",
    "damaged": ":material/broken_image:",
}
CHOSEN = "workspace/chosen"
"""Where the session keeps the item it is looking at."""


def listing(items: Sequence[Item]) -> Item | None:
    """Search, kinds and the list; the item chosen in it."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        search = st.text_input(
            t("workspace.search"),
            key="workspace_search",
            placeholder=t("workspace.search_hint"),
            persist_state="session",
            icon=":material/search:",
        )
        hidden = any(item.hidden for item in items) and st.toggle(
            t("workspace.with_hidden"), key="workspace_hidden", persist_state="session"
        )
    there = [kind for kind in KINDS if any(item.kind == kind for item in items)]
    kind = ""
    if len(there) > 1:
        kind = (
            st.segmented_control(
                t("workspace.kind"),
                ["", *there],
                format_func=lambda name: t(f"workspace.kind_{name or 'all'}"),
                key=f"workspace_kind.{language()}.{len(there)}",
                default="",
                required=True,
                label_visibility="collapsed",
            )
            or ""
        )
    found = [
        item
        for item in items
        if (hidden or not item.hidden) and item.kind in (kind or item.kind) and fits(item, search)
    ]
    if not found:
        st.info(t("workspace.nobody_fits", search=escape_markdown(search)))
        return None
    if len(found) > MOST_LISTED:
        st.caption(t("workspace.some_listed", shown=MOST_LISTED, count=len(found)))
    return _choose(found[:MOST_LISTED])


def fits(item: Item, search: str) -> bool:
    """Whether every word looked for stands in the name, plan, author or note of an item."""
    version = item.current
    title = " ".join(plan_titles(item))
    text = f"{item.name} {item.plan} {title} {version.author} {version.note}".casefold()
    return all(word in text for word in search.casefold().split())


def plan_titles(item: Item) -> tuple[str, ...]:
    """The title of the catalogue's plan that an item is about, or of the company, in every
    language."""
    if item.kind == COMPANY:
        return tuple(company_title(item.current).values())
    if item.plan not in (*engine.catalogue(), *engine.samples()):
        return ()
    return tuple(engine.load_plan(item.plan).title.values())


def plan_title(item: Item) -> str:
    """What the plan or the company of an item is called."""
    if item.kind == COMPANY:
        return pick(company_title(item.current))
    known = (*engine.catalogue(), *engine.samples())
    return pick(engine.load_plan(item.plan).title) if item.plan in known else item.plan


def company_title(version: Version) -> Mapping[str, str]:
    """The title of the company that a version is a variant of."""
    detail: Any = version.detail
    title: Mapping[str, str] = detail["title"]
    return title


def name_of(item: Item) -> str:
    """What an item is called on the screen."""
    return kept_items.plan_name(item) if item.kind == "plan" else item.name


def _choose(found: list[Item]) -> Item:
    by_id = {item.id: item for item in found}
    chosen = st.session_state.get(CHOSEN)
    if chosen not in by_id:
        chosen = found[0].id
    called = distinct_labels({item.id: name_of(item) for item in found})
    names = {
        item.id: f"{ICONS[item.kind]} **{escape_markdown(called[item.id])}**" for item in found
    }
    captions = [_caption(item) for item in found]
    # Streamlit knows a choice by its words: a list that outlives a change of them chooses anew.
    key = f"workspace_list.{hash((chosen, *names.values(), *captions))}"
    with st.container(key="kept_list", height="content" if len(found) < 9 else 640, border=False):
        st.radio(
            t("workspace.list"),
            list(by_id),
            index=list(by_id).index(chosen),
            format_func=names.__getitem__,
            captions=captions,
            key=key,
            on_change=lambda: st.session_state.update({CHOSEN: st.session_state.get(key, chosen)}),
            label_visibility="collapsed",
            width="stretch",
        )
    return by_id[chosen]


def _caption(item: Item) -> str:
    parts = [t(f"workspace.a_{item.kind}")]
    if item.kind in ("scenario", "company", "facts", "recipe", "workforce"):
        parts.append(escape_markdown(plan_title(item)))
    elif item.current.detail.get("problems"):
        parts.append(t("workspace.draft"))
    if item.hidden:
        parts.append(t("workspace.is_hidden"))
    if item.versions > 1:
        parts.append(t("workspace.versions", count=item.versions))
    if item.kind != DAMAGED:
        parts.append(kept_items.saved_at(item.current))
    return " · ".join(parts)
