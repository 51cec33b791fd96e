"""What does not fit together in the people of a company: months, headcounts, people in two places,
managers who are not there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from engine.calendar import month_text
from engine.companies.company import Company, Management, Unit
from engine.companies.company_file import written_at
from engine.companies.managers import NOBODY, names_managers
from engine.facts import Facts, texts_alike
from engine.scenario import FromFile
from engine.text import DASH, Problem, each_problem

NAMED = 3
"""So many names are given as examples."""
OF_MONTHS = ("company_months_lacking", "company_months_beyond", "company_headcount")
"""Problems that depend on the months of the company."""


def people_problems(
    company: Company, units: Mapping[str, Facts], partly: Collection[str] = ()
) -> Iterator[Problem]:
    """Months that a unit lacks or has beyond the company's calendar, headcounts below the people of
    a file, people who are in two units in one month, and managers whom nobody names; of the units
    that are given, which need not be all. `partly` are
    those of whom it is known only who is there."""
    for name, facts in units.items():
        unit = company.units[name]
        yield from _calendar_problems(company, unit, facts)
        there = _in_first_month(company, facts)
        if unit.headcount is not None and _of_file(unit) and unit.headcount < there:
            said = {"unit": unit.title, "headcount": unit.headcount, "count": there}
            problem = Problem("company_headcount", said, value=str(unit.headcount))
            yield written_at(company, problem, "units", name, "headcount")
    for one, other in combinations(units, 2):
        yield from _in_two_units(company.units[one], company.units[other], units)
    for i, management in enumerate(company.management, start=1):
        if {management.unit, *management.manages} <= set(units):
            yield from _mapping_problems(company, management, units, i, partly)


def _mapping_problems(
    company: Company,
    management: Management,
    units: Mapping[str, Facts],
    place: int,
    partly: Collection[str],
) -> Iterator[Problem]:
    """People without the column that says who manages them; people of files whose column names none
    of the managers of a file."""
    lacking = [n for n in management.manages if management.by not in units[n].categories]
    for name in (name for name in lacking if name not in partly):
        known = (*units[name].categories, *units[name].not_kept) or DASH
        lacks = {"unit": company.units[name].title, "known": known}
        problem = Problem("company_by", lacks, value=management.by)
        yield written_at(company, problem, "management", str(place), "by")
    of_files = all(_of_file(company.units[n]) for n in (management.unit, *management.manages))
    if lacking or not of_files or names_managers(management, units):
        return
    for name in management.manages:
        facts = units[name]
        said: dict[str, object] = {"count": int(facts.present.any(axis=0).sum())}
        said["unit"] = company.units[name].title
        said["managers"] = company.units[management.unit].title
        yield Problem("company_manages_nowhere", said, facts.source, column=management.by)


def vacancies(company: Company, units: Mapping[str, Facts]) -> Iterator[Problem]:
    """How many more people a unit is said to have than there are in its file; nobody is paid for
    them."""
    for name, facts in units.items():
        unit = company.units[name]
        lacking = (unit.headcount or 0) - _in_first_month(company, facts)
        if unit.headcount is not None and _of_file(unit) and lacking > 0:
            said = {"unit": unit.title, "headcount": unit.headcount, "count": lacking}
            yield Problem("company_vacancies", said, facts.source)


def ids_alike(company: Company, units: Mapping[str, Facts]) -> Iterator[Problem]:
    """Ids of files that look the same in different units, where one id would be one person who
    moved."""
    of_files = {name: units[name] for name in units if _of_file(company.units[name])}
    where: dict[str, list[str]] = {}
    for name, facts in of_files.items():
        for employee in facts.employees:
            where.setdefault(employee, []).append(name)
    for ids in texts_alike(sorted(where)) if len(of_files) > 1 else ():
        if any(set(where[one]) != set(where[ids[0]]) for one in ids):
            named = tuple(f"“{one}” ({', '.join(where[one])})" for one in ids)
            yield Problem("company_ids_alike", {"ids": named}, column="employee_id", value=ids[0])


def management_notes(
    company: Company,
    units: Mapping[str, Facts],
    managers: Mapping[str, NDArray[np.int32]],
) -> Iterator[Problem]:
    """Managers who are named and not there, people whom nobody manages, managers of nobody."""
    for management in company.management:
        named = names_managers(management, units)
        for name in management.manages:
            if named:
                yield from _absent(management, company.units[name], units, managers[name])
        if management.fills:
            yield from _managers_of_nobody(management, company, units, managers)


def _of_file(unit: Unit) -> bool:
    return isinstance(unit.scenario.people, FromFile)


def _in_first_month(company: Company, facts: Facts) -> int:
    row = company.first - facts.first
    return int(facts.present[row].sum()) if 0 <= row < facts.months else 0


def _calendar_problems(company: Company, unit: Unit, facts: Facts) -> Iterator[Problem]:
    calendar = set(range(company.first, company.first + company.months))
    there = {facts.first + int(row) for row in np.flatnonzero(facts.present.any(axis=1))}
    said = {"unit": unit.title, "first": month_text(company.first)}
    said |= {"last": month_text(company.first + company.months - 1)}
    for key, months in (
        ("company_months_lacking", sorted(calendar - there)),
        ("company_months_beyond", sorted(there - calendar)),
    ):
        if months:
            listed = tuple(month_text(month) for month in months[:12])
            some = {"months": listed, "count": len(months)}
            yield Problem(key, {**said, **some}, facts.source, column="month")


def _in_two_units(one: Unit, other: Unit, units: Mapping[str, Facts]) -> Iterator[Problem]:
    a, b = units[one.id], units[other.id]
    both = sorted(set(a.position) & set(b.position))
    first = max(a.first, b.first)
    after = min(a.first + a.months, b.first + b.months)
    if not both or after <= first:
        return
    in_a = a.present[first - a.first : after - a.first]
    in_b = b.present[first - b.first : after - b.first]
    there = [in_a[:, a.position[e]] & in_b[:, b.position[e]] for e in both]
    twice = [
        (e, int(np.argmax(p)), int(p.sum())) for e, p in zip(both, there, strict=True) if p.any()
    ]

    def problem(found: tuple[str, int, int]) -> Problem:
        employee, row, count = found
        said = {"unit": one.title, "other": other.title, "month": month_text(first + row)}
        return Problem(
            "company_two_units",
            {**said, "count": count},
            a.source,
            column="employee_id",
            value=employee,
        )

    yield from each_problem(twice, problem)


def _absent(
    management: Management,
    unit: Unit,
    units: Mapping[str, Facts],
    managers: NDArray[np.int32],
) -> Iterator[Problem]:
    """Those who are named as managers and have no row at all, or none in the months in which people
    report to them."""
    facts, known = units[unit.id], units[management.unit].position
    column = facts.categories[management.by]
    is_named = np.array([*(value not in NOBODY for value in column.values), False])
    named = facts.present & is_named[column.codes] & (managers < 0)
    is_known = np.array([*(value in known for value in column.values), False])
    for key, cells in (
        ("company_manager_nobody", named & ~is_known[column.codes]),
        ("company_manager_absent", named & is_known[column.codes]),
    ):
        if not cells.any():
            continue
        codes = np.unique(column.codes[cells])
        names = [f"“{column.values[int(code)]}”" for code in codes[:NAMED]]
        said = {
            "unit": unit.title,
            "count": int(cells.any(axis=0).sum()),
            "managers": int(codes.size),
            "names": (*names, "…") if codes.size > NAMED else tuple(names),
        }
        yield Problem(key, said, facts.source, column=management.by)


def _managers_of_nobody(
    management: Management,
    company: Company,
    units: Mapping[str, Facts],
    managers: Mapping[str, NDArray[np.int32]],
) -> Iterator[Problem]:
    facts = units[management.unit]
    with_people = np.zeros(facts.present.shape, dtype=np.bool_)
    for name in management.manages:
        rows, places = np.nonzero(managers[name] >= 0)
        with_people[rows, managers[name][rows, places]] = True
    alone = facts.present & ~with_people
    if alone.any():
        said = {
            "unit": company.units[management.unit].title,
            "count": int(alone.any(axis=0).sum()),
            "months": int(alone.sum()),
            "columns": tuple(fill.fact for fill in management.fills),
        }
        file = facts.source if _of_file(company.units[management.unit]) else ""
        yield Problem("company_manages_nobody", said, file)
