"""From a company's file to a Company, or to a list of everything that is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import cast

from engine.calendar import paying_month
from engine.companies.company import COMPANIES, HOW, Company, Fill, How, Management, Move, Unit
from engine.companies.company_links import link_problems
from engine.payroll import PayrollSettings, payroll_of
from engine.plan import load_plan
from engine.scenario import (
    FILE_KINDS,
    LARGEST_SEED,
    FromFile,
    People,
    Scenario,
    Simulated,
    located,
    read_scenario,
)
from engine.statutory import CURRENCY, currencies, places_in
from engine.text import Problem, Refused, as_typed
from engine.workforce import load_workforce, movable, workforce_of
from engine.yaml_files import Document, Json, Reader, is_number

LONGEST = 60
"""A company has at most so many months."""
MOST = 1_000_000
"""A unit has at most so many people in its first month."""

_KEYS = (
    *("id", "title", "description", "currency", "first", "months", "seed", "budget"),
    *("employer_budget", "payroll", "units", "management", "moves"),
)
PLAN_FILES = (".yaml", ".yml")


def companies() -> tuple[str, ...]:
    """Ids of the companies that come with Paycurve."""
    return tuple(sorted(path.stem for path in COMPANIES.glob("*.yaml")))


def shipped_company(company: str) -> Company:
    """A company that comes with Paycurve, by its id. Raises Refused for another one."""
    known = companies()
    if company not in known:
        raise Refused([Problem("unknown_company", {"known": tuple(known)}, value=company)])
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
        currency=plan.currency,
        first=first,
        months=months,
        seed=seed,
        units={unit.id: unit},
        name=scenario.name,
        of_plan=True,
        projection=scenario.projection,
        payroll=scenario.payroll,
    )


def written_at(company: Company, problem: Problem, *path: str) -> Problem:
    """The problem with the place in the company's file that it is about, as far as the file is
    there."""
    file = company.folder / company.file
    line = None
    if company.file and file.is_file():
        try:
            line = Document.read(file).line(*path)
        except Refused:
            line = None
    return replace(problem, file=company.file, line=line, column=".".join(path))


def company_from(document: Document, folder: Path) -> Company:
    """The company of a document; files it names are seen from `folder`. Raises Refused with all
    that is wrong with it."""
    company, found = company_and_problems(document, folder)
    if found:
        raise Refused(found)
    return company


def company_and_problems(document: Document, folder: Path) -> tuple[Company, list[Problem]]:
    """The company of a document as far as it can be read, without units that cannot, and all that
    is wrong with it."""
    reading = _Reading(document, folder)
    company = reading.company()
    own = document.file
    return company, sorted(reading.found, key=lambda p: (p.file != own, p.file, p.line or 0))


class _Reading(Reader):
    """Reads one company."""

    def __init__(self, document: Document, folder: Path) -> None:
        super().__init__(document)
        self.folder = folder
        self.currency = CURRENCY

    def company(self) -> Company:
        data = self.document.data
        self.known_keys(data, _KEYS)
        if not isinstance(data.get("id"), str):
            self.problem("missing_key", ("id",), key="id")
        self.currency = (
            self.choice("currency", data.get("currency", CURRENCY), currencies(), "currency")
            or CURRENCY
        )
        payroll = self._payroll(data)
        units = self._units()
        for other in sorted({unit.plan.currency for unit in units.values()} - {self.currency}):
            self.problem("company_currency", ("currency",), self.currency, plans=other)
        company = Company(
            id=str(data.get("id", "")),
            title=self.text(data.get("title"), "title"),
            description=self.text(data.get("description"), "description"),
            currency=self.currency,
            first=self._month(data.get("first")),
            months=self._whole(data.get("months", 12), 1, LONGEST, "months"),
            seed=self._whole(data.get("seed", 1), 0, LARGEST_SEED, "seed"),
            units=units,
            management=self._managements(),
            moves=self._moves(),
            budget=self._budget("budget"),
            employer_budget=self._budget("employer_budget"),
            folder=self.folder,
            file=self.document.file,
            payroll=payroll,
            written_payroll=payroll,
        )
        if company.units:
            for problem, path in link_problems(company, self._all_units()):
                self.add(problem, path)
        elif "units" not in data:
            self.problem("missing_key", ("units",), key="units")
        return company

    # -- figures ----------------------------------------------------------------------------

    def _month(self, data: Json) -> int:
        if data is None:
            self.problem("missing_key", ("first",), key="first")
            return 0
        try:
            return paying_month(str(data))
        except ValueError:
            self.problem("workforce_month", ("first",), str(data))
            return 0

    def _whole(self, data: Json, low: int, high: int, *path: str) -> int:
        if is_number(data) and float(data).is_integer() and low <= data <= high:
            return int(data)
        bounds = {"low": as_typed(low), "high": as_typed(high)}
        self.problem("company_whole", path, str(data), **bounds)
        return low

    def _budget(self, name: str) -> float | None:
        data = self.document.data.get(name)
        if data is None or (is_number(data) and data > 0):
            return None if data is None else float(data)
        self.problem("company_budget", (name,), str(data))
        return None

    def _payroll(self, data: Mapping[str, Json]) -> PayrollSettings | None:
        try:
            return payroll_of(data, self._all_units(), self.currency)
        except Refused as refused:
            for problem in refused.problems:
                self.add(problem, tuple(problem.column.split(".")), problem.column)
        return None

    # -- units ------------------------------------------------------------------------------

    def _all_units(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.section("units"))

    def _units(self) -> dict[str, Unit]:
        found = {}
        for name, entry in self.entries("units"):
            unit = self._unit(name, entry)
            if unit is not None:
                found[name] = unit
        return found

    def _unit(self, name: str, data: Mapping[str, Json]) -> Unit | None:
        at = ("units", name)
        self.known_keys(data, ("title", "plan", "figures", "people", "headcount", "place"), *at)
        if not name.isidentifier():
            self.problem("company_unit_id", at, name)
        title = self.optional_text(data.get("title"), *at, "title")
        headcount = None
        if data.get("headcount") is not None:
            headcount = self._whole(data["headcount"], 1, MOST, *at, "headcount")
        place = data.get("place")
        if place is not None:
            place = self.choice("place", place, tuple(places_in(self.currency)), *at, "place")
        scenario = self._scenario(data.get("plan"), *at, "plan")
        if scenario is None:
            return None
        plan = scenario.plan
        figures = self.mapping(data.get("figures") or {}, *at, "figures")
        for parameter, value in figures.items():
            try:
                plan = plan.with_values({str(parameter): value})
            except Refused as refused:
                for problem in refused.problems:
                    self.add(problem, (*at, "figures", str(parameter)))
        people = self._people(data.get("people"), Scenario(plan, people=scenario.people), *at)
        title = title or scenario.base.title
        return Unit(name, title, Scenario(plan, people=people), headcount, place or "")

    def _scenario(self, data: Json, *path: str) -> Scenario | None:
        if data is None:
            self.problem("missing_key", path, key="plan")
            return None
        named = str(data)
        is_file = Path(named).suffix.lower() in (*PLAN_FILES, ".json")
        if is_file and not (self.folder / named).is_file():
            self.problem("company_no_file", path, named)
            return None
        try:
            if Path(named).suffix.lower() == ".json":
                kept = read_scenario(self.folder / named)
                return Scenario(kept.plan, people=kept.people)
            is_file = Path(named).suffix.lower() in PLAN_FILES
            return Scenario(load_plan(self.folder / named if is_file else named))
        except Refused as refused:
            self._of_another_file(refused, path)
        return None

    def _of_another_file(self, refused: Refused, path: tuple[str, ...]) -> None:
        """What is wrong with something that an entry names: where it stands in that file, else in
        the entry."""
        for problem in refused.problems:
            if problem.file and problem.line is not None:
                self.found.append(problem)
            else:
                self.add(problem, path)

    def _people(self, data: Json, scenario: Scenario, *at: str) -> People | None:
        path, figures = (*at, "people"), None
        match data:
            case None if scenario.people is not None:
                return scenario.people
            case None:
                workforce = workforce_of(scenario.base.id)
                if workforce is None:
                    self.problem("company_nobody", path, plan=scenario.base.title)
                    return None
            case {"workforce": str(workforce)}:
                figures = data.get("figures")
                self.known_keys(data, ("workforce", "figures"), *path)
            case {"file": str(file)}:
                self.known_keys(data, ("file",), *path)
                return self._file(file, *path, "file")
            case _:
                self.problem("company_people", path, str(data)[:80])
                return None
        return self._drawn(workforce, self.mapping(figures or {}, *path, "figures"), *path)

    def _drawn(self, workforce: str, figures: Mapping[str, Json], *path: str) -> People | None:
        named = Simulated(workforce, 0, 1, 1, "2026-01")
        people = cast(Simulated, located(named, self.folder / "company.yaml"))
        try:
            model = load_workforce(people.workforce)
        except Refused as refused:
            self._of_another_file(refused, (*path, "workforce"))
            return None
        known = movable(model)
        moved = []
        for name, value in figures.items():
            if name not in known:
                self.unknown("figure", name, tuple(known), *path, "figures", str(name))
            elif not is_number(value) or not known[name].low <= value <= known[name].high:
                ends = {"low": as_typed(known[name].low), "high": as_typed(known[name].high)}
                self.problem("company_figure", (*path, "figures", str(name)), str(value), **ends)
            else:
                moved.append((str(name), float(value)))
        return Simulated(
            people.workforce, 0, model.employees, model.months, "2026-01", tuple(sorted(moved))
        )

    def _file(self, file: str, *path: str) -> People | None:
        kind = file.rpartition(".")[2].lower()
        if kind not in FILE_KINDS:
            self.problem("company_people", path, file)
            return None
        found = self.folder / file
        if not found.is_file():
            self.problem("company_no_file", path, file)
            return None
        return FromFile(file, hashlib.sha256(found.read_bytes()).hexdigest(), kind)

    # -- who manages whom, who goes where ---------------------------------------------------

    def _managements(self) -> tuple[Management, ...]:
        found = []
        for i, data in enumerate(self.sequence("management"), start=1):
            at = ("management", str(i))
            entry = self.mapping(data, *at)
            self.known_keys(entry, ("unit", "manages", "by", "fills"), *at)
            names = {key: self._name(entry.get(key), *at, key) for key in ("unit", "by")}
            fills = tuple(
                self._fill(str(fact), fill, *at, "fills", str(fact))
                for fact, fill in self.mapping(entry.get("fills") or {}, *at, "fills").items()
            )
            manages = self._names(entry.get("manages"), *at, "manages")
            found.append(Management(names["unit"], manages, names["by"], fills))
        return tuple(found)

    def _fill(self, fact: str, data: Json, *path: str) -> Fill:
        entry = self.mapping(data, *path)
        self.known_keys(entry, ("of", "how", "target"), *path)
        how = self.choice("how", entry.get("how"), HOW, *path, "how")
        target = entry.get("target")
        if target is not None and not isinstance(target, str) and not is_number(target):
            self.problem("parameter_number", (*path, "target"), str(target))
            target = 0.0
        if how == "share_at_target" and target is None:
            self.problem("company_no_target", path)
        if how in ("sum", "mean") and target is not None:
            self.problem("company_target", (*path, "target"), how)
        of = self._name(entry.get("of"), *path, "of")
        known = target if target is None or isinstance(target, str) else float(target)
        return Fill(fact, of, cast(How, how or "sum"), known)

    def _moves(self) -> tuple[Move, ...]:
        found = []
        for i, data in enumerate(self.sequence("moves"), start=1):
            at = ("moves", str(i))
            entry = self.mapping(data, *at)
            self.known_keys(entry, ("from", "to", "share"), *at)
            share = entry.get("share")
            if not is_number(share) or not 0 < share <= 1:
                self.problem("company_share", (*at, "share"), str(share))
                share = 0.0
            ends = [self._name(entry.get(key), *at, key) for key in ("from", "to")]
            found.append(Move(ends[0], ends[1], float(share)))
        return tuple(found)

    def _name(self, data: Json, *path: str) -> str:
        if data is None or (isinstance(data, Mapping | Sequence) and not isinstance(data, str)):
            self.problem("missing_key", path, key=path[-1])
            return ""
        return str(data)

    def _names(self, data: Json, *path: str) -> tuple[str, ...]:
        names = data if isinstance(data, list) else [data]
        return tuple(name for one in names if (name := self._name(one, *path)))
