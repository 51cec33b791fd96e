"""The measures of one block of people: correlated normal values, learning, shape, season."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy import special

from engine.calendar import calendar_month, period_start
from engine.workforce.distribution import Distribution
from engine.workforce.model import (
    ByMonth,
    Difference,
    Measure,
    Product,
    Total,
    Unsure,
    Workforce,
)
from engine.workforce.posts import Posts
from engine.workforce.staying import Careers, Staying

Numbers = NDArray[np.float64]
Codes = NDArray[np.intp]


@dataclass(frozen=True)
class Crowd:
    """The people of one block: `codes[c]` is the position of everybody's value among `values[c]`,
    by month and person or by person alone.
    """

    posts: Posts
    careers: Careers
    staying: Staying
    values: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, Codes]


def correlated(root: Numbers, normal: Numbers) -> Numbers:
    """Independent standard normal values `[measures, …]` made to correlate.

    Sums in a fixed order instead of a matrix product, which may differ in the last bit from one
    machine to the next.
    """
    result = np.empty_like(normal)
    for j in range(root.shape[0]):
        np.multiply(root[j, j], normal[j], out=result[j, ...])
        for k in root[j, :j].nonzero()[0]:
            result[j] += root[j, k] * normal[k]
    return result


def persistent(measures: tuple[Measure, ...], normal: Numbers) -> Numbers:
    """Values `[measures, months, …]` that each keep `persistence` of the month before, in place."""
    for j, measure in enumerate(measures):
        fresh = np.sqrt(1 - measure.persistence**2)
        for t in range(1, normal.shape[1]) if measure.persistence else ():
            normal[j, t] *= fresh
            normal[j, t] += measure.persistence * normal[j, t - 1]
    return normal


def shocks(model: Workforce, first: int, months: int, rng: np.random.Generator) -> Numbers:
    """What everybody shares in a month, as latent values `[measures, months]`: chance, and what
    nobody knows of the level and of the calendar months from `first` on.
    """
    drawn = model.drawn
    normal = rng.standard_normal((months, len(drawn))).T
    shared = correlated(_root(model), np.ascontiguousarray(normal))
    for j, measure in enumerate(drawn):
        shared[j] *= np.sqrt(measure.spread.month)
    if any(measure.unsure != Unsure() for measure in drawn):
        root = _root(model)
        level = correlated(root, rng.standard_normal((len(drawn), 1)))
        by_month = correlated(root, rng.standard_normal((len(drawn), 12)))
        calendar = [calendar_month(first + row) - 1 for row in range(months)]
        for j, measure in enumerate(drawn):
            shared[j] += measure.unsure.level * level[j]
            if measure.unsure.months:
                shared[j] += (np.array(measure.unsure.months) * by_month[j])[calendar]
    return shared


def lasting(model: Workforce, normal: Numbers) -> Numbers:
    """What stays with each person, `[measures, people]`, from as many independent normal values."""
    matrix = model.correlation if model.lasting is None else model.lasting
    return correlated(_cholesky(matrix), dealt(normal) if model.even else normal)


def dealt(normal: Numbers) -> Numbers:
    """Normal values as evenly spread as so many can be, in the order of the given ones."""
    place = np.argsort(np.argsort(normal, axis=-1, kind="stable"), axis=-1)
    return np.asarray(special.ndtri((place + 0.5) / normal.shape[-1]))


@dataclass(frozen=True)
class Luck:
    """Latent values of the drawn measures: `person` is what stays with people, `[measures,
    people]`, `shared` what everybody shares, `[measures, months]`, `own` people's own months,
    `[measures, months, people]`, `units` what units share, `[measures, months, units]`.
    """

    person: Numbers
    shared: Numbers
    own: Numbers
    units: Mapping[str, Numbers]


def months_of_people(
    model: Workforce, crowd: Crowd, rng: np.random.Generator
) -> tuple[Numbers, dict[str, Numbers]]:
    """What is special to people's own months and to those of their units, as in Luck."""
    root, drawn = _root(model), model.drawn
    months, people = crowd.careers.tenure.shape
    own = correlated(root, rng.standard_normal((len(drawn), months, people)))
    own = persistent(drawn, own)
    units = {}
    for level, count in crowd.posts.units.items():
        if any(level in measure.spread.units for measure in drawn):
            together = rng.standard_normal((len(drawn), months, count))
            units[level] = persistent(drawn, correlated(root, together))
    return own, units


