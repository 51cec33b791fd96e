"""Places in groups of few people, as plain loops: the keys of a group lie side by side, and each is
held against all of them at once.

Keys are whole numbers of 31 bits, those of who is absent below all; the higher one comes first, of
equal ones that of the lower id. Each group has as many entries as the largest needs.
"""

from __future__ import annotations

from engine.formula import exact
from engine.vectors.distribution_loops import how_many_first, how_many_others
from engine.vectors.everyone_loops import Months, Row
from engine.vectors.loop_words import (
    AT_A_TIME,
    count_bits,
    equal,
    floor,
    greater,
    rint,
    trunc,
    whole,
)
from engine.vectors.pool_loops import SMALL

FEN, HALF, LARGEST_POOL = exact.FEN, exact.HALF, exact.LARGEST_POOL
LARGEST_KEY = 2**30
ABSENT = -(2**30)
NOBODY = -1
LINE = AT_A_TIME.bit_length() - 1


# -- months --------------------------------------------------------------------------------------


def find_entries(
    by: Months, months: int, people: int, groups: int, each: int,
    ends: Row, entries: Months, persons: Months,
) -> int:  # fmt: skip
    """The entry of each person, those of a group in the order of ids, and the person of each
    entry."""
    for row in range(months):
        find_entries_of_month(by[row], people, groups, each, ends, entries[row], persons[row])
    return 0


def ranks_in_groups(
    x: Months, units: float, here: Months, months: int, people: int,
    groups: int, each: int, few: int, entries: Months, persons: Months,
    keys: Row, table: Row, places: Row, found: Row, out: Months,
) -> int:  # fmt: skip
    """The places by falling x, from 1 on, of whoever takes part, equal ones on the better one, 0
    for the others; 1 where some x cannot be counted in units."""
    for row in range(months):
        if keys_of_units(x[row], units, here[row], people, keys):
            return 1
        group = 0
        while group < groups:
            some = few if group + few < groups else groups - group
            put_keys_in_entries(keys, persons[row], group * each, some * each, table)
            places_shared(table, some, each, places)
            put_together(places, group * each, some * each, found)
            group += few
        numbers_of_those_here(found, entries[row], here[row], people, 1.0, out[row])
    return 0


def standings_in_groups(
    x: Months, units: float, here: Months, months: int, people: int,
    groups: int, each: int, few: int, entries: Months, persons: Months, top: float, bottom: float,
    keys: Row, table: Row, places: Row, found: Row, out: Months,
) -> int:  # fmt: skip
    """The standing of everybody, as in `distribution_loops.py`; 1 as for ranks."""
    for row in range(months):
        if keys_of_units(x[row], units, here[row], people, keys):
            return 1
        group = 0
        while group < groups:
            some = few if group + few < groups else groups - group
            put_keys_in_entries(keys, persons[row], group * each, some * each, table)
            places_of_each(table, some, each, places)
            standings_of_groups(table, places, some, each, top, bottom)
            put_together(places, group * each, some * each, found)
            group += few
        standings_of_those_here(found, entries[row], here[row], people, out[row])
    return 0


def shares_in_groups(
    pool: Months, weight: Months, units: float, here: Months, months: int, people: int,
    groups: int, each: int, few: int, entries: Months, persons: Months,
    pools: Row, weights: Row, fen: Row, w: Row, missing: Row, table: Row, places: Row,
    found: Row, out: Months,
) -> int:  # fmt: skip
    """Everybody's share in yuan; 1 where pools or weights are too large for it, or no numbers."""
    for row in range(months):
        odd = pools_and_weights(pool[row], weight[row], units, here[row], people, pools, weights)
        group = 0
        while group < groups:
            some = few if group + few < groups else groups - group
            put_numbers_in_entries(pools, persons[row], group * each, some * each, 0.0, fen)
            put_numbers_in_entries(
                weights, persons[row], group * each, some * each, ABSENT * 1.0, w
            )
            for one in range(some):
                odd = odd | divide_pool(fen, w, one, one * each, each, table, missing)
            places_of_each(table, some, each, places)
            shares_by_place(fen, places, missing, some, each)
            put_together(places, group * each, some * each, found)
            group += few
        if odd:
            return 1
        numbers_of_those_here(found, entries[row], here[row], people, 100.0, out[row])
    return 0


# -- entries -------------------------------------------------------------------------------------


def find_entries_of_month(
    by: Row, people: int, groups: int, each: int, ends: Row, entries: Row, persons: Row
) -> int:
    """The same for one month; `ends` has a number for each group."""
    for group in range(groups):
        ends[group] = group * each
    for entry in range(groups * each):
        persons[entry] = NOBODY
    for i in range(people):
        entry = int(ends[by[i]])
        ends[by[i]] = entry + 1
        entries[i] = entry
        persons[entry] = i
    return 0


def put_keys_in_entries(keys: Row, persons: Row, start: int, count: int, table: Row) -> int:
    """The keys of a few groups, from entry `start` on, side by side."""
    for k in range(count):
        one = int(persons[start + k])
        place = one if one > 0 else 0
        key = int(keys[place])
        table[k] = key if one >= 0 else ABSENT
    return 0


def put_numbers_in_entries(
    numbers: Row, persons: Row, start: int, count: int, nobody: float, put: Row
) -> int:
    """The same with numbers, and that of nobody in empty entries."""
    for k in range(count):
        one = int(persons[start + k])
        place = one if one > 0 else 0
        number = numbers[place]
        put[k] = number if one >= 0 else nobody
    return 0


