"""The workers of a Dask cluster: reached by an address, each held against the engine here."""

from __future__ import annotations

import asyncio
import logging
import re
import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, Any, TypeVar

from engine.jobs.same_engine import EngineVersion, own_version
from engine.jobs.workers_kept import Workers
from engine.text import Problem, Refused

if TYPE_CHECKING:
    from distributed import Client

Result = TypeVar("Result")

ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:.]+\]|[^\s:/@]+):(?P<port>\d{1,5})/?")
LAST_PORT = 65_535
PATIENCE = 5.0
"""Seconds that a cluster has to answer."""
LONELY = 30.0
"""Seconds without a worker after which none is waited for."""
LOOK = 2.0
"""Seconds between two looks at the workers."""


class ClusterWorkers(Workers):
    """The workers that a scheduler has, now and later. Raises Refused where it is not reached, has
    no workers, or has some that would compute otherwise."""

    lives = 2  # the cluster itself has tried again by then

    def __init__(self, address: str) -> None:
        matched = ADDRESS.fullmatch(address)
        if matched is None or int(matched["port"]) > LAST_PORT:
            raise Refused([Problem("cluster_address", {}, column="cluster", value=address)])
        try:
            from distributed import Client
            from distributed.scheduler import KilledWorker
        except ImportError:
            raise Refused([Problem("cluster_missing", {}, column="cluster")]) from None
        self.lost_by = (KilledWorker, CancelledError)
        self._address, self._threads = address, 1
        for name in ("distributed", "distributed.client"):  # each has a level of its own
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what fails is told by us
        _hold_scheduler(address)
        try:
            self._client: Client = Client(address, timeout=PATIENCE, set_as_default=False)
        except OSError:
            raise self._lost() from None
        self._executor = self._client.get_executor(pure=False)
        self._door, self._looked, self._seen = threading.Lock(), -LOOK, time.monotonic()
        try:
            self._count()
            if not self._threads:
                raise Refused([Problem("cluster_empty", {}, column="cluster", value=address)])
            self.doubt()
        except BaseException:
            self.shutdown(wait=False)
            raise

    @property
    def at_once(self) -> int:
        """As many as the cluster has threads, and some for those that are done first."""
        return max(2 * self._threads, 2)

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """A job for whichever worker the scheduler gives it to. Raises Refused where there is no
        scheduler any more."""
        self._connected()
        job = self._executor.submit(_done_alike, own_version(), fn, args, kwargs)
        assert isinstance(job, Future)
        return job

    def abandon(self, futures: Collection[Future[Any]]) -> None:
        """Takes these jobs back; what a worker is doing just now it ends for nobody."""
        for future in futures:
            future.cancel()

    def look_after(self) -> None:
        """Raises Refused where there is no scheduler any more, or no worker for long."""
        now = time.monotonic()
        with self._door:
            if now - self._looked < LOOK:
                return
            self._looked = now
        self._connected()
        self._count()
        if self._threads:
            self._seen = now
        elif now - self._seen > LONELY:
            raise Refused([Problem("cluster_empty", {}, column="cluster", value=self._address)])

    def doubt(self) -> None:
        """Raises Refused where a worker has no Paycurve, or one that would compute otherwise."""

        def version_there() -> Any:
            try:
                from engine.jobs.same_engine import own_version

                return own_version()
            except Exception as error:
                return f"{type(error).__name__}: {error}"

        self._connected()
        found = self._client.run(version_there, on_error="return")
        problems = [
            problem
            for worker, version in sorted(found.items())
            if (problem := _other(str(worker), version)) is not None
        ]
        if problems:
            raise Refused(problems)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Takes leave of the cluster, which stays as it is."""
        self._client.close(timeout=PATIENCE)

    def _connected(self) -> None:
        if self._client.status not in ("running", "connecting"):
            raise self._lost()

    def _count(self) -> None:
        try:
            self._threads = sum(self._client.nthreads().values())
        except Exception:
            raise self._lost() from None

    def _lost(self) -> Refused:
        return Refused([Problem("cluster_lost", {}, column="cluster", value=self._address)])


def _hold_scheduler(address: str) -> None:
    """Raises Refused where no scheduler answers. A client that had met somebody else would wait for
    itself, and say so in its own words."""
    from distributed.comm import connect
    from distributed.security import Security

    certified = Security().get_connection_args("client")

    async def greet() -> None:
        greeted = await connect(address, PATIENCE, **certified)
        await greeted.close()

    def refused(key: str) -> Refused:
        said = {"seconds": f"{PATIENCE:g}"}
        return Refused([Problem(key, said, column="cluster", value=address)])

    if address.startswith("tls:") and certified.get("ssl_context") is None:
        raise refused("cluster_certificates")
    try:
        asyncio.run(greet())
    except OSError:
        raise refused("cluster_unreachable") from None
    except Exception:  # whatever comes of taking another's first bytes for a length
        raise refused("cluster_other") from None


def _other(worker: str, version: object) -> Problem | None:
    """What is wrong with a worker that has this version of the engine."""
    own = own_version()
    if isinstance(version, EngineVersion):
        if version == own:
            return None
        said = {"worker": worker, "theirs": str(version), "ours": str(own)}
        return Problem("cluster_version", said, column="cluster")
    return Problem("cluster_no_engine", {"worker": worker, "found": str(version)}, column="cluster")


def _done_alike(
    wanted: EngineVersion, function: Callable[..., Result], args: Any, kwargs: Any
) -> Result:
    """A job, done by a worker that computes as whoever asks. Raises Refused where it does not."""
    own = own_version()
    if own != wanted:
        said = {"worker": "", "theirs": str(own), "ours": str(wanted)}
        raise Refused([Problem("cluster_version", said, column="cluster")])
    return function(*args, **kwargs)
