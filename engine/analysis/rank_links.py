"""How measures hang together among the people of one month, and how far people keep their rank."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.analysis.measure_shape import Bins
from engine.analysis.measured_values import Places, Values
from engine.progress import Progress, no_progress

FEWEST_PAIRS = 10
"""Of fewer person-months no correlation is told."""


@dataclass(frozen=True)
class RankLinks:
    """Rank correlations of measures, `[measures, measures]` in the order of `names`, and the
    person-months that each rests on.

    In each month everybody's value becomes a rank among those who have both values then (ties share
    the mean of their ranks), as (rank − ½) / people: 0.5 on average. The correlation of these ranks
    over all months is Spearman's for one month; what all share in a month, as a season, counts for
    nothing. NaN where fewer than FEWEST_PAIRS person-months have both or one never differs.
    """

    names: tuple[str, ...]
    correlation: Values
    pairs: Places

    def strongest(self) -> list[tuple[str, str, float]]:
        """Each two measures with their correlation, the strongest first."""
        found = [
            (one, other, float(self.correlation[j, k]))
            for j, one in enumerate(self.names)
            for k, other in enumerate(self.names)
            if j < k and not math.isnan(self.correlation[j, k])
        ]
        return sorted(found, key=lambda link: -abs(link[2]))


@dataclass(frozen=True)
class Persistence:
    """How far people keep their rank in a measure.

    `next_month` is the correlation of the ranks of one month and the next, of all who have a value
    in both. `of_person` is the part of the variance of the ranks that lies between people (the
    intraclass correlation of a one-way analysis of variance, not below 0): 1 where everybody always
    has the same rank, 0 where months are mere chance. NaN where fewer than FEWEST_PAIRS bear it.
    """

    next_month: float
    of_person: float


def month_ranks(values: Values) -> Values:
    """Ranks within each month, `[months, people]`, NaN where there is no value."""
    ranks = np.full(values.shape, np.nan)
    for row, rank in zip(values, ranks, strict=True):
        there = np.flatnonzero(~np.isnan(row))
        if there.size:
            rank[there] = (_middle_ranks(row[there]) - 0.5) / there.size
    return ranks


def rank_links(measures: Mapping[str, Values], progress: Progress = no_progress) -> RankLinks:
    """The correlations of measures, each `[months, people]` with NaN where there is no value."""
    names = tuple(measures)
    missing = {name: np.isnan(values) for name, values in measures.items()}
    ranks: dict[str, Values] = {}
    for place, name in enumerate(names):
        ranks[name] = month_ranks(measures[name])
        progress((place + 1) / (2 * len(names)))
    size = len(names)
    correlation = np.full((size, size), np.nan)
    pairs = np.zeros((size, size), np.int64)
    for j, one in enumerate(names):
        for k, other in enumerate(names[: j + 1]):
            own, their = ranks[one], ranks[other]
            if not np.array_equal(missing[one], missing[other]):
                both = ~(missing[one] | missing[other])
                own = month_ranks(np.where(both, measures[one], np.nan))
                their = month_ranks(np.where(both, measures[other], np.nan))
            correlation[j, k], pairs[j, k] = _correlation(own, their)
            correlation[k, j], pairs[k, j] = correlation[j, k], pairs[j, k]
        progress((size + j + 1) / (2 * size))
    return RankLinks(names, correlation, pairs)


def persistence(values: Values) -> Persistence:
    """How far people keep their rank in a measure, `[months, people]`."""
    ranks = month_ranks(values)
    both = ~(np.isnan(values[:-1]) | np.isnan(values[1:]))
    before = month_ranks(np.where(both, values[:-1], np.nan))
    after = month_ranks(np.where(both, values[1:], np.nan))
    return Persistence(_correlation(before, after)[0], _of_person(ranks))


def rank_correlation(one: Values, other: Values) -> float | None:
    """Spearman's correlation of two values by person; None for fewer than FEWEST_PAIRS people, or
    where one of the values never differs."""
    ranks = (month_ranks(values[None, :]) for values in (one, other))
    found, _ = _correlation(*ranks)
    return None if math.isnan(found) else found


def pair_density(one: Values, other: Values, across: Bins, up: Bins) -> Values:
    """How many person-months have both values in each bar of both measures, `[up, across]`."""
    both = ~(np.isnan(one) | np.isnan(other))
    x, y = across.places(one[both]), up.places(other[both])
    inside = (x >= 0) & (x < across.count) & (y >= 0) & (y < up.count)
    cells = np.bincount(y[inside] * across.count + x[inside], minlength=across.count * up.count)
    return cells.reshape(up.count, across.count).astype(np.float64)


def _middle_ranks(values: Values) -> Values:
    """Ranks from 1 on; those who tie share the mean of theirs."""
    order = np.argsort(values)
    ordered = values[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    ends = np.r_[starts[1:], ordered.size]
    ranks = np.empty(values.size)
    ranks[order] = np.repeat((starts + 1 + ends) / 2, ends - starts)
    return ranks


def _correlation(one: Values, other: Values) -> tuple[float, int]:
    """The correlation of ranks that are there in the same cells, and how many cells these are."""
    own, their = (ranks[~np.isnan(ranks)] - 0.5 for ranks in (one, other))
    scale = math.sqrt(float(own @ own) * float(their @ their))
    if own.size < FEWEST_PAIRS or scale <= 1e-12:
        return math.nan, int(own.size)
    return min(1.0, max(-1.0, float(own @ their) / scale)), int(own.size)


def _of_person(ranks: Values) -> float:
    """The intraclass correlation: (B − W) / (B + (k − 1) W), with B and W the mean squares between
    and within people and k the months of each, as their numbers differ."""
    months = np.count_nonzero(~np.isnan(ranks), axis=0)
    ranks, months = ranks[:, months > 0], months[months > 0]
    rows, people = int(months.sum()), months.size
    if rows - people < FEWEST_PAIRS or people < 2:
        return math.nan
    means = np.nansum(ranks, axis=0) / months
    overall = float(np.nansum(ranks)) / rows
    between = float(months @ (means - overall) ** 2) / (people - 1)
    within = float(np.nansum((ranks - means) ** 2)) / (rows - people)
    each = (rows - float(months @ months) / rows) / (people - 1)
    whole = between + (each - 1) * within
    return max(0.0, (between - within) / whole) if whole > 1e-12 else math.nan
