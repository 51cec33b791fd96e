"""The editor page in a browser: a plan is written from blank, goes wrong, is mended, and pays."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import PATIENCE_MS, Screen
from tests.e2e.conftest import Opens

expect.set_options(timeout=PATIENCE_MS)
READ_MS = 200
"""A list that has only just appeared takes no keys: nobody chooses what they did not see."""
OFFERED = """
([text, ms]) => {
  const list = document.querySelector(
    '.cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled)');
  const first = list?.querySelector('li');
  if (!first?.textContent.includes(text)) return false;
  const now = performance.now();
  if (window.offered?.first !== first) window.offered = { first, since: now };
  return now - window.offered.since > ms;
}
"""


def editor(open_app: Opens, **options: object) -> Screen:
    """The editor, opened by its address."""
    screen = open_app("editor", **options)  # type: ignore[arg-type]
    screen.page.wait_for_selector(".st-key-begin_blank, .st-key-outcome")
    screen.idle()
    return screen


def press(screen: Screen, key: str) -> None:
    screen.page.locator(f".st-key-{key} button:visible").first.click()
    screen.idle()


def formula(screen: Screen, line: str) -> Locator:
    return screen.page.locator(f".st-key-formula-{line} .cm-content")


def type_formula(screen: Screen, line: str, text: str) -> None:
    """Puts `text` in the place of a formula at once: of keys that come slowly, the beginning of a
    formula may be one of its own, and pay."""
    field = formula(screen, line)
    field.click()
    screen.page.keyboard.press("Control+a")
    screen.page.keyboard.insert_text(text)
    screen.page.keyboard.press("Escape")
    screen.idle()


def take_offered(screen: Screen, text: str, key: str) -> None:
    """Takes the first name of the list that completes a formula, once it has stood there with
    `text` in it for as long as one reads, by the page's own clock."""
    screen.page.wait_for_function(OFFERED, arg=[text, READ_MS], polling=50)
    screen.page.keyboard.press(key)


def add_figure(screen: Screen, name: str, key: str, value: str) -> None:
    """A new figure of one number, and its value."""
    press(screen, "add-parameters")
    screen.page.locator(".st-key-new-parameters-en input").fill(name)
    screen.page.keyboard.press("Tab")
    screen.idle()
    press(screen, "new-parameters-add")
    field = screen.page.locator(f".st-key-parameter-{key} input[type=text]")
    field.fill(value)
    field.press("Enter")
    screen.idle()


def begun(open_app: Opens, title: str, **options: object) -> Screen:
    """A blank plan with the block of graduated commission in it."""
    screen = editor(open_app, **options)
    page = screen.page
    page.locator(".st-key-blank_title-welcome input").fill(title)
    page.keyboard.press("Tab")
    screen.idle()
    press(screen, "blank-welcome")
    press(screen, "choose-graduated-commission")
    expect(page.locator(".st-key-chosen_block .paycurve-chart.drawn")).to_be_visible()
    press(screen, "insert_block")
    expect(page.locator(".pc-payouts")).to_be_visible()
    return screen


def amounts(page: Page, row: int) -> list[str]:
    return page.locator(".pc-payouts tbody tr").nth(row).locator("td").all_inner_texts()


def test_a_graduated_commission_with_a_gate_and_a_cap_is_written_from_blank(
    open_app: Opens,
) -> None:
    screen = begun(open_app, "Shop plan")
    page = screen.page
    before = amounts(page, 0)
    # The names come before the formula that reads them; until then the pay stays as it is.
    add_figure(screen, "Gate", "gate", "60000")
    add_figure(screen, "Cap", "cap", "1500")
    expect(page.locator(".st-key-unread")).to_contain_text("No formula reads the parameter")
    assert amounts(page, 0) == before
    # A name is misspelt: said at the character, with the nearest name, which is one click away.
    type_formula(
        screen, "commission", "min(tiers(commission_rates, sales), cap) if sales >= gat else 0"
    )
    told = page.locator(".st-key-formula-commission .pc-field-problems")
    expect(told).to_contain_text("The name “gat” is not known. Did you mean “gate”?")
    assert page.locator(".st-key-formula-commission .cm-lintRange-error").inner_text() == "gat"
    assert amounts(page, 0) == before
    told.get_by_role("button", name="Use gate").click()
    expect(told).to_be_empty()
    expect(page.locator(".st-key-fresh .pc-payouts")).to_be_visible()
    expect(page.locator(".pc-heading h2")).to_contain_text("The last change saves")
    assert amounts(page, 0) != before
    expect(page.locator(".pc-payouts small.pc-loss").first).to_be_visible()
    expect(page.locator(".st-key-draft_curve .title")).to_contain_text("Pay moves most")
    # Undone outside of the field, and done again.
    after = amounts(page, 0)
    page.locator(".pc-payouts caption").click()
    page.keyboard.press("Control+z")
    expect(formula(screen, "commission")).to_contain_text(">= gat else")
    screen.idle()
    page.keyboard.press("Control+z")
    expect(formula(screen, "commission")).to_have_text("tiers(commission_rates, sales)")
    screen.idle()
    for _ in range(2):
        page.keyboard.press("Control+Shift+z")
        screen.idle()
    expect(formula(screen, "commission")).to_contain_text(">= gate else")
    # Nothing is lost on another page, and the plan is tried out there.
    press(screen, "try_out")
    expect(page.locator(".pc-heading")).to_contain_text("Shop plan")
    page.locator(".st-key-frame_links a[href*=editor]").click()
    expect(formula(screen, "commission")).to_contain_text(">= gate")
    screen.idle()
    assert [cell.split("\n")[0] for cell in amounts(page, 0)] == [
        cell.split("\n")[0] for cell in after
    ]


