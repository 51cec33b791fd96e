"""What was worked out before, by content: equal keys mean equal results, so nothing is invalidated.

Bounded: what was used longest ago goes first.
"""

from __future__ import annotations

import contextlib
import ctypes
import threading
from collections import OrderedDict
from typing import Any

BYTES = 1 << 30

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_KEPT_FREE = 256 << 20


class Memory:
    """Results by key, up to a number of bytes. May be shared between threads and sessions."""

    def __init__(self, limit: int = BYTES) -> None:
        self.limit = limit
        self._size = 0
        self._kept: OrderedDict[object, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object) -> Any:
        """What is kept under a key, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def keep(self, key: object, value: Any, size: int) -> None:
        """Keeps a value of `size` bytes; a value larger than the limit is not kept."""
        with self._lock:
            old = self._kept.pop(key, None)
            if old is not None:
                self._size -= old[1]
            if size > self.limit:
                return
            self._kept[key] = (value, size)
            self._size += size
            while self._size > self.limit:
                _, (_, freed) = self._kept.popitem(last=False)
                self._size -= freed

    def __contains__(self, key: object) -> bool:
        return key in self._kept


def keep_freed_memory() -> None:
    """Lets the C library keep freed arrays for the next ones instead of handing them back.

    Fresh pages cost several times as much as writing to them. Only glibc knows the setting.
    """
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_MMAP_THRESHOLD, _KEPT_FREE)
        libc.mallopt(_TRIM_THRESHOLD, _KEPT_FREE)


keep_freed_memory()
