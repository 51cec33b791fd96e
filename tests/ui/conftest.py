"""What holds for pages without a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.state import session_state_proxy
from streamlit.testing.v1 import AppTest

from engine.workspace import Workspace
from pages.ui.kit import waiting
from tests.ui.widgets import hidden_fields


@pytest.fixture(autouse=True, scope="session")
def installed_packages_are_looked_through_once() -> Iterator[None]:
    """Each `AppTest` reads the metadata of every installed package, a quarter of a second long, for
    components of others; none is installed while the tests run."""
    with pytest.MonkeyPatch.context() as patch:
        once = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", once)
        yield


@pytest.fixture(autouse=True, scope="session")
def a_busy_machine_is_waited_for() -> Iterator[None]:
    """A run of a page has a minute instead of Streamlit's three seconds."""
    with pytest.MonkeyPatch.context() as patch:
        for made in (AppTest.from_file, AppTest.from_function, AppTest.from_string):
            patch.setitem(made.__kwdefaults__, "default_timeout", 60)
        yield


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A workspace of one test's own, for pages that run alone."""
    monkeypatch.setenv("PAYCURVE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    yield Workspace()
    st.cache_resource.clear()


@pytest.fixture
def every_wait_is_shown(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Work takes long enough, each time, that a page says so and offers a way out of it; the names
    of what was shown so."""
    names: set[str] = set()
    is_done, show = waiting.Job.is_done, waiting.Loading.__call__
    looked: set[int] = set()

    def done_at_the_second_look(job: waiting.Job[object], within: float) -> bool:
        done = is_done(job, 60.0)
        if id(job) in looked:
            return done
        looked.add(id(job))
        return False

    def noted(loading: waiting.Loading, seconds: float, share: float) -> None:
        names.add(loading.name)
        show(loading, seconds, share)

    for name in ("SHOWN", "DRAW", "MEASURED", "CANCELLABLE"):
        monkeypatch.setattr(waiting, name, 0.0)
    monkeypatch.setattr(waiting.Job, "is_done", done_at_the_second_look)
    monkeypatch.setattr(waiting.Loading, "__call__", noted)
    return names


@pytest.fixture(autouse=True)
def fields_are_drawn_once_they_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser would begin a field behind a closed button with the first value it was ever drawn
    with, whatever it has now: no page that a test draws has such a field."""
    run = AppTest._run

    def looked_through(app: AppTest, *given: Any, **named: Any) -> AppTest:
        run(app, *given, **named)
        hidden = [*hidden_fields(app._tree)]
        assert not hidden, f"drawn behind a button that nobody pressed: {hidden}"
        return app

    monkeypatch.setattr(AppTest, "_run", looked_through)


@pytest.fixture(autouse=True)
def work_asks_nothing_of_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done in a thread goes on while its session does: what it finds there may be of
    another state than the one that it was begun for."""
    state_of = session_state_proxy.get_session_state

    def of_a_page() -> Any:
        if threading.current_thread().name == waiting.JOB:
            raise AssertionError("a thread asks a session what it should have been told")
        return state_of()

    monkeypatch.setattr(session_state_proxy, "get_session_state", of_a_page)
