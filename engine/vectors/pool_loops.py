"""Shares of the pools of each month, as plain loops over the people in the order of their ids."""

from __future__ import annotations

from engine.formula import exact
from engine.vectors.everyone_loops import Months, Row, sums_of_groups
from engine.vectors.loop_words import bits, floor, of_bits, rint, trunc, whole
from engine.vectors.order_loops import equal_ones, equal_ones_by_id, in_order_of_numbers
from engine.vectors.selection_loops import (
    doubtful_ones,
    first_of_bins,
    first_of_doubtful,
    keys_in_bins,
    shifts_of_groups,
)

FEN, HALF = exact.FEN, exact.HALF
LARGEST_POOL, LARGEST_WHOLE = exact.LARGEST_POOL, exact.LARGEST_WHOLE
SHARE_OFF, LEAST_SHARE_OFF = exact.SHARE_OFF, exact.LEAST_SHARE_OFF
PARTS = 2.0**52
"""Of a fen, in which what a share leaves is counted where weights may be quotients."""
SMALL = 2.0**51
"""Products of whole numbers below which the whole part of a quotient of them is exact, and what it
leaves."""
TOO_CLOSE = 2


def shares(
    pool: Months, weight: Months, units: float, here: Months, by: Months, months: int, people: int,
    groups: int, bins: int,
    fen: Row, w: Row, pools: Row, counts: Row, spans: Row, given: Row, base: Row, keys: Row,
    missing: Row, unsure: Row, shifts: Row, counted: Row,
    low: Row, high: Row, upper: Row, left: Row,
    doubtful: Row, places: Row, own: Row, found: Row, ends: Row, out: Months,
) -> int:  # fmt: skip
    """Everybody's share in yuan; weights are counted in whole units where so many make 1, and may
    be quotients where `units` is 0. 1 where some figures are too large to be divided exactly, or no
    numbers, TOO_CLOSE where it is not told who leaves more."""
    for row in range(months):
        if divided(
            pool[row], weight[row], units, here[row], by[row], people, groups,
            fen, w, pools, counts, spans, given, base, keys, missing, unsure,
        ):  # fmt: skip
            return 1
        if units == 0.0:
            for group in range(groups):
                spans[group] = PARTS
        close = int(unsure[0] * PARTS) + 2 if unsure[0] > 0.0 else 0
        shifts_of_groups(spans, groups, bins, shifts)
        keys_in_bins(keys, 0, here[row], by[row], people, groups, shifts, bins, counted)
        first_of_bins(missing, counted, shifts, groups, bins, close, low, high, upper, left)
        shares_paid(base, keys, here[row], by[row], people, high, out[row])
        count = doubtful_ones(keys, here[row], by[row], people, groups, low, high, doubtful, places)
        more = first_of_doubtful(
            doubtful, places, count, by[row], groups, upper, left, close, ends, own, found
        )
        if more < 0:
            return TOO_CLOSE
        fen_added(base, found, more, out[row])
    return 0


def shares_by_numbers(
    pool: Months, weight: Months, units: float, here: Months, by: Months, months: int, people: int,
    groups: int, group_bits: int, place_bits: int,
    fen: Row, w: Row, pools: Row, counts: Row, spans: Row, given: Row, base: Row, keys: Row,
    missing: Row, unsure: Row, remainder: Row,
    words: Row, spare: Row, firsts: Row, order: Row, digits: Row, out: Months,
) -> int:  # fmt: skip
    """The same for weights that may be quotients, with everybody put in order by what they leave,
    which is equal where it differs by no more than is unsure."""
    for row in range(months):
        if divided(
            pool[row], weight[row], units, here[row], by[row], people, groups,
            fen, w, pools, counts, spans, given, base, keys, missing, unsure,
        ):  # fmt: skip
            return 1
        left_in_binary(fen, w, base, by[row], people, spans, remainder)
        count = in_order_of_numbers(
            remainder, here[row], by[row], people, group_bits, place_bits,
            words, spare, order, digits,
        )  # fmt: skip
        equal_ones(remainder, by[row], order, count, 0.0, unsure[0], spare, firsts)
        equal_ones_by_id(here[row], people, firsts, words, order)
        shares_in_order(base, order, count, by[row], people, spare, missing, out[row])
    return 0


# -- what everybody has of a pool ----------------------------------------------------------------


def divided(
    pool: Row, weight: Row, units: float, here: Row, by: Row, people: int, groups: int,
    fen: Row, w: Row, pools: Row, counts: Row, spans: Row, given: Row, base: Row, keys: Row,
    missing: Row, unsure: Row,
) -> int:  # fmt: skip
    """Shares in whole fen, the key of what each leaves, which is below the span of the group, and
    what is missing of each pool; 1 as for `shares`."""
    if pools_and_weights(pool, weight, units, here, people, fen, w):
        return 1
    pools_of_groups(fen, here, by, people, groups, pools, counts)
    whole_weights = 1.0 if units > 0.0 else 0.0
    sums_of_groups(w, whole_weights, here, by, people, 0 if groups == 1 else groups, spans)
    small = 1
    for group in range(groups):
        if not spans[group] < LARGEST_WHOLE:
            return 1
        if not spans[group] > 0.0:
            equal_weights(by, people, group, w)
            spans[group] = counts[group] * 1.0 if counts[group] else 1.0
        if not spans[group] < SMALL:
            small = 0
    unsure[0] = 0.0
    if units == 0.0:
        shares_in_binary(fen, w, here, by, people, spans, base, keys, unsure)
    elif small == 0 or shares_of_small_pools(fen, w, here, by, people, spans, base, keys):
        shares_of_pools(fen, w, here, by, people, spans, base, keys)
    sums_of_groups(base, 1.0, here, by, people, 0 if groups == 1 else groups, given)
    for group in range(groups):
        missing[group] = int(pools[group] - given[group])
    return 0


