"""A session's scenario as a link carries it, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import engine
from engine.companies import companies, company_of
from engine.payroll import PAYROLL, payroll_of
from engine.projection import assumptions_of
from engine.scenario import BASELINE, ProjectionSettings, Scenario
from engine.yaml_files import Json
from pages.ui.session import company_definitions, kept_items
from pages.ui.session.session_scenario import SessionScenario
from pages.ui.session.usual_people import is_known


def as_json(session: SessionScenario) -> dict[str, Any]:
    """Plan, edits, people and what is asked of the months ahead, for a link; of a company edits
    and people of every unit."""
    if session.company is not None:
        return _company_json(session)
    kept = {"plan_item": session.plan_item} if session.plan_item else {}
    return {**session.scenario.as_json(), **kept}


def _company_json(session: SessionScenario) -> dict[str, Any]:
    whole = session.whole
    units = {}
    for name, unit in whole.units.items():
        said = unit.scenario.as_json()
        units[name] = {
            entry: said[entry] for entry in ("edits", "people", BASELINE) if entry in said
        }
    definition = {"definition": session.definition} if session.definition else {}
    return {
        "company": whole.id,
        "name": whole.name,
        "unit": session.unit,
        "units": units,
        **definition,
        **whole.projection.as_json(),
        **({} if whole.payroll is None else {PAYROLL: whole.payroll.as_json()}),
    }


def from_json(data: Mapping[str, Any]) -> SessionScenario:
    """The scenario a link describes. Raises ValueError (Refused says why) where it does not fit."""
    if "company" in data:
        return _company_from_json(data)
    plan, item = data.get("plan"), data.get("plan_item", "")
    if item:
        base = kept_items.plan(kept_items.workspace().item(str(item)).current.id)
    elif plan in (*engine.catalogue(), *engine.samples()):
        base = engine.load_plan(str(plan))
    else:
        raise ValueError(str(plan))
    scenario = Scenario.from_json(base, data)
    if not is_known(scenario.people):
        raise ValueError("people")
    assumptions_of(company_of(scenario))
    return SessionScenario(replace(scenario, name=scenario.name[:80]), str(item))


def _company_from_json(data: Mapping[str, Any]) -> SessionScenario:
    named, definition, units = data["company"], str(data.get("definition", "")), data.get("units")
    if not isinstance(units, Mapping) or not (definition or named in companies()):
        raise ValueError(str(named))
    company = company_definitions.defined(str(named), definition)
    for name, entry in units.items():
        if name not in company.units or not isinstance(entry, Mapping):
            raise ValueError(str(name))
        told: dict[str, Json] = {"edits": [], **entry}
        scenario = Scenario.from_json(company.units[name].scenario.base, told)
        if not is_known(scenario.people):
            raise ValueError("people")
        company = company.with_scenario(name, scenario)
    projection = ProjectionSettings.from_json(data)
    company = replace(company, name=str(data.get("name", ""))[:80], projection=projection)
    company = replace(company, payroll=payroll_of(data, company.units))
    assumptions_of(company)
    unit = str(data.get("unit", ""))
    at = unit if unit in company.units else next(iter(company.units))
    return SessionScenario(
        company.units[at].scenario, company=company, unit=at, definition=definition
    )
