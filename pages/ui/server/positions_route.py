"""The address under which a browser asks what a page shows while a figure is moved: positions go
in, a frame a line comes out as soon as it is worked out, packed with those before it: what stands
still costs next to nothing."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import AsyncIterator
from threading import Thread
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

MOST_BYTES = 2 << 20
MOST_POSITIONS = 1_000
LEVEL, GZIP = 4, 31
"""How hard lines are packed, and the form that browsers unpack."""


async def ask(request: Request) -> Response:
    """Frames of all positions of the body, `{"at": place, "positions": [[place, position], …],
    "ends": [position, position]}`, as lines of JSON; 404 for a token that no page has, 204 for
    a page that was drawn anew since, as the browser would take the answers for those of the page
    that it knows, 400 for a body that is none or asks for what the page lacks."""
    from pages.ui.kit import positions

    offer = _offer(request)
    if isinstance(offer, Response):
        return offer
    try:
        body = await _body(request)
        wanted = {float(place): dict(position) for place, position in body["positions"]}
        first, last = map(dict, body["ends"])
        if not 0 < len(wanted) <= MOST_POSITIONS:
            raise ValueError
        if not all(position.keys() <= offer.names for position in (first, last, *wanted.values())):
            raise ValueError
        asked = positions.Asked(wanted, (first, last), float(body["at"]))
    except (ValueError, TypeError, KeyError):
        return PlainTextResponse("Bad Request", 400)
    packed = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"Vary": "Accept-Encoding"} | ({"Content-Encoding": "gzip"} if packed else {})
    return StreamingResponse(_lines(offer, asked, packed), 200, headers, "application/x-ndjson")


async def tell(request: Request) -> Response:
    """Where the finger is now, of a range that was asked about: `{"at": place}`. It may be heard
    before the range is taken up, which itself says where the finger is."""
    offer = _offer(request)
    if isinstance(offer, Response):
        return offer
    try:
        at = float((await _body(request))["at"])
    except (ValueError, TypeError, KeyError):
        return PlainTextResponse("Bad Request", 400)
    if offer.asked is not None:
        offer.asked.at = at
    return Response(status_code=204)


FOLDER = "positions"
_ROUTER = Router(
    [
        Route(f"/{FOLDER}/{{token}}/{{run}}", ask, methods=["POST"]),
        Route(f"/{FOLDER}/{{token}}/{{run}}/at", tell, methods=["POST"]),
    ]
)


class PositionsAt:
    """What answers under a path of this folder, wherever the app lies."""

    def __init__(self, path: str) -> None:
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await _ROUTER({**scope, "path": self._path, "root_path": ""}, receive, send)


def _offer(request: Request) -> Any:
    """What the page offers that asks, or why it is answered nothing."""
    from pages.ui.kit import positions

    runs = positions.offered(request.path_params["token"])
    if runs is None:
        return PlainTextResponse("Not Found", 404)
    return runs.get(request.path_params["run"]) or Response(status_code=204)


async def _body(request: Request) -> Any:
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > MOST_BYTES:
            raise ValueError
    return json.loads(bytes(read))


async def _lines(offer: Any, asked: Any, packed: bool) -> AsyncIterator[bytes]:
    """The frames as they are worked out in a thread, which ends once the browser is gone; each can
    be unpacked as soon as it is there."""
    from pages.ui.kit import positions

    loop, done = asyncio.get_running_loop(), asyncio.Queue[bytes | None]()

    def put(line: bytes | None) -> None:
        loop.call_soon_threadsafe(done.put_nowait, line)

    def work() -> None:
        pack = zlib.compressobj(LEVEL, wbits=GZIP) if packed else None
        try:
            for answer in positions.answered(offer, asked):
                line = json.dumps(answer, ensure_ascii=False).encode() + b"\n"
                put(pack.compress(line) + pack.flush(zlib.Z_SYNC_FLUSH) if pack else line)
            if pack:
                put(pack.flush())
        finally:
            put(None)

    Thread(target=work, name="positions", daemon=True).start()
    try:
        while (line := await done.get()) is not None:
            yield line
    finally:
        asked.gone.set()
