"""Another figure of the plan, or a pair of them, that would make person-months agree.

A figure is found by trying plausible ones around the plan's, by asking of each open person-month
which figure would give what was paid, and by taking the roundest that most of them name. What is
found on some people is tested on everybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from engine.analysis.evidence import Evidence
from engine.analysis.paid_figures import Fen
from engine.analysis.plausible_figures import (
    DIGITS,
    Slot,
    digits,
    figure_at,
    near,
    roughness,
    roundest,
    slots,
    with_figure,
)
from engine.analysis.reconciled_words import phrase
from engine.analysis.suspect_scope import ALL, GROUP, MONTHS, best_scope
from engine.analysis.suspicion import Suspicion
from engine.plan import Plan, describe
from engine.text import Text, in_each_language
from engine.yaml_files import Json

FEWEST = 3
"""So many person-months make a figure; any one could be met by some figure."""
NAMED = 4
"""So many of the figures that person-months name are tried."""
TESTED = 3
"""So many of what is found on some people are tested on everybody."""
FINER, FINER_TWICE = 8, 2
"""So many figures are tried between two neighbours, and so often."""
PAIRED = 10
"""So many figures, those that move most of what is open, are tried in pairs."""
DRAWN = 120
"""So many pairs of person-months are asked which two figures would make both agree."""
_SCOPES = (ALL, MONTHS, GROUP)
_HALF_A_FEN = 0.5 + 1e-6

Numbers = NDArray[np.float64]


@dataclass
class _Tried:
    """A slot with what is predicted for some people by figure."""

    slot: Slot
    figure: float
    by_figure: dict[float, Fen] = field(default_factory=dict)
    moved: int = 0


@dataclass(frozen=True)
class _Found:
    """Other figures with how much they explain of some people beyond what they break, how narrow
    their scope is, how rough they are, and further figures that explain the very same."""

    net: int
    scope: int
    rough: float
    values: Mapping[str, Json]
    also: tuple[Mapping[str, Json], ...] = ()

    @property
    def order(self) -> tuple[int, int, float]:
        """The likeliest comes first."""
        return -self.net, self.scope, self.rough


def other_figures(evidence: Evidence) -> Iterator[Suspicion]:
    """The likeliest other figures, then, where one alone explains little, pairs of them."""
    some = evidence.some()
    if not some.open.any():
        return
    tried = [_first_tries(some, slot) for slot in slots(some.plan, some.lines)]
    tried = sorted((t for t in tried if t.moved), key=lambda t: -t.moved)
    found = [one for one in (_best_figure(some, t) for t in tried) if one is not None]
    found += _switches(some)
    found.sort(key=lambda one: one.order)
    most = found[0].net if found else 0
    if most < some.open.sum() / 2:
        pairs = sorted(_pairs(some, tried[:PAIRED]), key=lambda one: one.order)
        found = [*found[:TESTED], *(pair for pair in pairs[:TESTED] if pair.net > most)]
        found.sort(key=lambda one: one.order)
    tested = [(one, list(_tested(evidence, one.values))) for one in found[:TESTED]]
    for one, suspicions in tested:
        for suspicion in suspicions:
            others = [other.values for other, _ in tested if other is not one]
            also = tuple(v for v in (*one.also, *others) if _explains_same(evidence, suspicion, v))
            yield replace(suspicion, also=also)


def _explains_same(evidence: Evidence, suspicion: Suspicion, values: Mapping[str, Json]) -> bool:
    """Whether other figures explain the very person-months that a suspicion does."""
    predicted = evidence.with_values(values)
    if predicted is None:
        return False
    explained, broken = evidence.test(predicted)
    cells = suspicion.scope.cells
    same = np.array_equal(explained & cells, suspicion.explained)
    return bool(same and (broken & cells).sum() == suspicion.scope.breaks)


def _found(
    some: Evidence, predicted: Fen | None, rough: float, values: Mapping[str, Json]
) -> _Found | None:
    """What figures explain of some people; None where it is not worth more than what they break."""
    if predicted is None:
        return None
    scope = best_scope(some, *some.test(predicted), _SCOPES)
    if scope is None or scope.net <= 0:
        return None
    return _Found(scope.net, _SCOPES.index(scope.kind), rough, values)


def _switches(some: Evidence) -> list[_Found]:
    """Conditions of the plan the other way round."""
    names = [p.id for p in some.plan.parameters.values() if isinstance(p.json, bool)]
    each = ({name: not some.plan.parameters[name].json} for name in names)
    tried = (_found(some, some.with_values(values), 0.0, values) for values in each)
    return [one for one in tried if one is not None]


def _tested(evidence: Evidence, values: Mapping[str, Json]) -> Iterator[Suspicion]:
    predicted = evidence.with_values(values)
    if predicted is None:
        return
    explained, broken = evidence.test(predicted)
    scope = best_scope(evidence, explained, broken, _SCOPES)
    if scope is None or scope.explains < FEWEST:
        return
    plan = evidence.plan.with_values(values)

    def sentence(said: Mapping[str, object]) -> Text:
        changes = figure_changes(evidence.plan, values)
        key = "suspect_pair" if len(values) > 1 else "suspect_parameter"
        return phrase(key, changes=changes, **said)

    key = ",".join(_key(evidence.plan, plan, name) for name in values)
    kind = "pair" if len(values) > 1 else "parameter"
    yield Suspicion(kind, key, scope, explained & scope.cells, sentence, values)


def figure_changes(plan: Plan, values: Mapping[str, Json]) -> Text:
    """What other figures change, in words."""
    after = plan.with_values(values)
    return in_each_language(
        lambda language: phrase.say(language, "semicolon").join(describe(plan, after, language))
    )


def _key(before: Plan, after: Plan, name: str) -> str:
    """The figures of a parameter that are others, by where they stand."""
    old, new = before.parameters[name].value, after.parameters[name].value
    if not new.rows():
        return f"{name}={after.parameters[name].json}"
    changed = [
        f"{name}.{row.get('key', place)}.{column}={figure}"
        for place, (row, was) in enumerate(zip(new.rows(), old.rows(), strict=True))
        for column, figure in row.items()
        if was[column] != figure
    ]
    return ",".join(changed)


# -- one figure ------------------------------------------------------------------------------


def _first_tries(some: Evidence, slot: Slot) -> _Tried:
    """The plan's figure, the furthest on either side that fit in its place, and the closest."""
    tried = _Tried(slot, figure_at(some.plan, slot))
    around = near(tried.figure, some.plan.parameters[slot[0]].unit)
    closest = sorted(around, key=lambda x: abs(x - tried.figure))[:2]
    for figures in (around, around[::-1]):
        fitting = (x for x in figures if _try(some, tried, x))
        next(fitting, None)
    for figure in closest:
        _try(some, tried, figure)
    for predicted in tried.by_figure.values():
        moved = ((predicted != some.predicted) & some.filled).any(axis=0) & some.open
        tried.moved = max(tried.moved, int(moved.sum()))
    tried.by_figure[tried.figure] = some.predicted
    return tried


