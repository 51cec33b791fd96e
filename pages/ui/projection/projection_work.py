"""Works futures out in the background: the first within a moment, more and more of them after that.

What was worked out is kept by the content of the question in the memory of the server, step by
step; so what is asked again, by whomever, goes on where it was left."""

from __future__ import annotations

import atexit
import time
from collections.abc import Hashable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal
from weakref import WeakSet

import streamlit as st

from engine.jobs import cluster_wanted, workers
from engine.progress import Progress
from engine.projection import (
    TRIALS_OF_ROWS,
    TRIALS_OF_SETS,
    TRIALS_ON_TARGET,
    Bridge,
    Question,
    TargetCost,
    TornadoRow,
    Trials,
    as_documented,
    bridge,
    has_bridge,
    is_mostly_over,
    joined,
    run,
    target_cost,
    tornado,
)
from engine.text import Refused
from pages.ui.kit import Job, while_open
from pages.ui.session import memory

Also = Literal["", "tornado", "sets", "bridge"]
"""What is worked out besides, for the part of the page that is open."""

FIRST_STEPS = ((0, 2), (2, 10), (10, 40))
STEP = 40
CLUSTER_FROM = 10
"""The first futures are here before a cluster is reached; those from this one on it works out."""
ALSO_FROM = 40
"""What is worked out besides begins once so many futures are known."""
FIRST_PICTURE = 0.9
"""Seconds that a page waits for the first futures before it shows older ones, greyed."""
_WORK, _STOPPED = "projection/work", "projection/stopped"


@dataclass(frozen=True)
class Wanted:
    """A question with the one it is compared with, named sets, and how many futures of each."""

    question: Question
    base: Question
    sets: Mapping[str, Question]
    futures: int
    also: Also = ""

    @cached_property
    def documented(self) -> Question:
        """The question of the plans as documented."""
        return as_documented(self.question)

    @property
    def key(self) -> Hashable:
        """All that decides what is worked out."""
        sets = tuple(one.key for one in self.sets.values()) if self.also == "sets" else ()
        return (self.question.key, self.base.key, sets, self.futures, self.also)

    def same(self, other: Wanted) -> bool:
        """Whether both ask for the same futures, whichever part of the page is open."""
        mine, theirs = ((w.question.key, w.base.key, w.futures) for w in (self, other))
        return bool(mine == theirs)


@dataclass(frozen=True)
class Found:
    """What is known by now: futures by the key of their question; `also` is the share that is done
    of what the open part of the page needs."""

    trials: Mapping[Hashable, Trials] = field(default_factory=dict)
    target: TargetCost | None = None
    tornado: tuple[TornadoRow, ...] | None = None
    bridge: Bridge | None = None
    also: float = 0.0


