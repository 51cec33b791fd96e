"""What groups of people come to month by month, as plain loops over the people in the order of
their ids.

Loops are written once, for code; `everyone_functions.py` hands them their arrays: x and who is
`here` with a row for each month, `by` with the group of each person, of those who are absent as
well.
"""

from __future__ import annotations

from typing import Any

from engine.vectors.loop_words import rint, whole

Row = Any
"""An array in a row: of numbers, whole numbers, codes or flags."""

Months = Any
"""The same with a row for each month."""

WHOLE = 2.0**53
"""Sums of whole numbers that are smaller altogether are exact in any order."""
COUNTED, MANY = 2.0**40, 1 << 23
"""So many whole numbers below that are counted in one word."""
LOWEST = float("-inf")


# -- months --------------------------------------------------------------------------------------


def totals(
    x: Months, units: float, here: Months, by: Months, months: int, people: int,
    groups: int, sums: Row, out: Months,
) -> int:  # fmt: skip
    """The total of the own group for whoever is there; of everyone where `groups` is 0."""
    for row in range(months):
        sums_of_groups(x[row], units, here[row], by[row], people, groups, sums)
        to_people(sums, here[row], by[row], people, groups, out[row])
    return 0


def sums_of_months(
    x: Months, units: float, here: Months, by: Months, months: int, people: int,
    groups: int, sums: Months,
) -> int:  # fmt: skip
    """The total of each group in each month; of everyone where `groups` is 0."""
    for row in range(months):
        sums_of_groups(x[row], units, here[row], by[row], people, groups, sums[row])
    return 0


def totals_so_far(
    sums: Months, starts: Row, begin: int, units: float,
    here: Months, by: Months, months: int, people: int, groups: int, so_far: Row, out: Months,
) -> int:  # fmt: skip
    """For whoever is there in some months from `begin` on, the total of the own group of all months
    of the period, which begins with month `starts`, up to each, put back on the nearest decimal."""
    clear(so_far, groups)
    for month in range(starts[begin], begin):
        add_month(sums[month], units, groups, so_far)
    for row in range(months):
        if starts[begin + row] == begin + row:
            clear(so_far, groups)
        add_month(sums[begin + row], units, groups, so_far)
        to_people(so_far, here[row], by[row], people, groups, out[row])
    return 0


def clear(sums: Row, groups: int) -> int:
    """Begins with nothing."""
    for group in range(groups if groups else 1):
        sums[group] = 0.0
    return 0


def add_month(sums: Row, units: float, groups: int, so_far: Row) -> int:
    """Adds what groups come to in a month."""
    for group in range(groups if groups else 1):
        so_far[group] += sums[group]
        if units > 0.0:
            so_far[group] = rint(so_far[group] * units) / units
    return 0


def totals_of_reports(
    x: Months, units: float, here: Months, by: Months, months: int, people: int,
    sums: Row, out: Months,
) -> int:  # fmt: skip
    """The total of those who report to each; `by` is the place of their manager, or below 0."""
    for row in range(months):
        sums_of_groups(x[row], units, here[row], by[row], people, people, sums)
        to_themselves(sums, here[row], people, out[row])
    return 0


def highest(
    x: Months,
    here: Months,
    by: Months,
    months: int,
    people: int,
    groups: int,
    best: Row,
    out: Months,
) -> int:
    """The highest of the own group for whoever is there; of everyone where `groups` is 0."""
    for row in range(months):
        for group in range(groups if groups else 1):
            best[group] = LOWEST
        highest_of_groups(x[row], here[row], by[row], people, best)
        to_people(best, here[row], by[row], people, groups, out[row])
    return 0


# -- one month -----------------------------------------------------------------------------------


def sums_of_groups(
    x: Row, units: float, here: Row, by: Row, people: int, groups: int, sums: Row
) -> int:
    """The sum of each group, or of everyone where `groups` is 0: of whole units, where that many
    make 1, or of x itself where `units` is 0."""
    in_turns = 1
    if groups == 0:
        if units > 0.0:
            in_turns = sum_of_all(x, units, here, people, sums)
        else:
            in_turns = sum_of_all_in_turns(x, here, people, sums)
    if in_turns:
        sums_in_turns(x, units, here, by, people, groups if groups else 1, sums)
    if units > 0.0:
        for group in range(groups if groups else 1):
            sums[group] = sums[group] / units
    return 0


def sums_in_turns(
    x: Row, units: float, here: Row, by: Row, people: int, groups: int, sums: Row
) -> int:
    """The sum of each group in units, added up in the order of the people."""
    for group in range(groups):
        sums[group] = 0.0
    for i in range(people):
        if here[i] and by[i] >= 0:
            value = x[i] * 1.0
            if units > 0.0:
                value = rint(value * units)
            sums[by[i]] += value
    return 0


def sum_of_all_in_turns(x: Row, here: Row, people: int, sums: Row) -> int:
    """The sum of everyone, added up in the order of the people."""
    so_far = 0.0
    nothing = 0.0
    for i in range(people):
        value = x[i] * 1.0
        so_far += value if here[i] else nothing
    sums[0] = so_far
    return 0


def sum_of_all(x: Row, units: float, here: Row, people: int, sums: Row) -> int:
    """The sum of everyone in whole units; 1 where it may depend on the order in which they are
    added up, or is too large to be counted."""
    odd = int(people >= MANY)
    so_far = 0
    size = 0
    for i in range(people):
        value = rint(x[i] * units)
        unit = whole(value)
        unit = unit if here[i] else 0
        so_far += unit
        size += abs(unit)
        odd = odd | (here[i] & int(not abs(value) < COUNTED))
    sums[0] = so_far * 1.0
    return odd | int(size * 1.0 >= WHOLE)


def highest_of_groups(x: Row, here: Row, by: Row, people: int, best: Row) -> int:
    """The highest of each group; no number where one of them is none. `best` begins below all."""
    for i in range(people):
        if here[i]:
            value = x[i] * 1.0
            before = best[by[i]]
            best[by[i]] = value if int(value > before) | int(value != value) else before
    return 0


def to_people(of_group: Row, here: Row, by: Row, people: int, groups: int, out: Row) -> int:
    """The figure of the own group for whoever is there, or that of everyone where `groups` is 0;
    0 for the others."""
    if groups == 0:
        figure = of_group[0]
        for i in range(people):
            out[i] = figure if here[i] else 0.0
        return 0
    for i in range(people):
        own = of_group[by[i]]
        out[i] = own if here[i] else 0.0
    return 0


def to_themselves(of_person: Row, here: Row, people: int, out: Row) -> int:
    """The own figure for whoever is there, 0 for the others."""
    for i in range(people):
        own = of_person[i]
        out[i] = own if here[i] else 0.0
    return 0
