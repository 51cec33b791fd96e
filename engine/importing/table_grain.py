"""How fine a table is: one row for each month of an employee, or several."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.importing.matching import Matching
from engine.importing.recipe import TableKeys
from engine.written import read_days

SEVERAL = 0.2
"""A table is one of events where in so many of the months of its people several rows stand; where
it is fewer, they are asked about."""
FEWEST = 3
"""Fewer months in which the rows of one employee say the same may do so by chance."""


@dataclass(frozen=True)
class Grain:
    """How many rows stand in one month of an employee: `share` is that of the months with several,
    `by_day` whether rows say their day."""

    share: float
    by_day: bool

    @property
    def is_events(self) -> bool:
        """Whether rows are below the month."""
        return self.share >= SEVERAL


def grain(matching: Matching, name: str, keys: TableKeys) -> Grain:
    """How many rows of a table stand in one month of an employee."""
    groups, by_day = _groups(matching, name, keys)
    counts = np.unique(groups[groups >= 0], return_counts=True)[1]
    return Grain(float((counts > 1).mean()) if counts.size else 0.0, by_day)


def repeats(matching: Matching, name: str, keys: TableKeys, heading: str) -> bool:
    """Whether a column says the same in all rows of each month of an employee, as where a target
    stands beside each order; at least FEWEST months have several rows."""
    groups, _ = _groups(matching, name, keys)
    counts = np.unique(groups[groups >= 0], return_counts=True)[1]
    if not counts.size or int((counts > 1).sum()) < FEWEST:
        return False
    texts = matching.columns.named[name].column(heading).dictionary_encode()
    pairs = groups * len(texts.dictionary) + texts.indices.to_numpy(zero_copy_only=False)
    return len(np.unique(pairs[groups >= 0])) == len(counts)


def _groups(matching: Matching, name: str, keys: TableKeys) -> tuple[NDArray[np.int64], bool]:
    """For each row a number of its month of an employee, below 0 for none, and whether rows say
    their day."""
    table = matching.columns.named[name]
    if not keys.employee or keys.month is None:
        return np.zeros(0, dtype=np.int64), False
    people = table.column(keys.employee).dictionary_encode().indices.to_numpy()
    if not keys.month.column:
        months, by_day = np.zeros_like(people), False
    else:
        coded = table.column(keys.month.column).dictionary_encode()
        texts = coded.dictionary.to_pylist()
        days = read_days(texts, keys.month.year, keys.month.day_first, serial=True)
        said = {t: (d.year, d.month or d.one) for t, d in days.read.items()}
        place = {month: i for i, month in enumerate(dict.fromkeys(said.values()))}
        of_text = np.array([place.get(said.get(t, (0, 0)), -1) for t in texts] or [-1])
        months = of_text[coded.indices.to_numpy()]
        by_day = len({(d.year, d.month, d.day) for d in days.read.values()}) > len(place)
    pairs = people.astype(np.int64) * (int(months.max(initial=0)) + 2) + months + 1
    return np.where(months >= 0, pairs, -1), by_day
