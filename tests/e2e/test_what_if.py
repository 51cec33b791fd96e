"""The what-if page in a browser: what a designer does there, and what must not happen meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import PATIENCE_MS, Screen
from tests.e2e.conftest import Opens

SALES_WEIGHT = "work-service-seller-weight_sales-slider"
HEADLINE = ".pc-heading h2"

expect.set_options(timeout=PATIENCE_MS)


def headline(screen: Screen) -> Locator:
    return screen.page.locator(HEADLINE)


def opened(screen: Screen) -> Page:
    """The page once it has drawn everything, which is later than Streamlit's first idle moment."""
    screen.page.wait_for_selector(".st-key-distribution .paycurve-chart.drawn")
    screen.idle()
    return screen.page


def open_part(screen: Screen, name: str) -> None:
    screen.page.locator(".st-key-details_tab").get_by_text(name, exact=True).click()
    screen.idle()


def choose_plan(screen: Screen, title: str) -> None:
    field = screen.page.locator(".st-key-plan input")
    field.click()
    field.fill(title)  # a long list draws only what is in sight
    screen.page.get_by_role("option", name=title, exact=True).click()
    screen.idle()


def test_the_page_is_alive_and_fits_one_screen(open_app: Opens) -> None:
    page = opened(open_app())
    expect(page.locator(".pc-heading")).to_contain_text("10,000 people")
    expect(page.locator(HEADLINE)).to_contain_text("As documented")
    expect(page.locator(".pc-card")).to_have_count(5)
    row = page.locator(".st-key-details_tab").bounding_box()
    assert row is not None
    assert row["y"] + row["height"] <= 900


