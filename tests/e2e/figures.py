"""The figure that browser tests take into the hand: where its widgets stand, and what the page says
of where it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page

from pages.ui.session import link
from tests.e2e.browser import PATIENCE_MS, Screen

PLAN, FIGURE = "service-seller", "weight_sales"
KEY = f"scenario-{PLAN}-{FIGURE}"
TRACK, FIELD = f".st-key-{KEY} input[type=range]", f".st-key-{KEY} input[type=text]"
BAR = f".st-key-sum-{FIGURE}"
PARTS, LEGEND = f"{BAR} .pc-part", f"{BAR} .pc-legend"
HEADLINE = ".pc-heading h2"
# Keeps where the page says it is.
LISTEN = (
    """() => addEventListener('paycurve:shown', ({detail}) => { window.shown = detail }, true)"""
)


def address(plan: str, employees: int = 400) -> str:
    """A link to a plan on so many simulated people."""
    people = {
        "simulated": plan,
        "seed": 7,
        "employees": employees,
        "months": 12,
        "first": "2026-01",
    }
    content = {"plan": plan, "name": "", "edits": [], "people": people}
    return f"?{link.PARAMETER}={link.encode(content)}"


def at_figures(screen: Screen) -> Page:
    """The page once it is drawn, its figures open."""
    page = screen.page
    page.wait_for_selector(".st-key-payout_curve .paycurve-chart.drawn")
    screen.idle()
    screen.unfold(KEY)
    page.evaluate(LISTEN)
    return page


def wait_until_shown(page: Page, value: str, figure: str = FIGURE) -> None:
    """Waits until the page shows exactly that position; `value` as JSON."""
    page.wait_for_function(
        f"() => window.shown?.exact && JSON.stringify(shown.position.{figure}) === '{value}'",
        timeout=PATIENCE_MS,
    )


def middle(found: Locator) -> tuple[float, float]:
    """Where its middle is, brought into sight."""
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


THUMB_PX = 16


def on_track(page: Page, share: float) -> tuple[float, float]:
    """Where the middle of the thumb is at a share of the track."""
    box = page.locator(TRACK).bounding_box()
    assert box is not None
    x = box["x"] + THUMB_PX / 2 + share * (box["width"] - THUMB_PX)
    return x, box["y"] + box["height"] / 2


@contextmanager
def finger(page: Page) -> Iterator[Callable[..., None]]:
    """Puts a finger on each place in turn, and takes it away after the last; on a screen that is no
    touch screen as on one."""
    session = page.context.new_cdp_session(page)
    is_for_touch = page.evaluate("() => navigator.maxTouchPoints > 0")

    def touchable(enabled: bool) -> None:
        if not is_for_touch:
            session.send("Emulation.setTouchEmulationEnabled", {"enabled": enabled})

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in places]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touchable(True)
    try:
        yield touch
    finally:
        touchable(False)
        session.detach()
