"""What was worked out before, by content: equal keys mean equal results, so nothing is invalidated.

Bounded: what was used longest ago goes first.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

BYTES = 1 << 30


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
