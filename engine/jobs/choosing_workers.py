"""Who does long work: this process, processes of this machine, or a cluster."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from engine.jobs.cluster_workers import ClusterWorkers
from engine.jobs.local_workers import LocalWorkers
from engine.jobs.workers_kept import Workers
from engine.text import Problem, Refused

VARIABLE = "PAYCURVE_CLUSTER"


def cluster_wanted(address: str | None = None) -> str | None:
    """The address of a cluster that is asked for: this one, else PAYCURVE_CLUSTER."""
    return address or os.environ.get(VARIABLE) or None


@contextmanager
def workers(count: int | None = None, cluster: str | None = None) -> Iterator[Workers | None]:
    """Workers for as long as they are needed: those of a `cluster` by its address, else so many
    processes of this machine; none where one process is enough, which is this one. Without a count,
    as many as there are processors. Whoever leaves by an exception ends what they are doing.
    Raises Refused for a count below 1 and a cluster that is of no use."""
    if count is not None and count < 1:
        wanted = {"least": 1}
        problem = Problem("projection_workers", wanted, column="workers", value=str(count))
        raise Refused([problem])
    if cluster is not None:
        with ClusterWorkers(cluster) as found:
            yield found
        return
    count = processors() if count is None else count
    if count == 1:
        yield None
        return
    with LocalWorkers(count) as started:
        yield started


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
