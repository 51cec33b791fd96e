"""How the values of a measure are spread among real people, as quantiles that show no single one.

Every figure of a table is an average over at least `fewest` people; averages share no row. What is
met again and again, as 0, a cap or a whole number is, stays exactly as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Numbers = NDArray[np.float64]
Positions = NDArray[np.intp]
Points = tuple[tuple[float, float], ...]

MOST_LEFT_OUT = 0.05
"""Where more than such a share of person-months has a value that too few people have, a curve is
laid through all values instead."""
MASS = 0.02
"""A value that so large a share of person-months has is kept as it is."""
FEW_VALUES = 50
"""A column of so few values keeps each of them that enough people have."""
ENOUGH = 7
"""So many quantiles are read off at least; where fewer can be, a curve is laid through all values.
"""
NEAR = 0.05
"""How near a stretch comes to a single value beside it, as a part of the way."""
REACH = 3.0
"""Tails are drawn up to this normal value."""
_READ_OFF = (
    *(0.002, 0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45),
    *(0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.965, 0.98, 0.99, 0.995),
    0.998,
)
_CURVE = np.linspace(-REACH, REACH, 25)
_FINE = np.linspace(-6.0, 6.0, 4001)
_WEIGHT = np.exp(-(_FINE**2) / 2) / np.exp(-(_FINE**2) / 2).sum()


def _powers(normal: Numbers) -> Numbers:
    return np.stack([np.ones(normal.size), normal, normal**2, normal**3], axis=1)


def _straight(normal: Numbers) -> Numbers:
    return np.stack([np.ones(normal.size), normal], axis=1)


def _even(normal: Numbers) -> Numbers:
    """As values that are spread evenly between two ends have it, bent at most."""
    share = np.asarray(special.ndtr(normal))
    return np.stack([np.ones(normal.size), normal, share, share**2], axis=1)


_SHAPES = (_powers, _even, _straight)
"""Curves through all values, with so few figures that they show nobody."""


@dataclass(frozen=True)
class Marginal:
    """A table of quantiles. `masses` are the values kept exactly with their shares, `left_out` the
    share of person-months whose values too few people have, which count with the nearest others.
    """

    points: Points
    masses: tuple[tuple[float, float], ...]
    left_out: float


def normal_scores(values: Numbers) -> Numbers:
    """Standard normal values in the order of the given ones; equal ones share their middle."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    if counts.size < 2:
        return np.zeros(values.size)
    middle = (np.cumsum(counts) - counts / 2) / values.size
    scores = np.asarray(special.ndtri(middle))[place]
    return np.asarray((scores - scores.mean()) / scores.std())


def explained(values: Numbers, codes: Positions) -> float:
    """The part of the variance of some values, as normal scores, that groups tell: `codes` are the
    positions of everybody's."""
    scores = normal_scores(values)
    sums, count = np.bincount(codes, scores), np.bincount(codes)
    return float((sums**2 / np.maximum(count, 1)).sum()) / scores.size


def marginal(
    values: Numbers, person: Positions, fewest: int, limits: tuple[float, float]
) -> Marginal:
    """The table of some values, `person` being whose each is; `limits` are what they may be."""
    order = np.argsort(values, kind="stable")
    values, person = values[order], person[order]
    parts = list(_merged(_parts(values, person, fewest)))
    size = values.size
    if _moved(parts) > MOST_LEFT_OUT * size:
        parts = [_Part(0, size, 0, size, None)]
    points: list[tuple[float, float]] = []
    for part in parts:
        low, high = part.share_from / size, part.share_to / size
        if part.mass is not None:
            points += [(low, part.mass), (high, part.mass)]
            continue
        inside = slice(part.first, part.last)
        shares, found = _stretch(values[inside], person[inside], fewest)
        found = np.maximum.accumulate(np.clip(found, *_bounds(values, part, found, limits)))
        shares = low + shares * (high - low)
        points += [(low, found[0]), *zip(shares.tolist(), found.tolist(), strict=True)]
        points.append((high, found[-1]))
    masses = tuple(
        (p.mass, (p.share_to - p.share_from) / size) for p in parts if p.mass is not None
    )
    return Marginal(_rounded(points), masses, _moved(parts) / size)


