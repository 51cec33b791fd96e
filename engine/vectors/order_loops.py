"""People of a month in the order of a figure, in their groups, as plain loops.

Each person is one word: whether absent, the group, a key that rises as the figure falls, and the
place in the order of ids in the last bits, by which equal ones are told apart. Words are put in
order by their leading bits, which leaves but a few neighbours to exchange.
"""

from __future__ import annotations

from engine.formula import exact
from engine.vectors.everyone_loops import Months, Row
from engine.vectors.loop_words import below, bits, high_bits, rint, whole

LARGEST, RELATIVE, ABSOLUTE = exact.LARGEST, exact.RELATIVE, exact.ABSOLUTE
COUNTED = 2.0**47
"""Units below which no two numbers of them count as equal."""
FAR = 1 << 62
"""Beyond all units."""
WORD = 62
"""Bits of a word."""
DIGIT = 12
"""Bits that are sorted by at a time, at most; two such digits one after the other."""
DIGITS = 4096
SIGN = 0x7FFF_FFFF_FFFF_FFFF


def units_and_range(
    x: Row, units: float, here: Row, people: int, kept: int, found: Row, limits: Row
) -> int:
    """Everybody's number of units, so many bits of it; the least and the greatest one of whoever
    takes part, 0 where nobody does, and how many do. 1 where some are too large to be counted, or
    no numbers."""
    odd = 0
    count = 0
    least = FAR
    most = -FAR
    for i in range(people):
        value = rint(x[i] * units)
        unit = whole(value)
        low = unit if here[i] else FAR
        high = unit if here[i] else -FAR
        least = low if low < least else least
        most = high if high > most else most
        odd = odd | (here[i] & int(not abs(value) < COUNTED))
        count += here[i]
        found[i] = unit & kept
    limits[0] = least if count else 0
    limits[1] = most if count else 0
    limits[2] = count
    return odd


def bit_length(x: int) -> int:
    """Bits of a whole number from 0 on, which is below 2**62."""
    length = 0
    while (x >> length) > 0:
        length += 1
    return length


# -- words ---------------------------------------------------------------------------------------


def in_order_of_units(
    x: Row, units: float, here: Row, by: Row, people: int, group_bits: int, place_bits: int,
    limits: Row, words: Row, spare: Row, ends: Row,
) -> int:  # fmt: skip
    """Everybody in order, those who are absent last: how many bits of a key the figure takes, -1
    where it cannot be counted in units, or a word has too few."""
    if units_and_range(x, units, here, people, -1, spare, limits):
        return -1
    width = bit_length(limits[1] - limits[0])
    end = place_bits + width + group_bits + int(limits[2] < people)
    if end > WORD:
        return -1
    most = limits[1]
    absent = 1 << (width + group_bits)
    for i in range(people):
        key = (int(by[i]) << width) + most - spare[i]
        key = key if here[i] else absent
        words[i] = (key << place_bits) | i
    sort_words(words, spare, people, place_bits, end, ends)
    return width


def sort_words(words: Row, spare: Row, count: int, lowest: int, end: int, ends: Row) -> int:
    """Puts words in order by their bits from `lowest` on, which are below `end`; equal ones stay as
    they stand. `spare` has as many entries."""
    start = end - 2 * DIGIT if end - 2 * DIGIT > lowest else lowest
    sort_by_two_digits(words, spare, count, start, (end - start + 1) >> 1, ends)
    if start > lowest and sort_neighbours(words, count, lowest, 4 * count) == 0:
        start = lowest
        while start < end:
            digit = (end - start + 1) >> 1
            digit = digit if digit < DIGIT else DIGIT
            sort_by_two_digits(words, spare, count, start, digit, ends)
            start += 2 * DIGIT
    return 0


