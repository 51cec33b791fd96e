"""A machine on which everything takes long: a page says what it waits for, then shows it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import BROWSER_TESTS

PAGES = BROWSER_TESTS.parents[1] / "pages"
WAITS = {"what_if": "what_if", "compare": "compare", "health": "health", "workforce": "portrait"}


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("name", WAITS)
def test_a_page_is_drawn_where_each_of_its_waits_is_shown(
    name: str, every_wait_is_shown: set[str]
) -> None:
    app = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=120).run()
    assert not app.exception
    assert WAITS[name] in every_wait_is_shown
