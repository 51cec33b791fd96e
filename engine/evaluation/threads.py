"""Threads in which many people are worked out at the same time."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

THREADED = 10_000_000
"""Cells to be worked out from which on several threads are worth their start."""

THREADED_IN_CODE = 1_000_000
"""The same where they are worked out in code, which the threads run without the interpreter."""


def workers(cells: int, in_code: bool) -> int:
    """How many threads so many cells are worth."""
    return _most() if cells >= (THREADED_IN_CODE if in_code else THREADED) else 1


def in_threads(work: Callable[[], None], count: int) -> None:
    """Does the work in so many threads at once, this one among them."""
    others = [_threads().submit(work) for _ in range(count - 1)]
    try:
        work()
    finally:
        failed = [error for other in others if (error := other.exception()) is not None]
    if failed:
        raise failed[0]


@cache
def _most() -> int:
    return min(8, os.cpu_count() or 1)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_most(), thread_name_prefix="paycurve")
