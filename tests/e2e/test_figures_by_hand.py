"""Figures in the hand of somebody with a finger, with keys alone, and of whoever hears the page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opens
from tests.e2e.figures import (
    FIELD,
    HEADLINE,
    KEY,
    PARTS,
    TRACK,
    at_figures,
    finger,
    middle,
    on_track,
    wait_until_shown,
)
from tests.e2e.test_what_if import choose_plan


def test_a_finger_pulls_a_track_and_everything_follows(open_app: Opens) -> None:
    screen = open_app(size=(1024, 768))
    page = at_figures(screen)
    middle(page.locator(TRACK))
    sent = page.evaluate("() => wire.sent")
    with finger(page) as touch:
        touch("touchStart", on_track(page, 0.4))
        for share, value in ((0.5, "0.5"), (0.75, "0.75"), (0.3, "0.3")):
            touch("touchMove", on_track(page, share))
            wait_until_shown(page, value)
            expect(page.locator(FIELD)).to_have_value(value)
        following = page.locator(HEADLINE).inner_text()
        assert page.evaluate("() => wire.sent") == sent
        touch("touchEnd")
        screen.idle()
        assert page.locator(HEADLINE).inner_text() == following
        expect(page.locator(FIELD)).to_have_value("0.3")


def test_a_finger_pulls_a_joint_of_weights(open_app: Opens) -> None:
    screen = open_app(size=(1024, 768), touch=True)
    page = at_figures(screen)
    part = page.locator(PARTS).first
    middle(part)
    box = part.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"], box["y"] + box["height"] / 2
    with finger(page) as touch:
        touch("touchStart", (x, y))
        for weight in (0.55, 0.6, 0.5):  # the first move is beyond what passes for a still finger
            touch("touchMove", (x + (weight - 0.4) * box["width"] / 0.4, y))
            wait_until_shown(page, str(weight))
        touch("touchEnd")
        screen.idle()
    expect(page.locator(FIELD)).to_have_value("0.5")
    other = page.locator(".st-key-scenario-service-seller-weight_csat input[type=text]")
    expect(other).to_have_value("0.2")


# Where the joint between two figures may go, and where its track is drawn.
STOPS = """async ([[left, right], values, documented]) => {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const { divide } = await import(loaded.find(name => name.includes("divided_bar.js")));
  const box = () => document.createElement("span");
  const words = { label: "", name: "", factor: 1, pattern: "{}", of: "of" };
  const parts = [left, right].map((limits, place) => ({ ...words, path: [place], limits }));
  const cell = { given: { step: 0.1 }, range: box() };
  divide({
    data: { parts, to: 1, marks: [documented] }, json: { of: values }, rows: [box()],
    parts: [box(), box()], marks: [box()], cells: new Map([["joint", cell]]),
  });
  const drawn = ["--pc-left", "--pc-width"].map(name => cell.range.style.getPropertyValue(name));
  return [cell.stops, ...drawn.map(parseFloat)];
}"""


def test_a_joint_keeps_both_its_figures_within_their_limits(open_app: Opens) -> None:
    page = open_app().page
    page.wait_for_selector(".pc-divided", state="attached")
    for left, right, documented, stops in (
        ((0.2, 1), (0, 1), 0.4, (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)),
        ((0, 0.5), (0, 1), 0.4, (0, 0.1, 0.2, 0.3, 0.4, 0.5)),
        ((0, 1), (0.3, 1), 0.4, (0, 0.1, 0.2, 0.3, 0.4)),
        ((0, 1), (0, 0.4), 0.4, (0.3, 0.4, 0.5, 0.6, 0.7)),
        ((0.3, 0.5), (0.2, 0.4), 0.4, (0.3, 0.4, 0.5)),
        ((0.35, 0.5), (0, 1), 0.35, (0.35, 0.4, 0.45)),
        ((0.3, 0.5), (0, 1), 0.33, (0.3, 0.33, 0.4, 0.5)),
        ((0.3, 0.45), (0, 1), 0.45, (0.3, 0.4, 0.45)),
        ((0.3, 0.5), (0, 1), 0.29, (0.3, 0.4, 0.5)),
        ((0.3, 0.5), (0, 1), 0.51, (0.3, 0.4, 0.5)),
        ((0, 0.1), (0, 0.1), 0.4, (0.4,)),  # nowhere: it stays
    ):
        found, start, width = page.evaluate(STOPS, [[left, right], [0.4, 0.3], documented])
        assert found == pytest.approx(stops), (left, right, documented)
        assert (start, width) == pytest.approx((100 * stops[0], 100 * (stops[-1] - stops[0])))


def test_a_finger_pulls_a_breakpoint_sideways_and_up(open_app: Opens) -> None:
    screen = open_app(size=(1440, 900))
    page = at_figures(screen)
    steps = page.locator(".st-key-grid-monthly_steps input[type=text][data-column]")
    handle = page.locator('.pc-handle[data-of="monthly_steps/0"]')
    with finger(page) as touch:
        x, y = middle(handle)
        touch("touchStart", (x, y))
        for right in (10, 25, 40):
            touch("touchMove", (x + right, y))
        expect(handle).to_have_class("pc-handle held")
        touch("touchEnd")
        screen.idle()
        moved = float(steps.nth(0).input_value().removesuffix("\N{NO-BREAK SPACE}%"))
        assert 85 <= moved <= 99
        expect(steps.nth(1)).to_have_value("10\N{NO-BREAK SPACE}%")
        x, y = middle(handle)
        touch("touchStart", (x, y))
        for up in (10, 20, 30):
            touch("touchMove", (x, y - up))
        touch("touchEnd")
        screen.idle()
    rate = float(steps.nth(1).input_value().removesuffix("\N{NO-BREAK SPACE}%"))
    assert 12 <= rate <= 20
    assert float(steps.nth(0).input_value().removesuffix("\N{NO-BREAK SPACE}%")) == moved


def test_a_finger_that_scrolls_moves_no_figure_and_takes_the_handle_that_it_touches(
    open_app: Opens,
) -> None:
    screen = open_app(size=(1024, 768))
    page = screen.page
    page.wait_for_selector(".pc-handle")
    screen.idle()
    screen.unfold(KEY)
    documented = page.locator(HEADLINE).inner_text()
    page.locator(TRACK).scroll_into_view_if_needed()
    with finger(page) as touch:
        box = page.locator(TRACK).bounding_box()
        assert box is not None
        x, y = box["x"] + 0.2 * box["width"], box["y"] + box["height"] / 2
        touch("touchStart", (x, y))
        for up in range(10, 150, 10):
            touch("touchMove", (x, y - up))
        touch("touchEnd")
        screen.idle()
        expect(page.locator(FIELD)).to_have_value("0.4")
        assert page.locator(HEADLINE).inner_text() == documented
        for handle in page.locator(".pc-handle").all():
            handle.scroll_into_view_if_needed()
            box = handle.bounding_box()
            assert box is not None
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            touch("touchStart", (x, y))
            touch("touchMove", (x - 20, y))
            expect(handle).to_have_class("pc-handle held")
            page.keyboard.press("Escape")
            touch("touchEnd")


def test_keys_alone_reach_and_move_every_figure(open_app: Opens) -> None:
    screen = open_app()
    page = at_figures(screen)
    track, field = page.locator(TRACK), page.locator(FIELD)
    track.focus()
    for key, value in (
        ("End", "1"),
        ("Home", "0"),
        ("PageUp", "0.1"),
        ("ArrowUp", "0.15"),
        ("ArrowLeft", "0.1"),
        ("PageDown", "0"),
        ("ArrowRight", "0.05"),
    ):
        page.keyboard.press(key)
        expect(field).to_have_value(value)
        expect(track).to_have_attribute("aria-valuetext", value)
    screen.idle()
    page.keyboard.press("Tab")
    expect(field).to_be_focused()
    page.keyboard.type("0.62")
    page.keyboard.press("Escape")  # what was typed is given up
    expect(field).to_have_value("0.05")
    page.keyboard.type("0.6")
    page.keyboard.press("Tab")  # what was typed counts once one goes on
    screen.idle()
    expect(field).to_have_value("0.6")
    table = page.locator(".st-key-grid-monthly_steps input[type=text][data-column]")
    table.first.focus()
    for place in (1, 2, 3):  # from field to field, row by row
        page.keyboard.press("Tab")
        if place == 2:
            page.keyboard.press("Tab")  # past the button that removes the row
        expect(table.nth(place)).to_be_focused()
    page.keyboard.press("ArrowUp")
    screen.idle()
    expect(table.nth(3)).to_have_value("21\N{NO-BREAK SPACE}%")


def heard(page: Page) -> list[tuple[str, str]]:
    """What a screen reader says the widgets of the page are: role and name."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()

    def of(node: Any, what: str) -> str:
        return str(node.get(what, {}).get("value", ""))

    roles = ("slider", "textbox", "switch")
    return [(of(node, "role"), of(node, "name")) for node in nodes if of(node, "role") in roles]


