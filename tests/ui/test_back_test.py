"""The page that understands files: they are read, asked about, kept, and become people."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

import engine
from engine.scenario import FromFile, Scenario
from pages.ui.kit import History, upload
from pages.ui.session import ImportSession, SessionScenario, people_facts
from tests.conftest import BROWSER_TESTS

ROOT = BROWSER_TESTS.parents[1]
PLAN = "sample-flat-commission"
GOOD = "工号,月份,销售指标,销售额\n0001,2025年1月,100,1000.5\n0001,2025年2月,100,900\n"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("PAYCURVE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    monkeypatch.setattr(upload, "reader", lambda: "clerk")
    yield tmp_path / "data"
    st.cache_resource.clear()


def brought(*files: tuple[str, bytes]) -> ImportSession:
    stored = [upload.store(io.BytesIO(content), name) for name, content in files]
    return ImportSession().with_files(*stored)


def page(files: ImportSession, plan: str = PLAN, locale: str = "en-US") -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages/back_test.py"), default_timeout=60)
    app.context = {"locale": locale}
    scenario = SessionScenario(Scenario(engine.load_plan(plan)))
    app.session_state["store/scenario"] = History(scenario)
    app.session_state["store/import"] = History(files)
    app.run()
    assert not app.exception
    return app


def present(app: AppTest) -> SessionScenario:
    found: SessionScenario = app.session_state["store/scenario"].present
    return found


def test_a_file_in_the_plans_own_chinese_words_becomes_the_people() -> None:
    app = page(brought(("销售.csv", GOOD.encode("gbk"))))
    people = present(app).people
    assert isinstance(people, FromFile)
    facts = people_facts.facts_of(people, present(app).base)
    assert facts.employees == ("0001",)
    assert facts.numbers["sales"].tolist() == [[1000.5], [900.0]]


def test_a_corrected_file_takes_the_place_of_the_one_before() -> None:
    first = brought(("a.csv", b"x\n1\n"), ("b.csv", b"y\n1\n"))
    again = first.with_files(upload.store(io.BytesIO(b"x\n2\n"), "a.csv"))
    assert [file.name for file in again.files] == ["a.csv", "b.csv"]
    assert again.files[0].sha256 != first.files[0].sha256
    assert again.id == first.id


def test_what_was_brought_and_decided_is_found_again_under_its_address(data: Path) -> None:
    files = brought(("sales.csv", GOOD.encode()))
    app = page(replace(files, recipes={"other": "plan: other\n"}))
    kept = app.session_state["store/import"].present
    assert kept.applied.keys() == {PLAN}

    again = AppTest.from_file(str(ROOT / "pages/back_test.py"), default_timeout=60)
    again.query_params["i"] = kept.id
    again.run()
    assert not again.exception
    found = again.session_state["store/import"].present
    assert (found.files, found.recipes) == (kept.files, kept.recipes)
