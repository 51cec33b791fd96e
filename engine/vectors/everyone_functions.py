"""The functions that look at everyone of a month, each as its kernel in numpy has it, put together
from loops.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every, period_start
from engine.formula import Span, exact
from engine.vectors import everyone_loops as loops
from engine.vectors.loop_code import LoopFunction, loop_text, put_in, type_of
from engine.vectors.processor import PROCESSOR, address
from engine.vectors.vector_code import NotInVectors

Array = NDArray[Any]


class LoopRun:
    """Runs loops as code. Where that is not made yet it is asked for, and nothing is run any more:
    then something is `missing`."""

    def __init__(self) -> None:
        self.missing = False

    def __call__(self, loop: LoopFunction, *arguments: Any) -> int:
        """Runs a loop; what it gives back."""
        text = loop_text(loop, tuple(type_of(argument) for argument in arguments))
        made = PROCESSOR.ready(text)
        if made is None or self.missing:
            self.missing = True
            return 0
        slots = put_in(arguments)
        return made.run(address(slots), 0, 0, 0, 0)


Part = Callable[[LoopRun], None]
"""Works out some months. Raises NotInVectors where numbers are too large for it."""

Worked = tuple[Array, list[Part]]
"""The result, an array [month, person], once all parts have been run; in any order."""


def _total(span: Span, x: Any, by: Any) -> Worked:
    def work(run: LoopRun, row: int, out: Array) -> None:
        here, own = span.present[row], _own(span, by, row)
        count = _count_of(own)
        sums = _sums(run, span, row, x, own, count)
        if _is_one_group(own, count):
            run(loops.to_all, sums, here, here.size, out)
        else:
            run(loops.to_people, sums, here, own, here.size, out)

    return _by_row(span, np.empty(span.present.shape), work)


def _count(span: Span, condition: Any, by: Any) -> Worked:
    return _total(span, condition, by)


def _quarter_total(span: Span, x: Any, by: Any) -> Worked:
    return _so_far(span, x, by, Every.QUARTER)


def _half_total(span: Span, x: Any, by: Any) -> Worked:
    return _so_far(span, x, by, Every.HALF)


def _year_total(span: Span, x: Any, by: Any) -> Worked:
    return _so_far(span, x, by, Every.YEAR)


def _sums(run: LoopRun, span: Span, row: int, x: Any, own: Array, count: int) -> Array:
    """The sum of x of each group in a month."""
    decimals, here = span.decimals[0], span.present[row]
    sums = np.empty(count)
    units = 0.0 if decimals is None else exact.unit(decimals)
    values = _row(span, x, row)
    in_turns = units == 0.0 or not _is_one_group(own, count)
    if not in_turns:
        in_turns = bool(run(loops.sum_of_all, values, units, here, here.size, sums))
    if in_turns or run.missing:
        run(loops.group_sums, values, units, here, own, here.size, sums, count)
    return sums / exact.unit(decimals)


def _so_far(span: Span, x: Any, by: Any, every: Every) -> Worked:
    months, people = span.present.shape
    out = np.empty(span.present.shape)
    starts = [period_start(span.first, row, every) for row in range(months)]

    def part(start: int) -> Part:
        def work(run: LoopRun) -> None:
            so_far = np.zeros(1 if by is None else int(np.max(by, initial=0)) + 1)
            for row in (row for row in range(months) if starts[row] == start):
                own = _own(span, by, row)
                so_far += _sums(run, span, row, x, own, so_far.size)
                exact.settle(so_far, span.decimals[0])
                run(loops.to_people, so_far, span.present[row], own, people, out[row])

        return work

    return out, [part(start) for start in dict.fromkeys(starts)]


def _highest(span: Span, x: Any, by: Any) -> Worked:
    def work(run: LoopRun, row: int, out: Array) -> None:
        here, own = span.present[row], _own(span, by, row)
        best = np.full(_count_of(own), -np.inf)
        run(loops.group_highest, _row(span, x, row), here, own, here.size, best)
        run(loops.to_people, best, here, own, here.size, out)

    return _by_row(span, np.empty(span.present.shape), work)


def _reports_total(span: Span, x: Any, by: Any) -> Worked:
    def work(run: LoopRun, row: int, out: Array) -> None:
        here = span.present[row]
        sums = _sums(run, span, row, x, by[row], here.size)
        run(loops.to_themselves, sums, here, here.size, out)

    return _by_row(span, np.empty(span.present.shape), work)


def _rank(span: Span, x: Any, by: Any, among: Any) -> Worked:
    def work(run: LoopRun, row: int, out: Array) -> None:
        out[:] = 0.0
        places = _Places(run, span, row, by, among)
        places.find(_numbers(span, x, row), span.decimals[0], out, shared=True)

    return _by_row(span, np.empty(span.present.shape), work)


def _forced_distribution(span: Span, x: Any, top: float, bottom: float, by: Any) -> Worked:
    def work(run: LoopRun, row: int, out: Array) -> None:
        places = _Places(run, span, row, by, None)
        place = np.empty(out.size)
        places.find(_numbers(span, x, row), span.decimals[0], place, shared=False)
        size = np.diff(places.ends, prepend=0).astype(np.float64)
        first, last = np.empty_like(size), np.empty_like(size)
        exact.ceil(size * top, first)
        exact.floor(size * bottom, last)
        others = size - np.minimum(last, size - first)
        here = span.present[row]
        run(loops.group_thirds, place, here, places.by, here.size, first, others, out)

    return _by_row(span, np.empty(span.present.shape, dtype=np.int8), work)


def _split(span: Span, pool: Any, weight: Any, by: Any, among: Any) -> Worked:
    decimals = span.decimals[1]

    def work(run: LoopRun, row: int, out: Array) -> None:
        places = _Places(run, span, row, by, among)
        here, people = span.present[row], out.size
        taking = here, places.among, places.by, people
        pool_fen, wholes, counts, given = np.zeros((4, places.groups))
        fen, w, base, place = np.empty((4, people))
        units = 0.0 if decimals is None else exact.unit(decimals)
        pools, weights = _numbers(span, pool, row), _numbers(span, weight, row)
        odd = run(
            *(loops.pools_and_weights, pools, weights, units, *taking),
            *(fen, w, pool_fen, wholes, counts),
        )
        if odd or not (run.missing or np.max(wholes, initial=0.0) < loops.RAISED):
            raise NotInVectors
        shares = fen, w, *taking, wholes, counts, base
        if decimals is None:
            remainder, unsure = np.empty(people), np.zeros(1)
            run(loops.shares_in_binary, *shares, remainder, given, unsure)
            places.find(remainder, None, place, shared=False, unsure=float(unsure[0]))
        else:
            parts = np.empty(people, dtype=np.int64)
            run(loops.shares_of_pools, *shares, parts, given)
            places.find(parts.view(np.float64), None, place, shared=False, unsure=0.0)
        run(loops.shares_paid, base, place, *taking, pool_fen, given, out)

    return _by_row(span, np.empty(span.present.shape), work)


class _Places:
    """Where those who take part in a month stand in their groups. `ends` tells where each group
    ends, once they are found."""

    def __init__(self, run: LoopRun, span: Span, row: int, by: Any, among: Any) -> None:
        self._run = run
        self.here = span.present[row]
        self.among = self.here if among is None else _row(span, among, row)
        self.by = _own(span, by, row)
        self.groups = _count_of(self.by)
        self.ends = np.zeros(self.groups, dtype=np.int64)

    def find(
        self, x: Array, decimals: exact.Decimals, out: Array, *, shared: bool, unsure: float = -1.0
    ) -> None:
        """The places by falling x, from 1 on, of whoever takes part; equal ones share the better
        one, or stand in the order of their ids. Equal is what differs by no more than `unsure`,
        where that is given, or else by the error of binary."""
        run, people = self._run, x.size
        keys = np.empty((2, people), dtype=np.int64)
        places = np.empty((2, people), dtype=np.int32)
        units = _units_below(x, decimals)
        taking = self.here, self.among, people
        count = run(loops.falling_keys, x, units, *taking, keys[0], places[0])
        at = self._sort(count, keys, places)
        self.ends[:] = count
        if self.groups > 1 or run.missing:
            run(
                *(loops.sort_by_group, keys[at], places[at], count),
                *(self.by, self.groups, self.ends, keys[1 - at], places[1 - at]),
            )
            at = 1 - at
        equal = (exact.RELATIVE, exact.ABSOLUTE) if unsure < 0 else (0.0, unsure)
        found = keys[at], places[at], count, self.groups, self.ends, *equal
        apart = run(loops.places_in_groups, *found, int(shared), out)
        if not shared and (apart or run.missing):
            run(loops.places_in_groups, *found, 1, out)
            taken = np.empty(people, dtype=np.int32)
            run(loops.own_places, *taking[:2], self.by, people, self.ends, taken, out)

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


def _units_below(x: Array, decimals: exact.Decimals) -> float:
    """How many units make 1 where x can be counted in them, else 0."""
    if decimals is None:
        return 0.0
    units = exact.unit(decimals)
    most = float(np.max(np.abs(x), initial=0.0)) * units
    return units if most < 2.0**47 else 0.0


def _by_row(span: Span, out: Array, work: Callable[[LoopRun, int, Array], None]) -> Worked:
    """A result of which every month is worked out by itself."""

    def part(row: int) -> Part:
        return lambda run: work(run, row, out[row])

    return out, [part(row) for row in range(out.shape[0])]


def _row(span: Span, x: Any, row: int) -> Array:
    """A row of what may be the same for everyone or every month."""
    of_month: Array = np.broadcast_to(x, span.present.shape)[row]
    return of_month


def _numbers(span: Span, x: Any, row: int) -> Array:
    return np.asarray(_row(span, x, row), dtype=np.float64)


def _own(span: Span, by: Any, row: int) -> Array:
    """The group of each person in a month."""
    return _row(span, np.int8(0) if by is None else by, row)


def _is_one_group(own: Array, count: int) -> bool:
    """Whether everyone is of the first and only group."""
    return count == 1 and own.strides[0] == 0


def _count_of(own: Array) -> int:
    return int(np.max(own, initial=0)) + 1 if own.strides[0] else int(own[:1].max(initial=0)) + 1


EVERYONE_FUNCTIONS: dict[str, Callable[..., Worked]] = {
    meaning.__name__.strip("_"): meaning
    for meaning in (
        *(_total, _count, _highest, _quarter_total, _half_total, _year_total),
        *(_rank, _split, _reports_total, _forced_distribution),
    )
}
"""By the name of the function: its result on a span and its arguments, and the parts of it."""