@pytest.mark.parametrize(
    ("locale", "plan", "said"),
    [
        (
            "en-US",
            "",
            [
                ("slider", "Weight of sales, weight", "0.4"),
                ("textbox", "Weight of sales, weight", "0.4"),
                (
                    "slider",
                    "Between Weight of sales and Weight of satisfaction",
                    "Weight of sales 0.4, Weight of satisfaction 0.3",
                ),
                (
                    "switch",
                    "Quarterly and annual bonus on the base pay of the whole period",
                    "on",
                ),
            ],
        ),
        (
            "en-US",
            "Key-account specialist",
            [("textbox", "Indicators of results, Collection rate, Floor", "70 %")],
        ),
        ("zh-CN", "大客户专员", [("textbox", "工作业绩指标，大客户回款率，下限", "70%")]),
        (
            "zh-CN",
            "",
            [("slider", "销售额权重，权重", "0.4"), ("slider", "月度奖金比例，1", "80% · 10%")],
        ),
    ],
)
def test_every_widget_says_what_it_is_and_where_it_stands(
    open_app: Opens, locale: str, plan: str, said: list[tuple[str, str, str]]
) -> None:
    screen = open_app(locale=locale)
    page = screen.page
    page.wait_for_selector(".st-key-payout_curve .paycurve-chart.drawn")
    if plan:
        choose_plan(screen, plan)
    folds = page.locator(".st-key-fold_all button")
    if folds.count() and folds.inner_text() in ("Open all", "全部展开"):
        folds.click()
    screen.idle()
    found = heard(page)
    for role, name, value in said:
        assert found.count((role, name)) == 1, found
        widget = page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
        if role == "slider":
            spoken = widget.get_attribute("aria-valuetext") or ""
        elif role == "switch":
            spoken = "on" if widget.is_checked() else "off"
        else:
            spoken = widget.input_value()
        assert spoken.replace("\N{NO-BREAK SPACE}", " ") == value
    names = [name for _, name in found]
    assert all(names) and len(set(found)) == len(found), found
    if locale == "zh-CN":
        assert all(re.search("[\u4e00-\u9fff]", name) for name in names), found
