"""One plan as a policy document on the page, with its changes against another and its downloads."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from engine.plan import Plan
from engine.reports import Document, design_notes, policy_document, to_html_part
from engine.text import Refused
from engine.workspace import SCENARIO
from pages.ui.documents import download_buttons
from pages.ui.kit import Store, choice, distinct_labels, frame, language, pick, t
from pages.ui.library import plan_actions
from pages.ui.library.plan_cards import details, mix_bar
from pages.ui.library.plan_entries import Entry
from pages.ui.session import (
    PLAN_PARAMETER,
    SessionScenario,
    content_key,
    kept_items,
    memory,
    plan_key_of,
)

DOCUMENTED, NOW, NOTHING = "documented", "now", ""
POLICY, NOTES = "policy", "notes"


def policy_page(store: Store[SessionScenario], entry: Entry, entries: Mapping[str, Entry]) -> None:
    """The document beside what it is about."""
    frame.heading(t("page.library"), "", entry.name)
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="reading_choices"
    ):
        st.button(
            t("library.back"),
            key="reading_back",
            icon=":material/arrow_back:",
            on_click=_close,
        )
        plan, against = _chosen(store, entry, entries)
        part = choice(
            t("library.part"),
            [POLICY, NOTES],
            key="reading_part",
            written=lambda name: t(f"library.part_{name}"),
            help=t("library.part_help"),
        )
        document = _document(plan, against) if part == POLICY else _notes(plan)
        name = pick(plan.title)
        if part == NOTES:
            name = f"{name} {t('library.part_notes')}"
        download_buttons(lambda: document, name, "reading_download")
        plan_actions.buttons(store, entry, "reading", main=True)
    left, right = frame.beside(8, 4, "reading")
    with left, st.container(border=True, key="reading_document"):
        st.html(to_html_part(document, language()))
    with right, st.container(border=True, key="reading_about"):
        st.html(f'<section class="pc-plan">{mix_bar(entry)}{details(entry, True)}</section>')


def _close() -> None:
    st.query_params.pop(PLAN_PARAMETER)


# -- which version, and against what ---------------------------------------------------------


def _chosen(
    store: Store[SessionScenario], entry: Entry, entries: Mapping[str, Entry]
) -> tuple[Plan, Plan | None]:
    """The version to read, and the plan its changes are shown against."""
    versions = _versions(store, entry)
    shown = DOCUMENTED
    if len(versions) > 1:
        names = distinct_labels({name: title for name, (title, _) in versions.items()})
        shown = choice(
            t("library.version"),
            list(versions),
            key=f"reading_version.{entry.plan_key}",
            written=names.__getitem__,
        )
    others = {name: plan for name, plan in versions.items() if name != shown}
    others |= {
        other.plan_key: (other.name, lambda other=other: other.plan)  # type: ignore[misc]
        for other in entries.values()
        if other.plan_key != entry.plan_key
    }
    titles = {NOTHING: t("library.against_nothing")}
    titles |= {name: title for name, (title, _) in others.items()}
    against = choice(
        t("library.against"),
        list(titles),
        key=f"reading_against.{entry.plan_key}.{shown}",
        written=distinct_labels(titles).__getitem__,
        first=DOCUMENTED if shown != DOCUMENTED else NOTHING,
        help=t("library.against_help"),
    )
    return versions[shown][1](), others[against][1]() if against else None


def _versions(
    store: Store[SessionScenario], entry: Entry
) -> dict[str, tuple[str, Callable[[], Plan]]]:
    """The plan as documented, as it is changed in the what-if page, and as kept scenarios."""
    found: dict[str, tuple[str, Callable[[], Plan]]] = {
        DOCUMENTED: (t("library.as_documented"), lambda: entry.plan)
    }
    present = store.present
    if present.plan_key == entry.plan_key and present.scenario.changed:
        number = len(present.scenario.changed)
        found[NOW] = (t("library.as_changed", count=number), lambda: present.plan)
    for item in kept_items.items(SCENARIO):
        if plan_key_of(item.current) != entry.plan_key:
            continue
        try:
            kept = kept_items.scenario(item.current.id).scenario.plan
        except Refused:
            continue
        found[item.id] = (item.name, lambda kept=kept: kept)  # type: ignore[misc]
    return found


# -- the document ----------------------------------------------------------------------------


def _document(plan: Plan, against: Plan | None) -> Document:
    key = ("policy document", content_key(plan), "" if against is None else content_key(against))
    return memory().cached(key, lambda: policy_document(plan, against))


def _notes(plan: Plan) -> Document:
    key = ("design notes", content_key(plan))
    return memory().cached(key, lambda: design_notes(plan))
