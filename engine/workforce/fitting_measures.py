"""The measures of a model from the number columns of real facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from engine.calendar import Every
from engine.facts import Facts
from engine.plan import Column, Plan
from engine.text import Phrases, Text, in_each_language, percent
from engine.workforce.fitting_dependence import correlations
from engine.workforce.fitting_marginals import (
    Marginal,
    explained,
    marginal,
    normal_scores,
    stretched,
)
from engine.workforce.fitting_months import Parts, Rows, is_held, parts
from engine.workforce.fitting_people import Sorted
from engine.workforce.model import TENURE
from engine.workforce.workforce_reader import LARGE

Numbers = NDArray[np.float64]
Positions = NDArray[np.intp]
phrase = Phrases("fit")

TELLING = 0.05
"""A category that explains so much of a measure has a distribution for each of its values."""
RATIO_FROM = 0.3
"""From this correlation on a result is drawn as a part of its target."""
BASIS = "file"


@dataclass(frozen=True)
class Measured:
    """The sections `measures`, `correlation` and `lasting_correlation` of a model, and notes."""

    measures: dict[str, Any]
    correlation: list[list[Any]]
    lasting: list[list[Any]]
    notes: tuple[Text, ...]


@dataclass(frozen=True)
class _Drawn:
    """A measure to be drawn: its name, values of every row, and how its values may be written."""

    name: str
    label: Text
    values: Numbers
    limits: tuple[float, float]
    decimals: int | None
    rating: tuple[str, ...] = ()


def measured(facts: Facts, plan: Plan, people: Sorted, rows: Rows, fewest: int) -> Measured:
    """The measures of every number column of the plan, and of its ratings."""
    notes: list[Text] = []
    drawn, products = _columns(facts, plan, people, rows, fewest, notes)
    names, found, entries = [], [], {}
    for each in drawn:
        entry, own = _fitted(each, people, rows, fewest, notes)
        entries[each.name] = entry
        names.append(each.name)
        found.append(own)
    lasting, monthly = correlations(found, rows)
    measures = {**entries, **products}
    if not drawn:
        return Measured({}, [], [], tuple(notes))
    return Measured(measures, _listed(names, monthly), _listed(names, lasting), tuple(notes))


def limits(column: Column, values: Numbers) -> tuple[float, float]:
    """What a column may hold: as the plan says, and nothing of another sign than its values."""
    low, high = column.range or (-LARGE, LARGE)
    low, high = max(low, -LARGE), min(high, LARGE)
    if column.kind == "flag":
        low, high = 0.0, 1.0
    if values.size and values.min() >= 0:
        low = max(low, 0.0)
    if column.kind == "share" and values.size and low >= 0 and values.max() <= 1:
        high = min(high, 1.0)
    if column.above is not None:
        low = max(low, column.above)
    return low, high


def decimals_of(values: Numbers) -> int:
    """The decimals that values are written with; below 0 where all are whole tens and so on."""
    for decimals in range(-6, 5):
        if np.allclose(values, np.round(values, decimals), rtol=1e-9, atol=1e-9):
            return decimals
    return 4


def _columns(
    facts: Facts, plan: Plan, people: Sorted, rows: Rows, fewest: int, notes: list[Text]
) -> tuple[list[_Drawn], dict[str, Any]]:
    """What is drawn, and what follows from it."""
    drawn: list[_Drawn] = []
    for column in plan.facts.values():
        if column.is_number and column.id != TENURE and column.id in facts.numbers:
            values = facts.numbers[column.id][rows.month, rows.person]
            decimals = decimals_of(values)
            low, high = limits(column, values)
            if column.above is not None and low <= column.above:
                low = column.above + 10.0**-decimals
            drawn.append(_Drawn(column.id, column.label, values, (low, high), decimals))
    for name in people.ratings:
        codes = facts.categories[name].codes[rows.month, rows.person].astype(np.intp)
        shown = plan.facts[name].label
        drawn.append(
            _Drawn(
                name, shown, -codes.astype(float), (-LARGE, LARGE), 0, rating=people.values[name]
            )
        )
    axis = plan.curve
    if axis is None or axis.against is None or axis.rising_from is not None:
        return drawn, {}
    by_name = {each.name: each for each in drawn}
    result, target = by_name.get(axis.move), by_name.get(axis.against)
    if result is None or target is None or result.rating or target.values.min() <= 0:
        return drawn, {}
    together = float(
        normal_scores(result.values) @ normal_scores(target.values) / result.values.size
    )
    hidden = f"{result.name}_per_{target.name}"
    if together < RATIO_FROM or hidden in by_name:
        return drawn, {}
    notes.append(phrase("ratio", result=result.label, target=target.label))
    ratio = _Drawn(
        hidden,
        phrase("ratio_label", result=result.label, target=target.label),
        result.values / target.values,
        (0.0 if result.limits[0] >= 0 else -LARGE, LARGE),
        None,
    )
    product = {
        "product": [target.name, hidden],
        "decimals": result.decimals,
        "range": list(result.limits),
        "basis": [BASIS],
    }
    return [ratio if each is result else each for each in drawn], {result.name: product}


def _fitted(
    each: _Drawn, people: Sorted, rows: Rows, fewest: int, notes: list[Text]
) -> tuple[dict[str, Any], Parts]:
    """The entry of a measure, and what its latent values are made of."""
    group, own = ("", ()) if each.rating else _telling(each, rows, fewest)
    table_of = np.zeros(rows.person.size, np.intp)
    for place, code in enumerate(own, start=1):
        table_of[rows.codes[group] == code] = place
    latent = np.zeros(rows.person.size)
    for place in range(len(own) + 1):
        theirs = table_of == place
        if theirs.any():
            latent[theirs] = normal_scores(each.values[theirs])
    held = is_held(each.values, rows)
    categories = [name for name in rows.codes if name != group or (table_of == 0).any()]
    taken = parts(latent, held, rows, categories, fewest)
    scale = float(np.sqrt(max(taken.variance, 0.05)))
    entry: dict[str, Any] = {}
    if each.rating:
        entry["distribution"] = {"family": "rating", "shares": _rating(each, rows, fewest, scale)}
    else:
        rest = table_of == 0
        rest = rest if np.unique(rows.person[rest]).size >= fewest else np.ones_like(rest)
        table = marginal(each.values[rest], rows.person[rest], fewest, each.limits)
        entry["distribution"] = _quantiles(table, scale)
        if table.left_out > 0:
            share = in_each_language(lambda language: percent(table.left_out, language))
            notes.append(phrase("left_out", column=each.label, share=share, fewest=fewest))
    if group:
        values = people.values[group]
        entry["group"] = group
        entry["distribution_by"] = {}
        for place, code in enumerate(own, start=1):
            theirs = table_of == place
            table = marginal(each.values[theirs], rows.person[theirs], fewest, each.limits)
            entry["distribution_by"][values[code]] = _quantiles(table, scale)
        notes.append(phrase("own_tables", column=each.label, values=tuple(values[c] for c in own)))
    if held:
        notes.append(phrase("held", column=each.label))
    entry |= _latent(taken, people, scale)
    if people.roles:
        _like_others(entry, people)
    if each.decimals is None:
        entry["hidden"] = True
    elif not each.rating:
        entry["decimals"] = each.decimals
    else:
        entry["decimals"] = 0
    if not each.rating:
        entry["range"] = list(each.limits)
    entry["basis"] = [BASIS]
    return entry, taken


def _like_others(entry: dict[str, Any], people: Sorted) -> None:
    """Gives roles of few people the figures of those that they count with."""
    column = people.roles["column"]
    found = [entry.get("shift_by", {}).get(column, {})]
    if entry.get("group") == column:
        found.append(entry["distribution_by"])
    for small, like in people.into.items():
        for figures in found:
            if like in figures:
                figures[small] = figures[like]


def _quantiles(table: Marginal, scale: float) -> dict[str, Any]:
    points = stretched(table.points, scale)
    return {"family": "quantiles", "points": [list(point) for point in points]}


def _latent(taken: Parts, people: Sorted, scale: float) -> dict[str, Any]:
    """What the latent value is made of, as entries of a model file."""
    variance = max(taken.variance, 1e-9)
    spread = {"person": taken.person / variance, "month": taken.month / variance}
    if people.unit_column and taken.unit > 0:
        spread[people.unit_column] = taken.unit / variance
    rounded = {name: round(part - 5e-5, 4) for name, part in spread.items() if part > 1e-4}
    entry: dict[str, Any] = {"spread": rounded}
    if taken.persistence:
        entry["persistence"] = round(taken.persistence, 2)
    if taken.with_tenure:
        entry["with_tenure"] = round(taken.with_tenure, 4)
        entry["every"] = Every.YEAR.key
    if any(taken.season):
        entry["month_shift"] = _shifts(taken.season, scale)
    unsure: dict[str, Any] = {}
    if taken.level_unsure > 1e-4:
        unsure["level"] = round(min(taken.level_unsure / scale, 5.0), 4)
    if any(taken.season_unsure):
        unsure["months"] = _shifts(taken.season_unsure, scale)
    if unsure:
        entry["unsure"] = unsure
    if taken.learning:
        entry["learning"] = {"shift": _shifts(taken.learning, scale)}
    if taken.by_category:
        entry["shift_by"] = {
            name: dict(zip(people.values[name], _shifts(shifts, scale), strict=True))
            for name, shifts in taken.by_category.items()
        }
    return entry


def _shifts(shifts: tuple[float, ...], scale: float) -> list[float]:
    return [round(float(np.clip(shift / scale, -5, 5)), 4) for shift in shifts]


def _telling(each: _Drawn, rows: Rows, fewest: int) -> tuple[str, tuple[int, ...]]:
    """The category that explains most of a measure, and its values that have people enough."""
    best, most = "", TELLING
    for name, codes in rows.codes.items():
        told = explained(each.values, codes)
        if told > most:
            best, most = name, told
    if not best:
        return "", ()
    count = rows.people_with(rows.codes[best], rows.sizes[best])
    own = tuple(np.flatnonzero(count >= fewest).tolist())
    return (best, own) if own else ("", ())


def _rating(each: _Drawn, rows: Rows, fewest: int, scale: float) -> dict[str, float]:
    """Shares by value, those that too few people ever had counted with their neighbours."""
    codes = (-each.values).astype(np.intp)
    size = len(each.rating)
    people = rows.people_with(codes, size)
    small = np.flatnonzero((people > 0) & (people < fewest))
    if small.size:
        codes = _near(codes, small, people, fewest)
    shares = np.bincount(codes, minlength=size) / codes.size
    upto = special.ndtr(special.ndtri(np.clip(np.cumsum(shares), 0, 1)) / scale)
    parts = np.round(np.diff(np.concatenate([[0.0], upto[:-1], [1.0]])), 6)
    parts[np.argmax(parts)] += 1 - float(parts.sum())
    return {v: round(float(p), 6) for v, p in zip(each.rating, parts, strict=True)}


def _near(codes: Positions, small: Positions, people: Positions, fewest: int) -> Positions:
    """Codes with those that few people had put to the nearest other one."""
    kept = np.flatnonzero(people >= fewest)
    if not kept.size:
        return codes
    into = np.arange(people.size)
    for code in small.tolist():
        into[code] = kept[np.argmin(np.abs(kept - code))]
    return into[codes]


def _listed(names: list[str], matrix: Numbers) -> list[list[Any]]:
    return [
        [names[k], names[j], float(matrix[j, k])]
        for j in range(len(names))
        for k in range(j)
        if matrix[j, k]
    ]
