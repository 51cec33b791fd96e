"""Named sets of assumptions: those that come with a company, and files of people's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.companies import Company
from engine.projection.assumptions import Assumptions, paths_of, problems_of
from engine.text import LANGUAGES, Problem, Refused, Text, in_each_language, say
from engine.yaml_files import DATA, Document, Json, plain_json

FOLDER = DATA / "companies" / "assumptions"
BASE = "base"
FILES = (".yaml", ".yml", ".json")
SETS = (BASE, "optimistic", "pessimistic")


def named_sets(company: Company) -> dict[str, Assumptions]:
    """The sets that come with a company, by name: those of the file of its id in the folder
    `assumptions` beside its own file. Without one there is "base", which changes nothing."""
    document = _document(company)
    if document is None:
        return {BASE: Assumptions(name=BASE)}
    read = {name: _read(document, company, name) for name in SETS if name in document.data}
    if found := [problem for _, problems in read.values() for problem in problems]:
        raise Refused(found)
    return {name: assumed for name, (assumed, _) in read.items()}


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
    assumed, found = _read(Document.read(Path(file)), company)
    if found:
        raise Refused(found)
    return assumed


def assumptions_named(named: str, company: Company) -> Assumptions:
    """The set of a file, by its ending, or the one of that name that comes with the company."""
    if Path(named).suffix.lower() in FILES:
        return read_assumptions(named, company)
    known = named_sets(company)
    if named not in known:
        raise Refused([Problem("unknown_set", {"known": ", ".join(known)}, value=named)])
    return known[named]


def assumptions_and_problems(
    named: str, company: Company | None
) -> tuple[Assumptions, list[Problem]]:
    """The set of `assumptions_named` as far as it can be read, and all that is wrong with it;
    without a company, what can be said of a file alone."""
    try:
        if Path(named).suffix.lower() in FILES:
            return _read(Document.read(Path(named)), company)
        return (Assumptions() if company is None else assumptions_named(named, company)), []
    except Refused as refused:
        return Assumptions(), list(refused.problems)


def assumptions_text(assumptions: Assumptions) -> str:
    """The file of a set."""
    return Document.of(assumptions.as_json(), "").text()


def _read(
    document: Document, company: Company | None, *at: str
) -> tuple[Assumptions, list[Problem]]:
    """A set with all that is in it, and what does not fit."""
    data: Json = document.data
    for key in at:
        data = data[key]
    if not isinstance(data, Mapping):
        example = "attrition_factor: 1.1"
        line = document.line(*at)
        said = Problem(
            "assumption_entries", {"example": example}, document.file, line, value=str(data)
        )
        return Assumptions(), [said]
    values = {path: plain_json(value) for path, value in paths_of(data).items()}
    places: dict[str, tuple[str, int | None]] = {}
    for path, value in values.items():
        for within in _within(value):
            parts = [*path.split("."), *within]
            places[".".join(parts)] = document.file, document.line(*at, *parts)
    read = Assumptions(values, str(data.get("name", at[-1] if at else "")), places)
    found = [p for path, value in values.items() for p in problems_of(path, value, company)]
    return read, [read.placed(problem) for problem in found]


DEEPEST = 3
"""So many levels within an entry have lines of their own."""


def _within(value: Json, levels: int = DEEPEST) -> Iterator[tuple[str, ...]]:
    """Where things stand within a value, itself first; items of lists are counted from "1"."""
    yield ()
    if not levels or not isinstance(value, Mapping | list):
        return
    named = value.items() if isinstance(value, Mapping) else enumerate(value, start=1)
    for key, each in named:
        yield from ((str(key), *within) for within in _within(each, levels - 1))
