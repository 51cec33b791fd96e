"""One browser and one server for all browser tests; an emptied tab for every page that is opened.

Where Chromium is missing these tests are skipped, loudly; in CI they fail.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import sync_playwright

from tests.e2e.browser import FLAGS, Screen, Server, Tabs, chromium, serve

ROOT = Path(__file__).resolve().parents[2]
NO_BROWSER = (
    "Chromium is missing, so nothing was tried in a browser. "
    "As root: apt-get install chromium fontconfig fonts-noto-cjk"
)


class Opens(Protocol):
    """Opens an address or a path of the app, and judges the page when the test is over."""

    def __call__(
        self,
        where: str = "",
        *,
        locale: str = "en-US",
        dark: bool = False,
        size: tuple[int, int] = (1440, 900),
        touch: bool = False,
    ) -> Screen: ...


@pytest.fixture(scope="package")
def tabs() -> Iterator[Tabs]:
    """Tabs of a headless Chromium, started once."""
    path = chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(NO_BROWSER, pytrace=False)
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield Tabs(running)
        running.close()
    gc.collect()  # here, and not in whichever test after these has to do with other threads


@pytest.fixture(scope="package")
def app(tabs: Tabs, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Paycurve as `make run` serves it, with an empty home folder; its log must stay clean."""
    with serve(ROOT / "app.py", tmp_path_factory.mktemp("home")) as server:
        yield server
    log = server.log.read_text("utf-8")
    assert "Traceback" not in log, f"the server's log:\n{log[-4000:]}"


@pytest.fixture(scope="module")
def small(
    request: pytest.FixtureRequest, tabs: Tabs, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server of the small page that a module of tests has as its PAGE."""
    home = tmp_path_factory.mktemp("small")
    script = home / "small.py"
    script.write_text(request.module.PAGE, "utf-8")
    with serve(script, home) as server:
        yield server


@pytest.fixture
def open_url(tabs: Tabs) -> Iterator[Opens]:
    """Opens any address; every page opened must still be clean at the end of the test."""
    screens: list[Screen] = []

    def opened(
        where: str = "",
        *,
        locale: str = "en-US",
        dark: bool = False,
        size: tuple[int, int] = (1440, 900),
        touch: bool = False,
    ) -> Screen:
        screens.append(tabs.open(where, locale=locale, dark=dark, size=size, touch=touch))
        return screens[-1]

    yield opened
    try:
        for screen in screens:
            screen.assert_clean()
    finally:
        for screen in screens:
            screen.close()


@pytest.fixture
def open_app(open_url: Opens, app: Server) -> Opens:
    """Opens a page of Paycurve by its path: `open_app("compare", locale="zh-CN", dark=True)`."""

    def opened(
        where: str = "",
        *,
        locale: str = "en-US",
        dark: bool = False,
        size: tuple[int, int] = (1440, 900),
        touch: bool = False,
    ) -> Screen:
        return open_url(f"{app.url}/{where}", locale=locale, dark=dark, size=size, touch=touch)

    return opened


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Skipped browser tests are said again, last and in red, where nobody overlooks them."""
    if any(NO_BROWSER in str(report.longrepr) for report in terminalreporter.getreports("skipped")):
        terminalreporter.section("browser tests did not run", red=True, bold=True)
        terminalreporter.line(NO_BROWSER, red=True)
