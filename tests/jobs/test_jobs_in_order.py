"""Results in the order of their jobs, of which none is begun too far before the first one open."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from engine.jobs import in_order
from engine.progress import Progress, no_progress


def test_nothing_is_begun_further_ahead_than_asked() -> None:
    """The first job waits; those within three places of it are done, the fourth is not begun."""
    begun: list[int] = []
    last_allowed, go = threading.Event(), threading.Event()
    seen: list[int] = []

    def work(job: int, progress: Progress = no_progress) -> int:
        begun.append(job)
        if job == 2:
            last_allowed.set()
        if job == 0:
            assert go.wait(60)
        return job * job

    def look() -> None:
        assert last_allowed.wait(60)
        threading.Event().wait(0.5)  # longer than it takes to hand out the next
        seen.extend(sorted(begun))
        go.set()

    with ThreadPoolExecutor(8) as threads, ThreadPoolExecutor(1) as aside:
        looked = aside.submit(look)
        found = list(in_order(threads, work, range(10), ahead=3))
        looked.result()
    assert seen == [0, 1, 2]
    assert found == [job * job for job in range(10)]
