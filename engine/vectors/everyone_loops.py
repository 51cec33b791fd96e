"""What looks at everyone of one month, as plain loops over the people in the order of their ids.

Each is written once here, for code; `everyone_functions.py` puts them together.
"""

from __future__ import annotations

from typing import Any

from engine.formula import exact
from engine.vectors.loop_words import below, bits, of_bits, rint

Row = Any
"""An array in a row: of numbers, whole numbers, codes or flags."""

LARGEST = exact.LARGEST
COUNTED = 2.0**47
"""Units below which no two numbers of them count as equal."""
WHOLE = 2.0**53
"""Sums of whole numbers that are smaller altogether are exact in any order."""
DIGIT = 11
"""Bits of a key that are sorted by at a time."""
DIGITS = 2048
FIRST_BITS = 22
"""Bits of a key after which what is left is but a few neighbours to exchange."""
SIGN = 0x7FFF_FFFF_FFFF_FFFF


def group_sums(
    x: Row, units: float, here: Row, by: Row, people: int, sums: Row, groups: int
) -> int:
    """The sum of each group, added up in the order of the people: of whole units, where that many
    make 1, or of x itself where `units` is 0."""
    for group in range(groups):
        sums[group] = 0.0
    for i in range(people):
        if here[i] and by[i] >= 0:
            value = x[i] * 1.0
            if units > 0.0:
                value = rint(value * units)
            sums[by[i]] += value
    return 0


def sum_of_all(x: Row, units: float, here: Row, people: int, sums: Row) -> int:
    """The sum of everyone in whole units, where so many make 1, four side by side; 1 where it may
    depend on the order in which they are added up."""
    first = 0.0
    second = 0.0
    third = 0.0
    fourth = 0.0
    size = 0.0
    further = 0.0
    i = 0
    while i + 4 <= people:
        a = rint(x[i] * units) if here[i] else 0.0
        b = rint(x[i + 1] * units) if here[i + 1] else 0.0
        c = rint(x[i + 2] * units) if here[i + 2] else 0.0
        d = rint(x[i + 3] * units) if here[i + 3] else 0.0
        first += a
        second += b
        third += c
        fourth += d
        size += abs(a) + abs(b)
        further += abs(c) + abs(d)
        i += 4
    while i < people:
        a = rint(x[i] * units) if here[i] else 0.0
        first += a
        size += abs(a)
        i += 1
    sums[0] = (first + second) + (third + fourth)
    return 0 if size + further < WHOLE else 1


def group_highest(x: Row, here: Row, by: Row, people: int, best: Row) -> int:
    """The highest of each group; no number where one of them is none. `best` begins below all."""
    for i in range(people):
        if here[i]:
            value = x[i] * 1.0
            if value > best[by[i]] or value != value:
                best[by[i]] = value
    return 0


def to_people(of_group: Row, here: Row, by: Row, people: int, out: Row) -> int:
    """The figure of the own group for whoever is there, 0 for the others."""
    for i in range(people):
        out[i] = of_group[by[i]] if here[i] else 0.0
    return 0


def to_all(of_all: Row, here: Row, people: int, out: Row) -> int:
    """The one figure for whoever is there, 0 for the others."""
    figure = of_all[0]
    for i in range(people):
        out[i] = figure if here[i] else 0.0
    return 0


def to_themselves(of_person: Row, here: Row, people: int, out: Row) -> int:
    """The own figure for whoever is there, 0 for the others."""
    for i in range(people):
        out[i] = of_person[i] if here[i] else 0.0
    return 0


def range_of_units(x: Row, units: float, here: Row, people: int, limits: Row) -> int:
    """The least and the greatest number of units of whoever takes part, 0 where nobody does; 1
    where some are too large to be counted, or no numbers."""
    none_yet = 1
    odd = 0
    least = 0.0
    most = 0.0
    for i in range(people):
        if here[i]:
            value = rint(x[i] * units)
            if not abs(value) < COUNTED:
                odd = 1
            if none_yet:
                none_yet = 0
                least = value
                most = value
            if value < least:
                least = value
            if value > most:
                most = value
    if not odd:
        limits[0] = int(least)
        limits[1] = int(most)
    return odd


def falling_keys(x: Row, here: Row, people: int, keys: Row, places: Row) -> int:
    """Who takes part and a key for each, which rises as x falls: how many they are."""
    count = 0
    for i in range(people):
        if here[i]:
            value = x[i]
            key = bits(value)
            if key >= 0:
                key = key ^ SIGN
            if value != value:
                key = -1
            keys[count] = key
            places[count] = i
            count += 1
    return count


def falling_units(
    x: Row, units: float, most: int, here: Row, by: Row, people: int, width: int,
    keys: Row, places: Row,
) -> int:  # fmt: skip
    """The same for numbers that are counted in units, none more than `most`, with keys that rise
    by group first, above so many bits: they differ in fewer bits."""
    count = 0
    for i in range(people):
        if here[i]:
            keys[count] = (int(by[i]) << width) + most - int(rint(x[i] * units))
            places[count] = i
            count += 1
    return count


