"""What can be kept, as bytes and what a list shows of them: plans, scenarios, companies, facts,
policies, recipes, models of workforces.

A plan is its YAML text, and so are the thresholds of the health check, as a policy file has them,
what was decided of files of one layout, as a recipe, and a model of a workforce.
A scenario is JSON: its edits, whose people, and the plan it stands on, whose text is kept with it,
so that it opens as it was whatever becomes of the plan; a company is JSON with the texts of all its
plans. Facts are all the columns of the file as
texts, in Parquet.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.companies import Company, company_json, company_of, read_company
from engine.facts import facts_from
from engine.health import load_policy, policy_of
from engine.importing import recipe_of
from engine.plan import Plan, build
from engine.projection import assumptions_of
from engine.scenario import Scenario
from engine.sheets import read_sheet
from engine.text import Problem, Refused
from engine.workforce import read_workforce
from engine.workspace.reconciled_notes import ReconciledNotes, read_notes
from engine.workspace.versions import (
    COMPANY,
    FACTS,
    LONGEST_NAME,
    PLAN,
    POLICY,
    RECIPE,
    RECONCILIATION,
    SCENARIO,
    WORKFORCE,
    NotAVersion,
    Version,
    digest,
    is_name,
)
from engine.yaml_files import Document, Json

ENDINGS = {
    PLAN: "yaml",
    SCENARIO: "json",
    COMPANY: "json",
    FACTS: "parquet",
    POLICY: "yaml",
    RECIPE: "yaml",
    WORKFORCE: "yaml",
    RECONCILIATION: "json",
}


@dataclass(frozen=True)
class Content:
    """Something to keep: `data` is what is saved, `further` what it cannot be opened without.

    `detail` is what lists show. Of a plan: title {en, zh}, problems (0 unless a draft). Of a
    scenario: base {content, item}, people, changes. Of a company: title {en, zh}, and how
    many units and changes. Of facts: rows, people, months [first, last],
    columns, key (hash of the facts that the plan reads), and file, the SHA-256 of the file itself.
    Of a policy: changes, the number of thresholds unlike the standard. Of a recipe: tables and
    columns, how many it reads. Of a workforce: employees, how many it draws where nobody says
    otherwise, and measures, how many it has. Of a reconciliation: facts,
    the SHA-256 of the file, and how many columns were paid and differences accepted.
    """

    kind: str
    name: str
    plan: str
    data: bytes
    detail: Mapping[str, Json] = field(default_factory=dict)
    further: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        checked_name(self.name)


def checked_name(name: str) -> None:
    """Raises Refused for a name that is none, or too long to be read in a list."""
    if not is_name(name):
        raise Refused([Problem("keep_name", {"most": LONGEST_NAME}, value=name[:200])])


@dataclass(frozen=True)
class KeptScenario:
    """A scenario as it was kept, on the plan as that was then.

    `plan_item` is the item of the workspace that its plan is, or "".
    """

    scenario: Scenario
    plan_item: str


def plan_content(text: str, name: str = "") -> Content:
    """A plan to keep, from its YAML text; without a name it has that of its English title.

    A text that is no sound plan yet is kept as a draft, and then needs a name. Raises Refused
    without one.
    """
    data = text.encode("utf-8")
    try:
        plan = build(Document(text, name))
    except Refused as refused:
        return Content(PLAN, name, "", data, {"problems": len(refused.problems)})
    detail: dict[str, Json] = {"title": dict(plan.title), "problems": 0}
    return Content(PLAN, name or plan.title["en"], plan.id, data, detail)


def scenario_content(scenario: Scenario, name: str = "", plan_item: str = "") -> Content:
    """A scenario to keep, by its own name or another.

    `plan_item` is the item of the workspace that its plan is, "" for a plan of the catalogue.
    """
    text = scenario.base.text.encode("utf-8")
    base: Json = {"content": digest(text), "item": plan_item}
    body = {**scenario.as_json(), "name": name or scenario.name, "base": base}
    detail: dict[str, Json] = {
        "base": base,
        "people": body["people"],
        "changes": len(scenario.compact().edits),
    }
    data = json.dumps(body, ensure_ascii=False, indent=1).encode()  # tables keep their order
    return Content(SCENARIO, body["name"], scenario.base.id, data, detail, further=(text,))


def company_content(company: Company, name: str = "") -> Content:
    """A company to keep with the edits of all its units, by its own name or another."""
    data = company_json(replace(company, name=name or company.name))
    return Content(COMPANY, name or company.name, company.id, data, _company_detail(company))


def _company_detail(company: Company) -> dict[str, Json]:
    edits = (len(unit.scenario.compact().edits) for unit in company.units.values())
    return {
        "title": dict(company.title),
        "units": len(company.units),
        "changes": sum(edits),
    }


def facts_content(file: Path, plan: Plan, name: str = "") -> Content:
    """A file of people to keep, checked against a plan that can pay them.

    All its columns are kept, those beyond the plan's too. Raises Refused with all that is wrong.
    """
    sheet = read_sheet(file)
    facts = facts_from(sheet, plan)
    columns = {heading: cells for heading, cells in sheet.columns.items() if heading}
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, compression="zstd")
    months = facts.month_texts()
    detail: dict[str, Json] = {
        "rows": facts.person_months,
        "people": facts.size,
        "months": [months[0], months[-1]],
        "columns": list(columns),
        "key": facts.key,
        "file": digest(file.read_bytes()),
    }
    return Content(FACTS, name or file.name, plan.id, buffer.getvalue(), detail)


def policy_content(text: str, name: str) -> Content:
    """Thresholds of the health check to keep, from the text of a policy file.

    Raises Refused with all that is wrong with it.
    """
    changes = load_policy().differences(policy_of(text, name))
    return Content(POLICY, name, "", text.encode("utf-8"), {"changes": len(changes)})


def recipe_content(text: str, name: str) -> Content:
    """What was decided of files of one layout to keep, from the text of a recipe.

    Raises Refused with all that is wrong with it.
    """
    recipe = recipe_of(text, name)
    detail: dict[str, Json] = {"tables": len(recipe.tables), "columns": len(recipe.sources)}
    return Content(RECIPE, name, recipe.plan, text.encode("utf-8"), detail)


def workforce_content(text: str, name: str) -> Content:
    """A model of a workforce to keep, from the text of its file.

    Raises Refused with all that is wrong with it.
    """
    model = read_workforce(text, name)
    detail: dict[str, Json] = {
        "employees": model.employees,
        "measures": sum(not measure.hidden for measure in model.measures.values()),
    }
    return Content(WORKFORCE, name, model.plans[0], text.encode("utf-8"), detail)


def reconciliation_content(notes: ReconciledNotes, name: str) -> Content:
    """What was decided while the file of this name was reconciled."""
    detail: dict[str, Json] = {"facts": notes.facts, **notes.counts}
    return Content(RECONCILIATION, name, "", notes.data, detail)


def read_text(data: bytes, name: str) -> str:
    """The YAML text of all but a scenario and facts. Raises Refused where it is no text."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused([Problem("keep_broken", {"found": str(error)[:80]}, name)]) from None


