"""Who is there in each month, who joins and who leaves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.analysis.measured_values import Places, tenure_band_names, tenure_bands
from engine.facts import Facts


@dataclass(frozen=True)
class LeavingRow:
    """Leavers of a band of tenure: `left` of `months` person-months after which somebody could be
    seen leaving."""

    band: str
    months: int
    left: int

    @property
    def rate(self) -> float:
        """The share that leaves in a month."""
        return self.left / self.months


@dataclass(frozen=True)
class Headcount:
    """People by month, `[months]` each.

    `there` have a row. `joined` have their first row in this month, which nobody has in the first
    month; `left` have their last row in this month, which nobody has in the last month, where who
    leaves cannot be known. `away` have rows before and after, but none in this month.
    """

    there: Places
    joined: Places
    left: Places
    away: Places
    by_tenure: tuple[LeavingRow, ...]

    @property
    def leaving_rate(self) -> float:
        """The share of the people there that leaves in a month, of all months but the last; NaN of
        a single month."""
        served = int(self.there[:-1].sum())
        return int(self.left.sum()) / served if served else np.nan


def headcount(facts: Facts) -> Headcount:
    """Who comes and goes. `by_tenure` is empty where tenure is not known; bands in which nobody
    was seen are left out."""
    months = facts.months
    first = facts.present.argmax(axis=0)
    last = months - 1 - facts.present[::-1].argmax(axis=0)
    there = facts.present.sum(axis=1).astype(np.int64)
    joined = np.bincount(first, minlength=months).astype(np.int64)
    left = np.bincount(last, minlength=months).astype(np.int64)
    joined[0] = left[-1] = 0
    rows = np.arange(months)[:, None]
    away = ((rows > first) & (rows < last) & ~facts.present).sum(axis=1).astype(np.int64)
    return Headcount(there, joined, left, away, _by_tenure(facts, last))


def _by_tenure(facts: Facts, last: Places) -> tuple[LeavingRow, ...]:
    tenure = facts.numbers.get("tenure_months")
    if tenure is None or facts.months < 2:
        return ()
    seen = facts.present[:-1]
    bands = tenure_bands(tenure[:-1])
    leaves = np.arange(facts.months - 1)[:, None] == last
    names = tenure_band_names()
    served = np.bincount(bands[seen], minlength=len(names))
    gone = np.bincount(bands[seen & leaves], minlength=len(names))
    return tuple(
        LeavingRow(name, int(months), int(left))
        for name, months, left in zip(names, served, gone, strict=True)
        if months
    )