def stretched(points: Points, scale: float) -> Points:
    """The table for normal values `scale` times as far from 0 as those it was made for."""
    if abs(scale - 1) < 1e-9:
        return points
    shares = special.ndtr(special.ndtri([p for p, _ in points]) / scale)
    return _rounded(list(zip(shares.tolist(), (v for _, v in points), strict=True)))


def mean_of(points: Points) -> float:
    """The mean of what a table gives for standard normal values."""
    shares, values = np.array(points).T
    return float(_WEIGHT @ np.interp(_FINE, np.clip(special.ndtri(shares), -6, 6), values))


@dataclass(frozen=True)
class _Part:
    """Rows of sorted values that are one value, the `mass`, or a stretch of several; the part of
    person-months that they stand for may be larger, where neighbours were too few.
    """

    first: int
    last: int
    share_from: int
    share_to: int
    mass: float | None


def _parts(values: Numbers, person: Positions, fewest: int) -> Iterator[tuple[_Part, bool]]:
    """Single values and the stretches between them, each with whether it has people enough."""
    found, starts, counts = np.unique(values, return_index=True, return_counts=True)
    wanted = counts >= MASS * values.size
    if found.size <= FEW_VALUES:
        wanted[:] = True
    begin = 0
    for value, first, count, kept in zip(
        found.tolist(), starts.tolist(), counts.tolist(), wanted.tolist(), strict=True
    ):
        if not kept or np.unique(person[first : first + count]).size < fewest:
            continue
        if first > begin:
            enough = np.unique(person[begin:first]).size >= fewest
            yield _Part(begin, first, begin, first, None), enough
        yield _Part(first, first + count, first, first + count, value), True
        begin = first + count
    if begin < values.size:
        enough = np.unique(person[begin:]).size >= fewest or begin == 0
        yield _Part(begin, values.size, begin, values.size, None), enough


def _merged(parts: Iterator[tuple[_Part, bool]]) -> Iterator[_Part]:
    """The parts that have people enough; the others count with the one below, else above."""
    before: _Part | None = None
    waiting = 0
    for part, enough in parts:
        if not enough:
            if before is None:
                waiting += part.last - part.first
            else:
                before = _Part(before.first, before.last, before.share_from, part.last, before.mass)
            continue
        if before is not None:
            yield before
        before = _Part(part.first, part.last, part.share_from - waiting, part.share_to, part.mass)
        waiting = 0
    if before is not None:
        yield before


def _moved(parts: Sequence[_Part]) -> int:
    """The rows that count with parts that they do not belong to."""
    return sum(p.share_to - p.share_from - (p.last - p.first) for p in parts)


def _bounds(
    values: Numbers, part: _Part, found: Numbers, limits: tuple[float, float]
) -> tuple[float, float]:
    """What a stretch may reach: near to the single values beside it, which keep their shares, else
    as far as the column."""
    low, high = limits
    mean = float(values[part.first : part.last].mean())
    if part.first:
        mass = float(values[part.first - 1])
        low = mass + NEAR * (float(found[found > mass].min(initial=np.inf)) - mass)
        low = low if np.isfinite(low) else mean
    if part.last < values.size:
        mass = float(values[part.last])
        high = mass - NEAR * (mass - float(found[found < mass].max(initial=-np.inf)))
        high = high if np.isfinite(high) else mean
    return low, max(low, high)


def _stretch(values: Numbers, person: Positions, fewest: int) -> tuple[Numbers, Numbers]:
    """Shares and values along one stretch of sorted values."""
    found = _read_off(values, person, fewest)
    return _along_a_curve(values) if found is None else found


