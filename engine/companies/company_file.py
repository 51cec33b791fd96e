"""Companies by id, by the path of their file, and of one plan with its people."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from engine.calendar import month_number, paying_month
from engine.companies.company import HOW, Company, Fill, How, Management, Move, Unit
from engine.plan import load_plan
from engine.scenario import FromFile, People, Scenario, Simulated, located, read_scenario
from engine.text import Problem, Refused
from engine.workforce import load_workforce, workforce_of
from engine.yaml_files import DATA, Document, Json, Reader

COMPANIES = DATA / "companies"
CURRENCY = "CNY"


def companies() -> tuple[str, ...]:
    """Ids of the companies that come with Paycurve."""
    return tuple(sorted(path.stem for path in COMPANIES.glob("*.yaml")))


def load_company(company: str | Path) -> Company:
    """A company by id or by the path of its file. Raises Refused with all its problems."""
    path = Path(company)
    if path.suffix.lower() in (".yaml", ".yml"):
        return company_from(Document.read(path), path.parent)
    known = companies()
    if str(company) not in known:
        there = {"known": ", ".join(known)}
        raise Refused([Problem("unknown_company", there, value=str(company))])
    shipped = COMPANIES / f"{company}.yaml"
    return _shipped(shipped, shipped.stat().st_mtime_ns)


@cache
def _shipped(path: Path, modified: int) -> Company:
    return company_from(Document.read(path), path.parent)


def company_of(scenario: Scenario) -> Company:
    """A plan with its people as a company of one unit."""
    people, plan = scenario.people, scenario.base
    first, months, seed = 0, 0, 0
    if isinstance(people, Simulated):
        first, months, seed = paying_month(people.first), people.months, people.seed
    unit = Unit(plan.id, plan.title, scenario)
    return Company(
        id=plan.id,
        title=plan.title,
        description=plan.title,
        currency=CURRENCY,
        first=first,
        months=months,
        seed=seed,
        units={unit.id: unit},
        name=scenario.name,
    )


def company_from(document: Document, folder: Path) -> Company:
    """The company of a document; files it names are seen from `folder`. Raises Refused with all
    that is wrong with it."""
    reader, data = Reader(document), document.data
    first = month_number(str(data.get("first", "2026-01")))
    units = {}
    for name, entry in reader.entries("units"):
        unit = _unit(reader, name, entry, folder, first)
        if unit is not None:
            units[name] = unit
    management = [
        _management(reader, entry, i) for i, entry in enumerate(reader.sequence("management"))
    ]
    moves = [_move(entry) for entry in reader.sequence("moves")]
    company = Company(
        id=str(data.get("id", "")),
        title=reader.text(data.get("title"), "title"),
        description=reader.text(data.get("description"), "description"),
        currency=str(data.get("currency", CURRENCY)),
        first=first,
        months=int(reader.number(data.get("months"), 12, "months")),
        seed=int(reader.number(data.get("seed"), 1, "seed")),
        units=units,
        management=tuple(management),
        moves=tuple(moves),
        budget=reader.optional_number(data.get("budget"), "budget"),
        folder=folder,
    )
    if reader.found:
        raise Refused(reader.found)
    return company


def _unit(
    reader: Reader, name: str, data: Mapping[str, Json], folder: Path, first: int
) -> Unit | None:
    try:
        scenario = _scenario(str(data.get("plan", "")), folder)
    except Refused as refused:
        for problem in refused.problems:
            reader.add(problem, ("units", name, "plan"))
        return None
    people = _people(reader, name, data.get("people"), scenario, folder)
    headcount = reader.optional_number(data.get("headcount"), "units", name, "headcount")
    title = reader.optional_text(data.get("title"), "units", name, "title")
    return Unit(
        name,
        title or scenario.base.title,
        Scenario(scenario.plan, people=people),
        None if headcount is None else int(headcount),
    )


def _scenario(plan: str, folder: Path) -> Scenario:
    if Path(plan).suffix == ".json":
        return read_scenario(folder / plan)
    return Scenario(load_plan(folder / plan if Path(plan).suffix in (".yaml", ".yml") else plan))


def _people(
    reader: Reader, name: str, data: Json, scenario: Scenario, folder: Path
) -> People | None:
    match data:
        case None:
            workforce = workforce_of(scenario.base.id)
        case {"workforce": str(workforce)}:
            pass
        case {"file": str(file)}:
            return FromFile(str(file), "", file.rpartition(".")[2])
        case _:
            reader.problem("scenario_people", ("units", name, "people"), str(data))
            return None
    if workforce is None:
        return None
    model = load_workforce(workforce)
    people = Simulated(workforce, 0, model.employees, model.months, "2026-01")
    return located(people, folder / "company.yaml")


def _management(reader: Reader, data: Json, i: int) -> Management:
    entry = reader.mapping(data, "management")
    fills = []
    for fact, given in reader.mapping(entry.get("fills") or {}, "management").items():
        fill = reader.mapping(given, "management")
        how = reader.choice("how", fill.get("how"), HOW, "management")
        target = fill.get("target")
        of = str(fill.get("of", fact))
        known = target if target is None or isinstance(target, str) else float(str(target))
        fills.append(Fill(str(fact), of, cast(How, how or "sum"), known))
    manages = entry.get("manages")
    units = tuple(str(u) for u in manages) if isinstance(manages, list) else (str(manages),)
    return Management(str(entry.get("unit")), units, str(entry.get("by", "team")), tuple(fills))


def _move(data: Json) -> Move:
    assert isinstance(data, Mapping)
    return Move(str(data["from"]), str(data["to"]), float(str(data["share"])))
