"""Jobs on processes of this machine: each counted once, whatever happens to the processes."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.jobs import results_of, run_jobs, workers
from engine.text import Refused
from tests.jobs import counted_work as work


def test_results_stand_in_the_order_of_the_jobs_whoever_does_them() -> None:
    expected = [i * i for i in range(20)]
    assert run_jobs(None, work.squared, range(20)) == expected
    with workers(2) as two:
        assert run_jobs(two, work.squared, range(20)) == expected
        assert run_jobs(two, work.squared, range(20)) == expected
        assert run_jobs(two, work.squared, []) == []
        assert run_jobs(two, work.chatty, [1, 2]) == [1, 2]
    with ThreadPoolExecutor(3) as threads:
        assert run_jobs(threads, work.squared, range(20)) == expected


def test_one_worker_is_this_process_and_none_is_refused() -> None:
    with workers(1) as one:
        assert one is None
    with pytest.raises(Refused) as refused, workers(0):
        pass
    assert [p.key for p in refused.value.problems] == ["projection_workers"]


def test_a_killed_process_costs_its_own_job_alone(tmp_path: Path) -> None:
    """Two jobs wait in two processes; one of them is killed, and its job begun again."""
    jobs = [(str(tmp_path), number) for number in range(6)]

    def kill_one() -> None:
        victim = work.noted(tmp_path, "begun-0-")[0]
        work.noted(tmp_path, "begun-1-")
        os.kill(victim, signal.SIGKILL)
        (tmp_path / "go").touch()

    with ThreadPoolExecutor(1) as aside, workers(2) as two:
        killed = aside.submit(kill_one)
        found = run_jobs(two, work.slow_sum, jobs)
        killed.result()
    assert found == [sum(range(number * 1000)) for number in range(6)]
    begun = {n: len(list(tmp_path.glob(f"begun-{n}-*"))) for n in range(6)}
    assert begun == {0: 2, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1}


def test_a_job_that_ends_its_worker_once_is_done_again(tmp_path: Path) -> None:
    jobs = [(str(tmp_path), number) for number in range(8)]
    told: list[float] = []
    with workers(2) as two:
        assert run_jobs(two, work.fatal_once, jobs, told.append) == [n * n for n in range(8)]
    assert len(list(tmp_path.glob("begun-3-*"))) == 2
    assert told == sorted(told) and told[-1] == 1.0


def test_a_job_that_ends_one_worker_after_another_is_refused() -> None:
    with workers(2) as two:
        with pytest.raises(Refused) as refused:
            run_jobs(two, work.fatal, range(8))
        assert run_jobs(two, work.squared, range(3)) == [0, 1, 4]
    (problem,) = refused.value.problems
    assert (problem.key, problem.values) == ("job_lost", {"count": 3})


def test_what_a_job_refuses_is_told_as_it_would_be_here() -> None:
    with workers(2) as two, pytest.raises(Refused) as refused:
        run_jobs(two, work.refused, range(4))
    with pytest.raises(Refused) as here:
        run_jobs(None, work.refused, range(4))
    assert refused.value.problems == here.value.problems
    assert str(refused.value) == str(here.value)


def test_work_that_nobody_asks_for_any_more_ends_at_once(tmp_path: Path) -> None:
    """Without the note `go` the jobs wait for a minute; leaving them does not."""
    jobs = [(str(tmp_path), number) for number in range(4)]

    class Enough(Exception):
        pass

    begun = threading.Event()

    def enough(share: float) -> None:
        if list(tmp_path.glob("begun-*")):
            begun.set()
            raise Enough

    with workers(2) as two:
        with pytest.raises(Enough):
            run_jobs(two, work.slow_sum, jobs, enough)
        victim = work.noted(tmp_path, "begun-")[0]
        assert begun.is_set()
        assert run_jobs(two, work.squared, [1, 2, 3]) == [1, 4, 9]
        with pytest.raises(ProcessLookupError):
            os.kill(victim, 0)


def test_processes_end_with_their_executor() -> None:
    with workers(2) as two:
        ids = [process for _, process in results_of(two, work.process_id, range(6))]
    for process in set(ids):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
