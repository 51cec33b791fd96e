"""What is kept between runs, as a session sees it: saving with a note, being told who came in
between, and what is kept opened once for the whole server.

A save stands on the version that this session opened or saved last, so that nobody's work is passed
over unnoticed; see engine.workspace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from engine.health import Policy
from engine.plan import Plan
from engine.text import Refused, moment
from engine.workspace import Content, Item, KeptScenario, Saved, Version, Workspace
from pages.ui.kit import language, pick, t


def own() -> Workspace:
    """The workspace of the user this server runs for."""
    return Workspace()


def items(kind: str = "", *, hidden: bool = False) -> tuple[Item, ...]:
    """What is kept, last saved first; nothing where it cannot be read, as the save notice then
    says."""
    try:
        return own().items(kind, hidden=hidden)
    except Refused as refused:
        st.session_state[_RESULT] = refused
        return ()


def save(content: Content, *, item: str = "", note: str = "") -> Saved | None:
    """Keep a new version of an item, or a new item; None where it could not be kept.

    For callbacks: what came of it is drawn by the save notice.
    """
    return attempt(
        lambda kept: kept.save(content, item=item, based_on=seen(item), note=note, author=author())
    )


def attempt(action: Callable[[Workspace], Saved]) -> Saved | None:
    """Do anything that adds a version; what came of it is drawn by the save notice."""
    try:
        saved = action(own())
    except Refused as refused:
        st.session_state[_RESULT] = refused
        return None
    saw(saved.version)
    st.session_state[_RESULT] = saved
    return saved


def tell(refused: Refused) -> None:
    """Have the save notice say why something kept could not be opened."""
    st.session_state[_RESULT] = refused


def save_result() -> Saved | Refused | None:
    """What came of the last save or opening, until it is dismissed."""
    result: Saved | Refused | None = st.session_state.get(_RESULT)
    return result


def dismiss_result() -> None:
    """Forget what came of the last save."""
    st.session_state.pop(_RESULT, None)


def found(sha256: str) -> Version | None:
    """The kept file of people with this SHA-256, if it is kept and can be read."""
    try:
        return own().find_file(sha256)
    except Refused:
        return None


# -- what a session has before it --------------------------------------------------------------


def seen(item: str) -> str:
    """The version of an item that this session opened or saved last, or nothing."""
    versions: dict[str, str] = st.session_state.get(_SEEN, {})
    return versions.get(item, "")


def saw(version: Version) -> None:
    """Remember that this session has a version before it."""
    st.session_state[_SEEN] = {**st.session_state.get(_SEEN, {}), version.item: version.id}


def author() -> str | None:
    """Who is logged in, where the server has a log-in; else the system's user is taken."""
    return str(st.user.get("email")) if st.user.get("is_logged_in", False) else None


# -- opening: versions never change, so each is read once ---------------------------------------


@st.cache_resource(show_spinner=False, max_entries=200)
def plan(version: str) -> Plan:
    """A kept plan. Raises Refused for a draft, and where it cannot be read."""
    return own().plan(version)


@st.cache_resource(show_spinner=False, max_entries=200)
def scenario(version: str) -> KeptScenario:
    """A kept scenario on the plan as it was. Raises Refused where it cannot be read."""
    return own().scenario(version)


@st.cache_resource(show_spinner=False, max_entries=200)
def policy(version: str) -> Policy:
    """Kept thresholds of the health check. Raises Refused where they cannot be read."""
    return own().policy(version)


@st.cache_resource(show_spinner=False, max_entries=1000)
def compared(before: str, after: str, lang: str) -> list[str]:
    """What differs between two versions, in words; where that cannot be told, why."""
    try:
        return own().compare(before, after, lang)
    except Refused as refused:
        return [refused.problems[0].text(lang)]


# -- words -------------------------------------------------------------------------------------


def who(version: Version) -> str:
    """Who saved a version."""
    return plain(version.author) or t("workspace.somebody")


def when(version: Version) -> str:
    """When a version was saved, on the reader's clock."""
    return moment(version.saved_at, language(), st.context.timezone)


def plan_name(item: Item) -> str:
    """What a kept plan is called: as it was saved, or its title where it was saved under that."""
    title: Any = item.current.detail.get("title", {})
    return pick(title) if item.name in title.values() else item.name


def distinct(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels by id, each unlike the others: Streamlit knows a choice by its words, and people may
    call two things the same."""
    told: dict[str, str] = {}
    for key, label in labels.items():
        others = set(told.values())
        tries = (f"{label} ({number})" for number in range(2, len(others) + 3))
        told[key] = next(text for text in (label, *tries) if text not in others)
    return told


def plain(text: str) -> str:
    """A text somebody wrote, for places that read Markdown: its signs stay signs."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in text)


_SIGNS = frozenset("\\`*_{}[]()<>#+-!|~$:")
_RESULT, _SEEN = "workspace/result", "workspace/seen"
