"""The measures of a workforce file: how each comes about, and which go together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every
from engine.text import Decimals, Text, as_typed, number
from engine.workforce.distribution import FAMILIES, QUANTILES, RATING, Distribution
from engine.workforce.model import (
    ASSUMED,
    ByMonth,
    Difference,
    Measure,
    Product,
    Spread,
    Total,
    Unit,
    Unsure,
)
from engine.workforce.workforce_reader import (
    CORRELATIONS,
    LARGE,
    MEASURES,
    POINTS,
    TWELVE,
    WorkforceReader,
    between,
)
from engine.yaml_files import Json

_FORMS = ("distribution", "product", "total", "difference", "by_month")
_PLAIN_KEYS = (*_FORMS, "decimals", "hidden", "basis", "range", "months_without")
_DRAWN_KEYS = (
    *("spread", "persistence", "every", "with_tenure", "learning", "season"),
    *("factor_by", "shift_by", "month_shift", "unsure", "group", "distribution_by"),
)
_PERIODS = tuple(every.key for every in Every)


@dataclass(frozen=True)
class Names:
    """What a measure may name: units, categories with their values, seasons and sources."""

    units: Mapping[str, Unit]
    categories: Mapping[str, tuple[str, ...]]
    seasons: Mapping[str, tuple[float, ...]]
    sources: Mapping[str, Text]


def read_measure(
    reader: WorkforceReader,
    name: str,
    data: Mapping[str, Json],
    names: Names,
    before: Mapping[str, Measure],
) -> Measure:
    """A measure; `before` are those above it, which it may be made of."""
    path = ("measures", name)
    drawn = "distribution" in data
    hidden = reader.flag(data.get("hidden", False), *path, "hidden")
    reader.known_keys(data, (*_PLAIN_KEYS, *_DRAWN_KEYS) if drawn else _PLAIN_KEYS, *path)
    if sum(key in data for key in _FORMS) != 1:
        reader.problem("workforce_one_form", path, keys=tuple(_FORMS))
    form = _form(reader, data, before, *path)
    learning = reader.mapping(data.get("learning", {}), *path, "learning")
    reader.known_keys(learning, ("shift", "factor"), *path, "learning")
    season = reader.mapping(data.get("season", {}), *path, "season")
    for index in season:
        reader.choice("season", index, tuple(names.seasons), *path, "season")
    if isinstance(form, Distribution) and form.whole:
        for key, given in (("season", season), ("learning", learning.get("factor"))):
            if given:
                reader.problem("workforce_whole_measure", (*path, key), family=form.family)
    without = reader.whole(data.get("months_without", 0), 0, 24, *path, "months_without")
    if isinstance(form, Distribution) and form.is_rating and without:
        reader.problem("workforce_no_rating", (*path, "months_without"))
    group, form_by = _form_by(reader, data, names, *path)
    limits = (-LARGE, LARGE)
    if "range" in data:
        limits = reader.pair(data["range"], -LARGE, LARGE, *path, "range")
    every = reader.choice("every", data.get("every", "month"), _PERIODS, *path, "every")
    with_tenure = reader.within(data.get("with_tenure", 0), -1, 1, *path, "with_tenure")
    return Measure(
        id=name,
        form=form,
        decimals=None if hidden else reader.whole(data.get("decimals"), -6, 6, *path, "decimals"),
        hidden=hidden,
        basis=_basis(reader, data.get("basis"), names.sources, *path, "basis"),
        spread=_spread(reader, data.get("spread", {}), names.units, *path, "spread"),
        persistence=reader.within(data.get("persistence", 0), 0, 0.99, *path, "persistence"),
        every=Every[every.upper()] if every else Every.MONTH,
        with_tenure=with_tenure,
        learning_shift=reader.curve(learning.get("shift", []), -5, *path, "learning", "shift"),
        learning_factor=reader.curve(learning.get("factor", []), 0, *path, "learning", "factor"),
        season={
            str(index): reader.within(strength, -5, 5, *path, "season", str(index))
            for index, strength in season.items()
        },
        factor_by=_by_category(reader, data, "factor_by", 0, LARGE, names.categories, *path),
        shift_by=_by_category(reader, data, "shift_by", -5, 5, names.categories, *path),
        range=limits,
        months_without=without,
        month_shift=_shifts(reader, data["month_shift"], *path, "month_shift")
        if "month_shift" in data
        else (),
        unsure=_unsure(reader, data.get("unsure", {}), *path, "unsure"),
        group=group,
        form_by=form_by,
    )


def _form_by(
    reader: WorkforceReader, data: Mapping[str, Json], names: Names, *path: str
) -> tuple[str, dict[str, Distribution]]:
    """The category whose values have distributions of their own, and these."""
    if "group" not in data and "distribution_by" not in data:
        return "", {}
    group = reader.choice("group", data.get("group"), tuple(names.categories), *path, "group")
    here = (*path, "distribution_by")
    entries = reader.mapping(data.get("distribution_by"), *here)
    if not group:
        return "", {}
    reader.known_keys(entries, names.categories[group], *here)
    return group, {
        str(value): _distribution(reader, given, *here, str(value))
        for value, given in entries.items()
    }


def _shifts(reader: WorkforceReader, data: Json, *path: str) -> tuple[float, ...]:
    """Twelve shifts of a latent value from January on."""
    if not isinstance(data, list) or len(data) != 12:
        reader.no_list(TWELVE, "[0.1, -0.3, 0, …]", *path)
        return ()
    return tuple(reader.within(figure, -5, 5, *path) for figure in data)


def _unsure(reader: WorkforceReader, given: Json, *path: str) -> Unsure:
    data = reader.mapping(given, *path)
    reader.known_keys(data, ("level", "months"), *path)
    months = _shifts(reader, data["months"], *path, "months") if "months" in data else ()
    for figure in months:
        reader.within(figure, 0, 5, *path, "months")
    return Unsure(reader.within(data.get("level", 0), 0, 5, *path, "level"), months)


def _form(
    reader: WorkforceReader, data: Mapping[str, Json], before: Mapping[str, Measure], *path: str
) -> Distribution | Product | Total | Difference | ByMonth:
    forms = (("product", Product), ("total", Total), ("difference", Difference))
    for key, form in forms:
        if key in data:
            names = data[key] if isinstance(data[key], list) else []
            known = [m.id for m in before.values() if not (m.drawn and m.drawn.is_rating)]
            for name in names:
                reader.choice("measure", name, known, *path, key)
            if len(names) < 2:
                reader.no_list(MEASURES, "[quota, attainment]", *path, key)
            return form(tuple(str(name) for name in names))
    if "distribution" in data:
        return _distribution(reader, data["distribution"], *path, "distribution")
    return ByMonth(reader.by_month(data.get("by_month", [1] * 12), *path, "by_month"))


def _distribution(reader: WorkforceReader, given: Json, *path: str) -> Distribution:
    data = reader.mapping(given, *path)
    name = str(data.get("family"))
    if name == RATING:
        reader.known_keys(data, ("family", "shares"), *path)
        return Distribution(RATING, shares=reader.shares(data.get("shares"), *path, "shares"))
    if name == QUANTILES:
        reader.known_keys(data, ("family", "points"), *path)
        return Distribution(QUANTILES, points=_points(reader, data.get("points"), *path, "points"))
    if name not in FAMILIES:
        reader.unknown("family", name, (*FAMILIES, RATING, QUANTILES), *path, "family")
        return Distribution("poisson", {"mean": 1.0})
    family = FAMILIES[name]
    continuous = () if family.whole else ("zero",)
    reader.known_keys(data, ("family", *family.figures, *family.optional, *continuous), *path)
    before = len(reader.found)
    figures = {}
    for key in family.figures:
        low, high = family.limits.get(key, (0.0, LARGE))
        figures[key] = reader.positive(data.get(key), low, high, *path, key)
    for key in family.optional:
        if key in data:
            figures[key] = reader.within(data[key], -LARGE, LARGE, *path, key)
    zero = reader.within(data.get("zero", 0), 0, 0.99, *path, "zero")
    if name == "beta" and len(reader.found) == before:
        _beta(reader, figures, *path)
    return Distribution(name, figures, zero)


def _points(reader: WorkforceReader, data: Json, *path: str) -> tuple[tuple[float, float], ...]:
    """Pairs (share, value) that both rise, from the share 0 to 1."""
    rows = data if isinstance(data, list) else []
    if len(rows) < 2 or any(not isinstance(row, list) or len(row) != 2 for row in rows):
        reader.no_list(POINTS, "[[0, 0], [0.25, 0], [1, 300]]", *path)
        return ((0.0, 0.0), (1.0, 0.0))
    points = [
        (reader.within(share, 0, 1, *path), reader.within(value, -LARGE, LARGE, *path))
        for share, value in rows
    ]
    rising = all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(points))
    if not rising or (points[0][0], points[-1][0]) != (0, 1):
        reader.no_list(POINTS, "[[0, 0], [0.25, 0], [1, 300]]", *path)
    return tuple(points)


def _beta(reader: WorkforceReader, figures: Mapping[str, float], *path: str) -> None:
    """The mean lies between the ends, and the spread leaves room for a shape."""
    low, high = figures.get("low", 0.0), figures.get("high", 1.0)
    mean, sd = figures["mean"], figures["sd"]
    if not low < mean < high:
        bounds = between(low, high)
        reader.problem("workforce_figure", (*path, "mean"), as_typed(mean), bounds=bounds)
    elif sd**2 >= (mean - low) * (high - mean):
        limit = ((mean - low) * (high - mean)) ** 0.5
        bounds = {
            "en": f"below {number(limit, Decimals(0, 4))}",
            "zh": f"小于 {number(limit, Decimals(0, 4))}",
        }
        reader.problem("workforce_figure", (*path, "sd"), as_typed(sd), bounds=bounds)


def _spread(reader: WorkforceReader, given: Json, units: Mapping[str, Unit], *path: str) -> Spread:
    data = reader.mapping(given, *path)
    known = ("person", "month", *units)
    reader.known_keys(data, known, *path)
    parts = {
        str(key): reader.within(part, 0, 1, *path, str(key))
        for key, part in data.items()
        if key in known
    }
    if (total := sum(parts.values())) > 1 + 1e-9:
        reader.problem("workforce_more_than_all", path, as_typed(total))
    return Spread(person=parts.pop("person", 0.0), month=parts.pop("month", 0.0), units=parts)


def _by_category(
    reader: WorkforceReader,
    data: Mapping[str, Json],
    key: str,
    low: float,
    high: float,
    categories: Mapping[str, tuple[str, ...]],
    *path: str,
) -> dict[str, dict[str, float]]:
    result = {}
    for name, given in reader.mapping(data.get(key, {}), *path, key).items():
        here = (*path, key, str(name))
        if name not in categories:
            reader.unknown(key, name, tuple(categories), *here)
            continue
        figures = reader.mapping(given, *here)
        reader.known_keys(figures, categories[name], *here)
        for value in categories[name]:
            if value not in figures:
                reader.problem("missing_key", here, key=value)
        result[str(name)] = {
            value: reader.within(figures.get(value, low), low, high, *here, value)
            for value in categories[name]
        }
    return result


def _basis(
    reader: WorkforceReader, given: Json, sources: Mapping[str, Text], *path: str
) -> tuple[str, ...]:
    if not isinstance(given, list) or not given:
        reader.problem("missing_key", path, key="basis")
        return ()
    return tuple(reader.choice("basis", name, (ASSUMED, *sources), *path) for name in given)


def read_correlation(
    reader: WorkforceReader, drawn: Sequence[str], key: str = "correlation"
) -> NDArray[np.float64]:
    """The correlations of drawn measures, in their order, from the section `key`."""
    matrix = np.eye(len(drawn))
    given = reader.document.data.get(key) or []
    if not isinstance(given, list) or any(
        not isinstance(row, list) or len(row) != 3 for row in given
    ):
        reader.no_list(CORRELATIONS, "[[csat, complaint_rate, -0.45]]", key)
        return matrix
    seen = set()
    for first, second, figure in given:
        known = [reader.choice("measure", name, drawn, key) for name in (first, second)]
        here = f"{first}, {second}"
        value = reader.within(figure, -1, 1, key, here)
        if not all(known):
            continue
        if first == second or frozenset((first, second)) in seen:
            reader.problem("workforce_pair_twice", (key, here), here)
            continue
        seen.add(frozenset((first, second)))
        j, k = drawn.index(first), drawn.index(second)
        matrix[j, k] = matrix[k, j] = value
    lowest = float(np.linalg.eigvalsh(matrix)[0]) if len(drawn) else 1.0
    if lowest < 1e-6:
        reader.problem("workforce_contradiction", (key,), as_typed(lowest, 4))
    return matrix
