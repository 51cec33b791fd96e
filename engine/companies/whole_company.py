"""A company as plain data, whole: its calendar, who manages whom, and of every unit the plan's
text, the edits, the people and how many, so that it opens as it was whatever becomes of its plans.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

from engine.companies.company import Company, Fill, Management, Move, Unit
from engine.companies.company_file import companies, shipped_company
from engine.payroll import PAYROLL, PayrollSettings, payroll_of
from engine.plan import Plan, build, load_plan
from engine.scenario import BASELINE, ProjectionSettings, Scenario
from engine.text import LANGUAGES, Problem, Refused
from engine.yaml_files import Document, Json

FORMAT = 1
WHOLE = "paycurve_company"
"""The entry that tells a whole company from a variant that names one; its number is FORMAT."""
_WRITTEN = "written_payroll"
_APART = ("scenario", "units", "name", "folder", "projection", PAYROLL, _WRITTEN)
"""Fields that are written apart; where the company lay on somebody's disk is nobody's business."""
_ID = re.compile(r"id: ([a-z0-9-]+)\n")


def company_json(company: Company) -> bytes:
    """The company with its edits as JSON."""
    texts: dict[str, str] = {}
    units: dict[str, Json] = {}
    for unit in company.units.values():
        text = _text(unit.scenario.base)
        key = hashlib.sha256(text.encode()).hexdigest()
        texts[key] = text
        own = {name: value for name, value in _plain(unit).items() if name != "place" or value}
        units[unit.id] = {**own, **unit.scenario.as_json(), "text": key}
    body = {
        WHOLE: FORMAT,
        "name": company.name,
        "company": _plain(company),
        "units": units,
        "plans": texts,
        **company.projection.as_json(),
        **_asked(PAYROLL, company.payroll),
        **_asked(_WRITTEN, company.written_payroll),
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def _asked(entry: str, payroll: PayrollSettings | None) -> dict[str, Json]:
    return {} if payroll is None else {entry: payroll.as_json()}


def definition_json(company: Company) -> bytes:
    """The company as documented as JSON: what all of its variants share."""
    return company_json(replace(company.documented, name=""))


def is_shipped(company: Company) -> bool:
    """Whether the company as documented is one that comes with Paycurve, as it is now."""
    if company.id not in companies():
        return False
    return definition_json(shipped_company(company.id)) == definition_json(company)


def read_company(data: bytes, name: str) -> Company:
    """The company that JSON describes. Raises Refused where it describes none."""
    try:
        body: Any = json.loads(data)
        form = body[WHOLE]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _broken(ascii(data[:80].decode("utf-8", "replace")), name) from None
    if isinstance(form, int) and form > FORMAT:
        raise Refused([Problem("export_newer", {"found": form, "known": FORMAT}, name)])
    try:
        plans = {key: _plan(str(text), name) for key, text in body["plans"].items()}
        units = {
            str(unit): _unit(str(unit), entry, plans[entry["text"]])
            for unit, entry in body["units"].items()
        }
        company = _company(body["company"], units, str(body["name"]))
        written = payroll_of({PAYROLL: body.get(_WRITTEN)}, units)
        asked = payroll_of(body, units)
        company = replace(company, payroll=asked, written_payroll=written)
        return replace(company, projection=ProjectionSettings.from_json(body))
    except Refused:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _broken(f"{type(error).__name__}: {error}", name) from None


def _broken(found: str, name: str) -> Refused:
    return Refused([Problem("keep_broken", {"found": found[:80]}, name)])


@lru_cache(maxsize=64)
def _text(plan: Plan) -> str:
    return plan.text


@lru_cache(maxsize=64)
def _plan(text: str, name: str) -> Plan:
    named = _ID.match(text)
    shipped = _shipped(named[1]) if named else None
    if shipped is not None and text == _text(shipped):
        return shipped  # told by how it is written, which is sooner than reading it
    plan = build(Document(text, name))
    shipped = _shipped(plan.id)
    return shipped if shipped == plan else plan  # the one whose results are known


def _shipped(plan: str) -> Plan | None:
    try:
        return load_plan(plan)
    except Refused:
        return None


def _unit(unit: str, entry: Mapping[str, Any], plan: Plan) -> Unit:
    known = {"id", "plan", "name", "edits", "people", "text"}
    known |= {"assumptions", "projection", PAYROLL, BASELINE}
    further = {name: _fixed(value) for name, value in entry.items() if name not in known}
    return Unit(**{**further, "id": unit, "scenario": Scenario.from_json(plan, entry)})


def _company(own: Mapping[str, Any], units: Mapping[str, Unit], name: str) -> Company:
    if not units or not all(isinstance(own[part], int) for part in ("first", "months", "seed")):
        raise ValueError("units")
    for part in ("title", "description"):
        if set(own[part]) != set(LANGUAGES):
            raise ValueError(part)
    management = tuple(
        Management(
            **{
                **{part: _fixed(value) for part, value in entry.items()},
                "fills": tuple(Fill(**fill) for fill in entry["fills"]),
            }
        )
        for entry in own["management"]
    )
    moves = tuple(Move(**entry) for entry in own["moves"])
    further = {part: _fixed(value) for part, value in own.items()}
    return Company(
        **{**further, "management": management, "moves": moves, "units": units, "name": name}
    )


def _plain(value: object) -> dict[str, Any]:
    """The fields of a value as plain data; scenarios and units are written apart."""
    assert is_dataclass(value)
    return {
        field.name: _written(getattr(value, field.name))
        for field in fields(value)
        if field.name not in _APART
    }


def _written(value: Any) -> Any:
    if is_dataclass(value):
        return _plain(value)
    if isinstance(value, tuple | list):
        return [_written(entry) for entry in value]
    if isinstance(value, Mapping):
        return {str(key): _written(entry) for key, entry in value.items()}
    return value


def _fixed(value: Any) -> Any:
    """Plain data as values that cannot change."""
    return tuple(map(_fixed, value)) if isinstance(value, list) else value
