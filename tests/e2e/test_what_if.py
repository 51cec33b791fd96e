"""The what-if page in a browser: what a designer does there, and what must not happen meanwhile."""

from __future__ import annotations

from pathlib import Path

import docx
import pandas as pd
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import PATIENCE_MS, Screen
from tests.e2e.conftest import Opens

SALES_WEIGHT = "scenario-service-seller-weight_sales"
CSAT_WEIGHT = "scenario-service-seller-weight_csat"
HEADLINE = ".pc-heading h2"

expect.set_options(timeout=PATIENCE_MS)


def headline(screen: Screen) -> Locator:
    return screen.page.locator(HEADLINE)


def opened(screen: Screen) -> Page:
    """The page once it has drawn everything, which is later than Streamlit's first idle moment."""
    screen.page.wait_for_selector(".st-key-cost_by_month .paycurve-chart.drawn")
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


def test_the_page_fits_one_screen_and_its_charts_fit_on_paper(open_app: Opens) -> None:
    page = opened(open_app())
    expect(page.locator(".pc-heading")).to_contain_text("10,000 people")
    expect(page.locator(HEADLINE)).to_contain_text("As documented")
    expect(page.locator(".pc-card")).to_have_count(5)
    row = page.locator(".st-key-details_tab").bounding_box()
    assert row is not None
    assert row["y"] + row["height"] <= 900
    drawn = page.locator(".st-key-payout_curve .main-svg").first.get_attribute("width")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 760, "height": 1000})
    for chart in ("payout_curve", "cost_by_month", "distribution"):
        svg = page.locator(f".st-key-{chart} .main-svg").first
        paper, box = page.locator(f".st-key-{chart} .plot").bounding_box(), svg.bounding_box()
        assert box is not None and paper is not None
        assert box["width"] <= paper["width"] + 1
    curve = page.locator(".st-key-payout_curve .main-svg").first
    assert (curve.get_attribute("viewBox") or "").startswith(f"0 0 {drawn} ")
    panel = page.locator(".st-key-figures_panel")
    assert panel.evaluate("box => box.scrollHeight <= box.clientHeight + 1")
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")


def test_moving_a_figure_says_what_it_costs_and_undo_takes_it_back(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    axis = page.locator(".st-key-cost_by_month .ytick").all_inner_texts()
    page.evaluate(
        "() => document.querySelectorAll('.plot').forEach(plot => { plot.dataset.seen = 'yes' })"
    )
    screen.set_slider(SALES_WEIGHT, 0.45)
    expect(headline(screen)).to_contain_text("This variant")
    expect(headline(screen)).to_contain_text("performance pay")
    expect(page.get_by_text("1 changed")).to_be_visible()
    assert page.locator(".st-key-cost_by_month .ytick").all_inner_texts() == axis
    for chart in ("payout_curve", "cost_by_month", "distribution"):  # moved, not drawn anew
        expect(page.locator(f".st-key-{chart} .plot[data-seen=yes]")).to_be_visible()
    for weight in (0.35, 0.5, 0.4, 0.45):  # each of many quick moves counts; 0.4 is as documented
        screen.set_slider(SALES_WEIGHT, weight)
    page.keyboard.press("Control+z")
    expect(headline(screen)).to_contain_text("As documented")
    screen.idle()
    page.keyboard.press("Control+Shift+z")
    expect(headline(screen)).to_contain_text("This variant")
    page.locator(".st-key-reset_all button:visible").click()
    expect(headline(screen)).to_contain_text("As documented")


def test_a_scenario_is_found_again_by_its_address_and_by_its_link(
    open_app: Opens, open_url: Opens
) -> None:
    screen = open_app()
    page = opened(screen)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    assert "s=" not in page.url
    screen.set_slider(SALES_WEIGHT, 0.5)
    screen.set_slider(SALES_WEIGHT, 0.45)
    expect(headline(screen)).to_contain_text("This variant")
    said = headline(screen).inner_text()
    # The address in the bar, in the same browser; without a change it says nothing again.
    again = open_app(f"?{page.url.split('?')[1]}")
    opened(again)
    assert headline(again).inner_text() == said
    again.page.locator(".st-key-reset_all button:visible").click()
    again.idle()
    assert "s=" not in again.page.url
    # The buttons that copy link and summary.
    page.get_by_role("button", name="Copy link", exact=True).first.click()
    expect(page.locator(".st-key-copy_link")).to_contain_text("Copied")
    link = page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="Copy summary").click()
    expect(page.locator(".st-key-copy_summary")).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert said.splitlines()[0] in copied
    assert "Weight of sales: 0.4 → 0.45" in copied
    assert "add up to 1.05, not 1" in copied and copied.endswith(link)
    # The link in another browser, language and theme; and one that was cut.
    page.locator(".st-key-share button").first.click()
    address = page.locator("code", has_text="?s=").inner_text()
    assert address == link
    other = open_url(address, locale="zh-CN", dark=True)
    opened(other)
    expect(headline(other)).to_contain_text("绩效工资")
    expect(field(other, SALES_WEIGHT)).to_have_value("0.45")
    broken = open_app("?s=abc")
    opened(broken)
    expect(broken.page.get_by_text("This link is damaged")).to_be_visible()


