"""From a key on a slider to the last chart repainted: the app beside itself with all answers known.

Both are open in one browser and moved in turn, so that they meet the same noise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

import engine
from engine.scenario import Scenario, Simulated
from pages.ui.session import SessionScenario, as_json, link
from tests.bench.precomputed import WORKED_OUT
from tests.e2e.browser import FLAGS, Server, Tabs, chromium, serve

APP = Path(__file__).resolve().parents[2] / "app.py"
WATCH = Path(__file__).with_name("moves.js").read_text("utf-8")
PLAN, FIGURE, OTHER = "service-seller", "weight_sales", "weight_team"
SLIDER = f"scenario-{PLAN}-{FIGURE}"
PEOPLE = Simulated(PLAN, seed=7, employees=100_000, months=12, first="2026-01")
STEPS = 20
WARM_UP = 3
# What the second figure is on each walk, never as documented: no walk meets a plan of another.
WALKS = (0.15, 0.2)
QUIET_MS = 300
EMPTY = """
import streamlit as st
figure = st.slider("Figure", 0, 100, key="figure")
st.html(f"<header class='pc-heading'><h2>{figure}</h2></header>")
"""
LEGEND = """
Engine: the app as it is. Precomputed: the same app with every answer of the engine looked up.
Empty: a page of one slider and one headline. Each move leads to a plan nobody has asked about.
Milliseconds from the key: medians, and between which two the middle half lies. Told: the server
hears of it. Answered: its last word comes. Quiet: the ratio of the lower quartiles, for a machine
that others use as well.
"""


@dataclass(frozen=True)
class Move:
    """Milliseconds after the key went down, and how many charts were repainted."""

    told: float
    headline: float
    answered: float
    drawn: float
    charts: int


Moves = dict[str, list[Move]]
"""The moves of every page; one was made on each page in turn."""


def main() -> None:
    """Measures and prints, or says why not."""
    path = chromium()
    if path is None:
        print("Browser skipped: Chromium is not installed (make browser).")
        return
    with sync_playwright() as playwright, _servers() as servers:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        moves = measured(Tabs(browser), **servers)
        browser.close()
    _print(moves)


def measured(tabs: Tabs, app: Server, known: Server, empty: Server) -> Moves:
    """Walks along the slider, a step on each page in turn, without the first few."""
    moves: Moves = {"engine": [], "precomputed": [], "empty": []}
    for other in WALKS:
        learnt = -1
        while learnt < (learnt := _worked_out(known)):  # what is asked depends on what is known
            with _page(tabs, address(known, other), SLIDER) as move:
                for _ in range(STEPS):
                    move()
        with ExitStack() as stack:
            urls = (address(app, other), address(known, other), empty.url)
            pages = [
                stack.enter_context(_page(tabs, url, slider))
                for url, slider in zip(urls, (SLIDER, SLIDER, "figure"), strict=True)
            ]
            walk = [[move() for move in pages] for _ in range(STEPS)]
        if _worked_out(known) > learnt:
            raise RuntimeError("the precomputed app had to work something out")
        for step in walk[WARM_UP:]:
            if step[0].charts != step[1].charts:
                raise RuntimeError(f"{step[0].charts} charts repainted, {step[1].charts} elsewhere")
            for name, made in zip(moves, step, strict=True):
                moves[name].append(made)
    return moves


@contextmanager
def _servers() -> Iterator[dict[str, Server]]:
    with TemporaryDirectory() as folder, ExitStack() as stack:
        homes = {name: Path(folder, name) for name in ("app", "known", "empty")}
        for home in homes.values():
            home.mkdir()
        script = homes["empty"] / "empty.py"
        script.write_text(EMPTY, "utf-8")
        yield {
            "app": stack.enter_context(serve(APP, homes["app"])),
            "known": stack.enter_context(
                serve(APP, homes["known"], program="tests.bench.precomputed")
            ),
            "empty": stack.enter_context(serve(script, homes["empty"])),
        }


def address(server: Server, other: float) -> str:
    """The app with the slider at its left end and the second figure changed."""
    scenario = Scenario(engine.load_plan(PLAN)).set(FIGURE, 0.0).set(OTHER, other)
    token = link.encode(as_json(SessionScenario(replace(scenario, people=PEOPLE))))
    return f"{server.url}/?{link.PARAMETER}={token}"


@contextmanager
def _page(tabs: Tabs, url: str, slider: str) -> Iterator[Callable[[], Move]]:
    """Opens a page; what it gives moves its slider by a step to the right."""
    screen = tabs.open(url)
    page = screen.page
    page.evaluate(WATCH)
    thumb = page.locator(f".st-key-{slider}").get_by_role("slider")

    def move() -> Move:
        page.bring_to_front()
        thumb.focus()
        page.evaluate("benchBegin()")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("quiet => benchOver(quiet)", arg=QUIET_MS, polling=100)
        at = page.evaluate("benchMove")
        charts = at["charts"].values()
        told, headline, answered = (
            at[name] - at["key"] for name in ("told", "headline", "answered")
        )
        drawn = max(charts, default=at["headline"]) - at["key"]
        return Move(told, headline, answered, drawn, len(charts))

    yield move
    screen.assert_clean()
    screen.close()


def _worked_out(server: Server) -> int:
    return server.log.read_text("utf-8").count(WORKED_OUT)


def _print(moves: Moves) -> None:
    ours = moves["engine"]
    charts = [move.charts for move in ours]
    print(
        f"In the browser: {FIGURE} a step further with the keyboard, {PEOPLE.employees:,} people, "
        f"{PEOPLE.months} months, {len(ours)} moves, {min(charts)} to {max(charts)} charts each"
    )
    print(LEGEND)
    print(f"{'':16}{'told':>8}{'answered':>10}{'headline':>10}{'':16}{'last chart':>12}")
    for name, made in moves.items():
        print(
            f"{name:16}{median(_times(made, 'told')):8.0f}{median(_times(made, 'answered')):10.0f}"
            f"{_spread(made, 'headline')}  {_spread(made, 'drawn')}"
        )
    for what, time, other in (
        ("slider to last chart", "drawn", "precomputed"),
        ("slider to headline", "headline", "precomputed"),
        ("slider to headline", "headline", "empty"),
    ):
        print(f"{what}, engine to {other}: {_ratio(ours, moves[other], time)}")


def _spread(moves: Sequence[Move], time: str) -> str:
    low, middle, high = quantiles(_times(moves, time), n=4)
    return f"{middle:10.0f}{f'{low:.0f}..{high:.0f}':>16}"


def _ratio(ours: Sequence[Move], others: Sequence[Move], time: str) -> str:
    low, middle, _ = (
        one / other
        for one, other in zip(
            quantiles(_times(ours, time), n=4), quantiles(_times(others, time), n=4), strict=True
        )
    )
    return f"{middle:.2f}, quiet {low:.2f}"


def _times(moves: Sequence[Move], time: str) -> list[float]:
    return [getattr(move, time) for move in moves]


if __name__ == "__main__":
    main()
