"""The library in a browser: a plan found, read as a policy, taken along, opened in the what-if."""

from __future__ import annotations

import io

import docx
from playwright.sync_api import expect

from tests.e2e.browser import PATIENCE_MS
from tests.e2e.conftest import Opens
from tests.e2e.test_what_if import opened

expect.set_options(timeout=PATIENCE_MS)


def test_a_document_begins_at_its_top_wherever_one_was_in_the_list(open_app: Opens) -> None:
    screen = open_app("library")
    page = screen.page
    last = page.locator(".pc-plan").nth(29)
    expect(last).to_be_attached()
    screen.idle()
    last.scroll_into_view_if_needed()
    page.get_by_role("button", name="Read as a policy").last.click()
    expect(page.locator(".pc-document h1")).to_be_in_viewport()
    screen.idle()


def test_a_plan_is_found_read_taken_along_and_opened(open_app: Opens) -> None:
    screen = open_app(locale="zh-CN")
    page = opened(screen)
    page.locator(".st-key-frame_links").get_by_role("link", name="方案库").click()
    expect(page.locator(".pc-plan").nth(29)).to_be_visible()  # and what was saved
    search = page.get_by_label("搜索", exact=True)
    search.fill("计件奖金池 技能组")
    search.press("Enter")
    expect(page.locator(".pc-plan")).to_have_count(1)
    screen.idle()
    page.get_by_role("button", name="查看制度文件").click()
    expect(page.locator(".pc-document h1")).to_have_text("客服中心岗位工资与计件奖金池")
    expect(page.locator(".pc-document")).to_contain_text("第一章")
    assert "plan=service-centre-pool" in page.url
    screen.idle()
    with page.expect_download() as download:
        page.get_by_role("button", name="Word").click()
    file = docx.Document(io.BytesIO(download.value.path().read_bytes()))
    assert file.paragraphs[0].text == "客服中心岗位工资与计件奖金池"
    assert download.value.suggested_filename == "客服中心岗位工资与计件奖金池.docx"
    page.get_by_role("button", name="在方案测算中打开").click()
    page.wait_for_selector(".st-key-distribution .paycurve-chart.drawn")
    screen.idle()
    expect(page.locator(".pc-heading h1")).to_have_text("客服中心岗位工资与计件奖金池")
