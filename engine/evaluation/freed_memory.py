"""What becomes of the memory of arrays that nobody needs any more: the next ones of their size get
it, and the system what is too much.

Pages that the system hands out anew cost several times as much as writing to them; on a virtual
machine whose host took them back meanwhile, up to fifty times.
"""

from __future__ import annotations

import contextlib
import ctypes
from math import prod
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

Bytes = NDArray[np.uint8]

MOST_SPARE = 1 << 30
"""Bytes that are held for further arrays at most; results of a million people take half of it."""
LARGE = 1 << 22
"""Bytes from which an array is handed on; the C library keeps smaller ones well enough."""

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_KEPT_FREE = 256 << 20


class ArrayPool:
    """Arrays whose memory comes back when the last that looks into them is gone. Threads may share
    it: what one gives back another gets, which the C library does not do with large arrays."""

    def __init__(self, most_spare: int = MOST_SPARE) -> None:
        self.most_spare = most_spare
        self._spare: list[Bytes] = []  # what came back longest ago comes first
        self._returned: SimpleQueue[Bytes] = SimpleQueue()
        self._lock = Lock()

    def empty(self, shape: tuple[int, ...], dtype: DTypeLike = np.float64) -> NDArray[Any]:
        """An array whose elements are not set, as `np.empty` makes it."""
        kind = np.dtype(dtype)
        size = prod(shape) * kind.itemsize
        if size < LARGE:
            return np.empty(shape, kind)
        lent = _Lent(self._spare_of(size), self)
        return np.asarray(lent).view(kind).reshape(shape)

    @property
    def spare(self) -> int:
        """Bytes that are held for further arrays."""
        with self._lock:
            self._sort_in()
            return sum(memory.nbytes for memory in self._spare)

    def clear(self) -> None:
        """Lets go of what is spare."""
        with self._lock:
            self._sort_in()
            self._spare.clear()

    def give_back(self, memory: Bytes) -> None:
        """Takes memory that nobody looks into any more. May be called wherever an array ends, also
        while this thread is at work here: so it waits for nobody, and whoever is at work sorts in
        what came meanwhile."""
        self._returned.put(memory)
        if self._lock.acquire(blocking=False):
            try:
                self._sort_in()
            finally:
                self._lock.release()

    def _spare_of(self, size: int) -> Bytes:
        with self._lock:
            self._sort_in()
            for place in reversed(range(len(self._spare))):
                if self._spare[place].nbytes == size:
                    return self._spare.pop(place)
        return np.empty(size, np.uint8)

    def _sort_in(self) -> None:
        with contextlib.suppress(Empty):
            while True:
                self._spare.append(self._returned.get_nowait())
        held = sum(memory.nbytes for memory in self._spare)
        while held > self.most_spare:
            held -= self._spare.pop(0).nbytes


class _Lent:
    """What an array looks into, as its `base`: it ends with the last array that does."""

    def __init__(self, memory: Bytes, pool: ArrayPool) -> None:
        self._memory, self._pool = memory, pool
        self.__array_interface__ = memory.__array_interface__

    def __del__(self) -> None:
        self._pool.give_back(self._memory)


POOL = ArrayPool()
"""That of results over everyone."""


def give_back_freed_memory() -> None:
    """Hands freed arrays back to the system after all, where nobody needs them soon."""
    POOL.clear()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def keep_freed_memory() -> None:
    """Lets the C library keep freed arrays for the next ones instead of handing them back. Only
    glibc knows the setting."""
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_MMAP_THRESHOLD, _KEPT_FREE)
        libc.mallopt(_TRIM_THRESHOLD, _KEPT_FREE)


keep_freed_memory()
