"""Who is among the first of each group by a whole number, without putting everybody in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.vectors import selection_loops as loops
from engine.vectors.loop_run import LoopRun
from engine.vectors.people_in_order import TakingPart

Array = NDArray[Any]

FEWEST_BINS, MOST_BINS = 4, 2048
PEOPLE_OF_A_BIN = 2


class Bins:
    """How many people of each group have keys of the same leading bits: `counted`, `size` for each
    group. A key shifted by that of its group is the bin. `spans[group]` is above all keys there."""

    def __init__(self, run: LoopRun, taking: TakingPart, keys: Array, spans: Array) -> None:
        self._run, self._groups = run, taking.groups
        each = taking.here.size // (taking.groups * PEOPLE_OF_A_BIN)
        self.size = min(max(1 << each.bit_length(), FEWEST_BINS), MOST_BINS)
        self.shifts = np.empty(self._groups, dtype=np.int64)
        self.counted = np.zeros(self._groups * self.size, dtype=np.int32)
        run(loops.shifts_of_groups, spans, self._groups, self.size, self.shifts)
        run(loops.keys_in_bins, keys, *taking.arrays, self.shifts, self.size, self.counted)

    @property
    def people(self) -> Array:
        """How many people each group has."""
        return np.asarray(self.counted.reshape(self._groups, self.size).sum(axis=1))

    def first(self, wanted: Array, unsure: int = 0) -> First:
        """Where the first ones end, `wanted` of each group."""
        low, high, upper, left = np.empty((4, self._groups), dtype=np.int64)
        asked = wanted, self.counted, self.shifts, self._groups, self.size, unsure
        self._run(loops.first_of_bins, *asked, low, high, upper, left)
        return First(low, high, upper, left, unsure)


@dataclass(frozen=True)
class First:
    """Where the first ones of each group end: see `first_of_bins`."""

    low: Array
    high: Array
    upper: Array
    left: Array
    unsure: int

    def found(
        self, run: LoopRun, keys: Array, taking: TakingPart, places: Array, count: int
    ) -> tuple[Array, int]:
        """Of those who may be among them, the first `count` of places in the order of ids, who are,
        and how many; -1 where keys are too close to tell."""
        ends = np.array([count])
        if taking.groups > 1:
            ends = np.empty(taking.groups, dtype=np.int64)
            sorted_places = np.empty(max(count, 1), dtype=np.int32)
            asked = places, count, taking.by, taking.groups
            run(loops.people_by_group, *asked, ends, sorted_places)
            places = sorted_places
        own = np.empty(count, dtype=np.int64)
        asked_of = keys, places, taking.groups, ends, self.upper, self.left, self.unsure, own
        return places, run(loops.first_of_doubtful, *asked_of)
