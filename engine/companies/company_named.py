"""Companies as people name them: by an id, by a file, as a variant in JSON, or a plan that stands
for a company of one unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.companies.company import Company, not_a_variant
from engine.companies.company_facts import file_problems
from engine.companies.company_file import (
    PLAN_FILES,
    companies,
    company_and_problems,
    company_of,
    shipped_company,
)
from engine.companies.whole_company import WHOLE, read_company
from engine.json_files import read_json
from engine.plan import load_plan
from engine.scenario import Scenario, located, read_scenario
from engine.text import Problem, Refused
from engine.yaml_files import Document

_OF_COMPANIES = frozenset({"currency", "first", "months", "seed", "budget", "management", "moves"})
FEWEST_SIGNS = 2
"""A file with so many entries of a company and none of them a plan's is one without its units."""


def names_company(named: str | Path) -> bool:
    """Whether this names a company rather than a plan or a variant of one: an id of a company, a
    YAML file with units, or a JSON file about a company. Raises Refused where a file cannot be
    read."""
    path = Path(named)
    if path.suffix.lower() in PLAN_FILES:
        known = Document.read(path).data.keys()
        return "units" in known or len(known & _OF_COMPANIES) >= FEWEST_SIGNS
    if path.suffix.lower() == ".json":
        data = read_json(path)
        return isinstance(data, dict) and "company" in data
    return str(named) in companies()


def company_named(named: str | Path, own_people: bool = True) -> Company:
    """The company that is named, or the plan or variant of a plan as a company of one unit; without
    `own_people` whatever its file says of them, as others are given. Raises Refused with what is
    wrong."""
    path = Path(named)
    if names_company(named):
        is_variant = path.suffix.lower() == ".json"
        return (read_company_scenario if is_variant else load_company)(path, own_people)
    if path.suffix.lower() == ".json":
        return replace(company_of(read_scenario(path)), folder=path.parent)
    return company_of(Scenario(load_plan(named)))


def load_company(company: str | Path, own_people: bool = True) -> Company:
    """A company by id or by the path of its file. Raises Refused with all that is wrong with the
    file, and with the files of people of the units that can be read; without `own_people` nothing
    is said of people, as others are given."""
    path = Path(company)
    if path.suffix.lower() not in PLAN_FILES:
        return shipped_company(str(company))
    read, found = company_and_problems(Document.read(path), path.parent)
    if not own_people:
        found = [problem for problem in found if not _is_about_people(problem)]
    if found:
        raise Refused([*found, *(file_problems(read, found) if own_people else ())])
    return read


def _is_about_people(problem: Problem) -> bool:
    """Whether it is about an entry of a unit that says who its people are."""
    match (problem.column or "").split("."):
        case ["units", _, "people" | "headcount", *_]:
            return True
    return False


def read_company_scenario(file: Path, own_people: bool = True) -> Company:
    """The variant of a company in a JSON file: as `Company.as_json` writes it, whose company is an
    id or the path of a company's file, seen from the folder of the variant; or whole, as the app
    saves it. Raises Refused with all that is wrong."""
    data = read_json(file)
    if isinstance(data, dict) and WHOLE in data:
        whole = read_company(file.read_bytes(), str(file))
        whole = _with_models_beside(whole, file)
        return replace(whole, folder=file.parent, file=file.name)
    named = data.get("company") if isinstance(data, dict) else None
    if not isinstance(named, str):
        raise Refused([replace(not_a_variant(data), file=str(file))])
    try:
        return Company.from_json(_base(named, file.parent, own_people), data)
    except Refused as refused:
        raise Refused(_placed(refused.problems, file)) from None


def _with_models_beside(company: Company, file: Path) -> Company:
    """The company with models of people that are files found from the folder of its own file."""
    for name, unit in company.units.items():
        people = unit.scenario.people
        if people is not None and located(people, file) != people:
            scenario = replace(unit.scenario, people=located(people, file))
            company = company.with_scenario(name, scenario)
    return company


def _placed(problems: Sequence[Problem], file: Path) -> list[Problem]:
    """Problems of a variant with its file and, where it reads as YAML, their lines."""
    try:
        variant = Document.read(file)
    except Refused:
        return [replace(p, file=p.file or str(file)) for p in problems]
    return [_with_line(problem, variant, str(file)) for problem in problems]


def _with_line(problem: Problem, variant: Document, file: str) -> Problem:
    """A problem of a variant with its file and line, unless it is one of another file."""
    if problem.file:
        return problem
    path = (problem.column or "").split(".")
    path = path if path[0] in variant.data else ["units", path[0]]
    return replace(problem, file=file, line=problem.line or variant.line(*path))


def _base(named: str, folder: Path, own_people: bool) -> Company:
    path = folder / named
    match path.suffix.lower():
        case ending if ending in PLAN_FILES:
            return load_company(path, own_people)
        case ".json" if isinstance(data := read_json(path), dict) and WHOLE in data:
            return read_company_scenario(path)
    return load_company(named)
