"""Where the people of each group stand side by side: known of a column of facts once it was asked
for, since no figure changes it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any, NamedTuple
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from engine.vectors.group_loops import find_entries
from engine.vectors.loop_arguments import aligned
from engine.vectors.loop_run import LoopRun
from engine.vectors.loop_words import AT_A_TIME
from engine.vectors.processor import address

Array = NDArray[Any]

ROOM = 2
"""Entries a person up to which groups of as many entries as the largest needs are worth it."""
TOGETHER = 2048
"""About so many entries are worked out together, so that what they come to is still at hand."""
KEPT = 2
"""Columns of which something is kept."""


class GroupEntries(NamedTuple):
    """Of each month the entry of each person, those of a group in the order of ids, and the person
    of each entry, -1 for none. Each group has as many entries as the largest needs, whole
    AT_A_TIME."""

    groups: int
    each: int
    entries: Array
    persons: Array

    def of(self, rows: slice) -> tuple[Any, ...]:
        """Of some months: how many these are, people, groups, entries of a group, groups that are
        worked out together, and the entries, as loops take them."""
        some = self.entries[rows], self.persons[rows]
        return *some[0].shape, self.groups, self.each, self._few, *some

    def for_keys(self, found: type[np.integer[Any]]) -> tuple[Array, ...]:
        """Whole numbers: of each person, twice of each entry of a few groups; and as what is
        `found` of each entry."""
        keys = np.empty(self.entries.shape[1], dtype=np.int32)
        of_few = (aligned(size, np.int32) for size in self._of_few)
        return keys, *of_few, np.empty(self.persons.shape[1], dtype=found)

    def for_shares(self) -> tuple[Array, ...]:
        """Numbers: twice of each person and of each entry of a few groups; whole numbers of each of
        these groups, and twice of each entry of them; one of each entry."""
        of_people, of_few = (np.empty((2, n)) for n in (self.entries.shape[1], self._of_few[0]))
        keys = (aligned(size, np.int32) for size in self._of_few)
        missing = np.empty(self._few, dtype=np.int64)
        return *of_people, *of_few, missing, *keys, np.empty(self.persons.shape[1], dtype=np.int32)

    @property
    def _few(self) -> int:
        return max(TOGETHER // self.each, 1)

    @property
    def _of_few(self) -> tuple[int, int]:
        return self._few * self.each, self._few * self.each


class GroupColumn:
    """What is known of a column of groups [month, person], of `count` groups."""

    def __init__(self, by: Array) -> None:
        self.count = int(np.max(_different(by), initial=0)) + 1
        self._found: tuple[GroupEntries | None] | None = None
        self._lock = threading.Lock()

    def entries(self, by: Array, run: LoopRun) -> GroupEntries | None:
        """The entries of people in their groups; None where groups are too large, or too different,
        for them, or code is missing."""
        with self._lock:
            if self._found is None:
                found = _found(by, self.count, run)
                if run.missing:
                    return None
                self._found = (found,)
            return self._found[0]


def group_column(by: Array) -> GroupColumn:
    """The same object for a column of facts as long as that is there; of what may be written to,
    another one each time."""
    owner = by
    while isinstance(owner.base, np.ndarray):
        owner = owner.base
    if owner.flags.writeable:
        return GroupColumn(by)
    key = address(by), by.shape, by.strides, by.dtype
    with _lock:
        known = _kept.get(key)
        if known is None or known[0]() is not owner:
            known = _kept[key] = ref(owner), GroupColumn(by)
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return known[1]


_kept: OrderedDict[Any, tuple[ref[Any], GroupColumn]] = OrderedDict()
_lock = threading.Lock()


def _different(x: Array) -> Array:
    """An array without the rows and people that are only repeated."""
    return x[tuple(slice(1 if stride == 0 else None) for stride in x.strides)]


def _found(by: Array, groups: int, run: LoopRun) -> GroupEntries | None:
    months, people = by.shape
    stays = by.strides[0] == 0 or (by == by[:1]).all()
    rows = by[:1] if stays else by
    largest = max((int(np.bincount(row, minlength=1).max()) for row in rows), default=0)
    each = max(-(-largest // AT_A_TIME), 1) * AT_A_TIME
    if not people or each * groups > ROOM * people + AT_A_TIME * groups:
        return None
    entries = np.empty(rows.shape, dtype=np.int32)
    persons = np.empty((len(rows), each * groups), dtype=np.int32)
    run(find_entries, rows, *rows.shape, groups, each, np.empty(groups, np.int64), entries, persons)
    if stays:
        entries = np.broadcast_to(entries, (months, people))
        persons = np.broadcast_to(persons, (months, each * groups))
    return GroupEntries(groups, each, entries, persons)