def test_a_gate_and_a_cap_are_chosen_with_a_click_each_and_taken_off(open_app: Opens) -> None:
    screen = begun(open_app, "Shop plan")
    page = screen.page
    before = amounts(page, 0)
    line = page.locator(".st-key-mechanics-commission")
    for kind in ("Gate", "Cap"):  # without waiting for what the first one does
        line.get_by_role("button", name=kind, exact=True).click()
    expect(formula(screen, "commission")).to_have_text(
        "min(commission_cap, tiers(commission_rates, sales)) if sales >= commission_gate else 0"
    )
    screen.idle()
    assert amounts(page, 0) != before
    for name in ("commission_gate", "commission_cap"):
        expect(page.locator(f".st-key-parameter-{name} input[type=text]")).to_be_visible()
    for kind in ("Gate", "Cap"):
        line.get_by_role("button", name=kind, exact=True).click()
        screen.idle()
    expect(formula(screen, "commission")).to_have_text("tiers(commission_rates, sales)")
    expect(page.locator(".st-key-parameter-commission_gate")).to_have_count(0)


def test_names_complete_while_they_are_typed_and_words_say_what_they_take(
    open_app: Opens,
) -> None:
    screen = begun(open_app, "门店方案", locale="zh-CN", dark=True)
    page = screen.page
    page.locator(".st-key-figure-commission_rates .pc-name").click()  # selects the whole of it
    assert page.evaluate("() => getSelection().toString()") == "commission_rates"
    field = formula(screen, "commission")
    field.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("tie", delay=40)
    take_offered(screen, "tiers", "Enter")
    expect(page.locator(".pc-signature")).to_contain_text("tiers(tiers, x)")
    offered = page.locator(".cm-tooltip-autocomplete li").first
    expect(offered).to_contain_text("各段提成比例")
    take_offered(screen, "commission_rates", "Tab")
    page.keyboard.type(", 销售", delay=40)
    take_offered(screen, "sales", "Enter")
    expect(field).to_have_text("tiers(commission_rates, sales)")
    page.keyboard.press("Escape")
    screen.idle()
    expect(page.locator(".st-key-fresh .pc-payouts")).to_be_visible()


def test_the_text_of_the_plan_is_the_same_plan(open_app: Opens) -> None:
    screen = begun(open_app, "Shop plan", size=(1024, 900))
    page = screen.page
    page.get_by_text("Text", exact=True).click()
    text = page.locator(".st-key-plan_text .cm-content")
    expect(text).to_contain_text("commission_rates")
    text.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("nonsense: 1\n")
    told = page.locator(".st-key-plan_text .pc-field-problems")
    expect(told).to_contain_text("Line 1")
    expect(told).to_contain_text("nonsense")
    page.get_by_text("Pay slip", exact=True).click()
    screen.idle()
    expect(page.locator(".pc-boxed")).to_contain_text("nonsense")


def test_a_broken_file_is_told_line_by_line_and_a_plan_is_saved(
    open_app: Opens, tmp_path: Path
) -> None:
    screen = begun(open_app, "Shop plan")
    page = screen.page
    broken = tmp_path / "broken.yaml"
    broken.write_text("id: broken\ntitle: {en: Broken, zh: 坏}\nlines: {a: {pay: 1 +}}\n", "utf-8")
    press(screen, "new_or_open")
    page.locator("[data-testid=stPopoverBody] input[type=file]").set_input_files(str(broken))
    expect(page.locator(".pc-problems")).to_contain_text("1 +")
    expect(page.locator(".pc-heading h1")).to_have_text("Shop plan")
    press(screen, "refused_plan_dismiss")
    expect(page.locator(".pc-problems")).to_have_count(0)
    press(screen, "keep_plan")
    press(screen, "keep_now")
    expect(page.locator(".st-key-keep_plan")).to_contain_text("Saved")
    expect(page.locator(".pc-heading p")).to_have_text("saved")