def _along_a_curve(values: Numbers) -> tuple[Numbers, Numbers]:
    """A smooth curve of four figures through all values, for few people."""
    shares = (np.arange(values.size) + 0.5) / values.size
    normal = np.asarray(special.ndtri(shares))
    middle, mean = float(np.median(values)), float(values.mean())
    in_logs = bool(values[0] > 0 and mean > middle and values[-1] > 3 * values[0])
    wanted = np.log(values) if in_logs else values
    reach = min(REACH, float(normal[-1]))
    grid = np.clip(_CURVE, -reach, reach)
    found, best = np.full(grid.size, mean if not in_logs else float(wanted.mean())), np.inf
    for shape in _SHAPES:
        columns = shape(normal)
        figures, *_ = np.linalg.lstsq(columns, wanted, rcond=None)
        error = float(((columns @ figures - wanted) ** 2).sum())
        curve = shape(grid) @ figures
        rising = bool((np.diff(curve) >= -1e-9 * max(float(np.ptp(wanted)), 1e-12)).all())
        if rising and error < best and values.size > 2 * columns.shape[1]:
            found, best = curve, error
    found = np.maximum.accumulate(np.exp(found) if in_logs else found)
    implied = float(_WEIGHT @ np.interp(_FINE, _CURVE, found))
    if found[0] > 0 and implied > 0:
        found = found * np.clip(mean / implied, 0.8, 1.25)
    else:
        found = found + (mean - implied)
    return np.asarray(special.ndtr(_CURVE)), np.asarray(found)


def _read_off(values: Numbers, person: Positions, fewest: int) -> tuple[Numbers, Numbers] | None:
    """Averages of `fewest` people or more around each quantile, from the middle outwards; None
    where there is room for too few."""
    kept: dict[float, float] = {}
    taken = np.zeros(values.size, np.bool_)
    for share in sorted(_READ_OFF, key=lambda p: abs(p - 0.5)):
        middle = round(share * values.size)
        half = max(fewest // 2 + 1, values.size // 2000)
        while True:
            rows = slice(max(0, middle - half), min(values.size, middle + half))
            if np.unique(person[rows]).size >= fewest or half > values.size:
                break
            half += max(1, half // 2)
        if not taken[rows].any() and np.unique(person[rows]).size >= fewest:
            taken[rows] = True
            kept[(rows.start + rows.stop) / 2 / values.size] = float(values[rows].mean())
    if len(kept) < ENOUGH:
        return None
    shares = np.array(sorted(kept))
    found = np.maximum.accumulate([kept[share] for share in shares.tolist()])
    normal = np.asarray(special.ndtri(shares))
    below = found[0] - (found[1] - found[0]) / (normal[1] - normal[0]) * (normal[0] + REACH)
    step = (found[-1] - found[-2]) / (normal[-1] - normal[-2]) * (REACH - normal[-1])
    normal = np.concatenate([[-REACH], normal, [REACH]])

    def mean(top: float) -> float:
        return float(_WEIGHT @ np.interp(_FINE, normal, [below, *found, top]))

    near, far = found[-1], found[-1] + 4 * max(float(step), 0.0)
    low, high = mean(near), mean(far)
    part = (float(values.mean()) - low) / (high - low) if high > low else 0.0
    top = near + float(np.clip(part, 0, 1)) * (far - near)
    return np.asarray(special.ndtr(normal)), np.array([below, *found, top])


def _rounded(points: list[tuple[float, float]]) -> Points:
    """The points in few figures, from the share 0 to 1, without those that say nothing."""
    rows: list[tuple[float, float]] = []
    for share, value in points:
        row = (round(min(max(share, 0.0), 1.0), 6), float(f"{value:.6g}"))
        if rows and (row[0] < rows[-1][0] or row == rows[-1]):
            continue
        if len(rows) > 1 and rows[-2][1] == rows[-1][1] == row[1]:
            rows.pop()
        rows.append(row)
    rows[0] = (0.0, rows[0][1])
    rows[-1] = (1.0, rows[-1][1])
    if len(rows) == 1:
        rows = [(0.0, rows[0][1]), (1.0, rows[0][1])]
    return tuple(rows)
