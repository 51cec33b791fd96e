"""What can be kept, as bytes and what a list shows of them: plans, scenarios, facts, policies.

A plan is its YAML text, and so are the thresholds of the health check, as a policy file has them.
A scenario is JSON: its edits, whose people, and the plan it stands on, whose text is kept with it,
so that it opens as it was whatever becomes of the plan. Facts are all the columns of the file as
texts, in Parquet.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.facts import facts_from, read_sheet
from engine.health import load_policy, policy_of
from engine.plan import Plan, build
from engine.scenario import Scenario
from engine.text import Problem, Refused
from engine.workspace.versions import digest
from engine.yaml_files import Document, Json

PLAN, SCENARIO, FACTS, POLICY = "plan", "scenario", "facts", "policy"
KINDS = (PLAN, SCENARIO, FACTS, POLICY)
ENDINGS = {PLAN: "yaml", SCENARIO: "json", FACTS: "parquet", POLICY: "yaml"}
LONGEST_NAME = 120
LONGEST_NOTE = 2_000


@dataclass(frozen=True)
class Content:
    """Something to keep: `data` is what is saved, `further` what it cannot be opened without.

    `detail` is what lists show. Of a plan: title {en, zh}, problems (0 unless a draft). Of a
    scenario: base {content, item}, people, changes. Of facts: rows, people, months [first, last],
    columns, key (hash of the facts that the plan reads), and file, the SHA-256 of the file itself.
    Of a policy: changes, the number of thresholds unlike the standard.
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
    if not name.strip() or len(name) > LONGEST_NAME:
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


def checked_detail(kind: str, detail: Mapping[str, Json]) -> None:
    """Raises ValueError where the detail of a version from elsewhere is not as `Content` has it."""
    match kind, detail:
        case ("plan", {"problems": int()}):
            pass
        case ("scenario", {"base": {"content": str(), "item": str()}, "changes": int()}) if (
            isinstance(detail.get("people", ""), Mapping | None)
        ):
            pass
        case (
            "facts",
            {"rows": int(), "people": int(), "months": [str(), str()], "file": str(), **more},
        ) if isinstance(more.get("columns"), list) and isinstance(more.get("key"), str):
            pass
        case ("policy", {"changes": int()}):
            pass
        case _:
            raise ValueError(f"{kind}: {detail}"[:80])


def read_plan(text: str, name: str) -> Plan:
    """The plan of a kept text. Raises Refused for a draft that is no sound plan."""
    return build(Document(text, name))


def read_scenario(data: bytes, base: Plan) -> KeptScenario:
    """The scenario of kept JSON, on the plan kept with it. Raises Refused where it does not fit."""
    body: Any = json.loads(data)
    return KeptScenario(Scenario.from_json(base, body), body["base"]["item"])
