"""The first people of each group by a whole number, found without putting everybody in order, as
plain loops: bins of the leading bits tell who is surely among them and who may be, and only these
few are held against each other.

Keys are whole numbers from 0 on and below 2**62; the higher one comes first, of equal ones that of
the lower id. Each is written once here, for code; `first_people.py` puts them together.
"""

from __future__ import annotations

from engine.vectors.everyone_loops import Row
from engine.vectors.loop_words import leading, rint

NOBODY = 1 << 62
"""Above all keys."""


def units_above(x: Row, units: float, least: int, here: Row, people: int, keys: Row) -> int:
    """Keys that count units above the least."""
    for i in range(people):
        if here[i]:
            keys[i] = int(rint(x[i] * units)) - least
    return 0


def keys_in_bins(
    keys: Row, here: Row, by: Row, people: int, shifts: Row, bins: int, counted: Row
) -> int:
    """How many of each group are in each bin."""
    for i in range(people):
        if here[i]:
            group = int(by[i])
            counted[group * bins + (keys[i] >> shifts[group])] += 1
    return 0


def shifts_of_groups(spans: Row, groups: int, bins: int, shifts: Row) -> int:
    """By how many bits keys below the span of their group are shifted to be below `bins`."""
    for group in range(groups):
        most = int(spans[group]) - 1
        shift = 0
        while (most >> shift) >= bins:
            shift += 1
        shifts[group] = shift
    return 0


def first_of_bins(
    wanted: Row, counted: Row, shifts: Row, groups: int, bins: int, unsure: int,
    low: Row, high: Row, upper: Row, left: Row,
) -> int:  # fmt: skip
    """Between which keys the last of the first `wanted` of a group stands: who has at least `high`
    is among the first, who has less than `low` is not, even where keys that differ by no more than
    `unsure` are put the other way round. `left` of those below `upper` are, besides all above."""
    for group in range(groups):
        low[group] = NOBODY
        high[group] = NOBODY
        upper[group] = NOBODY
        left[group] = 0
        if wanted[group] > 0.0:
            start = group * bins
            at = start + bins - 1
            more = int(wanted[group])
            while at > start and counted[at] < more:
                more -= int(counted[at])
                at -= 1
            edge = (at - start) << shifts[group]
            width = 1 << shifts[group]
            low[group] = edge - unsure
            high[group] = edge + width + unsure
            upper[group] = edge + width
            left[group] = more
    return 0


def people_by_group(
    places: Row, count: int, by: Row, groups: int, ends: Row, new_places: Row
) -> int:
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
        new_places[to] = places[j]
    return 0


def first_of_doubtful(
    keys: Row, places: Row, groups: int, ends: Row, upper: Row, left: Row, unsure: int, own: Row
) -> int:
    """Of those who may be among the first, who are, moved to the front of `places`: how many; -1
    where another key differs from that of the last by no more than `unsure`, without being equal.
    `own` has as many entries as places.

    The key of the last is found bit by bit, from the leading one on in which they differ.
    """
    found = 0
    start = 0
    for group in range(groups):
        size = ends[group] - start
        if size > 0:
            one = keys[places[start]]
            edge = upper[group]
            differ = 0
            more = left[group]
            for j in range(size):
                key = keys[places[start + j]]
                own[j] = key
                differ = differ | (key ^ one)
                more += int(key >= edge)
            last = -1
            if more < size:
                last = one - (one & differ)
                known = 0
                while differ > 0:
                    bit = leading(differ)
                    differ = differ ^ bit
                    known = known | bit
                    having = 0
                    for j in range(size):
                        having += int((own[j] & known) == (last | bit) & known)
                    if having >= more:
                        last = last | bit
                    else:
                        more -= having
            close = 0
            for j in range(size):
                key = own[j]
                is_last = int(key == last)
                is_first = int(key > last) | is_last & int(more > 0)
                more -= is_last
                close = close | int(abs(key - last) <= unsure) - is_last
                places[found] = places[start + j]
                found += is_first
            if close and last >= 0:
                return -1
        start = ends[group]
    return found


def standings(
    keys: Row, here: Row, by: Row, people: int, low_first: Row, high_first: Row,
    low_others: Row, high_others: Row, out: Row, first: Row, others: Row, counts: Row,
) -> int:  # fmt: skip
    """0 for who is surely among the first, 2 for who is not surely among all but the last, else 1;
    3 for the absent. Who may be one more of the first, and of the others, and how many they are."""
    count = 0
    further = 0
    for i in range(people):
        if here[i]:
            group = by[i]
            key = keys[i]
            is_first = int(key >= high_first[group])
            may = int(key >= low_first[group])
            first[count] = i
            count += may - is_first
            is_other = int(key >= high_others[group])
            may = int(key >= low_others[group])
            others[further] = i
            further += may - is_other
            out[i] = 2 - is_first - is_other
        else:
            out[i] = 3
    counts[0] = count
    counts[1] = further
    return 0


def better_by_one(places: Row, count: int, out: Row) -> int:
    """A standing that is better by one, for some."""
    for j in range(count):
        out[places[j]] -= 1
    return 0