def places_by_units(
    keys: Row, places: Row, count: int, width: int, shared: int, sizes: Row, out: Row
) -> int:
    """The place of each in the own group, from 1 on, by such keys in order: equal ones share the
    better one, where that is asked for, or else stand as they are. How many each group has."""
    group = -1
    last = -1
    start = 0
    first = 0
    for j in range(count):
        key = keys[j]
        if key != last:
            first = j
            last = key
            if key >> width != group:
                group = key >> width
                start = j
        sizes[group] = j - start + 1
        out[places[j]] = (first if shared else j) - start + 1
    return 0


def differing_bits(keys: Row, count: int) -> int:
    """The bits in which some key differs from another."""
    found = 0
    for j in range(count):
        found = found | (keys[j] ^ keys[0])
    return found


def sort_by_digit(
    keys: Row, places: Row, count: int, start: int, ends: Row, new_keys: Row, new_places: Row
) -> int:
    """People in the order of a digit of their keys, equal ones as they stood."""
    for digit in range(DIGITS):
        ends[digit] = 0
    for j in range(count):
        ends[(keys[j] >> start) & (DIGITS - 1)] += 1
    so_far = 0
    for digit in range(DIGITS):
        here = ends[digit]
        ends[digit] = so_far
        so_far += here
    for j in range(count):
        key = keys[j]
        digit = (key >> start) & (DIGITS - 1)
        to = ends[digit]
        ends[digit] = to + 1
        new_keys[to] = key
        new_places[to] = places[j]
    return 0


def sort_neighbours(keys: Row, places: Row, count: int, most: int) -> int:
    """Moves each person before those of greater keys, equal ones as they stood: how many of the
    moves that are allowed are left, 0 where that was not enough."""
    left = most
    for j in range(1, count):
        key = keys[j]
        if below(key, keys[j - 1]):
            place = places[j]
            k = j
            while k > 0 and left > 0 and below(key, keys[k - 1]):
                keys[k] = keys[k - 1]
                places[k] = places[k - 1]
                k -= 1
                left -= 1
            keys[k] = key
            places[k] = place
    return left


def sort_by_group(
    keys: Row, places: Row, count: int, by: Row, groups: int, ends: Row,
    new_keys: Row, new_places: Row,
) -> int:  # fmt: skip
    """People in the order of their groups, those of one as they stood; where each group ends."""
    for group in range(groups):
        ends[group] = 0
    for j in range(count):
        ends[by[places[j]]] += 1
    so_far = 0
    for group in range(groups):
        here = ends[group]
        ends[group] = so_far
        so_far += here
    for j in range(count):
        group = by[places[j]]
        to = ends[group]
        ends[group] = to + 1
        new_keys[to] = keys[j]
        new_places[to] = places[j]
    return 0


def places_in_groups(
    keys: Row, places: Row, count: int, groups: int, ends: Row,
    share: float, least: float, shared: int, out: Row,
) -> int:  # fmt: skip
    """The place of each in the own group, from 1 on: equal ones share the better one, where that is
    asked for, or else stand as they are. Equal is what falls by no more than `share` of itself and
    `least`, which nothing infinite does; 1 where some are equal whose keys are not."""
    apart = 0
    start = 0
    for group in range(groups):
        first = start
        before = 0.0
        last = 0
        for j in range(start, ends[group]):
            key = keys[j]
            value = of_bits(key ^ SIGN if key >= 0 else key)
            if key != last or j == start:
                size = abs(before)
                if size > LARGEST:
                    size = LARGEST
                if j > start and before - value <= size * share + least:
                    apart = 1
                else:
                    first = j
                before = value
                last = key
            elif value - value != 0.0:
                first = j
            out[places[j]] = (first if shared else j) - start + 1
        start = ends[group]
    return apart


def own_places(here: Row, by: Row, people: int, ends: Row, taken: Row, out: Row) -> int:
    """Places that are shared, made each person's own by the order of ids. Whose group ends where is
    `ends`; `taken` has as many entries as people."""
    for i in range(people):
        taken[i] = 0
    for i in range(people):
        if here[i]:
            group = by[i]
            start = ends[group - 1] if group > 0 else 0
            place = int(out[i])
            at = start + place - 1
            out[i] = place + taken[at]
            taken[at] += 1
    return 0


def group_thirds(
    place: Row, here: Row, by: Row, people: int, first: Row, others: Row, out: Row
) -> int:
    """0 for the first places of a group, 2 for those behind `others`, else 1; 3 for the absent."""
    for i in range(people):
        if here[i]:
            group = by[i]
            out[i] = 1 - (place[i] <= first[group]) + (place[i] > others[group])
        else:
            out[i] = 3
    return 0
