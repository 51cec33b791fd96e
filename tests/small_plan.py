"""Plans of a few lines for tests that are about one thing."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine import Payouts, Plan, evaluate, read_facts
from engine.plan import build
from engine.text import Refused
from engine.yaml_files import Document

LABEL = {"en": "Label", "zh": "名称"}

FACTS: dict[str, Any] = {
    "sales": {"kind": "money"},
    "quota": {"kind": "money", "above": 0},
    "score": {"kind": "score"},
    "grade": {"kind": "category", "values": ["junior", "senior", "principal"]},
    "former_grade": {"kind": "category", "values": ["junior", "senior", "principal"]},
    "region": {"kind": "category", "values": ["north", "south"]},
    "team": {"kind": "group"},
    "manager_id": {"kind": "person"},
    "tenure_months": {"kind": "tenure"},
}

PARAMETERS: dict[str, Any] = {
    "rate": {"value": 0.1},
    "cap": {"value": 1000, "min": 1},
    "floor_": {"value": 0, "min": 0},
    "generous": {"value": True},
    "base_by_grade": {"table": {"junior": 1, "senior": 2, "principal": 3}, "by": "grade"},
    "award": {"table": {"senior": 5}, "by": "grade"},
    "ladder": {"steps": [[0, 1], [10, 2]]},
    "ladder_by_grade": {
        "steps": {"junior": [[0, 1]], "senior": [[0, 2]], "principal": [[0, 3]]},
        "by": "grade",
    },
    "commission": {"tiers": [[0, 0.1], [100, 0.2]]},
    "payout": {"curve": [[0, 0], [1, 1]]},
    "prizes": {"prizes": [[1, 100], [3, 50]]},
    "bands": {"bands": {"junior": [1, 2], "senior": [2, 3], "principal": [3, 4]}, "by": "grade"},
    "indicators": {"scorecard": {"sales": [10, 100, 50, 1, 2, 0], "score": [5, 1, 1, 2, 3, 0]}},
    "festival_months": {"months": [2, 6, 9]},
}


def plan_of(
    lines: Mapping[str, Any],
    parameters: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A plan as its file would hold it. A line given as text is a pay line.

    Without parameters it has those of PARAMETERS that a formula mentions, and all FACTS.
    """
    written = {k: {"pay": v} if isinstance(v, str) else dict(v) for k, v in lines.items()}
    text = json.dumps(written)
    if parameters is None:
        parameters = {k: v for k, v in PARAMETERS.items() if re.search(rf"(?<!\.)\b{k}\b", text)}
    described = {
        "facts": FACTS if facts is None else facts,
        "parameters": {k: {"provenance": "source", **v} for k, v in parameters.items()},
        "lines": written,
    }
    return {
        "id": "small",
        "title": LABEL,
        "source": {"document": "none", "note": LABEL},
        **{
            section: {name: {"label": LABEL, **entry} for name, entry in entries.items()}
            for section, entries in described.items()
        },
    }


def load(document: Mapping[str, Any] | str) -> Plan:
    """The plan of a document, or of the text of a plan file. Raises Refused.

    A sound document is not read as text, which takes ten times as long as all else; what is wrong
    with another is told with its lines.
    """
    if isinstance(document, str):
        return build(Document(document, "small.yaml"))
    text = json.dumps(document, ensure_ascii=False)
    try:
        return build(Document.holding(json.loads(text), "small.yaml"))
    except Refused:
        return build(Document(text, "small.yaml"))


def small_plan(
    lines: Mapping[str, Any],
    parameters: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Plan:
    """A plan of a few lines, loaded."""
    return load(plan_of(lines, parameters, facts))


def paid(plan: Plan, csv: str, folder: Path, **options: bool) -> Payouts:
    """What a plan pays on the rows of a CSV text (lines may be indented)."""
    file = folder / "facts.csv"
    rows = [line.strip() for line in csv.strip().splitlines()]
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return evaluate(plan, read_facts(file, plan), **options)
