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
from engine.vectors import (
    distribution_loops,
    everyone_loops,
    group_loops,
    order_loops,
    pool_loops,
    rank_loops,
)
from engine.vectors.code_lines import NotInVectors
from engine.vectors.group_entries import GroupEntries, group_column
from engine.vectors.loop_arguments import aligned
from engine.vectors.loop_run import LoopRun

Array = NDArray[Any]

PARTS = 4
"""Parts that the months are worked out in, side by side where there are threads for them."""
FEW_OF_A_GROUP = 1_000
"""People of a group up to which putting all in order is quicker than to look for the first."""
FEWEST_BINS, MOST_BINS = 4, 2048
PEOPLE_OF_A_BIN = 2

Part = Callable[[LoopRun], None]
"""Works out some months. Raises NotInVectors where numbers are too large for it."""

Worked = tuple[Array, list[list[Part]]]
"""The result, an array [month, person], once all parts have been run: those of one step in any
order, after all of the step before."""


class _Groups:
    """The group of each person in each month, of `count`; everybody is of one where `by` is left
    out. Each has so many `bins`, that few people lie in the one where the first of them end."""

    def __init__(self, span: Span, by: Any) -> None:
        self.all_in_one = by is None
        self.by = np.broadcast_to(np.int8(0) if by is None else by, span.present.shape)
        self._column = group_column(self.by)
        self.count = self._column.count
        self.bits = (self.count - 1).bit_length()
        each = span.present.shape[1] // (self.count * PEOPLE_OF_A_BIN)
        self.bins = min(max(1 << each.bit_length(), FEWEST_BINS), MOST_BINS)

    @property
    def but_one(self) -> int:
        """How many groups there are, 0 for the one of everybody."""
        return 0 if self.all_in_one else self.count

    def placed(self, run: LoopRun) -> GroupEntries | None:
        """The entries of people in their groups, where these are small."""
        return None if self.all_in_one else self._column.entries(self.by, run)

    def counted(self) -> Array:
        """A count for each bin of each group."""
        return np.empty(self.count * self.bins, dtype=np.int32)


class _Room:
    """Memory that loops write to in between, for the people of one month."""

    def __init__(self, span: Span) -> None:
        self._people = span.present.shape[1]

    def limits(self) -> Array:
        """The range of figures, and how many there are."""
        return np.empty(3, dtype=np.int64)

    def places(self) -> Array:
        """People by their place in the order of ids."""
        return np.empty(self._people, dtype=np.int32)

    def for_order(self) -> tuple[Array, ...]:
        """Three whole numbers for each person, their order, and where those of each digit end."""
        digits = np.empty(2 * order_loops.DIGITS, dtype=np.int32)
        return *np.empty((3, self._people), dtype=np.int64), self.places(), digits

    def for_buckets(self) -> tuple[Array, ...]:
        """The bucket of each person and the last bits of the key, the lines of buckets and where
        these begin, cells that they are of, and keys that lines have no room for."""
        buckets, more = rank_loops.most_buckets(self._people), (2, rank_loops.MORE)
        own = np.empty(self._people + rank_loops.AHEAD, dtype=np.int32)
        last = np.empty(self._people, dtype=np.int16)
        lines = aligned(buckets * rank_loops.LINE, np.int16)
        starts = np.empty(max(buckets, self._people) + 1, dtype=np.int32)
        cells = np.empty((1 << rank_loops.CELL_BITS) + 1, dtype=np.int64)
        return own, last, lines, starts, cells, *np.empty(more, dtype=np.int64)


def _total(span: Span, x: Any, by: Any) -> Worked:
    groups, units = _Groups(span, by), _units(span.decimals[0])
    values, out = np.broadcast_to(x, span.present.shape), np.empty(span.present.shape)

    def part(run: LoopRun, rows: slice) -> None:
        asked = values[rows], units, *_of(span, rows, groups.by)
        run(everyone_loops.totals, *asked, groups.but_one, np.empty(groups.count), out[rows])

    return _worked(out, span, part)


def _count(span: Span, condition: Any, by: Any) -> Worked:
    return _total(span, condition, by)


def _quarter_total(span: Span, x: Any, by: Any) -> Worked:
    return _so_far(span, x, by, Every.QUARTER)


