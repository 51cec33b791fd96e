"""What an assumption can be: a number, a month, rows. What does not fit about a value of each kind,
and the value in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from engine.calendar import paying_month
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

Kind = Literal[
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
THIRDS = ("low", "middle", "high")
"""Rows of the merit matrix by rating, and its columns by the place in the range."""


@dataclass(frozen=True)
class Bounds:
    """What a number of an assumption is in, and the least and the most that it may be."""

    unit: str
    low: float
    high: float


def problems_of_kind(kind: Kind, value: Json, within: Bounds) -> list[Problem]:
    """What does not fit about a value."""
    return _CHECKS[kind](within, value)


def text_of_kind(
    kind: Kind, value: Json, unit: str, language: str, names: Mapping[str, Text]
) -> str:
    """A value that fits, in words; `names` are those of measures, by id."""
    if kind == "number":
        return _number_text(float(value), unit, language)
    if kind == "by_measure":
        called = {name: names[name][language] if name in names else name for name in value}
        parts = [f"{called[k]} {_number_text(x, unit, language)}" for k, x in value.items()]
        return _listed(parts, language)
    if kind in _TEXTS:
        return _TEXTS[kind](value, language)
    return str(value)


# -- in words ---------------------------------------------------------------------------------


def _number_text(value: float, unit: str, language: str) -> str:
    if unit in ("share", "factor"):
        return percent(value, language)
    if unit == "sd" and value:
        return say(language, "projection.deviations", value=number(value))
    return number(value)


def _changes_text(value: Json, language: str) -> str:
    return say(language, "projection.count_changes", count=len(value))


def _temporary_text(value: Json, language: str) -> str:
    return _listed(
        [
            say(
                language,
                "projection.temporary",
                count=row["people"],
                start=month(row["from"], language),
                end=month(row["to"], language),
            )
            for row in value
        ],
        language,
    )


def _by_month_text(value: Json, language: str) -> str:
    parts = [f"{month(when, language)} {number(people)}" for when, people in value.items()]
    return _listed(parts, language)


def _matrix_text(value: Json, language: str) -> str:
    return _listed(["/".join(number(x) for x in value[row]) for row in THIRDS], language)


def _season_text(value: Json, language: str) -> str:
    return _listed([number(x) for x in value], language)


def _listed(parts: Sequence[str], language: str) -> str:
    if not parts:
        return say(language, "projection.nothing")
    return say(language, "projection.parted").join(parts)


_TEXTS: Mapping[str, Callable[[Json, str], str]] = {
    "month": month,
    "calendar_month": lambda value, language: month_name(int(value))[language],
    "season": _season_text,
    "by_month": _by_month_text,
    "temporary": _temporary_text,
    "matrix": _matrix_text,
    "changes": _changes_text,
}


# -- what does not fit ------------------------------------------------------------------------


def _out_of_bounds(within: Bounds, value: Json, low: float, high: float) -> list[Problem]:
    if is_number(value) and low <= value <= high:
        return []
    said = in_each_language(
        lambda language: (
            say(
                language,
                "projection.between",
                low=_number_text(low, within.unit, language),
                high=_number_text(high, within.unit, language),
            )
            if within.unit in ("share", "factor")
            else between(low, high)[language]
        )
    )
    given = in_each_language(lambda language: _given_text(value, within.unit, language))
    return [Problem("assumption_bounds", {"bounds": said, "given": given}, value=str(value))]


def _given_text(value: Json, unit: str, language: str) -> str:
    return _number_text(float(value), unit, language) if is_number(value) else f'"{value}"'


def _number_problems(within: Bounds, value: Json) -> list[Problem]:
    found = _out_of_bounds(within, value, within.low, within.high)
    if not found and within.unit == "months" and value != int(value):
        return [Problem("assumption_whole", value=str(value))]
    return found


def _month_problems(within: Bounds, value: Json) -> list[Problem]:
    try:
        paying_month(str(value))
    except ValueError:
        return [Problem("workforce_month", value=str(value))]
    return []


def _calendar_month_problems(within: Bounds, value: Json) -> list[Problem]:
    if is_number(value) and value == int(value):
        return _out_of_bounds(within, value, 1, 12)
    return [Problem("assumption_bounds", {"bounds": between(1, 12), "given": str(value)})]


def _season_problems(within: Bounds, value: Json) -> list[Problem]:
    if not isinstance(value, list | tuple) or len(value) != 12:
        return [Problem("assumption_season", {"found": _size(value)})]
    return [p for each in value for p in _out_of_bounds(within, each, within.low, within.high)]


def _by_month_problems(within: Bounds, value: Json) -> list[Problem]:
    if not isinstance(value, Mapping):
        return [Problem("assumption_entries", {"example": '{"2026-03": 2100}'})]
    found = []
    for when, people in value.items():
        found += _month_problems(within, when)
        found += _people_problems(within, people)
    return found


def _people_problems(within: Bounds, people: Json) -> list[Problem]:
    found = _out_of_bounds(within, people, within.low, within.high)
    if not found and people != int(people):
        found.append(Problem("assumption_whole", value=str(people)))
    return found


def _temporary_problems(within: Bounds, value: Json) -> list[Problem]:
    example = '[{"people": 200, "from": "2026-10", "to": "2026-11"}]'
    if not isinstance(value, list | tuple):
        return [Problem("assumption_entries", {"example": example})]
    found = []
    for row in value:
        if not _has_only(row, {"people", "from", "to"}, {"categories"}):
            found.append(Problem("assumption_entries", {"example": example}, value=str(row)))
            continue
        wrong = [*_month_problems(within, row["from"]), *_month_problems(within, row["to"])]
        found += [*wrong, *_people_problems(within, row["people"])]
        if not wrong and str(row["from"]) > str(row["to"]):
            values = {"start": str(row["from"]), "end": str(row["to"])}
            found.append(Problem("assumption_backwards", values))
    return found


def _matrix_problems(within: Bounds, value: Json) -> list[Problem]:
    if not isinstance(value, Mapping):
        return [Problem("assumption_matrix", {"gaps": tuple(THIRDS)})]
    gaps = [
        f"{row}/{THIRDS[place]}"
        for row in THIRDS
        for place in range(3)
        if place >= _size(value.get(row)) or value[row][place] is None
    ]
    beyond = [str(key) for key in value if key not in THIRDS]
    beyond += [str(row) for row in THIRDS if _size(value.get(row)) > 3]
    if gaps or beyond:
        return [Problem("assumption_matrix", {"gaps": tuple([*gaps, *beyond])})]
    cells = [cell for row in THIRDS for cell in value[row]]
    found = [p for cell in cells for p in _out_of_bounds(within, cell, within.low, within.high)]
    if not found and max(cells) == 0:
        found.append(Problem("assumption_matrix_empty"))
    return found


def _by_measure_problems(within: Bounds, value: Json) -> list[Problem]:
    if not isinstance(value, Mapping):
        return [Problem("assumption_entries", {"example": '{"csat": 0.2}'})]
    return [
        p for each in value.values() for p in _out_of_bounds(within, each, within.low, within.high)
    ]


def _changes_problems(within: Bounds, value: Json) -> list[Problem]:
    example = '[{"unit": "sellers", "month": "2026-07", "edits": []}]'
    if not isinstance(value, list | tuple):
        return [Problem("assumption_entries", {"example": example})]
    found = []
    for row in value:
        if not _has_only(row, {"unit", "month"}, {"plan", "edits"}) or len(row) == 2:
            found.append(Problem("assumption_entries", {"example": example}, value=str(row)))
            continue
        found += _month_problems(within, row["month"])
        try:
            for edit in row.get("edits") or ():
                Edit.from_json(edit)
        except Refused as refused:
            found += refused.problems
    return found


def _name_problems(within: Bounds, value: Json) -> list[Problem]:
    if isinstance(value, str) and value.isidentifier():
        return []
    return [Problem("assumption_name")]


def _has_only(row: Json, needed: set[str], further: set[str]) -> bool:
    """Whether a row has all entries that it needs, and none that would be overlooked."""
    return isinstance(row, Mapping) and needed <= set(row) <= needed | further


def _size(value: Json) -> int:
    return len(value) if isinstance(value, list | tuple) else 0


_CHECKS: Mapping[Kind, Callable[[Bounds, Json], list[Problem]]] = {
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
