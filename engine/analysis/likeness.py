"""How like two sets of people are, measure by measure: those that were observed and those that were
drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from engine.analysis.measure_shape import MeasureShape, measure_shape
from engine.analysis.measured_values import Values, groups_by_month, measure_names, measured
from engine.analysis.rank_links import rank_links
from engine.facts import Facts


@dataclass(frozen=True)
class MeasureLikeness:
    """A measure of observed and of drawn people, in the same bars, and how far they are apart.

    `distance` is the largest difference, at any value, between the shares of people-months at or
    below it (Kolmogorov and Smirnov's): 0 where both are spread alike, 1 where they nowhere meet.
    `chance` is the distance of the drawn people from others drawn alike. NaN where one has no
    value.
    """

    observed: MeasureShape
    drawn: MeasureShape
    distance: float
    chance: float


@dataclass(frozen=True)
class GroupLikeness:
    """A measure in one group: people of both, their medians, and how far they are apart."""

    group: str
    people: tuple[int, int]
    medians: tuple[float, float]
    distance: float


@dataclass(frozen=True)
class LinkLikeness:
    """Two measures whose rank correlation differs: as observed, and as drawn."""

    measures: tuple[str, str]
    observed: float
    drawn: float


def measure_likeness(observed: Facts, drawn: Facts, again: Facts) -> dict[str, MeasureLikeness]:
    """By measure that both have. `again` are drawn as `drawn` were, by another chance."""
    found = {}
    for name in measure_names(observed):
        if name in drawn.numbers:
            real, made, other = (measured(facts, name) for facts in (observed, drawn, again))
            shape = measure_shape(real, observed.person_months)
            found[name] = MeasureLikeness(
                shape,
                measure_shape(made, drawn.person_months, shape.bins),
                distance(real, made),
                distance(made, other),
            )
    return found


def group_likeness(
    observed: Facts, drawn: Facts, name: str, column: str, fewest: int
) -> list[GroupLikeness]:
    """A measure in each group of a category, or of tenure, that both have with at least `fewest`
    people."""
    groups = [groups_by_month(facts, column) for facts in (observed, drawn)]
    values = [measured(facts, name) for facts in (observed, drawn)]
    found = []
    for group in groups[0][0]:
        if group not in groups[1][0]:
            continue
        here = [places == names.index(group) for names, places in groups]
        people = [int(np.count_nonzero(mask.any(axis=0))) for mask in here]
        if min(people) < fewest:
            continue
        own = [_known(table[mask]) for table, mask in zip(values, here, strict=True)]
        medians = [float(np.median(v)) if v.size else math.nan for v in own]
        found.append(
            GroupLikeness(
                group, (people[0], people[1]), (medians[0], medians[1]), distance(own[0], own[1])
            )
        )
    return found


def link_likeness(observed: Facts, drawn: Facts, names: Iterable[str]) -> LinkLikeness | None:
    """The two measures whose rank correlation differs most; None where none is known in both."""
    tables: list[Mapping[str, Values]] = [
        {name: measured(facts, name) for name in names} for facts in (observed, drawn)
    ]
    links = [rank_links(measures) for measures in tables]
    gaps = np.abs(np.tril(links[0].correlation - links[1].correlation, -1))
    if not np.isfinite(gaps).any() or len(links[0].names) < 2:
        return None
    j, k = np.unravel_index(int(np.nanargmax(gaps)), gaps.shape)
    pair = (links[0].names[int(k)], links[0].names[int(j)])
    one, other = (float(link.correlation[j, k]) for link in links)
    return LinkLikeness(pair, one, other)


def distance(one: Values, other: Values) -> float:
    """The largest difference between the shares of values at or below any value."""
    own, their = np.sort(_known(one)), np.sort(_known(other))
    if not own.size or not their.size:
        return math.nan
    every = np.concatenate([own, their])
    below = [np.searchsorted(v, every, side="right") / v.size for v in (own, their)]
    return float(np.abs(below[0] - below[1]).max())


def _known(values: Values) -> Values:
    return values[~np.isnan(values)]
