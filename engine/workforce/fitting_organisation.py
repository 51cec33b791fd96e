"""Who reports to whom among real people, as roles and teams without anybody's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.facts import Facts
from engine.text import Phrases, Text

Positions = NDArray[np.intp]
phrase = Phrases("fit")

LEADING = 0.5
"""A role of whose people at least so many have reports is one that leads."""
TEAM = "team_of_manager"


@dataclass(frozen=True)
class Organisation:
    """The section `roles`, with the units that are led, and the unit of every row of the facts.
    None of the measures is told apart by roles of fewer than the fewest people."""

    column: str
    roles: dict[str, Any]
    units: dict[str, Any]
    unit_column: str
    unit: Positions
    notes: tuple[Text, ...]


def organisation(
    facts: Facts,
    manager: str,
    column: str,
    label: Text,
    role: Positions,
    values: tuple[str, ...],
    units: Mapping[str, Any],
    fewest: int,
) -> Organisation | None:
    """Roles by the category `column`, in which each person's position is `role`, and who leads
    whom by the column `manager`; None where nobody leads, or nobody is led."""
    month, person = np.nonzero(facts.present)
    above = facts.people[manager][month, person].astype(np.intp)
    leads = np.zeros((facts.months, facts.size), np.bool_)
    led = above >= 0
    leads[month[led], above[led]] = True
    leads &= facts.present
    own = role[person]
    rows = np.bincount(own, minlength=len(values))
    leading = np.bincount(own, leads[month, person], len(values)) >= LEADING * np.maximum(rows, 1)
    leading &= rows > 0
    if not leading.any() or leading[rows > 0].all():
        return None
    size = np.maximum(1, np.round(rows / facts.months)).astype(int)
    of_leaders = np.bincount(
        role[above[led]], leading[own[led]], len(values)
    ) > LEADING * np.bincount(role[above[led]], minlength=len(values))
    of_teams = np.flatnonzero(leading & ~of_leaders)
    if not of_teams.size:
        return None
    head = int(of_teams[np.argmax(rows[of_teams])])
    fixed = [
        code
        for code in np.flatnonzero(rows > 0).tolist()
        if code != head and (leading[code] or _reports_to_top(code, own, above, role, of_leaders))
        if leading[code] or size[code] < fewest
    ]
    others = [c for c in np.flatnonzero(rows > 0).tolist() if c != head and c not in fixed]
    if not others:
        return None
    unit = next(iter(units), TEAM)
    total = sum(int(rows[code]) for code in others)
    shares = [round(int(rows[code]) / total, 5) for code in others]
    shares[0] = round(shares[0] + 1 - sum(shares), 5)
    entries: dict[str, Any] = {}
    for code, value in enumerate(values):
        if code == head:
            entry: dict[str, Any] = {"leads": unit}
        elif code in fixed:
            entry = {"posts": int(size[code])}
        else:
            entry = {"share": shares[others.index(code)] if code in others else 0.0}
        entries[value] = entry
    for code in np.flatnonzero(rows > 0).tolist():
        theirs = (own == code) & led
        if theirs.sum() * 2 > rows[code]:
            boss = int(np.argmax(np.bincount(role[above[theirs]], minlength=len(values))))
            if boss == head or boss in fixed:
                entries[values[code]]["reports_to"] = values[boss]
    _without_circles(entries)
    new_units = dict(units)
    if not units:
        theirs = led & (role[above] == head)
        spans = np.bincount(above[theirs] * facts.months + month[theirs])
        spans = spans[spans > 0]
        low, high = (int(max(2, round(q) + 1)) for q in np.quantile(spans, [0.1, 0.9]))
        new_units = {TEAM: {"size": [low, max(low, high)], "prefix": "T"}}
        notes = phrase("teams", column=label, low=low, high=max(low, high))
    else:
        notes = phrase("teams_of_groups", column=label)
    team = np.where(led & ~leading[own], above, person)
    roles = {"column": column, "manager": manager, "values": entries}
    return Organisation(column, roles, new_units, unit, team, (notes,))


def _reports_to_top(
    code: int, own: Positions, above: Positions, role: Positions, of_leaders: NDArray[np.bool_]
) -> bool:
    """Whether most people of a role report to somebody who leads leaders."""
    theirs = (own == code) & (above >= 0)
    return bool(theirs.any() and of_leaders[role[above[theirs]]].mean() > LEADING)


def _without_circles(entries: dict[str, Any]) -> None:
    """Lets a role report to nobody where it would report to itself in the end."""
    for name, entry in entries.items():
        line = [name]
        while above := entries[line[-1]].get("reports_to", ""):
            if above in line:
                entry.pop("reports_to", None)
                break
            line.append(above)
