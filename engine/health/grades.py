"""Grades that a plan itself decides, by what went before."""

from __future__ import annotations

from engine.calendar import Every
from engine.formula import FUNCTIONS, Call, Choice
from engine.health.finding import NotApplicable, not_applicable
from engine.plan import Plan


def decided_grades(plan: Plan) -> list[str]:
    """Monthly measures that are steps of a category, decided by what went before."""

    def remembers(line: str) -> bool:
        return any(
            isinstance(node, Call) and FUNCTIONS[node.function].stateful
            for node in plan.lines[line].formula.tree.walk()
        )

    return [
        line.id
        for line in plan.measures
        if line.every is Every.MONTH
        and isinstance(line.formula.kind, Choice)
        and line.formula.kind.values
        and any(remembers(name) for name in (line.id, *line.formula.reads) if name in plan.lines)
    ]


def no_variable(plan: Plan) -> NotApplicable:
    """The reason why there is nothing to say of pay that follows results."""
    return not_applicable("no_variable_but_grades" if decided_grades(plan) else "no_variable")
