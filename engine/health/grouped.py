"""People sorted into groups, so that each group can be looked at without a look at everybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.analysis import groups
from engine.evaluation import Memory
from engine.facts import Facts

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Grouped:
    """`order` are the people group by group, those of a group by id; `starts` is where in it each
    group begins, and `places` are the groups' numbers."""

    order: NDArray[np.intp]
    starts: NDArray[np.intp]
    places: NDArray[np.int64]

    @cached_property
    def sizes(self) -> NDArray[np.intp]:
        """How many people are in each group."""
        return np.diff(self.starts, append=self.order.size)

    def members(self, group: int) -> NDArray[np.intp]:
        """The people of a group."""
        start = self.starts[group]
        return self.order[start : start + self.sizes[group]]

    def __iter__(self) -> Iterator[NDArray[np.intp]]:
        return map(self.members, range(self.starts.size))

    def means(self, values: Array) -> Array:
        """The mean of each group, as exact as sums in order are."""
        return np.asarray(np.add.reduceat(values[self.order], self.starts) / self.sizes)

    def deviations(self, values: Array, means: Array) -> Array:
        """The standard deviation of each group, whose means are given."""
        off = values[self.order] - np.repeat(means, self.sizes)
        return np.sqrt(np.add.reduceat(off * off, self.starts) / self.sizes)


def grouped(places: NDArray[np.int64]) -> Grouped:
    """Everybody by the number of their group."""
    few = int(places.max(initial=0)) <= np.iinfo(np.uint16).max
    narrow = places.astype(np.uint16) if few else places  # sorted in a few passes
    order = np.argsort(narrow, kind="stable")
    ordered = narrow[order]
    starts = np.flatnonzero(np.diff(ordered.astype(np.int64), prepend=-1))
    return Grouped(order, starts, ordered[starts].astype(np.int64))


def grouped_by(facts: Facts, column: str, memory: Memory) -> tuple[Sequence[str], Grouped]:
    """Everybody by a column as it was in their last month, with the names of the groups."""

    def sort() -> tuple[Sequence[str], Grouped]:
        names, places = groups(facts, column)
        return names, grouped(places)

    return memory.cached(("grouped", facts.key, column), sort)