def field(screen: Screen, key: str) -> Locator:
    return screen.page.locator(f".st-key-{key} input[type=text]")


def cell(screen: Screen, parameter: str, row: int, column: str) -> Locator:
    rows = screen.page.locator(f".st-key-scenario-service-seller-{parameter} .pc-row-of-figures")
    return rows.nth(row).locator(f"[data-column={column}]")


def type_over(field: Locator, text: str) -> None:
    """Replace what a field holds with the fastest keys there are."""
    field.click()
    field.press("Control+a")
    field.page.keyboard.type(text)
    field.page.keyboard.press("Enter")


def figures(screen: Screen, parameter: str) -> list[str]:
    fields = screen.page.locator(f".st-key-grid-{parameter} .pc-row input[type=text]").all()
    return [field.input_value().replace("\N{NO-BREAK SPACE}", " ") for field in fields]


RUBBISH = {
    "85,5": "does not part thousands",
    "abc": "is not a number",
    "0.85": "may mean 0.85 % or 85 %",
    "150": "stands after the one starting at",
    "100": "Two entries start at 100",
}


TOLD = """() => {
  window.told = [];
  for (const what of ["touch", "move", "release"]) {
    document.addEventListener(`paycurve:${what}`, ({ detail: { position, positions, at } }) =>
      told.push([what, at, positions ? positions.length : position.weight_sales]));
  }
}"""


def test_a_figure_is_dragged_stepped_and_typed_and_each_is_one_step_to_undo(
    open_app: Opens,
) -> None:
    screen = open_app()
    page = opened(screen)
    screen.unfold(SALES_WEIGHT)
    page.evaluate(TOLD)
    typed, track = field(screen, SALES_WEIGHT), page.locator(f".st-key-{SALES_WEIGHT} [type=range]")
    expect(track).to_have_attribute("aria-valuetext", "0.4")
    box = track.bounding_box()
    assert box is not None
    inside, thumb = box["width"] - 15.2, 7.6  # the middle of the thumb stays so far from the ends
    held = []
    page.mouse.move(box["x"] + thumb + inside * 0.4, box["y"] + box["height"] / 2)
    page.mouse.down()
    for part in (0.42, 0.46, 0.49, 0.44):
        page.mouse.move(box["x"] + thumb + inside * part, box["y"] + box["height"] / 2)
        held.append(typed.input_value())
    assert held == ["0.4", "0.45", "0.5", "0.45"]
    expect(headline(screen)).to_contain_text("This variant")  # it follows before it is let go of
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.mouse.up()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    expect(headline(screen)).to_contain_text("This variant")
    assert page.evaluate("told") == [
        ["touch", 8, 21],
        ["move", 9, 0.45],
        ["move", 10, 0.5],
        ["move", 9, 0.45],
        ["release", 9, 0.45],
    ]
    for keys, value in (("ArrowRight", "0.5"), ("PageDown", "0.4"), ("Home", "0"), ("End", "1")):
        track.press(keys)
        expect(typed).to_have_value(value)
        screen.idle()
        track.blur()  # else keys that follow each other quickly are one step
    typed.click()
    page.keyboard.type("1.25")
    page.keyboard.press("Tab")  # leaving the field is as good as Enter
    screen.idle()
    expect(typed).to_have_value("1.25")
    expect(track).to_have_attribute("max", "1.25")
    typed.click()
    page.keyboard.type("a third")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-figure-weight_sales [data-testid=stAlert]")).to_be_visible()
    expect(typed).to_have_value("1.25")
    for value in ("1", "0", "0.4", "0.5", "0.45", "0.4"):  # from the field, and from the track
        screen.idle()
        page.keyboard.press("Control+z")
        expect(typed).to_have_value(value)
    expect(headline(screen)).to_contain_text("As documented")
    screen.assert_clean()


