"""Places of people in the order of a figure that is whole in some unit, as plain loops: in buckets
that hold few people each, in which everyone is held against the others.

Everybody has a key that rises with the group, and in a group as the figure falls. The range of keys
is cut into cells of equal width; each has as many buckets as there are people in it by a sample, so
that few share one however figures are distributed. Keys of a cell differ by their last bits only,
of which a bucket has a line of LINE entries; what is more is counted by key.
"""

from __future__ import annotations

from engine.vectors.everyone_loops import Months, Row
from engine.vectors.loop_words import AT_A_TIME, count_bits, less, prefetch
from engine.vectors.order_loops import bit_length, units_and_range

WIDEST = 30
"""Bits of a key."""
KEPT = 2**31 - 1
"""The bits of units that are kept, of which keys are made."""
LAST = 15
"""Bits at the end of a key, at most, by which keys of a cell differ."""
LAST_OF_KEY = (1 << LAST) - 1
CELL_BITS = WIDEST - LAST
"""Bits at the beginning of a key that tell its cell, at most."""
ENOUGH_CELL_BITS = 10
"""So many at most where others need not."""
PEOPLE_OF_A_CELL = 64
"""About so many, or more."""
SAMPLE = 8
"""One of so many people is in the sample."""
BUCKETS = 5
"""For 8 people of the sample; a cell has as many as for two of them, before it has any."""
LINE = 2 * AT_A_TIME
"""Entries of a bucket."""
SIZE = 6
"""Bits that tell how many entries of a bucket are taken."""
CROWDED = LINE + 1
"""Stands for more than there are."""
MOST_PEOPLE = 1 << (31 - SIZE)
"""So many are too many."""
AHEAD = 24
"""How many people before their turn their lines are fetched."""
MORE = 256
"""Keys at most that do not stand in lines."""
COUNT = 2**16 - 1
"""The bits of a cell that tell how many buckets it has; the leading ones tell the first of them."""


def most_buckets(people: int) -> int:
    """How many buckets there may be for so many people, without the one of those who are absent."""
    return (people // SAMPLE + 1 + (2 << CELL_BITS)) * BUCKETS // 8


def ranks_by_buckets(
    x: Months, units: float, here: Months, by: Months, months: int, people: int, groups: int,
    group_bits: int, limits: Row, keys: Row, last: Row, table: Row, starts: Row, cells: Row,
    more: Row, more_of: Row, before: Row, out: Months,
) -> int:  # fmt: skip
    """The places by falling x, from 1 on, of whoever takes part, equal ones on the better one, 0
    for the others; 1 where some x cannot be counted in units, keys are too wide, or too many people
    share a few buckets."""
    if people >= MOST_PEOPLE:
        return 1
    for row in range(months):
        if units_and_range(x[row], units, here[row], people, KEPT, keys, limits):
            return 1
        width = bit_length(limits[1] - limits[0])
        if width + group_bits > WIDEST:
            return 1
        people_before_groups(here[row], by[row], people, groups, before)
        if places_by_buckets(
            limits[1], here[row], by[row], people, groups, limits[2], width, width + group_bits,
            before, keys, last, table, starts, cells, more, more_of, out[row],
        ):  # fmt: skip
            return 1
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
    most: int, here: Row, by: Row, people: int, groups: int, takes_part: int, width: int,
    key_bits: int, before: Row, keys: Row, last: Row, table: Row, starts: Row, cells: Row,
    more: Row, more_of: Row, out: Row,
) -> int:  # fmt: skip
    """The places of one month; 1 where too many people share too few buckets."""
    if (1 << key_bits) <= people:
        keys_of_people(most, here, by, people, width, 1 << key_bits, keys)
        people_of_keys(keys, people, 1 << key_bits, starts)
        places_of_keys(keys, starts, here, by, before, people, out)
        return 0
    cell_bits = key_bits - LAST if key_bits > LAST else 0
    while (PEOPLE_OF_A_CELL << cell_bits) <= people and cell_bits < ENOUGH_CELL_BITS:
        cell_bits += 1
    rest = key_bits - cell_bits
    count = buckets_of_cells(most, keys, here, by, people, width, 1 << cell_bits, rest, cells)
    buckets_of_people(most, keys, here, by, people, width, 1 << key_bits, rest, cells, last)
    found = in_lines(keys, last, people, count, starts, table, more, more_of)
    if found > MORE:
        return 1
    places_in_lines(keys, last, table, starts, more, more_of, found, people, out)
    if groups > 1 or takes_part < people:
        places_in_groups(here, by, before, people, out)
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


def people_of_keys(keys: Row, people: int, count: int, starts: Row) -> int:
    """How many people come before those of each key."""
    for k in range(count + 1):
        starts[k] = 0
    for i in range(people):
        starts[keys[i]] += 1
    so_far = 0
    for k in range(count + 1):
        own = starts[k]
        starts[k] = so_far
        so_far += own
    return 0


