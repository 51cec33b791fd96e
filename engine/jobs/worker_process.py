"""What a process of `LocalWorkers` runs: jobs from standard input, answers to standard output,
until there are no more. Started by its path, so it knows nothing but Python's own library."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from typing import IO

LENGTH = 8
"""Bytes that say how long a message is."""


def write_message(out: IO[bytes], message: bytes) -> None:
    """Writes a message with its length. Raises OSError where nobody listens."""
    out.write(len(message).to_bytes(LENGTH, "big"))
    out.write(message)
    out.flush()


def read_message(source: IO[bytes]) -> bytes | None:
    """The next message; None where there is none, or only part of one."""
    length = source.read(LENGTH)
    if len(length) < LENGTH:
        return None
    wanted = int.from_bytes(length, "big")
    message = source.read(wanted)
    return message if len(message) == wanted else None


def main() -> None:
    """Does one job after the other. What they print goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever gave the jobs ends this process
    jobs = sys.stdin.buffer
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        path = read_message(jobs)
        if path is not None:
            sys.path[:] = pickle.loads(path)
        while (job := read_message(jobs)) is not None:
            write_message(answers, _answer(job))


def _answer(job: bytes) -> bytes:
    try:
        function, args, kwargs = pickle.loads(job)
        return pickle.dumps((True, function(*args, **kwargs)))
    except Exception as error:
        trace = traceback.format_exc()
        error.add_note(trace)
        try:
            answer = pickle.dumps((False, error))
            pickle.loads(answer)
        except Exception:
            return pickle.dumps((False, RuntimeError(trace)))
        return answer


if __name__ == "__main__":
    main()
