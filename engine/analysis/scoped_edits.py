"""Other figures made part of a plan where they hold: in all months and for everybody, or only in
some months or for one group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from engine.analysis.evidence import Evidence
from engine.analysis.suspect_scope import ALL, GROUP, MONTHS, Scope
from engine.analysis.suspicion import Suspicion
from engine.calendar import Every, calendar_month
from engine.drafting import mentions, renamed
from engine.plan import ROLES, Edit, Plan, apply
from engine.text import Refused, Text, in_each_language
from engine.yaml_files import Json


def scoped_edits(evidence: Evidence, suspicion: Suspicion) -> tuple[Edit, ...]:
    """The edits that make the plan pay as a suspicion of other figures says, within its scope and
    nowhere else; none where no edits of a plan do."""
    values, scope = suspicion.values, suspicion.scope
    plan = evidence.plan
    if scope.kind == ALL:
        return tuple(
            Edit(("parameters", name, plan.parameters[name].value.key), value)
            for name, value in values.items()
        )
    condition = _condition(evidence, scope)
    if not values or condition is None:
        return ()
    edits = tuple(_in_scope(plan, values, scope, *condition))
    return edits if _pay_as_said(evidence, suspicion, edits) else ()


def _condition(evidence: Evidence, scope: Scope) -> tuple[str, tuple[int, ...]] | None:
    """When a scope holds, as a formula says it, with the calendar months it mentions by the name
    that `_in_scope` gives them; None where no formula of the plan can say it."""
    facts, plan = evidence.facts, evidence.plan
    if scope.kind == MONTHS and scope.months is not None:
        first, last = scope.months
        inside = tuple(calendar_month(month) for month in range(first, last + 1))
        whole = range(facts.first, facts.first + facts.months)
        outside = {calendar_month(m) for m in whole if not first <= m <= last}
        if len(inside) > Every.YEAR.value or outside & set(inside):
            return None
        return "calendar_month in {months}", inside
    if scope.kind == GROUP:
        column, _, value = scope.key.partition("=")
        own = plan.facts.get(column)
        if own is not None and own.kind == "category" and value in own.values:
            return f'{column} == "{value}"', ()
    return None


def _in_scope(
    plan: Plan,
    values: Mapping[str, Json],
    scope: Scope,
    condition: str,
    months: tuple[int, ...],
) -> Iterator[Edit]:
    """A parameter beside each that has another figure, and every formula that reads one of those
    with the other figures where the condition holds."""
    content = plan.content
    taken = {*plan.facts, *plan.parameters, *plan.lines}
    others: dict[str, str] = {}
    for name, value in values.items():
        others[name] = _free(name, taken)
        entry = dict(content["parameters"][name])
        entry |= {plan.parameters[name].value.key: value, "label": _labelled(plan, name, scope)}
        yield Edit(("parameters", others[name]), entry)
    if months:
        first = next(iter(values))
        name = _free(f"{first}_months", taken)
        entry = {"months": list(months), "label": _labelled(plan, first, scope)}
        entry["provenance"] = "assumption"
        yield Edit(("parameters", name), entry)
        condition = condition.format(months=name)
    for line, written in content["lines"].items():
        for role in ROLES:
            formula = written.get(role)
            if isinstance(formula, str) and any(mentions(formula, name) for name in others):
                changed = formula
                for name, other in others.items():
                    changed = renamed(changed, name, other)
                yield Edit(("lines", line, role), f"({changed}) if {condition} else ({formula})")


def _free(name: str, taken: set[str]) -> str:
    found = next(x for i in range(2, len(taken) + 3) if (x := f"{name}_{i}") not in taken)
    taken.add(found)
    return found


def _labelled(plan: Plan, name: str, scope: Scope) -> dict[str, str]:
    label: Text = plan.parameters[name].label
    return dict(in_each_language(lambda language: label[language] + scope.text[language]))


def _pay_as_said(evidence: Evidence, suspicion: Suspicion, edits: tuple[Edit, ...]) -> bool:
    """Whether the plan with the edits pays what is suspected within the scope, and what it paid
    before everywhere else."""
    suspected = evidence.with_values(suspicion.values)
    if suspected is None:
        return False
    try:
        found = evidence.of_plan(apply(edits, evidence.plan))
    except Refused:
        return False
    if found is None:
        return False
    wanted = np.where(suspicion.scope.cells, suspected, evidence.predicted)
    return bool((found == wanted)[:, evidence.facts.present].all())
