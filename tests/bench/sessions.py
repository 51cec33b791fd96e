"""Megabytes a session takes, and how many are given back once it is closed; and how long many
sessions wait that move a figure at once, beside one alone.

`python -m tests.bench.sessions` opens the app: for memory in a browser, for the waiting in sessions
that speak the browser's protocol, as fifty browsers would measure themselves. The wait is from
asking for a page to its last word, and from a value on a slider to the last word that answers it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

import engine
from engine.scenario import Scenario
from pages.ui.session import SessionScenario, as_json, link
from pages.ui.session.server_memory import GRACE
from tests.bench.browser import APP, FIGURE, PEOPLE, PLAN, SLIDER
from tests.bench.protocol import Session
from tests.e2e.browser import FLAGS, Server, chromium, serve

AT_REST = f"""() => document.querySelector(
  '[data-testid=stApp][data-test-script-state=notRunning]')
  && document.querySelector('.st-key-{SLIDER} input[type=range]')
  && !document.querySelector('[data-stale=true]')"""
PATIENCE_MS = 600_000
FIGURE_KEY = f"scenario.{PLAN}.{FIGURE}"
ALONE, MOVES = 3, 3
MOST = 3
"""Many sessions at once may take so many times what one takes, for each that a processor has."""


def address(server: Server, seed: int, employees: int) -> str:
    """The page of simulated people of its own."""
    people = replace(PEOPLE, seed=seed, employees=employees)
    scenario = SessionScenario(Scenario(engine.load_plan(PLAN), people=people))
    return f"{server.url}/what_if?s={link.encode(as_json(scenario))}"


def resident(server: Server) -> float:
    """Megabytes of the process that listens on the server's port."""
    port = int(server.url.rsplit(":", 1)[1])
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            if f"--server.port={port}".encode() in words:
                pages = int((process / "statm").read_text().split()[1])
                return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
        except OSError:
            continue
    raise LookupError(server.url)


def visited(browser: Browser, url: str) -> tuple[Page, float]:
    """A page at rest in a browser profile of its own, and the seconds it took."""
    page = browser.new_context().new_page()
    began = time.monotonic()
    page.goto(url, timeout=PATIENCE_MS)
    page.wait_for_function(AT_REST, timeout=PATIENCE_MS)
    return page, time.monotonic() - began


def measure_memory(browser: Browser, server: Server, sessions: int, employees: int) -> None:
    """What sessions of different people take together, and have left behind after closing."""
    first, _ = visited(browser, address(server, 1, 100))
    before = resident(server)
    pages = [visited(browser, address(server, 100 + n, employees))[0] for n in range(sessions)]
    during = resident(server)
    for page in pages:
        page.context.close()
    time.sleep(GRACE + 15)
    after = resident(server)
    first.context.close()
    rest, each = GRACE + 15, (during - before) / sessions
    print(f"MB before {before:.0f}, with {sessions} sessions of {employees:,} people {during:.0f}")
    print(f"{each:.0f} MB a session; {rest:.0f} s after closing {after:.0f}")


async def measure_waiting(server: Server, sessions: int, employees: int) -> None:
    """First page and move at the median: sessions one after the other, then all of them at once,
    each with people of its own."""
    cores, load = os.cpu_count() or 1, os.getloadavg()[0]
    alone = [await _waited([address(server, 100 + n, employees)]) for n in range(ALONE + 1)]
    one = [median(found) for found in zip(*alone[1:], strict=True)]  # the first warms the server up
    together = await _waited([address(server, 200 + n, employees) for n in range(sessions)])
    allowed = MOST * max(1.0, sessions / cores)
    print(f"{cores} processors, load before {load:.1f} ({os.getloadavg()[0]:.1f} after)")
    for what, single, found in zip(("first page", "move"), one, together, strict=True):
        print(
            f"{what}: alone {single:.2f} s, {sessions} at once {found:.2f} s, "
            f"ratio {found / single:.1f}; allowed {allowed:.0f} = {MOST} × "
            f"{sessions} sessions / {cores} processors"
        )


async def _waited(urls: Sequence[str]) -> tuple[float, float]:
    """Medians of first page and move, asked for by all at once."""
    async with AsyncExitStack() as lines:
        pages = [await lines.enter_async_context(Session(url)) for url in urls]
        first = await asyncio.gather(*(page.first_page() for page in pages))
        moves: list[float] = []
        for turn in range(MOVES):
            moves += await asyncio.gather(
                *(page.move(FIGURE_KEY, 1 + (n + turn * 7) % 20) for n, page in enumerate(pages))
            )
    return median(first), median(moves)


@contextmanager
def opened() -> Iterator[Server]:
    """A server of its own."""
    with TemporaryDirectory() as home, serve(APP, Path(home)) as server:
        yield server


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser of its own."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield browser
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memory", type=int, default=5, help="sessions of 100,000 people")
    parser.add_argument("--waiting", type=int, default=50, help="sessions of 10,000 people")
    given = parser.parse_args()
    with opened() as server:
        if given.memory:
            with browsing() as browser:
                measure_memory(browser, server, given.memory, 100_000)
        if given.waiting:
            asyncio.run(measure_waiting(server, given.waiting, 10_000))
