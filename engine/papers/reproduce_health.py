"""What it takes to come to the same findings of the health check again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.companies import Company, CompanyFacts, company_json, company_of
from engine.health import CompanyFinding, Health, load_policy
from engine.papers.reproduce import PROGRAM, SCENARIO, people_file, reproduce, with_people
from engine.reports import company_health_document, health_document, with_assumptions


def reproduce_health(
    company: Company,
    facts: CompanyFacts,
    units: Mapping[str, Health],
    whole: Sequence[CompanyFinding],
    language: str,
) -> bytes:
    """A ZIP with the company and its people, or with one unit alone where only that was checked,
    and the command that prints what the check finds. Raises Refused where some of the people could
    not be drawn elsewhere."""
    (name, health), *others = units.items()
    files: dict[str, bytes] = {}
    if others or whole or company.of_plan:
        company = with_people(company, facts.units, files)
    else:
        people = people_file(name, facts.units[name], files)
        company = company_of(replace(company.units[name].scenario, people=people))
    limits = load_policy().differences(health.policy)
    said = (x for at, value in limits.items() for x in ("--limit", f"{at}={json.dumps(value)}"))
    command = (*PROGRAM, "report", SCENARIO, "--about", "health", *said, "--lang", language)
    files[SCENARIO] = company_json(company)
    printed = health_document(health)
    if not company.of_plan:
        printed = company_health_document(company, whole, units)
    return reproduce(files, command, with_assumptions(printed, facts), language)
