"""The facts of a company: every unit's people on one calendar, under ids that are unique in it."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.calendar import month_text
from engine.companies.company import Company, Unit
from engine.companies.company_sheet import (
    UNIT,
    facts_by_unit,
    own_rows,
    unit_from_sheet,
    who_is_there,
)
from engine.companies.managers import managers_of
from engine.companies.moved_people import moved
from engine.companies.people_problems import (
    OF_MONTHS,
    ids_alike,
    management_notes,
    people_problems,
    vacancies,
)
from engine.facts import Facts
from engine.progress import Progress, no_progress, part
from engine.scenario import FromFile, Simulated, beside, facts_of
from engine.sheets import read_sheet
from engine.text import Problem, Refused, in_each_language, listed, money
from engine.text import months as month_span
from engine.workforce import Workforce, load_workforce, people_there, simulate

OF_COLUMNS = ("missing_column", "missing_column_bare")
Positions = NDArray[np.int32]
Find = Callable[[FromFile], Path]
Models = Callable[[str], Workforce]


@dataclass(frozen=True)
class CompanyFacts:
    """Facts by unit. The same id in two units is one person who has moved.

    `managers[u][month, person]` is the manager of each person of a managed unit, as a position
    among the people of the managing unit; -1 for nobody. Columns that are filled from managed
    people are not filled yet; see `evaluate_company`. `told` is what should be known of who manages
    whom.
    """

    units: Mapping[str, Facts]
    managers: Mapping[str, Positions]
    told: tuple[Problem, ...] = ()

    @cached_property
    def key(self) -> str:
        """Hash of everything pay depends on."""
        digest = hashlib.blake2b(digest_size=16)
        for name, facts in sorted(self.units.items()):
            digest.update(f"{name} {facts.key}\n".encode())
        for name, positions in sorted(self.managers.items()):
            digest.update(name.encode() + np.ascontiguousarray(positions).tobytes())
        return digest.hexdigest()

    @property
    def notes(self) -> tuple[Problem, ...]:
        """What was read and what should be looked at, of all units."""
        of_units = (p for f in self.units.values() for p in (*f.notes, *f.warnings))
        return (*of_units, *self.told)

    @property
    def assumptions(self) -> tuple[Problem, ...]:
        """What is taken for true of the people and stands in no file, of all units."""
        found: list[Problem] = []
        for facts in self.units.values():
            found += [problem for problem in facts.assumptions if problem not in found]
        return tuple(found)


def company_facts(
    company: Company,
    find: Find | None = None,
    progress: Progress = no_progress,
    models: Models = load_workforce,
) -> CompanyFacts:
    """The facts of all units; files of people are found in the company's folder unless `find` knows
    better, and `models` finds the model that people are drawn from by its name. Raises Refused with
    all that is wrong with any of them."""
    find = find if find is not None else beside(company.folder / "company.yaml")
    units, problems = _units_read(company, find, progress, models)
    if problems:
        raise Refused([*problems, *_of_others(company, units, find)])
    return assembled(company, moved(company, units))


def file_problems(company: Company, known: Sequence[Problem]) -> list[Problem]:
    """What is wrong with the files of people of a company of which `known` are the problems of its
    own file, as far as it does not depend on what these leave open."""
    places = {problem.column for problem in known}
    misled = any(place.split(".")[0] == "management" for place in places)
    units = {
        name: replace(unit, headcount=None) if f"units.{name}.headcount" in places else unit
        for name, unit in company.units.items()
        if isinstance(unit.scenario.people, FromFile)
    }
    filled = {m.unit for m in company.management if m.fills and misled}
    facts = {fill.fact for m in company.management for fill in m.fills if misled}
    find = beside(company.folder / "company.yaml")
    all_units = company.units.keys()
    company = replace(
        company, units=units, management=() if misled else company.management, moves=()
    )
    others = {place.split(".")[1] for place in places if place.startswith("units.")}
    others |= all_units - units.keys()
    read, problems = _units_read(company, find, skipped=filled, others=others)
    problems += _of_others(company, read, find, others)
    has_months = not places & {"first", "months"}
    return [
        problem
        for problem in problems
        if (has_months or problem.key not in OF_MONTHS)
        and not (problem.key in OF_COLUMNS and problem.column in facts)
    ]


def _units_read(
    company: Company,
    find: Find,
    progress: Progress = no_progress,
    models: Models = load_workforce,
    skipped: Collection[str] = frozenset(),
    others: Collection[str] = frozenset(),
) -> tuple[dict[str, Facts], list[Problem]]:
    """The facts of the units that can be read, and what is wrong with those that cannot, without
    those that are `skipped`. `others` are units that the company has beside these."""
    units: dict[str, Facts] = {}
    problems: list[Problem] = []
    count = len(company.units)
    for i, (name, unit) in enumerate(company.units.items()):
        if name in skipped:
            continue
        try:
            share = part(progress, i / count, (i + 1) / count)
            units[name] = unit_facts(company, unit, find, share, models, others)
        except Refused as refused:
            problems += [problem for problem in refused.problems if problem not in problems]
    return units, problems


def _of_others(
    company: Company,
    units: Mapping[str, Facts],
    find: Find,
    others: Collection[str] = frozenset(),
) -> list[Problem]:
    """What does not fit together in the people of units that could be read, and of the others as
    far as their files say who is there."""
    if company.of_plan:
        return []
    there: dict[str, Facts] = {}
    for name, unit in company.units.items():
        people = unit.scenario.people
        if name in units:
            there[name] = units[name]
        elif isinstance(people, FromFile):
            try:
                own = own_rows(read_sheet(find(people)), company, unit, others)
                there[name] = who_is_there(own, company, unit)
            except Refused:
                continue
    return list(people_problems(company, there, there.keys() - units.keys()))


def read_company_facts(
    source: str | Path, company: Company, progress: Progress = no_progress
) -> tuple[Company, CompanyFacts]:
    """The people of a file with a column `unit`, and the company on the calendar of the file; each
    unit's rows are read by its plan. Raises Refused with all that is wrong."""
    sheet = read_sheet(source, part(progress, 0.0, 0.5))
    units, partly, problems = facts_by_unit(sheet, company, part(progress, 0.5, 1.0))
    there = {**units, **partly}
    if not there:
        raise Refused(problems)
    first = min(facts.first for facts in there.values())
    after = max(facts.first + facts.months for facts in there.values())
    people = FromFile(str(source), "", Path(source).suffix[1:].lower() or "csv")
    own = {
        name: replace(unit, headcount=None, scenario=replace(unit.scenario, people=people))
        for name, unit in company.units.items()
    }
    months = after - first
    told = tuple(_budget_of_other_months(company, first, months, str(source)))
    company = replace(
        company,
        units=own,
        first=first,
        months=months,
        moves=(),
        budget=None if told else company.budget,
        employer_budget=None if told else company.employer_budget,
    )
    if any(problem.column == UNIT for problem in problems):
        raise Refused(problems)  # whose rows those are is not known
    if problems:
        raise Refused([*problems, *people_problems(company, there, partly)])
    facts = assembled(company, units)
    return company, replace(facts, told=(*told, *facts.told))


