"""Forced distribution of each month, as plain loops: by bins where the figures are whole in some
unit and groups are large, else by putting everybody in order.

0 stands for the first ones, 1 for those behind them, 2 for the last and 3 for who is absent.
"""

from __future__ import annotations

from engine.formula import exact
from engine.vectors.everyone_loops import Months, Row
from engine.vectors.loop_words import floor
from engine.vectors.order_loops import (
    equal_ones,
    equal_ones_by_id,
    in_order_of_numbers,
    in_order_of_units,
    units_and_range,
)
from engine.vectors.selection_loops import (
    doubtful_ones,
    first_of_bins,
    first_of_doubtful,
    keys_in_bins,
    shifts_of_groups,
)

RELATIVE, ABSOLUTE = exact.RELATIVE, exact.ABSOLUTE
LARGEST, STRAYS = exact.LARGEST, exact.WHOLE


def how_many_first(size: float, top: float) -> int:
    """How many of a group are at the top."""
    share = size * top
    large = abs(share)
    large = large if large < LARGEST else LARGEST
    found = -floor(-(share - (large * RELATIVE + ABSOLUTE + STRAYS)))
    found = found if found > 0.0 else 0.0
    return int(found if found < size else size)


def how_many_others(size: float, first: int, bottom: float) -> int:
    """How many of a group are not at the bottom."""
    share = size * bottom
    large = abs(share)
    large = large if large < LARGEST else LARGEST
    last = floor(share + (large * RELATIVE + ABSOLUTE + STRAYS))
    last = last if last < size - first else size - first
    return int(size - last if last < size else 0.0)


# -- by bins -------------------------------------------------------------------------------------


def standings_by_bins(
    x: Months, units: float, here: Months, by: Months, months: int, people: int, groups: int,
    top: float, bottom: float, bins: int,
    limits: Row, keys: Row, doubtful: Row, own: Row, places: Row, found: Row, counted: Row,
    ends: Row, shifts: Row, wanted: Row, low: Row, high: Row, upper: Row, left: Row,
    low_others: Row, high_others: Row, upper_others: Row, left_others: Row, out: Months,
) -> int:  # fmt: skip
    """The standing of everybody: who is among the share `top` of the own group and the share
    `bottom`; 1 where some x cannot be counted in units."""
    for row in range(months):
        if units_and_range(x[row], units, here[row], people, -1, keys, limits):
            return 1
        least = limits[0]
        for group in range(groups):
            wanted[group] = limits[1] - least + 1
        shifts_of_groups(wanted, groups, bins, shifts)
        keys_in_bins(keys, least, here[row], by[row], people, groups, shifts, bins, counted)
        for group in range(groups):
            size = size_of_group(counted, group, bins)
            wanted[group] = how_many_first(size * 1.0, top)
        first_of_bins(wanted, counted, shifts, groups, bins, 0, low, high, upper, left)
        for group in range(groups):
            size = size_of_group(counted, group, bins)
            wanted[group] = how_many_others(size * 1.0, wanted[group], bottom)
        first_of_bins(
            wanted, counted, shifts, groups, bins, 0,
            low_others, high_others, upper_others, left_others,
        )  # fmt: skip
        standings(keys, here[row], by[row], people, high, high_others, out[row])
        better(
            keys, here[row], by[row], people, groups, low, high, upper, left,
            doubtful, places, ends, own, found, out[row],
        )  # fmt: skip
        better(
            keys, here[row], by[row], people, groups,
            low_others, high_others, upper_others, left_others,
            doubtful, places, ends, own, found, out[row],
        )  # fmt: skip
    return 0


def size_of_group(counted: Row, group: int, bins: int) -> int:
    """How many people a group has."""
    size = 0
    for k in range(group * bins, group * bins + bins):
        size += counted[k]
    return size


def standings(
    keys: Row, here: Row, by: Row, people: int, high: Row, high_others: Row, out: Row
) -> int:
    """0 for who is surely among the first, 2 for who is not surely among all but the last, else 1;
    3 for the absent."""
    for i in range(people):
        group = by[i]
        standing = 2 - int(keys[i] >= high[group]) - int(keys[i] >= high_others[group])
        out[i] = standing if here[i] else 3
    return 0


def better(
    keys: Row, here: Row, by: Row, people: int, groups: int,
    low: Row, high: Row, upper: Row, left: Row,
    doubtful: Row, places: Row, ends: Row, own: Row, found: Row, out: Row,
) -> int:  # fmt: skip
    """A standing that is better by one, for those of the doubtful who are among the first."""
    count = doubtful_ones(keys, here, by, people, groups, low, high, doubtful, places)
    first = first_of_doubtful(doubtful, places, count, by, groups, upper, left, 0, ends, own, found)
    for j in range(first):
        out[found[j]] -= 1
    return first


# -- in order ------------------------------------------------------------------------------------


def standings_by_units(
    x: Months, units: float, here: Months, by: Months, months: int, people: int,
    group_bits: int, place_bits: int, top: float, bottom: float,
    limits: Row, words: Row, spare: Row, ends: Row, out: Months,
) -> int:  # fmt: skip
    """The same with everybody put in order."""
    for row in range(months):
        width = in_order_of_units(
            x[row], units, here[row], by[row], people, group_bits, place_bits,
            limits, words, spare, ends,
        )  # fmt: skip
        if width < 0:
            return 1
        standings_in_order(words, limits[2], people, place_bits, width, top, bottom, out[row])
    return 0


def standings_by_numbers(
    x: Months, here: Months, by: Months, months: int, people: int,
    group_bits: int, place_bits: int, top: float, bottom: float,
    words: Row, spare: Row, firsts: Row, order: Row, ends: Row, out: Months,
) -> int:  # fmt: skip
    """The same for any x, of which some are equal but for the error of binary arithmetic."""
    for row in range(months):
        count = in_order_of_numbers(
            x[row], here[row], by[row], people, group_bits, place_bits, words, spare, order, ends
        )
        equal_ones(x[row], by[row], order, count, RELATIVE, ABSOLUTE, spare, firsts)
        equal_ones_by_id(here[row], people, firsts, words, order)
        words_of_groups(order, by[row], people, place_bits, words)
        standings_in_order(words, count, people, place_bits, 0, top, bottom, out[row])
    return 0


def words_of_groups(order: Row, by: Row, people: int, place_bits: int, words: Row) -> int:
    """A word for each person in order, of group and place only."""
    for j in range(people):
        words[j] = (int(by[order[j]]) << place_bits) | order[j]
    return 0


def standings_in_order(
    words: Row, count: int, people: int, place_bits: int, width: int, top: float, bottom: float,
    out: Row,
) -> int:  # fmt: skip
    """The standings by words in order, of groups, keys of so many bits and places; those behind
    `count` are absent."""
    place = (1 << place_bits) - 1
    group = place_bits + width
    start = 0
    while start < count:
        own = words[start] >> group
        end = start + 1
        while end < count and words[end] >> group == own:
            end += 1
        first = how_many_first((end - start) * 1.0, top)
        others = start + how_many_others((end - start) * 1.0, first, bottom)
        first += start
        for j in range(start, end):
            out[words[j] & place] = int(j >= first) + int(j >= others)
        start = end
    for j in range(count, people):
        out[words[j] & place] = 3
    return 0
