"""What a session works on, on every page: a plan with changed figures, its people, kept variants.

Immutable, undoable, and small enough for a link; people are named, never held (see people.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import engine
from engine.calendar import month_number, month_text
from engine.plan.edits import Scenario
from engine.plan.schema import Plan
from engine.workforce import load_workforce, workforce_of, workforces
from pages.ui.state import Store

FIRST_PLAN = "service-seller"
FIRST_SEED = 7
MOST_SIMULATED = 100_000
MOST_MONTHS = 36
SIZES = (1_000, 10_000, 100_000)


@dataclass(frozen=True)
class Simulated:
    """People drawn from a model of a workforce."""

    workforce: str
    seed: int
    employees: int
    months: int
    first: str


@dataclass(frozen=True)
class FromFile:
    """People read from an uploaded file, found again by its content."""

    name: str
    sha256: str
    kind: str


People = Simulated | FromFile | None


@dataclass(frozen=True)
class Work:
    """The plan and its edits, the people, the variants kept by name, and what lies aside: edits
    and people of the plans worked on before, by plan."""

    scenario: Scenario
    people: People
    kept: tuple[Scenario, ...] = ()
    aside: Mapping[str, tuple[Scenario, People]] = field(default_factory=dict)

    @property
    def base(self) -> Plan:
        """The plan as documented."""
        return self.scenario.base

    @property
    def variants(self) -> dict[str, Scenario]:
        """The kept variants of this plan by name."""
        return {kept.name: kept for kept in self.kept if kept.base.id == self.base.id}

    @property
    def is_kept(self) -> bool:
        """Whether the figures are those kept under the name of the scenario."""
        same = self.variants.get(self.scenario.name)
        return same is not None and same.plan == self.scenario.plan

    def set(self, parameter: str, value: Any) -> Work:
        """Another figure. Raises Refused where it does not fit."""
        return replace(self, scenario=self.scenario.set(parameter, value).compact())

    def set_all(self, values: Mapping[str, Any]) -> Work:
        """Other figures, all at once."""
        scenario = self.scenario
        for parameter, value in values.items():
            scenario = scenario.set(parameter, value)
        return replace(self, scenario=scenario.compact())

    def reset(self, parameter: str) -> Work:
        """A figure as the document has it."""
        return replace(self, scenario=self.scenario.reset(parameter).compact())

    def reset_all(self) -> Work:
        """All figures as the document has them."""
        return replace(self, scenario=replace(self.scenario, edits=()))

    def open_plan(self, plan: str) -> Work:
        """Another plan, as it was left in this session, or as it stands in the catalogue.

        People of the user's own come along to a plan that is new; whether they fit is the caller's.
        """
        if plan == self.base.id:
            return self
        aside = {**self.aside, self.base.id: (self.scenario, self.people)}
        if plan in aside:
            scenario, people = aside[plan]
        else:
            scenario = Scenario(engine.load_plan(plan))
            people = self.people if isinstance(self.people, FromFile) else own_people(plan)
        return replace(self, scenario=scenario, people=people, aside=aside)

    def keep(self, name: str) -> Work:
        """The scenario under a name, in place of one that had it."""
        named = replace(self.scenario, name=name)
        others = tuple(k for k in self.kept if (k.base.id, k.name) != (self.base.id, name))
        return replace(self, scenario=named, kept=(*others, named))

    def open_variant(self, name: str) -> Work:
        """A kept variant; no name is the plan as documented."""
        return replace(self, scenario=self.variants.get(name, Scenario(self.base)))

    def delete_variant(self, name: str) -> Work:
        """Without the kept variant; the figures stay as they are."""
        others = tuple(k for k in self.kept if (k.base.id, k.name) != (self.base.id, name))
        return replace(self, scenario=replace(self.scenario, name=""), kept=others)

    def free_name(self, numbered: Callable[[int], str]) -> str:
        """The first of the numbered names ("Variant 1", …) that is not taken."""
        names = (numbered(number) for number in range(1, len(self.variants) + 2))
        return next(name for name in names if name not in self.variants)

    def as_json(self) -> dict[str, Any]:
        """Plan, edits and people for a link."""
        people: dict[str, Any] | None = None
        if isinstance(self.people, Simulated):
            drawn = self.people
            people = {"simulated": drawn.workforce, "seed": drawn.seed}
            people |= {"employees": drawn.employees, "months": drawn.months, "first": drawn.first}
        elif isinstance(self.people, FromFile):
            file = self.people
            people = {"file": file.name, "sha256": file.sha256, "kind": file.kind}
        return {**self.scenario.as_json(), "people": people}


def work() -> Store[Work]:
    """The work of this session; the first plan of the catalogue with simulated people at first."""
    return Store("work", first_work)


def first_work() -> Work:
    """What a session begins with."""
    return Work(Scenario(engine.load_plan(FIRST_PLAN)), own_people(FIRST_PLAN))


def own_people(plan: str) -> People:
    """The workforce modelled for a plan in its usual size, if there is one."""
    workforce = workforce_of(plan)
    if workforce is None:
        return None
    model = load_workforce(workforce)
    first = model.first
    return Simulated(workforce, FIRST_SEED, model.employees, model.months, month_text(first))


def from_json(data: Mapping[str, Any]) -> Work:
    """The work a link describes. Raises ValueError (Refused says why) where it does not fit."""
    plan = data.get("plan")
    if plan not in (*engine.catalogue(), *engine.samples()):
        raise ValueError(str(plan))
    scenario = Scenario.from_json(engine.load_plan(str(plan)), data)
    return Work(replace(scenario, name=scenario.name[:80]), _people_from(data.get("people")))


def _people_from(data: Any) -> People:
    match data:
        case None:
            return None
        case {
            "simulated": str(workforce),
            "seed": int(seed),
            "employees": int(employees),
            "months": int(months),
            "first": str(first),
        } if (
            workforce in workforces()
            and 0 <= seed < 2**31
            and 0 < employees <= MOST_SIMULATED
            and 0 < months <= MOST_MONTHS
        ):
            return Simulated(workforce, seed, employees, months, month_text(month_number(first)))
        case {
            "file": str(name),
            "sha256": str(digest),
            "kind": ("csv" | "xlsx" | "parquet") as kind,
        }:
            if len(digest) == 64 and set(digest) <= set("0123456789abcdef"):
                return FromFile(name[:120], digest, kind)
    raise ValueError("people")