def _try(some: Evidence, tried: _Tried, figure: float) -> bool:
    """Keeps what a figure predicts; whether it fits."""
    if figure not in tried.by_figure:
        value = with_figure(some.plan, tried.slot, figure)
        predicted = some.with_values({tried.slot[0]: value})
        if predicted is not None:
            tried.by_figure[figure] = predicted
    return figure in tried.by_figure


def _best_figure(some: Evidence, tried: _Tried) -> _Found | None:
    """The figure of a slot that explains the most."""
    for figure in near(tried.figure, some.plan.parameters[tried.slot[0]].unit):
        _try(some, tried, figure)
    for figure in _named(some, tried):
        _try(some, tried, figure)
    for _ in range(FINER_TWICE):
        nearest = _nearest_tried(some, tried)
        if nearest is None:
            return None
        for figure in _between(tried, nearest):
            _try(some, tried, figure)
    best = _best_tried(some, tried)
    if best is None:
        return None
    values = {tried.slot[0]: with_figure(some.plan, tried.slot, best)}
    found = _found(some, tried.by_figure[best], roughness(best), values)
    if found is None:
        return None
    ends = [
        {tried.slot[0]: with_figure(some.plan, tried.slot, end)} for end in _ends(some, tried, best)
    ]
    return replace(found, also=tuple(ends))


def _ends(some: Evidence, tried: _Tried, best: float) -> list[float]:
    """The lowest and the highest figure in a row that predict the same as the best one."""
    known = sorted(tried.by_figure)
    ends = []
    for step in (-1, 1):
        place = known.index(best)
        while 0 <= place + step < len(known) and np.array_equal(
            tried.by_figure[known[place + step]][some.filled], tried.by_figure[best][some.filled]
        ):
            place += step
        if known[place] not in (best, tried.figure):
            ends.append(known[place])
    return ends


def _nearest_tried(some: Evidence, tried: _Tried) -> float | None:
    """The figure to look around more closely: it explains something, and breaks the least."""
    best = _best_tried(some, tried)
    if best is not None:
        return best
    found = []
    for figure, predicted in tried.by_figure.items():
        explained, broken = (int(cells.sum()) for cells in some.test(predicted))
        if explained >= FEWEST:
            found.append((explained - broken, -abs(figure - tried.figure), figure))
    return max(found)[2] if found else None


def _best_tried(some: Evidence, tried: _Tried) -> float | None:
    """The figure tried that explains the most beyond what it breaks, the roundest of equal ones."""
    found = []
    for figure, predicted in tried.by_figure.items():
        if figure == tried.figure:
            continue
        one = _found(some, predicted, roughness(figure), {})
        if one is not None:
            found.append((*one.order, abs(figure - tried.figure), figure))
    return min(found)[-1] if found else None