def read_plan(text: str, name: str) -> Plan:
    """The plan of a kept text. Raises Refused for a draft that is no sound plan."""
    return build(Document(text, name))


def read_scenario(data: bytes, base: Plan, name: str) -> KeptScenario:
    """The scenario of kept JSON, on the plan kept with it. Raises Refused where it does not fit."""
    body = _body(data, name)
    return KeptScenario(Scenario.from_json(base, body), body["base"]["item"])


def check(version: Version, content: Callable[[str], bytes]) -> None:
    """Opens a version from elsewhere and holds it against what its detail says of it.

    `content` gives bytes by their SHA-256. A plan need not be sound, as drafts are not. Raises
    Refused, and NotAVersion, for what this program would not have saved.
    """
    data, detail = content(version.content), version.detail
    match version.kind:
        case "plan":
            plan = _sound_plan(read_text(data, version.name), version.name)
            if plan is not None and not detail["problems"]:
                _same("plan", version.plan, plan.id)
                _same("title", detail.get("title"), dict(plan.title))
        case "scenario":
            body = _body(data, version.name)
            for part in ("base", "people"):
                _same(part, detail[part], body.get(part))
            base = _sound_plan(read_text(content(version.needs[-1]), version.name), version.name)
            if base is not None:
                _same("plan", version.plan, base.id)
                assumptions_of(company_of(read_scenario(data, base, version.name).scenario))
        case "company":
            company = read_company(data, version.name)
            assumptions_of(company)
            _same("plan", version.plan, company.id)
            for part, found in _company_detail(company).items():
                _same(part, detail[part], found)
        case "facts":
            _same_facts(detail, data)
        case "policy":
            policy_of(read_text(data, version.name), version.name)
        case "recipe":
            recipe = recipe_of(read_text(data, version.name), version.name)
            _same("plan", version.plan, recipe.plan)
        case "workforce":
            model = read_workforce(read_text(data, version.name), version.name)
            _same("plan", version.plan, model.plans[0])
        case "reconciliation":
            notes = read_notes(data, version.name)
            _same("detail", dict(detail), {"facts": notes.facts, **notes.counts})


def _body(data: bytes, name: str) -> dict[str, Any]:
    """The JSON object of a kept scenario, with the plan that it says it stands on."""
    try:
        body: Any = json.loads(data)
    except (ValueError, RecursionError):
        shown = ascii(data[:80].decode("utf-8", "replace"))
        raise Refused([Problem("keep_broken", {"found": shown}, name)]) from None
    match body:
        case {"base": {"content": str(), "item": str()}}:
            found: dict[str, Any] = body
            return found
    raise Refused([Problem("keep_broken", {"found": ascii(body)[:80]}, name)])


def _sound_plan(text: str, name: str) -> Plan | None:
    """The plan of a kept text, None for a draft, and for a plan that was sound once."""
    try:
        return read_plan(text, name)
    except Refused:
        return None


def _same_facts(detail: Mapping[str, Any], data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "facts.parquet")
        file.write_bytes(data)
        sheet = read_sheet(file)
    _same("columns", sorted(detail["columns"]), sorted(sheet.columns))
    if detail["rows"] > sheet.rows:
        raise NotAVersion("rows", detail["rows"])


def _same(part: str, said: Json, found: Json) -> None:
    if said != found:
        raise NotAVersion(part, said)
