"""The health check in a browser: from the card to the finding, its threshold, and its figure."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.browser import PATIENCE_MS
from tests.e2e.conftest import Opens

expect.set_options(timeout=PATIENCE_MS)


def test_a_finding_leads_to_its_figure_and_mending_it_shows_on_the_card(open_app: Opens) -> None:
    screen = open_app()
    page = screen.page
    card = page.locator(".pc-health:not(.pc-stale)")
    expect(card).to_contain_text("fail")
    page.locator(".st-key-health_card a").click()
    expect(page.locator(".pc-heading h2")).to_contain_text("checks fail")
    cliff = page.locator(".st-key-finding-cliffs")
    expect(cliff).to_contain_text("pay jumps by")

    page.locator(".st-key-thresholds-cliffs button").click()
    limits = page.locator('[data-testid="stPopoverBody"] input')
    expect(limits.first).to_be_visible()
    limits.nth(1).fill("6,0")
    limits.nth(1).press("Enter")
    refused = page.locator('[data-testid="stPopoverBody"]').get_by_role("alert")
    expect(refused).to_contain_text("6,0")
    expect(limits.nth(1)).to_have_value("40")
    limits.nth(1).fill("60")
    limits.nth(1).press("Enter")
    screen.idle()  # the card goes to another group, and for a moment is in both
    expect(cliff).to_contain_text("fails above 60×")
    page.locator(".st-key-health_reset button").click()
    screen.idle()
    expect(cliff).to_contain_text("fails above 40×")

    page.locator(".st-key-mend-cliffs-annual_steps button").first.click()
    wanted = page.locator(".st-key-figure-annual_steps[data-wanted]")
    expect(wanted).to_be_in_viewport()
    screen.idle()