def put_together(of_few: Row, start: int, count: int, found: Row) -> int:
    """What was found for a few groups, among that of all."""
    for k in range(count):
        found[start + k] = of_few[k]
    return 0


# -- keys and places -----------------------------------------------------------------------------


def keys_of_units(x: Row, units: float, here: Row, people: int, keys: Row) -> int:
    """Keys that count units; 1 where there are too many, or some x is no number."""
    odd = 0
    for i in range(people):
        value = rint(x[i] * units)
        fits = int(abs(value) < LARGEST_KEY * 1.0)
        odd = odd | (here[i] & (1 - fits))
        key = whole(value)
        is_key = here[i] & fits
        keys[i] = key if is_key else ABSENT
    return odd


def places_shared(table: Row, groups: int, each: int, found: Row) -> int:
    """The place of each entry in its group, from 1 on, which equal ones share."""
    for group in range(groups):
        start = group * each
        for entry in range(start, start + each):
            found[entry] = 1
        for line in range(each >> LINE):
            at = start + (line << LINE)
            for entry in range(start, start + each):
                found[entry] += count_bits(greater(table, at, int(table[entry])))
    return 0


def places_of_each(table: Row, groups: int, each: int, found: Row) -> int:
    """How many stand before each entry in its group."""
    for group in range(groups):
        start = group * each
        for line in range(each >> LINE):
            at = start + (line << LINE)
            for entry in range(at, at + AT_A_TIME):
                own = int(table[entry])
                before = equal(table, at, own) & ((1 << (entry - at)) - 1)
                found[entry] = count_bits(greater(table, at, own) | before)
        for line in range(each >> LINE):
            at = start + (line << LINE)
            for entry in range(start, at):
                found[entry] += count_bits(greater(table, at, int(table[entry])))
            for entry in range(at + AT_A_TIME, start + each):
                own = int(table[entry])
                found[entry] += count_bits(greater(table, at, own) | equal(table, at, own))
    return 0


def standings_of_groups(
    table: Row, places: Row, groups: int, each: int, top: float, bottom: float
) -> int:
    """Standings in the stead of places."""
    for group in range(groups):
        size = 0
        for k in range(group * each, group * each + each):
            size += int(table[k] > ABSENT)
        first = how_many_first(size * 1.0, top)
        others = how_many_others(size * 1.0, first, bottom)
        for k in range(group * each, group * each + each):
            places[k] = int(places[k] >= first) + int(places[k] >= others)
    return 0


def standings_of_those_here(found: Row, entries: Row, here: Row, people: int, out: Row) -> int:
    """What was found for each person, 3 for the absent."""
    for i in range(people):
        own = int(found[entries[i]])
        out[i] = own if here[i] else 3
    return 0


def numbers_of_those_here(
    found: Row, entries: Row, here: Row, people: int, unit: float, out: Row
) -> int:
    """What was found for each person, of which so many make one `unit`; 0 for the absent."""
    for i in range(people):
        own = found[entries[i]] / unit
        out[i] = own if here[i] else 0.0
    return 0


def pools_and_weights(
    pool: Row, weight: Row, units: float, here: Row, people: int, fen: Row, w: Row
) -> int:
    """Pools in fen, and weights in units; ABSENT as the weight of who is not there. 1 where some
    are too large, or no numbers."""
    odd = 0
    for i in range(people):
        amount = pool[i] * FEN
        amount = trunc(amount + (HALF if amount >= 0.0 else -HALF))
        value = rint(weight[i] * units)
        is_odd = int(not value < LARGEST_KEY * 1.0) | int(not abs(amount) < LARGEST_POOL)
        odd = odd | (here[i] & is_odd)
        value = value if value > 0.0 else 0.0
        fen[i] = amount
        w[i] = value if here[i] else ABSENT * 1.0
    return odd


def divide_pool(
    fen: Row, w: Row, group: int, start: int, each: int, table: Row, missing: Row
) -> int:
    """Shares of a group in whole fen in the stead of its pool, what each leaves as a key, in parts
    of the whole, and how many fen are missing; 1 where some product is so large that it may be no
    exact number. As `pool_shares._divided_exactly`."""
    count = 0
    total = 0
    last = -1
    for entry in range(start, start + each):
        there = int(w[entry] >= 0.0)
        count += there
        total += whole(w[entry]) if there else 0
        last = entry if there else last
    size = total * 1.0
    if total == 0:
        for entry in range(start, start + each):
            w[entry] = 1.0 if w[entry] >= 0.0 else w[entry]
        size = count * 1.0
    if count == 0:
        size = 1.0
    odd = 0
    pool = fen[last] if last >= 0 else 0.0
    given = 0
    for entry in range(start, start + each):
        there = int(w[entry] >= 0.0)
        product = fen[entry] * w[entry]
        share = floor(product / size)
        fits = int(abs(product) < SMALL) & int(size < LARGEST_KEY * 1.0)
        fits = fits & int(abs(share) < LARGEST_KEY * 1.0)
        odd = odd | (there & (1 - fits))
        share = share if fits else 0.0
        fen[entry] = share
        left = whole(product - share * size) if there & fits else ABSENT
        table[entry] = left
        given += whole(share) if there else 0
    missing[group] = whole(pool) - given if count else 0
    return odd


def shares_by_place(fen: Row, places: Row, missing: Row, groups: int, each: int) -> int:
    """Shares in fen in the stead of places; the fen that are missing go to the first of a group."""
    for group in range(groups):
        more = int(missing[group])
        for k in range(group * each, group * each + each):
            has = int(places[k] < more)
            places[k] = whole(fen[k]) + has
    return 0
