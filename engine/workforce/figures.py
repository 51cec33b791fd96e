"""The figures of a workforce model that whoever draws people may move, and a model with other ones.

A model that is not moved stays the very same, and so do its draws.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.text import AS_NEEDED, LANGUAGES, Problem, Refused, number, percent, say
from engine.workforce.model import QualityCorrelation, SeasonalQuotas, Workforce
from engine.workforce.workforce_reader import between
from engine.yaml_files import is_number

FIGURES = QUALITY, QUOTAS = "quality_correlation", "seasonal_quotas"
"""Their names. No figure is below −1 or above 1."""
_MARGIN = 1e-3
"""How far a correlation keeps from one that the others rule out."""


@dataclass(frozen=True)
class Movable:
    """What a model says of a figure, and the bounds it may be moved within, ends included."""

    value: float
    low: float
    high: float


def movable(model: Workforce) -> dict[str, Movable]:
    """The figures of a model that may be moved, by name."""
    found = {}
    for name, figure in model.figures.items():
        match figure:
            case QualityCorrelation():
                j, k = _positions(model, figure)
                low, high = _room(model.correlation, j, k)
                found[name] = Movable(float(model.correlation[j, k]), low, high)
            case SeasonalQuotas(season, quotas):
                found[name] = Movable(model.measures[quotas].season.get(season, 0.0), 0.0, 1.0)
    return found


def with_figures(model: Workforce, figures: Mapping[str, float]) -> Workforce:
    """The model with other figures. Raises Refused for those that it has not or that cannot be."""
    known = movable(model)
    problems = [
        problem
        for name, value in figures.items()
        if (problem := _problem(model, known.get(name), name, value))
    ]
    if problems:
        raise Refused(problems)
    for name, value in figures.items():
        if value != known[name].value:
            model = _moved(model, name, float(value))
    return model


def figures_text(figures: Iterable[tuple[str, float]], language: str) -> list[str]:
    """Moved figures in words, a phrase each: "quotas carry 60 % of the season"."""
    return [
        say(language, f"workforce.{name}", value=figure_text(name, value, language))
        for name, value in figures
    ]


def figure_text(name: str, value: float, language: str) -> str:
    """The value of a figure as people write it: −0.2, 80 %."""
    return percent(value, language, AS_NEEDED) if name == QUOTAS else number(value)


def _problem(model: Workforce, known: Movable | None, name: str, value: float) -> Problem | None:
    if known is None:
        there = tuple(model.figures)
        key = "workforce_no_figure" if there else "workforce_no_figures"
        return Problem(key, {"model": model.title, "known": there}, value=name)
    if not is_number(value) or not known.low <= value <= known.high:
        if name == QUALITY:
            bounds = between(known.low, known.high)
            return Problem("workforce_correlation", {"bounds": bounds}, "", None, name, str(value))
        share = {language: _written(value, language) for language in LANGUAGES}
        return Problem("workforce_share", {"share": share}, "", None, name, str(value))
    return None


def _written(value: object, language: str) -> str:
    return percent(value, language, AS_NEEDED) if is_number(value) else str(value)


def _moved(model: Workforce, name: str, value: float) -> Workforce:
    match model.figures[name]:
        case QualityCorrelation() as figure:
            j, k = _positions(model, figure)
            correlation = model.correlation.copy()
            correlation[j, k] = correlation[k, j] = value
            return replace(model, correlation=correlation)
        case SeasonalQuotas() as figure:
            return _with_quotas(model, figure, value)


def _with_quotas(model: Workforce, figure: SeasonalQuotas, share: float) -> Workforce:
    """Quotas that follow `share` of the season. What they followed before and do not now, or the
    other way round, the measure `rest` gets as an index of its own.
    """
    season, measures = figure.season, dict(model.measures)
    quotas, index = measures[figure.quotas], np.array(model.seasons[season]) - 1
    measures[quotas.id] = replace(quotas, season={**quotas.season, season: share})
    if not figure.rest:
        return replace(model, measures=measures)
    rest, left = measures[figure.rest], f"{season} left by {quotas.id}"
    index_left = (1 + quotas.season.get(season, 0.0) * index) / (1 + share * index)
    measures[rest.id] = replace(rest, season={**rest.season, left: 1.0})
    seasons = {**model.seasons, left: tuple(index_left.tolist())}
    return replace(model, measures=measures, seasons=seasons)


def _positions(model: Workforce, figure: QualityCorrelation) -> tuple[int, int]:
    drawn = [measure.id for measure in model.drawn]
    return drawn.index(figure.of[0]), drawn.index(figure.of[1])


def _room(correlation: NDArray[np.float64], j: int, k: int) -> tuple[float, float]:
    """The hundredths that the correlation of two measures can take beside all others: those for
    which the matrix stays positive definite. What the others say of both is the middle of them.
    """
    others = [i for i in range(len(correlation)) if i not in (j, k)]
    with_others = correlation[np.ix_(others, [j, k])]
    told = with_others.T @ np.linalg.solve(correlation[np.ix_(others, others)], with_others)
    middle, half = told[0, 1], math.sqrt((1 - told[0, 0]) * (1 - told[1, 1])) - _MARGIN
    return math.ceil((middle - half) * 100) / 100, math.floor((middle + half) * 100) / 100
