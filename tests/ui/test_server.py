"""How the app is served: what every answer carries, and which addresses are pages."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
import streamlit as st
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.ui.server import Responses, first_page, responses, wait_until_warm, warm_up

Answer = tuple[int, dict[str, str], bytes]

STREAMLIT_PAGE = b"<html>Streamlit's own</html>"


async def streamlit(scope: Scope, _receive: Receive, send: Send) -> None:
    """Answers like Streamlit: pages at every address, files under /media, as packed HTML."""
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-encoding", b"gzip")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": STREAMLIT_PAGE[:9], "more_body": True})
    await send({"type": "http.response.body", "body": STREAMLIT_PAGE[9:]})


def ask(path: str, accept: str = "text/html", query: str = "", app: ASGIApp = streamlit) -> Answer:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("nothing is read of a request without a body")

    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"accept", accept.encode())],
    }
    # In a thread of its own: a browser test before this one may have left a loop in this thread.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, Responses(app)(scope, receive, send)).result()
    headers = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture
def under_a_path() -> Iterator[None]:
    before = st.get_option("server.baseUrlPath")
    st._config.set_option("server.baseUrlPath", "pay")
    yield
    st._config.set_option("server.baseUrlPath", before)


@pytest.mark.parametrize("path", ["/", "/what_if", "/whatif", "/方案"])
def test_a_page_is_our_document(path: str) -> None:
    status, headers, body = ask(path)
    assert status == 200
    assert body == first_page.document()
    assert headers["content-length"] == str(len(body))
    assert "content-encoding" not in headers
    assert b"<title>Paycurve</title>" in body


@pytest.mark.parametrize(
    ("path", "query", "kept"),
    [
        ("/_stcore/bidi-components/paycurve.chart/plotly.js", "v=0123456789ab", True),
        ("/_stcore/bidi-components/paycurve.chart/plotly.js", "", False),
        ("/", "v=0123456789ab", False),
        ("/media/report.html", "v=0123456789ab", False),
    ],
)
def test_browsers_keep_for_good_what_is_asked_for_under_its_version(
    path: str, query: str, kept: bool
) -> None:
    _, headers, _ = ask(path, query=query)
    assert ("immutable" in headers.get("cache-control", "")) == kept


def test_a_missing_file_is_asked_for_again() -> None:
    async def missing(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("Not Found", 404)(scope, receive, send)

    path = "/_stcore/bidi-components/paycurve.chart/plotly.js"
    status, headers, _ = ask(path, query="v=0123456789ab", app=missing)
    assert status == 404
    assert "cache-control" not in headers


def test_a_file_stays_what_it_is() -> None:
    status, headers, body = ask("/media/report.html")
    assert (status, body) == (200, STREAMLIT_PAGE)
    assert headers["content-encoding"] == "gzip"


def test_an_address_in_a_folder_leads_to_the_page_it_names() -> None:
    assert ask("/what_if/x/方案")[:2][0] == 302
    assert ask("/what_if/x/方案")[1]["location"] == "/%E6%96%B9%E6%A1%88"
    assert ask("/what_if/x/missing.js", accept="*/*")[0] == 200


@pytest.mark.usefixtures("under_a_path")
def test_a_base_path_is_no_folder() -> None:
    assert ask("/pay/what_if")[2] == first_page.document()
    assert ask("/pay/a/b")[1]["location"] == "/pay/b"
    assert ask("/pay/_stcore/metrics")[0] == 404


def test_nobody_reads_who_is_here_unless_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask("/_stcore/metrics")[0] == 404
    monkeypatch.setenv(responses.METRICS_VARIABLE, "open")
    assert ask("/_stcore/metrics")[0] == 200


@pytest.mark.parametrize("path", ["/", "/media/report.html", "/_stcore/metrics", "/a/b"])
def test_every_answer_carries_the_headers(path: str) -> None:
    headers = ask(path)[1]
    rules = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert rules["default-src"] == rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["object-src"] == "'none'"
    assert "unsafe" not in rules["script-src"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_another_document_of_streamlit_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    first_page.document.cache_clear()
    monkeypatch.setattr(first_page, "_streamlit_document", lambda: "<html></html>")
    with pytest.raises(ValueError, match="0 of <title>Streamlit</title>, not one"):
        first_page.document()
    first_page.document.cache_clear()


def test_the_first_visit_waits_until_the_modules_of_the_pages_are_there() -> None:
    """Two threads that import them at once would each find some of them half imported."""
    may_end, log = Event(), []

    def work() -> None:
        may_end.wait(10)
        log.append("warm")

    def visit() -> None:
        wait_until_warm()
        log.append("visit")

    async def start() -> None:
        async with warm_up(work)(None):
            visits = [asyncio.to_thread(visit) for _ in range(2)]
            running = asyncio.gather(*visits)
            await asyncio.sleep(0.1)
            assert not log
            may_end.set()
            await running

    with ThreadPoolExecutor(1) as thread:  # as in `ask`
        thread.submit(asyncio.run, start()).result()
    assert log == ["warm", "visit", "visit"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_visit_waits_for_nobody_whose_warming_up_failed() -> None:
    def fail() -> None:
        raise ImportError("pages")

    async def start() -> None:
        async with warm_up(fail)(None):
            await asyncio.to_thread(wait_until_warm)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, start()).result()
    for warming in threading.enumerate():  # its failure is told here, and in no other test
        if warming.name == "warm-up":
            warming.join(10)
