"""Named sets of assumptions: those that come with a company, and files of people's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from engine.companies import Company
from engine.projection.assumption_fields import UNITS
from engine.projection.assumptions import Assumptions, paths_of, problems_of
from engine.text import LANGUAGES, Problem, Refused, Text, in_each_language, say
from engine.yaml_files import DATA, Document, Json, plain_json, unknown_name

FOLDER = DATA / "companies" / "assumptions"
BASE = "base"
SETS = (BASE, "optimistic", "pessimistic")


def named_sets(company: Company) -> dict[str, Assumptions]:
    """The sets that come with a company, by name: those of the file of its id in the folder
    `assumptions` beside its own file. Without one there is "base", which changes nothing."""
    document = _document(company)
    if document is None:
        return {BASE: Assumptions(name=BASE)}
    return {name: _read(document, company, name) for name in SETS if name in document.data}


def set_titles(company: Company) -> dict[str, Text]:
    """What the sets of a company are called, as its file has it."""
    document = _document(company)
    data = {} if document is None else document.data
    own = {name: _title(data.get(name)) for name in SETS}
    return {name: title or _usual_title(name) for name, title in own.items()}


def _title(data: Json) -> Text | None:
    title = data.get("title") if isinstance(data, Mapping) else None
    if isinstance(title, Mapping) and all(language in title for language in LANGUAGES):
        return {language: str(title[language]) for language in LANGUAGES}
    return None


def _usual_title(name: str) -> Text:
    return in_each_language(lambda language: say(language, f"projection.set_{name}"))


def _document(company: Company) -> Document | None:
    places = (company.folder / FOLDER.name, FOLDER)
    files = [folder / f"{company.id}.yaml" for folder in places]
    file = next((file for file in files if file.exists()), None)
    return None if file is None or company.of_plan else Document.read(file)


def read_assumptions(file: str | Path, company: Company) -> Assumptions:
    """The set of a YAML or JSON file. Raises Refused with all its problems and their lines."""
    return _read(Document.read(Path(file)), company)


def assumptions_named(named: str, company: Company) -> Assumptions:
    """The set of a file, by its ending, or the one of that name that comes with the company."""
    if Path(named).suffix.lower() in (".yaml", ".yml", ".json"):
        return read_assumptions(named, company)
    known = named_sets(company)
    if named not in known:
        raise Refused([Problem("unknown_set", {"known": ", ".join(known)}, value=named)])
    return known[named]


def assumptions_text(assumptions: Assumptions) -> str:
    """The file of a set."""
    return Document.of(assumptions.as_json(), "").text()


def _read(document: Document, company: Company, *at: str) -> Assumptions:
    data: Json = document.data
    for key in at:
        data = data[key]
    if not isinstance(data, Mapping):
        example = "attrition_factor: 1.1"
        place = Problem("assumption_entries", {"example": example}, document.file, value=str(data))
        raise Refused([place])
    found = []
    values: dict[str, Json] = {}
    for path, value in paths_of(data).items():
        parts = path.split(".")
        wrong = problems_of(path, value)
        if len(parts) == 3 and parts[0] == UNITS and parts[1] not in company.units:
            wrong = [replace(unknown_name("unit", parts[1], list(company.units)), column=path)]
        line = document.line(*at, *parts)
        found += [replace(p, file=document.file, line=line) for p in wrong]
        values[path] = plain_json(value)
    if found:
        raise Refused(found)
    return Assumptions(values, str(data.get("name", at[-1] if at else "")))
