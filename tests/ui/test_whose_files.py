"""An uploaded file is read by whoever brought it: a link to it opens the scenario, and the people
only where their owner shares them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

import engine
from engine.scenario import FromFile
from engine.workspace import Workspace, facts_content
from pages.ui.kit import upload
from pages.ui.server import responses
from pages.ui.session import link
from tests.conftest import BROWSER_TESTS

ROOT = BROWSER_TESTS.parents[1]
ROWS = b"employee_id,month,target,sales\nA,2026-01,100,1000.5\nB,2026-01,100,10\n"
PLAN = "sample-flat-commission"


@pytest.fixture(autouse=True)
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PAYCURVE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    yield
    st.cache_resource.clear()


@pytest.fixture
def file(monkeypatch: pytest.MonkeyPatch) -> upload.StoredFile:
    """A file that one browser uploaded."""
    with monkeypatch.context() as owner:
        owner.setattr(upload, "reader", lambda: "owner")
        return upload.store(io.BytesIO(ROWS), "mine.csv")


def opened(file: upload.StoredFile, page: str = "what_if") -> AppTest:
    """The link to a scenario on the file, opened by a browser."""
    people = FromFile(file.name, file.sha256, "csv")
    scenario = engine.Scenario(engine.load_plan(PLAN), people=people).set("flat_rate", 0.03)
    app = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"))
    app.query_params["s"] = link.encode(scenario.as_json())
    app.run()
    assert not app.exception
    return app


def shows_people(app: AppTest) -> bool:
    return not any("mine.csv is missing" in heading.value for heading in app.subheader)


@pytest.mark.parametrize("page", ["what_if", "health"])
def test_somebody_elses_file_stays_closed_and_the_scenario_opens(
    file: upload.StoredFile, page: str
) -> None:
    app = opened(file, page)
    assert not shows_people(app)
    assert app.session_state["store/scenario"].present.scenario.changed == ("flat_rate",)


@pytest.mark.parametrize("page", ["what_if", "health"])
def test_a_file_that_its_owner_shares_opens_until_it_is_not_shared_any_more(
    file: upload.StoredFile, page: str
) -> None:
    upload.share(file.path)
    assert shows_people(opened(file, page))
    upload.share(file.path, False)
    assert not shows_people(opened(file, page))


def test_the_owner_finds_it_again_by_the_same_link(
    file: upload.StoredFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loading the page again is a new session of the same browser."""
    monkeypatch.setattr(upload, "reader", lambda: "owner")
    assert shows_people(opened(file))


def test_whoever_brings_the_same_file_reads_it_too(file: upload.StoredFile) -> None:
    assert upload.reader() is None, "outside of a session everything is read"
    upload.grant(file.path, "somebody")
    assert upload._readers(file.path) == {"owner", "somebody"}


def test_what_was_kept_in_the_workspace_is_shared(file: upload.StoredFile) -> None:
    Workspace().save(facts_content(file.path, engine.load_plan(PLAN), "mine.csv"))
    assert shows_people(opened(file))


def test_the_server_and_the_pages_mean_the_same_cookie() -> None:
    assert upload.BROWSER_COOKIE == responses.BROWSER_COOKIE
