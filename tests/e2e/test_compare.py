"""The compare page in a browser: from nothing to a variant, its reasons, its people and one of
them, in both languages."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from pptx import Presentation as open_presentation

from tests.e2e.browser import PATIENCE_MS
from tests.e2e.conftest import Opens
from tests.e2e.test_what_if import choose_plan

expect.set_options(timeout=PATIENCE_MS)
WINDOW = 900


def test_a_variant_is_explained_down_to_one_person(open_app: Opens) -> None:
    screen = open_app("compare")
    choose_plan(screen, "Key-account manager")  # of which no other test keeps a variant
    page = screen.page
    finding = page.locator(".pc-heading h2")
    expect(finding).to_contain_text("There is nothing to compare it with yet")
    page.locator(".st-key-compare_example").get_by_role("button").click()
    expect(finding).to_contain_text("This variant costs")
    table, waterfall = page.locator(".pc-figures"), page.locator(".st-key-compare_waterfall")
    expect(waterfall.locator(".drawn")).to_be_visible()
    expect(table).not_to_contain_text("…")
    for part in (table, waterfall):
        box = part.bounding_box()
        assert box is not None and box["y"] + box["height"] < WINDOW
    amount = re.search(r"costs (¥[\d.]+\s[MK])", finding.inner_text())
    assert amount is not None
    expect(table.locator("tr", has_text="Difference")).to_contain_text(f"+{amount[1]}")

    page.locator(".st-key-compare_files").get_by_role("button").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="PowerPoint").click()
    slides = open_presentation(download.value.path()).slides
    assert slides[0].shapes.title is not None
    assert amount[1] in slides[0].shapes.title.text_frame.text
    page.get_by_role("button", name="Write letters").click()
    letters = page.get_by_role("dialog", name="Letters")
    letters.get_by_text("Template", exact=True).click()
    with page.expect_download():
        letters.get_by_role("button", name="Template in Word").click()
    page.keyboard.press("Escape")
    expect(letters).to_have_count(0)
    screen.idle()

    page.locator(".st-key-compare_tabs").get_by_text("People", exact=True).click()
    grid = page.locator("[class*='st-key-compare_people-'] canvas").first
    expect(grid).to_be_visible()
    screen.idle()
    grid.click(position={"x": 90, "y": 16}, force=True)
    expect(page.get_by_role("combobox", name="Order")).to_have_value("Employee")
    screen.idle()
    grid.click(position={"x": 16, "y": 52}, force=True)
    person = page.locator(".pc-person")
    expect(person).to_contain_text("Base pay")
    expect(page.get_by_text(re.compile("^E000001 (gains|loses)"))).to_be_visible()

    page.locator(".st-key-frame_reader").get_by_text("中文").click()
    expect(finding).to_contain_text("增加成本")
    expect(person).to_contain_text("基本工资")
    page.locator(".st-key-compare_statement").get_by_role("button").click()
    expect(page.locator(".pc-audit")).to_be_visible()
    expect(page).to_have_url(re.compile("what_if"))
