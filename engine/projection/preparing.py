"""What all trials of a question have in common, worked out once: plans as they change, models with
what is assumed of them, and how the random numbers of units go together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from engine.companies import Company, Unit
from engine.plan import Plan
from engine.projection.changed_plan import changing_plan
from engine.projection.changing_plans import (
    base_line,
    raised_column,
    with_raises,
)
from engine.projection.mixed_factors import Mixing, mixing_of
from engine.projection.months_assumed import UnitOutlook, assumed_model, outlook_of
from engine.projection.people_known import known_people
from engine.projection.question import Question
from engine.projection.salary_review import Review, position_of, rating_of
from engine.workforce import (
    Future,
)

MOST_PREPARED = 32
"""So many questions are kept ready: as many as are tried side by side, and the last ones."""


@dataclass(frozen=True)
class Prepared:
    """What all trials of a question have in common; `company` has the plans as they change."""

    question: Question
    company: Company
    units: Mapping[str, UnitOutlook]
    mixing: Mixing


@lru_cache(maxsize=MOST_PREPARED)
def prepared(question: Question) -> Prepared:
    """What all trials of a question have in common. Raises Refused with what does not fit.

    The question is to be one without a budget, on which nothing depends.
    """
    units = {name: _unit_outlook(question, unit) for name, unit in question.company.units.items()}
    company = question.company
    for name, outlook in units.items():
        scenario = replace(company.units[name].scenario, edits=(), base=outlook.plan)
        company = company.with_scenario(name, scenario)
    return Prepared(question, company, units, mixing_of(question, units))


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
