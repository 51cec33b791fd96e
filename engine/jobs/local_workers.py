"""Processes of this machine, a job at a time each: one that ends takes no other with it."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

from engine.jobs.worker_process import read_message, write_message
from engine.jobs.workers_kept import WorkerLost, Workers

Result = TypeVar("Result")

CHILD = Path(__file__).with_name("worker_process.py")


class LocalWorkers(Workers):
    """So many processes, started when a job first needs them and ended with the executor. They are
    begun anew rather than copied from this one, whose threads and pages they would inherit."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="paycurve-jobs")
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        for _ in range(count):
            self._idle.put(_Process())
        self._busy: dict[Future[Any], _Process | None] = {}
        self._door = threading.Lock()

    @property
    def at_once(self) -> int:
        """One more than are done at a time, so that no worker waits for its next."""
        return self._count + 1

    @property
    def ids(self) -> list[int]:
        """The ids of the processes that have a job."""
        with self._door:
            return [p.id for p in self._busy.values() if p is not None and p.id]

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """A job for the next process that is free."""
        future: Future[Result] = Future()
        with self._door:
            self._busy[future] = None
        self._threads.submit(self._do, future, pickle.dumps((fn, args, kwargs)))
        return future

    def _do(self, future: Future[Any], job: bytes) -> None:
        process = self._idle.get()
        try:
            with self._door:
                if not future.set_running_or_notify_cancel():
                    self._busy.pop(future, None)
                    return
                self._busy[future] = process
            try:
                succeeded, result = process.answer(job)
            except BaseException as error:
                succeeded, result = False, error
            with self._door:
                self._busy.pop(future, None)
            if succeeded:
                future.set_result(result)
            else:
                future.set_exception(result)
        finally:
            self._idle.put(process)

    def abandon(self, futures: Collection[Future[Any]]) -> None:
        """Ends the processes that have these jobs; others take their place when they are needed."""
        with self._door:
            for future in futures:
                if not future.cancel() and (process := self._busy.get(future)) is not None:
                    process.kill()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends all processes; with `wait` once the jobs that were asked for are done."""
        if cancel_futures or not wait:
            with self._door:
                futures = list(self._busy)
            self.abandon(futures)
        self._threads.shutdown(wait=True)
        while not self._idle.empty():
            self._idle.get().close()

    def __exit__(self, error_type: object, error: object, trace: object) -> None:
        self.shutdown(cancel_futures=error_type is not None)


class _Process:
    """One worker; it is started, and started again, when there is a job for it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def id(self) -> int:
        """The id of the process, 0 where there is none."""
        process = self._process
        return 0 if process is None else process.pid

    def answer(self, job: bytes) -> tuple[bool, Any]:
        """Whether a job succeeded, and what came of it, or what it raised. Raises WorkerLost."""
        process = self._process
        if process is None or process.poll() is not None:
            process = self._process = self._started()
        assert process.stdin is not None and process.stdout is not None
        try:
            write_message(process.stdin, job)
            answer = read_message(process.stdout)
        except OSError:
            answer = None
        if answer is None:
            self.close()
            raise WorkerLost
        succeeded, result = pickle.loads(answer)
        return succeeded, result

    def _started(self) -> subprocess.Popen[bytes]:
        self.close()
        process = subprocess.Popen(
            [sys.executable, "-P", str(CHILD)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert process.stdin is not None
        with suppress(OSError):  # it has ended: the job says so
            write_message(process.stdin, pickle.dumps(sys.path))
        return process

    def kill(self) -> None:
        """Ends the process at once, for whoever waits for its answer."""
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """Ends the process, for whoever would give it the next job."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
