"""What a session had worked out is shared while it lasts, and released once it has ended."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import streamlit as st

from pages.ui.session import server_memory


@pytest.fixture
def active(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The sessions whose browsers are there."""
    sessions = {"one", "other"}
    runtime = SimpleNamespace(is_active_session=sessions.__contains__)
    monkeypatch.setattr(server_memory.Runtime, "exists", lambda: True)
    monkeypatch.setattr(server_memory.Runtime, "instance", lambda: runtime)
    yield sessions
    st.cache_resource.clear()


def test_what_only_an_ended_session_used_is_released(active: set[str]) -> None:
    shared = server_memory._of_all()
    shared.of("one").cached("mine", lambda: "mine")
    for session in sorted(active):
        shared.of(session).cached("ours", lambda: "ours")
    active.remove("one")
    server_memory._release("one")
    assert "mine" not in shared and "ours" in shared


def test_a_session_that_came_back_finds_all_of_it(active: set[str]) -> None:
    shared = server_memory._of_all()
    shared.of("one").cached("mine", lambda: "mine")
    server_memory._release("one")
    assert "mine" in shared


def test_work_that_ended_after_its_session_goes_with_the_next(active: set[str]) -> None:
    shared = server_memory._of_all()
    active.clear()
    server_memory._release("one")
    shared.of("one").cached("late", lambda: "late")
    server_memory._release("other")
    assert shared.size == 0 and "late" not in shared


def test_what_is_nobodys_stays(active: set[str]) -> None:
    shared = server_memory._of_all()
    shared.cached("common", lambda: "common")
    shared.of("one").cached("common", lambda: "common")
    active.clear()
    server_memory._release("one")
    assert "common" in shared
