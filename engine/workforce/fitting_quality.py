"""How like the people it was fitted to those of a model are, by measure and by group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.calendar import month_text
from engine.facts import Facts
from engine.plan import Column
from engine.progress import Progress, no_progress, part
from engine.text import Text, untranslated
from engine.workforce.draw import people_for, simulate
from engine.workforce.fitting import Fitted
from engine.workforce.fitting_careers import left_for_good
from engine.workforce.fitting_moves import changing
from engine.workforce.model import TENURE

Numbers = NDArray[np.float64]

GRADES = ((0.05, "very_close"), (0.15, "close"), (0.3, "rough"))
"""Grades of a distance, by the largest that has them; beyond lies "far"."""
QUANTILES = np.arange(0.01, 1.0, 0.01)
DRAWS = 4
MASS = 0.02
"""A value that so large a share of person-months has is compared as such."""


@dataclass(frozen=True)
class Side:
    """Figures of one measure in one group: of real people, or of drawn ones. `mass` is the share of
    the values that many have in common."""

    mean: float
    sd: float
    p10: float
    p50: float
    p90: float
    mass: float


@dataclass(frozen=True)
class Likeness:
    """A measure among everybody, or those of one value of a category. `distance` is how far the
    quantiles lie apart on average, in standard deviations of the real ones; `gap` is the largest
    difference of the shares below any value (Kolmogorov and Smirnov).
    """

    measure: str
    label: Text
    kind: str
    category: str
    value: str
    group: Text | None
    rows: int
    real: Side
    drawn: Side
    distance: float
    gap: float

    @property
    def grade(self) -> str:
        """The distance in a word: very_close, close, rough or far."""
        return next((name for most, name in GRADES if self.distance <= most), "far")


@dataclass(frozen=True)
class Pair:
    """The rank correlation of two measures over person-months, among real people and drawn ones."""

    first: Text
    second: Text
    real: float
    drawn: float


@dataclass(frozen=True)
class Quality:
    """A model beside its people. `leaving` are shares that leave in a month, real and drawn;
    `persistence` by measure how far the next month goes along with this one, `changing` by category
    the share of people with another value than in the month before; `alike` is how many
    drawn people equal a real one in all measures and months."""

    likenesses: tuple[Likeness, ...]
    pairs: tuple[Pair, ...]
    persistence: tuple[Pair, ...]
    changing: tuple[Pair, ...]
    leaving: tuple[float, float]
    alike: int
    drawn: int


def quality(fitted: Fitted, seed: int = 1, progress: Progress = no_progress) -> Quality:
    """Draws people for the same months as those of the facts and compares both."""
    real, model = fitted.facts, fitted.model.settled
    headcount = round(float(real.present.sum(axis=1).mean()))
    size = int(np.clip(headcount, 250, 5000))
    first = month_text(real.first)
    people = people_for(model, seed, size, real.first, real.months)
    draws = []
    for i in range(DRAWS):
        drawing = part(progress, i / (DRAWS + 1), (i + 1) / (DRAWS + 1))
        draws.append(simulate(model, seed + i, people, real.months, first, drawing))
    columns = [c for c in fitted.plan.facts.values() if c.is_number and c.id in real.numbers]
    compared = [c for c in columns if c.id != TENURE or TENURE in fitted.plan.facts]
    return Quality(
        likenesses=tuple(
            _likenesses(fitted, compared, draws, part(progress, DRAWS / (DRAWS + 1), 1))
        ),
        pairs=tuple(_pairs([c for c in compared if c.id != TENURE], real, draws)),
        persistence=tuple(_persistence(compared, real, draws)),
        changing=tuple(_changes(fitted, draws)),
        leaving=(_leaving([real]), _leaving(draws)),
        alike=sum(alike(real, drawn, [c.id for c in columns if c.id != TENURE]) for drawn in draws),
        drawn=sum(drawn.size for drawn in draws),
    )


def alike(real: Facts, drawn: Facts, measures: list[str]) -> int:
    """How many drawn people are there in the very months of a real one and equal them in all the
    measures. Both have the same months."""
    if not measures:
        return 0
    known = set(_whole(real, measures))
    return sum(one in known for one in _whole(drawn, measures))


def _whole(facts: Facts, measures: list[str]) -> list[bytes]:
    """All that is measured of each person, as one value."""
    stack = np.stack([facts.present.astype(float), *(facts.numbers[m] for m in measures)])
    return [np.ascontiguousarray(stack[:, :, i]).tobytes() for i in range(facts.size)]


def _likenesses(
    fitted: Fitted, columns: list[Column], draws: list[Facts], progress: Progress
) -> Iterator[Likeness]:
    plan, real = fitted.plan, fitted.facts
    for place, column in enumerate(columns):
        progress(place / len(columns))
        observed = real.numbers[column.id][real.present]
        simulated = _pooled(column.id, draws)
        yield _likeness(column, observed, simulated)
        for name in fitted.model.attributes:
            category = real.categories[name]
            for code, value in enumerate(category.values):
                theirs = real.present & (category.codes == code)
                if int(theirs.any(axis=0).sum()) < fitted.fewest:
                    continue
                drawn = np.concatenate([_of(d, name, value, column.id) for d in draws])
                if drawn.size:
                    known = plan.facts.get(name)
                    label = known.values.get(value) if known else None
                    found = _likeness(column, real.numbers[column.id][theirs], drawn)
                    yield replace(found, category=name, value=value, group=label)


def _of(facts: Facts, name: str, value: str, measure: str) -> Numbers:
    category = facts.categories[name]
    theirs = facts.present & (category.codes == category.values.index(value))
    return np.asarray(facts.numbers[measure][theirs])


def _pooled(measure: str, draws: list[Facts]) -> Numbers:
    return np.concatenate([d.numbers[measure][d.present] for d in draws])


def _likeness(column: Column, real: Numbers, drawn: Numbers) -> Likeness:
    values, counts = np.unique(real, return_counts=True)
    common = values[counts >= max(MASS * real.size, 2)]
    spread = float(real.std()) or max(abs(float(real.mean())), 1.0)
    apart = np.abs(np.quantile(real, QUANTILES) - np.quantile(drawn, QUANTILES))
    grid = np.unique(np.concatenate([np.quantile(real, QUANTILES), np.quantile(drawn, QUANTILES)]))
    below = np.searchsorted(np.sort(real), grid, side="right") / real.size
    below_drawn = np.searchsorted(np.sort(drawn), grid, side="right") / drawn.size
    return Likeness(
        measure=column.id,
        label=column.label,
        kind=column.kind,
        category="",
        value="",
        group=None,
        rows=real.size,
        real=_side(real, common),
        drawn=_side(drawn, common),
        distance=float(apart.mean()) / spread,
        gap=float(np.abs(below - below_drawn).max()),
    )


def _side(values: Numbers, common: Numbers) -> Side:
    p10, p50, p90 = (float(q) for q in np.quantile(values, (0.1, 0.5, 0.9)))
    mass = float(np.isin(values, common).mean())
    return Side(float(values.mean()), float(values.std()), p10, p50, p90, mass)


def _pairs(columns: list[Column], real: Facts, draws: list[Facts]) -> Iterator[Pair]:
    for j, first in enumerate(columns):
        for second in columns[:j]:
            both = (second.id, first.id)
            there = _rank(*(real.numbers[m][real.present] for m in both))
            drawn = _rank(*(_pooled(m, draws) for m in both))
            yield Pair(second.label, first.label, there, drawn)


def _persistence(columns: list[Column], real: Facts, draws: list[Facts]) -> Iterator[Pair]:
    for column in columns:
        found = []
        for side in ([real], draws):
            now, then = [], []
            for facts in side:
                both = facts.present[1:] & facts.present[:-1]
                now.append(facts.numbers[column.id][1:][both])
                then.append(facts.numbers[column.id][:-1][both])
            found.append(_rank(np.concatenate(now), np.concatenate(then)))
        yield Pair(column.label, column.label, found[0], found[1])


def _changes(fitted: Fitted, draws: list[Facts]) -> Iterator[Pair]:
    for name, attribute in fitted.model.attributes.items():
        real = changing([fitted.facts], name)
        if real or attribute.moves:
            known = fitted.plan.facts.get(name)
            label = known.label if known else untranslated(name)
            yield Pair(label, label, real, changing(draws, name))


def _rank(first: Numbers, second: Numbers) -> float:
    """The rank correlation; no number where one of them is the same for all."""
    if first.size < 3 or not (np.ptp(first) > 0 and np.ptp(second) > 0):
        return float("nan")
    return float(np.corrcoef(_places(first), _places(second))[0, 1])


def _places(values: Numbers) -> Numbers:
    """The place of each value among all in their order; values alike share the middle of theirs."""
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[which], dtype=np.float64)


def _leaving(side: list[Facts]) -> float:
    """The share of people that leaves after a month, those left out who are taken to be away."""
    gone, could = 0.0, 0
    for facts in side:
        gone += float(left_for_good(facts.present).sum())
        could += int(facts.present[:-1].sum())
    return gone / could if could else 0.0
