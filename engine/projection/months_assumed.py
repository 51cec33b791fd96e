"""What is assumed of the months ahead of a unit: its model, how many people, and who leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from engine.calendar import calendar_month
from engine.companies import Unit
from engine.plan import Plan
from engine.projection.assumption_table import ENTRIES
from engine.projection.changing_plans import (
    base_line,
)
from engine.projection.market_measures import growths
from engine.projection.people_known import KnownPeople
from engine.projection.question import Question
from engine.projection.salary_review import Review
from engine.workforce import (
    Future,
    Outlook,
    Temporary,
    Unsure,
    Workforce,
    leavers_a_year,
    with_leavers,
)


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

    @cached_property
    def key(self) -> str:
        """Hash of what is paid to people who are known: plan, flags and review."""
        content = [repr(self.plan.content), repr(self.flags), repr(self.review)]
        return hashlib.blake2b("\n".join(content).encode(), digest_size=16).hexdigest()


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
