"""What people are, from month to month, and how many report to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.analysis.measured_values import Places, Values, groups_by_month
from engine.facts import Facts


@dataclass(frozen=True)
class CategoryShares:
    """The share of the people there in each month that each value of a category has, `[values,
    months]`, NaN in a month with nobody there; `people` is how many ever had it."""

    values: tuple[str, ...]
    shares: Values
    people: Places


@dataclass(frozen=True)
class ReportingSpans:
    """How many people report to each manager in the last month: `spans` in ascending order, one a
    manager; `without` are there then and report to nobody."""

    spans: NDArray[np.int64]
    without: int

    @property
    def median(self) -> float:
        return float(np.median(self.spans))


def category_shares(facts: Facts, column: str) -> CategoryShares:
    """The shares of a category's values, or of the bands of tenure."""
    names, places = groups_by_month(facts, column)
    there = facts.present.sum(axis=1)
    counts = np.stack([(places == place).sum(axis=1) for place in range(len(names))])
    people = np.array([(places == place).any(axis=0).sum() for place in range(len(names))])
    shares = np.where(there > 0, counts / np.maximum(there, 1), np.nan)
    return CategoryShares(names, shares, people.astype(np.int64))


def reporting_spans(facts: Facts) -> Mapping[str, ReportingSpans]:
    """By column that names another employee, where somebody has one in the last month."""
    there = facts.present[-1]
    found = {}
    for name, managers in facts.people.items():
        own = managers[-1][there]
        led = own[own >= 0]
        if led.size:
            counts = np.bincount(led)
            spans = np.sort(counts[counts > 0]).astype(np.int64)
            found[name] = ReportingSpans(spans, int(own.size - led.size))
    return found
