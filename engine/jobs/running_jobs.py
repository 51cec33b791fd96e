"""A list of independent jobs run by workers, each counted once, whatever happens to the workers."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import Any, Protocol, TypeVar

from engine.jobs.workers_kept import Workers
from engine.progress import Progress, no_progress, part
from engine.text import Problem, Refused

Job = TypeVar("Job")
Result = TypeVar("Result")
Asked = TypeVar("Asked", contravariant=True)
Made = TypeVar("Made", covariant=True)

AHEAD = 16
"""So many results are kept for those before them."""
TICK = 0.2
"""Seconds between two looks whether somebody still waits."""


class Work(Protocol[Asked, Made]):
    """A function of a job; it may tell how far it is, which is heard where it runs here."""

    def __call__(self, job: Asked, progress: Progress = ..., /) -> Made:
        """What comes of the job."""


def run_jobs(
    executor: Executor | None,
    function: Work[Job, Result],
    jobs: Sequence[Job],
    progress: Progress = no_progress,
) -> list[Result]:
    """What a function makes of each job, in the order of the jobs; see `results_of`."""
    found = dict(results_of(executor, function, jobs, progress))
    return [found[i] for i in range(len(jobs))]


def in_order(
    executor: Executor | None,
    function: Work[Job, Result],
    jobs: Sequence[Job],
    progress: Progress = no_progress,
    ahead: int = AHEAD,
) -> Iterator[Result]:
    """What a function makes of each job, in the order of the jobs, as soon as it is known; so few
    results are kept for a job before them that none is begun that is `ahead` places or more before
    the first that is not done. See `results_of`."""
    kept: dict[int, Result] = {}
    wanted = 0
    for place, result in results_of(executor, function, jobs, progress, ahead):
        kept[place] = result
        while wanted in kept:
            yield kept.pop(wanted)
            wanted += 1


def results_of(
    executor: Executor | None,
    function: Work[Job, Result],
    jobs: Sequence[Job],
    progress: Progress = no_progress,
    ahead: int | None = None,
) -> Iterator[tuple[int, Result]]:
    """The place of each job and what a function makes of it, as they come in; every job once.

    Without an executor they are done here, one after the other. For other processes function, jobs
    and results must be such as can be pickled, and depend on nothing else. A job whose worker is
    lost is done again by another. Whoever stops asking, or raises in `progress`, ends the work.
    Raises what a job raises, and Refused where a job loses one worker after another.
    """
    if executor is None:
        for i, job in enumerate(jobs):
            yield i, function(job, part(progress, i / len(jobs), (i + 1) / len(jobs)))
            progress((i + 1) / len(jobs))
        return
    kept = executor if isinstance(executor, Workers) else None
    lost_by = () if kept is None else kept.lost_by
    todo, lost, done = deque(range(len(jobs))), Counter[int](), 0
    waiting: dict[Future[Result], int] = {}
    try:
        while done < len(jobs):
            at_once = len(jobs) if kept is None else kept.at_once
            first = min(todo[0] if todo else len(jobs), *waiting.values(), len(jobs))
            most = len(jobs) if ahead is None else first + ahead
            while todo and todo[0] < most and len(waiting) < at_once:
                i = todo.popleft()
                waiting[executor.submit(function, jobs[i])] = i
            ended, _ = wait(waiting, TICK, FIRST_COMPLETED)
            for future in ended:
                i = waiting.pop(future)
                try:
                    result = future.result()
                except lost_by:
                    assert kept is not None
                    lost[i] += 1
                    if lost[i] == kept.lives:
                        raise Refused([Problem("job_lost", {"count": lost[i]})]) from None
                    todo.appendleft(i)
                    continue
                except Exception:
                    if kept is not None:
                        kept.doubt()
                    raise
                done += 1
                yield i, result
            progress(done / len(jobs))
            if kept is not None:
                kept.look_after()
    finally:
        _abandon(kept, waiting)


def _abandon(kept: Workers | None, waiting: Collection[Future[Any]]) -> None:
    if kept is not None:
        kept.abandon(waiting)
        return
    for future in waiting:
        future.cancel()
