"""A budget is met by a figure that may move: found, taken over in one step, and undone."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.browser import PATIENCE_MS
from tests.e2e.conftest import Opens
from tests.e2e.test_what_if import headline, opened

expect.set_options(timeout=PATIENCE_MS)


def test_the_threshold_that_keeps_the_budget_is_found_and_undone_as_one_step(
    open_app: Opens,
) -> None:
    screen = open_app()
    page = opened(screen)
    expect(headline(screen)).to_contain_text("As documented")
    page.locator(".st-key-solving_open").get_by_role("button").click()
    box = page.get_by_role("dialog")
    find = box.locator(".st-key-solving_find").get_by_role("button")
    expect(find).to_be_disabled()
    box.get_by_role("combobox", name="Add a figure").fill("Monthly bonus")
    page.get_by_role("option", name="Monthly bonus by attainment (threshold 80 %)").click()
    expect(box.get_by_label("Step", exact=True)).to_have_value(re.compile("1\\s?%"))
    budget = box.get_by_label("At most", exact=True)
    budget.fill("680,000,000")
    budget.press("Tab")
    expect(find).to_be_enabled()
    screen.idle()
    find.click()
    answer = box.locator(".st-key-solving_found")
    expect(answer).to_contain_text(re.compile("from 80\\s% to 94\\s%.*within the budget"))
    expect(answer.locator("table")).to_contain_text("Pay of the period")
    screen.idle()
    box.locator(".st-key-solving_apply").get_by_role("button").click()
    expect(box).to_have_count(0)
    expect(headline(screen)).to_contain_text("This variant saves")
    screen.idle()
    page.keyboard.press("Control+z")
    expect(headline(screen)).to_contain_text("As documented")

    page.locator(".st-key-frame_reader").get_by_text("中文").click()
    page.locator(".st-key-solving_open").get_by_role("button").click()
    expect(box).to_contain_text("月度奖金比例")
    expect(answer).to_contain_text("由 80% 调整为 94%")
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
