"""What does not fit about a question, all together, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.calendar import EARLIEST, LATEST, month_text, paying_month
from engine.companies import Unit, fill_problems
from engine.plan import Plan
from engine.projection.assumption_fields import UNITS
from engine.projection.assumptions import Assumptions, as_far_as_it_fits, problems_of
from engine.projection.changed_plan import changes_of, changing_plan
from engine.projection.changing_plans import base_line, base_lines
from engine.projection.months_assumed import (
    assumed_model,
    fewer_people,
    headcount_of,
    leaving_of,
    outlook_of,
)
from engine.projection.people_known import FEW, KnownPeople, known_people
from engine.projection.question import Question
from engine.projection.salary_review import (
    possible_positions,
    possible_ratings,
    rating_of,
)
from engine.scenario import LARGEST_SEED, MOST_MONTHS_AHEAD
from engine.text import Problem, Refused
from engine.workforce import between, has_columns_of, has_factor, leavers_a_year
from engine.yaml_files import Json, unknown_name

_OF_MONTHS = ("assumption_outside", "headcount_known", "headcount_nobody")
"""Problems that depend on which months are asked about."""


def check(question: Question, months_known: bool = True) -> list[Problem]:
    """All that does not fit, told together. Each problem names the path of the assumption as its
    column, with the file and line where it was read from a file. Without `months_known` what
    depends on the months that are asked about is left out."""
    found = list(_of_calendar(question)) if months_known else []
    months_known = months_known and not found
    assumed = question.assumptions
    for path, value in assumed.values.items():
        found += problems_of(path, value, question.company)
    budget = question.budget
    if budget is not None and not 0 < budget < float("inf"):
        found.append(Problem("budget_nothing", column="budget", value=f"{budget:g}"))
    if not 0 <= question.seed <= LARGEST_SEED:
        values = {"bounds": between(0, LARGEST_SEED), "given": str(question.seed)}
        found.append(Problem("assumption_bounds", values, column="seed", value=str(question.seed)))
    fitting = {path: as_far_as_it_fits(path, value) for path, value in assumed.values.items()}
    kept = {path: value for path, value in fitting.items() if value is not None}
    question = replace(question, assumptions=replace(assumed, values=kept))
    if not months_known:
        first = min(max(question.first, EARLIEST), LATEST - MOST_MONTHS_AHEAD)
        question = replace(question, first=first, months=MOST_MONTHS_AHEAD)
    further = list(_of_changed_units(question, assumed))
    for unit in question.company.units.values():
        further += _of_unit(question, unit, assumed)
    for management in question.company.management:
        further += [problem for problem, _ in fill_problems(question.company, management)]
    for problem in further:
        if problem not in found and (months_known or problem.key not in _OF_MONTHS):
            found.append(problem)
    return [assumed.placed(problem) for problem in found]


def told(question: Question) -> list[Problem]:
    """What has to be said with every figure of a projection, beside what is assumed."""
    found = []
    reviewed = question.assumptions
    for unit in question.company.units.values():
        known = known_people(question.company, unit, question.find, question.models)
        if known.after is not None:
            found.append(Problem("projection_fitted", {"unit": unit.title}))
            if known.headcount < FEW:
                few = {"unit": unit.title, "count": known.headcount}
                found.append(Problem("projection_few", few))
            if any(unit.id in one.manages for one in question.company.management):
                found.append(Problem("projection_teams", {"unit": unit.title}))
        if not leavers_a_year(known.model.career) and _multiplies_leavers(question, unit):
            found.append(Problem("projection_nobody_leaves", {"unit": unit.title}))
        leaving = leaving_of(question, unit, assumed_model(question, unit.id, known.model))
        fewer = fewer_people(question, unit, known)
        if leaving and not any(leaving) and fewer:
            found.append(Problem("projection_fewer", {"unit": unit.title, "count": fewer}))
        month = reviewed.of_unit(unit.id, "review_month")
        base = base_line(unit.plan, reviewed.of_unit(unit.id, "base_line"))
        if month is not None and not base:
            found.append(Problem("projection_no_base_pay", {"unit": unit.title}))
        elif month is not None and not rating_of(
            unit.plan, reviewed.of_unit(unit.id, "review_rating")
        ):
            found.append(Problem("projection_no_rating", {"unit": unit.title}))
    return found


def _multiplies_leavers(question: Question, unit: Unit) -> bool:
    """Whether more or fewer leavers than the model has are assumed, and no number of them."""
    of_unit = question.assumptions.of_unit
    factors = (of_unit(unit.id, "attrition_factor"), of_unit(unit.id, "exodus_factor"))
    season = of_unit(unit.id, "attrition_season")
    return of_unit(unit.id, "attrition") is None and {*factors, *season} != {1.0}


def _of_calendar(question: Question) -> Iterator[Problem]:
    if not 1 <= question.months <= MOST_MONTHS_AHEAD:
        values = {"bounds": between(1, MOST_MONTHS_AHEAD), "given": str(question.months)}
        yield Problem("assumption_bounds", values, column="months", value=str(question.months))
    if not EARLIEST <= question.first <= LATEST - MOST_MONTHS_AHEAD:
        yield Problem("workforce_month", column="first", value=month_text(question.first))


def _of_changed_units(question: Question, assumed: Assumptions) -> Iterator[Problem]:
    known = list(question.company.units)
    for path, row in _rows(assumed, "plan_changes"):
        if "unit" in row and row["unit"] not in known:
            yield replace(unknown_name("unit", str(row["unit"]), known), column=f"{path}.unit")
        yield from _outside(question, f"{path}.month", row.get("month"))


def _of_unit(question: Question, unit: Unit, assumed: Assumptions) -> Iterator[Problem]:
    """What does not fit of a unit. The question has only assumptions that fit by themselves;
    `assumed` are all, whose names and months are looked at as well."""
    try:
        known = known_people(question.company, unit, question.find, question.models)
    except Refused as refused:
        yield from refused.problems
        yield from _of_unit_months(question, unit, assumed)
        return
    yield from _of_unit_months(question, unit, assumed)
    yield from _of_people(question, unit, known)
    yield from _of_measures(question, unit, known, assumed)
    yield from _of_pay(question, unit, known)


def _of_unit_months(question: Question, unit: Unit, assumed: Assumptions) -> Iterator[Problem]:
    """What does not fit whoever is there."""
    path = f"{UNITS}.{unit.id}.headcount_plan"
    for month in _named(assumed, path):
        yield from _outside(question, f"{path}.{month}", month)
    for path, row in _rows(assumed, f"{UNITS}.{unit.id}.temporary"):
        for end in ("from", "to"):
            yield from _outside(question, f"{path}.{end}", row.get(end))
        groups = row.get("categories")
        for column, value in (groups if isinstance(groups, Mapping) else {}).items():
            values_of = unit.plan.facts[column].values if column in unit.plan.facts else {}
            if value not in values_of:
                unknown = unknown_name(column, str(value), list(values_of))
                yield replace(unknown, column=f"{path}.categories.{column}")
    path = question.assumptions.path_of(unit.id, "review_month")
    yield from _outside(question, path, question.assumptions.value(path))
    for entry, possible in (
        ("base_line", base_lines(unit.plan)),
        ("review_rating", possible_ratings(unit.plan)),
        ("review_position", possible_positions(unit.plan)),
    ):
        named = question.assumptions.of_unit(unit.id, entry)
        if named is not None and named not in possible:
            unknown = unknown_name(entry, named, possible)
            yield replace(unknown, column=f"{UNITS}.{unit.id}.{entry}")


def _of_people(question: Question, unit: Unit, known: KnownPeople) -> Iterator[Problem]:
    path = f"{UNITS}.{unit.id}.headcount_plan"
    planned: Mapping[str, Json] = question.assumptions.value(path)
    for month, people in planned.items():
        if question.row(month) == 0 and people != known.headcount:
            values = {"there": known.headcount, "month": month}
            yield Problem("headcount_known", values, column=f"{path}.{month}", value=str(people))
    people = headcount_of(question, unit, known)
    if people is not None and min(people) < 1:
        yield Problem("headcount_nobody", {"unit": unit.title}, column=path)


def _of_measures(
    question: Question, unit: Unit, known: KnownPeople, assumed: Assumptions
) -> Iterator[Problem]:
    drawn = [measure.id for measure in known.model.drawn]
    path = f"{UNITS}.{unit.id}.shifts"
    for name in _named(assumed, path):
        if name not in drawn:
            yield replace(unknown_name("measure", name, drawn), column=f"{path}.{name}")
    path = f"{UNITS}.{unit.id}.growths"
    for name in _named(assumed, path):
        if not has_factor(known.model, name):
            growing = [n for n in known.model.measures if has_factor(known.model, n)]
            yield replace(unknown_name("measure", name, growing), column=f"{path}.{name}")
    strength = float(question.assumptions.of_unit(unit.id, "seasonality"))
    for measure in known.model.measures.values():
        for index, felt in measure.season.items():
            if min(1 + felt * strength * (i - 1) for i in known.model.seasons[index]) < 0:
                path = question.assumptions.path_of(unit.id, "seasonality")
                values = {"measure": measure.id}
                yield Problem("season_below_nothing", values, column=path, value=f"{strength:g}")


def _of_pay(question: Question, unit: Unit, known: KnownPeople) -> Iterator[Problem]:
    try:
        fits = True
        for _, later, number in changes_of(question, unit):
            if not _drawn_for(known, unit.plan, later):
                values = {"unit": unit.title, "plan": later.title}
                yield Problem("change_not_drawn", values, column=f"plan_changes.{number}")
                fits = False
        if fits:
            changing_plan(question, unit)
            outlook_of(question, unit, known)
    except Refused as refused:
        yield from refused.problems


def _drawn_for(known: KnownPeople, plan: Plan, later: Plan) -> bool:
    """Whether the unit's people have the columns of the later plan."""
    return set(later.facts) <= set(plan.facts) or has_columns_of(known.model, later)


def _outside(question: Question, path: str, month: Json) -> Iterator[Problem]:
    """The problem of a month beyond those that are asked about; of none, or of what is none,
    nothing is said here."""
    try:
        row = paying_month(month) - question.first if isinstance(month, str) else 0
    except ValueError:
        return
    if not 0 <= row < question.months:
        texts = question.month_texts
        values = {"start": texts[0], "end": texts[-1]}
        yield Problem("assumption_outside", values, column=path, value=str(month))


def _rows(assumed: Assumptions, path: str) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """The rows of an entry as they are written, each with its path."""
    rows = assumed.values.get(path)
    for number, row in enumerate(rows if isinstance(rows, list | tuple) else (), start=1):
        if isinstance(row, Mapping):
            yield f"{path}.{number}", row


def _named(assumed: Assumptions, path: str) -> tuple[str, ...]:
    """The names that have a value in an entry."""
    entries = assumed.values.get(path)
    return tuple(map(str, entries)) if isinstance(entries, Mapping) else ()
