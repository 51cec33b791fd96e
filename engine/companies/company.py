"""A company as one small value: units with a plan and people each, and who manages whom."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from engine.payroll import PAYROLL, PayrollSettings, payroll_of
from engine.plan import Edit, Plan, diff
from engine.scenario import (
    ASSUMPTIONS,
    BASELINE,
    PROJECTION,
    Baseline,
    ProjectionSettings,
    Scenario,
    unknown_entries,
)
from engine.text import Problem, Refused, Text, nearest, say
from engine.yaml_files import DATA, Json

COMPANIES = DATA / "companies"
"""Where the companies lie that come with Paycurve."""

How = Literal["sum", "mean", "share_at_target"]
_ENTRIES = ("company", "name", "units", ASSUMPTIONS, PROJECTION, PAYROLL, BASELINE)
"""What the JSON of a variant may hold."""

HOW: tuple[How, ...] = ("sum", "mean", "share_at_target")
"""How what people did makes a fact of their manager."""


@dataclass(frozen=True)
class Unit:
    """People of one kind on one plan.

    `headcount` is how many are there in the first month; None where the people are those of a file,
    or as many as their model says. `place` is the id of the place where they are insured, "" where
    that is the company's.
    """

    id: str
    title: Text
    scenario: Scenario
    headcount: int | None = None
    place: str = ""

    @property
    def plan(self) -> Plan:
        """The plan with the unit's edits."""
        return self.scenario.plan


@dataclass(frozen=True)
class Fill:
    """A column of the managers' plan that is filled from their people: `of` is a column, a measure
    or a pay line of these people's plans. With `share_at_target` it is the share of people whose
    value is at least `target`, a number, or the name of a column or measure of theirs.
    """

    fact: str
    of: str
    how: How
    target: float | str | None = None


@dataclass(frozen=True)
class Management:
    """The people of `unit` manage those of the units `manages`.

    `by` is a category of the managed people: their team, each of which has one of the managers, or
    a column that names the manager.
    """

    unit: str
    manages: tuple[str, ...]
    by: str
    fills: tuple[Fill, ...] = ()


@dataclass(frozen=True)
class Move:
    """The share of one unit's people who go over to another one in a year."""

    source: str
    target: str
    share: float