def pools_and_weights(
    pool: Row, weight: Row, units: float, here: Row, people: int, fen: Row, w: Row
) -> int:
    """Pools in fen and weights, in whole units where so many make 1, of whoever is there. 1 where
    some are too large to be divided exactly, or no numbers."""
    odd = 0
    for i in range(people):
        amount = pool[i] * FEN
        amount = trunc(amount + (HALF if amount >= 0.0 else -HALF))
        value = weight[i] * 1.0
        counted = rint(value * units)
        value = counted if units > 0.0 else value
        odd = odd | (here[i] & (int(value != value) | int(not abs(amount) < LARGEST_POOL)))
        value = value if value > 0.0 else 0.0
        fen[i] = amount
        w[i] = value if here[i] else 0.0
    return odd


def pools_of_groups(
    fen: Row, here: Row, by: Row, people: int, groups: int, pools: Row, counts: Row
) -> int:
    """Of each group the pool in fen and the number of people."""
    for group in range(groups):
        pools[group] = 0.0
        counts[group] = 0
    if groups == 1:
        count = 0
        for i in range(people):
            count += here[i]
        last = people - 1
        while last >= 0 and not here[last]:
            last -= 1
        counts[0] = count
        pools[0] = fen[last] if last >= 0 else 0.0
        return 0
    for i in range(people):
        if here[i]:
            group = by[i]
            pools[group] = fen[i]
            counts[group] += 1
    return 0


def equal_weights(by: Row, people: int, group: int, w: Row) -> int:
    """The same weight for everyone of a group."""
    for i in range(people):
        w[i] = 1.0 if by[i] == group else w[i]
    return 0


def shares_of_small_pools(
    fen: Row, w: Row, here: Row, by: Row, people: int, wholes: Row, base: Row, keys: Row
) -> int:
    """Shares in whole fen and what each leaves, in parts of the whole, as
    `pool_shares._divided_exactly` has them; 1 where some product is so large that it may be no
    exact number."""
    odd = 0
    for i in range(people):
        size = wholes[by[i]]
        product = fen[i] * w[i]
        odd = odd | (here[i] & int(not abs(product) < SMALL))
        share = floor(product / size)
        base[i] = share
        keys[i] = whole(product - share * size)
    return odd


def shares_of_pools(
    fen: Row, w: Row, here: Row, by: Row, people: int, wholes: Row, base: Row, keys: Row
) -> int:
    """The same for larger ones."""
    for i in range(people):
        if here[i]:
            size = wholes[by[i]]
            parts = int(size)
            share = int(floor(fen[i] * w[i] / size))
            left = int(fen[i]) * int(w[i]) - share * parts
            while left < 0:
                left += parts
                share -= 1
            while left >= parts:
                left -= parts
                share += 1
            base[i] = share * 1.0
            keys[i] = left
    return 0


def shares_in_binary(
    fen: Row, w: Row, here: Row, by: Row, people: int, wholes: Row, base: Row, keys: Row,
    unsure: Row,
) -> int:  # fmt: skip
    """The same where weights may be quotients, as `pool_shares._divided` has them; by how much what
    each leaves may be off at most."""
    most = 0
    for i in range(people):
        share = fen[i] * w[i] / wholes[by[i]]
        off = abs(share) * SHARE_OFF + LEAST_SHARE_OFF
        fen_of_share = floor(share + off)
        left = share - fen_of_share
        left = left if left > 0.0 else 0.0
        base[i] = fen_of_share
        keys[i] = int(left * PARTS)
        size = bits(off)
        size = size if here[i] else 0
        most = size if size > most else most
    unsure[0] = of_bits(most)
    return 0


def left_in_binary(
    fen: Row, w: Row, base: Row, by: Row, people: int, wholes: Row, remainder: Row
) -> int:
    """What each share leaves as a number, where weights may be quotients."""
    for i in range(people):
        left = fen[i] * w[i] / wholes[by[i]] - base[i]
        remainder[i] = left if left > 0.0 else 0.0
    return 0


def shares_paid(base: Row, keys: Row, here: Row, by: Row, people: int, high: Row, out: Row) -> int:
    """Shares in yuan, with a fen of those that are missing for who surely has one."""
    one = 1.0
    nothing = 0.0
    for i in range(people):
        edge = high[by[i]]
        more = one if keys[i] >= edge else nothing
        share = (base[i] + more) / 100.0
        out[i] = share if here[i] else nothing
    return 0


def fen_added(base: Row, places: Row, count: int, out: Row) -> int:
    """One fen more for some."""
    for j in range(count):
        out[places[j]] = (base[places[j]] + 1.0) / 100.0
    return 0


def shares_in_order(
    base: Row, order: Row, count: int, by: Row, people: int, starts: Row, missing: Row, out: Row
) -> int:
    """Shares in yuan; the fen that are missing go to the first of a group that is in order. Those
    behind `count` are absent."""
    for j in range(count):
        one = order[j]
        has = int(j - starts[one] < missing[by[one]])
        out[one] = (base[one] + has * 1.0) / 100.0
    for j in range(count, people):
        out[order[j]] = 0.0
    return 0
