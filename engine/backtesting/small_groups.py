"""Groups of people that are large enough to be spoken of; smaller ones are put together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.analysis import groups
from engine.facts import Facts

Array = NDArray[np.float64]
Places = NDArray[np.int64]

MOST_BANDS = 10
"""Deciles, where there are people enough."""


@dataclass(frozen=True)
class Grouping:
    """People by group: `places` point into `names`. The last name is "" where `merged` groups
    stand together because one of them alone would be too small."""

    names: tuple[str, ...]
    places: Places
    merged: int = 0

    def sums(self, by_person: Array) -> Array:
        """A number of each person, added up by group."""
        return np.bincount(self.places, by_person, len(self.names)).astype(np.float64)

    @property
    def people(self) -> Places:
        """How many people each group has."""
        return np.bincount(self.places, minlength=len(self.names))


def grouped(facts: Facts, column: str, fewest: int) -> Grouping | None:
    """People by a column, none of the groups below `fewest`; None where fewer than two would stay.

    What is put together is large enough too, so that nothing follows from the total.
    """
    names, places = groups(facts, column)
    counts = np.bincount(places, minlength=len(names))
    there = np.flatnonzero(counts)
    together = there[counts[there] < fewest].tolist()
    others = sorted((int(i) for i in there if counts[i] >= fewest), key=lambda i: int(counts[i]))
    while together and counts[together].sum() < fewest and others:
        together.append(others.pop(0))
    kept = sorted(others)
    if len(kept) + bool(together) < 2:
        return None
    new = np.full(len(names), len(kept), dtype=np.int64)
    new[kept] = np.arange(len(kept))
    shown = [names[i] for i in kept] + ([""] if together else [])
    return Grouping(tuple(shown), new[places], len(together))


def bands_of(order: NDArray[np.intp], fewest: int) -> list[NDArray[np.intp]]:
    """People in `order` in bands of equal size, ten of them where each has `fewest` people; none
    where there are not two such bands."""
    count = min(MOST_BANDS, order.size // max(fewest, 1))
    return np.array_split(order, count) if count > 1 else []
