"""Places of people in the order of a figure that is whole in some unit, as plain loops: in buckets
that hold few people each, and in these everyone beside a few neighbours.

Everybody has a key that rises with the group, and in a group as the figure falls. The range of keys
is cut into cells of equal width; each has as many buckets as there are people in it by a sample, so
that few share one however figures are distributed.
"""

from __future__ import annotations

from engine.vectors.everyone_loops import Months, Row
from engine.vectors.order_loops import (
    bit_length,
    in_order_of_units,
    places_by_units,
    units_and_range,
)

WIDEST = 30
"""Bits of a key."""
KEPT = 2**31 - 1
"""The bits of units that are kept, of which keys are made."""
CELLS = 1024
"""At most."""
PEOPLE_OF_A_CELL = 64
SAMPLE = 8
"""One of so many people is in the sample."""
BUCKETS = 4
"""For each person of the sample; a cell has as many as for two of them, before it has any."""
NEIGHBOURS = 32
"""People of a bucket at most, unless all of them are equal."""
AT_ONCE = 1024
"""People whose neighbours lie in the nearest memory."""
COUNT = 2**32 - 1
"""The bits of a cell that tell how many buckets it has; the leading ones tell the first of them."""


def most_buckets(people: int) -> int:
    """How many buckets there may be for so many people, with the one of those who are absent."""
    return people + 2 * BUCKETS * CELLS + BUCKETS + 1


def ranks_by_units(
    x: Months, units: float, here: Months, by: Months, months: int, people: int, groups: int,
    group_bits: int, place_bits: int, limits: Row, words: Row, spare: Row, digits: Row,
    keys: Row, buckets: Row, places: Row, ordered: Row, starts: Row, cells: Row, before: Row,
    out: Months,
) -> int:  # fmt: skip
    """The places by falling x, from 1 on, of whoever takes part, equal ones on the better one, 0
    for the others; 1 where some x cannot be counted in units."""
    for row in range(months):
        if units_and_range(x[row], units, here[row], people, KEPT, keys, limits):
            return 1
        crowded = 1
        width = bit_length(limits[1] - limits[0])
        if width + group_bits <= WIDEST:
            people_before_groups(here[row], by[row], people, groups, before)
            crowded = places_by_buckets(
                limits[1], here[row], by[row], people, width, width + group_bits, before,
                keys, buckets, places, ordered, starts, cells, out[row],
            )  # fmt: skip
        if crowded:
            width = in_order_of_units(
                x[row], units, here[row], by[row], people, group_bits, place_bits,
                limits, words, spare, digits,
            )  # fmt: skip
            if width < 0:
                return 1
            places_by_units(words, limits[2], people, width, place_bits, out[row])
    return 0


def people_before_groups(here: Row, by: Row, people: int, groups: int, before: Row) -> int:
    """How many people of the groups before each take part."""
    for group in range(groups):
        before[group] = 0
    if groups > 1:
        for i in range(people):
            before[by[i]] += here[i]
        so_far = 0
        for group in range(groups):
            size = before[group]
            before[group] = so_far
            so_far += size
    return 0


def places_by_buckets(
    most: int, here: Row, by: Row, people: int, width: int, key_bits: int, before: Row,
    keys: Row, buckets: Row, places: Row, ordered: Row, starts: Row, cells: Row, out: Row,
) -> int:  # fmt: skip
    """The places of one month; 1 where some bucket has too many people who are not equal."""
    keys_of_people(most, here, by, people, width, 1 << key_bits, keys)
    if (1 << key_bits) <= people:
        people_of_buckets(keys, people, 1 << key_bits, starts, places)
        places_of_buckets(keys, starts, here, by, before, people, out)
        return 0
    cell_bits = 0
    while (PEOPLE_OF_A_CELL << cell_bits) <= people and (1 << cell_bits) < CELLS:
        cell_bits += 1
    rest = key_bits - cell_bits
    count = buckets_of_cells(keys, people, 1 << cell_bits, rest, cells)
    buckets_of_people(keys, people, rest, cells, buckets)
    people_of_buckets(buckets, people, count, starts, places)
    largest = in_buckets(keys, buckets, people, starts, places, ordered)
    fewer = largest if largest <= NEIGHBOURS else largest_of_few(starts, count)
    beside_neighbours(ordered, people, fewer, buckets)
    if largest > fewer and places_of_equal_ones(ordered, count, starts, buckets):
        return 1
    places_of_people(places, buckets, here, by, before, people, out)
    return 0


def keys_of_people(
    most: int, here: Row, by: Row, people: int, width: int, absent: int, keys: Row
) -> int:
    """Keys by the group and how far units are below `most`, in place of what is kept of them; that
    of the absent is above all."""
    for i in range(people):
        key = (int(by[i]) << width) + ((most - int(keys[i])) & KEPT)
        keys[i] = key if here[i] else absent
    return 0