@dataclass(frozen=True)
class Company:
    """Units on one calendar of `months` months from the month number `first`, their people drawn
    from one seed. Immutable; every change is a new company. `budget` is yuan for what the plans pay
    in all the months, `employer_budget` for all that the employer pays. `name` is that of the
    variant, `file` the one it was read from, and `folder` where that lies and files of people are
    looked for. `of_plan` is a plan that stands for a company of one unit: its people are those that
    it would have alone. `projection` is what is asked of the months ahead, of all units together,
    and `payroll` of what pay costs the employer and leaves to people (None: nothing);
    `written_payroll` is what the company's file asks of it.
    """

    id: str
    title: Text
    description: Text
    currency: str
    first: int
    months: int
    seed: int
    units: Mapping[str, Unit]
    management: tuple[Management, ...] = ()
    moves: tuple[Move, ...] = ()
    budget: float | None = None
    employer_budget: float | None = None
    name: str = ""
    folder: Path = field(default=Path(), compare=False)
    file: str = field(default="", compare=False)
    of_plan: bool = False
    projection: ProjectionSettings = field(default_factory=ProjectionSettings)
    payroll: PayrollSettings | None = None
    written_payroll: PayrollSettings | None = None

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of what decides the results: calendar, seed, units, management and moves."""
        content = [
            *(self.first, self.months, self.seed, repr(self.management), repr(self.moves)),
            [(u.id, u.headcount, u.scenario.fingerprint) for u in self.units.values()],
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    def budget_for(self, payroll: PayrollSettings | None) -> float | None:
        """Yuan that may be spent in all the months on what costs then are: all that the employer
        pays where payroll is asked for, else what the plans pay."""
        return self.budget if payroll is None else self.employer_budget

    @property
    def documented(self) -> Company:
        """The company without edits, assumptions and a baseline of its own, and with payroll as its
        file has it."""
        units = {
            name: replace(unit, scenario=replace(unit.scenario, edits=(), baseline=None))
            for name, unit in self.units.items()
        }
        documented = replace(self, units=units, name="", projection=ProjectionSettings())
        return replace(documented, payroll=self.written_payroll)

    @property
    def baseline_name(self) -> str:
        """What the variant was called that the company is held against; "" for the document."""
        named = (unit.scenario.baseline for unit in self.units.values())
        return next((baseline.name for baseline in named if baseline is not None), "")

    @property
    def held_against(self) -> Company:
        """The company with the figures of its baseline, and all else as documented."""
        found = replace(self.documented, name=self.baseline_name)
        for name, unit in self.units.items():
            if (baseline := unit.scenario.baseline) is not None:
                scenario = replace(found.units[name].scenario, edits=baseline.edits)
                found = found.with_scenario(name, scenario)
        return found

    def with_baseline(self, other: Company | None) -> Company:
        """The company held against the figures of a variant with the same units, under its name;
        None is as documented."""
        found = self
        for name, unit in self.units.items():
            baseline = None
            if other is not None:
                edits = diff(unit.scenario.base, other.units[name].plan)
                baseline = Baseline(other.name, edits)
            found = found.with_scenario(name, replace(unit.scenario, baseline=baseline))
        return found

    @property
    def changed(self) -> dict[str, tuple[str, ...]]:
        """The parameters that differ from the unit's plan as documented, by unit where some do."""
        found = {name: unit.scenario.changed for name, unit in self.units.items()}
        return {name: changed for name, changed in found.items() if changed}

    def describe(self, language: str) -> list[str]:
        """What differs from the plans as documented, in sentences; with the unit where there are
        several."""
        return self._by_unit(lambda scenario: scenario.describe(language), language)

    def differences(self, language: str) -> list[str]:
        """The same against what the company is held against."""
        return self._by_unit(lambda scenario: scenario.differences(language), language)

    def _by_unit(self, told: Callable[[Scenario], list[str]], language: str) -> list[str]:
        return [
            say(language, "company.of_unit", unit=unit.title[language], what=sentence)
            if len(self.units) > 1
            else sentence
            for unit in self.units.values()
            for sentence in told(unit.scenario)
        ]

    def with_scenario(self, unit: str, scenario: Scenario) -> Company:
        """The company with another scenario of one unit."""
        units = {**self.units, unit: replace(self.units[unit], scenario=scenario)}
        return replace(self, units=units)

    def edited(self, unit: str, *edits: Edit) -> Company:
        """The company with further edits of a unit's plan. Raises Refused where they do not fit."""
        return self.with_scenario(unit, self.units[unit].scenario.edited(*edits))

    def set(self, unit: str, parameter: str, value: Json) -> Company:
        """The company with another figure of a unit's plan. Raises Refused where it does not
        fit."""
        return self.with_scenario(unit, self.units[unit].scenario.set(parameter, value))

    def payroll_of_unit(self, unit: str) -> PayrollSettings | None:
        """Where the people of a unit are insured and at which rates: what is asked of payroll, else
        the unit's own place; None where neither is known."""
        own = self.units[unit].place
        if self.payroll is None:
            return PayrollSettings(own) if own else None
        return self.payroll.of_unit(unit, own)

    def as_json(self) -> dict[str, Json]:
        """What differs from the company as written: its id, or its file where it does not come with
        Paycurve, the name of the variant, the fewest edits by unit where there are some, what is
        asked of the months ahead, of payroll where that differs (null: nothing), and the baseline,
        {"name", "units": edits by unit}, where that is not the document."""
        edits = {
            name: [edit.as_json() for edit in unit.scenario.compact().edits]
            for name, unit in self.units.items()
        }
        asked = None if self.payroll is None else self.payroll.as_json()
        against: dict[str, Json] = {
            name: [edit.as_json() for edit in unit.scenario.baseline.edits]
            for name, unit in self.units.items()
            if unit.scenario.baseline is not None
        }
        baseline: dict[str, Json] = {"name": self.baseline_name, "units": against}
        return {
            "company": self.file if self.file and self.folder != COMPANIES else self.id,
            "name": self.name,
            "units": {name: items for name, items in edits.items() if items},
            **self.projection.as_json(),
            **({} if self.payroll == self.written_payroll else {PAYROLL: asked}),
            **({BASELINE: baseline} if self.baseline_name else {}),
        }

    @classmethod
    def from_json(cls, base: Company, data: Any) -> Company:
        """The variant of a company that JSON describes. Raises Refused with all that does not
        fit."""
        units = data.get("units") if isinstance(data, Mapping) else None
        if not isinstance(units, Mapping):
            raise Refused([not_a_variant(data)])
        company = replace(base.documented, name=str(data.get("name", "")))
        found = unknown_entries(data, _ENTRIES)
        try:
            company = replace(company, projection=ProjectionSettings.from_json(data))
        except Refused as refused:
            found += refused.problems
        try:
            if PAYROLL in data:
                payroll = payroll_of(data, company.units, company.currency)
                company = replace(company, payroll=payroll)
        except Refused as refused:
            found += refused.problems
        try:
            company = company.with_baseline(_baseline(company, data.get(BASELINE)))
        except Refused as refused:
            found += refused.problems
        for name, edits in units.items():
            if name not in company.units:
                unknown = unknown_unit(str(name), tuple(company.units))
                found.append(replace(unknown, column=str(name)))
                continue
            try:
                if not isinstance(edits, list):
                    raise Refused([not_a_variant(edits)])
                company = company.edited(name, *map(Edit.from_json, edits))
            except Refused as refused:
                found += [
                    replace(p, column=f"{name}.{p.column}" if p.column else name)
                    for p in refused.problems
                ]
        if found:
            raise Refused(found)
        return company


def _baseline(company: Company, data: Any) -> Company | None:
    """The company as documented with the figures of the baseline that JSON describes. Raises
    Refused where it does not fit."""
    if data is None:
        return None
    units = data.get("units") if isinstance(data, Mapping) else None
    if not isinstance(units, Mapping):
        raise Refused([Problem("scenario_baseline", column=BASELINE, value=str(data)[:80])])
    found = company.documented
    for name, edits in units.items():
        if name not in found.units:
            raise Refused([replace(unknown_unit(str(name), tuple(found.units)), column=BASELINE)])
        said = Baseline.from_json({"name": data.get("name"), "edits": edits})
        found = replace(found.edited(name, *said.edits), name=said.name)
    return found


def unknown_unit(name: str, known: Sequence[str]) -> Problem:
    """That a company has no unit of this name; `known` are those that it has."""
    said = {"found": name, "nearest": nearest(name, known), "known": tuple(known)}
    return Problem("unknown_unit", said)


def not_a_variant(data: Any) -> Problem:
    """That JSON describes no variant of a company."""
    found = json.dumps(data, ensure_ascii=False, default=str)
    return Problem("company_json", {"found": found if len(found) <= 80 else f"{found[:79]}…"})
