"""The categories of real people: values large enough, what hangs on what, groups they are in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.calendar import calendar_month
from engine.facts import Category, Facts
from engine.plan import Plan
from engine.text import Phrases, Text, in_each_language, percent
from engine.workforce.fitting_marginals import explained
from engine.workforce.fitting_months import Rows
from engine.workforce.fitting_moves import Moves, changing, joined_with, latest, seen_moves
from engine.workforce.fitting_organisation import Organisation, organisation

Positions = NDArray[np.intp]
phrase = Phrases("fit")

CHANGING = 0.05
"""A category that changes more often from month to month is a rating of the month."""
ROLE = 0.3
"""How much a category must tell of who leads, to be the role of people."""
MOST_GROUPS = 12
"""A column beyond the plan's with more values is none of groups."""
TOLD_BEYOND = 0.02
"""How much of a measure such a column must tell, to be drawn."""
TOGETHER = 0.02
"""How much two categories must tell of each other, as a part of what there is to tell."""


@dataclass(frozen=True)
class Sorted:
    """What people are sorted by. `attributes` and `units` are sections of a model file; `codes` is
    the position of everybody's value, by column, those of small values as the value they count
    with, and `by_row` that of every row of the facts for columns whose changes are drawn; `ratings`
    are columns that change as months do. `unit` is the group of every row. `roles`
    is the section of that name; values of its column that few people have are like those that
    `into` says.
    """

    attributes: dict[str, Any]
    units: dict[str, Any]
    codes: Mapping[str, Positions]
    values: Mapping[str, tuple[str, ...]]
    ratings: tuple[str, ...]
    unit_column: str = ""
    unit: Positions | None = None
    notes: tuple[Text, ...] = field(default=())
    roles: dict[str, Any] = field(default_factory=dict)
    into: Mapping[str, str] = field(default_factory=dict)
    by_row: Mapping[str, Positions] = field(default_factory=dict)


def sorted_people(facts: Facts, plan: Plan, fewest: int) -> Sorted:
    """The categories of a plan among the people of facts."""
    codes: dict[str, Positions] = {}
    values: dict[str, tuple[str, ...]] = {}
    ratings: list[str] = []
    changes: dict[str, _Changes] = {}
    notes: list[Text] = []
    for column in plan.facts.values():
        if column.kind != "category" or column.id not in facts.categories:
            continue
        category = facts.categories[column.id]
        values[column.id] = category.values
        share = changing([facts], column.id)
        if share > CHANGING:
            ratings.append(column.id)
            notes.append(phrase("rating", column=column.label, share=_share(share)))
            continue
        usual = _usual(facts, category)
        into, small = merged(usual, len(category.values), fewest)
        codes[column.id] = into[usual]
        if share > 0:
            changes[column.id] = _Changes(seen_moves(facts, category, into, fewest), into)
        if small:
            listed = tuple(category.values[code] for code in small)
            notes.append(phrase("merged", column=column.label, values=listed, fewest=fewest))
    further = _further(facts, plan, fewest)
    if further:
        category = facts.categories[further]
        usual = _usual(facts, category)
        into, _ = merged(usual, len(category.values), fewest)
        codes[further], values[further] = into[usual], category.values
        notes.append(phrase("further_group", column=further))
    units, unit_column, unit = _units(facts, plan, notes)
    weight = facts.months_by_person
    led = _led(facts, plan, codes, units, fewest)
    for name, change in list(changes.items()):
        is_role = led is not None and led.column == name
        notes.append(_about_changes(plan.facts[name].label, change.moves, is_role, fewest))
        if is_role or not change.moves.drawn:
            del changes[name]
    month, person = np.nonzero(facts.present)
    by_row = {
        name: change.into[facts.categories[name].codes[month, person]]
        for name, change in changes.items()
    }
    others = {name: own for name, own in codes.items() if led is None or name != led.column}
    attributes = _attributes(others, values, weight)
    for name, change in changes.items():
        _with_changes(attributes[name], facts, facts.categories[name], change, fewest)
    if led is None:
        notes += [
            phrase("no_managers", column=column.label)
            for column in plan.facts.values()
            if column.kind == "person"
        ]
        return Sorted(
            *(attributes, units, codes, values, tuple(ratings), unit_column, unit, tuple(notes)),
            by_row=by_row,
        )
    usual = _usual(facts, facts.categories[led.column])
    counted = {
        values[led.column][int(old)]: values[led.column][int(new)]
        for old, new in zip(usual, codes[led.column], strict=True)
        if old != new
    }
    return Sorted(
        attributes=attributes,
        units=led.units,
        codes=codes,
        values=values,
        ratings=tuple(ratings),
        unit_column=led.unit_column,
        unit=led.unit,
        notes=(*notes, *led.notes),
        roles=led.roles,
        into=counted,
        by_row=by_row,
    )


