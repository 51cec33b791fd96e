"""Shares of the pools of one month, as plain loops over the people in the order of their ids.

Each is written once here, for code; `everyone_functions.py` puts them together.
"""

from __future__ import annotations

from engine.formula import exact
from engine.vectors.everyone_loops import Row
from engine.vectors.loop_words import floor, rint, trunc

FEN, HALF = exact.FEN, exact.HALF
LARGEST_POOL = 2.0**52
LARGEST_WHOLE = 2.0**61
"""Units of weight below which what a share leaves is counted in parts of the whole."""
PARTS = 2.0**52
"""Of a fen, in which what a share leaves is counted where weights may be quotients."""


def pools_and_weights(
    pool: Row, weight: Row, units: float, here: Row, by: Row, people: int,
    fen: Row, w: Row, pool_fen: Row, wholes: Row, counts: Row,
) -> int:  # fmt: skip
    """Pools in fen and weights, in whole units where so many make 1, of whoever is there;
    of each group the pool, the sum of weights and the number of people. 1 where some are too large
    to be divided exactly, or no numbers."""
    odd = 0
    for i in range(people):
        if here[i]:
            amount = pool[i] * FEN
            amount = trunc(amount + HALF) if amount >= 0.0 else trunc(amount - HALF)
            value = weight[i] * 1.0
            if units > 0.0:
                value = rint(value * units)
            if value != value or not abs(amount) < LARGEST_POOL:
                odd = 1
            if not value > 0.0:
                value = 0.0
            group = by[i]
            fen[i] = amount
            w[i] = value
            pool_fen[group] = amount
            wholes[group] += value
            counts[group] += 1.0
    return odd


def shares_of_pools(
    fen: Row, w: Row, here: Row, by: Row, people: int, wholes: Row, counts: Row,
    base: Row, keys: Row, given: Row,
) -> int:  # fmt: skip
    """Shares in whole fen and what each leaves, in parts of the whole, as
    `pool_shares._divided_exactly` has them; what each group is given so."""
    for i in range(people):
        if here[i]:
            group = by[i]
            weight = w[i]
            whole = wholes[group]
            if not whole > 0.0:
                weight = 1.0
                whole = counts[group]
            parts = int(whole)
            share = int(floor(fen[i] * weight / whole))
            left = int(fen[i]) * int(weight) - share * parts
            while left < 0:
                left += parts
                share -= 1
            while left >= parts:
                left -= parts
                share += 1
            base[i] = share
            keys[i] = left
            given[group] += share
    return 0


def shares_in_binary(
    fen: Row, w: Row, here: Row, by: Row, people: int, wholes: Row, counts: Row,
    base: Row, keys: Row, given: Row, remainder: Row, unsure: Row,
) -> int:  # fmt: skip
    """The same where weights may be quotients, as `pool_shares._divided` has them; what each
    leaves as a number as well, and by how much that may be off at most."""
    for i in range(people):
        if here[i]:
            group = by[i]
            weight = w[i]
            whole = wholes[group]
            if not whole > 0.0:
                weight = 1.0
                whole = counts[group]
            share = fen[i] * weight / whole
            off = abs(share) * 1e-14 + 1e-11
            fen_of_share = floor(share + off)
            left = share - fen_of_share
            left = left if left > 0.0 else 0.0
            base[i] = int(fen_of_share)
            remainder[i] = left
            keys[i] = int(left * PARTS)
            given[group] += int(fen_of_share)
            if off > unsure[0]:
                unsure[0] = off
    return 0


def shares_paid(
    base: Row, keys: Row, here: Row, by: Row, people: int,
    low: Row, high: Row, out: Row, places: Row,
) -> int:  # fmt: skip
    """Shares in yuan, with a fen of those that are missing for who surely has one; who may have
    one: how many they are."""
    count = 0
    for i in range(people):
        if here[i]:
            group = by[i]
            has = int(keys[i] >= high[group])
            may = int(keys[i] >= low[group])
            out[i] = float(base[i] + has) / 100.0
            places[count] = i
            count += may - has
        else:
            out[i] = 0.0
    return count


def fen_added(base: Row, places: Row, count: int, out: Row) -> int:
    """One fen more for some."""
    for j in range(count):
        out[places[j]] = float(base[places[j]] + 1) / 100.0
    return 0


def shares_by_place(
    base: Row, place: Row, here: Row, by: Row, people: int, missing: Row, out: Row
) -> int:
    """Shares in yuan; the fen that are missing go to the first places of a group."""
    for i in range(people):
        if here[i]:
            out[i] = float(base[i] + int(place[i] <= missing[by[i]])) / 100.0
        else:
            out[i] = 0.0
    return 0
