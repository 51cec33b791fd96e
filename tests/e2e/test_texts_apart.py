"""No text lies on another one or is cut off, however long it is and little room there is."""

from __future__ import annotations

from contextlib import suppress

import pytest
from playwright.sync_api import Page, TimeoutError

from tests.e2e.conftest import Opens
from tests.e2e.figures import address

# Texts of charts, cards and figures that lie on one another, under a handle, or beyond what they
# belong to.
FOUND = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const groups = new Map();
  for (let node; node = walker.nextNode();) {
    const element = node.parentElement, text = node.nodeValue.trim();
    const group = element.closest(".plot, .pc-cards, .st-key-figures_panel");
    const seen = { opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true };
    if (!text || !group || !element.checkVisibility(seen)) continue;
    if (element.closest("[data-testid=stIconMaterial], .hoverlayer")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(({ width }) => width > 1).map(
      ({ left, right, top, bottom, height }) =>
        ({ left, right, top: top + height * 0.15, bottom: bottom - height * 0.15 }));
    const own = (element.closest(".plot, .pc-card") ?? group).getBoundingClientRect();
    for (const { left, right, top, bottom } of boxes) {
      const isCut = left < own.left - 1 || right > own.right + 1
        || top < own.top - 1 || bottom > own.bottom + 1;
      if (isCut) found.push(`${text} is cut off`);
    }
    const others = groups.get(group) ?? [];
    groups.set(group, [...others, { element, text, boxes }]);
    const meet = (one, other) =>
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1.5 &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1.5;
    for (const other of others) {
      const isOn = boxes.some((box) => other.boxes.some((own) => meet(box, own)));
      if (other.element !== element && isOn) found.push(`${text} lies on ${other.text}`);
    }
  }
  for (const handle of document.querySelectorAll(".pc-handle")) {
    if (!handle.checkVisibility()) continue;
    const plot = handle.closest(".paycurve-chart").querySelector(".plot");
    const { left, top, width, height } = handle.getBoundingClientRect();
    const [x, y, reach] = [left + width / 2, top + height / 2, 5];
    const isUnder = (box) => x > box.left - reach && x < box.right + reach
      && y > box.top - reach && y < box.bottom + reach;
    for (const { text, boxes } of groups.get(plot) ?? [])
      if (boxes.some(isUnder)) found.push(`${text} is under a handle`);
  }
  return found;
}"""
BELOW = """() => [...document.querySelectorAll(".st-key-beside_essentials .plot")]
  .filter((plot) => plot.checkVisibility())
  .every((plot) => plot.getBoundingClientRect().bottom <= innerHeight)"""


def apart(page: Page) -> None:
    """Once all is at its place; what it is about takes a moment after the page was drawn."""
    with suppress(TimeoutError):
        page.wait_for_function(f"() => !({FOUND})().length && ({BELOW})()", timeout=5_000)
    assert page.evaluate(FOUND) == []
    assert page.evaluate(BELOW)


@pytest.mark.parametrize(
    ("plan", "locale"),
    [
        ("job-bands", "en-US"),  # long names of lines beside long totals, many ticks, wide cards
        ("key-account-specialist", "zh-CN"),  # curves that are nearly the same
        ("service-seller", "zh-CN"),  # handles on jumps of the curve that stand close together
        ("department-pool", "en-US"),  # most people stand at the edge; a long headline
    ],
)
def test_texts_keep_apart_where_there_is_little_room(
    open_app: Opens, plan: str, locale: str
) -> None:
    screen = open_app(address(plan), locale=locale, size=(1024, 768))
    page = screen.page
    page.wait_for_selector(".st-key-payout_curve .paycurve-chart.drawn")
    screen.idle()
    apart(page)
    page.locator(".st-key-figures_panel input[type=range]").first.focus()
    page.keyboard.press("ArrowRight")
    screen.idle()
    apart(page)  # no chart gets another size while a key is held down
    page.keyboard.down("ArrowRight")
    page.wait_for_selector("[data-figure-moves]", state="attached")
    apart(page)
    page.keyboard.up("ArrowRight")
    screen.idle()
    apart(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    screen.idle()
    apart(page)
