"""People whom a plan can pay without a file: those modelled for it, its personas; and whether the
people that a link or a file names can be drawn here."""

from __future__ import annotations

import engine
from engine.plan import Column, Plan
from engine.scenario import People, Personas, Simulated
from engine.text import Refused
from engine.workforce import load_workforce, with_figures, workforce_of, workforces
from pages.ui.session.workforce_models import drawn_from, is_there, model_of

MOST_SIMULATED = 100_000
MOST_MONTHS = 36
SIZES = (1_000, 10_000, 100_000)


def own_people(plan: str) -> Simulated | None:
    """The workforce modelled for a plan in its usual size, if there is one."""
    workforce = workforce_of(plan)
    if workforce is None:
        return None
    return drawn_from(workforce, load_workforce(workforce))


def usual_people(plan: Plan) -> People | None:
    """People whom a plan can pay: those modelled for it, else for a plan that reads the same
    columns, else its own personas."""
    modelled = own_people(plan.id)
    if modelled is not None:
        return modelled
    for workforce in workforces():
        for known in load_workforce(workforce).plans:
            columns = engine.load_plan(known).facts
            if all(covers(columns.get(c.id), c) for c in plan.facts.values()):
                return own_people(known)
    return Personas() if plan.personas else None


def covers(known: Column | None, wanted: Column) -> bool:
    """Whether the cells of one column are cells of the other."""
    return (
        known is not None
        and known.kind == wanted.kind
        and set(known.values) <= set(wanted.values)
        and (wanted.above is None or (known.above is not None and known.above >= wanted.above))
    )


def is_known(people: People | None) -> bool:
    """Whether people can be drawn here, from a model there is, with figures that can be and in a
    size a page can wait for."""
    if not isinstance(people, Simulated):
        return True
    if not is_there(people.workforce):
        return False
    try:
        with_figures(model_of(people.workforce), dict(people.figures))
    except Refused:
        return False
    return people.employees <= MOST_SIMULATED and people.months <= MOST_MONTHS
