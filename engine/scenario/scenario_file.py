"""A scenario as a file of its own, for whoever runs, checks or compares it in the terminal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.facts import Facts, persona_facts, read_facts
from engine.json_files import read_json
from engine.payroll import PAYROLL
from engine.plan import Plan, load_plan
from engine.progress import Progress, no_progress
from engine.scenario.held_against import BASELINE
from engine.scenario.people import FromFile, People, Personas, Simulated
from engine.scenario.projection_settings import ASSUMPTIONS, PROJECTION, unknown_entries
from engine.scenario.scenario import Scenario
from engine.text import Problem, Refused
from engine.workforce import simulate

_ENTRIES = (
    "plan",
    "name",
    "edits",
    "people",
    "base",
    "plan_item",
    ASSUMPTIONS,
    PROJECTION,
    PAYROLL,
    BASELINE,
)
"""What the file of a scenario may hold."""


def read_scenario(file: Path) -> Scenario:
    """The scenario in a JSON file, as `Scenario.as_json` writes it.

    Its plan is an id of the catalogue or the path of a plan file, and its people may be the path of
    a file or drawn from a model in one; paths are seen from the folder of the scenario. Raises
    Refused with what is wrong.
    """
    data = read_json(file)
    named = data.get("plan") if isinstance(data, dict) else None
    if not isinstance(named, str):
        raise Refused([Problem("scenario_broken", {"found": str(data)[:80]}, str(file))])
    strange = unknown_entries(data, _ENTRIES)
    path = named if Path(named).suffix not in (".yaml", ".yml") else file.parent / named
    try:
        scenario = Scenario.from_json(load_plan(path), data)
        if strange:
            raise Refused(strange)
        if not _stands_on(scenario.base, data.get("base")):
            raise Refused([Problem("scenario_other_plan", {"plan": scenario.base.title})])
    except Refused as refused:
        problems = (replace(p, file=p.file or str(file)) for p in refused.problems)
        raise Refused(problems) from None
    if scenario.people is None:
        return scenario
    return replace(scenario, people=located(scenario.people, file))


def _stands_on(plan: Plan, base: Any) -> bool:
    """Whether a scenario that says what its plan was is about this very plan."""
    if not isinstance(base, dict) or "content" not in base:
        return True
    return bool(base["content"] == hashlib.sha256(plan.text.encode("utf-8")).hexdigest())


def beside(file: Path) -> Callable[[FromFile], Path]:
    """Finds files of people by name from the folder of a scenario file.

    The finder raises Refused where there is no such file, or one with another content.
    """

    def find(people: FromFile) -> Path:
        found = file.parent / people.name
        if not found.is_file():
            raise Refused([Problem("no_file", {}, str(found))])
        if people.sha256 and hashlib.sha256(found.read_bytes()).hexdigest() != people.sha256:
            raise Refused([Problem("scenario_other_file", {}, str(found))])
        return found

    return find


def located(people: People, file: Path) -> People:
    """The same people; where they are drawn from a model in a file, its path is seen from the
    folder of a scenario file, and absolute from then on."""
    if isinstance(people, Simulated) and Path(people.workforce).suffix in (".yaml", ".yml"):
        return replace(people, workforce=str((file.parent / people.workforce).absolute()))
    return people


def facts_of(
    people: People,
    plan: Plan,
    find: Callable[[FromFile], Path],
    progress: Progress = no_progress,
) -> Facts:
    """The facts of the people for a plan. Raises Refused with all that is wrong with them."""
    match people:
        case Simulated(workforce, seed, employees, months, first, figures):
            return simulate(workforce, seed, employees, months, first, progress, dict(figures))
        case Personas():
            return persona_facts(plan)
        case FromFile():
            return read_facts(find(people), plan, progress)