def _further(facts: Facts, plan: Plan, fewest: int) -> str:
    """The column beyond the plan's that tells most of its numbers, and that people keep: one of a
    few groups, two of them large enough."""
    numbers = [c.id for c in plan.facts.values() if c.is_number and c.id in facts.numbers]
    best, most = "", TOLD_BEYOND
    for name, category in facts.categories.items():
        few = 2 <= len(category.values) <= MOST_GROUPS
        if name in plan.facts or not few or changing([facts], name) > CHANGING:
            continue
        usual = _usual(facts, category)
        into, _ = merged(usual, len(category.values), fewest)
        count = np.bincount(into[usual])
        if np.count_nonzero(count >= fewest) < 2:
            continue
        codes = into[usual][np.nonzero(facts.present)[1]]
        told = max((explained(facts.numbers[n][facts.present], codes) for n in numbers), default=0)
        if told > most:
            best, most = name, told
    return best


@dataclass(frozen=True)
class _Changes:
    """The changes of a column, and the value with which each of its values counts."""

    moves: Moves
    into: Positions


def _about_changes(column: Text, moves: Moves, is_role: bool, fewest: int) -> Text:
    said = {"column": column, "seen": moves.seen, "fewest": fewest, "drawn": moves.drawn}
    if is_role:
        return phrase("changes_of_role", **said)
    if not moves.drawn:
        return phrase("changes_few", **said)
    return phrase("changes_drawn" if moves.drawn == moves.seen else "changes_in_part", **said)


def _with_changes(
    entry: dict[str, Any], facts: Facts, category: Category, change: _Changes, fewest: int
) -> None:
    """Lets people move: from the values of the last month on, joiners with those of joiners."""
    entry["moves"] = {value: dict(to) for value, to in change.moves.shares.items()}
    if "given" in entry:
        return
    now = latest(facts, category)[facts.present[-1]]
    if now.size >= fewest:
        entry["shares"] = _shares(change.into[now], category.values, np.ones(now.size))
    joined = joined_with(facts, category)
    if joined.size >= fewest:
        entry["joining"] = _shares(change.into[joined], category.values, np.ones(joined.size))


def _led(
    facts: Facts,
    plan: Plan,
    codes: Mapping[str, Positions],
    units: Mapping[str, Any],
    fewest: int,
) -> Organisation | None:
    """Who reports to whom, by the category that tells best who leads."""
    managers = [c for c in plan.facts.values() if c.kind == "person" and c.id in facts.people]
    if not managers or not codes:
        return None
    positions = facts.people[managers[0].id]
    leads = np.zeros(facts.size, np.intp)
    leads[positions[positions >= 0]] = 1
    usual = {name: _usual(facts, facts.categories[name]) for name in codes}
    told = {
        name: _told(own, leads, len(facts.categories[name].values), 2)
        for name, own in usual.items()
    }
    best = max(told, key=lambda name: told[name])
    if told[best] < ROLE:
        return None
    values = facts.categories[best].values
    manager = managers[0]
    return organisation(facts, manager.id, best, manager.label, usual[best], values, units, fewest)


def merged(codes: Positions, size: int, fewest: int) -> tuple[Positions, tuple[int, ...]]:
    """With which value each one counts, so that every one has `fewest` people: smaller ones side by
    side together, as the largest of them, and where they are still too few with the nearest value
    that is not; they are given."""
    count = np.bincount(codes, minlength=size)
    small = np.flatnonzero((count > 0) & (count < fewest))
    into = np.arange(size)
    if not small.size:
        return into, ()
    kept = np.flatnonzero(count >= fewest).tolist()
    pool: list[int] = []
    for code in [*np.flatnonzero(count > 0).tolist(), -1]:
        if code in small:
            pool.append(code)
        elif pool:
            if int(count[pool].sum()) >= fewest:
                into[pool] = pool[int(np.argmax(count[pool]))]
                kept.append(int(into[pool[0]]))
            pool = []
    kept = kept or [int(np.argmax(count))]
    for code in small.tolist():
        if into[code] not in kept:
            into[code] = min(kept, key=lambda k: (abs(k - code), -int(count[k])))
    return into, tuple(code for code in small.tolist() if into[code] != code)


def _share(part: float) -> Text:
    return in_each_language(lambda language: percent(part, language))