def _named(some: Evidence, tried: _Tried) -> list[float]:
    """The figures that most open person-months name: where what is predicted, straight between two
    figures tried, is what was paid."""
    known = sorted(tried.by_figure)
    votes: Counter[float] = Counter()
    target = np.where(some.filled, some.paid, 0).sum(axis=0)[some.open].astype(np.float64)
    values = [
        np.where(some.filled, tried.by_figure[x], 0).sum(axis=0)[some.open].astype(np.float64)
        for x in known
    ]
    for place in range(len(known) - 1):
        low, high = known[place], known[place + 1]
        before, after = values[place], values[place + 1]
        first, last = place == 0, place == len(known) - 2
        slope = (after - before) / (high - low)
        there = slope != 0
        at = low + (target - before)[there] / slope[there]
        width = high - low
        inside = (at >= low - width * 4 * first) & (at <= high + width * 4 * last)
        for figure, fen in zip(at[inside], np.abs(slope[there][inside]), strict=True):
            votes[roundest(float(figure), _HALF_A_FEN * len(some.lines) / float(fen))] += 1
    often = [x for x, count in votes.most_common(3 * NAMED) if count > 1 and _written(x, tried)]
    return often[:NAMED]


def _written(figure: float, tried: _Tried) -> bool:
    """Whether somebody would write such a figure in place of the plan's."""
    return digits(figure) <= max(DIGITS, digits(tried.figure) + 1)


def _between(tried: _Tried, figure: float) -> list[float]:
    """Plausible figures between one and its neighbours among those tried."""
    known = sorted(tried.by_figure)
    place = known.index(figure)
    low, high = known[max(place - 1, 0)], known[min(place + 1, len(known) - 1)]
    step = (high - low) / FINER
    if step <= 0:
        return []
    found = {roundest(low + i * step, step / 2) for i in range(1, FINER)}
    return sorted(x for x in found if _written(x, tried))


# -- two figures -----------------------------------------------------------------------------


def _pairs(some: Evidence, tried: Iterable[_Tried]) -> Iterator[_Found]:
    """Pairs of figures that many pairs of open person-months name: pay is taken to be straight
    near the plan's figures."""
    at = np.nonzero(some.open)
    target = some.difference[:, at[0], at[1]].sum(axis=0).astype(np.float64)
    slopes: list[tuple[_Tried, Numbers]] = []
    for one in tried:
        other = min(
            (x for x in one.by_figure if x != one.figure), key=lambda x: abs(x - one.figure)
        )
        moved = np.where(some.filled, one.by_figure[other] - some.predicted, 0)
        slope = moved[:, at[0], at[1]].sum(axis=0) / (other - one.figure)
        if (slope != 0).sum() >= FEWEST:
            slopes.append((one, slope))
    for (first, by_first), (second, by_second) in combinations(slopes, 2):
        both = np.flatnonzero((by_first != 0) & (by_second != 0))
        if both.size < FEWEST + 1:
            continue
        named = _named_pairs(by_first[both], by_second[both], target[both], first, second)
        for x, y in named:
            values = _two_values(some.plan, first.slot, second.slot, x, y)
            rough = roughness(x) + roughness(y)
            pair = _found(some, some.with_values(values), rough, values)
            if pair is not None:
                yield pair


def _named_pairs(
    a: Numbers, b: Numbers, target: Numbers, first: _Tried, second: _Tried
) -> list[tuple[float, float]]:
    rng = np.random.default_rng(0)
    i = rng.integers(0, a.size, DRAWN)
    j = rng.integers(0, a.size, DRAWN)
    ground = a[i] * b[j] - a[j] * b[i]
    solvable = np.abs(ground) > 1e-6 * np.abs(a[i] * b[j]) + 1e-12
    i, j, ground = i[solvable], j[solvable], ground[solvable]
    xs = first.figure + (target[i] * b[j] - target[j] * b[i]) / ground
    ys = second.figure + (a[i] * target[j] - a[j] * target[i]) / ground
    off_x = (np.abs(b[i]) + np.abs(b[j])) / np.abs(ground)
    off_y = (np.abs(a[i]) + np.abs(a[j])) / np.abs(ground)
    votes: Counter[tuple[float, float]] = Counter()
    for x, y, dx, dy in zip(xs, ys, off_x, off_y, strict=True):
        pair = roundest(float(x), float(dx)), roundest(float(y), float(dy))
        if _written(pair[0], first) and _written(pair[1], second):
            votes[pair] += 1
    return [
        pair
        for pair, count in votes.most_common(2)
        if count >= FEWEST and pair[0] != first.figure and pair[1] != second.figure
    ]


def _two_values(plan: Plan, one: Slot, other: Slot, x: float, y: float) -> dict[str, Json]:
    first = with_figure(plan, one, x)
    if one[0] != other[0]:
        return {one[0]: first, other[0]: with_figure(plan, other, y)}
    try:
        changed = plan.with_values({one[0]: first})
    except ValueError:
        return {one[0]: first}
    return {one[0]: with_figure(changed, other, y)}
