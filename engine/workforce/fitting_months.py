"""How the latent values of a measure hang on months, tenure and people: shifts, and the parts of
their variance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.workforce.fitting_marginals import normal_scores

Numbers = NDArray[np.float64]
Positions = NDArray[np.intp]
Flags = NDArray[np.bool_]

ROUNDS = 4
TENURE_BANDS = (0, 1, 2, 3, 6, 9, 12)
"""Months of tenure from which each part of the learning curve begins; from the last on it is 0."""
HELD = 0.9
"""A measure that keeps so large a share of its values from month to month belongs to the person."""
SHARE_OF_SEASON = 0.5
"""What of the differences between months is taken for a season, where each calendar month was seen
in one year only and nobody can tell."""
FEW_MONTHS = 0.02
"""The part of the variance that months are taken to differ by where there are too few to tell."""
LASTING, LASTING_COUNTS = 0.1, 6
"""What is expected of how much of a month's common part the next one keeps, and as how many months
that counts beside those that were seen."""
AHEAD = 6
"""Months ahead for which a level is wanted."""


@dataclass(frozen=True)
class Rows:
    """Whose each row is, in which month, with how much tenure (None where nobody knows), by the
    positions of categories; `calendar[t]` is the calendar month of month t, January 0, and
    `seen[t]` says whether enough people were there to say anything of it. Unless `tenure_known`,
    only that of joiners is known, and the others' is taken to be long.
    """

    person: Positions
    month: Positions
    tenure: Positions | None
    codes: Mapping[str, Positions]
    sizes: Mapping[str, int]
    people: int
    months: int
    calendar: Positions
    seen: Flags
    unit: Positions | None = None
    tenure_known: bool = True

    def people_with(self, codes: Positions, size: int) -> Positions:
        """How many people have each of `size` values in some row, by the positions of all rows."""
        pairs = np.unique(codes * self.people + self.person) // self.people
        return np.bincount(pairs, minlength=size)


@dataclass(frozen=True)
class Parts:
    """What a latent value is made of. `residual` is what remains of it beside the shifts, a number
    for each row; `person`, `unit`, `month` and `own` are parts of its variance. `season[c]` is the
    shift in calendar month c, which makes up for those of newcomers, and `season_unsure[c]` how far
    nobody knows it, `level_unsure` the same of the level of all months. `held` says that people
    keep their values, which may go along with their tenure: by the correlation `with_tenure`.
    """

    residual: Numbers
    person: float
    own: float
    month: float
    unit: float
    persistence: float
    held: bool
    season: tuple[float, ...] = (0.0,) * 12
    season_unsure: tuple[float, ...] = (0.0,) * 12
    level_unsure: float = 0.0
    learning: tuple[float, ...] = ()
    by_category: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    with_tenure: float = 0.0

    @property
    def variance(self) -> float:
        """Of the residual."""
        return self.person + self.own + self.month + self.unit


def parts(latent: Numbers, held: bool, rows: Rows, categories: Sequence[str], fewest: int) -> Parts:
    """Takes latent values apart. What stays with people has neither months nor learning."""
    if not latent.any():
        return Parts(latent, 1.0, 0.0, 0.0, 0.0, 0.0, True)
    months, lasting = np.zeros(rows.months), np.zeros(rows.people)
    learned = np.zeros(TENURE_BANDS[-1])
    shifts = {name: np.zeros(rows.sizes[name]) for name in categories}
    person_part, own_part, level = 0.5, 0.5, 0.0
    count = np.bincount(rows.person, minlength=rows.people)
    for _ in range(ROUNDS):
        rest = latent - lasting[rows.person]
        if not held:
            months = _months(rest - _beside(rows, None, learned, shifts), rows)
            if rows.tenure is not None:
                beside = _beside(rows, months, None, shifts)
                learned = _learning(latent - beside, rows, fewest)
        for name in categories:
            others = {k: v for k, v in shifts.items() if k != name}
            beside = _beside(rows, months, learned, others)
            shifts[name] = _by_value(latent - beside, rows, name, fewest)
        residual = latent - _beside(rows, months, learned, shifts)
        level = float(residual.mean())
        residual -= level
        person_part, own_part, persistence = _over_time(residual, rows, held)
        weight = person_part / max(person_part + own_part / np.maximum(count, 1).mean(), 1e-9)
        sums = np.bincount(rows.person, residual, rows.people)
        lasting = weight * sums / np.maximum(count, 1)
    between, per_month = (0.0, own_part) if held else _between(months, own_part, rows)
    season, unsure, shock = _season(months, between, per_month, rows)
    if held:
        season, unsure, shock = (0.0,) * 12, (0.0,) * 12, 0.0
    unit_part = _within_units(residual, rows)
    from_person = min(unit_part, person_part)
    person_part, own_part = person_part - from_person, own_part - (unit_part - from_person)
    return Parts(
        residual=residual,
        person=person_part,
        own=max(own_part, 0.0),
        month=shock,
        unit=unit_part,
        persistence=persistence,
        held=held,
        season=tuple(shift + level for shift in season) if abs(level) > 1e-4 else season,
        season_unsure=unsure,
        level_unsure=0.0 if held else _level(months, between, own_part, persistence, rows),
        learning=tuple(np.trim_zeros(learned, "b").tolist()),
        by_category={k: tuple(v.tolist()) for k, v in shifts.items() if v.any()},
        with_tenure=_with_tenure(residual, rows) if held else 0.0,
    )


def _with_tenure(residual: Numbers, rows: Rows) -> float:
    """The correlation of what people keep with their tenure, where it is more than chance."""
    if rows.tenure is None or not rows.tenure_known or not residual.any():
        return 0.0
    rank = normal_scores(rows.tenure.astype(float))
    found = float(residual @ rank) / residual.size / float(residual.std())
    people = np.unique(rows.person).size
    return float(np.clip(found, -0.9, 0.9)) if abs(found) > 2 / np.sqrt(people) else 0.0


def is_held(values: Numbers, rows: Rows) -> bool:
    """Whether people mostly have the same value as in the month before."""
    grid = np.full((rows.months, rows.people), np.nan)
    grid[rows.month, rows.person] = values
    both = ~np.isnan(grid[1:]) & ~np.isnan(grid[:-1])
    if both.sum() < rows.people / 2:
        return False
    same = grid[1:][both] == grid[:-1][both]
    spread = np.unique(values).size
    return bool(same.mean() >= HELD and spread > 2)


def _beside(
    rows: Rows, months: Numbers | None, learned: Numbers | None, shifts: Mapping[str, Numbers]
) -> Numbers:
    """The shifts of every row."""
    total = np.zeros(rows.person.size)
    if months is not None:
        total += months[rows.month]
    if learned is not None and rows.tenure is not None and learned.any():
        total += np.append(learned, 0.0)[np.minimum(rows.tenure, learned.size)]
    for name, shift in shifts.items():
        total += shift[rows.codes[name]]
    return total


def _months(rest: Numbers, rows: Rows) -> Numbers:
    count = np.bincount(rows.month, minlength=rows.months)
    means = np.bincount(rows.month, rest, rows.months) / np.maximum(count, 1)
    if not rows.seen.any():
        return np.zeros(rows.months)
    return np.asarray(means - means[rows.seen].mean()) * rows.seen


def _learning(rest: Numbers, rows: Rows, fewest: int) -> Numbers:
    """The shift by month of tenure, against those past the learning curve; 0 where too few people
    are new to tell it from chance."""
    assert rows.tenure is not None
    learned = np.zeros(TENURE_BANDS[-1])
    past = rows.tenure >= TENURE_BANDS[-1]
    if np.unique(rows.person[past]).size < fewest:
        return learned
    level, spread = rest[past].mean(), float(rest.std())
    low = 0
    for high in TENURE_BANDS[1:]:
        theirs = (rows.tenure >= low) & (rows.tenure < high)
        people = np.unique(rows.person[theirs]).size
        if people < fewest:
            continue
        shift = float(rest[theirs].mean() - level)
        if abs(shift) > 2 * spread / np.sqrt(people):
            learned[low:high] = np.clip(shift, -3, 3)
        low = high
    return learned


def _by_value(rest: Numbers, rows: Rows, name: str, fewest: int) -> Numbers:
    """The shift of each value of a category, drawn towards 0 where few people have it."""
    codes, size = rows.codes[name], rows.sizes[name]
    count = np.bincount(codes, minlength=size)
    means = np.bincount(codes, rest, size) / np.maximum(count, 1)
    people = rows.people_with(codes, size)
    shift = np.where(people >= fewest, (means - rest.mean()) * people / (people + 5), 0.0)
    return np.asarray(np.clip(shift, -3, 3))


def _over_time(residual: Numbers, rows: Rows, held: bool) -> tuple[float, float, float]:
    """The parts of the variance that stay with people and that are their own months', and how much
    of the latter the next month keeps: from how months far apart go together."""
    total = float(residual @ residual) / residual.size
    if held:
        return total, 0.0, 0.0
    grid = np.zeros((rows.months, rows.people))
    there = np.zeros((rows.months, rows.people), np.bool_)
    grid[rows.month, rows.person] = residual
    there[rows.month, rows.person] = True
    lags, found, weights = [0], [total], [float(residual.size)]
    for lag in range(1, min(rows.months, 13)):
        pairs = int((there[lag:] & there[:-lag]).sum())
        if pairs >= 10:
            lags.append(lag)
            found.append(float((grid[lag:] * grid[:-lag]).sum()) / pairs)
            weights.append(float(pairs))
    if len(lags) < 2:
        return total / 2, total / 2, 0.0
    choices = np.arange(0, 0.91, 0.1) if len(lags) >= 4 else np.zeros(1)
    best, result = np.inf, (total / 2, total / 2, 0.0)
    lag_array, target, weight = np.array(lags), np.array(found), np.array(weights)
    for kept in choices.tolist():
        shape = np.where(lag_array == 0, 1.0, kept**lag_array)
        later = lag_array > 0
        x = 1 - shape[later]
        # all variances add up to that of lag 0, so one figure is left: what people keep
        person = float(
            (weight[later] * x * (target[later] - total * shape[later])).sum()
            / max((weight[later] * x * x).sum(), 1e-12)
        )
        person = min(max(person, 0.0), total)
        error = float((weight * (person + (total - person) * shape - target) ** 2).sum())
        if error < best - 1e-12:
            best, result = error, (person, total - person, kept)
    return result


def _between(months: Numbers, own: float, rows: Rows) -> tuple[float, float]:
    """The variance between months beyond chance, and the chance in the mean of one month."""
    seen = rows.seen
    if seen.sum() < 2:
        return FEW_MONTHS, own / max(rows.person.size / rows.months, 1)
    chance = float((own / np.bincount(rows.month, minlength=rows.months)[seen]).mean())
    return max(0.0, float(months[seen].var(ddof=1)) - chance), chance


def _season(
    months: Numbers, between: float, chance: float, rows: Rows
) -> tuple[tuple[float, ...], tuple[float, ...], float]:
    """Shifts by calendar month, how unsure each is, and the variance of what months have by chance.

    Where calendar months were seen in several years, what they have in common is the season.
    """
    seen = np.flatnonzero(rows.seen)
    calendar = rows.calendar[seen]
    years = np.bincount(calendar, minlength=12)
    share = SHARE_OF_SEASON
    repeated = years[calendar] > 1
    if repeated.sum() >= 18 and between > 0:
        products, pairs = 0.0, 0
        for month in np.flatnonzero(years > 1):
            values = months[seen[calendar == month]]
            products += float(values.sum() ** 2 - (values**2).sum())
            pairs += values.size * (values.size - 1)
        share = float(np.clip(products / max(pairs, 1) / between, 0.0, 1.0))
    lasting, shock = share * between, (1 - share) * between
    season, unsure = np.zeros(12), np.full(12, np.sqrt(lasting))
    for month in np.flatnonzero(years > 0):
        mean = float(months[seen[calendar == month]].mean())
        noise = (shock + chance) / years[month]
        trust = lasting / (lasting + noise) if lasting else 0.0
        season[month] = trust * mean
        unsure[month] = np.sqrt(lasting * (1 - trust))
    return tuple(season.tolist()), tuple(unsure.tolist()), shock


def _level(months: Numbers, between: float, own: float, persistence: float, rows: Rows) -> float:
    """How far the level of the next months is known, in standard deviations: from so few months,
    which follow each other more than chance would, and from so few rows.
    """
    seen = rows.seen
    size = max(int(seen.sum()), 1)
    far = _lasting(months[seen]) if size > 1 else LASTING
    slow = (1 + far) / (1 - far)
    level = (1 / size + 1 / AHEAD) * slow - 1 / AHEAD
    long = (1 + persistence) / max(1 - persistence, 0.1)
    return float(np.sqrt(between * level + own * long / rows.person.size))


def _lasting(months: Numbers) -> float:
    """How much of what is common to a month the next one keeps; a few months say little of it, so
    that LASTING counts as so many months as LASTING_COUNTS."""
    centred = months - months.mean()
    total = float(centred @ centred)
    found = float(centred[1:] @ centred[:-1]) / total + 1 / months.size if total else 0.0
    weighed = found * months.size + LASTING * LASTING_COUNTS
    return float(np.clip(weighed / (months.size + LASTING_COUNTS), 0.0, 0.8))


def _within_units(residual: Numbers, rows: Rows) -> float:
    """The part of the variance that people of one unit share in a month."""
    if rows.unit is None:
        return 0.0
    place = rows.unit * rows.months + rows.month
    count = np.bincount(place)
    sums = np.bincount(place, residual)
    pairs = float((count * (count - 1.0)).sum())
    if pairs < 1:
        return 0.0
    shared = float((sums**2).sum() - (residual**2).sum()) / pairs
    return max(0.0, shared)
