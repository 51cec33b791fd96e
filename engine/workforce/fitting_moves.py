"""How real people change a category as they stay: grades, for the most part, that they move up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.facts import Category, Facts

Positions = NDArray[np.intp]

MOST = 0.5
"""No more than such a part moves from one value in a month."""


@dataclass(frozen=True)
class Moves:
    """Changes of a category from one month to the next: `seen` of them, of which `drawn` are made
    by people enough to be drawn, as `shares[a][b]` of those with the value a in a month."""

    seen: int
    drawn: int
    shares: Mapping[str, Mapping[str, float]]


def seen_moves(facts: Facts, category: Category, into: Positions, fewest: int) -> Moves:
    """The changes in which at least `fewest` people take part: from one value to another, else one
    value up or down in the order of the category, alike from every value. `into` is the value with
    which each one counts."""
    size = len(category.values)
    both = facts.present[1:] & facts.present[:-1]
    person = np.nonzero(both)[1]
    before = into[category.codes[:-1][both]]
    after = into[category.codes[1:][both]]
    could = np.bincount(before, minlength=size)
    changed = before != after
    pair = before[changed] * size + after[changed]
    made = np.bincount(pair, minlength=size * size).reshape(size, size)
    people = np.unique(pair * facts.size + person[changed]) // facts.size
    by_pair = np.bincount(people, minlength=size * size).reshape(size, size)
    rate = np.where(by_pair >= fewest, made / np.maximum(could, 1)[:, None], 0.0)
    drawn = int(made[by_pair >= fewest].sum())
    kept = np.unique(into)
    for lower, upper in (kept[:-1], kept[1:]), (kept[1:], kept[:-1]):
        few = rate[lower, upper] == 0
        lower, upper = lower[few], upper[few]
        movers = np.isin(pair, lower * size + upper)
        exposed = int(could[lower].sum())
        if exposed and np.unique(person[changed][movers]).size >= fewest:
            rate[lower, upper] = made[lower, upper].sum() / exposed
            drawn += int(movers.sum())
    rate *= np.minimum(1, MOST / np.maximum(rate.sum(axis=1), MOST))[:, None]
    shares = {
        category.values[a]: {
            category.values[b]: round(float(rate[a, b]), 6) for b in np.flatnonzero(rate[a])
        }
        for a in np.flatnonzero(rate.any(axis=1)).tolist()
    }
    return Moves(int(changed.sum()), drawn, shares)


def latest(facts: Facts, category: Category) -> Positions:
    """The value of everybody's last month."""
    last = facts.months - 1 - np.argmax(facts.present[::-1], axis=0)
    return np.asarray(category.codes[last, np.arange(facts.size)], np.intp)


def joined_with(facts: Facts, category: Category) -> Positions:
    """The value of the first month of everybody who joined after the first month of the facts."""
    first = np.argmax(facts.present, axis=0)
    joined = np.flatnonzero(first > 0)
    return np.asarray(category.codes[first[joined], joined], np.intp)


def changing(side: Sequence[Facts], name: str) -> float:
    """How often people have another value of a category than in the month before."""
    changed = could = 0
    for facts in side:
        both, codes = facts.present[1:] & facts.present[:-1], facts.categories[name].codes
        changed += int(((codes[1:] != codes[:-1]) & both).sum())
        could += int(both.sum())
    return changed / could if could else 0.0