@pytest.mark.parametrize(("dark", "locale"), [(False, "en-US"), (True, "zh-CN")])
def test_a_narrow_window_shows_the_whole_curve_and_every_part(
    open_app: Opens, dark: bool, locale: str
) -> None:
    screen = editor(open_app, dark=dark, locale=locale, size=(1024, 768))
    page = screen.page
    press(screen, "open-welcome")
    expect(page.locator(".st-key-draft_curve .paycurve-chart.drawn")).to_be_visible()
    box = page.locator(".st-key-outcome").bounding_box()
    curve = page.locator(".st-key-draft_curve .plot").bounding_box()
    assert box is not None and curve is not None
    assert curve["y"] + curve["height"] <= box["y"] + box["height"] + 1
    assert curve["x"] + curve["width"] <= box["x"] + box["width"] + 1
    for part in range(6):
        page.locator(".st-key-editor-tab button").nth(part).click()
        screen.idle()
        expect(page.locator(".pc-payouts")).to_be_visible()


def test_figures_typed_fast_into_a_year_are_all_there(open_app: Opens) -> None:
    """One figure after the other without a pause, as from a sheet beside the keyboard."""
    screen = begun(open_app, "Shop plan")
    page = screen.page
    page.get_by_role("radio", name="People").click()
    screen.idle()
    page.locator("[class*=st-key-details-personas] button").first.click()
    screen.idle()
    fields = page.locator("[class*=st-key-months-] input")
    typed = [f"{85 + month},{month:03}" for month in range(12)]
    fields.first.focus()
    page.keyboard.press("Control+a")
    for text in typed:
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    screen.idle()
    assert [fields.nth(month).input_value() for month in range(12)] == typed
    # What is no number is refused beside the table, also while one types on.
    fields.nth(3).focus()
    for text in ("85,5", typed[4]):
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    screen.idle()
    expect(page.get_by_role("alert").filter(has_text="85,5")).to_be_visible()
    assert fields.nth(3).input_value() == typed[3]
    assert fields.nth(4).input_value() == typed[4]
    press(screen, "draft-undo")
    assert fields.nth(10).input_value() == typed[10]


def test_another_language_changes_nothing_in_the_plan(open_app: Opens) -> None:
    screen = editor(open_app)
    page = screen.page
    press(screen, "open-welcome")
    page.locator(".st-key-period input").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    screen.idle()
    paid = amounts(page, 0)
    page.get_by_text("About", exact=True).click()
    screen.idle()
    page.get_by_text("中文", exact=True).click()
    screen.idle()
    title = page.locator(".st-key-draft-title-zh input")
    title.fill("我们的方案")
    title.press("Enter")
    screen.idle()
    expect(page.locator(".pc-heading h1")).to_have_text("我们的方案")
    expect(page.locator(".pc-boxed")).to_have_count(0)
    in_chinese = [f"{text[1:]}\u00a0元" if text.startswith("¥") else text for text in paid]
    assert amounts(page, 0) == in_chinese
    press(screen, "draft-undo")
    expect(page.locator(".pc-heading p")).to_have_text("未改动")


def test_a_curve_waits_until_it_has_room_and_the_server_until_chinese_is_composed(
    open_app: Opens,
) -> None:
    screen = begun(open_app, "Shop plan")
    page = screen.page
    expect(page.locator(".st-key-draft_curve .paycurve-chart.drawn")).to_be_visible()
    squeezed = page.add_style_tag(content=".plot { width: 40px !important; }")
    type_formula(screen, "commission", "tiers(commission_rates, sales) * 2")
    expect(page.locator(".st-key-fresh .pc-payouts .pc-gain").first).to_be_visible()
    expect(page.locator(".st-key-draft_curve .main-svg").first).not_to_contain_text("Before")
    squeezed.evaluate("style => style.remove()")
    expect(page.locator(".st-key-draft_curve .plot")).to_contain_text("Before")
    # Nothing is sent while Chinese is composed.
    field = formula(screen, "commission")
    field.click()
    page.keyboard.press("End")
    keyboard = page.context.new_cdp_session(page)
    keyboard.send(
        "Input.imeSetComposition", {"text": "xiao", "selectionStart": 4, "selectionEnd": 4}
    )
    page.wait_for_timeout(900)
    expect(page.locator(".st-key-fresh .pc-payouts")).to_be_visible()
    keyboard.send("Input.insertText", {"text": "销"})
    expect(page.locator(".st-key-stale .pc-payouts")).to_be_visible()
    expect(field).to_have_text("tiers(commission_rates, sales) * 2销")
