"""What was worked out before, by content: equal keys mean equal results, so nothing is invalidated.

Bounded: what was used longest ago goes first. What only users who are gone have used is released.
"""

from __future__ import annotations

import copy
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar

import numpy as np

BYTES = 1 << 30

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


@dataclass
class _Entry:
    value: Any
    size: int
    users: set[str]


class Memory:
    """Results by key, up to a number of bytes. May be shared between threads and sessions."""

    def __init__(self, limit: int = BYTES) -> None:
        self.limit = limit
        self._user = ""
        self._below: Memory | None = None
        self._sizes = [0]
        self._kept: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._claims: dict[Hashable, threading.Event] = {}
        self._lock = threading.Lock()
        self._thread = threading.local()

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return self._sizes[0]

    def of(self, user: str) -> Memory:
        """The same memory, which notes that this user uses what is asked for."""
        mine = copy.copy(self)  # what is kept, claims and lock are those of all
        mine._user = user
        return mine

    def apart(self, limit: int) -> Memory:
        """Another memory of so many bytes: it finds what is known here as well, and keeps what is
        worked out under it to itself. For much that is looked at once and then never again."""
        own = Memory(limit)
        own._below = self
        return own

    @property
    def users(self) -> set[str]:
        """Whoever used something that is kept; "" is nobody in particular."""
        with self._lock:
            return {user for entry in self._kept.values() for user in entry.users}

    def release(self, user: str) -> None:
        """Forget what nobody but this user has used."""
        with self._lock:
            for key, entry in list(self._kept.items()):
                entry.users.discard(user)
                if not entry.users:
                    del self._kept[key]
                    self._sizes[0] -= entry.size

    def cached(self, key: Hashable, work: Callable[[], T]) -> T:
        """What the work brings, done once for each key: who asks meanwhile waits for the first.

        An exception goes to whoever worked and leaves nothing behind; the next one works anew. So
        does whoever waited for a result that is larger than the limit, which is not kept.
        """
        return self.cached_all([key], lambda _: [work()])[0]

    def cached_all(self, keys: Sequence[K], work: Callable[[list[K]], Sequence[T]]) -> list[T]:
        """What the work brings for each key; it is given all those at once that are not known."""
        found: dict[K, T] = {}
        while missing := [key for key in dict.fromkeys(keys) if key not in found]:
            mine, claim, others = self._claim(missing, found)
            if claim is not None:
                found |= self._worked_out(mine, claim, work)
            for other in others:
                other.wait()
        return [found[key] for key in keys]

    def __contains__(self, key: Hashable) -> bool:
        return key in self._kept or (self._below is not None and key in self._below)

    def _known_below(self, key: Hashable) -> _Entry | None:
        """What the memory that this one stands on knows of a key."""
        below = self._below
        if below is None:
            return None
        with below._lock:
            entry = below._kept.get(key)
            if entry is not None:
                below._kept.move_to_end(key)
        return entry

    def _claim(
        self, keys: Sequence[K], found: dict[K, Any]
    ) -> tuple[list[K], threading.Event | None, list[threading.Event]]:
        """Adds what is kept to `found`; the other keys this thread is to work for, its claim to
        them, and the claims of threads to wait for. A thread at work waits for nobody, so no two
        wait for each other."""
        at_work = getattr(self._thread, "at_work", False)
        mine: list[K] = []
        claim: threading.Event | None = None
        others: list[threading.Event] = []
        with self._lock:
            for key in keys:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    if self._user:
                        self._kept[key].users.add(self._user)
                    found[key] = self._kept[key].value
                elif (known := self._known_below(key)) is not None:
                    found[key] = known.value
                elif key in self._claims and not at_work:
                    others.append(self._claims[key])
                else:
                    claim = claim or threading.Event()
                    self._claims.setdefault(key, claim)
                    mine.append(key)
        return mine, claim, others

    def _worked_out(
        self, keys: list[K], claim: threading.Event, work: Callable[[list[K]], Sequence[T]]
    ) -> dict[K, T]:
        before = getattr(self._thread, "at_work", False)
        self._thread.at_work = True
        try:
            results = dict(zip(keys, work(keys), strict=True))
            self._keep({key: (value, size_of(value)) for key, value in results.items()})
            return results
        finally:
            self._thread.at_work = before
            with self._lock:
                for key in keys:
                    if self._claims.get(key) is claim:
                        del self._claims[key]
            claim.set()

    def _keep(self, results: Mapping[Any, tuple[object, int]]) -> None:
        """Keeps values of so many bytes each."""
        with self._lock:
            for key, (value, size) in results.items():
                before = self._kept.pop(key, None)
                users = {self._user}
                if before is not None:
                    self._sizes[0] -= before.size
                    users |= before.users
                if size > self.limit:
                    continue
                self._kept[key] = _Entry(value, size, users)
                self._sizes[0] += size
                while self._sizes[0] > self.limit:
                    _, oldest = self._kept.popitem(last=False)
                    self._sizes[0] -= oldest.size


def size_of(value: object) -> int:
    """Bytes held by a value and all it consists of, what occurs in it several times counted once;
    roughly, except for arrays. An object that has a size of its own (`__sizeof__`) is not looked
    into."""
    total, seen, stack = 0, set[int](), [value]
    while stack:
        item = stack.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        match item:
            case np.ndarray():
                total += item.nbytes
                continue
            case _ if is_dataclass(item):
                if type(item).__sizeof__ is object.__sizeof__:
                    stack += [getattr(item, field.name) for field in fields(item)]
            case tuple() | list() | set() | frozenset():
                stack += item
            case Mapping():
                stack += [*item, *item.values()]
        total += sys.getsizeof(item)
    return total