def _usual(facts: Facts, category: Category) -> Positions:
    """The value that each person has in most months."""
    month, person = np.nonzero(facts.present)
    size = len(category.values)
    place = person * size + category.codes[month, person].astype(np.intp)
    count = np.bincount(place, minlength=facts.size * size).reshape(facts.size, size)
    return np.asarray(np.argmax(count, axis=1), np.intp)


def _attributes(
    codes: Mapping[str, Positions],
    values: Mapping[str, tuple[str, ...]],
    weight: NDArray[np.float64],
) -> dict[str, Any]:
    """Each category with its shares of person-months, and by the one above it that tells most of
    it; `weight` are everybody's months."""
    found: dict[str, Any] = {}
    for name, own in codes.items():
        size = len(values[name])
        entry: dict[str, Any] = {"shares": _shares(own, values[name], weight)}
        told = {other: _told(codes[other], own, len(values[other]), size) for other in found}
        best = max(told, key=lambda other: told[other], default="")
        if best and told[best] > TOGETHER:
            entry["given"] = best
            entry["shares_by"] = {
                value: _shares(own[there], values[name], weight[there])
                if (there := codes[best] == code).any()
                else dict(entry["shares"])
                for code, value in enumerate(values[best])
            }
        found[name] = entry
    return found


def _shares(
    codes: Positions, values: tuple[str, ...], weight: NDArray[np.float64]
) -> dict[str, float]:
    count = np.bincount(codes, weight, len(values))
    shares = np.round(count / count.sum(), 5)
    shares[np.argmax(shares)] += round(1 - float(shares.sum()), 5)
    return {value: round(float(s), 5) for value, s in zip(values, shares, strict=True)}


def _told(first: Positions, second: Positions, rows: int, columns: int) -> float:
    """The mutual information of two categories as a part of the second's own, beyond chance."""
    table = np.bincount(first * columns + second, minlength=rows * columns)
    joint = table.reshape(rows, columns) / first.size
    left, right = joint.sum(axis=1), joint.sum(axis=0)
    expected = np.outer(left, right)
    there = joint > 0
    told = float((joint[there] * np.log(joint[there] / expected[there])).sum())
    own = float(-(right[right > 0] * np.log(right[right > 0])).sum())
    chance = ((left > 0).sum() - 1) * ((right > 0).sum() - 1) / (2 * first.size)
    return (told - chance) / own if own > 0 else 0.0


def _units(
    facts: Facts, plan: Plan, notes: list[Text]
) -> tuple[dict[str, Any], str, Positions | None]:
    """The groups that people are in, without their names: the sizes of the first column of groups;
    further ones are sorted by chance into groups of their usual size."""
    units: dict[str, Any] = {}
    first, row_unit = "", None
    names = [c.id for c in plan.facts.values() if c.kind == "group" and c.id in facts.categories]
    for name in names:
        category = facts.categories[name]
        month, person = np.nonzero(facts.present)
        codes = category.codes[month, person].astype(np.intp)
        sizes = np.bincount(codes * facts.months + month, minlength=1)
        sizes = sizes[sizes > 0]
        low, high = (int(max(1, round(q))) for q in np.quantile(sizes, [0.1, 0.9]))
        if first:
            notes.append(phrase("group_by_chance", column=plan.facts[name].label))
            units[name] = {"of": first, "size": [1, 1], "prefix": _prefix(name)}
            continue
        units[name] = {"size": [low, max(low, high)], "prefix": _prefix(name)}
        first, row_unit = name, codes
        notes.append(phrase("groups", column=plan.facts[name].label, low=low, high=max(low, high)))
    return units, first, row_unit


def _prefix(name: str) -> str:
    return name[:1].upper()


def rows_of(
    facts: Facts,
    people: Sorted,
    tenure: NDArray[np.float64] | None,
    tenure_known: bool,
    fewest: int,
) -> Rows:
    """Every row of the facts, month by month; months of too few people say nothing. `tenure` is
    that of everybody by month."""
    month, person = np.nonzero(facts.present)
    calendar = np.array([calendar_month(facts.first + t) - 1 for t in range(facts.months)])
    served = None
    if tenure is not None:
        served = np.maximum(tenure[month, person], 0).astype(np.intp)
    return Rows(
        person=person,
        month=month,
        tenure=served,
        tenure_known=tenure_known,
        codes={**{name: own[person] for name, own in people.codes.items()}, **people.by_row},
        sizes={name: len(people.values[name]) for name in people.codes},
        people=facts.size,
        months=facts.months,
        calendar=calendar,
        seen=facts.present.sum(axis=1) >= fewest,
        unit=people.unit,
    )