def places_of_keys(
    keys: Row, starts: Row, here: Row, by: Row, before: Row, people: int, out: Row
) -> int:
    """Everybody's place by how many come before those of the own key."""
    for i in range(people):
        place = starts[keys[i]] + 1 - before[by[i]]
        place = place if here[i] else 0
        out[i] = place * 1.0
    return 0


def buckets_of_cells(
    most: int, keys: Row, here: Row, by: Row, people: int, width: int, count: int, rest: int,
    cells: Row,
) -> int:  # fmt: skip
    """How many buckets each cell has, whose keys share all but so many last bits, and the first of
    them; how many they are altogether. One more is for the absent."""
    for k in range(count + 1):
        cells[k] = 2
    i = 0
    while i < people:
        key = (int(by[i]) << width) + ((most - int(keys[i])) & KEPT)
        cells[(key >> rest) if here[i] else count] += 1
        i += SAMPLE
    so_far = 0
    widest = 1 << rest
    for k in range(count):
        own = (cells[k] * BUCKETS) >> 3
        own = own if own < widest else widest
        cells[k] = (so_far << 32) | own
        so_far += own
    cells[count] = (so_far << 32) | 1
    return so_far


def buckets_of_people(
    most: int, keys: Row, here: Row, by: Row, people: int, width: int, absent: int, rest: int,
    cells: Row, last: Row,
) -> int:  # fmt: skip
    """The bucket of everybody, in place of what is kept of units, and the last bits of the key."""
    bits = (1 << rest) - 1
    for i in range(people):
        key = (int(by[i]) << width) + ((most - int(keys[i])) & KEPT)
        key = key if here[i] else absent
        cell = cells[key >> rest]
        own = key & bits & LAST_OF_KEY  # by which it is known to be small
        keys[i] = (cell >> 32) + ((own * (cell & COUNT)) >> rest)
        last[i] = own
    return 0


def in_lines(
    buckets: Row, last: Row, people: int, count: int, starts: Row, table: Row,
    more: Row, more_of: Row,
) -> int:  # fmt: skip
    """The last bits of keys in the line of each bucket, and for each how many people come before
    and, in SIZE bits, stand in it; `more` and `more_of` count keys that lines have no room for: how
    many there are, more than MORE where these have none either."""
    for k in range(count + 1):
        starts[k] = 0
    for k in range(AHEAD):
        buckets[people + k] = 0
    found = 0
    for i in range(people):
        prefetch(table, int(buckets[i + AHEAD]) * LINE)
        bucket = int(buckets[i])
        place = starts[bucket]
        starts[bucket] = place + 1
        if place < LINE:
            table[bucket * LINE + place] = last[i]
        elif bucket < count:
            found = one_more((bucket << LAST) | int(last[i]), more, more_of, found)
            if found > MORE:
                return found
    so_far = 0
    for k in range(count):
        own = int(starts[k])
        starts[k] = (so_far << SIZE) | (own if own < CROWDED else CROWDED)
        so_far += own
    starts[count] = so_far << SIZE
    return found


def one_more(key: int, more: Row, more_of: Row, found: int) -> int:
    """Counts one of a key: how many different ones there are, up to one that finds no room."""
    k = 0
    while k < found and more[k] != key:
        k += 1
    if k == MORE:
        return MORE + 1
    if k == found:
        more[k] = key
        more_of[k] = 0
        found += 1
    more_of[k] += 1
    return found


def places_in_lines(
    buckets: Row, last: Row, table: Row, starts: Row, more: Row, more_of: Row, found: int,
    people: int, out: Row,
) -> int:  # fmt: skip
    """Everybody's place by how many keys of the own bucket are before the own."""
    for i in range(people):
        prefetch(table, int(buckets[i + AHEAD]) * LINE)
        bucket = int(buckets[i])
        line = bucket * LINE
        start = int(starts[bucket])
        size = start & ((1 << SIZE) - 1)
        own = int(last[i])
        less_than_own = less(table, line, own) | (less(table, line + AT_A_TIME, own) << AT_A_TIME)
        place = (start >> SIZE) + count_bits(less_than_own & ((1 << size) - 1)) + 1
        if size == CROWDED:
            place += more_before((bucket << LAST) | own, more, more_of, found)
        out[i] = place * 1.0
    return 0


def more_before(key: int, more: Row, more_of: Row, found: int) -> int:
    """How many of the same bucket have a key before this one and stand in no line."""
    count = 0
    for k in range(found):
        other = more[k]
        same = other >> LAST == key >> LAST and other < key
        count += more_of[k] if same else 0
    return count


def places_in_groups(here: Row, by: Row, before: Row, people: int, out: Row) -> int:
    """Everybody's place in the own group by that among all; 0 for who takes no part."""
    for i in range(people):
        place = out[i] - before[by[i]]
        out[i] = place if here[i] else 0.0
    return 0
