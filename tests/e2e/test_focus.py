"""Whoever goes through a page with the Tab key sees at each stop where they are."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Opens

MOST_STOPS = 150
LEAST = 2.0
STILL = "*, *::before, *::after { transition: none !important }"
# Notes how what has the focus looks, what it stands in and its label; then tells of the stop before
# what the focus changed: the largest contrast of an outline, shadow or edge with the page.
STOP = """async () => {
  const settled = () => new Promise(done => requestAnimationFrame(() => setTimeout(done, 30)));
  const lines = (style) => {
    const shadows = style.boxShadow.matchAll(/rgba?\\([^)]*\\)/g);
    const found = [...shadows].map(([colour]) => `shadow ${colour}`);
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1)
      found.push(`outline ${style.outlineColor}`);
    for (const side of ["Top", "Right", "Bottom", "Left"])
      if (parseFloat(style[`border${side}Width`])) {
        found.push(`edge ${style[`border${side}Color`]}`);
      }
    return found;
  };
  const looks = (element) => {
    const around = [element.closest("label")];
    for (let one = element; one && around.length < 5; one = one.parentElement) around.push(one);
    const styles = around.map((one) => one && getComputedStyle(one));
    styles.push(getComputedStyle(element, "::before"));
    return new Set(styles.flatMap((style, place) =>
      style ? lines(style).map((told) => `${place} ${told}`) : []));
  };
  const rgba = (text) => {
    const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) =>
      (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const app = rgba(getComputedStyle(document.querySelector(".stApp")).backgroundColor).slice(0, 3);
  const contrast = (told) => {
    const [r, g, b, a] = rgba(told.slice(told.indexOf("rgb")));
    const line = light([r, g, b].map((part, i) => a * part + (1 - a) * app[i])), page = light(app);
    return (Math.max(line, page) + 0.05) / (Math.min(line, page) + 0.05);
  };
  await settled();
  const element = document.activeElement, before = window.lastStop;
  window.stops ??= new Set();
  const isNew = !stops.has(element);
  stops.add(element);
  const said = element.ariaLabel || element.innerText || element.labels?.[0]?.innerText || "";
  const name = `${element.localName} ${said.trim().slice(0, 40)}`;
  window.lastStop = { element, name, seen: looks(element) };
  const isEnd = element === document.body || element === [...stops][0] && stops.size > 1;
  if (!before) return { isNew, isEnd, name: "", contrast: Infinity };
  const without = looks(before.element);
  const changed = [...before.seen].filter((told) => !without.has(told)).map(contrast);
  return { isNew, isEnd, name: before.name, contrast: Math.max(0, ...changed) };
}"""


@pytest.mark.parametrize(
    ("where", "dark"), [("", False), ("", True), ("projection", False), ("workspace", False)]
)
def test_the_focus_is_seen_at_each_stop_and_each_stop_comes_once(
    open_app: Opens, where: str, dark: bool
) -> None:
    screen = open_app(where, dark=dark)
    page = screen.page
    page.add_style_tag(content=STILL)
    faint: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        assert stop["isNew"] or stop["isEnd"], f"after {stop['name']} something comes again"
        if stop["contrast"] < LEAST:
            faint.append(stop["name"])
        if stop["isEnd"]:
            break
    assert not faint
    assert stop["isEnd"] and page.evaluate("() => stops.size") > 10
