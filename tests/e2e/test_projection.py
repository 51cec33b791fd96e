"""The projection as an executive reads it: cost, how sure it is, and what would change it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

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
    said = re.compile("between ¥[\\d.]+\\sM and ¥[\\d.]+\\sM in 8 of 10 futures; the budget of ¥")
    expect(finding).to_contain_text(said)
    expect(cards).to_have_count(5)
    fan = page.locator(".st-key-fan")
    expect(fan.locator(".drawn")).to_be_visible()
    for part in (cards.last, fan):
        box = part.bounding_box()
        assert box is not None and box["y"] + box["height"] < WINDOW

    moved = page.locator(".st-key-assumption_differences")
    screen.set_slider("projection-sales-company-attrition_factor-slider", 150)
    expect(moved).to_contain_text("Attrition")
    expect(cards.first).to_contain_text("against base")
    before = cards.first.inner_text()
    screen.set_slider("projection-sales-company-review_budget-slider", 8)
    expect(page.locator(".st-key-figures_heading")).to_contain_text("2 changed")
    expect(cards.first).not_to_have_text(before)
    expect(cards.first).to_contain_text("against base")

    page.locator(".st-key-frame_reader").get_by_text("中文").click()
    expect(finding).to_contain_text(re.compile("未来 12 个月人力成本预计约 .*八成可能在"))
    expect(cards.first).to_contain_text("较基准")
    page.locator(".st-key-projection_tab").get_by_text("计提与放弃", exact=True).click()
    expect(page.locator(".st-key-projection_details")).to_contain_text("名离职者放弃")
    page.locator(".st-key-assumptions_reset").get_by_role("button").click()
    expect(cards.first).not_to_contain_text("较基准")
