"""Named sets of assumptions: those that come with a company, and files of people's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from engine.companies import Company
from engine.projection.assumptions import Assumptions, paths_of, problems_of
from engine.projection.question import Question
from engine.scenario import ASSUMPTIONS, SET
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
    data = document.data
    read = {name: _read(data[name], company, document, name) for name in SETS if name in data}
    if found := [problem for _, problems in read.values() for problem in problems]:
        raise Refused(found)
    return {
        name: replace(assumed, name=assumed.name or name) for name, (assumed, _) in read.items()
    }


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
    return None if file is None or company.of_plan else _of_file(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _of_file(file: Path, modified: int) -> Document:
    """Read once: a page asks for the sets of its company many times at every move."""
    return Document.read(file)


def base_of(company: Company) -> Assumptions:
    """The set that holds where nothing else is said."""
    return named_sets(company).get(BASE, Assumptions(name=BASE))


def as_documented(question: Question) -> Question:
    """The same question of the plans as documented, under the set that holds where nothing else is
    said: what an overrun is held against."""
    company = question.company.documented
    return replace(question, company=company, assumptions=base_of(company))


def assumptions_of(company: Company, file: str | Path = "") -> Assumptions:
    """What the company as it is now assumes of the months ahead: the set that it names, or its own
    entries; the base set where it says nothing. `file` is the one that it was read from, if there
    is one. Raises Refused with all that does not fit, with lines and paths."""
    said = company.projection.assumptions
    if said is None:
        return base_of(company)
    document = Document.read(Path(file)) if file else None
    if isinstance(said, str):
        return _named(said, company, document, ASSUMPTIONS)
    return _sound(_entries(said, company, document, ASSUMPTIONS))


def short_form(assumptions: Assumptions, company: Company) -> str | Mapping[str, Json] | None:
    """Assumptions as a company says them shortest: nothing for the base set, the name of a set that
    comes with it, the entries that differ from the base set, or all of them where a unit goes with
    the company again and not with the base set."""
    sets = named_sets(company)
    base = sets.get(BASE, Assumptions(name=BASE))
    if not assumptions.changed_from(base):
        return None
    for name, one in sets.items():
        if not assumptions.changed_from(one):
            return name
    if not base.values or any("." in p and p not in assumptions.values for p in base.values):
        return replace(assumptions, name="").as_json()
    differing = {path: assumptions.value(path) for path in assumptions.changed_from(base)}
    return {SET: BASE, **Assumptions(differing).as_json()}


def read_assumptions(file: str | Path, company: Company) -> Assumptions:
    """The set of a YAML or JSON file: all that is assumed, or with the entry "set" what differs
    from the set of that name. Raises Refused with all its problems and their lines."""
    document = Document.read(Path(file))
    return _sound(_entries(document.data, company, document))


def assumptions_named(named: str, company: Company) -> Assumptions:
    """The set of a file, by its ending, or the one of that name that comes with the company."""
    if Path(named).suffix.lower() in FILES:
        return read_assumptions(named, company)
    return _named(named, company)


def assumptions_and_problems(
    named: str, company: Company | None, file: str | Path = ""
) -> tuple[Assumptions, list[Problem]]:
    """The set of `assumptions_named`, or where none is named that of `assumptions_of`, as far as it
    can be read, and all that is wrong with it; without a company, what can be said of a file
    alone."""
    try:
        if Path(named).suffix.lower() in FILES:
            document = Document.read(Path(named))
            return _entries(document.data, company, document)
        if company is None:
            return Assumptions(), []
        own = company.projection.assumptions
        if not named and isinstance(own, Mapping):
            written = Document.read(Path(file)) if file else None
            return _entries(own, company, written, ASSUMPTIONS)
        return (assumptions_named(named, company) if named else assumptions_of(company, file)), []
    except Refused as refused:
        return Assumptions(), list(refused.problems)


def assumptions_text(assumptions: Assumptions) -> str:
    """The file of a set."""
    return Document.holding(assumptions.as_json(), "").text()


def _named(named: str, company: Company, document: Document | None = None, *at: str) -> Assumptions:
    """The set of a name that stands at a path of a document, if it was read from one."""
    known = named_sets(company)
    if named not in known:
        problem = Problem("unknown_set", {"known": tuple(known)}, value=named)
        raise Refused([_at(problem, document, *at)])
    return known[named]


def _at(problem: Problem, document: Document | None, *path: str) -> Problem:
    file, line = ("", None) if document is None else (document.file, document.line(*path))
    return replace(problem, file=file, line=line, column=problem.column or ".".join(path))


def _sound(read: tuple[Assumptions, list[Problem]]) -> Assumptions:
    assumed, found = read
    if found:
        raise Refused(found)
    return assumed


def _entries(
    data: Json, company: Company | None, document: Document | None, *at: str
) -> tuple[Assumptions, list[Problem]]:
    """The set of entries, over the one that they name with "set" if they do, and what does not
    fit."""
    if not isinstance(data, Mapping) or SET not in data:
        return _read(data, company, document, *at)
    rest = {key: value for key, value in data.items() if key != SET}
    own, found = _read(rest, company, document, *at)
    if company is None:
        return own, found
    try:
        over = _named(str(data[SET]), company, document, *at, SET)
    except Refused as refused:
        return own, [*refused.problems, *found]
    return replace(own, values={**over.values, **own.values}), found


def _read(
    data: Json, company: Company | None, document: Document | None, *at: str
) -> tuple[Assumptions, list[Problem]]:
    """A set with all that is in it, and what does not fit."""
    if not isinstance(data, Mapping):
        problem = Problem(
            "assumption_entries", {"example": "attrition_factor: 1.1"}, value=str(data)[:80]
        )
        return Assumptions(), [_at(problem, document, *at)]
    if several := [name for name in SETS if name in data]:
        problem = Problem("assumption_sets", {"known": tuple(several)})
        return Assumptions(), [_at(problem, document, *at, several[0])]
    values = {path: plain_json(value) for path, value in paths_of(data).items()}
    places = {} if document is None else _places(values, document, *at)
    read = Assumptions(values, str(data.get("name", "")), places)
    found = [p for path, value in values.items() for p in problems_of(path, value, company)]
    return read, [read.placed(problem) for problem in found]


def _places(
    values: Mapping[str, Json], document: Document, *at: str
) -> dict[str, tuple[str, int | None]]:
    """The file and line of each path, and of what stands within it."""
    places: dict[str, tuple[str, int | None]] = {}
    for path, value in values.items():
        for within in _within(value):
            parts = [*path.split("."), *within]
            places[".".join(parts)] = document.file, document.line(*at, *parts)
    return places


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
