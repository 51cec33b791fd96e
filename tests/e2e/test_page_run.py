"""A page that ends before its last line, or fails: what a browser then sends was chosen by somebody
or is what it was told to show."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.conftest import BROWSER_TESTS
from tests.e2e.browser import Server, Tabs

ROOT = BROWSER_TESTS.parents[1]
PAGE = f"""
import sys

import streamlit as st

sys.path.append({str(ROOT)!r})
from pages.ui.kit import Store, bound, end_page, run_page


def page():
    store = Store("number", lambda: 7)
    st.button("Go on")
    if st.button("End"):
        end_page()
    if st.button("Fail"):
        raise ValueError("on purpose")
    st.slider("Rate", 0, 9, **bound(store, "rate", store.present, lambda _, new: new))
    st.write(f"rate is {{store.present}}")


run_page(page)
"""


@pytest.mark.parametrize("how", ["End", "Fail"])
def test_a_widget_that_a_run_left_out_shows_what_it_showed(
    how: str, small: Server, tabs: Tabs
) -> None:
    screen = tabs.open(small.url)
    rate = screen.page.get_by_text("rate is 7")
    expect(rate).to_be_visible()
    screen.page.get_by_role("button", name=how).click()
    expect(screen.page.get_by_role("slider")).to_have_count(0)
    for _ in range(2):
        screen.page.get_by_role("button", name="Go on").click()
        screen.idle()
    expect(screen.page.get_by_role("slider")).to_have_value("7")
    expect(rate).to_be_visible()
    screen.close()


def test_no_page_ends_in_a_way_that_keeps_what_it_left_out() -> None:
    sources = [*(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]
    assert not [source for source in sources if "st.stop()" in source.read_text("utf-8")]
