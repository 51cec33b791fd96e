"""The switch between pay and employer cost, from page to page, and the fold of place and rates."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.browser import Screen
from tests.e2e.conftest import Opens


def cost(screen: Screen) -> str:
    return screen.page.locator(".pc-card .pc-value").first.inner_text()


def switch(screen: Screen, words: str) -> None:
    screen.page.locator(".st-key-cost_switch").get_by_text(words, exact=True).click()
    screen.idle()


def test_costs_are_the_employers_on_every_page_until_switched_back(open_app: Opens) -> None:
    screen = open_app()
    page = screen.page
    page.wait_for_selector(".st-key-distribution .paycurve-chart.drawn")
    screen.idle()
    about, pay = page.locator(".pc-heading p"), cost(screen)
    expect(page.locator(".st-key-place_and_rates")).to_have_count(0)
    switch(screen, "Employer cost")
    expect(about).to_contain_text("employer cost in Shanghai")
    shanghai = cost(screen)
    assert pay != shanghai
    page.get_by_role("button", name="Place and rates: Shanghai").click()
    panel = page.locator(".st-key-place_and_rates_panel")
    expect(panel.locator(".pc-legal").first).to_contain_text("Pension insurance")
    expect(panel.locator(".pc-legal").first).to_contain_text("Source")
    panel.get_by_role("combobox", name="Place", exact=True).click()
    page.get_by_role("option", name="Hangzhou", exact=True).click()
    screen.idle()
    expect(about).to_contain_text("employer cost in Hangzhou")
    assert cost(screen) not in (pay, shanghai)
    page.keyboard.press("Escape")
    page.locator(".st-key-frame_links").get_by_text("Projection", exact=True).click()
    expect(about).to_contain_text("employer cost in Hangzhou")
    screen.idle()
    page.get_by_role("button", name="Place and rates: Hangzhou").click()
    expect(panel.get_by_role("combobox", name="Place", exact=True)).to_have_value("Hangzhou")
    page.keyboard.press("Escape")
    page.locator(".st-key-frame_links").get_by_text("Compare", exact=True).click()
    expect(about).to_contain_text("employer cost in Hangzhou")
    screen.idle()
    switch(screen, "Pay")
    expect(about).not_to_contain_text("employer cost")
    page.locator(".st-key-frame_links").get_by_text("What-if", exact=True).click()
    page.wait_for_selector(".st-key-distribution .paycurve-chart.drawn")
    screen.idle()
    assert cost(screen) == pay
