"""Companies of two people whose pay is worked out in the head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine import read_facts
from engine.companies import Company, CompanyFacts, company_of
from engine.scenario import Scenario
from tests.small_plan import load, plan_of

PEOPLE = """
    employee_id,month,sales,score
    A,2026-01,1000,70
    B,2026-01,3000,90
"""


def of_plan(
    folder: Path,
    lines: Mapping[str, Any],
    parameters: Mapping[str, Any],
    people: str = PEOPLE,
    adds_up: Sequence[str] = (),
) -> tuple[Company, CompanyFacts]:
    """A plan of a few lines with its people, as a company of one unit; the parameters that are
    named add up to 1."""
    facts = {"sales": {"kind": "money"}, "score": {"kind": "score"}}
    sums = {"adds_up": [{"parameters": list(adds_up)}]} if adds_up else {}
    plan = load({**plan_of(lines, parameters, facts), **sums})
    file = folder / "people.csv"
    rows = [line.strip() for line in people.strip().splitlines()]
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    read = read_facts(file, plan)
    return company_of(Scenario(plan)), CompanyFacts({plan.id: read}, {})
