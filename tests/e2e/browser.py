"""Serves a Streamlit script and drives it in Debian's Chromium, as a person with a keyboard would.

Knows how Streamlit builds its pages, not what is on Paycurve's.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PageError

SETTLE_MS = 350  # a widget's pause before it tells the server, and a little more
QUIET_MS = 50  # from the server's last word to a page that took it in
PATIENCE_MS = 90_000  # a busy machine is no reason to fail
# Where the app lies, Streamlit finds by asking below the page's own address first.
PROBES = ("/_stcore/health", "/_stcore/host-config")
START_SECONDS = 120.0
STOP_SECONDS = 10.0

# Without the flags on background traffic Chromium asks its maker's hosts at every start.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """Where Chromium is on this machine, if it is."""
    return shutil.which("chromium") or shutil.which("google-chrome")


@dataclass(frozen=True)
class Server:
    """A running Streamlit server: its address, the file it writes its log to, and its port."""

    url: str
    log: Path
    port: int


@contextmanager
def serve(
    script: Path, home: Path, *, program: str = "streamlit", port: int = 0
) -> Iterator[Server]:
    """Runs `script` as the app on a free port, or on that of a server before, with `home` in place
    of the user's own folder.

    Streamlit's configuration is read from beside the script, as in `make run`. `program` is another
    module to serve with, which takes the same command line.
    """
    port = port or _free_port()
    server = Server(f"http://127.0.0.1:{port}", home / "server.log", port)
    options = {
        "server.port": port,
        "server.address": "127.0.0.1",
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    command = [sys.executable, "-m", program, "run", script.name]
    command += [f"--{name}={value}" for name, value in options.items()]
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=script.parent,
            env=_environment(home),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_healthy(process, server)
            yield server
        finally:
            _stop(process)


# Notes when the page last spoke to the server, and when it last heard from it. What the server says
# is held back while `holding`, as a slow line does.
WIRE = """
window.wire = {sent: 0, heard: 0, holding: false, held: [], came: 0};
window.WebSocket = class extends window.WebSocket {
  constructor(...given) {
    super(...given);
    wire.socket = this;
    this.addEventListener('message', event => {
      wire[wire.holding ? 'came' : 'heard'] = performance.now();
      if (!wire.holding) return;
      event.stopImmediatePropagation();
      wire.held.push(() => this.dispatchEvent(new MessageEvent('message', {data: event.data})));
    });
  }
  send(data) {
    wire.sent = performance.now();
    super.send(data);
  }
};
"""
RELEASE = "() => { wire.holding = false; wire.held.splice(0).forEach(deliver => deliver()) }"
ANSWERED_UNHEARD = "() => wire.came > wire.sent && performance.now() - wire.came > 1000"
ANSWERED = """
quiet => wire.heard >= wire.sent && performance.now() - wire.heard >= quiet
  && document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
  && !document.querySelector('[data-stale=true]')