def sort_by_two_digits(
    words: Row, spare: Row, count: int, start: int, digit: int, ends: Row
) -> int:
    """Words in the order of two digits of so many bits, from bit `start` on, equal ones as they
    stood."""
    last = (1 << digit) - 1
    for k in range(1 << digit):
        ends[k] = 0
        ends[DIGITS + k] = 0
    for j in range(count):
        key = words[j] >> start
        ends[key & last] += 1
        ends[DIGITS + ((key >> digit) & last)] += 1
    so_far = 0
    further = 0
    for k in range(1 << digit):
        here = ends[k]
        ends[k] = so_far
        so_far += here
        there = ends[DIGITS + k]
        ends[DIGITS + k] = further
        further += there
    for j in range(count):
        word = words[j]
        k = (word >> start) & last
        to = ends[k]
        ends[k] = to + 1
        spare[to] = word
    start += digit
    for j in range(count):
        word = spare[j]
        k = DIGITS + ((word >> start) & last)
        to = ends[k]
        ends[k] = to + 1
        words[to] = word
    return 0


def sort_neighbours(words: Row, count: int, lowest: int, most: int) -> int:
    """Moves each word before those of greater bits from `lowest` on, equal ones as they stood: how
    many of the moves that are allowed are left, 0 where that was not enough."""
    left = most
    for j in range(1, count):
        word = words[j]
        key = word >> lowest
        if key < words[j - 1] >> lowest:
            k = j
            while k > 0 and left > 0 and key < words[k - 1] >> lowest:
                words[k] = words[k - 1]
                k -= 1
                left -= 1
            words[k] = word
    return left


# -- numbers that may be quotients ---------------------------------------------------------------


def falling(x: float) -> int:
    """A key without a sign which rises as x falls; what is no number comes last."""
    key = bits(x)
    key = key ^ SIGN if key >= 0 else key
    return key if x == x else -1


def in_order_of_numbers(
    x: Row, here: Row, by: Row, people: int, group_bits: int, place_bits: int,
    words: Row, spare: Row, order: Row, ends: Row,
) -> int:  # fmt: skip
    """Everybody in order by x to the last bit, those who are absent last: how many are not."""
    everywhere = -1
    somewhere = 0
    count = 0
    for i in range(people):
        key = falling(x[i])
        everywhere = everywhere & (key if here[i] else -1)
        somewhere = somewhere | (key if here[i] else 0)
        count += here[i]
    length = 0
    if count:
        while length < 64 and high_bits(somewhere ^ everywhere, length) != 0:
            length += 1
    room = WORD - 1 - place_bits - group_bits
    dropped = length - room if length > room else 0
    length -= dropped
    leading = (1 << length) - 1
    absent = 1 << (length + group_bits)
    for i in range(people):
        key = (int(by[i]) << length) | (high_bits(falling(x[i]), dropped) & leading)
        key = key if here[i] else absent
        words[i] = (key << place_bits) | i
    sort_words(words, spare, people, place_bits, place_bits + length + group_bits + 1, ends)
    place = (1 << place_bits) - 1
    for j in range(people):
        order[j] = words[j] & place
    if dropped and sort_equal_words(x, words, order, count, place_bits, 4 * people) == 0:
        in_order_by_turns(x, here, by, people, group_bits, place_bits, words, spare, order, ends)
    return count


def sort_equal_words(x: Row, words: Row, order: Row, count: int, place_bits: int, most: int) -> int:
    """Moves people before those of lower x whose words have the same key: how many of the moves
    that are allowed are left, 0 where that was not enough."""
    left = most
    for j in range(1, count):
        word = words[j] >> place_bits
        if word == words[j - 1] >> place_bits:
            one = order[j]
            key = falling(x[one])
            k = j
            while (
                k > 0
                and left > 0
                and word == words[k - 1] >> place_bits
                and below(key, falling(x[order[k - 1]]))
            ):
                order[k] = order[k - 1]
                k -= 1
                left -= 1
            order[k] = one
    return left


def in_order_by_turns(
    x: Row, here: Row, by: Row, people: int, group_bits: int, place_bits: int,
    words: Row, spare: Row, order: Row, ends: Row,
) -> int:  # fmt: skip
    """The same by as many bits at a time as words have room for, those of the group last."""
    room = WORD - place_bits
    leading = (1 << room) - 1
    for i in range(people):
        order[i] = i
    start = 0
    while start < 64:
        for j in range(people):
            words[j] = ((high_bits(falling(x[order[j]]), start) & leading) << place_bits) | j
        sort_order(words, spare, order, people, place_bits, WORD, ends)
        start += room
    for j in range(people):
        i = order[j]
        group = int(by[i]) if here[i] else 1 << group_bits
        words[j] = (group << place_bits) | j
    return sort_order(words, spare, order, people, place_bits, place_bits + group_bits + 1, ends)


