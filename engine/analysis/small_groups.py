"""Groups of people that are large enough to be spoken of; smaller ones are put together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.analysis.compare import groups
from engine.facts import Facts

Array = NDArray[np.float64]
Places = NDArray[np.int64]

MOST_BANDS = 10
"""Deciles, where there are people enough."""


@dataclass(frozen=True)
class Grouping:
    """People by group: `places` point into `names`, or behind them for whoever is in no month. The
    last name is "" where `merged` groups stand together because one of them alone would be too
    small."""

    names: tuple[str, ...]
    places: Places
    merged: int = 0

    def sums(self, by_person: Array) -> Array:
        """A number of each person, added up by group."""
        by_place = np.bincount(self.places, by_person, len(self.names))
        return by_place[: len(self.names)].astype(np.float64)

    @property
    def people(self) -> Places:
        """How many people each group has."""
        return np.bincount(self.places, minlength=len(self.names))[: len(self.names)]


def grouped(facts: Facts, column: str, fewest: int) -> Grouping | None:
    """People by a column, none of the groups below `fewest`; None where fewer than two would stay.

    What is put together is large enough too, so that nothing follows from the total.
    """
    names, places = groups(facts, column)
    counts = np.bincount(places, minlength=len(names))[: len(names)]
    kept, together = told_apart(counts, fewest)
    if len(kept) + bool(together) < 2:
        return None
    shown = [names[i] for i in kept] + ([""] if together else [])
    new = np.full(len(names) + 1, len(kept), dtype=np.int64)
    new[kept] = np.arange(len(kept))
    new[-1] = len(shown)
    return Grouping(tuple(shown), new[places], len(together))


def told_apart(counts: Places, fewest: int) -> tuple[list[int], list[int]]:
    """The groups that are told apart, and those that are put together, by how many people each has:
    what is put together is large enough too, as long as there are others to put to it."""
    there = np.flatnonzero(counts)
    together = there[counts[there] < fewest].tolist()
    others = sorted((int(i) for i in there if counts[i] >= fewest), key=lambda i: int(counts[i]))
    while together and counts[together].sum() < fewest and others:
        together.append(others.pop(0))
    return sorted(others), together


def month_spans(here: NDArray[np.bool_], fewest: int) -> list[range]:
    """Rows of `here[month, person]` in spans of months, in none of which there are people, but
    fewer than `fewest`; each month by itself where there are no more in all."""
    months = [range(row, row + 1) for row in range(here.shape[0])]
    if here.any(axis=0).sum() < fewest:
        return months
    spans: list[range] = []
    start = 0
    for row in range(here.shape[0]):
        people = int(here[start : row + 1].any(axis=0).sum())
        if people == 0 or people >= fewest:
            spans.append(range(start, row + 1))
            start = row + 1
    if start < here.shape[0]:
        last = len(spans)
        while here[start:].any(axis=0).sum() < fewest:
            last -= 1
            start = spans[last].start
        spans[last:] = [range(start, here.shape[0])]
    return spans


def few_paid(paid: Mapping[str, NDArray[np.bool_]], fewest: int) -> set[str]:
    """The lines that only fewer than `fewest` people are paid, by who is paid each of them; with
    them as many others as it takes that nothing of those follows from the total."""
    counts = {line: int(people.sum()) for line, people in paid.items()}
    together = {line for line, count in counts.items() if 0 < count < fewest}
    others = sorted((x for x in counts if counts[x] >= fewest), key=counts.__getitem__)
    while together and others and _people_of(paid, together) < fewest:
        together.add(others.pop(0))
    return together


def _people_of(paid: Mapping[str, NDArray[np.bool_]], lines: Collection[str]) -> int:
    return int(np.logical_or.reduce([paid[line] for line in lines]).sum())


def bands_of(order: NDArray[np.intp], fewest: int) -> list[NDArray[np.intp]]:
    """People in `order` in bands of equal size, ten of them where each has `fewest` people; none
    where there are not two such bands."""
    count = min(MOST_BANDS, order.size // max(fewest, 1))
    return np.array_split(order, count) if count > 1 else []