class ProjectionWork:
    """The work on what is wanted, in a thread; `found`, which begins with what is known of it, is
    replaced as it goes on."""

    def __init__(self, wanted: Wanted, known: Found) -> None:
        _GOING_ON.add(self)
        self.wanted = wanted
        self.found = replace(known, also=0.0)
        self._executor: Executor | None = None
        self._job: Job[None] = Job(wanted.key, self._work)

    @property
    def is_going_on(self) -> bool:
        """Whether more will be found."""
        return not self._job.is_done(0.0)

    def problem(self) -> BaseException | None:
        """Why the work ended before its time."""
        if self.is_going_on:
            return None
        try:
            self._job.result()
        except BaseException as problem:
            return problem
        return None

    @property
    def may_be_tried_again(self) -> bool:
        """Whether it ended for the sake of the workers, not of what is asked."""
        problem = self.problem()
        return isinstance(problem, Refused) and any(
            one.column == "cluster" or one.key == "job_lost" for one in problem.problems
        )

    def is_done(self, within: float) -> bool:
        """Whether no more will be found, after waiting for at most so many seconds."""
        return self._job.is_done(within)

    def stop(self) -> None:
        """End the work at its next sign of life."""
        self._job.stop()

    def _work(self, progress: Progress) -> None:
        wanted, watched = self.wanted, while_open(progress)

        def go_on(share: float) -> None:
            watched(0.0)  # raises where nobody waits any more

        with ExitStack() as until_done:
            for start, end in steps(wanted.futures):
                if start == CLUSTER_FROM and (cluster := cluster_wanted()):
                    self._executor = until_done.enter_context(workers(cluster=cluster))
                for question in {q.key: q for q in (wanted.question, wanted.base)}.values():
                    self._step(question, start, end, go_on)
                if end == wanted.futures:
                    self._bridge(go_on)
                if end == ALSO_FROM or end == wanted.futures < ALSO_FROM:
                    self._target(go_on)
                    self._documented(end, go_on)
                    self._also(go_on)

    def _step(self, question: Question, start: int, end: int, progress: Progress) -> None:
        before = self.found.trials.get(question.key)
        if before is not None and before.size >= end:
            return
        part = memory().cached(
            ("projection trials", question.key, start, end),
            lambda: run(question, range(start, end), self._executor, progress),
        )
        now = part if before is None else joined([before, part])
        self.found = replace(self.found, trials={**self.found.trials, question.key: now})

    def _target(self, progress: Progress) -> None:
        question = self.wanted.question
        target = memory().cached(
            ("projection on target", question.key, TRIALS_ON_TARGET),
            lambda: target_cost(question, range(TRIALS_ON_TARGET), progress),
        )
        self.found = replace(self.found, target=target)

    def _documented(self, futures: int, progress: Progress) -> None:
        """Futures of the plans as documented, where the level of the cost exceeds the budget."""
        question, documented = self.wanted.question, self.wanted.documented
        budget = question.budget
        if budget is None or not is_mostly_over(self.found.trials[question.key], budget):
            return
        for start, end in steps(futures):
            self._step(documented, start, end, progress)

    def _bridge(self, progress: Progress) -> None:
        """Last of all: what is expected of all futures is where it leads."""
        question = self.wanted.question
        if self.wanted.also != "bridge" or not has_bridge(question):
            return

        def share_done(share: float) -> None:
            progress(share)
            self.found = replace(self.found, also=share)

        known, few = self.found.trials[question.key], range(TRIALS_OF_ROWS)
        found = memory().cached(
            ("projection bridge", question.key, known.size),
            lambda: bridge(question, known, few, self._executor, share_done),
        )
        self.found = replace(self.found, bridge=found)

    def _also(self, progress: Progress) -> None:
        wanted = self.wanted

        def share_done(share: float) -> None:
            progress(share)
            self.found = replace(self.found, also=share)

        if wanted.also == "tornado":
            rows = memory().cached(
                ("projection tornado", wanted.question.key, TRIALS_OF_ROWS),
                lambda: tornado(wanted.question, range(TRIALS_OF_ROWS), self._executor, share_done),
            )
            self.found = replace(self.found, tornado=rows)
        if wanted.also == "sets":
            for start, end in steps(TRIALS_OF_SETS):
                for question in wanted.sets.values():
                    self._step(question, start, end, progress)


_GOING_ON: WeakSet[ProjectionWork] = WeakSet()


@atexit.register
def _stop_all() -> None:
    """A thread at work when Python ends takes the process down with it."""
    for work in list(_GOING_ON):
        work.stop()
    for work in list(_GOING_ON):
        work.is_done(1.0)


def steps(futures: int) -> Iterator[tuple[int, int]]:
    """From which to which future each step of the work goes."""
    ends = [end for _, end in FIRST_STEPS]
    ends += range(ends[-1] + STEP, futures + STEP, STEP)
    start = 0
    for end in ends:
        if start < futures:
            yield start, min(end, futures)
        start = end


def work_on(wanted: Wanted) -> ProjectionWork:
    """The work of this session on what is wanted; whatever it worked on before is ended."""
    work: ProjectionWork | None = st.session_state.get(_WORK)
    if work is not None and work.wanted.key == wanted.key:
        work.wanted = wanted
        return work
    if work is not None:
        work.stop()
    st.session_state.pop(_STOPPED, None)
    known = work.found if work is not None and work.wanted.same(wanted) else Found()
    work = st.session_state[_WORK] = ProjectionWork(wanted, known)
    until = time.monotonic() + FIRST_PICTURE
    while time.monotonic() < until and work.is_going_on and not _has_begun(work):
        st.session_state.get(_WORK)  # here Streamlit may end the run for the sake of the next one
        time.sleep(0.02)
    return work


def current_work() -> ProjectionWork | None:
    """What this session works on."""
    work: ProjectionWork | None = st.session_state.get(_WORK)
    return work


def _has_begun(work: ProjectionWork) -> bool:
    """Whether there is enough for a first picture."""
    return work.wanted.question.key in work.found.trials


def stop_work(work: ProjectionWork) -> None:
    """Stop, and stay stopped until it is wanted again."""
    work.stop()
    st.session_state[_STOPPED] = work.wanted.key


def is_stopped(work: ProjectionWork) -> bool:
    """Whether somebody has stopped this work."""
    return bool(st.session_state.get(_STOPPED) == work.wanted.key)


def go_on_with(work: ProjectionWork) -> None:
    """Take up again what was stopped or failed: what is known is found at once."""
    st.session_state.pop(_STOPPED, None)
    st.session_state.pop(_WORK, None)
