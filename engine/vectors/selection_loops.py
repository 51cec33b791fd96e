"""The first people of each group by a whole number, found without putting everybody in order, as
plain loops: bins of the leading bits tell who is surely among them and who may be, and only these
few, the doubtful ones, are held against each other.

Keys are whole numbers from 0 on and below 2**62; the higher one comes first, of equal ones that of
the lower id.
"""

from __future__ import annotations

from engine.vectors.everyone_loops import Row
from engine.vectors.loop_words import leading

NOBODY = 1 << 62
"""Above all keys."""
AT_ONCE = 128
"""People of the only group who are looked through for doubtful ones where there is one among them;
of many groups there always is."""


def shifts_of_groups(spans: Row, groups: int, bins: int, shifts: Row) -> int:
    """By how many bits keys below the span of their group are shifted to be below `bins`."""
    for group in range(groups):
        most = int(spans[group]) - 1
        shift = 0
        while (most >> shift) >= bins:
            shift += 1
        shifts[group] = shift
    return 0


def keys_in_bins(
    keys: Row, least: int, here: Row, by: Row, people: int, groups: int, shifts: Row, bins: int,
    counted: Row,
) -> int:  # fmt: skip
    """How many of each group are in each bin, by how far keys are above `least`, which is put in
    place of them; any for the absent."""
    for k in range(groups * bins):
        counted[k] = 0
    for i in range(people):
        key = keys[i] - least
        keys[i] = key
        key = key if here[i] else 0
        group = int(by[i])
        counted[group * bins + (key >> shifts[group])] += here[i]
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


def doubtful_ones(
    keys: Row, here: Row, by: Row, people: int, groups: int, low: Row, high: Row,
    own: Row, places: Row,
) -> int:  # fmt: skip
    """The keys of those who may be among the first, and their places in the order of ids: how many
    they are."""
    count = 0
    start = 0
    while start < people:
        end = start + AT_ONCE if start + AT_ONCE < people else people
        some = groups - 1
        if groups == 1:
            for i in range(start, end):
                some = some | here[i] & (int(keys[i] >= low[by[i]]) - int(keys[i] >= high[by[i]]))
        if some:
            for i in range(start, end):
                own[count] = keys[i]
                places[count] = i
                count += here[i] & (int(keys[i] >= low[by[i]]) - int(keys[i] >= high[by[i]]))
        start = end
    return count


def people_by_group(
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


def first_of_doubtful(
    keys: Row, places: Row, count: int, by: Row, groups: int, upper: Row, left: Row, unsure: int,
    ends: Row, own: Row, found: Row,
) -> int:  # fmt: skip
    """Of those who may be among the first, by key and place in the order of ids, who are, put into
    `found`: how many; -1 where another key differs from that of the last by no more than `unsure`,
    without being equal. `own` and `found` have as many entries as places.

    The key of the last is found bit by bit, from the leading one on in which they differ.
    """
    people_by_group(keys, places, count, by, groups, ends, own, found)
    first = 0
    start = 0
    for group in range(groups):
        end = ends[group]
        size = end - start
        if size > 0:
            one = own[start]
            edge = upper[group]
            differ = 0
            more = left[group]
            for j in range(start, end):
                differ = differ | (own[j] ^ one)
                more += int(own[j] >= edge)
            last = -1
            if more < size:
                last = one - (one & differ)
                known = 0
                while differ > 0:
                    bit = leading(differ)
                    differ = differ ^ bit
                    known = known | bit
                    having = 0
                    for j in range(start, end):
                        having += int((own[j] & known) == (last | bit) & known)
                    if having >= more:
                        last = last | bit
                    else:
                        more -= having
            close = 0
            for j in range(start, end):
                key = own[j]
                is_last = int(key == last)
                is_first = int(key > last) | is_last & int(more > 0)
                more -= is_last
                close = close | int(abs(key - last) <= unsure) - is_last
                found[first] = found[j]
                first += is_first
            if close and last >= 0:
                return -1
        start = end
    return first
