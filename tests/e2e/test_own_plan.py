"""A plan of one's own, from blank to found again: written, checked, mended, published, reopened."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
from playwright.sync_api import expect

from tests.e2e.browser import PATIENCE_MS, Screen, Server, Tabs
from tests.e2e.test_editor import begun, press, type_formula

expect.set_options(timeout=PATIENCE_MS)
TITLE = "门店提成方案"
FORMULA = "min(tiers(commission_rates, sales), cap) if sales >= gate else 0"
NOTE = "门槛降到 5,000 元"


def test_a_plan_is_written_checked_mended_published_and_found_again(
    tabs: Tabs, app: Server
) -> None:
    def opened(where: str = "", **options: str) -> Screen:
        return tabs.open(f"{app.url}/{where}", **options)  # type: ignore[arg-type]

    first = begun(opened, TITLE, locale="zh-CN")
    write(first)
    find_the_cliff(first)
    mend_it(first)
    said = publish(first)
    first.assert_clean()
    first.close()

    again = opened(locale="zh-CN")
    expect(again.page.locator(".pc-cards")).to_be_visible()
    find_everything(again, said)
    again.assert_clean()
    again.close()


def write(screen: Screen) -> None:
    """A gate and a cap on the graduated commission."""
    add_figure(screen, "起付销售额", "Gate", "gate", "60000")
    add_figure(screen, "每月封顶", "Cap", "cap", "1500")
    type_formula(screen, "commission", FORMULA)
    expect(screen.page.locator(".st-key-fresh .pc-payouts")).to_be_visible()


def find_the_cliff(screen: Screen) -> None:
    """The health check names it and leads to the figure that makes it."""
    page = screen.page
    press(screen, "check")
    cliff = page.locator(".st-key-finding-cliffs")
    expect(cliff).to_contain_text("在 60,000 元处每月多得 700 元（原为 0 元）")
    expect(cliff.locator(".pc-fail")).to_be_visible()
    press(screen, "mend-cliffs-gate")
    expect(page.locator(".st-key-figure-gate[data-wanted]")).to_be_in_viewport()
    screen.idle()


def mend_it(screen: Screen) -> None:
    """A lower gate, tried out and then put into the plan, ends the cliff."""
    page = screen.page
    set_figure(screen, "figure-gate", "5000")
    expect(page.locator(".pc-heading h2")).to_contain_text("调整方案增加成本")
    press(screen, "keep")
    page.get_by_label("备注", exact=True).fill(NOTE)
    press(screen, "into_plan")
    expect(page.locator(".pc-heading h2")).to_contain_text("按制度原文测算")
    page.keyboard.press("Escape")
    go(screen, "方案体检")
    cliff = page.locator(".st-key-finding-cliffs")
    expect(cliff).to_contain_text("5,000 元")
    expect(cliff.locator(".pc-fail")).to_have_count(0)
    screen.idle()


def publish(screen: Screen) -> str:
    """The document in Chinese, on the page and in the files; gives its text."""
    page = screen.page
    go(screen, "方案库")
    own = page.locator(".st-key-library_own [class*=st-key-plan-]", has_text=TITLE)
    own.get_by_role("button", name="查看制度文件").click()
    document = page.locator(".pc-document")
    expect(document.locator("h1")).to_have_text(TITLE)
    screen.idle()
    said = document.inner_text()
    word = docx.Document(io.BytesIO(downloaded(screen, "Word")))
    assert word.paragraphs[0].text == TITLE
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    written = "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])
    for told in (said, written, downloaded(screen, "HTML").decode()):
        told = told.replace("\u00a0", " ")
        assert TITLE in told
        assert "起付销售额 5,000 元" in told and "每月封顶 1,500 元" in told
        assert "60,000\u00a0元" not in told
    return said


def find_everything(screen: Screen, said: str) -> None:
    """The plan, its versions, its formula and its document."""
    page = screen.page
    go(screen, "我的存档")
    page.locator(".st-key-kept_list [data-testid=stRadioOption]", has_text=TITLE).click()
    expect(page.locator(".pc-kept h3")).to_have_text(TITLE)
    screen.idle()
    versions = page.locator(".pc-versions tbody tr")
    expect(versions).to_have_count(2)
    expect(versions.first).to_contain_text(NOTE)
    expect(versions.first).to_contain_text(re.compile(r"起付销售额：60,000 → 5,000\s元"))
    press(screen, "kept_edit")
    expect(page.locator(".st-key-formula-commission .cm-content")).to_have_text(FORMULA)
    screen.idle()
    press(screen, "read")
    expect(page.locator(".pc-document h1")).to_have_text(TITLE)
    screen.idle()
    assert page.locator(".pc-document").inner_text() == said


def add_figure(screen: Screen, chinese: str, english: str, key: str, value: str) -> None:
    """A new figure of one number, named in both languages, and its value."""
    page = screen.page
    press(screen, "add-parameters")
    for language, label in (("zh", chinese), ("en", english)):
        page.locator(f".st-key-new-parameters-{language} input").fill(label)
        page.keyboard.press("Tab")
        screen.idle()
    press(screen, "new-parameters-add")
    set_figure(screen, f"parameter-{key}", value)


def set_figure(screen: Screen, key: str, value: str) -> None:
    field = screen.page.locator(f".st-key-{key} input[type=text]")
    field.fill(value)
    field.press("Enter")
    screen.idle()


def go(screen: Screen, name: str) -> None:
    """Another page, by its link."""
    screen.page.locator(".st-key-frame_links").get_by_role("link", name=name).click()
    screen.page.wait_for_function(f"() => document.title.startsWith('{name}')")
    screen.idle()


def downloaded(screen: Screen, button: str) -> bytes:
    with screen.page.expect_download() as download:
        screen.page.get_by_role("button", name=button, exact=True).click()
    return Path(download.value.path()).read_bytes()
