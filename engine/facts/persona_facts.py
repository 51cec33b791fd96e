"""The personas of a plan as facts: one small company through one calendar year."""

from __future__ import annotations

import pyarrow as pa

from engine.calendar import month_text
from engine.facts.arrays import Facts
from engine.facts.reading import facts_from
from engine.plan import JANUARY, MONTHS, PersonaValue, Plan
from engine.sheets import EMPLOYEE, MONTH, Sheet
from engine.text import Problem, Refused


def persona_facts(plan: Plan) -> Facts:
    """The facts of a plan's personas; their ids are the employee ids.

    The calendar runs from the first to the last month in which anybody is present. Raises Refused
    for a plan without personas.
    """
    if not plan.personas:
        raise Refused([Problem("no_personas", {"plan": plan.title}, plan.file)])
    rows = [
        (persona, month)
        for persona in plan.personas.values()
        for month in range(MONTHS)
        if month + 1 not in persona.absent
    ]
    columns = {
        EMPLOYEE: [persona.id for persona, _ in rows],
        MONTH: [month_text(JANUARY + month) for _, month in rows],
        **{name: [_text(p.facts[name][month]) for p, month in rows] for name in plan.facts},
    }
    texts = {name: pa.array(cells, pa.string()) for name, cells in columns.items()}
    return facts_from(Sheet(plan.file or plan.id, texts, len(rows)), plan)


def _text(cell: PersonaValue) -> str:
    return cell if isinstance(cell, str) else repr(cell)
