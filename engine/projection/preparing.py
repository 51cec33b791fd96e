"""What all trials of a question have in common, worked out once: plans as they change, models with
what is assumed of them, and how the random numbers of units go together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.calendar import calendar_month
from engine.companies import Company, Unit, company_facts, unit_seed
from engine.payroll import plan_with_lines
from engine.plan import Column, Edit, Plan, apply, load_plan
from engine.projection.assumption_table import ENTRIES
from engine.projection.changing_plans import (
    FLAG,
    base_line,
    merged,
    raised_column,
    with_raises,
)
from engine.projection.market_measures import carriers, growths
from engine.projection.question import Find, Models, Question
from engine.projection.salary_review import Review, position_of, rating_of
from engine.scenario import FromFile, Simulated
from engine.text import Problem, Refused, Text
from engine.workforce import (
    Future,
    Outlook,
    Temporary,
    Unsure,
    Workforce,
    fit,
    leavers_a_year,
    load_workforce,
    with_figures,
    with_leavers,
)
from engine.yaml_files import Json

Array = NDArray[np.float64]


@dataclass(frozen=True)
class KnownPeople:
    """What is known of a unit's people: the model of them, how many are there in the first month,
    and the seed of who they are. Where the model was fitted to their file, `after` is the month
    number after its last one; None otherwise."""

    model: Workforce
    headcount: int
    seed: int
    after: int | None = None


@dataclass(frozen=True)
class UnitOutlook:
    """What all trials of a unit have in common. `plan` pays by the flags and raises that are
    columns of the facts; `flags` are rows from which a flag is 1; `base` is the line of base pay,
    "" for none."""

    unit: Unit
    plan: Plan
    base: str
    flags: Mapping[str, int]
    future: Future
    review: Review | None


@dataclass(frozen=True)
class Mixing:
    """How common factors of units come from one point: `shared` names what units swing together
    in, then each unit's own factors follow, in the order of their names. Every factor stays
    standard normal. `like` tells for each factor of a unit what it is alike in all units, such as
    "sales: level"; "" where it is not.
    """

    shared: tuple[str, ...]
    own: Mapping[str, tuple[str, ...]]
    like: Mapping[str, tuple[str, ...]]
    together: float

    @property
    def names(self) -> tuple[str, ...]:
        """All factors, in the order of a point."""
        return (*self.shared, *(f"{u}/{n}" for u, names in self.own.items() for n in names))

    def of_units(
        self, point: Array, fixed: Mapping[str, float] = MappingProxyType({})
    ) -> dict[str, Array]:
        """The factors of each unit at a point; those alike in all units may be `fixed`."""
        found = {}
        place = {name: i for i, name in enumerate(self.shared)}
        at = len(self.shared)
        for unit, names in self.own.items():
            values = point[at : at + len(names)].copy()
            at += len(names)
            for i, name in enumerate(self.like[unit]):
                if name in fixed:
                    values[i] = fixed[name]
                elif name in place:
                    values[i] *= np.sqrt(1 - self.together)
                    values[i] += np.sqrt(self.together) * point[place[name]]
            found[unit] = values
        return found


@dataclass(frozen=True)
class Prepared:
    """What all trials of a question have in common; `company` has the plans as they change."""

    question: Question
    company: Company
    units: Mapping[str, UnitOutlook]
    mixing: Mixing


@lru_cache(maxsize=8)
def prepared(question: Question) -> Prepared:
    """What all trials of a question have in common. Raises Refused with what does not fit.

    The question is to be one without a budget, on which nothing depends.
    """
    units = {name: _unit_outlook(question, unit) for name, unit in question.company.units.items()}
    company = question.company
    for name, outlook in units.items():
        scenario = replace(company.units[name].scenario, edits=(), base=outlook.plan)
        company = company.with_scenario(name, scenario)
    return Prepared(question, company, units, _mixing(question, units))


# -- one unit ---------------------------------------------------------------------------------


def _unit_outlook(question: Question, unit: Unit) -> UnitOutlook:
    known = known_people(question.company, unit, question.find, question.models)
    plan, flags = changing_plan(question, unit)
    base = base_line(plan, question.assumptions.of_unit(unit.id, "base_line"))
    review = _review(question, unit, plan, base)
    if review is not None:
        plan = with_raises(plan, base)
    model = assumed_model(question, unit.id, known.model)
    outlook = outlook_of(question, unit, known)
    prefix = "E" if question.company.of_plan else f"{unit.id}-E"
    future = Future(
        *(model, known.seed, known.headcount, question.first, question.months, outlook, prefix)
    )
    return UnitOutlook(unit, plan, base, flags, future, review)


def known_people(
    company: Company, unit: Unit, find: Find | None = None, models: Models = load_workforce
) -> KnownPeople:
    """What is known of a unit's people. Raises Refused where they are not there, or typical people
    of the plan, of whom nobody knows how they go on."""
    people = unit.scenario.people
    if not isinstance(people, Simulated | FromFile):
        raise Refused([Problem("projection_nobody", {"unit": unit.title})])
    key = (
        *(people, unit.id, unit.headcount, unit.scenario.base.structure, str(company.folder)),
        *(company.seed, company.first, company.months, company.of_plan, company.management),
    )
    if isinstance(people, FromFile) and not people.sha256:
        return _known(people, company, unit, find, models)  # the file may have changed
    known = _KNOWN.get(key)
    if known is None:
        known = _known(people, company, unit, find, models)
        if len(_KNOWN) >= MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[key] = known
    return known


_KNOWN: dict[tuple[object, ...], KnownPeople] = {}
MOST_KNOWN = 64
FEW = 10
"""So few people of a file are told."""


def _known(
    people: Simulated | FromFile, company: Company, unit: Unit, find: Find | None, models: Models
) -> KnownPeople:
    seed = company.seed if company.of_plan else unit_seed(company.seed, unit.id)
    if isinstance(people, FromFile):
        # Nobody sees this model: its figures may rest on single people. Put together by tens, as
        # those of a model that is kept, grades of few people would be paid as one.
        facts = company_facts(replace(company, moves=()), find, models=models).units[unit.id]
        try:
            found = fit(facts, _with_teams(unit.scenario.base, company, unit.id), fewest=1)
        except Refused as refused:
            named = [replace(p, file=p.file or facts.source) for p in refused.problems]
            raise Refused(named) from None
        return KnownPeople(found.model, found.headcount, seed, facts.first + facts.months)
    alone = replace(company, units={unit.id: unit}, management=(), moves=())
    model = with_figures(models(people.workforce), dict(people.figures))
    headcount = unit.headcount
    if headcount is None:
        facts = company_facts(alone, find, models=models).units[unit.id]
        headcount = int(facts.present[0].sum())
    return KnownPeople(model, headcount, seed)


def _with_teams(plan: Plan, company: Company, unit: str) -> Plan:
    """The plan, reading the columns that say who manages the unit's people as groups: people who
    are drawn like them are then in teams of such sizes, which are dealt out over the managers."""
    teams = {
        m.by: Column(m.by, "group", dict.fromkeys(plan.title, m.by))
        for m in company.management
        if unit in m.manages and m.by not in plan.facts
    }
    return replace(plan, facts={**plan.facts, **teams})


def people_at_start(question: Question) -> dict[str, int]:
    """How many people each unit has in the first month. Raises Refused where nobody is known."""
    return {
        name: known_people(question.company, unit, question.find, question.models).headcount
        for name, unit in question.company.units.items()
    }


def first_ahead(company: Company, find: Find | None = None, models: Models = load_workforce) -> int:
    """The month number from which a company is projected unless something else is asked for: the
    one that its projection says, its own first month, or the one after the last month of its files
    of people."""
    if company.projection.first is not None:
        return company.projection.first
    known = (known_people(company, unit, find, models) for unit in company.units.values())
    return max((k.after for k in known if k.after is not None), default=company.first)


def assumed_model(question: Question, unit: str, model: Workforce) -> Workforce:
    """The model with how unsure its level is: measures that have months in common get a level that
    nobody knows, on top of what the model says. Where nobody leaves in it and a yearly attrition is
    assumed, so many leave."""
    yearly = question.assumptions.of_unit(unit, "attrition")
    if yearly and not leavers_a_year(model.career):
        model = replace(model, career=with_leavers(model.career, yearly))
    level = float(question.assumptions.of_unit(unit, "level_uncertainty"))
    if not level:
        return model
    measures = {
        name: replace(m, unsure=Unsure(float(np.hypot(m.unsure.level, level)), m.unsure.months))
        if m.drawn is not None and m.spread.month > 0
        else m
        for name, m in model.measures.items()
    }
    return replace(model, measures=measures)


def outlook_of(question: Question, unit: Unit, known: KnownPeople) -> Outlook:
    """What is assumed of the months ahead of a unit."""
    assumed = {
        entry: question.assumptions.of_unit(unit.id, entry)
        for entry, field in ENTRIES.items()
        if field.by_unit
    }
    months, model = question.months, known.model
    temporary = tuple(
        Temporary(
            int(row["people"]),
            question.row(row["from"]),
            question.row(row["to"]),
            dict(row.get("categories") or {}),
        )
        for row in assumed["temporary"]
    )
    least = assumed["promotion_months"]
    base = base_line(unit.plan, assumed["base_line"])
    read = tuple(unit.plan.lines[base].formula.reads) if base else ()
    yearly = growths(
        *(unit.plan, model, assumed["sales_growth"], assumed["volume_growth"]),
        *(assumed["quotas_follow"], read),
    )
    for name, growth in assumed["growths"].items():
        yearly[name] = (1 + yearly.get(name, 0.0)) * (1 + growth) - 1
    return Outlook(
        headcount=headcount_of(question, unit, known),
        leaving=leaving_of(question, unit, assumed_model(question, unit.id, model)),
        temporary=temporary,
        seasons=assumed["seasonality"],
        shifts={name: (float(sd),) * months for name, sd in assumed["shifts"].items()},
        factors={
            name: tuple((1 + growth) ** (row / 12) for row in range(months))
            for name, growth in yearly.items()
        },
        promotion=assumed["promotion_speed"],
        months_in_step=None if least is None else int(least),
        common=assumed["swings"],
    )


def headcount_of(question: Question, unit: Unit, known: KnownPeople) -> tuple[float, ...] | None:
    """People by month where that is planned; None where it goes as the model says.

    With growth it is the model's season and growth and what is assumed beyond; what is planned for
    a month holds until another month is planned.
    """
    growth = question.assumptions.of_unit(unit.id, "headcount_growth")
    planned = question.assumptions.of_unit(unit.id, "headcount_plan")
    if not growth and not planned:
        return None
    career = known.model.career
    first = career.headcount[calendar_month(question.first) - 1]
    found = []
    held: float | None = None
    at = {question.row(month): float(people) for month, people in planned.items()}
    for row in range(question.months):
        index = career.headcount[calendar_month(question.first + row) - 1] / first
        grown = np.exp(career.growth.monthly * row) * (1 + growth) ** (row / 12)
        held = at.get(row, held)
        found.append(float(np.rint(known.headcount * index * grown)) if held is None else held)
    return tuple(found)


def fewer_people(question: Question, unit: Unit, known: KnownPeople) -> int:
    """How many people leave though nobody is assumed to: by how many the headcount expected falls
    from month to month, added up."""
    people = headcount_of(question, unit, known)
    if people is None:
        career = known.model.career
        months = range(question.first, question.first + question.months)
        index = np.array([career.headcount[calendar_month(month) - 1] for month in months])
        grown = np.exp(career.growth.monthly * np.arange(question.months))
        people = tuple(np.rint(known.headcount * index / index[0] * grown).tolist())
    return int(np.maximum(-np.diff(people), 0.0).sum())


def leaving_of(question: Question, unit: Unit, model: Workforce) -> tuple[float, ...]:
    """How many times as many leave at the end of each month as the model says, which is the one
    with what is assumed; () for as many."""
    of_unit = question.assumptions.of_unit
    factor = of_unit(unit.id, "attrition_factor")
    yearly = of_unit(unit.id, "attrition")
    if yearly is not None:
        factor *= yearly / leavers_a_year(model.career) if yearly else 0.0
    season = of_unit(unit.id, "attrition_season")
    exodus, month = of_unit(unit.id, "exodus_factor"), of_unit(unit.id, "exodus_month")
    calendar = [calendar_month(question.first + row) for row in range(question.months)]
    found = tuple(factor * season[c - 1] * (exodus if c == month else 1.0) for c in calendar)
    return () if all(each == 1.0 for each in found) else found


def changes_of(question: Question, unit: Unit) -> list[tuple[int, Plan, int]]:
    """The plans that a unit's plan gives way to, in the order of months: the row of each, the plan,
    and the number of its plan change from 1. Raises Refused where a change does not fit."""
    changes: list[tuple[int, Mapping[str, Json], int]] = [
        (question.row(row["month"]), row, number)
        for number, row in enumerate(question.assumptions.value("plan_changes"), start=1)
        if row["unit"] == unit.id
    ]
    found = []
    plan = unit.plan
    for at, row, number in sorted(changes, key=lambda change: change[0]):
        if row.get("plan"):
            with _naming(number, "plan"):
                plan = load_plan(row["plan"])
        with _naming(number, "edits"):
            plan = apply([Edit.from_json(edit) for edit in row.get("edits") or ()], plan)
        found.append((at, plan, number))
    return found


def changing_plan(question: Question, unit: Unit) -> tuple[Plan, dict[str, int]]:
    """The unit's plan with all that takes over from it as one plan, and from which row on each
    flag of it is 1. Raises Refused where plans do not go together."""
    plan = unit.plan
    flags: dict[str, int] = {}
    for i, (row, later, number) in enumerate(changes_of(question, unit)):
        flag = FLAG if i == 0 else f"{FLAG}_{i + 1}"
        with _naming(number):
            if question.payroll is not None and plan.salary != later.salary:
                raise Refused([Problem("change_salary", {"plan": later.title})])
            plan = merged(plan, later, flag)
        if flag in plan.facts:
            flags[flag] = row
    return plan, flags


def line_label(question: Question, unit: str, line: str) -> Text | None:
    """What a line of a unit's cost is called: of its plan, of one that takes over from it, or what
    the employer pays besides; None where there is no such line."""
    own = question.company.units[unit]
    plan = own.plan if line in own.plan.lines else changing_plan(question, own)[0]
    if line not in plan.lines and question.payroll is not None:
        plan = plan_with_lines(plan, question.payroll)
    return plan.lines[line].label if line in plan.lines else None


@contextmanager
def _naming(number: int, *within: str) -> Iterator[None]:
    """Names the plan change in what is refused; only a file of a plan that it names is another
    place to mend."""
    try:
        yield
    except Refused as refused:
        path = ".".join(("plan_changes", str(number), *within))
        raise Refused(
            p
            if within == ("plan",) and p.file
            else replace(p, file="", line=None, column=f"{path}.{p.column}" if p.column else path)
            for p in refused.problems
        ) from None


def _review(question: Question, unit: Unit, plan: Plan, base: str) -> Review | None:
    """The salary review of a unit; None without one, and where no line is base pay."""
    of_unit = question.assumptions.of_unit
    month = of_unit(unit.id, "review_month")
    if month is None or not base:
        return None
    return Review(
        row=question.row(month),
        budget=of_unit(unit.id, "review_budget"),
        matrix=of_unit(unit.id, "merit_matrix"),
        line=base,
        column=raised_column(plan, base),
        rating=rating_of(plan, of_unit(unit.id, "review_rating")),
        position=position_of(plan, of_unit(unit.id, "review_position")),
    )


# -- units together ---------------------------------------------------------------------------


def _mixing(question: Question, units: Mapping[str, UnitOutlook]) -> Mixing:
    together = float(question.assumptions.value("swings_together"))
    like = {name: _alike(outlook) for name, outlook in units.items()}
    counts = Counter(name for names in like.values() for name in set(names) if name)
    shared = sorted((name for name, count in counts.items() if count > 1), key=_first_levels)
    return Mixing(
        tuple(shared),
        {name: units[name].future.factors for name in sorted(units)},
        like,
        together,
    )


def _alike(outlook: UnitOutlook) -> tuple[str, ...]:
    """What each factor of a unit is alike in all units; "" where it is the unit's alone."""
    kinds = {m: kind for kind, m in carriers(outlook.unit.plan, outlook.future.model).items()}
    split = (name.partition(": ") for name in outlook.future.factors)
    return tuple(
        f"{kinds[measure]}: {when}" if measure in kinds else "" for measure, _, when in split
    )


def _first_levels(name: str) -> tuple[int, str]:
    """Levels, then what all months have in common, then single months: the first numbers of a
    point fill the room of possibilities the most evenly."""
    when = name.partition(": ")[2]
    return {"level": 0, "all months": 1}.get(when, 2), name
