"""What was worked out, read or drawn before, shared by all sessions of this server."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Timer

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from engine.evaluation import Memory, give_back_freed_memory
from engine.plan import Plan

MEMORY_BYTES = 1 << 31
"""Room for the facts of a million people for a year, and what is worked out of them."""


GRACE = 60.0
"""Seconds after which what only a session that ended has used is released: a page that is loaded
again, or a line that broke for a moment, finds it still there."""


def memory() -> Memory:
    """Results by what they are made of: a key says all that a result depends on.

    Shared by all sessions; released once the last that used it has ended. Within `remembering` it
    is the memory given there.
    """
    if (given := _GIVEN.get()) is not None:
        return given
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return _of_all()
    _presence()
    return _of_all().of(context.session_id)


@contextmanager
def remembering(given: Memory) -> Iterator[None]:
    """Lets work outside of any run of a page use this memory."""
    before = _GIVEN.set(given)
    try:
        yield
    finally:
        _GIVEN.reset(before)


_GIVEN: ContextVar[Memory | None] = ContextVar("memory outside of a run", default=None)


@st.cache_resource(show_spinner=False)
def _of_all() -> Memory:
    return Memory(MEMORY_BYTES)


def _ended(session: str) -> None:
    """Streamlit lets go of what belongs to a session as soon as its browser is gone."""
    timer = Timer(GRACE, _release, (session,))
    timer.daemon = True
    timer.start()


@st.cache_resource(show_spinner=False, scope="session", on_release=_ended)
def _presence() -> str:
    """Lasts as long as a session is connected."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context is not None else ""


def _release(session: str) -> None:
    """Releases what a session has used, unless it came back; and what work used that went on for
    one that ended before."""
    if not Runtime.exists():
        return
    runtime, shared = Runtime.instance(), _of_all()
    for user in (shared.users - {""}) | {session}:
        if not runtime.is_active_session(user):
            shared.release(user)
    gc.collect()
    give_back_freed_memory()


def content_key(plan: Plan) -> str:
    """All that a plan says, as a part of a key."""
    return repr(plan.content)