def _budget_of_other_months(
    company: Company, first: int, months: int, file: str
) -> Iterator[Problem]:
    """That a company's budget is not for the months of a file, and so not held against them."""
    if (first, months) == (company.first, company.months):
        return
    given = [b for b in (company.budget, company.employer_budget) if b is not None]
    if not given:
        return

    def amounts(lang: str) -> str:
        return listed([money(budget, lang) for budget in given], "nouns", lang)

    said: dict[str, object] = {"budget": in_each_language(amounts)}
    said["own"] = in_each_language(
        lambda lang: month_span(company.first, company.first + company.months - 1, lang)
    )
    said["months"] = in_each_language(lambda lang: month_span(first, first + months - 1, lang))
    yield Problem("company_budget_months", said, file, column="month")


def assembled(company: Company, units: Mapping[str, Facts]) -> CompanyFacts:
    """The facts of all units as those of the company. Raises Refused with all that does not fit
    together."""
    problems = [] if company.of_plan else list(people_problems(company, units))
    if problems:
        raise Refused(problems)
    managers = managers_of(company, units)
    told = (
        *vacancies(company, units),
        *ids_alike(company, units),
        *management_notes(company, units, managers),
    )
    return CompanyFacts(units, managers, told)


def unit_facts(
    company: Company,
    unit: Unit,
    find: Find,
    progress: Progress = no_progress,
    models: Models = load_workforce,
    others: Collection[str] = frozenset(),
) -> Facts:
    """The facts of one unit: drawn from the company's seed over its months, or read."""
    people = unit.scenario.people
    if people is None:
        raise Refused([Problem("scenario_nobody", {}, unit.id)])
    if isinstance(people, FromFile):
        sheet = read_sheet(find(people), part(progress, 0.0, 0.5))
        own = own_rows(sheet, company, unit, others)
        return unit_from_sheet(own, company, unit, part(progress, 0.5, 1.0))
    if not isinstance(people, Simulated):
        return facts_of(people, unit.scenario.base, find, progress)
    people = drawn(company, unit, people, models)
    size = (people.seed, people.employees, people.months, people.first)
    facts = simulate(models(people.workforce), *size, progress, dict(people.figures))
    if company.of_plan:
        return facts
    return replace(facts, employees=tuple(f"{unit.id}-{e}" for e in facts.employees))


def drawn(
    company: Company, unit: Unit, people: Simulated, models: Models = load_workforce
) -> Simulated:
    """The unit's people as they are drawn: from the company's seed, over its months, as many that
    its headcount is there in the first month."""
    seed = company.seed if company.of_plan else unit_seed(company.seed, unit.id)
    employees = people.employees
    if unit.headcount is not None:
        model = models(people.workforce)
        employees = people_there(model, seed, unit.headcount, company.first, company.months)
    first = month_text(company.first)
    return replace(people, seed=seed, employees=employees, months=company.months, first=first)


def unit_seed(seed: int, unit: str) -> int:
    """The seed of a unit's people: its own, whatever other units there are."""
    sequence = np.random.SeedSequence(seed, spawn_key=(zlib.crc32(unit.encode()),))
    return int(sequence.generate_state(1, np.uint32)[0]) >> 1
