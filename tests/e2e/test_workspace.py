"""Saved in one browser, found in another: scenarios with notes, a file of people, versions."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.browser import PATIENCE_MS, Screen
from tests.e2e.conftest import Opens
from tests.e2e.test_what_if import SALES_WEIGHT, bring, choose_plan, field, headline, opened

expect.set_options(timeout=PATIENCE_MS)


def save(screen: Screen, name: str, note: str, *, with_file: bool = False) -> None:
    """Save what the what-if page shows."""
    page = screen.page
    page.locator(".st-key-keep button").first.click()
    screen.idle()
    for label, text in (("Name", name), ("Note", note)):
        field = page.get_by_test_id("stPopoverBody").get_by_label(label, exact=True)
        field.fill(text)
        field.press("Tab")
        screen.idle()
    if with_file:
        page.locator(".st-key-variant_keep_file label").click()
        screen.idle()
    page.locator(".st-key-variant_keep button:visible").click()
    # Looked for at once: the message goes away by itself, on a busy machine before all is idle.
    expect(page.get_by_text(f"{name} is saved.")).to_be_visible()
    screen.idle()
    page.keyboard.press("Escape")


def saved_work(screen: Screen) -> Page:
    """The page of what is kept, by its link."""
    screen.page.locator(".st-key-frame_links").get_by_role("link", name="Saved work").click()
    screen.page.wait_for_selector(".st-key-kept_list")
    screen.idle()
    return screen.page


def look_at(screen: Screen, name: str) -> None:
    screen.page.locator(".st-key-kept_list [data-testid=stRadioOption]", has_text=name).click()
    expect(screen.page.locator(".pc-kept h3")).to_have_text(name)
    screen.idle()


def test_what_is_saved_is_found_in_a_new_browser_with_every_version(open_app: Opens) -> None:
    first = open_app()
    opened(first)
    first.set_slider(SALES_WEIGHT, 0.45)
    save(first, "Sales first", "agreed with Wang")
    said = headline(first).inner_text()
    first.set_slider(SALES_WEIGHT, 0.5)
    expect(first.page.get_by_role("combobox", name="Variant")).to_have_value(
        "Sales first (changed since)"
    )
    save(first, "Sales first", "bolder still")

    other = open_app()
    page = opened(other)
    page.get_by_role("combobox", name="Variant").click()
    page.get_by_role("option", name="Sales first").click()
    expect(field(other, SALES_WEIGHT)).to_have_value("0.5")
    saved_work(other)
    look_at(other, "Sales first")
    versions = page.locator(".pc-versions tbody tr")
    expect(versions).to_have_count(2)
    expect(versions.first).to_contain_text("bolder still")
    expect(versions.first).to_contain_text("Weight of sales: 0.45 → 0.5")
    expect(versions.last).to_contain_text("agreed with Wang")
    page.locator(".st-key-kept_restore button:visible").click()
    expect(versions).to_have_count(3)
    expect(versions.first).to_contain_text("Restored from version 1")
    other.idle()
    page.locator(".st-key-kept_open button:visible").click()
    opened(other)
    expect(headline(other)).to_have_text(said, use_inner_text=True)


def test_people_of_a_file_are_kept_with_a_scenario_when_asked_for(
    open_app: Opens, tmp_path: Path
) -> None:
    first = open_app()
    opened(first)
    choose_plan(first, "Sample: flat commission")
    file = tmp_path / "crm.csv"
    file.write_text("employee_id,month,target,sales\nA,2026-01,100,1000.5\nB,2026-02,100,50\n")
    bring(first, file)
    opened(first)
    first.page.keyboard.press("Escape")
    save(first, "Real sales", "of the CRM", with_file=True)

    other = open_app()
    opened(other)
    page = saved_work(other)
    look_at(other, "crm.csv")
    expect(page.locator(".pc-says")).to_contain_text("2 people, 2 rows")
    look_at(other, "Real sales")
    page.locator(".st-key-kept_open button:visible").click()
    opened(other)
    expect(page.locator(".pc-heading")).to_contain_text("from crm.csv")
    expect(page.locator(".pc-card").first).to_have_attribute(
        "title", "Variant ¥21.01, baseline ¥21.01"
    )

    # Of the same months, and twice as much sold: each variant to the people it was kept with.
    later = tmp_path / "later.csv"
    later.write_text("employee_id,month,target,sales\nA,2026-01,100,2000.5\nC,2026-02,100,100\n")
    bring(other, later)
    opened(other)
    page.locator(".st-key-frame_links").get_by_role("link", name="Compare").click()
    told = page.locator(".st-key-compare_people_told")
    expect(told).to_contain_text("“Real sales” was saved with other people (from crm.csv)")
    other.idle()
    page.get_by_role("combobox", name="Paid to").click()
    page.get_by_role("option", name="Each variant’s own people").click()
    expect(told).to_contain_text("“Real sales” is paid to the people it was saved with: 2 people")
    expect(page.locator(".st-key-compare_split .drawn")).to_be_visible()
    expect(page.locator(".pc-heading h2")).to_contain_text("Real sales saves ¥21 (−50.0 %)")
