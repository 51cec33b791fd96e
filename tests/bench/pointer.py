"""From a move of the pointer that holds a figure to the paint of what the page shows there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.bench.browser import APP, FIGURE, OTHER, PEOPLE, PLAN, address
from tests.e2e.browser import FLAGS, Tabs, chromium, serve

WATCH = Path(__file__).with_name("pointer.js").read_text("utf-8")
TRACK = f".st-key-scenario-{PLAN}-{FIGURE} input[type=range]"
WALKS, STOPS, THUMB = 3, 20, 16
ALL_THERE_MS = 1_500
MOST_MS = 60_000


@dataclass(frozen=True)
class Held:
    """Milliseconds from taking a figure to the first answer that shows, one for each time it was
    taken, and from each move to its paint once answers are there."""

    answered: list[float]
    painted: list[float]


def main() -> None:
    """Measures and prints, or says why not."""
    path = chromium()
    if path is None:
        print("Pointer skipped: Chromium is not installed (make browser).")
        return
    with (
        TemporaryDirectory() as home,
        sync_playwright() as playwright,
        serve(APP, Path(home)) as app,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        held = measured(Tabs(browser), address(app, 0.15))
        browser.close()
    low, middle, high = quantiles(held.painted, n=4)
    print(
        f"Under the pointer: {FIGURE} held and moved, {PEOPLE.employees:,} people, "
        f"{PEOPLE.months} months, {OTHER} changed as well, {len(held.painted)} moves\n"
        f"move to paint of all charts in sight: {middle:.0f} ms ({low:.0f}..{high:.0f})\n"
        f"taken to first answer shown: {median(held.answered):.0f} ms "
        f"({', '.join(f'{each:.0f}' for each in held.answered)})"
    )


def measured(tabs: Tabs, url: str) -> Held:
    """Takes the figure a few times and moves it along its track and back."""
    screen = tabs.open(url)
    page = screen.page
    page.wait_for_selector(".st-key-payout_curve .paycurve-chart.drawn")
    screen.idle()
    page.evaluate(WATCH)
    answered: list[float] = []
    painted: list[float] = []
    for _ in range(WALKS):
        box = page.locator(TRACK).bounding_box()
        assert box is not None
        middle = box["y"] + box["height"] / 2
        stop = (box["width"] - THUMB) / STOPS
        places = [box["x"] + THUMB / 2 + stop * place for place in range(STOPS + 1)]
        page.mouse.move(places[0], middle)
        page.mouse.down()
        page.mouse.move(places[1], middle)
        page.wait_for_function("() => benchHeld.answered > benchHeld.down", timeout=MOST_MS)
        answered.append(page.evaluate("() => benchHeld.answered - benchHeld.down"))
        for place in places:  # so that every answer is asked for and there
            page.mouse.move(place, middle)
            page.wait_for_function("() => benchHeld.exact", timeout=MOST_MS)
        page.wait_for_timeout(ALL_THERE_MS)
        page.evaluate("() => { benchHeld.painted = [] }")
        for place in [*reversed(places), *places]:
            page.mouse.move(place, middle)
            page.wait_for_timeout(100)
        painted += page.evaluate("() => benchHeld.painted")
        page.mouse.move(places[0], middle)
        page.wait_for_timeout(100)
        page.mouse.up()
        screen.idle()
    screen.assert_clean()
    screen.close()
    return Held(answered, painted)


if __name__ == "__main__":
    main()
