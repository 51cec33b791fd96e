"""What may be assumed of the months to come: the table of all entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from engine.companies import Company, Unit
from engine.projection.assumption_fields import UNITS, Field, Group
from engine.text import Text

MERIT = {"low": [0, 0, 0], "middle": [1.2, 1, 0.8], "high": [2, 1.6, 1.2]}
"""Raises of the merit matrix before they are scaled to the budget: those who are rated higher and
stand lower in their range get more. Assumed."""
MOST_PEOPLE = 1_000_000
ALIKE = [1.0] * 12
"""A season in which all months are alike."""

_share = partial(Field, kind="number", unit="share", step=0.01)
_times = partial(Field, kind="number", unit="factor", low=0.0, step=0.05, default=1.0)
_growth = partial(_share, low=-0.9, high=3.0, slider=(-0.3, 0.5))
_raise = partial(_share, low=0.001, high=0.5, step=0.005)
_people = partial(Field, unit="people", low=1, high=MOST_PEOPLE, by_company=False)
_deviations = partial(Field, kind="number", unit="sd", low=0.0, step=0.01)
_by_measure = partial(Field, kind="by_measure", default={}, by_company=False)
_name = partial(Field, kind="name", by_company=False)
_FIVE, _QUARTER = (-0.05, 0.05), (0.75, 1.25)

_TABLE: Mapping[Group, tuple[Field, ...]] = {
    "people": (
        _growth("headcount_growth", default=0.0, risk=_FIVE),
        _people("headcount_plan", kind="by_month", default={}, slider=(1, 10_000)),
        _times("attrition_factor", high=5.0, slider=(0.0, 2.0), risk=_QUARTER),
        _share("attrition", high=0.95, slider=(0.0, 0.8)),
        Field("attrition_season", "season", high=10.0, step=0.05, default=ALIKE, slider=(0.0, 3.0)),
        _times("exodus_factor", high=20.0, step=0.1, slider=(0.0, 5.0)),
        Field("exodus_month", "calendar_month", low=1, high=12, default=1, slider=(1, 12)),
        _people("temporary", kind="temporary", default=[], slider=(1, 5_000)),
        _times("promotion_speed", high=10.0, step=0.1, slider=(0.0, 3.0), risk=(0.5, 1.5)),
        Field("promotion_months", "number", "months", high=60, slider=(0, 36)),
    ),
    "pay": (
        Field("review_month", "month"),
        _raise("review_budget", default=0.05, slider=(0.005, 0.15), risk=(-0.01, 0.01)),
        Field("merit_matrix", "matrix", high=100.0, step=0.1, default=MERIT, slider=(0.0, 3.0)),
        _name("base_line"),
        _name("review_rating"),
        _name("review_position"),
    ),
    "market": (
        _growth("sales_growth", default=0.0, risk=_FIVE),
        _growth("volume_growth", default=0.0, risk=_FIVE),
        _share("quotas_follow", high=1.0, step=0.05, default=1.0, slider=(0.0, 1.0)),
        _times("seasonality", high=3.0, slider=(0.0, 2.0), risk=_QUARTER),
        _by_measure("shifts", unit="sd", low=-3.0, high=3.0, step=0.05, slider=(-1.0, 1.0)),
        _by_measure("growths", unit="share", low=-0.9, high=3.0, step=0.01, slider=(-0.3, 0.5)),
        _deviations("level_uncertainty", high=2.0, default=0.0, slider=(0.0, 0.5)),
        _times("swings", high=3.0, slider=(0.0, 2.0)),
        _share(
            "swings_together", high=1.0, step=0.05, default=0.5, slider=(0.0, 1.0), by_unit=False
        ),
    ),
    "plan": (Field("plan_changes", "changes", default=[], by_unit=False),),
}
ENTRIES: Mapping[str, Field] = {
    entry.id: replace(entry, group=group) for group, rows in _TABLE.items() for entry in rows
}


def fields(company: Company) -> tuple[Field, ...]:
    """Everything that can be moved, in the order shown: of the company, then unit by unit."""
    whole = [entry for entry in ENTRIES.values() if entry.by_company]
    own = [
        replace(entry, unit_id=unit.id, unit_title=unit.title, names=_names(unit))
        for unit in company.units.values()
        for entry in ENTRIES.values()
        if entry.by_unit
    ]
    return (*whole, *own)


def _names(unit: Unit) -> dict[str, Text]:
    """What the columns and measures of a unit's plan are called."""
    plan = unit.plan
    lines = {line.id: line.label for line in plan.lines.values()}
    return lines | {column.id: column.label for column in plan.facts.values()}


def entry_of(path: str) -> Field | None:
    """The entry that a path names, of whatever company; None for no such path."""
    parts = path.split(".")
    if len(parts) == 1:
        entry = ENTRIES.get(path)
        return entry if entry is not None and entry.by_company else None
    if len(parts) == 3 and parts[0] == UNITS and parts[2] in ENTRIES:
        entry = ENTRIES[parts[2]]
        return replace(entry, unit_id=parts[1]) if entry.by_unit else None
    return None