def test_a_table_takes_what_is_typed_quickly_refuses_rubbish_and_gets_a_step(
    open_app: Opens,
) -> None:
    screen = open_app()
    page = opened(screen)
    before = figures(screen, "monthly_steps")
    assert before[:4] == ["80 %", "10 %", "100 %", "20 %"]
    refused = page.locator(".st-key-grid-monthly_steps [data-testid=stAlert]")
    for typed, said in RUBBISH.items():
        type_over(cell(screen, "monthly_steps", 0, "from"), typed)
        expect(refused).to_contain_text(said)
        screen.idle()
        assert figures(screen, "monthly_steps") == before, typed
        expect(headline(screen)).to_contain_text("As documented")
    # One figure after the other while the answers are on their way.
    type_over(cell(screen, "monthly_steps", 0, "from"), "85")
    expect(headline(screen)).to_contain_text("saves")
    screen.idle()
    assert figures(screen, "monthly_steps")[:4] == ["85 %", "10 %", "100 %", "20 %"]
    # What the plan had stands below the one, and both are still on a line.
    boxes = [cell(screen, "monthly_steps", 0, of).bounding_box() for of in ("from", "value")]
    assert len({box["y"] for box in boxes if box}) == 1
    page.keyboard.press("Tab")  # and on to the next field while the answer is on its way
    page.keyboard.type("15")
    page.keyboard.press("Tab")  # to the button that removes the row
    page.keyboard.press("Tab")
    page.keyboard.type("１２０％")
    page.keyboard.press("Tab")
    screen.idle()
    assert figures(screen, "monthly_steps")[:4] == ["85 %", "15 %", "120 %", "20 %"]
    expect(refused).to_have_count(0)
    # A step comes where it belongs once both its figures are there, and goes again.
    said = headline(screen).inner_text()
    new = page.locator(".st-key-grid-monthly_steps .pc-row-new input")
    new.nth(0).fill("90")
    new.nth(0).press("Enter")
    screen.idle()
    assert headline(screen).inner_text() == said
    new.nth(1).fill("18")
    new.nth(1).press("Enter")
    screen.idle()
    assert headline(screen).inner_text() != said
    steps = ["85 %", "15 %", "90 %", "18 %", "120 %", "20 %"]
    assert figures(screen, "monthly_steps")[:6] == steps
    page.locator(".st-key-grid-monthly_steps button.pc-remove").nth(1).click()
    screen.idle()
    assert headline(screen).inner_text() == said
    # A threshold is dragged between those beside it, and put back to what the plan has.
    track = page.locator(".st-key-grid-monthly_steps [type=range]").nth(0)
    track.hover()
    box = track.bounding_box()
    assert box is not None
    page.mouse.down()
    page.mouse.move(box["x"] - 50, box["y"])
    page.mouse.up()
    screen.idle()
    assert figures(screen, "monthly_steps")[:4] == ["40 %", "15 %", "120 %", "20 %"]
    page.locator(".st-key-grid-monthly_steps .pc-back", has_text="80").click()
    screen.idle()
    assert figures(screen, "monthly_steps")[:4] == ["80 %", "15 %", "120 %", "20 %"]


STANDS_AT = """at => {
  const plot = document.querySelector(".st-key-payout_curve .plot");
  const { xaxis, width } = plot._fullLayout;
  const first = document.querySelector(".pc-handle[data-of='monthly_steps/0']");
  const handle = first.getBoundingClientRect();
  const there = plot.getBoundingClientRect().left + xaxis._offset + xaxis.d2p(at);
  return width < 400 && Math.abs(handle.left + handle.width / 2 - there) < 2;
}"""