def _half_total(span: Span, x: Any, by: Any) -> Worked:
    return _so_far(span, x, by, Every.HALF)


def _year_total(span: Span, x: Any, by: Any) -> Worked:
    return _so_far(span, x, by, Every.YEAR)


def _so_far(span: Span, x: Any, by: Any, every: Every) -> Worked:
    """Totals of all months of a period up to each; row k of the arrays is month k of the facts."""
    groups, units = _Groups(span, by), _units(span.decimals[0])
    values, out = np.broadcast_to(x, span.present.shape), np.empty(span.present.shape)
    months, sums = range(len(out)), np.empty((len(out), groups.count))
    starts = np.array([period_start(span.first, row, every) for row in months], dtype=np.int64)

    def months_by_themselves(run: LoopRun, rows: slice) -> None:
        asked = values[rows], units, *_of(span, rows, groups.by), groups.but_one, sums[rows]
        run(everyone_loops.sums_of_months, *asked)

    def so_far(run: LoopRun, rows: slice) -> None:
        asked = sums, starts, rows.start, units, *_of(span, rows, groups.by), groups.but_one
        run(everyone_loops.totals_so_far, *asked, np.empty(groups.count), out[rows])

    return _worked(out, span, months_by_themselves, so_far)


def _highest(span: Span, x: Any, by: Any) -> Worked:
    groups = _Groups(span, by)
    values, out = np.broadcast_to(x, span.present.shape), np.empty(span.present.shape)

    def part(run: LoopRun, rows: slice) -> None:
        asked = values[rows], *_of(span, rows, groups.by)
        run(everyone_loops.highest, *asked, groups.but_one, np.empty(groups.count), out[rows])

    return _worked(out, span, part)


def _reports_total(span: Span, x: Any, by: Any) -> Worked:
    units = _units(span.decimals[0])
    values, out = np.broadcast_to(x, span.present.shape), np.empty(span.present.shape)

    def part(run: LoopRun, rows: slice) -> None:
        asked = values[rows], units, *_of(span, rows, np.broadcast_to(by, out.shape))
        run(
            everyone_loops.totals_of_reports,
            *asked,
            np.empty(max(span.present.shape[1], 1)),
            out[rows],
        )

    return _worked(out, span, part)


def _rank(span: Span, x: Any, by: Any, among: Any) -> Worked:
    groups, units = _Groups(span, by), _units(span.decimals[0])
    values, out = _numbers(span, x), np.empty(span.present.shape)
    bits = groups.bits, _place_bits(span)

    def part(run: LoopRun, rows: slice) -> None:
        room, of = _Room(span), _of(span, rows, groups.by, among)
        placed = groups.placed(run) if units else None
        if placed:
            asked = values[rows], units, of[0], *placed.of(rows), *placed.for_keys(np.int32)
            if not run(group_loops.ranks_in_groups, *asked, out[rows]):
                return
        if units:
            few = room.limits(), *room.for_buckets(), np.empty(groups.count, dtype=np.int64)
            asked = values[rows], units, *of, groups.count, groups.bits, *few
            if not run(rank_loops.ranks_by_buckets, *asked, out[rows]):
                return
        words, spare, firsts, order, digits = room.for_order()
        in_units = units, *of, *bits, room.limits(), words, spare, digits, out[rows]
        if not units or run(order_loops.ranks_by_units, values[rows], *in_units):
            by_numbers = *of, *bits, words, spare, firsts, order, digits, out[rows]
            run(order_loops.ranks_by_numbers, values[rows], *by_numbers)

    return _worked(out, span, part)