"""


class Tabs:
    """Tabs of one browser. One that is closed is emptied and serves again: the scripts it compiled
    stay with it, which are a third of the work of opening a page, and nothing else does.

    It waits on a bare page of the same host; on about:blank Chromium would end its process.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._spare: defaultdict[tuple[str, bool], list[Page]] = defaultdict(list)

    def open(
        self,
        url: str,
        *,
        locale: str = "en-US",
        dark: bool = False,
        size: tuple[int, int] = (1440, 900),
        touch: bool = False,
    ) -> Screen:
        """Opens `url` as somebody new does, and waits until the page is there."""
        spare = self._spare[locale, touch]
        page = spare.pop() if spare else self._new_page(locale, touch)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(
            media="screen",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        screen = Screen(page, lambda: self._take_back(page, locale, touch))
        screen.listen(urlsplit(url).netloc)
        page.goto(url)
        screen.idle()
        return screen

    def _new_page(self, locale: str, touch: bool) -> Page:
        context = self._browser.new_context(
            locale=locale, timezone_id="Asia/Shanghai", has_touch=touch
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(WIRE)
        return context.new_page()

    def _take_back(self, page: Page, locale: str, touch: bool) -> None:
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
        page.context.clear_cookies()
        page.mouse.move(0, 0)
        try:
            page.goto(urljoin(page.url, PROBES[0]))
        except PageError:  # the page of a server that a test has stopped
            page.context.close()
            return
        self._spare[locale, touch].append(page)


@dataclass
class Screen:
    """An open page of the app, with what its console and its requests gave away so far."""

    page: Page
    gone: Callable[[], None]
    console_errors: list[str] = field(default_factory=list)
    external_requests: list[str] = field(default_factory=list)
    _listeners: dict[str, Callable[[Any], None]] = field(default_factory=dict)

    def close(self) -> None:
        """Hands the tab back."""
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)
        self.gone()

    def idle(self) -> None:
        """Waits until the server has answered all that the page has to say, and nothing on the
        page is out of date. The page's own clock counts: a busy one is late with everything."""
        self._settle()
        self.page.wait_for_function(ANSWERED, arg=QUIET_MS, polling=QUIET_MS)

    def _settle(self) -> None:
        """Lets pass, by the page's own clock, what a widget waits before it tells the server."""
        self.page.evaluate("settle => new Promise(done => setTimeout(done, settle))", SETTLE_MS)

    @contextmanager
    def slow_line(self) -> Iterator[Callable[[], None]]:
        """The page hears nothing of the server until the end of the block, and goes on speaking to
        it; calling what is given waits until the server has answered what was said so far."""
        self.page.evaluate("() => { wire.holding = true }")

        def answered() -> None:
            self._settle()
            self.page.wait_for_function(ANSWERED_UNHEARD, polling=QUIET_MS)

        yield answered
        self.page.evaluate(RELEASE)
        self.idle()

    @contextmanager
    def broken_line(self) -> Iterator[None]:
        """Until the end of the block the page and the server do not hear each other, and the page
        knows it."""
        asked = f"**{PROBES[0]}"  # before it connects again
        connected = "[data-test-connection-state=CONNECTED]"
        self.page.route(asked, lambda route: route.abort())
        self.page.evaluate("() => wire.socket.close()")
        self.page.wait_for_selector(f".stApp:not({connected})")
        yield
        self.page.unroute(asked)
        self.page.wait_for_selector(f".stApp{connected}")
        self.idle()
        self.console_errors.clear()  # it asked in vain meanwhile

    def set_slider(self, key: str, value: float, *, thumb: int = 0) -> None:
        """Moves the slider of the widget `key` to `value` with the keyboard.

        Filling in the value would move the thumb without telling the server.
        """
        self.unfold(key)
        slider = self.page.locator(f".st-key-{key}").get_by_role("slider").nth(thumb)
        marks = ("min", "max", "data-step" if slider.get_attribute("data-step") else "step")
        low, high, step = (float(slider.get_attribute(name) or 0) for name in marks)
        assert low <= value <= high, f"{key} goes from {low} to {high}, not to {value}"
        slider.focus()
        steps = round((value - float(slider.input_value())) / step)
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")
        self.idle()
        reached = float(slider.input_value())
        assert abs(reached - value) < step / 2, f"{key} is at {reached}, not at {value}"

    def unfold(self, key: str) -> None:
        """Opens what the widget `key` is folded away in."""
        folded = self.page.locator(f"details:not([open]):has(.st-key-{key})")
        if folded.count():
            folded.first.locator("summary").first.click()
            self.idle()

    def upload(self, key: str, *files: Path) -> None:
        """Gives `files` to the uploader `key`."""
        chooser = self.page.locator(f".st-key-{key} input[type=file]")
        chooser.set_input_files([str(file) for file in files])
        self.idle()

    def assert_clean(self) -> None:
        """Fails if the page shows an exception, wrote errors to its console or asked outside."""
        exceptions = self.page.get_by_test_id("stException").all_inner_texts()
        assert not exceptions, f"the page shows: {exceptions}"
        assert not self.console_errors, f"errors in the browser's console: {self.console_errors}"
        assert not self.external_requests, f"asked outside: {self.external_requests}"

    def listen(self, host: str) -> None:
        """Notes errors, and what is asked of any other host."""

        def console(kind: str, text: str, of: str = "") -> None:
            if kind == "error" and not of.endswith(PROBES):
                self.console_errors.append(text)

        def request(url: str) -> None:
            if urlsplit(url).netloc not in ("", host):  # data: and blob: have no host
                self.external_requests.append(url)

        self._listeners = {
            "console": lambda message: console(message.type, message.text, message.location["url"]),
            "pageerror": lambda error: console("error", str(error)),
            "request": lambda sent: request(sent.url),
            "websocket": lambda socket: request(socket.url),
        }
        for event, listener in self._listeners.items():
            self.page.on(event, listener)  # type: ignore[call-overload]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(home: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("STREAMLIT_", "PAYCURVE_"))
    }
    places = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    return kept | {"HOME": str(home)} | {name: str(home / name.lower()) for name in places}


def _wait_until_healthy(process: subprocess.Popen[bytes], server: Server) -> None:
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        with (
            suppress(URLError, ConnectionError, TimeoutError),
            urlopen(f"{server.url}/_stcore/health", timeout=2) as answer,
        ):
            if answer.read() == b"ok":
                return
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{server.log.read_text('utf-8')[-4000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
