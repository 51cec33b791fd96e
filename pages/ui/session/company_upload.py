"""A company of one's own: its file, with the plans and the files of people that it names."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.companies import WHOLE, Company, companies, company_named, read_company
from engine.json_files import read_json
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
    others, or a variant of it that one of them is; and the definition of the company. Raises
    Refused with all that is wrong."""
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
    documented = company_definitions.defined(company.id, definition)
    if company.documented == company:
        return documented, definition
    return Company.from_json(documented, company.as_json()), definition


def _loaded(folder: Path, files: Sequence[StoredFile]) -> Company:
    named = {Path(file.name).name: file for file in files}
    written = {name: data for name in named if (data := _written(folder / name)) is not None}
    variants = [name for name in written if Path(name).suffix == ".json"]
    whole = [name for name in written if name not in variants or WHOLE in written[name]]
    names = whole if len(whole) > 1 else variants
    if len(names) > 1:
        raise Refused([Problem("company_files_several", {"names": ", ".join(names)})])
    is_shipped = bool(variants) and written[variants[0]]["company"] in companies()
    if not whole and not is_shipped:
        raise Refused([Problem("company_files_none")])
    elsewhere = [
        Problem("company_file_path", {}, name, value=value)
        for name, data in written.items()
        for value in _named(data)
        if "/" in value or "\\" in value
    ]
    if elsewhere:
        raise Refused(elsewhere)
    name = (variants or whole)[0]
    path = folder / name
    is_whole = WHOLE in written[name]
    company = read_company(path.read_bytes(), name) if is_whole else company_named(path)
    problems = list(_too_large(company, name))
    for unit_name, unit in company.units.items():
        people = unit.scenario.people
        match people:
            case FromFile(name=wanted) if wanted in named:
                stored = named[wanted]
                if people.sha256 not in ("", stored.sha256):
                    problems.append(Problem("scenario_other_file", {}, wanted))
                people = FromFile(wanted, stored.sha256, stored.path.suffix.lstrip("."))
                scenario = replace(unit.scenario, people=people)
                company = company.with_scenario(unit_name, scenario)
            case Simulated(workforce=model) if Path(model).suffix in (".yaml", ".yml"):
                value = Path(model).name
                problems.append(Problem("company_own_model", {}, name, value=value))
    if problems:
        raise Refused(problems)
    return company


def _written(file: Path) -> Mapping[str, Any] | None:
    """What a file holds that describes a company or a variant of one; None for any other."""
    if file.suffix in (".yaml", ".yml"):
        data: Any = Document.read(file).data
        return data if isinstance(data, Mapping) and "units" in data else None
    data = read_json(file) if file.suffix == ".json" else None
    return data if isinstance(data, Mapping) and "company" in data else None


def _named(data: Mapping[str, Any]) -> Iterator[str]:
    """Every name of a plan, a file or a model that the units give, and of the company that a
    variant is of."""
    if isinstance(data.get("company"), str):
        yield data["company"]
    if WHOLE in data:
        return  # it brings its plans along, and its people go by their content
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
