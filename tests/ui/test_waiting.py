"""Long work: it goes on while the page is drawn again, and ends when nobody wants it any more."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from unittest.mock import MagicMock

import pytest
import streamlit as st

from engine.progress import Progress, part
from engine.text import Problem, Refused
from pages.ui.kit import stop_waiting, wait_for, waiting
from pages.ui.kit.waiting import Job, Loading, Stopped


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, object]]:
    """A session of its own, and no patience before something is shown."""
    kept: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", kept)
    monkeypatch.setattr(waiting, "SHOWN", 0.0)
    monkeypatch.setattr(waiting, "DRAW", 0.0)
    yield kept


class Interrupted(BaseException):
    """What Streamlit ends a run with."""


def test_the_result_comes_back_and_nothing_is_left(session: dict[str, object]) -> None:
    assert wait_for("a", 1, lambda progress: 42, lambda seconds, share: None) == 42
    assert session == {}


def test_how_far_it_is_is_shown_and_only_grows() -> None:
    seen: list[float] = []
    goes_on = threading.Event()

    def work(progress: Progress) -> str:
        for share in (0.5, 0.25, 0.75):
            progress(share)
        goes_on.wait(30)
        return "done"

    def show(seconds: float, share: float) -> None:
        seen.append(share)
        if share == 0.75:
            goes_on.set()

    assert wait_for("a", 1, work, show) == "done"
    assert seen == sorted(seen) and seen[-1] == 0.75


def test_what_the_work_raises_is_raised(session: dict[str, object]) -> None:
    def work(progress: Progress) -> None:
        raise Refused([Problem("no_rows", {})])

    with pytest.raises(Refused):
        wait_for("a", 1, work, lambda seconds, share: None)
    assert session == {}


def test_nothing_is_shown_as_being_got_once_the_work_was_refused() -> None:
    class Shown(Loading):
        is_shown = False

        def __init__(self) -> None:
            pass

        def __call__(self, seconds: float, share: float) -> None:
            self.is_shown = True

        def done(self) -> None:
            self.is_shown = False

    shown, a_moment = Shown(), threading.Event()

    def work(progress: Progress) -> None:
        while not shown.is_shown:
            a_moment.wait(0.01)
        raise Refused([Problem("no_rows", {})])

    with pytest.raises(Refused):
        wait_for("a", 1, work, shown)
    assert not shown.is_shown


def test_how_far_it_is_is_drawn_again_only_where_it_reads_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[str] = []

    class Place(MagicMock):
        def progress(self, value: float, text: str) -> None:
            drawn.append(text)

    monkeypatch.setattr(st, "empty", Place)
    loading = Loading("a", lambda share: ("Counting", share), cancel=lambda: None)
    for share in (0.5, 0.5, 0.5001, 0.75):
        loading(waiting.MEASURED, share)
    assert [text.count("50") for text in drawn] == [1, 0]


def test_whoever_waits_long_looks_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside many that wait at once, those that work have to come to their turn."""
    monkeypatch.setattr(waiting, "DRAW", 0.15)
    waits: list[float] = []
    waited = [0.0, 1.0, 60.0, 60.0]
    monkeypatch.setattr(Job, "seconds", property(lambda job: waited[len(waits)]))

    def done(job: Job[int], within: float) -> bool:
        waits.append(within)
        return len(waits) == 3

    monkeypatch.setattr(Job, "is_done", done)
    wait_for("a", 1, lambda progress: 42, lambda seconds, share: None)
    assert waits == [waiting.LOOK, pytest.approx(0.1), pytest.approx(0.15)]


def test_the_next_run_of_the_page_finds_the_same_work_and_stops_another() -> None:
    starts: list[str] = []
    goes_on, stopped = threading.Event(), threading.Event()

    def work_of(name: str) -> waiting.Callable[[Progress], str]:
        def work(progress: Progress) -> str:
            starts.append(name)
            try:
                while not goes_on.wait(0.01):
                    progress(0.5)
            except Stopped:
                stopped.set()
                raise
            return name

        return work

    def interrupt(seconds: float, share: float) -> None:
        raise Interrupted

    for _ in range(2):
        with pytest.raises(Interrupted):
            wait_for("a", "first", work_of("first"), interrupt)
    assert starts == ["first"]
    with pytest.raises(Interrupted):
        wait_for("a", "second", work_of("second"), interrupt)
    assert stopped.wait(30)
    goes_on.set()
    assert wait_for("a", "second", work_of("second"), lambda seconds, share: None) == "second"
    assert starts == ["first", "second"]


def test_work_that_is_left_ends_at_its_next_sign_of_life(session: dict[str, object]) -> None:
    begun = threading.Event()

    def work(progress: Progress) -> None:
        while True:
            begun.set()
            progress(0.0)

    job = session["waiting/a"] = Job(1, work)
    assert begun.wait(30)
    stop_waiting("a")
    assert job.is_done(30)
    with pytest.raises(Stopped):
        job.result()
    assert session == {}


def test_a_part_of_the_work_is_a_part_of_the_whole() -> None:
    heard: list[float] = []
    half = part(part(heard.append, 0.0, 0.5), 0.5, 1.0)
    half(0.0)
    half(1.0)
    assert heard == [0.25, 0.5]
