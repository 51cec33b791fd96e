"""People of one month in the order of a figure, in their groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.formula import exact
from engine.vectors import everyone_loops as loops
from engine.vectors.loop_run import LoopRun

Array = NDArray[Any]

LARGEST_KEY = 62
"""Bits of a key of group and figure."""


@dataclass(frozen=True)
class TakingPart:
    """Who takes part in a month; their groups are those of `by`, below `groups`. All arrays have an
    entry for each person."""

    here: Array
    by: Array
    groups: int

    @property
    def arrays(self) -> tuple[Array, Array, int]:
        """As loops take them, with the number of people."""
        return self.here, self.by, self.here.size


class PeopleInOrder:
    """Where those who take part in a month stand in their groups. `ends` tells where each group
    ends, once they are found."""

    def __init__(self, run: LoopRun, taking: TakingPart) -> None:
        self._run = run
        self._taking = taking
        self.ends = np.zeros(taking.groups, dtype=np.int64)

    @property
    def sizes(self) -> Array:
        """How many people each group has."""
        return np.diff(self.ends, prepend=0)

    def rank(self, x: Array, decimals: exact.Decimals, out: Array, *, shared: bool) -> None:
        """The places by falling x, from 1 on, of whoever takes part; equal ones share the better
        one, or stand in the order of their ids."""
        run, (here, by, people) = self._run, self._taking.arrays
        units, least, most = units_and_range(run, self._taking, x, decimals)
        width, group = (most - least).bit_length(), (self._taking.groups - 1).bit_length()
        if not units or width + group > LARGEST_KEY:
            self.find(x, out, shared=shared)
            return
        keys, places = self._room()
        asked = x, units, most, here, by, people, width
        count = run(loops.falling_units, *asked, keys[0], places[0])
        at = self._sort(count, keys, places)
        sizes = np.zeros(self._taking.groups, dtype=np.int64)
        found = keys[at], places[at], count, width, int(shared), sizes, out
        run(loops.places_by_units, *found)
        self.ends = np.cumsum(sizes)

    def find(self, x: Array, out: Array, *, shared: bool, unsure: float = -1.0) -> None:
        """The same for numbers that may be quotients. Equal is what differs by no more than
        `unsure`, where that is given, or else by the error of binary."""
        run, (here, by, people) = self._run, self._taking.arrays
        groups = self._taking.groups
        keys, places = self._room()
        count = run(loops.falling_keys, x, here, people, keys[0], places[0])
        at = self._sort(count, keys, places)
        self.ends[:] = count
        if groups > 1 or run.missing:
            run(
                *(loops.sort_by_group, keys[at], places[at], count),
                *(by, groups, self.ends, keys[1 - at], places[1 - at]),
            )
            at = 1 - at
        equal = (exact.RELATIVE, exact.ABSOLUTE) if unsure < 0 else (0.0, unsure)
        found = keys[at], places[at], count, groups, self.ends, *equal
        apart = run(loops.places_in_groups, *found, int(shared), out)
        if not shared and (apart or run.missing):
            run(loops.places_in_groups, *found, 1, out)
            taken = np.empty(people, dtype=np.int32)
            run(loops.own_places, here, by, people, self.ends, taken, out)

    def _room(self) -> tuple[Array, Array]:
        shape = 2, self._taking.here.size
        return np.empty(shape, dtype=np.int64), np.empty(shape, dtype=np.int32)

    def _sort(self, count: int, keys: Array, places: Array) -> int:
        """Puts keys and people in the order of the keys: which of the two rows has it. By the
        leading bits first, which leaves but a few neighbours to exchange."""
        run, at = self._run, 0
        differ = run(loops.differing_bits, keys[0], count) % 2**64
        end, lowest = differ.bit_length(), (differ & -differ).bit_length() - 1
        ends = np.empty(loops.DIGITS, dtype=np.int64)
        start = max(lowest, end - loops.FIRST_BITS, 0)
        while differ or run.missing:
            for digit in range(start, max(end, 1), loops.DIGIT):
                new = keys[1 - at], places[1 - at]
                run(loops.sort_by_digit, keys[at], places[at], count, digit, ends, *new)
                at = 1 - at
            if start <= lowest and not run.missing:
                break
            if run(loops.sort_neighbours, keys[at], places[at], count, 4 * count) or run.missing:
                break
            start = lowest
        return at


def units_and_range(
    run: LoopRun, taking: TakingPart, x: Array, decimals: exact.Decimals
) -> tuple[float, int, int]:
    """How many units make 1 where x can be counted in them, and the least and the greatest number
    of them; else 0."""
    if decimals is None:
        return 0.0, 0, 0
    here, _, people = taking.arrays
    limits = np.zeros(2, dtype=np.int64)
    units = exact.unit(decimals)
    odd = run(loops.range_of_units, x, units, here, people, limits)
    return (0.0, 0, 0) if odd else (units, int(limits[0]), int(limits[1]))
