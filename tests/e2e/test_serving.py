"""What only a browser shows of how the app is served."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import PATIENCE_MS
from tests.e2e.conftest import Opens

expect.set_options(timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("address", "locale", "said"),
    [
        ("whatif", "en-US", "There is no page at “whatif”."),
        ("方案", "zh-CN", "没有“方案”这个页面。"),
        ("library/old/plan-7", "en-US", "There is no page at “plan-7”."),
    ],
)
def test_an_unknown_address_says_so_in_the_readers_language(
    open_app: Opens, address: str, locale: str, said: str
) -> None:
    page = open_app(address, locale=locale).page
    expect(page.get_by_role("heading", name=said)).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator(".st-key-frame_instead a").nth(2).click()
    expect(page).to_have_url(re.compile("/library$"))
    expect(page.locator(".pc-heading")).to_be_visible()


def test_bones_of_the_page_stand_there_before_the_app_does(open_app: Opens) -> None:
    screen = open_app("library")
    expect(screen.page.locator(".outline, .outline-style")).to_have_count(0)
    without_app = screen.page.context.new_page()
    without_app.route("**/*.js", lambda route: route.abort())
    without_app.goto(screen.page.url, wait_until="commit")
    expect(without_app.locator(".outline section > b")).to_be_visible()
    without_app.close()


def test_streamlits_own_words_are_in_the_readers_language(open_app: Opens) -> None:
    screen = open_app("editor", locale="zh-CN")
    page = screen.page
    expect(page.get_by_role("link", name="跳到正文")).to_have_count(1)
    expect(page.get_by_test_id("stFileUploader")).to_contain_text("每个文件不超过")
    page.get_by_role("radio", name="English").click()
    expect(page.get_by_role("link", name="Skip to main content")).to_have_count(1)
    expect(page.get_by_test_id("stFileUploader")).to_contain_text("per file")
