"""From a workforce file to a Workforce, or to a list of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from engine.text import Problem, Refused, as_typed
from engine.workforce.climbing import Ladder
from engine.workforce.model import TENURE, Attribute, Measure, Roles, Workforce
from engine.workforce.read_figures import read_figures
from engine.workforce.read_measures import Names, read_correlation, read_measure
from engine.workforce.read_organisation import (
    read_attribute,
    read_career,
    read_roles,
    read_units,
)
from engine.workforce.staying import Staying
from engine.workforce.workforce_reader import MOST_MONTHS, MOST_PEOPLE, WorkforceReader
from engine.yaml_files import DATA, Document, Json

WORKFORCES = DATA / "workforces"

_KEYS = (
    *("id", "plans", "title", "description", "employees", "months", "first", "sources"),
    *("units", "roles", "attributes", "career", "seasons", "measures", "correlation", "figures"),
    *("lasting_correlation", "even", "notes"),
)


def workforces() -> tuple[str, ...]:
    """Ids of the workforces that come with Paycurve."""
    return tuple(sorted(path.stem for path in WORKFORCES.glob("*.yaml")))


def workforce_of(plan: str) -> str | None:
    """The workforce whose people have the columns of a plan, if there is one."""
    return next((name for name in workforces() if plan in _by_id(name).plans), None)


def load_workforce(workforce: str | Path) -> Workforce:
    """A workforce by id or by the path of its file. Raises Refused with all its problems."""
    path = Path(workforce)
    if path.suffix in (".yaml", ".yml"):
        return workforce_from(Document.read(path))
    known = workforces()
    if str(workforce) not in known:
        there = {"known": tuple(known)}
        raise Refused([Problem("unknown_workforce", there, value=str(workforce))])
    return _by_id(str(workforce))


def read_workforce(text: str, name: str) -> Workforce:
    """The workforce of the text of a model file, called `name` in problems. Raises Refused with all
    that is wrong with it."""
    return workforce_from(Document(text, name))


def _by_id(workforce: str) -> Workforce:
    shipped = WORKFORCES / f"{workforce}.yaml"
    return _shipped(shipped, shipped.stat().st_mtime_ns)


@cache
def _shipped(path: Path, modified: int) -> Workforce:
    return workforce_from(Document.read(path))


def workforce_from(document: Document) -> Workforce:
    """The workforce of a document. Raises Refused with all that is wrong with it."""
    reader, data = WorkforceReader(document), document.data
    reader.known_keys(data, _KEYS)
    seasons = {k: reader.by_month(v, "seasons", k) for k, v in reader.section("seasons")}
    sources = {k: reader.text(v, "sources", k) for k, v in reader.section("sources")}
    units = read_units(reader)
    roles = read_roles(reader, units)
    attributes: dict[str, Attribute] = {}
    for name, entry in reader.entries("attributes"):
        attributes[name] = read_attribute(reader, name, entry, units, attributes)
    categories = {a.id: tuple(a.shares) for a in attributes.values()}
    if roles:
        categories[roles.column] = tuple(roles.values)
    names = Names(units, categories, seasons, sources)
    measures: dict[str, Measure] = {}
    for name, entry in reader.entries("measures"):
        measures[name] = read_measure(reader, name, entry, names, measures)
    drawn = [m.id for m in measures.values() if m.drawn]
    _one_meaning(reader, units, categories, roles, measures)
    workforce = Workforce(
        id=reader.name(data, "id"),
        plans=_plans(reader, data.get("plans")),
        title=reader.text(data.get("title"), "title"),
        description=reader.text(data.get("description"), "description"),
        sources=sources,
        employees=reader.whole(data.get("employees"), 1, MOST_PEOPLE, "employees"),
        months=reader.whole(data.get("months"), 1, MOST_MONTHS, "months"),
        first=reader.month(data.get("first"), "first"),
        units=units,
        roles=roles,
        attributes=attributes,
        career=read_career(reader, drawn),
        seasons=seasons,
        measures=measures,
        correlation=read_correlation(reader, drawn),
        figures=read_figures(reader, seasons, measures),
        lasting=read_correlation(reader, drawn, "lasting_correlation")
        if "lasting_correlation" in data
        else None,
        even=reader.flag(data.get("even", False), "even"),
        notes=tuple(reader.text(note, "notes") for note in reader.sequence("notes")),
    )
    if not reader.found:
        _shares_hold(reader, workforce)
    if reader.found:
        raise Refused(reader.found)
    return workforce


def _plans(reader: WorkforceReader, data: Json) -> tuple[str, ...]:
    if not isinstance(data, list) or not data:
        reader.problem("missing_key", ("plans",), key="plans")
        return ()
    return tuple(str(plan) for plan in data)


def _shares_hold(reader: WorkforceReader, model: Workforce) -> None:
    """People who stay on each step for the minimum can stand on the steps in the shares given."""
    staying = Staying(model.career, model.career.longest + 1)
    for attribute in model.attributes.values():
        if attribute.climbing:
            shares = list(attribute.shares.values())
            found = Ladder(attribute.climbing, shares, staying, staying.tenure()).shares
            if max(abs(a - b) for a, b in zip(found, shares, strict=True)) > 0.01:
                listed = tuple(as_typed(round(share, 3)) for share in found)
                path = ("attributes", attribute.id, "climbing", "months_in_step")
                months = str(attribute.climbing.months_in_step)
                reader.problem("workforce_steps", path, months, shares=listed)


def _one_meaning(
    reader: WorkforceReader,
    units: Iterable[str],
    categories: Iterable[str],
    roles: Roles | None,
    measures: Iterable[str],
) -> None:
    """No two columns of the same name."""
    seen: dict[str, str] = {TENURE: "career"}
    manager = [roles.manager] if roles and roles.manager else []
    named = {"units": units, "attributes": categories, "roles": manager, "measures": measures}
    for section, names in named.items():
        for name in names:
            if name in seen:
                reader.problem("two_meanings", (section, name), name=name, other=seen[name])
            seen[name] = section
