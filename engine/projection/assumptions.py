"""What is assumed of the months to come, as one small value: entries that differ from the
defaults, of the company and of its units."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from engine.companies import Company
from engine.plan import Edit, apply, describe, diff, load_plan
from engine.projection.assumption_fields import UNITS, Field
from engine.projection.assumption_table import ENTRIES, entry_of, fields
from engine.text import Problem, Refused, month, say
from engine.yaml_files import Json, plain_json, unknown_name


@dataclass(frozen=True)
class Assumptions:
    """`values` holds, by path, only what differs from the defaults, which change nothing.

    `name` is that of a named set. `places` has the file and line of each path that was read from a
    file, and of what stands within it, such as "plan_changes.1.unit"; no result depends on them.
    Immutable; every change is a new value.
    """

    values: Mapping[str, Json] = field(default_factory=dict)
    name: str = ""
    places: Mapping[str, tuple[str, int | None]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    @cached_property
    def fingerprint(self) -> str:
        """The content as text, whatever the order in which it was given."""
        return json.dumps(self.values, sort_keys=True)

    def value(self, path: str) -> Json:
        """What an entry is: that of the unit, else that of the company, else the default."""
        if path in self.values:
            return self.values[path]
        own = path.split(".")[-1]
        if own != path and own in self.values:
            return self.values[own]
        return ENTRIES[own].default

    def of_unit(self, unit: str, entry: str) -> Json:
        """What holds for a unit."""
        return self.value(f"{UNITS}.{unit}.{entry}" if ENTRIES[entry].by_unit else entry)

    def path_of(self, unit: str, entry: str) -> str:
        """The path from which a unit has an entry: its own, unless only the company has it."""
        own = f"{UNITS}.{unit}.{entry}"
        return entry if own not in self.values and entry in self.values else own

    def placed(self, problem: Problem) -> Problem:
        """The problem with the file and line of the path that it names as its column, or of the
        nearest one above it; as it is where it has a file, or none was read."""
        parts = problem.column.split(".")
        above = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
        place = next((self.places[path] for path in above if path in self.places), None)
        if problem.file or place is None:
            return problem
        return replace(problem, file=place[0], line=place[1])

    def with_value(self, path: str, value: Json) -> Assumptions:
        """The same with another value. Raises Refused where it does not fit."""
        found = problems_of(path, value)
        if found:
            raise Refused(found)
        values = {**self.values, path: plain_json(value)}
        if "." not in path and values[path] == ENTRIES[path].default:
            del values[path]
        return replace(self, values=values, places=self._places_without(path))

    def without(self, path: str) -> Assumptions:
        """The same with the default, or with what the company has for a unit's entry."""
        values = {k: v for k, v in self.values.items() if k != path}
        return replace(self, values=values, places=self._places_without(path))

    def reset(self, path: str, to: Assumptions) -> Assumptions:
        """The same with the value that another set has."""
        if path in to.values:
            return replace(self.without(path), values={**self.values, path: to.values[path]})
        return self.without(path)

    def _places_without(self, path: str) -> Mapping[str, tuple[str, int | None]]:
        return {k: v for k, v in self.places.items() if k != path and not k.startswith(f"{path}.")}

    def changed_from(self, other: Assumptions) -> tuple[str, ...]:
        """The paths at which the two differ."""
        paths = dict.fromkeys((*other.values, *self.values))
        return tuple(p for p in paths if self.value(p) != other.value(p))

    def describe(
        self, company: Company, language: str, other: Assumptions | None = None
    ) -> list[str]:
        """What differs from another set, or from the defaults, a sentence for each path of
        `changed_from`."""
        other = Assumptions() if other is None else other
        known = {entry.path: entry for entry in fields(company)}
        return [
            _sentence(known.get(path) or ENTRIES[path.split(".")[-1]], self, other, path, language)
            + _of_changes(company, self.value(path), path, language)
            for path in self.changed_from(other)
        ]

    def as_json(self) -> dict[str, Json]:
        """The set as JSON, units apart: {"name", "attrition_factor", "units": {"sellers": {}}}."""
        data: dict[str, Json] = {"name": self.name} if self.name else {}
        units: dict[str, dict[str, Json]] = {}
        for path, value in self.values.items():
            parts = path.split(".")
            if len(parts) == 1:
                data[path] = plain_json(value)
            else:
                units.setdefault(parts[1], {})[parts[2]] = plain_json(value)
        return data | ({UNITS: units} if units else {})

    @classmethod
    def from_json(cls, data: Json) -> Assumptions:
        """The set of `as_json`. Raises Refused with all that does not fit."""
        if not isinstance(data, Mapping):
            raise Refused([Problem("assumption_entries", {"example": "{}"}, value=str(data)[:80])])
        values = paths_of(data)
        found = [p for path, value in values.items() for p in problems_of(path, value)]
        if found:
            raise Refused(found)
        return cls(
            {k: plain_json(v) for k, v in values.items() if k != "name"},
            str(data.get("name", "")),
        )


