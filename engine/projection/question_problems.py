"""What does not fit about a question, all together, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.calendar import EARLIEST, LATEST, month_text
from engine.companies import Unit
from engine.plan import Plan
from engine.projection.assumption_fields import UNITS
from engine.projection.assumptions import problems_of
from engine.projection.changing_plans import base_line
from engine.projection.preparing import (
    KnownPeople,
    changes_of,
    changing_plan,
    headcount_of,
    known_people,
    outlook_of,
)
from engine.projection.question import MOST_MONTHS, Question
from engine.projection.salary_review import position_of, rating_of
from engine.text import Problem, Refused
from engine.workforce import between, has_columns_of, has_factor
from engine.yaml_files import Json, unknown_name


def check(question: Question) -> list[Problem]:
    """All that does not fit; each problem names the path of the assumption as its column."""
    found = list(_of_calendar(question))
    for path, value in question.assumptions.values.items():
        found += problems_of(path, value)
        parts = path.split(".")
        if parts[0] == UNITS and len(parts) == 3 and parts[1] not in question.company.units:
            unknown = unknown_name("unit", parts[1], list(question.company.units))
            found.append(replace(unknown, column=path))
    budget = question.budget
    if budget is not None and not budget > 0:
        found.append(Problem("budget_nothing", column="budget", value=f"{budget:g}"))
    if any(problem.column != "budget" for problem in found):
        return found
    found += _of_changed_units(question)
    for unit in question.company.units.values():
        found += [problem for problem in _of_unit(question, unit) if problem not in found]
    return found


def told(question: Question) -> list[Problem]:
    """What has to be said with every figure of a projection, beside what is assumed."""
    found = []
    reviewed = question.assumptions
    for unit in question.company.units.values():
        known = known_people(question.company, unit, question.find, question.models)
        if known.after is not None:
            found.append(Problem("projection_fitted", {"unit": unit.title}))
        month = reviewed.of_unit(unit.id, "review_month")
        base = base_line(unit.plan, reviewed.of_unit(unit.id, "base_line"))
        if month is not None and not base:
            found.append(Problem("projection_no_base_pay", {"unit": unit.title}))
        elif month is not None and not rating_of(
            unit.plan, reviewed.of_unit(unit.id, "review_rating")
        ):
            found.append(Problem("projection_no_rating", {"unit": unit.title}))
    return found


def _of_calendar(question: Question) -> Iterator[Problem]:
    if not 1 <= question.months <= MOST_MONTHS:
        values = {"bounds": between(1, MOST_MONTHS), "given": str(question.months)}
        yield Problem("assumption_bounds", values, column="months", value=str(question.months))
    if not EARLIEST <= question.first <= LATEST - MOST_MONTHS:
        yield Problem("workforce_month", column="first", value=month_text(question.first))


def _of_changed_units(question: Question) -> Iterator[Problem]:
    known = list(question.company.units)
    for row in question.assumptions.value("plan_changes"):
        if row["unit"] not in known:
            yield replace(unknown_name("unit", str(row["unit"]), known), column="plan_changes")
        yield from _outside(question, "plan_changes", row["month"])


def _of_unit(question: Question, unit: Unit) -> Iterator[Problem]:
    try:
        known = known_people(question.company, unit, question.find, question.models)
    except Refused as refused:
        yield from refused.problems
        return
    yield from _of_people(question, unit, known)
    yield from _of_measures(question, unit, known)
    yield from _of_pay(question, unit, known)


def _of_people(question: Question, unit: Unit, known: KnownPeople) -> Iterator[Problem]:
    plan_path = f"{UNITS}.{unit.id}.headcount_plan"
    planned: Mapping[str, Json] = question.assumptions.value(plan_path)
    for month, people in planned.items():
        yield from _outside(question, plan_path, month)
        if question.row(month) == 0 and people != known.headcount:
            values = {"there": known.headcount, "month": month}
            yield Problem("headcount_known", values, column=plan_path, value=str(people))
    path = f"{UNITS}.{unit.id}.temporary"
    for row in question.assumptions.value(path):
        yield from _outside(question, path, row["from"])
        yield from _outside(question, path, row["to"])
        for column, value in (row.get("categories") or {}).items():
            values_of = unit.plan.facts[column].values if column in unit.plan.facts else {}
            if value not in values_of:
                yield replace(unknown_name(column, str(value), list(values_of)), column=path)
    people = headcount_of(question, unit, known)
    if people is not None and min(people) < 1:
        yield Problem("headcount_nobody", {"unit": unit.title}, column=plan_path)


def _of_measures(question: Question, unit: Unit, known: KnownPeople) -> Iterator[Problem]:
    drawn = [measure.id for measure in known.model.drawn]
    path = f"{UNITS}.{unit.id}.shifts"
    for name in question.assumptions.value(path):
        if name not in drawn:
            yield replace(unknown_name("measure", name, drawn), column=path)
    path = f"{UNITS}.{unit.id}.growths"
    for name in question.assumptions.value(path):
        if not has_factor(known.model, name):
            growing = [n for n in known.model.measures if has_factor(known.model, n)]
            yield replace(unknown_name("measure", name, growing), column=path)
    strength = float(question.assumptions.of_unit(unit.id, "seasonality"))
    for measure in known.model.measures.values():
        for index, felt in measure.season.items():
            if min(1 + felt * strength * (i - 1) for i in known.model.seasons[index]) < 0:
                path = f"{UNITS}.{unit.id}.seasonality"
                values = {"measure": measure.id}
                yield Problem("season_below_nothing", values, column=path, value=f"{strength:g}")


def _of_pay(question: Question, unit: Unit, known: KnownPeople) -> Iterator[Problem]:
    of_unit = question.assumptions.of_unit
    month = of_unit(unit.id, "review_month")
    if month is not None:
        yield from _outside(question, "review_month", month)
    for entry, finder in (
        ("base_line", base_line),
        ("review_rating", rating_of),
        ("review_position", position_of),
    ):
        named = of_unit(unit.id, entry)
        if named is not None and not finder(unit.plan, named):
            path = f"{UNITS}.{unit.id}.{entry}"
            names = [*unit.plan.facts, *unit.plan.lines]
            yield replace(unknown_name(entry, named, names), column=path)
    try:
        for _, later in changes_of(question, unit):
            if not _drawn_for(known, unit.plan, later):
                values = {"unit": unit.title, "plan": later.title}
                yield Problem("change_not_drawn", values, column="plan_changes")
                return
        changing_plan(question, unit)
        outlook_of(question, unit, known)
    except Refused as refused:
        yield from (replace(p, column=p.column or "plan_changes") for p in refused.problems)


def _drawn_for(known: KnownPeople, plan: Plan, later: Plan) -> bool:
    """Whether the unit's people have the columns of the later plan."""
    return set(later.facts) <= set(plan.facts) or has_columns_of(known.model, later)


def _outside(question: Question, path: str, month: str) -> Iterator[Problem]:
    if not 0 <= question.row(month) < question.months:
        texts = question.month_texts
        values = {"start": texts[0], "end": texts[-1]}
        yield Problem("assumption_outside", values, column=path, value=month)
