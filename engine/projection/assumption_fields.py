"""What may be assumed of the months to come: every entry with its bounds, unit and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from engine.calendar import paying_month
from engine.companies import Company
from engine.plan import Edit
from engine.text import (
    Problem,
    Refused,
    Text,
    in_each_language,
    month,
    month_name,
    number,
    percent,
    say,
)
from engine.workforce import between
from engine.yaml_files import Json, is_number

Group = Literal["people", "pay", "market", "plan"]
FieldKind = Literal[
    "number",
    "month",
    "calendar_month",
    "season",
    "by_month",
    "temporary",
    "matrix",
    "by_measure",
    "changes",
    "name",
]
UNITS = "units"
THIRDS = ("low", "middle", "high")
"""Rows of the merit matrix by rating, and its columns by the place in the range."""
MOST_PEOPLE = 1_000_000
MOST_MONTHS_IN_STEP = 60


@dataclass(frozen=True)
class Field:
    """One entry that can be moved, of the company or of a unit.

    A value below `low` or above `high` is refused; `slider` has the sensible ends. `risk` says by
    how much the value is usually missed: down and up, added, or multiplied where the unit is a
    factor. The entry of a unit goes before that of the company.
    """

    id: str
    group: Group
    kind: FieldKind
    unit: str
    low: float
    high: float
    step: float
    default: Json
    slider: tuple[float, float]
    by_company: bool = True
    by_unit: bool = True
    risk: tuple[float, float] | None = None
    unit_id: str = ""
    unit_title: Text | None = None

    @property
    def path(self) -> str:
        """Where its value stands: the id, or units.UNIT.ID."""
        return f"{UNITS}.{self.unit_id}.{self.id}" if self.unit_id else self.id

    @property
    def label(self) -> Text:
        """What it is called, with the unit where it is of one."""
        own = in_each_language(lambda language: say(language, f"assumption.{self.id}"))
        title = self.unit_title
        if title is None:
            return own
        return in_each_language(
            lambda language: say(
                language, "projection.of_unit", unit=title[language], what=own[language]
            )
        )

    @property
    def help(self) -> Text:
        """What it does."""
        return in_each_language(lambda language: say(language, f"assumption_help.{self.id}"))

    def problems(self, value: Json) -> list[Problem]:
        """What does not fit about a value."""
        if value is None and self.default is None:
            return []
        return [
            replace(problem, column=self.path, value=problem.value or str(value))
            for problem in _CHECKS[self.kind](self, value)
        ]

    def text(self, value: Json, language: str) -> str:
        """A value in words."""
        if value is None:
            return say(language, f"assumption_none.{self.id}")
        if self.kind == "number":
            return _number_text(float(value), self.unit, language)
        if self.kind == "month":
            return month(value, language)
        if self.kind == "calendar_month":
            return month_name(int(value))[language]
        if self.kind == "changes":
            return say(language, "projection.count_changes", count=len(value))
        if self.kind in ("temporary", "by_month", "by_measure", "matrix", "season"):
            return _rows_text(self, value, language)
        return str(value)


def _number_text(value: float, unit: str, language: str) -> str:
    if unit in ("share", "factor"):
        return percent(value, language)
    return number(value)


def _rows_text(field: Field, value: Json, language: str) -> str:
    if not value:
        return say(language, "projection.nothing")
    if field.kind == "temporary":
        parts = [
            say(
                language,
                "projection.temporary",
                count=row["people"],
                start=row["from"],
                end=row["to"],
            )
            for row in value
        ]
    elif field.kind in ("by_month", "by_measure"):
        parts = [f"{key} {number(each)}" for key, each in value.items()]
    elif field.kind == "matrix":
        parts = [f"{'/'.join(number(x) for x in value[row])}" for row in THIRDS]
    else:
        parts = [number(x) for x in value]
    return say(language, "projection.parted").join(parts)


# -- what does not fit ------------------------------------------------------------------------


def _out_of_bounds(field: Field, value: Json, low: float, high: float) -> list[Problem]:
    if is_number(value) and low <= value <= high:
        return []
    said = in_each_language(
        lambda language: (
            say(
                language,
                "projection.between",
                low=_number_text(low, field.unit, language),
                high=_number_text(high, field.unit, language),
            )
            if field.unit in ("share", "factor")
            else between(low, high)[language]
        )
    )
    given = in_each_language(lambda language: _given_text(value, field.unit, language))
    return [Problem("assumption_bounds", {"bounds": said, "given": given}, value=str(value))]


def _given_text(value: Json, unit: str, language: str) -> str:
    return _number_text(float(value), unit, language) if is_number(value) else f'"{value}"'


def _number_problems(field: Field, value: Json) -> list[Problem]:
    found = _out_of_bounds(field, value, field.low, field.high)
    if not found and field.unit == "months" and value != int(value):
        return [Problem("assumption_whole", value=str(value))]
    return found


def _month_problems(field: Field, value: Json) -> list[Problem]:
    try:
        paying_month(str(value))
    except ValueError:
        return [Problem("workforce_month", value=str(value))]
    return []


def _calendar_month_problems(field: Field, value: Json) -> list[Problem]:
    if is_number(value) and value == int(value):
        return _out_of_bounds(field, value, 1, 12)
    return [Problem("assumption_bounds", {"bounds": between(1, 12), "given": str(value)})]


def _season_problems(field: Field, value: Json) -> list[Problem]:
    if not isinstance(value, list | tuple) or len(value) != 12:
        return [Problem("assumption_season", {"found": _size(value)})]
    return [p for each in value for p in _out_of_bounds(field, each, field.low, field.high)]


def _by_month_problems(field: Field, value: Json) -> list[Problem]:
    if not isinstance(value, Mapping):
        return [Problem("assumption_entries", {"example": '{"2026-03": 2100}'})]
    found = []
    for when, people in value.items():
        found += _month_problems(field, when)
        found += _out_of_bounds(field, people, field.low, field.high)
        if is_number(people) and people != int(people):
            found.append(Problem("assumption_whole", value=str(people)))
    return found


def _temporary_problems(field: Field, value: Json) -> list[Problem]:
    example = '[{"people": 200, "from": "2026-10", "to": "2026-11"}]'
    if not isinstance(value, list | tuple):
        return [Problem("assumption_entries", {"example": example})]
    found = []
    for row in value:
        if not isinstance(row, Mapping) or not {"people", "from", "to"} <= set(row):
            found.append(Problem("assumption_entries", {"example": example}, value=str(row)))
            continue
        wrong = [*_month_problems(field, row["from"]), *_month_problems(field, row["to"])]
        found += [*wrong, *_out_of_bounds(field, row["people"], 1, MOST_PEOPLE)]
        if not wrong and str(row["from"]) > str(row["to"]):
            values = {"start": str(row["from"]), "end": str(row["to"])}
            found.append(Problem("assumption_backwards", values))
    return found


def _matrix_problems(field: Field, value: Json) -> list[Problem]:
    if not isinstance(value, Mapping):
        return [Problem("assumption_matrix", {"gaps": ", ".join(THIRDS)})]
    gaps = [
        f"{row}/{THIRDS[place]}"
        for row in THIRDS
        for place in range(3)
        if place >= _size(value.get(row)) or value[row][place] is None
    ]
    beyond = [str(key) for key in value if key not in THIRDS]
    beyond += [str(row) for row in THIRDS if _size(value.get(row)) > 3]
    if gaps or beyond:
        return [Problem("assumption_matrix", {"gaps": ", ".join([*gaps, *beyond])})]
    cells = [cell for row in THIRDS for cell in value[row]]
    found = [p for cell in cells for p in _out_of_bounds(field, cell, field.low, field.high)]
    if not found and max(cells) == 0:
        found.append(Problem("assumption_matrix_empty"))
    return found


def _by_measure_problems(field: Field, value: Json) -> list[Problem]:
    if not isinstance(value, Mapping):
        return [Problem("assumption_entries", {"example": '{"csat": 0.2}'})]
    return [
        p for each in value.values() for p in _out_of_bounds(field, each, field.low, field.high)
    ]


def _changes_problems(field: Field, value: Json) -> list[Problem]:
    example = '[{"unit": "sellers", "month": "2026-07", "edits": []}]'
    if not isinstance(value, list | tuple):
        return [Problem("assumption_entries", {"example": example})]
    found = []
    for row in value:
        if not isinstance(row, Mapping) or not {"unit", "month"} <= set(row):
            found.append(Problem("assumption_entries", {"example": example}, value=str(row)))
            continue
        found += _month_problems(field, row["month"])
        try:
            for edit in row.get("edits") or ():
                Edit.from_json(edit)
        except Refused as refused:
            found += refused.problems
    return found


def _name_problems(field: Field, value: Json) -> list[Problem]:
    if isinstance(value, str) and value.isidentifier():
        return []
    return [Problem("assumption_name")]


def _size(value: Json) -> int:
    return len(value) if isinstance(value, list | tuple) else 0


_CHECKS: Mapping[FieldKind, Callable[[Field, Json], list[Problem]]] = {
    "number": _number_problems,
    "month": _month_problems,
    "calendar_month": _calendar_month_problems,
    "season": _season_problems,
    "by_month": _by_month_problems,
    "temporary": _temporary_problems,
    "matrix": _matrix_problems,
    "by_measure": _by_measure_problems,
    "changes": _changes_problems,
    "name": _name_problems,
}


# -- the entries ------------------------------------------------------------------------------

MERIT = {"low": [0, 0, 0], "middle": [1.2, 1, 0.8], "high": [2, 1.6, 1.2]}
"""Raises of the merit matrix before they are scaled to the budget: those who are rated higher and
stand lower in their range get more. Assumed."""

_ENTRIES = (
    Field(
        "headcount_growth",
        "people",
        "number",
        "share",
        -0.9,
        3.0,
        0.01,
        0.0,
        (-0.3, 0.5),
        risk=(-0.05, 0.05),
    ),
    Field(
        "headcount_plan",
        "people",
        "by_month",
        "people",
        1,
        MOST_PEOPLE,
        1,
        {},
        (1, 10_000),
        by_company=False,
    ),
    Field(
        "attrition_factor",
        "people",
        "number",
        "factor",
        0.0,
        5.0,
        0.05,
        1.0,
        (0.0, 2.0),
        risk=(0.75, 1.25),
    ),
    Field("attrition", "people", "number", "share", 0.0, 0.95, 0.01, None, (0.0, 0.8)),
    Field("attrition_season", "people", "season", "", 0.0, 10.0, 0.05, [1.0] * 12, (0.0, 3.0)),
    Field("exodus_factor", "people", "number", "factor", 0.0, 20.0, 0.1, 1.0, (0.0, 5.0)),
    Field("exodus_month", "people", "calendar_month", "", 1, 12, 1, 1, (1, 12)),
    Field(
        "temporary",
        "people",
        "temporary",
        "people",
        1,
        MOST_PEOPLE,
        1,
        [],
        (1, 5_000),
        by_company=False,
    ),
    Field(
        "promotion_speed",
        "people",
        "number",
        "factor",
        0.0,
        10.0,
        0.1,
        1.0,
        (0.0, 3.0),
        risk=(0.5, 1.5),
    ),
    Field(
        "promotion_months",
        "people",
        "number",
        "months",
        0,
        MOST_MONTHS_IN_STEP,
        1,
        None,
        (0, 36),
    ),
    Field("review_month", "pay", "month", "", 0, 0, 1, None, (0, 0)),
    Field(
        "review_budget",
        "pay",
        "number",
        "share",
        0.001,
        0.5,
        0.005,
        0.05,
        (0.005, 0.15),
        risk=(-0.01, 0.01),
    ),
    Field("merit_matrix", "pay", "matrix", "", 0.0, 100.0, 0.1, MERIT, (0.0, 3.0)),
    Field("base_line", "pay", "name", "", 0, 0, 1, None, (0, 0), by_company=False),
    Field("review_rating", "pay", "name", "", 0, 0, 1, None, (0, 0), by_company=False),
    Field("review_position", "pay", "name", "", 0, 0, 1, None, (0, 0), by_company=False),
    Field(
        "sales_growth",
        "market",
        "number",
        "share",
        -0.9,
        3.0,
        0.01,
        0.0,
        (-0.3, 0.5),
        risk=(-0.05, 0.05),
    ),
    Field(
        "volume_growth",
        "market",
        "number",
        "share",
        -0.9,
        3.0,
        0.01,
        0.0,
        (-0.3, 0.5),
        risk=(-0.05, 0.05),
    ),
    Field("quotas_follow", "market", "number", "share", 0.0, 1.0, 0.05, 1.0, (0.0, 1.0)),
    Field(
        "seasonality",
        "market",
        "number",
        "factor",
        0.0,
        3.0,
        0.05,
        1.0,
        (0.0, 2.0),
        risk=(0.75, 1.25),
    ),
    Field(
        "shifts", "market", "by_measure", "sd", -3.0, 3.0, 0.05, {}, (-1.0, 1.0), by_company=False
    ),
    Field(
        "growths",
        "market",
        "by_measure",
        "share",
        -0.9,
        3.0,
        0.01,
        {},
        (-0.3, 0.5),
        by_company=False,
    ),
    Field(
        "level_uncertainty",
        "market",
        "number",
        "sd",
        0.0,
        2.0,
        0.01,
        0.0,
        (0.0, 0.5),
    ),
    Field("swings", "market", "number", "factor", 0.0, 3.0, 0.05, 1.0, (0.0, 2.0)),
    Field(
        "swings_together",
        "market",
        "number",
        "share",
        0.0,
        1.0,
        0.05,
        0.5,
        (0.0, 1.0),
        by_unit=False,
    ),
    Field("plan_changes", "plan", "changes", "", 0, 0, 1, [], (0, 0), by_unit=False),
)
ENTRIES: Mapping[str, Field] = {entry.id: entry for entry in _ENTRIES}


def fields(company: Company) -> tuple[Field, ...]:
    """Everything that can be moved, in the order shown: of the company, then unit by unit."""
    whole = [entry for entry in _ENTRIES if entry.by_company]
    own = [
        replace(entry, unit_id=unit.id, unit_title=unit.title)
        for unit in company.units.values()
        for entry in _ENTRIES
        if entry.by_unit
    ]
    return (*whole, *own)


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
