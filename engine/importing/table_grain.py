"""How fine a table is: one row for each month of an employee, or several."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.importing.matching import Matching
from engine.importing.recipe import TableKeys
from engine.importing.written_dates import read_days

SEVERAL = 0.2
"""A table is one of events where in so many of the months of its people several rows stand; where
it is fewer, they are asked about."""


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
    table = matching.named[name]
    if not keys.employee or keys.month is None:
        return Grain(0.0, False)
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
    counts = np.unique(pairs[months >= 0], return_counts=True)[1]
    return Grain(float((counts > 1).mean()) if counts.size else 0.0, by_day)
