"""What is known of the people of a unit before the months ahead begin: the model of them, how many
they are, and who."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.companies import Company, Unit, company_facts, unit_seed
from engine.plan import Column, Plan
from engine.projection.question import Find, Models, Question
from engine.scenario import FromFile, Simulated
from engine.text import Problem, Refused
from engine.workforce import (
    Workforce,
    fit,
    load_workforce,
    with_figures,
)


@dataclass(frozen=True)
class KnownPeople:
    """What is known of a unit's people: the model of them, how many are there in the first month,
    and the seed of who they are. Where the model was fitted to their file, `after` is the month
    number after its last one; None otherwise."""

    model: Workforce
    headcount: int
    seed: int
    after: int | None = None


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
