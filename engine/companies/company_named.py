"""Companies as people name them: by an id, by a file, as a variant in JSON, or a plan that stands
for a company of one unit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.companies.company import Company
from engine.companies.company_facts import file_problems
from engine.companies.company_file import (
    companies,
    company_and_problems,
    company_of,
    load_company,
)
from engine.plan import load_plan
from engine.scenario import Scenario, json_of, read_scenario
from engine.text import Problem, Refused
from engine.yaml_files import Document

PLAN_FILES = (".yaml", ".yml")


def names_company(named: str | Path) -> bool:
    """Whether this names a company rather than a plan or a variant of one: an id of a company, a
    YAML file with units, or a JSON file about a company. Raises Refused where a file cannot be
    read."""
    path = Path(named)
    if path.suffix.lower() in PLAN_FILES:
        return "units" in Document.read(path).data
    if path.suffix.lower() == ".json":
        data = json_of(path)
        return isinstance(data, dict) and "company" in data
    return str(named) in companies()


def company_named(named: str | Path) -> Company:
    """The company that is named, or the plan or variant of a plan as a company of one unit. Raises
    Refused with what is wrong."""
    path = Path(named)
    if names_company(named):
        return read_company_scenario(path) if path.suffix.lower() == ".json" else _loaded(path)
    if path.suffix.lower() == ".json":
        return replace(company_of(read_scenario(path)), folder=path.parent)
    return company_of(Scenario(load_plan(named)))


def read_company_scenario(file: Path) -> Company:
    """The variant of a company in a JSON file, as `Company.as_json` writes it. Its company is an id
    or the path of a company's file, seen from the folder of the variant. Raises Refused with all
    that is wrong."""
    data = json_of(file)
    named = data.get("company") if isinstance(data, dict) else None
    if not isinstance(named, str):
        raise Refused([Problem("company_json", {"found": str(data)[:80]}, str(file))])
    base = _loaded(file.parent / named if Path(named).suffix in PLAN_FILES else named)
    try:
        return Company.from_json(base, data)
    except Refused as refused:
        problems = (replace(p, file=p.file or str(file)) for p in refused.problems)
        raise Refused(problems) from None


def _loaded(named: str | Path) -> Company:
    """The company of a file or an id. Raises Refused with all that is wrong with its file, and with
    the files of people of the units that can be read."""
    try:
        return load_company(named)
    except Refused as refused:
        found = list(refused.problems)
    path = Path(named)
    if path.suffix.lower() in PLAN_FILES:
        try:
            company, known = company_and_problems(Document.read(path), path.parent)
        except Refused:
            raise Refused(found) from None
        found += file_problems(company, known)
    raise Refused(found)
