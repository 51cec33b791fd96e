"""Every page draws its frame alone, under app.py, and as the first request to a cold server."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from pages.ui.kit import frame, translations

PAGE = """
import streamlit as st
from pages.ui.kit import frame

with frame.enter("{name}", "<style></style>"):
    st.text("own choice")
st.text("page {name} in " + str(st.session_state["language"]))
"""
APP = """
from pages.ui.kit import frame

frame.navigation().run()
"""


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of our own making, of which one is not in the catalogue."""
    monkeypatch.setattr(frame, "PAGES", {"what_if": ":material/tune:", "other": ":material/tune:"})
    for lang in translations.LANGUAGE_NAMES:
        monkeypatch.setitem(translations.WORDS.section(lang, "page"), "other", "Other")  # type: ignore[arg-type]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "app.py").write_text(APP, "utf-8")
    for name in ("what_if", "other"):
        (tmp_path / "pages" / f"{name}.py").write_text(PAGE.format(name=name), "utf-8")
    return tmp_path


def texts(app: AppTest) -> list[str]:
    assert not app.exception
    return [str(text.value) for text in (*app.sidebar.text, *app.main.text)]


def links(app: AppTest) -> list[str]:
    return [link.proto.page for link in app.get("page_link")]


def test_the_first_page_opens(house: Path) -> None:
    app = AppTest.from_file(house / "app.py").run()
    assert texts(app) == ["own choice", "page what_if in en"]
    assert links(app) == ["what_if", "other"]


def test_a_page_is_the_first_request_to_a_cold_server(house: Path) -> None:
    """The tester is cold at every run: Streamlit sees pages/ and runs the page without app.py."""
    app = AppTest.from_file(house / "app.py").switch_page("pages/other.py").run()
    assert texts(app) == ["own choice", "page other in en"]
    assert links(app) == ["what_if", "other"]
    assert PagesManager.uses_pages_directory is False


def test_a_page_runs_alone(house: Path) -> None:
    app = AppTest.from_file(house / "pages" / "other.py").run()
    assert texts(app) == ["own choice", "page other in en"]
    assert links(app) == []


@pytest.mark.parametrize(
    ("locale", "language"),
    [("zh-CN", "zh"), ("zh-Hans", "zh"), ("zh", "zh"), ("en-GB", "en"), ("de", "en"), (None, "en")],
)
def test_the_browser_chooses_the_first_language(
    house: Path, locale: str | None, language: str
) -> None:
    app = AppTest.from_file(house / "app.py")
    app.context = {"locale": locale}
    assert texts(app.run())[-1] == f"page what_if in {language}"


def test_a_person_chooses_the_language_for_the_session(house: Path) -> None:
    app = AppTest.from_file(house / "app.py").run()
    app.session_state["language"] = "zh"
    app.run()
    assert texts(app.switch_page("pages/other.py").run())[-1] == "page other in zh"
    with pytest.raises(KeyError, match="no language 'fr'"):
        translations.speak("fr")
