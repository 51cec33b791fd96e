"""What only a browser shows of how the app is served."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.browser import PATIENCE_MS, serve
from tests.e2e.conftest import ROOT, Opens

expect.set_options(timeout=PATIENCE_MS)


def test_an_unknown_address_says_so_in_the_readers_language(open_app: Opens) -> None:
    for address, locale, said in (
        ("whatif", "en-US", "There is no page at “whatif”."),
        ("方案", "zh-CN", "没有“方案”这个页面。"),
        ("library/old/plan-7", "en-US", "There is no page at “plan-7”."),
    ):
        page = open_app(address, locale=locale).page
        expect(page.get_by_role("heading", name=said)).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator(".st-key-frame_instead a[href$=library]").click()
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


def test_a_link_opens_its_page_where_a_box_is_open(open_app: Opens) -> None:
    screen = open_app()
    page = screen.page
    page.locator(".st-key-people button").first.click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    page.locator(".st-key-frame_links a[href$=library]").click()
    expect(page.locator(".pc-heading h1")).to_have_text("Library")
    screen.idle()
    expect(page).to_have_url(re.compile("/library$"))
    page.locator(".st-key-frame_links a[href$=what_if]").click()
    page.wait_for_selector(".st-key-people")
    screen.idle()
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


def field(page: Page, figure: str) -> str:
    key = f"st-key-scenario-service-seller-{figure}"
    return page.locator(f".{key} input[type=text]").input_value()


def test_a_server_started_anew_takes_the_first_move_and_keeps_those_before(
    open_url: Opens, tmp_path: Path
) -> None:
    slider = ".st-key-scenario-service-seller-weight_sales input[type=range]"
    with serve(ROOT / "app.py", tmp_path) as server:
        screen = open_url(server.url)
        page = screen.page
        page.wait_for_selector(".st-key-distribution .paycurve-chart.drawn")
        screen.unfold("scenario-service-seller-weight_sales")
        typed = page.locator(".st-key-scenario-service-seller-weight_sales input[type=text]")
        typed.fill("0.5")
        typed.press("Enter")
        expect(page.get_by_text("1 changed")).to_be_visible()
        screen.idle()
    expect(page.locator(".stApp:not([data-test-connection-state=CONNECTED])")).to_be_visible()
    with serve(ROOT / "app.py", tmp_path, port=server.port):
        page.wait_for_selector(".stApp[data-test-connection-state=CONNECTED]")
        screen.idle()
        page.locator(slider).first.press("ArrowRight")
        screen.idle()
        expect(page.get_by_text("1 changed")).to_be_visible()
        assert field(page, "weight_sales") == "0.55"
        screen.console_errors.clear()  # it asked in vain while there was no server