def measured(
    model: Workforce,
    first: int,
    crowd: Crowd,
    luck: Luck,
    factors: Mapping[str, Numbers] = MappingProxyType({}),
) -> dict[str, Numbers]:
    """Every measure, `[months, people]`, hidden ones too, ratings as positions.

    `factors` multiply measures month by month on top of what the model says, counts by their mean.
    The arrays of `luck.own` are worked on and not kept.
    """
    drawn = model.drawn
    people = crowd.careers.tenure.shape[1]
    position = {measure.id: j for j, measure in enumerate(drawn)}
    months = crowd.careers.tenure.shape[0]
    calendar = [calendar_month(first + row) - 1 for row in range(months)]
    found: dict[str, Numbers] = {}
    for measure in model.measures.values():
        match measure.form:
            case Product(of):
                value = np.multiply(found[of[0]], found[of[1]])
                for name in of[2:]:
                    value *= found[name]
            case Total(of):
                value = found[of[0]] + found[of[1]]
                for name in of[2:]:
                    value += found[name]
            case Difference(of):
                value = found[of[0]] - found[of[1]]
                for name in of[2:]:
                    value -= found[name]
                np.maximum(value, 0.0, out=value)
            case ByMonth(values):
                value = np.repeat(np.array(values)[calendar][:, None], people, axis=1)
            case Distribution() as distribution if _lasts(
                measure, luck.shared[position[measure.id]]
            ):
                j = position[measure.id]
                latent = np.sqrt(measure.spread.person) * luck.person[j]
                value = np.repeat(distribution.values(latent)[None, :], months, axis=0)
            case Distribution() as distribution:
                j = position[measure.id]
                latent = _latent(
                    measure,
                    luck.person[j],
                    luck.own[j],
                    luck.shared[j],
                    {level: luck.units[level][j] for level in measure.spread.units},
                    crowd,
                )
                if measure.month_shift:
                    latent += np.array(measure.month_shift)[calendar][:, None]
                if measure.form_by and measure.every.value > 1:
                    latent = latent[_begins(measure, first, len(calendar))]
                factor = factors.get(measure.id) if distribution.whole else None
                value = _of_months(distribution, latent, factor)
                for name, own_form in measure.form_by.items():
                    codes = np.broadcast_to(crowd.codes[measure.group], latent.shape)
                    theirs = codes == crowd.values[measure.group].index(name)
                    if factor is None:
                        value[theirs] = own_form.values(latent[theirs])
                    else:
                        value[theirs] = _of_months(own_form, latent, factor)[theirs]
        if measure.id in factors and not (measure.drawn and measure.drawn.whole):
            value *= factors[measure.id][:, None]
        found[measure.id] = _finished(model, measure, value, first, calendar, crowd)
    for measure in model.measures.values():
        if measure.months_without:
            found[measure.id][crowd.careers.tenure < measure.months_without] = 0.0
    return found


def _lasts(measure: Measure, shared: Numbers) -> bool:
    """Whether people have one value of its distribution for good: nothing of it comes with months,
    units, tenure or a category."""
    spread, form = measure.spread, measure.form
    by_month = spread.own or spread.units or measure.learning_shift or measure.with_tenure
    by_value = measure.shift_by or measure.form_by or any(measure.month_shift)
    whole = isinstance(form, Distribution) and form.whole
    return not (by_month or by_value or whole or shared.any())


def _of_months(distribution: Distribution, latent: Numbers, factor: Numbers | None) -> Numbers:
    """The values of normal ones `[months, people]`, the mean of counts times a factor by month."""
    if factor is None:
        return distribution.values(latent)
    value = np.empty_like(latent)
    for times in np.unique(factor):
        rows = factor == times
        value[rows] = distribution.times(float(times)).values(latent[rows])
    return value


def _latent(
    measure: Measure,
    person: Numbers,
    own: Numbers,
    shared: Numbers,
    units: Mapping[str, Numbers],
    crowd: Crowd,
) -> Numbers:
    """The normal value `[months, people]`: its parts by share of the variance, then shifts."""
    spread, careers = measure.spread, crowd.careers
    latent = own
    latent *= np.sqrt(spread.own)
    latent += np.sqrt(spread.person) * person
    latent += shared[:, None]
    for level, part in spread.units.items():
        latent += np.sqrt(part) * units[level][:, crowd.posts.unit[level][careers.post]]
    if measure.with_tenure:
        latent *= np.sqrt(1 - measure.with_tenure**2)
        latent += measure.with_tenure * crowd.staying.rank[careers.tenure.astype(np.intp)]
    if measure.learning_shift:
        those, learned = _learned(measure.learning_shift, careers.tenure)
        latent[those] += learned
    for name, shift in measure.shift_by.items():
        latent += _by_value(shift, crowd, name)
    return latent


def _finished(
    model: Workforce,
    measure: Measure,
    value: Numbers,
    first: int,
    calendar: list[int],
    crowd: Crowd,
) -> Numbers:
    if measure.learning_factor:
        those, learned = _learned(measure.learning_factor, crowd.careers.tenure)
        value[those] *= learned
    for name, factor in measure.factor_by.items():
        value *= _by_value(factor, crowd, name)
    for name, strength in measure.season.items():
        index = np.array(model.seasons[name])[calendar]
        value *= (1 + strength * (index - 1))[:, None]
    if measure.every.value > 1 and not measure.form_by:
        value = value[_begins(measure, first, len(calendar))]
    np.clip(value, *measure.range, out=value)
    if measure.decimals is not None:
        np.round(value, measure.decimals, out=value)
    return value


def _begins(measure: Measure, first: int, months: int) -> list[int]:
    """The row in which the period of each month begins."""
    return [period_start(first, row, measure.every) for row in range(months)]


def _learned(curve: tuple[float, ...], tenure: Numbers) -> tuple[tuple[Codes, ...], Numbers]:
    """Who still learns in which month, and their places on the curve."""
    those = np.nonzero(tenure < len(curve))
    return those, np.array(curve)[tenure[those].astype(np.intp)]


def _by_value(figures: Mapping[str, float], crowd: Crowd, name: str) -> Numbers:
    return np.array([figures[value] for value in crowd.values[name]])[crowd.codes[name]]


def root_of(model: Workforce, those: Sequence[int]) -> Numbers:
    """What makes the months of some of the drawn measures correlate, by their positions."""
    return _cholesky(model.correlation[np.ix_(those, those)])


def _root(model: Workforce) -> Numbers:
    return _cholesky(model.correlation)


def _cholesky(matrix: Numbers) -> Numbers:
    return np.asarray(np.linalg.cholesky(matrix), np.float64)
