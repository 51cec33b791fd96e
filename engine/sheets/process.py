"""The child process as seen from here: started when first needed, kept for the next file."""

from __future__ import annotations

import atexit
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from engine.progress import Progress
from engine.sheets.limits import Limits

CHILD = Path(__file__).with_name("child.py")
CHILD_SETTINGS = {
    "ARROW_DEFAULT_MEMORY_POOL": "mimalloc",
    "MIMALLOC_ARENA_EAGER_COMMIT": "0",
    "MIMALLOC_EAGER_COMMIT": "0",
    "RUST_BACKTRACE": "0",
}
"""Arrow's pool must not set memory aside at once, which counts as used. The system's own breaks up
over tables of many columns, and then takes a hundred times their size."""
LOAD = 3
"""The reader gets at least so small a part of a processor, as machines that are busy give."""
LEAST_WAIT = 20.0
"""Seconds that are waited for the smallest file: for a short while a busy machine gives nothing."""
TICK = 0.1
"""Seconds between two looks whether somebody still waits."""
ENDING = 5.0
"""Seconds for the thread that listens to see that its process has ended; one that is cut off in a
library while the interpreter closes takes the whole program down."""
MOST_ERRORS = 100_000
NO_MEMORY = ("memory allocation", "bad_alloc", "out of memory", "cannot allocate memory")
"""What native readers say when they are refused memory and give up."""


class Ended(Enum):
    """Why there was no answer."""

    MEMORY = "memory"
    TIME = "time"
    CRASH = "crash"


@dataclass
class Answer:
    """What came of a request: `told` of each of the `tables`, or `refused`, or `ended`.

    `found` is how large the file turned out to be, if that was told; `work` in how many seconds it
    should have been looked through, or read; `last_words` how a process that crashed ended;
    `trace` where the reader itself is wrong;
    `is_last` that the process will take no other request.
    """

    told: list[dict[str, Any]] | None = None
    tables: Sequence[pa.Table] = ()
    refused: list[dict[str, Any]] | None = None
    ended: Ended | None = None
    found: str = ""
    work: float = 0.0
    last_words: str = ""
    trace: str = ""
    is_last: bool = False


def answer_to(
    wanted: str, path: Path, name: str, limits: Limits, progress: Progress, **more: object
) -> Answer:
    """Has a file read as a `sheet` or as `grids`, or its `outline` told; `more` says of which rows.

    Whatever `progress` raises ends the reading and goes on upwards.
    """
    child = _take()
    try:
        answer = child.answer({"wanted": wanted, **more}, path, name, limits, progress)
    except BaseException:
        child.end()
        raise
    if answer.ended is None and not answer.is_last:
        _put_back(child)
    else:
        child.end()
    return answer


class _Child:
    """A process that reads one file at a time; a thread here takes down what it says."""

    def __init__(self) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, **CHILD_SETTINGS},
        )
        self._said: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, name="paycurve-reader", daemon=True)
        self._listener.start()

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._listener.join(ENDING)
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._errors.close()

    def answer(
        self,
        wanted: Mapping[str, object],
        path: Path,
        name: str,
        limits: Limits,
        progress: Progress,
    ) -> Answer:
        request = {**wanted, "path": str(path), "name": name, "limits": asdict(limits)}
        self._ask(request)
        answer, share = Answer(work=limits.look), 0.0
        until = time.monotonic() + min(LOAD * limits.look, limits.wait)
        while True:
            progress(share)
            if time.monotonic() > until:
                answer.ended = Ended.TIME
                return answer
            try:
                words = self._said.get(timeout=TICK)
            except queue.Empty:
                continue
            if words is None:
                answer.ended, answer.last_words = self._how_it_ended()
                return answer
            share = words.get("share", share)
            answer.found = words.get("found", answer.found)
            if "work" in words:
                answer.work = words["work"]
                until = time.monotonic() + min(max(LOAD * answer.work, LEAST_WAIT), limits.wait)
            answer.told, answer.tables = words.get("told"), words.get("tables", ())
            answer.refused, answer.is_last = words.get("refused"), words.get("last", False)
            answer.trace = words.get("trace", "")
            if words.get("out_of_memory"):
                answer.ended = Ended.MEMORY
            if answer.told or answer.refused or answer.ended:
                return answer

    def _ask(self, request: Mapping[str, object]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            pass  # it has ended: the listener says so

    def _listen(self) -> None:
        answers = self._process.stdout
        assert answers is not None
        try:
            with answers:
                while line := answers.readline():
                    words = json.loads(line)
                    if "sheet" in words or "grids" in words:
                        words["told"] = words.get("grids") or [words["sheet"]]
                        words["tables"] = [_table(answers) for _ in words["told"]]
                    elif "outline" in words:
                        words["told"] = [words["outline"]]
                    self._said.put(words)
        except (ValueError, OSError, pa.ArrowException):
            pass  # broken off in the middle of a word
        finally:
            self._said.put(None)

    def _how_it_ended(self) -> tuple[Ended, str]:
        code = self._process.wait()
        self._errors.seek(0)
        errors = self._errors.read(MOST_ERRORS).decode(errors="replace").strip()
        if hasattr(signal, "SIGXCPU") and code == -signal.SIGXCPU:
            return Ended.TIME, ""
        if any(sign in errors.lower() for sign in NO_MEMORY):
            return Ended.MEMORY, ""
        if code < 0:
            return Ended.CRASH, signal.Signals(-code).name
        return Ended.CRASH, errors.splitlines()[-1] if errors else str(code)


def _table(answers: IO[bytes]) -> pa.Table:
    with pa.ipc.open_stream(answers) as stream:
        return stream.read_all()


_idle: list[_Child] = []
_door = threading.Lock()


def _take() -> _Child:
    with _door:
        while _idle:
            child = _idle.pop()
            if child.is_alive:
                return child
            child.end()
    return _Child()


def _put_back(child: _Child) -> None:
    with _door:
        if not _idle and child.is_alive:
            _idle.append(child)
            return
    child.end()


@atexit.register
def _end_idle() -> None:
    while _idle:
        _idle.pop().end()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)
