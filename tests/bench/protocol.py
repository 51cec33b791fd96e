"""A session of the app without a browser: it speaks what Streamlit's pages speak to the server."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

SETTLED = 0.3
"""Seconds without a word after a run, in which a page that runs again at once would have begun."""
PATIENCE = 600.0
FIGURE = "paycurve.figure"


@dataclass
class Session:
    """One page open at an address, with its single figures by key; used as an asynchronous
    context."""

    url: str
    figures: dict[str, tuple[BidiComponent, str]] = field(default_factory=dict)
    _moves: dict[str, str] = field(default_factory=dict)
    _line: ClientConnection | None = None

    async def __aenter__(self) -> Session:
        at = urlsplit(self.url)
        self._line = await connect(
            f"ws://{at.netloc}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=f"{at.scheme}://{at.netloc}",  # type: ignore[arg-type]
            max_size=None,
            compression=None,
            open_timeout=PATIENCE,
            ping_timeout=None,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        assert self._line is not None
        await self._line.close()

    async def first_page(self) -> float:
        """Seconds from asking for the page until it is complete."""
        return await self._run("")

    async def move(self, key: str, steps: int) -> float:
        """Seconds from the figure of this key moved to so many steps from its lowest, until the
        page is complete."""
        figure, fragment = self.figures[key]
        given = _given(figure)
        low, high, step = given["rows"][0]["cells"][0]["track"]
        move = {"seq": given["seq"] + 1, "version": given["version"], "row": 0, "column": "value"}
        move["to"] = min(round(low + steps * step, 10), high)
        sent = {"session": given["session"], "moves": [move]}
        self._moves[figure.id] = json.dumps({"moved": sent})
        return await self._run(fragment)

    async def _run(self, fragment: str) -> float:
        assert self._line is not None
        at, message = urlsplit(self.url), BackMsg()
        state = message.rerun_script
        state.query_string, state.page_name = at.query, at.path.strip("/")
        state.fragment_id = fragment
        for widget, moved in self._moves.items():
            state.widget_states.widgets.add(id=widget, json_value=moved)
        began = time.monotonic()
        await self._line.send(message.SerializeToString())
        return await self._complete() - began

    async def _complete(self) -> float:
        """When the last run was over after which none began."""
        assert self._line is not None
        over, patience = 0.0, PATIENCE
        while True:
            try:
                data = await asyncio.wait_for(self._line.recv(), patience)
            except TimeoutError:
                if over:
                    return over
                raise
            message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
            match message.WhichOneof("type"):
                case "new_session":
                    over, patience = 0.0, PATIENCE
                case "script_finished":
                    over, patience = time.monotonic(), SETTLED
                case "delta":
                    self._take_in(message)

    def _take_in(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        if element.WhichOneof("type") == "exception":
            raise RuntimeError(element.exception.message)
        if element.bidi_component.component_name == FIGURE:
            _, _, key = element.bidi_component.id.split("-", 2)  # $$ID-hash-key
            self.figures[key] = element.bidi_component, message.delta.fragment_id


def _given(figure: BidiComponent) -> Any:
    """What the session told the widget last."""
    return json.loads(figure.mixed.json if figure.WhichOneof("data") == "mixed" else figure.json)
