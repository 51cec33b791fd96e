"""The plan of a unit with all that takes over from it in the months ahead, as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from engine.companies import Unit
from engine.payroll import plan_with_lines
from engine.plan import Edit, Plan, apply, load_plan
from engine.projection.changing_plans import (
    FLAG,
    merged,
)
from engine.projection.question import Question
from engine.text import Problem, Refused, Text
from engine.yaml_files import Json


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
