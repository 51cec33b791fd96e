"""Last year's files, from messy to a back-test: understood, reconciled, explained, found again."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.browser import PATIENCE_MS, Screen, Server, Tabs
from tests.e2e.test_editor import press

expect.set_options(timeout=PATIENCE_MS)
SEAL = re.compile(r"Reconciled to \d+\.\d\s% of person-months, ¥[\d,.]+ open")


def test_messy_files_are_understood_reconciled_explained_and_back_tested(
    tabs: Tabs, app: Server
) -> None:
    screen = tabs.open(f"{app.url}/back_test")
    page = screen.page
    understand(screen)
    press(screen, "go_on")
    seal = page.locator(".st-key-reconcile_seal h2")
    expect(seal).to_have_text(SEAL)
    before = seal.inner_text()
    accept_a_suspect(screen)
    expect(seal).not_to_have_text(before)
    explained = seal.inner_text()
    press(screen, "go_results")
    headline = page.locator(".st-key-results .pc-seal h2")
    expect(headline).to_contain_text("would have cost")
    screen.idle()
    told = headline.inner_text()
    find_it_again(screen, told, explained)
    screen.assert_clean()
    screen.close()


def understand(screen: Screen) -> None:
    """The example is opened and all that is proposed is accepted."""
    page = screen.page
    press(screen, "import_example")
    expect(page.locator(".st-key-question")).to_be_visible()
    press(screen, "accept_all")
    press(screen, "accept_these")
    expect(page.locator(".st-key-go_on button:visible")).to_be_visible()
    screen.idle()


def accept_a_suspect(screen: Screen) -> None:
    """The cause that explains most is accepted with the reason that is proposed."""
    page = screen.page
    card = page.locator("[class*=st-key-suspect-]", has_text="of 0006").first
    card.get_by_role("button", name="Accept as explained").click()
    page.locator("[class*=st-key-submit-suspect] button:visible").click()
    expect(card).to_contain_text("Accepted")
    screen.idle()


def find_it_again(screen: Screen, told: str, explained: str) -> None:
    """All of it is there again in a page that is loaded anew."""
    page = screen.page
    page.reload()
    screen.idle()
    press(screen, "go_reconcile")
    expect(page.locator(".st-key-reconcile_seal h2")).to_have_text(explained)
    screen.idle()
    press(screen, "go_results")
    expect(page.locator(".st-key-results .pc-seal h2")).to_have_text(told)
    screen.idle()
