"""Work that may take longer than a page should stand still: done in a thread, awaited by the page.

A page that waits can still be used; whatever is done there ends the wait. The work goes on into the
next run of the page if that wants the same, and is stopped otherwise."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from engine.progress import Progress
from engine.text import percent
from pages.ui.kit.translations import language, t

T = TypeVar("T")
JOB = "paycurve-job"
"""What its threads are called."""
SHOWN, MEASURED, CANCELLABLE = 0.2, 1.0, 2.0
"""Seconds after which a skeleton is shown, how far the work is, and a way out of it."""
LOOK, DRAW = 0.02, 0.15
"""Seconds between two looks whether somebody does something else meanwhile, at first, and between
two drawings of how far the work is."""
LATER = 0.1
"""The share of the wait so far that lies between two looks later on, at most as long as between two
drawings: many sessions that wait at once would keep those from working for which they wait."""

Status = Callable[[float], tuple[str, float]]
"""What is being done once a share of all is done, and how much of that."""
Show = Callable[[float, float], None]
"""Draws that the work is going on: the seconds since it began and the share that is done."""


class Stopped(BaseException):
    """Nobody waits any more. No Exception, so that no work takes it for a failure of its own."""


class Job(Generic[T]):
    """A piece of work in a thread; `key` says what it is about."""

    def __init__(self, key: Hashable, work: Callable[[Progress], T]) -> None:
        self.key = key
        self._work = work
        self._began = time.monotonic()
        self._share = 0.0
        self._stopped = False
        self._result: T | None = None
        self._problem: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=JOB, daemon=True)
        add_script_run_ctx(self._thread)  # whose work it is
        self._thread.start()

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self._began

    @property
    def share(self) -> float:
        """How much of it is done."""
        return self._share

    def stop(self) -> None:
        """End the work at its next sign of life."""
        self._stopped = True

    def is_done(self, within: float) -> bool:
        """Whether it is done, after waiting for at most so many seconds."""
        self._thread.join(within)
        return not self._thread.is_alive()

    def result(self) -> T:
        """What it brought. Raises what the work raised."""
        if self._problem is not None:
            raise self._problem
        return self._result  # type: ignore[return-value]

    def _run(self) -> None:
        try:
            self._result = self._work(self._report)
        except BaseException as problem:
            self._problem = problem

    def _report(self, share: float) -> None:
        if self._stopped:
            raise Stopped
        self._share = min(max(share, self._share), 1.0)


def while_open(progress: Progress) -> Progress:
    """The progress of a job, which also ends the work once nobody has the app open any more who
    asked for it; to be called by the work."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or not Runtime.exists():
        return progress
    server = Runtime.instance()

    def report(share: float) -> None:
        if not server.is_active_session(context.session_id):
            raise Stopped
        progress(share)

    return report


def wait_for(name: str, key: Hashable, work: Callable[[Progress], T], show: Show) -> T:
    """What the work brings, waited for; raises what it raises, once it is no longer shown.

    Under each name a session does one piece of work at a time: the one of this `key`.
    """
    slot = f"waiting/{name}"
    job: Job[T] | None = st.session_state.get(slot)
    if job is None or job.key != key:
        stop_waiting(name)
        job = st.session_state[slot] = Job(key, work)
    drawn = 0.0
    while not job.is_done(min(max(LOOK, job.seconds * LATER), max(LOOK, DRAW))):
        st.session_state.get(slot)  # here Streamlit may end the run for the sake of the next one
        if job.seconds >= SHOWN and job.seconds - drawn >= DRAW:
            drawn = job.seconds
            show(job.seconds, job.share)
    st.session_state.pop(slot, None)
    try:
        return job.result()
    except BaseException:
        if isinstance(show, Loading):
            show.done()
        raise


def stop_waiting(name: str) -> None:
    """Stop the work of this name, if any is going on."""
    job: Job[Any] | None = st.session_state.pop(f"waiting/{name}", None)
    if job is not None:
        job.stop()


class Loading:
    """Shows, over a page of old, greyed answers or of none yet, that new ones are being got.

    A page may wait several times in one run: under `name` no more than once.
    """

    def __init__(self, name: str, status: Status, cancel: Callable[[], None]) -> None:
        self.name, self.status, self.cancel = name, status, cancel
        self.placeholder = st.empty()
        self._bar: DeltaGenerator | None = None
        self._cancel_button: DeltaGenerator | None = None
        self._can_cancel = False
        self._drawn: tuple[str, str] | None = None

    def __call__(self, seconds: float, share: float) -> None:
        if self._bar is None:
            with self.placeholder.container(key=f"loading_place-{self.name}"):
                st.html(_SKELETON)
                with st.container(key=f"loading-{self.name}", gap="xsmall"):
                    self._bar, self._cancel_button = st.empty(), st.empty()
        if seconds >= MEASURED:
            words, done = self.status(share)
            written = percent(done, language(), 0)
            if self._drawn != (words, written):
                self._drawn = words, written
                self._bar.progress(done, text=t("waiting.share", words=words, share=written))
        if seconds >= CANCELLABLE and self._cancel_button is not None and not self._can_cancel:
            self._can_cancel = True
            self._cancel_button.button(
                t("waiting.cancel"), key=f"loading_cancel-{self.name}", on_click=self.cancel
            )

    def done(self) -> None:
        """Nothing is being got any more."""
        if self._bar is not None:
            self.placeholder.empty()


_SKELETON = (
    '<div class="pc-skeleton" aria-hidden="true">'
    f'<i class="pc-bone-title"></i><div>{"<i></i>" * 5}</div>'
    '<div class="pc-bones-large"><i></i><i></i></div></div>'
)
