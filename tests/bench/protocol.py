"""A session of the app without a browser: it speaks what Streamlit's pages speak to the server."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

SETTLED = 0.3
"""Seconds without a word after a run, in which a page that runs again at once would have begun."""
PATIENCE = 600.0


@dataclass
class Session:
    """One page open at an address, with its sliders; used as an asynchronous context."""

    url: str
    sliders: dict[str, tuple[Element, str]] = field(default_factory=dict)
    _values: dict[str, float] = field(default_factory=dict)
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
        """Seconds from so many steps on the slider of this key until the page is complete."""
        element, fragment = self.sliders[key]
        slider = element.slider
        self._values[slider.id] = min(slider.min + steps * slider.step, slider.max)
        return await self._run(fragment)

    async def _run(self, fragment: str) -> float:
        assert self._line is not None
        at, message = urlsplit(self.url), BackMsg()
        state = message.rerun_script
        state.query_string, state.page_name = at.query, at.path.strip("/")
        state.fragment_id = fragment
        for widget, value in self._values.items():
            found = state.widget_states.widgets.add()
            found.id = widget
            found.double_array_value.data.append(value)
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
        if element.WhichOneof("type") == "slider":
            _, _, key = element.slider.id.split("-", 2)  # $$ID-hash-key
            self.sliders[key] = element, message.delta.fragment_id
