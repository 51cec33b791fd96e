"""What the figures of compared companies stand on: plans in their versions, and people."""

from __future__ import annotations

from engine.companies import Company, Unit
from engine.comparison import Compared
from engine.facts import Facts
from engine.plan import Plan
from engine.reports.figure_tables import Cell, Figure, FigureTable, head, phrase, title_of
from engine.scenario import FromFile, Personas, Scenario, Simulated
from engine.text import Refused, Text, untranslated
from engine.workforce import load_workforce

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


def people_from(company: Company, unit: Unit, facts: Facts) -> Text:
    """Where the people of a unit come from: a model with its seed, a file, the plan."""
    match unit.scenario.people:
        case Simulated(workforce=workforce, seed=seed):
            seed = seed if company.of_plan else company.seed
            try:
                model = load_workforce(workforce).title
            except Refused:  # a kept model, known by its content only
                return untranslated(facts.source)
            return phrase("drawn", model=model, seed=str(seed))
        case FromFile(name=name):
            return untranslated(name)
        case Personas():
            return phrase("typical_people")
    return untranslated(facts.source)
