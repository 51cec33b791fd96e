"""Who projects the trials of the months ahead while figures are looked for."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from threading import Lock

from engine.jobs import cluster_wanted, workers

_OF_THIS_MACHINE = Lock()
"""One session at a time has processes of its own: those of many would fill the memory."""


@contextmanager
def solving_workers() -> Iterator[Executor | None]:
    """The cluster that is asked for, else a process a processor; none where another session has
    these, as the process of the app comes to the same figures. Raises Refused for a cluster that is
    of no use."""
    if cluster := cluster_wanted():
        with workers(cluster=cluster) as executor:
            yield executor
    elif _OF_THIS_MACHINE.acquire(blocking=False):
        try:
            with workers() as executor:
                yield executor
        finally:
            _OF_THIS_MACHINE.release()
    else:
        yield None
