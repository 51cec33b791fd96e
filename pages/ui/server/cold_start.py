"""What is ready before the first visit, so that it waits for nothing but its own answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from threading import Event, Thread
from typing import Any

from streamlit.runtime.pages_manager import PagesManager

_is_warm = Event()
_is_warm.set()


def wait_until_warm() -> None:
    """Lets a visit wait for the work that goes on beside the start. Two threads that import the
    same modules in different orders would each find some of them half imported."""
    _is_warm.wait()


def warm_up(work: Callable[[], object]) -> Any:
    """A lifespan of the app that does `work` beside the start: only the first visits wait for it.
    They, too, are told by app.py which pages there are, not by the names of the files."""

    def warm() -> None:
        try:
            work()
        finally:
            _is_warm.set()

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        PagesManager.uses_pages_directory = False
        _is_warm.clear()
        Thread(target=warm, name="warm-up", daemon=True).start()
        yield

    return lifespan