def sort_order(
    words: Row, spare: Row, order: Row, people: int, place_bits: int, end: int, ends: Row
) -> int:
    """Puts people in the order of words, the last bits of which tell where each of them stood."""
    sort_words(words, spare, people, place_bits, end, ends)
    place = (1 << place_bits) - 1
    for j in range(people):
        spare[j] = order[words[j] & place]
    for j in range(people):
        order[j] = spare[j]
    return 0


# -- places --------------------------------------------------------------------------------------


def places_by_units(
    words: Row, count: int, people: int, width: int, place_bits: int, out: Row
) -> int:
    """The place of each in the own group, from 1 on, by words in order: equal ones share the better
    one. 0 for those behind `count`, who take no part."""
    place = (1 << place_bits) - 1
    group = -1
    last = -1
    start = 0
    first = 0
    for j in range(count):
        word = words[j]
        key = word >> place_bits
        if key != last:
            first = j
            last = key
            if key >> width != group:
                group = key >> width
                start = j
        out[word & place] = first - start + 1
    for j in range(count, people):
        out[words[j] & place] = 0
    return 0


def equal_ones(
    x: Row, by: Row, order: Row, count: int, share: float, least: float, starts: Row, firsts: Row
) -> int:
    """Where in the order the first of the group of each person stands, and the first who is equal.
    Equal is what falls by no more than `share` of itself and `least`, which nothing infinite
    does."""
    start = 0
    first = 0
    before = 0.0
    group = -1
    last = 0
    for j in range(count):
        one = order[j]
        value = x[one] * 1.0
        key = falling(value)
        if by[one] != group:
            group = by[one]
            start = j
            first = j
            before = value
            last = key
        elif key != last:
            size = abs(before)
            size = size if size < LARGEST else LARGEST
            if not before - value <= size * share + least:
                first = j
            before = value
            last = key
        elif value - value != 0.0:
            first = j
        starts[one] = start
        firsts[one] = first
    return 0


def equal_ones_by_id(here: Row, people: int, firsts: Row, taken: Row, order: Row) -> int:
    """Puts those who are equal in the order of their ids. `taken` has an entry for each person."""
    for j in range(people):
        taken[j] = 0
    for i in range(people):
        if here[i]:
            at = firsts[i]
            order[at + taken[at]] = i
            taken[at] += 1
    return 0


def places_by_numbers(here: Row, people: int, starts: Row, firsts: Row, out: Row) -> int:
    """The place of each in the own group, from 1 on, which equal ones share; 0 for who takes no
    part."""
    for i in range(people):
        out[i] = firsts[i] - starts[i] + 1 if here[i] else 0
    return 0


# -- months --------------------------------------------------------------------------------------


def ranks_by_units(
    x: Months, units: float, here: Months, by: Months, months: int, people: int,
    group_bits: int, place_bits: int, limits: Row, words: Row, spare: Row, ends: Row, out: Months,
) -> int:  # fmt: skip
    """The places by falling x, from 1 on, of whoever takes part, equal ones on the better one, 0
    for the others; 1 where some x cannot be counted in units, or a word has too few bits."""
    for row in range(months):
        width = in_order_of_units(
            x[row], units, here[row], by[row], people, group_bits, place_bits,
            limits, words, spare, ends,
        )  # fmt: skip
        if width < 0:
            return 1
        places_by_units(words, limits[2], people, width, place_bits, out[row])
    return 0


def ranks_by_numbers(
    x: Months, here: Months, by: Months, months: int, people: int,
    group_bits: int, place_bits: int, words: Row, spare: Row, firsts: Row, order: Row, ends: Row,
    out: Months,
) -> int:  # fmt: skip
    """The places by falling x of whoever takes part, for any x, of which some are equal but for the
    error of binary arithmetic."""
    for row in range(months):
        count = in_order_of_numbers(
            x[row], here[row], by[row], people, group_bits, place_bits, words, spare, order, ends
        )
        equal_ones(x[row], by[row], order, count, RELATIVE, ABSOLUTE, spare, firsts)
        places_by_numbers(here[row], people, spare, firsts, out[row])
    return 0