def buckets_of_cells(keys: Row, people: int, count: int, rest: int, cells: Row) -> int:
    """How many buckets each cell has, whose keys share all but so many last bits, and the first of
    them; how many they are altogether. One more is for the absent."""
    for k in range(count + 1):
        cells[k] = 2 * BUCKETS
    i = 0
    while i < people:
        cells[keys[i] >> rest] += BUCKETS
        i += SAMPLE
    so_far = 0
    widest = 1 << rest
    for k in range(count):
        own = cells[k]
        own = own if own < widest else widest
        cells[k] = (so_far << 32) | own
        so_far += own
    cells[count] = (so_far << 32) | 1
    return so_far


def buckets_of_people(keys: Row, people: int, rest: int, cells: Row, buckets: Row) -> int:
    """The bucket of everybody."""
    last = (1 << rest) - 1
    for i in range(people):
        key = int(keys[i])
        cell = cells[key >> rest]
        buckets[i] = (cell >> 32) + (((key & last) * (cell & COUNT)) >> rest)
    return 0


def people_of_buckets(buckets: Row, people: int, count: int, starts: Row, places: Row) -> int:
    """Where each bucket begins, and how many come before each person in the own one by id."""
    for k in range(count + 1):
        starts[k] = 0
    for i in range(people):
        k = buckets[i]
        place = starts[k]
        starts[k] = place + 1
        places[i] = place
    so_far = 0
    for k in range(count + 1):
        own = starts[k]
        starts[k] = so_far
        so_far += own
    return 0


def places_of_buckets(
    buckets: Row, starts: Row, here: Row, by: Row, before: Row, people: int, out: Row
) -> int:
    """Everybody's place where the people of a bucket are equal."""
    for i in range(people):
        place = starts[buckets[i]] + 1 - before[by[i]]
        place = place if here[i] else 0
        out[i] = place * 1.0
    return 0


def in_buckets(keys: Row, buckets: Row, people: int, starts: Row, places: Row, ordered: Row) -> int:
    """Keys one bucket after the other, with NEIGHBOURS entries before and behind, and where that of
    each person stands; how many people the largest bucket has."""
    for k in range(NEIGHBOURS):
        ordered[k] = -1
        ordered[NEIGHBOURS + people + k] = KEPT
    last = 0
    for i in range(people):
        place = places[i]
        last = place if place > last else last
        places[i] = starts[buckets[i]] + place
    for i in range(people):
        ordered[NEIGHBOURS + places[i]] = keys[i]
    return last + 1


def largest_of_few(starts: Row, count: int) -> int:
    """How many people the largest bucket of no more than NEIGHBOURS has."""
    largest = 0
    for k in range(count):
        own = int(starts[k + 1]) - int(starts[k])
        own = own if own <= NEIGHBOURS else 0
        largest = own if own > largest else largest
    return largest


def beside_neighbours(ordered: Row, people: int, most: int, places: Row) -> int:
    """The place of each key where buckets hold so many people at most."""
    start = 0
    while start < people:
        end = start + AT_ONCE if start + AT_ONCE < people else people
        for j in range(start, end):
            places[j] = j + 1
        far = NEIGHBOURS + 1
        near = NEIGHBOURS - 1
        while far < NEIGHBOURS + most:
            for j in range(start, end):
                key = ordered[NEIGHBOURS + j]
                behind = int(ordered[j + far] < key) + int(ordered[j + far + 1] < key)
                behind += int(ordered[j + far + 2] < key) + int(ordered[j + far + 3] < key)
                ahead = int(ordered[j + near] < key) + int(ordered[j + near - 1] < key)
                ahead += int(ordered[j + near - 2] < key) + int(ordered[j + near - 3] < key)
                places[j] += behind + ahead - 4
            far += 4
            near -= 4
        start = end
    return 0


def places_of_equal_ones(ordered: Row, count: int, starts: Row, places: Row) -> int:
    """The same place for all of a bucket of too many people; 1 where they are not equal."""
    for k in range(count):
        start = starts[k]
        end = starts[k + 1]
        if end - start > NEIGHBOURS:
            differ = 0
            for j in range(start, end):
                differ = differ | (ordered[NEIGHBOURS + j] ^ ordered[NEIGHBOURS + start])
                places[j] = start + 1
            if differ:
                return 1
    return 0


def places_of_people(
    stands: Row, places: Row, here: Row, by: Row, before: Row, people: int, out: Row
) -> int:
    """Everybody's place in the own group, by where the own key stands."""
    for i in range(people):
        place = places[stands[i]] - before[by[i]]
        place = place if here[i] else 0
        out[i] = place * 1.0
    return 0
