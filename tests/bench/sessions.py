"""Megabytes a session takes, and how many are given back once it is closed; and how long many
sessions wait that move a figure at once, beside one alone.

`python -m tests.bench.sessions` opens the app in a browser. What waits is measured from the address
to a page at rest, and from a key on a slider to a page at rest.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

import engine
from engine.scenario import Scenario
from pages.ui.session import SessionScenario, link
from pages.ui.session.server_memory import GRACE
from tests.bench.browser import APP, PEOPLE, PLAN, SLIDER
from tests.e2e.browser import FLAGS, Server, chromium, serve

AT_REST = f"""() => document.querySelector(
  '[data-testid=stApp][data-test-script-state=notRunning]')
  && document.querySelector('.st-key-{SLIDER} input[type=range]')
  && !document.querySelector('[data-stale=true]')"""
PATIENCE_MS = 600_000


def address(server: Server, seed: int, employees: int) -> str:
    """The page of simulated people of its own."""
    people = replace(PEOPLE, seed=seed, employees=employees)
    scenario = SessionScenario(Scenario(engine.load_plan(PLAN), people=people))
    return f"{server.url}/what_if?s={link.encode(scenario.as_json())}"


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


def measure_waiting(browser: Browser, server: Server, sessions: int, employees: int) -> None:
    """First page and move at the median: one session alone, then all of them at once."""
    alone, first = visited(browser, address(server, 7, employees))
    moves = [_moved([alone])[0] for _ in range(5)]
    print(f"alone: first page {first:.1f} s, move {median(moves):.2f} s")
    pages = [browser.new_context().new_page() for _ in range(sessions)]
    began = time.monotonic()
    for page in pages:
        page.goto(address(server, 7, employees), wait_until="commit", timeout=PATIENCE_MS)
    waited = _rested(pages, began)
    moved = [seconds for _ in range(2) for seconds in _moved(pages)]
    print(f"{sessions} at once: first page {median(waited):.1f} s, move {median(moved):.2f} s")


def _moved(pages: list[Page]) -> list[float]:
    """Seconds until each page rests again after a key on its slider, pressed on all at once."""
    began = time.monotonic()
    for page in pages:
        page.locator(f".st-key-{SLIDER} input[type=range]").press("ArrowRight", timeout=PATIENCE_MS)
    time.sleep(0.3)
    return _rested(pages, began)


def _rested(pages: list[Page], began: float) -> list[float]:
    found = {}
    while len(found) < len(pages):
        for page in pages:
            if page not in found and page.evaluate(AT_REST):
                found[page] = time.monotonic() - began
        time.sleep(0.02)
    return list(found.values())


@contextmanager
def opened() -> Iterator[tuple[Browser, Server]]:
    """A browser and a server of its own."""
    with (
        TemporaryDirectory() as home,
        serve(APP, Path(home)) as server,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield browser, server
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memory", type=int, default=5, help="sessions of 100,000 people")
    parser.add_argument("--waiting", type=int, default=50, help="sessions of 10,000 people")
    given = parser.parse_args()
    with opened() as (browser, server):
        if given.memory:
            measure_memory(browser, server, given.memory, 100_000)
        if given.waiting:
            measure_waiting(browser, server, given.waiting, 10_000)
