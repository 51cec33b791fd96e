"""The tools of the browser tests, tried on a small page that has nothing to do with Paycurve."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import QUIET_MS, Server, Tabs
from tests.e2e.conftest import Opens

PAGE = """
import streamlit as st

st.title("薪酬方案")
st.write(f"locale {st.context.locale}, theme {st.context.theme.type}")
rate = st.slider("Rate", 0.0, 10.0, 5.0, 0.5, key="rate")
st.write(f"rate is {rate}")
file = st.file_uploader("File", key="file")
st.write(f"file says {file.read().decode()}" if file else "no file")
if st.button("Break"):
    raise ValueError("broken on purpose")
for number in range(60):
    st.write(f"row {number}")
"""


def test_what_a_person_does_reaches_the_server(
    small: Server, open_url: Opens, tmp_path: Path
) -> None:
    screen = open_url(small.url, locale="zh-CN", dark=True)
    expect(screen.page.get_by_text("locale zh-CN, theme dark")).to_be_visible()

    screen.set_slider("rate", 7.5)
    expect(screen.page.get_by_text("rate is 7.5")).to_be_visible()

    (tmp_path / "facts.csv").write_text("一月", "utf-8")
    screen.upload("file", tmp_path / "facts.csv")
    expect(screen.page.get_by_text("file says 一月")).to_be_visible()


MISCHIEF = {
    "console.error('on purpose')": "browser's console: .*on purpose",
    "setTimeout(() => { throw new Error('on purpose') })": "browser's console: .*on purpose",
    "fetch('http://outside.invalid/').catch(() => 0)": "console|asked outside",
    "new WebSocket('ws://outside.invalid/')": "console|asked outside",
}


def test_an_unclean_page_is_noticed(small: Server, tabs: Tabs) -> None:
    screen = tabs.open(small.url)
    screen.assert_clean()
    for mischief, complaint in MISCHIEF.items():
        screen.page.evaluate(f"() => {{ {mischief} }}")
        while not screen.console_errors:  # what is asked outside is asked before it fails
            screen.page.wait_for_timeout(QUIET_MS)
        with pytest.raises(AssertionError, match=complaint):
            screen.assert_clean()
        assert ("outside" in mischief) == bool(screen.external_requests)
        screen.console_errors.clear()
        screen.external_requests.clear()
    screen.close()


def test_an_exception_on_the_page_is_noticed(small: Server, tabs: Tabs) -> None:
    screen = tabs.open(small.url)
    screen.page.get_by_role("button", name="Break").click()
    screen.idle()
    with pytest.raises(AssertionError, match="broken on purpose"):
        screen.assert_clean()
    screen.close()
    assert "Traceback" in small.log.read_text("utf-8")
