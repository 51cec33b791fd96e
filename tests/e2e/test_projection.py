"""The projection as an executive reads it: cost, how sure it is, and what would change it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.browser import PATIENCE_MS
from tests.e2e.conftest import Opens

COMPANY = "Sales company"
WINDOW = 900
expect.set_options(timeout=PATIENCE_MS)


def test_an_executive_reads_cost_range_and_risk_and_moves_what_is_assumed(
    open_app: Opens,
) -> None:
    screen = open_app("projection")
    page = screen.page
    finding, cards = page.locator(".pc-heading h2"), page.locator(".pc-card")
    expect(finding).to_contain_text("months cost about")
    field = page.locator(".st-key-plan input")
    field.click()
    field.fill(COMPANY)
    page.get_by_role("option", name=COMPANY, exact=True).click()
    expect(page.locator(".pc-heading h1")).to_have_text(COMPANY)
    said = re.compile("between ¥[\\d.]+\\sM and ¥[\\d.]+\\sM in 8 of 10 trials; the budget of ¥")
    expect(finding).to_contain_text(said)
    expect(cards).to_have_count(5)
    fan = page.locator(".st-key-fan")
    expect(fan.locator(".drawn")).to_be_visible()
    for part in (cards.last, fan):
        box = part.bounding_box()
        assert box is not None and box["y"] + box["height"] < WINDOW

    moved = page.locator(".st-key-assumption_differences")
    _press(page, "attrition_factor", 10)  # while futures are worked out
    _press(page, "sales_growth", 4)
    expect(moved).to_contain_text("Attrition against the model: 150.0 %")
    expect(moved).to_contain_text("Growth of sales a year: 9.0 %")
    expect(cards.first).to_contain_text("against base")
    before = cards.first.inner_text()
    _press(page, "review_budget", 6)
    expect(moved).to_contain_text("Budget of the salary review: 8.0 %")
    expect(page.locator(".st-key-figures_heading")).to_contain_text("3 changed")
    expect(cards.first).not_to_have_text(before)
    expect(cards.first).to_contain_text("against base")

    page.locator(".st-key-projection_files").get_by_role("button").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    page.keyboard.press("Escape")

    page.locator(".st-key-frame_reader").get_by_text("中文").click()
    expect(finding).to_contain_text(re.compile("未来 12 个月薪酬预计约 .*八成可能在"))
    expect(cards.first).to_contain_text("较基准")
    page.locator(".st-key-projection_tab").get_by_text("计提与离职不发", exact=True).click()
    expect(page.locator(".st-key-projection_details")).to_contain_text("不再发放")
    page.locator(".st-key-assumptions_reset").get_by_role("button").click()
    expect(cards.first).not_to_contain_text("较基准")


def _press(page: Page, name: str, times: int) -> None:
    """Moves a slider of the assumptions up by so many steps, as fast as somebody can."""
    slider = page.locator(f".st-key-projection-sales-company-{name}-slider").get_by_role("slider")
    slider.focus()
    for _ in range(times):
        page.keyboard.press("ArrowRight")