def test_moving_a_figure_says_what_it_costs_and_undo_takes_it_back(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    axis = page.locator(".st-key-cost_by_month .ytick").all_inner_texts()
    screen.set_slider(SALES_WEIGHT, 0.45)
    expect(headline(screen)).to_contain_text("This variant")
    expect(headline(screen)).to_contain_text("performance pay")
    expect(page.get_by_text("1 changed")).to_be_visible()
    assert page.locator(".st-key-cost_by_month .ytick").all_inner_texts() == axis
    page.keyboard.press("Control+z")
    expect(headline(screen)).to_contain_text("As documented")
    screen.idle()
    page.keyboard.press("Control+Shift+z")
    expect(headline(screen)).to_contain_text("This variant")
    page.locator(".st-key-reset_all button:visible").click()
    expect(headline(screen)).to_contain_text("As documented")


def test_charts_stay_in_place_while_a_figure_moves(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    page.evaluate(
        "() => document.querySelectorAll('.plot').forEach(plot => { plot.dataset.seen = 'yes' })"
    )
    screen.set_slider(SALES_WEIGHT, 0.5)
    expect(headline(screen)).to_contain_text("This variant")
    for chart in ("payout_curve", "cost_by_month", "distribution"):
        expect(page.locator(f".st-key-{chart} .plot[data-seen=yes]")).to_be_visible()


def test_weights_that_do_not_add_up_can_be_rescaled(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    screen.set_slider(SALES_WEIGHT, 0.5)
    page.locator(".st-key-rescale-weight_sales button:visible").click()
    screen.idle()
    expect(page.get_by_text("Together 1 ✓")).to_be_visible()


def test_steps_are_edited_in_a_grid_and_a_refused_one_changes_nothing(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    grid = "work-service-seller-base_by_grade-0"
    screen.edit_cell(grid, row=0, column=1, columns=2, value=3100, row_height=32)
    expect(headline(screen)).to_contain_text("This variant")
    before = headline(screen).inner_text()
    screen.edit_cell(grid, row=0, column=1, columns=2, value=-5, row_height=32)
    expect(page.locator(".st-key-figures_panel [data-testid=stAlert]")).to_contain_text("below 0")
    assert headline(screen).inner_text() == before


def test_a_variant_is_kept_and_come_back_to(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    screen.set_slider(SALES_WEIGHT, 0.45)
    page.locator(".st-key-keep button").first.click()
    screen.idle()
    name = page.get_by_test_id("stPopoverBody").get_by_label("Name", exact=True)
    name.fill("Come back")
    name.press("Tab")
    screen.idle()
    page.locator(".st-key-variant_keep button:visible").click()
    screen.idle()
    kept = headline(screen).inner_text()
    variant = page.get_by_role("combobox", name="Variant")
    expect(variant).to_have_value("Come back")
    page.keyboard.press("Escape")
    variant.click()
    page.get_by_role("option", name="As documented").click()
    screen.idle()
    expect(headline(screen)).to_contain_text("As documented")
    variant.click()
    page.get_by_role("option", name="Come back").click()
    expect(headline(screen)).to_have_text(kept)


def test_a_link_brings_the_scenario_to_another_browser(open_app: Opens, open_url: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    screen.set_slider(SALES_WEIGHT, 0.45)
    page.locator(".st-key-share button").first.click()
    address = page.locator("code", has_text="?s=").inner_text()
    other = open_app(f"?{address.split('?')[1]}", locale="zh-CN", dark=True)
    opened(other)
    expect(headline(other)).to_contain_text("绩效工资")
    expect(other.page.locator(f".st-key-{SALES_WEIGHT}")).to_contain_text("0.45")
    broken = open_app("?s=abc")
    opened(broken)
    expect(broken.page.get_by_text("This link is damaged")).to_be_visible()


def bring(screen: Screen, file: Path) -> None:
    """Upload a file of people under People."""
    field = screen.page.locator("input[type=file]")
    if field.count() == 0:
        screen.page.locator(".st-key-people button").first.click()
    field.first.set_input_files(str(file))
    screen.idle()


def test_a_sample_plan_takes_a_file_and_shows_exact_totals(open_app: Opens, tmp_path: Path) -> None:
    screen = open_app()
    page = opened(screen)
    choose_plan(screen, "Sample: flat commission")
    expect(page.locator(".pc-heading")).to_contain_text("500 people")
    good, bad = tmp_path / "sales.csv", tmp_path / "bad.csv"
    good.write_text("employee_id,month,target,sales\nA,2026-01,100,1000.5\nB,2026-02,100,50\n")
    bad.write_text("employee_id,month,target,sales\nA,2026-01,100,many\n")
    bring(screen, bad)
    expect(page.locator(".pc-problems")).to_contain_text("many")
    expect(page.locator(".pc-problems")).to_contain_text("Write a plain number")
    bring(screen, good)
    opened(screen)
    expect(page.locator(".pc-problems")).to_have_count(0)
    expect(page.locator(".pc-card").first).to_have_attribute(
        "title", "Variant ¥21.01, baseline ¥21.01"
    )
    choose_plan(screen, "Sample: graduated commission")
    expect(page.locator(".pc-heading")).to_contain_text("sales.csv")


def test_more_people_can_be_simulated(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    screen.set_slider(SALES_WEIGHT, 0.45)
    page.locator(".st-key-people button").first.click()
    page.get_by_test_id("stPopoverBody").get_by_text("1,000", exact=True).click()
    expect(page.locator(".pc-heading")).to_contain_text("1,000 people · Jan–Dec 2026")
    expect(headline(screen)).to_contain_text("This variant")


def test_a_person_is_found_and_the_statement_opens_down_to_the_facts(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    screen.set_slider(SALES_WEIGHT, 0.45)
    open_part(screen, "Statement")
    search = page.get_by_label("Employee", exact=True)
    search.fill("E000042")
    search.press("Enter")
    screen.idle()
    expect(page.locator(".pc-statement header")).to_contain_text("E000042")
    page.locator(".pc-statement summary", has_text="Performance pay").click()
    expect(page.locator(".pc-statement details[open] .pc-formula").first).to_be_visible()


@pytest.mark.parametrize("part", ["Winners and losers", "By line", "By group", "People"])
def test_every_part_opens(open_app: Opens, part: str) -> None:
    screen = open_app(size=(1024, 900))
    opened(screen)
    screen.set_slider(SALES_WEIGHT, 0.45)
    open_part(screen, part)
    expect(screen.page.locator(".st-key-details_tab")).to_be_visible()
