"""The best step of one figure: looked for all over, between steps where the answer turns, and
around the best that was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from engine.progress import Progress

Merit = tuple[float, ...]
"""How good a step is; the least is the best. The first entry is how far it is from what is allowed:
0 where it is allowed."""

LOOKED_AT = 33
"""So many steps are looked at first."""
ZOOMED = 8
"""And so many around the best of them, again and again until there is none between."""
PARTED = 2
"""Into so many parts the places are parted between which the answer turns."""


@dataclass(frozen=True)
class Searched:
    """The best place, and the places that were tried, all of them where `every` says so."""

    best: int
    tried: tuple[int, ...]
    every: bool


def _nothing(places: list[int]) -> None:
    """Nothing is to be made ready."""


def search(
    count: int,
    own: int,
    merit: Callable[[int], Merit],
    most: int,
    progress: Progress,
    looked_at: int = LOOKED_AT,
    parted: int = PARTED,
    ready: Callable[[list[int]], None] = _nothing,
) -> Searched:
    """The best of `count` places. Each one is tried where there are at most `most`; else some all
    over, then between neighbours of which one alone is allowed, parted into so many again and
    again, then places around the best one until its neighbours are known. That finds the best place
    where merit rises or falls between those first looked at. `ready` is told which places are
    looked at next."""
    known: dict[int, Merit] = {}
    expected = count if count <= most else looked_at + 5 * ZOOMED

    def look(places: Iterable[int]) -> None:
        new = sorted({*places} - known.keys())
        ready(new)
        for place in new:
            known[place] = merit(place)
            progress(min(len(known) / expected, 1.0))

    if count <= most:
        look(range(count))
        return Searched(min(known, key=known.__getitem__), tuple(sorted(known)), True)
    look({*_spaced(0, count - 1, looked_at), own})
    turns = [
        pair for pair in pairwise(sorted(known)) if len({known[at][0] > 0 for at in pair}) == 2
    ]
    for below, above in turns:
        while above - below > 1:
            between = _spaced(below, above, parted + 1)
            look(between)
            below, above = next(
                pair for pair in pairwise(between) if len({known[at][0] > 0 for at in pair}) == 2
            )
    while True:
        best = min(known, key=known.__getitem__)
        around = sorted(known)
        at = around.index(best)
        low, high = around[max(at - 1, 0)], around[min(at + 1, len(around) - 1)]
        half = ZOOMED // 2 + 1
        new = {*_spaced(low, best, half), *_spaced(best, high, half)}
        if new <= known.keys():
            return Searched(best, tuple(around), len(known) == count)
        look(sorted(new))


def _spaced(low: int, high: int, count: int) -> list[int]:
    """Whole numbers from the lowest to the highest, as far apart as so few allow."""
    if high - low < count:
        return list(range(low, high + 1))
    return sorted({low + round(i * (high - low) / (count - 1)) for i in range(count)})
