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
from engine.vectors import pool_loops, selection_loops
from engine.vectors.first_people import Bins
from engine.vectors.loop_run import LoopRun
from engine.vectors.people_in_order import PeopleInOrder, TakingPart, units_and_range
from engine.vectors.vector_code import NotInVectors

Array = NDArray[Any]


FEW_OF_A_GROUP = 1_000
"""People of a group up to which putting all in order is quicker than to look for the first."""

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
        order = PeopleInOrder(run, _taking(span, row, by, among))
        order.rank(_numbers(span, x, row), span.decimals[0], out, shared=True)

    return _by_row(span, np.empty(span.present.shape), work)


def _forced_distribution(span: Span, x: Any, top: float, bottom: float, by: Any) -> Worked:
    def work(run: LoopRun, row: int, out: Array) -> None:
        values, taking = _numbers(span, x, row), _taking(span, row, by, None)
        asked = run, taking, values, span.decimals[0], (top, bottom), out
        if taking.here.size < FEW_OF_A_GROUP * taking.groups or not _standings_by_bins(*asked):
            _standings_in_order(*asked)

    return _by_row(span, np.empty(span.present.shape, dtype=np.int8), work)


def _standings_by_bins(
    run: LoopRun,
    taking: TakingPart,
    x: Array,
    decimals: exact.Decimals,
    shares: tuple[float, float],
    out: Array,
) -> bool:
    """Standings by figures that are whole in some unit, no two of which count as equal; False where
    they are not."""
    units, least, most = units_and_range(run, taking, x, decimals)
    if not units:
        return False
    here, by, people = taking.arrays
    keys = np.empty(people, dtype=np.int64)
    run(selection_loops.units_above, x, units, least, here, people, keys)
    bins = Bins(run, taking, keys, np.full(taking.groups, most - least + 1))
    size = bins.people.astype(np.float64)
    first, others = map(bins.first, _firsts_and_others(size, *shares))
    places, count = np.empty((2, people), dtype=np.int32), np.zeros(2, dtype=np.int64)
    asked_of = keys, here, by, people, first.low, first.high, others.low, others.high
    run(selection_loops.standings, *asked_of, out, *places, count)
    for cut, own, doubtful in zip((first, others), places, count.tolist(), strict=True):
        better, found = cut.found(run, keys, taking, own, doubtful)
        run(selection_loops.better_by_one, better, found, out)
    return True


def _standings_in_order(
    run: LoopRun,
    taking: TakingPart,
    x: Array,
    decimals: exact.Decimals,
    shares: tuple[float, float],
    out: Array,
) -> None:
    """Standings by the places of everybody, quicker where groups are of few."""
    here, by, people = taking.arrays
    order, place = PeopleInOrder(run, taking), np.empty(people)
    order.rank(x, decimals, place, shared=False)
    size = order.sizes.astype(np.float64)
    run(loops.group_thirds, place, here, by, people, *_firsts_and_others(size, *shares), out)


def _firsts_and_others(size: Array, top: float, bottom: float) -> tuple[Array, Array]:
    """How many of each group are top, and how many are not bottom."""
    first, last = np.empty_like(size), np.empty_like(size)
    exact.ceil(size * top, first)
    exact.floor(size * bottom, last)
    return first, size - np.minimum(last, size - first)


def _split(span: Span, pool: Any, weight: Any, by: Any, among: Any) -> Worked:
    decimals = span.decimals[1]

    def work(run: LoopRun, row: int, out: Array) -> None:
        taking = _taking(span, row, by, among)
        arrays, groups, people = taking.arrays, taking.groups, out.size
        pool_fen, wholes, counts = np.zeros((3, groups))
        fen, w = np.empty((2, people))
        units = 0.0 if decimals is None else exact.unit(decimals)
        pools, weights = _numbers(span, pool, row), _numbers(span, weight, row)
        odd = run(
            *(pool_loops.pools_and_weights, pools, weights, units, *arrays),
            *(fen, w, pool_fen, wholes, counts),
        )
        if odd or not (run.missing or np.max(wholes, initial=0.0) < pool_loops.LARGEST_WHOLE):
            raise NotInVectors
        base, keys = np.empty((2, people), dtype=np.int64)
        given, unsure = np.zeros(groups, dtype=np.int64), np.zeros(1)
        shares = fen, w, *arrays, wholes, counts, base, keys, given
        if decimals is None:
            remainder, spans = np.empty(people), np.full(groups, pool_loops.PARTS)
            run(pool_loops.shares_in_binary, *shares, remainder, unsure)
        else:
            spans = np.where(wholes > 0.0, wholes, np.maximum(counts, 1.0))
            run(pool_loops.shares_of_pools, *shares)
        bins = Bins(run, taking, keys, spans)
        missing = pool_fen - given
        first = bins.first(missing, int(unsure[0] * pool_loops.PARTS) + 2 if unsure[0] else 0)
        places = np.empty(people, dtype=np.int32)
        asked = base, keys, *arrays, first.low, first.high, out, places
        doubtful = run(pool_loops.shares_paid, *asked)
        more, count = first.found(run, keys, taking, places, doubtful)
        run(pool_loops.fen_added, base, more, count, out)
        if decimals is None and count < 0:
            place = np.empty(people)
            order = PeopleInOrder(run, taking)
            order.find(remainder, place, shared=False, unsure=float(unsure[0]))
            run(pool_loops.shares_by_place, base, place, *arrays, missing, out)

    return _by_row(span, np.empty(span.present.shape), work)


def _taking(span: Span, row: int, by: Any, among: Any) -> TakingPart:
    """Who takes part in a month."""
    here, own = span.present[row], _own(span, by, row)
    taking = here if among is None else here & _row(span, among, row)
    return TakingPart(taking, own, _count_of(own))


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
