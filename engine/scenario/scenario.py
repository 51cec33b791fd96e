"""A plan, what was changed in it, and whose pay it is about, as one small value."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from engine.payroll import PAYROLL, PayrollSettings, payroll_of
from engine.plan import Edit, Plan, apply, describe, diff, unknown_parameter
from engine.scenario.held_against import BASELINE, Baseline
from engine.scenario.people import People, people_from_json, people_json
from engine.scenario.projection_settings import ProjectionSettings
from engine.text import Problem, Refused
from engine.yaml_files import Json, plain


@dataclass(frozen=True)
class Scenario:
    """A plan plus edits in the order they were made, and people with the months they are paid for.

    Immutable; every change is a new scenario. `people` are None where nobody is named. `projection`
    is what is asked of the months ahead, and `payroll` of what pay costs the employer and leaves to
    people (None: nothing); no result of a plain run depends on them. `baseline` is what it is held
    against; None is the plan as documented.
    """

    base: Plan
    edits: tuple[Edit, ...] = ()
    name: str = ""
    people: People | None = None
    projection: ProjectionSettings = field(default_factory=ProjectionSettings)
    payroll: PayrollSettings | None = None
    baseline: Baseline | None = None

    @cached_property
    def plan(self) -> Plan:
        """The plan with the edits applied."""
        return apply(self.edits, self.base) if self.edits else self.base

    @cached_property
    def held_against(self) -> Plan:
        """The plan with the figures of the baseline; as documented where there is none."""
        edits = () if self.baseline is None else self.baseline.edits
        return apply(edits, self.base) if edits else self.base

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of what decides the results: the plan as edited, and the people."""
        content = _canonical([self.plan.content, people_json(self.people)])
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()

    def edited(self, *edits: Edit) -> Scenario:
        """The scenario with further edits. Raises Refused where they do not fit."""
        after = replace(self, edits=(*self.edits, *edits))
        after.__dict__["plan"] = apply(edits, self.plan)
        return after

    def set(self, parameter: str, value: Json) -> Scenario:
        """The scenario with another figure of a parameter."""
        if parameter not in self.base.parameters:
            raise Refused([unknown_parameter(parameter, self.base.parameters)])
        at = ("parameters", parameter, self.base.parameters[parameter].value.key)
        return self.edited(Edit(at, plain(value)))

    def reset(self, parameter: str) -> Scenario:
        """The scenario with a parameter back at the plan's own figure."""
        return self.set(parameter, self.base.parameters[parameter].json)

    def undo(self) -> Scenario:
        """The scenario without its last edit."""
        return replace(self, edits=self.edits[:-1])

    def compact(self) -> Scenario:
        """The same plan by the fewest edits."""
        return replace(self, edits=diff(self.base, self.plan))

    @property
    def changed(self) -> tuple[str, ...]:
        """The parameters whose figures differ from the base plan."""
        return self.plan.changed_from(self.base)

    def describe(self, language: str) -> list[str]:
        """What differs from the base plan, in words."""
        return describe(self.base, self.plan, language)

    def differences(self, language: str) -> list[str]:
        """What differs from what it is held against, in words."""
        return describe(self.held_against, self.plan, language)

    def as_json(self) -> dict[str, Json]:
        """The scenario without its plan's text: id of the plan, name, edits, people, what is asked
        of the months ahead and of payroll, and the baseline, where there is something."""
        return {
            "plan": self.base.id,
            "name": self.name,
            "edits": [edit.as_json() for edit in self.compact().edits],
            "people": people_json(self.people),
            **self.projection.as_json(),
            **({} if self.payroll is None else {PAYROLL: self.payroll.as_json()}),
            **({} if self.baseline is None else {BASELINE: self.baseline.as_json()}),
        }

    @classmethod
    def from_json(cls, base: Plan, data: Any) -> Scenario:
        """The scenario of a plan that JSON describes. Raises Refused where it does not fit."""
        if not isinstance(data, Mapping) or not isinstance(data.get("edits"), list):
            raise Refused([Problem("scenario_broken", {"found": str(data)[:80]})])
        edits = tuple(Edit.from_json(item) for item in data["edits"])
        people = people_from_json(data.get("people"))
        projection = ProjectionSettings.from_json(data)
        payroll = payroll_of(data, (base.id,), base.currency)
        against = data.get(BASELINE)
        baseline = None if against is None else Baseline.from_json(against)
        name = str(data.get("name", ""))
        scenario = cls(base, edits, name, people, projection, payroll, baseline)
        _ = scenario.plan
        if scenario.held_against.structure != base.structure:
            value = str(data[BASELINE])[:80]
            raise Refused([Problem("scenario_baseline", column=BASELINE, value=value)])
        return scenario


def _canonical(value: Json) -> Json:
    """A JSON value in which equal numbers are written alike: 1 for 1.0."""
    match value:
        case Mapping():
            return {key: _canonical(entry) for key, entry in value.items()}
        case list() | tuple():
            return [_canonical(entry) for entry in value]
        case float() if value.is_integer():
            return int(value)
    return value
