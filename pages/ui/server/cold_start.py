"""What is ready before the first visit, so that it waits for nothing but its own answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any

from streamlit.runtime.pages_manager import PagesManager


def warm_up(work: Callable[[], object]) -> Any:
    """A lifespan of the app that does `work` beside the start: nobody waits for it. The first
    visit, too, is told by app.py which pages there are, not by the names of the files."""

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        PagesManager.uses_pages_directory = False
        Thread(target=work, name="warm-up", daemon=True).start()
        yield

    return lifespan
