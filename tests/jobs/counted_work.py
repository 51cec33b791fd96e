"""Jobs for the tests of workers: what they do can be counted, and some end their worker. The engine
is imported where it is needed alone, so that workers are quick to start."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.progress import Progress


def squared(job: int, progress: Progress | None = None) -> int:
    """Cheap work."""
    return job * job


def slow_sum(job: tuple[str, int], progress: Progress | None = None) -> int:
    """Notes in a folder who began it, waits until the note `go` lies there, and adds up."""
    folder, number = job
    note(folder, f"begun-{number}")
    until = time.monotonic() + 60
    while not (Path(folder) / "go").exists() and time.monotonic() < until:
        time.sleep(0.01)
    return sum(range(number * 1000))


def fatal_once(job: tuple[str, int], progress: Progress | None = None) -> int:
    """Number 3 takes its worker along when it is first tried."""
    folder, number = job
    note(folder, f"begun-{number}")
    if number == 3 and len(list(Path(folder).glob("begun-3-*"))) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def fatal(job: int, progress: Progress | None = None) -> int:
    """Number 3 takes every worker along."""
    if job == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return job


def refused(job: int, progress: Progress | None = None) -> int:
    """Number 2 is refused."""
    from engine.text import Problem, Refused

    if job == 2:
        raise Refused([Problem("projection_trials", column="trials", value="2")])
    return job


def chatty(job: int, progress: Progress | None = None) -> int:
    """Prints where answers go."""
    print("printed", job)
    return job


def note(folder: str, name: str) -> None:
    """Leaves the id of this process, under a name of its own."""
    part = Path(folder) / f"part-{os.getpid()}"
    part.write_text(str(os.getpid()), "utf-8")
    part.rename(Path(folder) / f"{name}-{time.monotonic_ns()}")


def noted(folder: Path, name: str, seconds: float = 60.0) -> list[int]:
    """The ids of the processes that left such a note, once there is one."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ids = [int(file.read_text("utf-8")) for file in folder.glob(f"{name}*")]
        if ids:
            return ids
        time.sleep(0.01)
    raise AssertionError(f"nobody noted {name}")


def process_id(job: int, progress: Progress | None = None) -> int:
    """Who does it."""
    return os.getpid()
