"""A company of one's own: its file, with the plans and the files of people that it names."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.companies import Company, load_company
from engine.scenario import FromFile, Simulated
from engine.text import Problem, Refused
from engine.yaml_files import Document
from pages.ui.kit import StoredFile
from pages.ui.session import company_definitions
from pages.ui.session.usual_people import MOST_MONTHS, MOST_SIMULATED

COMPANY_KINDS = ("yaml", "yml", "json", "csv", "xlsx", "parquet")
"""What is brought along with a company: itself and its plans, variants of plans, people."""


def company_from_files(files: Sequence[StoredFile]) -> tuple[Company, str]:
    """The company that one of the files describes, which finds by name what it needs among the
    others; and its definition. Raises Refused with all that is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            shutil.copyfile(file.path, Path(folder, Path(file.name).name))
        try:
            company = _loaded(Path(folder), files)
        except Refused as refused:
            raise Refused(
                replace(problem, file=Path(problem.file).name) for problem in refused.problems
            ) from None
    definition = company_definitions.definition_of(company)
    return company_definitions.defined(company.id, definition), definition


def _loaded(folder: Path, files: Sequence[StoredFile]) -> Company:
    named = {Path(file.name).name: file for file in files}
    found: list[tuple[Path, Mapping[str, Any]]] = []
    for name in named:
        if Path(name).suffix in (".yaml", ".yml"):
            data: Any = Document.read(folder / name).data
            if isinstance(data, Mapping) and "units" in data:
                found.append((folder / name, data))
    if len(found) != 1:
        names = ", ".join(path.name for path, _ in found)
        key = "company_files_several" if found else "company_files_none"
        raise Refused([Problem(key, {"names": names})])
    path, data = found[0]
    elsewhere = [
        Problem("company_file_path", {}, path.name, value=value)
        for value in _named(data)
        if "/" in value or "\\" in value
    ]
    if elsewhere:
        raise Refused(elsewhere)
    company = load_company(path)
    problems = list(_too_large(company, path.name))
    for name, unit in company.units.items():
        people = unit.scenario.people
        match people:
            case FromFile(name=wanted):
                stored = named[wanted]
                people = FromFile(wanted, stored.sha256, stored.path.suffix.lstrip("."))
                scenario = replace(unit.scenario, people=people)
                company = company.with_scenario(name, scenario)
            case Simulated(workforce=model) if Path(model).suffix in (".yaml", ".yml"):
                value = Path(model).name
                problems.append(Problem("company_own_model", {}, path.name, value=value))
    if problems:
        raise Refused(problems)
    return company


def _named(data: Mapping[str, Any]) -> Iterator[str]:
    """Every name of a plan, a file or a model that the units give."""
    units = data.get("units")
    for unit in units.values() if isinstance(units, Mapping) else ():
        if not isinstance(unit, Mapping):
            continue
        people = unit.get("people")
        of_people: Iterable[Any] = people.values() if isinstance(people, Mapping) else ()
        yield from (str(value) for value in (unit.get("plan", ""), *of_people))


def _too_large(company: Company, file: str) -> Iterator[Problem]:
    if company.months > MOST_MONTHS:
        said = {"most": MOST_MONTHS}
        yield Problem("company_too_long", said, file, value=str(company.months))
    drawn = [
        unit.headcount or unit.scenario.people.employees
        for unit in company.units.values()
        if isinstance(unit.scenario.people, Simulated)
    ]
    if sum(drawn) > MOST_SIMULATED:
        yield Problem("company_too_large", {"most": MOST_SIMULATED}, file, value=str(sum(drawn)))