def paths_of(data: Mapping[str, Json]) -> dict[str, Json]:
    """The entries of a set as it is written, by path; its name and title are none."""
    values: dict[str, Json] = {}
    for key, value in data.items():
        if key == UNITS and isinstance(value, Mapping):
            for unit, own in value.items():
                entries = own if isinstance(own, Mapping) else {"": own}
                values |= {f"{UNITS}.{unit}.{k}": v for k, v in entries.items()}
        elif key not in ("name", "title"):
            values[str(key)] = value
    return values


def problems_of(path: str, value: Json, company: Company | None = None) -> list[Problem]:
    """What does not fit about an entry, unknown ones too, and units that the company lacks."""
    parts = path.split(".")
    if company is not None and len(parts) == 3 and parts[0] == UNITS:
        units = list(company.units)
        if parts[1] not in units:
            unknown = replace(unknown_name("unit", parts[1], units), column=path)
            return [unknown, *problems_of(path, value)]
    entry = entry_of(path)
    if entry is None:
        own = path.split(".")[-1]
        at_unit = "." in path
        known = [e.id for e in ENTRIES.values() if (e.by_unit if at_unit else e.by_company)]
        if own in ENTRIES and at_unit and ENTRIES[own].by_unit:
            example = f"{UNITS}.{parts[-2]}.{own}"
            return [Problem("assumption_path", {"example": example}, column=path)]
        if own in ENTRIES:
            key = "assumption_of_company" if at_unit else "assumption_of_units"
            return [Problem(key, column=path)]
        return [replace(unknown_name("assumption", own, known), column=path)]
    return entry.problems(value)


def as_far_as_it_fits(path: str, value: Json) -> Json:
    """An entry without what does not fit of its rows; None where nothing of it can be kept. Plan
    changes keep their places: those that do not fit are of no unit."""
    entry = entry_of(path)
    if entry is None:
        return None
    if not entry.problems(value):
        return value
    if entry.kind in ("by_month", "by_measure") and isinstance(value, Mapping):
        return {k: v for k, v in value.items() if not entry.problems({k: v})}
    if entry.kind == "temporary" and isinstance(value, list | tuple):
        return [row for row in value if not entry.problems([row])]
    if entry.kind == "changes" and isinstance(value, list | tuple):
        return [{"unit": "", "month": ""} if entry.problems([row]) else row for row in value]
    return None


def changes_to(now: Company, later: Company, month_text: str) -> list[Json]:
    """The plan changes by which a company becomes another variant of itself in a month."""
    return [
        {
            "unit": name,
            "month": month_text,
            "edits": [edit.as_json() for edit in diff(unit.plan, later.units[name].plan)],
        }
        for name, unit in now.units.items()
        if name in later.units and unit.plan != later.units[name].plan
    ]


def _sentence(entry: Field, own: Assumptions, other: Assumptions, path: str, language: str) -> str:
    return say(
        language,
        "projection.assumed",
        what=entry.label[language],
        value=entry.text(own.value(path), language),
        other=entry.text(other.value(path), language),
    )


def _of_changes(company: Company, value: Json, path: str, language: str) -> str:
    """What the plan changes are, after the sentence that tells how many there are."""
    if path != "plan_changes":
        return ""
    return "".join(
        say(
            language,
            "projection.plan_change",
            unit=company.units[row["unit"]].title[language],
            month=month(row["month"], language),
            what=say(language, "projection.parted").join(_edits_in_words(company, row, language)),
        )
        for row in value
        if row["unit"] in company.units
    )


def _edits_in_words(company: Company, row: Mapping[str, Json], language: str) -> Sequence[str]:
    plan = company.units[row["unit"]].plan
    if row.get("plan"):
        return [load_plan(row["plan"]).title[language]]
    after = apply([Edit.from_json(edit) for edit in row.get("edits") or ()], plan)
    return describe(plan, after, language)
