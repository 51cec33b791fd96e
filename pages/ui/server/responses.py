"""What every answer carries: the security headers, and our document in place of Streamlit's."""

from __future__ import annotations

import os
import secrets
from urllib.parse import quote

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.ui.server import first_page
from pages.ui.server.positions_route import FOLDER, PositionsAt

METRICS_VARIABLE = "PAYCURVE_METRICS"
"""Set to `open`, it lets /_stcore/metrics answer: for a server whose proxy guards that address."""

BROWSER_COOKIE = "paycurve_browser"
"""As in pages/ui/kit/upload.py, which takes too long to import before the first answer."""
COOKIE_DAYS = 400
_METRICS = "/_stcore/metrics"
_COMPONENTS = "/_stcore/bidi-components/"
_FOR_GOOD = "public, max-age=31536000, immutable"
_HTML = "text/html"
_FOLDERS_OF_STREAMLIT = frozenset({"_stcore", "component", "media", "static"})


class Responses:
    """ASGI middleware. Nothing is asked of another address, nothing of ours stands in another's
    frame, text is not run as a script; and nobody reads who is here."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = {
            "Content-Security-Policy": policy(),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        early, is_page = _route(scope)
        is_new = is_page and BROWSER_COOKIE not in Request(scope).cookies

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                if message["status"] == 200 and _is_fixed(scope):
                    headers["Cache-Control"] = _FOR_GOOD
                if is_new:
                    headers.append("set-cookie", _browser_cookie(scope))
            await send(message)

        if early is not None:
            await early(scope, receive, with_headers)
        else:
            await self._app(scope, receive, _Document(with_headers) if is_page else with_headers)


class _Document:
    """Puts our document in the place of an HTML answer; lets everything else through."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._replaced = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            self._replaced = message["status"] == 200 and headers.get(
                "content-type", ""
            ).startswith(_HTML)
            if self._replaced:
                for stale in ("content-encoding", "etag", "last-modified"):
                    del headers[stale]
                headers["content-length"] = str(len(first_page.document()))
            await self._send(message)
        elif not self._replaced:
            await self._send(message)
        elif not message.get("more_body", False):
            body = first_page.document()
            await self._send({"type": "http.response.body", "body": body, "more_body": False})


def _browser_cookie(scope: Scope) -> str:
    """What tells this browser from all others, also after it was closed or has died, for as long as
    browsers allow; scripts cannot read it."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    value = secrets.token_urlsafe(32)
    lasting = f"Max-Age={COOKIE_DAYS * 86_400}"
    return f"{BROWSER_COOKIE}={value}; Path=/; HttpOnly; {lasting}; SameSite=Lax{secure}"


def policy() -> str:
    """The content security policy: everything from this server; styles may stand in the page,
    components come as blobs of it."""
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(("'self'", "blob:", *first_page.script_hashes())),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {allowed}" for name, allowed in rules.items())


def _is_fixed(scope: Scope) -> bool:
    """Whether a file of a component is asked for under its version: it never becomes another."""
    return _COMPONENTS in scope["path"] and scope.get("query_string", b"").startswith(b"v=")


def _route(scope: Scope) -> tuple[ASGIApp | None, bool]:
    """The answer where Streamlit is not asked; and whether the address may be that of a page."""
    base = f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")
    path: str = scope["path"].removeprefix(base)
    if path == _METRICS and os.environ.get(METRICS_VARIABLE) != "open":
        return PlainTextResponse("Not Found", 404), False
    folder, *_, page = path.strip("/").rpartition("/")
    if not folder:
        return None, True
    if folder.split("/")[0] == FOLDER:
        return PositionsAt(path), False
    of_streamlit = folder.split("/")[0] in _FOLDERS_OF_STREAMLIT
    if of_streamlit or _HTML not in Headers(scope=scope).get("accept", ""):
        return None, False
    # No page lies in a folder, and Streamlit's document finds its files from the top only.
    return RedirectResponse(f"{base}/{quote(page)}", 302), False
