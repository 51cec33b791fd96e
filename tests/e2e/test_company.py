"""A company as somebody works on it: unit by unit, and as a whole, in both languages."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.e2e.browser import Screen
from tests.e2e.conftest import Opens

COMPANY, UNIT = "Sales company", "Service"


def headline(screen: Screen) -> Locator:
    return screen.page.locator(".pc-heading h2")


def drawn(screen: Screen) -> None:
    """Waits for the whole page, which comes later than Streamlit's first idle moment."""
    screen.page.wait_for_selector(".st-key-distribution .paycurve-chart.drawn")
    screen.idle()


def choose(screen: Screen, key: str, option: str) -> None:
    field = screen.page.locator(f".st-key-{key} input")
    field.click()
    field.fill(option)  # a long list draws only what is in sight
    screen.page.get_by_role("option", name=option, exact=True).click()
    screen.idle()


def chosen_are(screen: Screen, company: str, unit: str) -> None:
    """The sidebar of every page names what the page is about."""
    expect(screen.page.locator(".st-key-plan input")).to_have_value(company)
    expect(screen.page.locator(".st-key-unit input")).to_have_value(re.compile(unit))


def show(screen: Screen, words: str) -> None:
    place = screen.page.locator(".st-key-company_scope_place")
    place.get_by_text(words, exact=True).click()
    screen.idle()


def test_a_company_is_moved_unit_by_unit_and_seen_as_a_whole(open_app: Opens) -> None:
    screen = open_app()
    page = screen.page
    drawn(screen)
    choose(screen, "plan", COMPANY)
    expect(headline(screen)).to_contain_text("Sellers, as documented: ")
    screen.unfold("figure-weight_sales")
    field = page.locator(".st-key-figure-weight_sales input[type=text]")
    field.fill("0.45")
    field.press("Enter")
    screen.idle()
    expect(headline(screen)).to_contain_text("Sellers: this variant costs ")
    show(screen, "Whole company")
    expect(headline(screen)).to_contain_text("Whole company: this variant costs ")
    cost = page.locator(".pc-card .pc-value").first.inner_text()

    choose(screen, "unit", UNIT)  # another plan's figures, the same company
    expect(page.locator(".st-key-figures_heading")).to_contain_text(f"Figures of {UNIT}")
    expect(page.locator(".pc-card .pc-value").first).to_have_text(cost)
    show(screen, UNIT)
    expect(headline(screen)).to_contain_text(f"{UNIT}: ")
    choose(screen, "unit", "Sellers (1 change)")
    expect(field).to_have_value("0.45")
    page.locator(".st-key-undo_and_redo button").first.click()  # back at the other unit
    screen.idle()
    expect(page.locator(".st-key-figures_heading")).to_contain_text(f"Figures of {UNIT}")

    page.reload()
    drawn(screen)
    expect(page.locator(".st-key-figures_heading")).to_contain_text(f"Figures of {UNIT}")
    page.locator(".st-key-frame_language").get_by_text("中文", exact=True).click()
    screen.idle()
    show(screen, "整个公司")
    expect(headline(screen)).to_contain_text(re.compile("整个公司：.*客服销售的绩效工资"))

    page.locator(".st-key-frame_links").get_by_text("方案体检", exact=True).click()
    page.wait_for_selector("[class*='st-key-company_unit-']")
    screen.idle()
    chosen_are(screen, "销售公司", "客户服务部")
    expect(headline(screen)).to_contain_text("个业务单元中有")
    page.locator("[class*='st-key-company_unit_open-sellers'] button").first.click()
    screen.idle()
    expect(page.locator(".pc-heading h1")).to_have_text("销售公司 · 客服销售")
    expect(page.locator("[class*='st-key-finding-']").first).to_be_visible()

    page.locator(".st-key-frame_links").get_by_text("回测", exact=True).click()
    page.wait_for_selector(".st-key-steps")
    screen.idle()
    chosen_are(screen, "销售公司", "客服销售")
    show(screen, "整个公司")
    expect(headline(screen)).to_have_text("这家公司还没有实发数据")