def test_a_breakpoint_is_pulled_on_the_curve_and_the_figure_moves_along(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    handle = page.locator(".pc-handle[data-of='monthly_steps/0']")
    expect(handle).to_have_attribute("aria-label", "Monthly bonus by attainment, 1")
    expect(handle).to_have_attribute(
        "aria-valuetext", "80\N{NO-BREAK SPACE}% · 10\N{NO-BREAK SPACE}%"
    )
    axis = page.locator(".st-key-payout_curve .plot").evaluate(
        "({ _fullLayout: { xaxis } }) => xaxis.d2p(0.05) - xaxis.d2p(0)"
    )
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for pulled in (1, 2, 3):
        page.mouse.move(x - pulled * axis, y)
        assert figures(screen, "monthly_steps")[:2] == [f"{80 - 5 * pulled} %", "10 %"]
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.mouse.up()
    expect(page.get_by_text("1 changed")).to_be_visible()
    screen.idle()
    handle.press("ArrowUp")
    screen.idle()
    assert figures(screen, "monthly_steps")[:4] == ["65 %", "11 %", "100 %", "20 %"]
    for steps in (["65 %", "10 %"], ["80 %", "10 %"]):
        page.keyboard.press("Control+z")
        expect(handle).to_have_attribute(
            "aria-valuetext", " · ".join(steps).replace(" %", "\N{NO-BREAK SPACE}%")
        )
        screen.idle()
        assert figures(screen, "monthly_steps")[:2] == steps
    expect(page.get_by_text("1 changed")).to_have_count(0)
    page.set_viewport_size({"width": 1024, "height": 768})
    page.wait_for_function(STANDS_AT, arg=0.8, timeout=PATIENCE_MS)
    screen.assert_clean()


def test_a_figure_is_followed_on_top_of_one_that_is_not_answered_yet(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    page.evaluate(
        "() => addEventListener('paycurve:shown', ({ detail }) => { window.shown = detail }, true)"
    )
    with screen.slow_line() as answered:
        type_over(cell(screen, "monthly_steps", 0, "from"), "85")
        answered()
        page.keyboard.press("Tab")
        page.keyboard.type("15")
        page.wait_for_function(
            "() => shown.exact && `${shown.position.monthly_steps[0]}` === '0.85,0.15'",
            timeout=PATIENCE_MS,
        )
    assert figures(screen, "monthly_steps")[:2] == ["85 %", "15"]  # as it is being typed
    page.keyboard.press("Enter")
    screen.idle()
    assert figures(screen, "monthly_steps")[:2] == ["85 %", "15 %"]
    for steps in (["85 %", "10 %"], ["80 %", "10 %"]):
        page.keyboard.press("Control+z")
        screen.idle()
        assert figures(screen, "monthly_steps")[:2] == steps


HANDLES = """() => {
  const plot = document.querySelector(".st-key-payout_curve .plot");
  const { xaxis, yaxis } = plot._fullLayout;
  const { left, top } = plot.getBoundingClientRect();
  return [...document.querySelectorAll(".pc-handle:not([hidden])")].map(handle => {
    const box = handle.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    return [x - left - xaxis._offset, y - top - yaxis._offset, yaxis._length];
  });
}"""


def test_handles_that_share_a_threshold_lie_neither_on_each_other_nor_on_labels(
    open_app: Opens,
) -> None:
    for size in ((1440, 900), (1024, 768)):
        screen = open_app(size=size)
        page = opened(screen)
        for threshold in ("80", "82"):
            type_over(cell(screen, "monthly_steps", 0, "from"), threshold)
            screen.idle()
            found = page.evaluate(HANDLES)
            assert len(found) == 6
            for place, (x, y, height) in enumerate(found):
                assert 9 <= y <= height - 9
                for other in found[:place]:
                    assert max(abs(x - other[0]), abs(y - other[1])) >= 19.5


def test_on_a_slow_line_what_the_page_still_shows_is_no_move(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    screen.unfold(SALES_WEIGHT)
    with screen.slow_line() as answered:
        type_over(field(screen, SALES_WEIGHT), "0.6")
        answered()  # the page still shows the slider at 0.4
        type_over(field(screen, CSAT_WEIGHT), "0.1")
        answered()
    expect(page.get_by_text("2 changed")).to_be_visible()
    expect(field(screen, SALES_WEIGHT)).to_have_value("0.6")
    expect(field(screen, CSAT_WEIGHT)).to_have_value("0.1")
    with screen.slow_line() as answered:
        plan = page.locator(".st-key-plan input")
        plan.fill("Part-time service staff")
        page.get_by_role("option").first.click()
        answered()  # the page still shows the figures of the plan before
        type_over(cell(screen, "base_by_grade", 0, "value"), "3100")
        answered()
    expect(page.locator(".pc-heading h1")).not_to_contain_text("seller")
    expect(headline(screen)).to_contain_text("As documented")


def test_a_change_is_marked_as_ones_own_with_what_the_plan_has(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    figure = page.locator(".st-key-figure-base_by_grade")
    expect(figure).to_contain_text("document")
    type_over(cell(screen, "base_by_grade", 1, "value"), "3600")
    expect(figure.locator(".pc-back", has_text="plan: 3,500")).to_have_count(1)
    expect(figure).to_contain_text("your change")
    expect(figure.locator(".pc-own .pc-row-key")).to_have_count(1)
    open_part(screen, "Statement")
    expect(page.locator(".pc-statement")).to_contain_text("your change")


def test_a_variant_is_kept_and_come_back_to(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    screen.set_slider(SALES_WEIGHT, 0.45)
    page.locator(".st-key-keep button").first.click()
    screen.idle()
    name = page.get_by_test_id("stPopoverBody").get_by_label("Name", exact=True)
    name.fill("Come back")
    name.press("Enter")  # saves
    screen.idle()
    kept = headline(screen).text_content() or ""
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


def bring(screen: Screen, file: Path) -> None:
    """Upload a file of people under People."""
    field = screen.page.locator("input[type=file]")
    if field.count() == 0:
        screen.page.locator(".st-key-people button").first.click()
    field.first.set_input_files(str(file))
    screen.idle()


def test_files_of_many_people_and_of_few_are_read_to_exact_totals(
    open_app: Opens, tmp_path: Path
) -> None:
    screen = open_app()
    page = opened(screen)
    choose_plan(screen, "Sample: flat commission")
    heading, problems = page.locator(".pc-heading"), page.locator(".pc-problems")
    expect(heading).to_contain_text("500 people")
    for ending, people in {"xlsx": 10_000, "parquet": 20_000, "csv": 100_000}.items():
        file = tmp_path / f"many.{ending}"
        write(file, people)
        bring(screen, file)
        expect(heading).to_contain_text(f"{people:,} people · Jan 2026")
        expect(heading).to_contain_text(f"many.{ending}")
    bring(screen, sales(tmp_path / "bad.csv", "A,2026-01,100,many"))
    expect(problems).to_contain_text("many")
    expect(problems).to_contain_text("Write a plain number")
    bring(screen, sales(tmp_path / "sales.csv", "A,2026-01,100,1000.5", "B,2026-02,100,50"))
    opened(screen)
    expect(problems).to_have_count(0)
    expect(page.locator(".pc-card").first).to_have_attribute(
        "title", "Variant ¥21.01, baseline ¥21.01"
    )
    choose_plan(screen, "Sample: graduated commission")
    expect(heading).to_contain_text("sales.csv")
    # What should be looked at stands above the results until it is seen, and beside the file after.
    odd = "工号一,2026-01,100,80", "工号 一,2026-02,-100,90"
    bring(screen, sales(tmp_path / "people.csv", *odd))
    notice = page.locator(".st-key-reading_notice")
    expect(notice).to_contain_text("2 things to check")
    expect(notice).to_contain_text("“工号 一”, “工号一”")
    expect(notice).to_contain_text("-100")
    notice.get_by_role("button", name="Checked").click()
    expect(notice).to_have_count(0)
    page.locator(".st-key-people button").first.click()
    page.get_by_text("What was read of this file").click()
    screen.idle()
    expect(page.locator("[data-testid=stPopoverBody] .pc-problems")).to_contain_text("-100")


def sales(file: Path, *rows: str) -> Path:
    """A file of sales with these rows."""
    file.write_text("\n".join(["employee_id,month,target,sales", *rows, ""]), encoding="utf-8")
    return file


def test_a_person_is_found_and_the_statement_opens_down_to_the_facts(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    screen.set_slider(SALES_WEIGHT, 0.45)
    open_part(screen, "Statement")
    search = page.get_by_label("Employee", exact=True)
    search.fill("E000042")
    search.press("Enter")
    screen.idle()
    expect(page.locator(".pc-document").first).to_contain_text("variant beside baseline")
    expect(page.locator(".pc-document").last).to_contain_text("Employee: E000042")
    expect(page.locator(".pc-statement header")).to_contain_text("E000042")
    page.locator(".pc-audit > summary").click()
    page.locator(".pc-statement summary", has_text="Performance pay").click()
    expect(page.locator(".pc-statement details[open] .pc-working p").first).to_be_visible()
    page.locator(".st-key-statement_document button").first.click()
    with page.expect_download() as download:
        page.locator(".st-key-statement_document_as-md button:visible").click()
    written = download.value.path().read_text("utf-8")
    assert "Employee: E000042" in written and "### Performance pay" in written
    page.keyboard.press("Escape")
    page.locator(".st-key-compared_statements button").first.click()
    with page.expect_download() as download:
        page.locator(".st-key-compared_statements_as-docx button:visible").click()
    assert download.value.suggested_filename.endswith("E000042 2026-12 Comparison.docx")
    paragraphs = docx.Document(str(download.value.path())).paragraphs
    assert paragraphs[-1].text.endswith("Weight of sales: 0.4 → 0.45")


def test_every_part_opens_and_a_field_has_its_own_undo(open_app: Opens) -> None:
    screen = open_app(size=(1024, 900))
    page = opened(screen)
    screen.set_slider(SALES_WEIGHT, 0.45)
    moved = headline(screen).inner_text()
    for part in ("Winners and losers", "By line", "By group", "People"):
        open_part(screen, part)
        expect(page.locator(".st-key-details_tab")).to_be_visible()
        screen.assert_clean()
    field = page.locator(".st-key-people_search input")
    field.click()
    page.keyboard.type("E0000")
    page.keyboard.press("Control+z")
    expect(field).to_have_value("")
    screen.idle()
    assert headline(screen).inner_text() == moved


def simulate(screen: Screen, people: str) -> None:
    """Choose how many people are simulated."""
    if screen.page.get_by_test_id("stPopoverBody").count() == 0:
        screen.page.locator(".st-key-people button").first.click()
    screen.page.get_by_test_id("stPopoverBody").get_by_text(people, exact=True).click()


def speak(screen: Screen, language: str) -> None:
    screen.page.locator(".st-key-frame_language").get_by_text(language, exact=True).click()
    screen.idle()


def choose(screen: Screen, box: str, option: str) -> None:
    """Choose in the box of this key in whichever language it is."""
    field = chosen(screen, box)
    field.click()
    field.fill(option.replace(" %", "\N{NO-BREAK SPACE}%"))  # a list draws only what is in sight
    screen.page.get_by_role("option", name=option, exact=True).click()
    screen.idle()


def chosen(screen: Screen, box: str) -> Locator:
    return screen.page.locator(f"[class*='st-key-{box}'] input")


def test_a_long_wait_says_how_far_it_is_and_can_be_cancelled(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    page.locator(".st-key-people button").first.click()
    months = page.get_by_role("textbox", name="Months")
    months.fill("36")
    months.press("Enter")
    expect(page.locator(".pc-heading")).to_contain_text("Dec 2028")
    screen.idle()
    before = headline(screen).inner_text()
    simulate(screen, "100,000")
    expect(page.locator(".st-key-loading-what_if")).to_contain_text("Drawing 100,000 people")
    expect(page.locator(".pc-heading")).to_contain_text("10,000 people")
    expect(page.locator("[data-stale=true] .pc-heading")).to_be_visible()
    page.locator(".st-key-loading_cancel-what_if button").click()
    expect(page.locator(".st-key-loading-what_if")).to_have_count(0)
    screen.idle()
    expect(headline(screen)).to_have_text(before)
    expect(page.locator(".st-key-people button").first).to_contain_text("10,000")


def test_a_curve_that_takes_long_is_told_to_follow(open_app: Opens) -> None:
    """By the plan of the pool everybody is paid otherwise at each place of the curve."""
    screen = open_app()
    page = opened(screen)
    choose_plan(screen, "Call-centre post pay with a volume pool")
    expect(page.locator(".pc-heading")).to_contain_text("Call-centre post pay")
    opened(screen)
    simulate(screen, "100,000")
    expect(page.locator(".pc-heading")).to_contain_text("100,000 people")
    expect(page.locator(".pc-following")).to_contain_text("Working out the curve")
    expect(page.locator(".st-key-cost_by_month .caption")).to_contain_text("100,000 people")


def test_every_widget_changes_its_language_keeps_its_choice_and_takes_the_next(
    open_app: Opens,
) -> None:
    screen = open_app()
    page = opened(screen)
    screen.set_slider(SALES_WEIGHT, 0.45)
    choose(screen, "curve_who", "Senior")
    open_part(screen, "People")
    choose(screen, "people_order-gain", "Largest loss first")
    choose(screen, "details_band", "gains less than 5 %")
    speak(screen, "中文")
    type_over(cell(screen, "base_by_grade", 0, "value"), "3100")
    expect(page.get_by_text("已调整 2 项")).to_be_visible()
    screen.idle()
    expect(chosen(screen, "curve_who")).to_have_value("高级")
    expect(chosen(screen, "people_order-gain")).to_have_value("减少最多在前")
    expect(chosen(screen, "details_band")).to_have_value("增加不足 5%")
    open_part(screen, "个人明细")
    choose(screen, "statement_month", "2026年3月")
    speak(screen, "English")
    expect(chosen(screen, "statement_month")).to_have_value("Mar 2026")
    expect(page.locator(".pc-statement h3")).to_contain_text("Mar 2026")
    expect(chosen(screen, "curve_who")).to_have_value("Senior")


def test_a_figure_without_limit_gets_one_and_loses_it_again(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    choose_plan(screen, "Key-account manager")
    expect(page.locator(".pc-heading")).to_contain_text("Key-account manager")
    opened(screen)
    screen.unfold("figure-max_overachievement")
    figure = page.locator(".st-key-figure-max_overachievement")
    figure.get_by_text("No limit", exact=True).click()
    screen.idle()
    limit = figure.locator(".pc-figure input[type=text]")
    limit.fill("20")
    limit.press("Enter")
    expect(headline(screen)).to_contain_text("saves")
    figure.get_by_text("No limit", exact=True).click()
    expect(headline(screen)).to_contain_text("As documented")
    expect(limit).to_have_count(0)


def test_the_files_hold_what_the_page_shows(open_app: Opens, tmp_path: Path) -> None:
    screen = open_app()
    page = opened(screen)
    screen.set_slider(SALES_WEIGHT, 0.45)
    simulate(screen, "1,000")
    expect(page.locator(".pc-heading")).to_contain_text("1,000 people · Jan–Dec 2026")
    expect(headline(screen)).to_contain_text("This variant")
    page.keyboard.press("Escape")
    screen.idle()
    shown = page.locator(".pc-card").first.get_attribute("title") or ""
    page.locator(".st-key-files button").first.click()
    reads = {"csv": pd.read_csv, "parquet": pd.read_parquet, "xlsx": pd.read_excel}
    for ending, read in reads.items():
        options = {"engine": "calamine"} if ending == "xlsx" else {}
        with page.expect_download() as download:
            page.locator(f".st-key-download-{ending} button:visible").click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        table = read(file, **options)
        gross = table[table["line"] == "gross_pay"]["amount"].sum()
        assert f"Variant ¥{gross:,.2f}," in shown, ending
        assert file.name == f"service-seller-payouts.{ending}"


def test_a_bar_lists_its_people_and_a_dot_opens_a_statement(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    screen.set_slider(SALES_WEIGHT, 0.45)
    page.wait_for_selector(".st-key-winners .paycurve-chart.drawn")
    bars = page.locator(".st-key-winners .barlayer .point path")
    widths = [(bar.bounding_box() or {"width": 0.0})["width"] for bar in bars.all()]
    longest = bars.nth(widths.index(max(widths)))
    longest.scroll_into_view_if_needed()
    box = longest.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(chosen(screen, "details_band")).to_have_value("gains less than 5\N{NO-BREAK SPACE}%")
    screen.idle()
    open_part(screen, "Winners and losers")
    page.wait_for_selector(".st-key-changes .paycurve-chart.drawn")
    dot = page.locator(".st-key-changes .points path").nth(40)
    dot.scroll_into_view_if_needed()
    box = dot.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(300)  # Plotly takes a moment to see what is under the pointer
    page.mouse.down()
    page.mouse.up()
    expect(page.locator(".pc-statement h3")).to_contain_text("E0")


def test_a_narrow_page_keeps_its_headline_names_every_jump_and_opens_thin_bars(
    open_app: Opens,
) -> None:
    screen = open_app(size=(1024, 768))
    page = opened(screen)
    first = cell(screen, "base_by_grade", 0, "value").bounding_box()
    curve = page.locator(".st-key-payout_curve .plot").bounding_box()
    assert first is not None and curve is not None
    assert max(first["y"] + first["height"], curve["y"] + curve["height"]) <= 768
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    for part in (HEADLINE, ".pc-card >> nth=0"):
        seen = page.locator(part).bounding_box()
        assert seen is not None and 0 <= seen["y"] < 150
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    type_over(cell(screen, "monthly_steps", 0, "from"), "85")
    expect(headline(screen)).to_contain_text("saves")
    page.wait_for_selector(".st-key-winners .paycurve-chart.drawn")
    screen.idle()
    jumps = """plots => plots[0].layout.annotations
        .filter(({ name, text }) => name === "sign" && text.includes("¥"))
        .map(({ text, opacity = 1 }) => [text, opacity])"""
    drawn = page.locator(".st-key-curve_box .plot").evaluate_all(jumps)
    assert len(drawn) == 3 and all(opacity == 1 for _, opacity in drawn), drawn
    title = page.locator(".st-key-figures_heading strong").bounding_box()
    fold = page.locator(".st-key-figures_heading .st-key-fold_all button").bounding_box()
    panel = page.locator(".st-key-figures_heading").bounding_box()
    assert title is not None and fold is not None and panel is not None
    assert abs(title["y"] - fold["y"]) < 8
    assert fold["x"] + fold["width"] <= panel["x"] + panel["width"] + 1
    page.set_viewport_size({"width": 960, "height": 768})
    title = page.locator(".st-key-figures_heading strong").bounding_box()
    count = page.locator(".st-key-figures_heading [data-testid=stCaptionContainer]").bounding_box()
    assert title is not None and count is not None
    below = title["y"] + title["height"] <= count["y"] + 1
    assert below or title["x"] + title["width"] <= count["x"]
    page.set_viewport_size({"width": 1024, "height": 768})
    screen.idle()
    label = page.locator(".st-key-winners .ytick text").first
    label.scroll_into_view_if_needed()
    label.click()
    expect(chosen(screen, "details_band")).to_have_value("loses 5\N{NO-BREAK SPACE}% or more")
    expect(chosen(screen, "people_order-loss")).to_have_value("Largest loss first")


BOXES = """panel => [panel, ...panel.querySelectorAll("*")].filter(box =>
  box.scrollHeight > box.clientHeight + 1
  && ["auto", "scroll"].includes(getComputedStyle(box).overflowY)).length"""


def test_figures_scroll_in_no_box_of_their_own_and_charts_stay_beside_them(
    open_app: Opens,
) -> None:
    for size, charts in (
        ((1440, 900), ("payout_curve", "cost_by_month", "distribution")),
        ((1366, 650), ("payout_curve", "cost_by_month", "distribution")),
        ((1024, 768), ("payout_curve", "distribution")),
    ):
        screen = open_app(size=size)
        page = opened(screen)
        expect(page.locator(".pc-handle")).to_have_count(6)
        choose_plan(screen, "Pay architecture with bonus quotas")
        expect(page.locator(".pc-handle")).to_have_count(0)  # its steps are no breakpoints there
        page.get_by_role("button", name="Open all").click()
        screen.idle()
        assert page.locator(".st-key-figures_panel").evaluate(BOXES) == 0
        last = page.locator(".st-key-figures_panel .pc-figure input[type=text]").last
        last.evaluate("field => field.scrollIntoView({ block: 'end' })")
        if len(charts) == 2:  # there is room for one of the small ones
            page.get_by_role("radio", name="Who earns what").click()
            expect(page.locator(".st-key-cost_by_month .plot")).to_be_hidden()
        expect(page.locator(".st-key-distribution .paycurve-chart.drawn")).to_be_visible()
        screen.idle()
        under = page.locator(".st-key-in_sight").bounding_box()
        assert under is not None
        for chart in charts:
            box = page.locator(f".st-key-{chart} .plot").bounding_box()
            assert box is not None and box["height"] >= 130
            assert under["y"] + under["height"] <= box["y"]
            assert box["y"] + box["height"] <= size[1]


def test_steps_by_group_stand_under_its_name_and_get_a_row_there(open_app: Opens) -> None:
    screen = open_app()
    page = opened(screen)
    choose_plan(screen, "Points-based performance pay")
    table = "scenario-points-pay-deduction_coefficients"
    screen.unfold(table)
    rows = page.locator(f".st-key-{table} .pc-row-of-figures")
    groups = rows.locator(".pc-row-key")
    expect(rows).to_have_count(10)
    assert groups.all_inner_texts() == ["Basic service", "VIP service"]
    new = page.locator(f".st-key-{table} .pc-row-new")
    new.locator("select").select_option("VIP service")
    new.locator("input").nth(0).fill("60")
    new.locator("input").nth(1).fill("0.1")
    new.locator("input").nth(1).press("Enter")
    expect(rows).to_have_count(11)
    expect(page.get_by_text("1 changed")).to_be_visible()
    last = rows.last.locator("input[type=text]").all()
    assert [field.input_value() for field in last] == ["60", "0.1"]
    assert groups.all_inner_texts() == ["Basic service", "VIP service"]
    rows.first.locator("button.pc-remove").click()  # the group keeps its name
    expect(rows).to_have_count(10)
    assert groups.all_inner_texts() == ["Basic service", "VIP service"]


def test_the_figures_of_a_line_fold_and_open_when_one_is_moved(open_app: Opens) -> None:
    screen = open_app(size=(1024, 768))
    page = opened(screen)
    base = cell(screen, "base_by_grade", 0, "value")
    screen.set_slider(SALES_WEIGHT, 0.45)
    page.keyboard.press("Control+z")
    screen.idle()
    for _ in range(2):  # opens all of them first
        page.locator(".st-key-fold_all button").click()
        screen.idle()
    moved = field(screen, SALES_WEIGHT)
    expect(moved).not_to_be_visible()
    expect(base).not_to_be_visible()
    page.keyboard.press("Control+Shift+z")
    expect(moved).to_be_visible()
    expect(moved).to_have_value("0.45")
    expect(base).not_to_be_visible()
    page.locator(".st-key-line-base_pay summary").click()
    expect(base).to_be_visible()
    page.locator(".st-key-line-monthly_bonus summary").focus()
    screen.idle()
    page.locator(".st-key-frame_links a[href*=library]").click()
    page.wait_for_url("**/library")
    page.locator(".st-key-frame_links a").first.click()
    opened(screen)
    expect(base).to_be_visible()
    expect(cell(screen, "monthly_steps", 0, "from")).not_to_be_visible()


def write(file: Path, people: int) -> None:
    """A file in which everybody has one month."""
    table = pd.DataFrame(
        {
            "employee_id": [f"{number:06d}" for number in range(people)],
            "month": "2026-01",
            "target": 100,
            "sales": 50.0,
        }
    )
    if file.suffix == ".xlsx":
        table.to_excel(file, index=False, engine="xlsxwriter")
    else:
        getattr(table, f"to_{file.suffix[1:]}")(file, index=False)


def test_without_the_sidebar_the_page_stands_beside_the_logo(open_app: Opens) -> None:
    screen = open_app(size=(1024, 800))
    page = opened(screen)
    page.get_by_test_id("stSidebar").hover()
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    button = page.get_by_test_id("stExpandSidebarButton")
    expect(button).to_be_visible()
    switch = page.locator(".st-key-page_choices")
    for size in ((1024, 800), (600, 800)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        screen.idle()
        above, below = button.bounding_box(), switch.bounding_box()
        assert above is not None and below is not None
        ends = above["x"] + above["width"], above["y"] + above["height"]
        assert below["x"] >= ends[0] or below["y"] >= ends[1], size
