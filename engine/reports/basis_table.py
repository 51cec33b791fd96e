"""What the figures of compared companies stand on: plans in their versions, and people."""

from __future__ import annotations

from collections.abc import Callable

from engine.companies import Company, Unit
from engine.comparison import Compared
from engine.facts import Facts
from engine.plan import Plan
from engine.reports.figure_tables import Cell, Figure, FigureTable, head, phrase, title_of
from engine.scenario import FromFile, Personas, Scenario, Simulated
from engine.text import Refused, Text, untranslated
from engine.workforce import Workforce, load_workforce

Models = Callable[[str], Workforce]
SHORT = 8
"""Letters of a fingerprint that tell versions apart."""


def basis(compared: Compared) -> FigureTable:
    """Plan and version of each unit under each company, and whom it is paid to."""
    rows: list[tuple[Cell, ...]] = []
    for name, payouts in zip(compared.names, compared.each, strict=True):
        for unit_id, own in payouts.units.items():
            unit = payouts.company.units[unit_id]
            version = version_of(own.plan)
            people = people_from(payouts.company, unit, own.facts)
            size = Figure(float(own.facts.size), "count")
            plan = own.plan.title
            rows.append((name, unit.title, plan, untranslated(version), people, size))
    names = ("variant", "unit", "of_plan", "version", "people_from", "people")
    return FigureTable("basis", title_of("basis"), tuple(map(head, names)), tuple(rows))


def version_of(plan: Plan) -> str:
    """The version that a plan says it is, else the beginning of its fingerprint."""
    return plan.terms.version or Scenario(plan).fingerprint[:SHORT]


def model_from(company: Company, unit: Unit, models: Models = load_workforce) -> Text | None:
    """The model that the people of a unit are drawn from, with its seed; None where they are not,
    and of a kept model that is known by its content only."""
    people = unit.scenario.people
    if not isinstance(people, Simulated):
        return None
    seed = people.seed if company.of_plan else company.seed
    try:
        model = models(people.workforce).title
    except Refused:
        return None
    return phrase("drawn", model=model, seed=str(seed))


def people_from(company: Company, unit: Unit, facts: Facts) -> Text:
    """Where the people of a unit come from: a model with its seed, a file, the plan."""
    match unit.scenario.people:
        case Simulated():
            return model_from(company, unit) or untranslated(facts.source)
        case FromFile(name=name):
            return untranslated(name)
        case Personas():
            return phrase("typical_people")
    return untranslated(facts.source)
