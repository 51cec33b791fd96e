"""What is kept between runs, as a session sees it: saving with a note, being told who came in
between, and what is kept opened once for the whole server.

A save stands on the version that this session opened or saved last, so that nobody's work is passed
over unnoticed; see engine.workspace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from engine.companies import Company
from engine.health import Policy
from engine.plan import Plan
from engine.text import Refused, moment
from engine.workforce import Workforce
from engine.workspace import (
    Content,
    Item,
    KeptScenario,
    ReconciledNotes,
    Saved,
    Version,
    Workspace,
)
from pages.ui.kit import escape_markdown, language, pick, t
from pages.ui.session.server_memory import memory


def workspace() -> Workspace:
    """The workspace of the user this server runs for."""
    return Workspace()


def items(kind: str = "", *, hidden: bool = False) -> tuple[Item, ...]:
    """What is kept, last saved first; nothing where it cannot be read, as the save notice then
    says."""
    try:
        return workspace().items(kind, hidden=hidden)
    except Refused as refused:
        st.session_state[_RESULT] = refused
        return ()


def save(content: Content, *, item: str = "", note: str = "") -> Saved | None:
    """Keep a new version of an item, or a new item; None where it could not be kept.

    For callbacks: what came of it is drawn by the save notice.
    """
    return add_version(
        lambda kept: kept.save(
            content, item=item, based_on=opened_version(item), note=note, author=author()
        )
    )


def add_version(action: Callable[[Workspace], Saved]) -> Saved | None:
    """Do anything that adds a version; what came of it is drawn by the save notice."""
    try:
        saved = action(workspace())
    except Refused as refused:
        st.session_state[_RESULT] = refused
        return None
    mark_opened(saved.version)
    st.session_state[_RESULT] = saved
    return saved


def report(refused: Refused) -> None:
    """Have the save notice say why something kept could not be opened."""
    st.session_state[_RESULT] = refused


def save_result() -> Saved | Refused | None:
    """What came of the last save or opening, until it is dismissed."""
    result: Saved | Refused | None = st.session_state.get(_RESULT)
    return result


def is_damaged() -> bool:
    """Whether the last thing asked of what is kept met a damaged file."""
    result = save_result()
    return isinstance(result, Refused) and any(
        problem.key == "workspace_damaged" for problem in result.problems
    )


def dismiss_result() -> None:
    """Forget what came of the last save."""
    st.session_state.pop(_RESULT, None)


def kept_file(sha256: str) -> Version | None:
    """The kept file of people with this SHA-256, if it is kept and can be read."""
    try:
        return workspace().find_file(sha256)
    except Refused:
        return None


# -- what a session has before it --------------------------------------------------------------


def opened_version(item: str) -> str:
    """The version of an item that this session opened or saved last, or nothing."""
    versions: dict[str, str] = st.session_state.get(_OPENED, {})
    return versions.get(item, "")


def mark_opened(version: Version) -> None:
    """Remember that this session has a version before it."""
    st.session_state[_OPENED] = {**st.session_state.get(_OPENED, {}), version.item: version.id}


def author() -> str | None:
    """Who is logged in, where the server has a log-in; else the system's user is taken."""
    return str(st.user.get("email")) if st.user.get("is_logged_in", False) else None


# -- opening: versions never change, so each is read once ---------------------------------------


def plan(version: str) -> Plan:
    """A kept plan. Raises Refused for a draft, and where it cannot be read."""
    return memory().cached(("kept plan", version), lambda: workspace().plan(version))


def scenario(version: str) -> KeptScenario:
    """A kept scenario on the plan as it was. Raises Refused where it cannot be read."""
    return memory().cached(("kept scenario", version), lambda: workspace().scenario(version))


def company(version: str) -> Company:
    """A kept company with its edits. Raises Refused where it cannot be read."""
    return memory().cached(("kept company", version), lambda: workspace().company(version))


def policy(version: str) -> Policy:
    """Kept thresholds of the health check. Raises Refused where they cannot be read."""
    return memory().cached(("kept policy", version), lambda: workspace().policy(version))


def workforce(version: str) -> Workforce:
    """A kept model of a workforce. Raises Refused where it cannot be read."""
    return memory().cached(("kept workforce", version), lambda: workspace().workforce(version))


def reconciliation(version: str) -> ReconciledNotes:
    """What was decided while a file was reconciled. Raises Refused where it cannot be read."""
    return memory().cached(
        ("kept reconciliation", version), lambda: workspace().reconciliation(version)
    )


def differences(before: str, after: str, lang: str) -> list[str]:
    """What differs between two versions, in words; where that cannot be told, why."""
    try:
        return memory().cached(
            ("kept differences", before, after, lang),
            lambda: workspace().compare(before, after, lang),
        )
    except Refused as refused:
        return [refused.problems[0].text(lang)]


# -- words -------------------------------------------------------------------------------------


def author_name(version: Version) -> str:
    """Who saved a version."""
    return escape_markdown(version.author) or t("workspace.somebody")


def saved_at(version: Version) -> str:
    """When a version was saved, on the reader's clock."""
    return moment(version.saved_at, language(), st.context.timezone)


def plan_name(item: Item) -> str:
    """What a kept plan is called: as it was saved, or its title where it was saved under that."""
    title: Any = item.current.detail.get("title", {})
    return pick(title) if item.name in title.values() else item.name


_RESULT, _OPENED = "workspace/result", "workspace/opened"