def _forced_distribution(span: Span, x: Any, top: float, bottom: float, by: Any) -> Worked:
    groups, units = _Groups(span, by), _units(span.decimals[0])
    values, out = _numbers(span, x), np.empty(span.present.shape, dtype=np.int8)
    in_bins = span.present.shape[1] >= FEW_OF_A_GROUP * groups.count
    bits, shares = (groups.bits, _place_bits(span)), (float(top), float(bottom))

    def part(run: LoopRun, rows: slice) -> None:
        room, of = _Room(span), _of(span, rows, groups.by)
        placed = groups.placed(run) if units else None
        if placed:
            asked = values[rows], units, of[0], *placed.of(rows), *shares, *placed.for_keys(np.int8)
            if not run(group_loops.standings_in_groups, *asked, out[rows]):
                return
        words, spare, firsts, order, digits = room.for_order()
        odd = 1
        if units and in_bins:
            of_groups = np.empty((11, groups.count), dtype=np.int64)
            few = words, spare, firsts, order, room.places(), groups.counted()
            how = units, *of, groups.count, *shares, groups.bins, room.limits(), *few, *of_groups
            odd = run(distribution_loops.standings_by_bins, values[rows], *how, out[rows])
        elif units:
            in_units = units, *of, *bits, *shares, room.limits(), words, spare, digits
            odd = run(distribution_loops.standings_by_units, values[rows], *in_units, out[rows])
        if odd:
            by_numbers = *of, *bits, *shares, words, spare, firsts, order, digits, out[rows]
            run(distribution_loops.standings_by_numbers, values[rows], *by_numbers)

    return _worked(out, span, part)


def _split(span: Span, pool: Any, weight: Any, by: Any, among: Any) -> Worked:
    groups, units = _Groups(span, by), _units(span.decimals[1])
    pools, weights = _numbers(span, pool), _numbers(span, weight)
    out, people = np.empty(span.present.shape), span.present.shape[1]

    def part(run: LoopRun, rows: slice) -> None:
        room, of = _Room(span), _of(span, rows, groups.by, among)
        placed = groups.placed(run) if units else None
        if placed:
            asked = pools[rows], weights[rows], units, of[0], *placed.of(rows)
            if not run(group_loops.shares_in_groups, *asked, *placed.for_shares(), out[rows]):
                return
        fen, w, base = np.empty((3, people))
        in_fen, spans, given = np.empty((3, groups.count))
        counts, missing, shifts, *bounds, ends = np.empty((8, groups.count), dtype=np.int64)
        keys, doubtful, own = np.empty((3, people), dtype=np.int64)
        asked = pools[rows], weights[rows], units, *of, groups.count
        divided = fen, w, in_fen, counts, spans, given, base, keys, missing, np.empty(1)
        few = doubtful, room.places(), own, room.places(), ends
        first = shifts, groups.counted(), *bounds, *few, out[rows]
        odd = run(pool_loops.shares, *asked, groups.bins, *divided, *first)
        if odd == pool_loops.TOO_CLOSE:
            bits = groups.bits, _place_bits(span)
            in_order = *asked, *bits, *divided, np.empty(people), *room.for_order(), out[rows]
            odd = run(pool_loops.shares_by_numbers, *in_order)
        if odd:
            raise NotInVectors

    return _worked(out, span, part)


# -- what they take ------------------------------------------------------------------------------


def _worked(out: Array, span: Span, *steps: Callable[[LoopRun, slice], None]) -> Worked:
    """Steps that each work out some months, once all of the step before is done."""
    months = span.present.shape[0]
    size = max(-(-months // PARTS), 1)
    rows = [slice(start, start + size) for start in range(0, months, size)]

    def of(step: Callable[[LoopRun, slice], None], some: slice) -> Part:
        return lambda run: step(run, some)

    return out, [[of(step, some) for some in rows] for step in steps]


def _of(span: Span, rows: slice, by: Array, among: Any = None) -> tuple[Array, Array, int, int]:
    """Who takes part in some months, and the groups of everybody, as loops take them; how many
    months and people these are."""
    here = span.present[rows]
    if among is not None:
        here = here & np.broadcast_to(among, span.present.shape)[rows]
    return here, by[rows], *here.shape


def _numbers(span: Span, x: Any) -> Array:
    return np.broadcast_to(np.asarray(x, dtype=np.float64), span.present.shape)


def _units(decimals: exact.Decimals) -> float:
    """How many whole units make 1; 0 for what may be a quotient."""
    return 0.0 if decimals is None else exact.unit(decimals)


def _place_bits(span: Span) -> int:
    """Bits that tell where a person stands in the order of ids."""
    return int(max(span.present.shape[1] - 1, 1)).bit_length()


EVERYONE_FUNCTIONS: dict[str, Callable[..., Worked]] = {
    meaning.__name__.strip("_"): meaning
    for meaning in (
        *(_total, _count, _highest, _quarter_total, _half_total, _year_total),
        *(_rank, _split, _reports_total, _forced_distribution),
    )
}
"""By the name of the function: its result on a span and its arguments, and the parts of it."""
