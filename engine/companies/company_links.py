"""What does not fit together in a company: units, managers and their people, moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter

from engine.calendar import Every
from engine.companies.company import Company, Fill, Management, Unit, unknown_unit
from engine.plan import TENURE, Column, Plan
from engine.scenario import Simulated
from engine.text import Phrases, Problem
from engine.workforce import Workforce, load_workforce

Found = Iterator[tuple[Problem, tuple[str, ...]]]
"""Problems, each with the path of the entry of the company's file that it is about."""

said_kind = Phrases("company_kind")
"""What a kind of numbers is called."""

KINDS = {"share": "share", "points": "score"}
"""The kind of a column that fits a measure, by the unit of the measure."""
ADDS_UP = ("money", "count", "number", "flag")
"""Kinds whose numbers mean something when they are added up."""


def link_problems(company: Company, named: Sequence[str]) -> Found:
    """All that does not fit. `named` are the units that the file names, those among them too that
    could not be read."""
    for unit in company.units.values():
        yield from _people_problems(company, unit)
    managing: dict[str, set[str]] = {}
    managed: Counter[str] = Counter()
    filled: Counter[tuple[str, str]] = Counter()
    for i, management in enumerate(company.management, start=1):
        at = ("management", str(i))
        yield from _unknown_units([management.unit], named, *at, "unit")
        yield from _unknown_units(management.manages, named, *at, "manages")
        if not management.manages:
            yield Problem("missing_key", {"key": "manages"}), at
        if management.unit in management.manages:
            yield Problem("company_manages_itself", value=management.unit), (*at, "manages")
        managing.setdefault(management.unit, set()).update(
            name for name in management.manages if name != management.unit
        )
        for name in management.manages:
            managed[name] += 1
            if managed[name] == 2:
                yield Problem("company_managed_twice", value=name), (*at, "manages")
        for fill in management.fills:
            filled[management.unit, fill.fact] += 1
            if filled[management.unit, fill.fact] == 2:
                yield Problem("company_filled_twice", value=fill.fact), (*at, "fills", fill.fact)
        if management.unit in company.units:
            yield from fill_problems(company, management, *at)
        yield from _by_problems(company, management, *at)
    try:
        TopologicalSorter(managing).prepare()
    except CycleError as error:
        circle = " → ".join(error.args[1])
        yield Problem("company_circle", {"circle": circle}), ("management",)
    yield from _move_problems(company, named)


def _unknown_units(units: Sequence[str], named: Sequence[str], *path: str) -> Found:
    for name in units:
        if name and name not in named:
            yield unknown_unit(name, named), path


# -- people ------------------------------------------------------------------------------------


def model_of(unit: Unit) -> Workforce | None:
    """The model that a unit's people are drawn from; None for those of a file."""
    people = unit.scenario.people
    return load_workforce(people.workforce) if isinstance(people, Simulated) else None


def groups_of(model: Workforce) -> tuple[str, ...]:
    """The columns of texts that a model's people have."""
    roles = (model.roles.column,) if model.roles else ()
    return (*model.units, *roles, *model.attributes)


def _columns_of(model: Workforce) -> set[str]:
    manager = {model.roles.manager} if model.roles else set()
    measures = {measure.id for measure in model.measures.values() if not measure.hidden}
    return {TENURE, *groups_of(model), *manager, *measures}


def _people_problems(company: Company, unit: Unit) -> Found:
    model = model_of(unit)
    if model is None:
        return
    known = _columns_of(model)
    known |= {f.fact for m in company.management if m.unit == unit.id for f in m.fills}
    lacking = [name for name in unit.plan.facts if name not in known]
    if lacking:
        said = {"workforce": model.title, "plan": unit.plan.title, "columns": tuple(lacking)}
        yield Problem("company_workforce", said), ("units", unit.id, "people")


# -- managers ----------------------------------------------------------------------------------


def _by_problems(company: Company, management: Management, *at: str) -> Found:
    for name in management.manages:
        model = model_of(company.units[name]) if name in company.units else None
        if model is None or not management.by or management.by in groups_of(model):
            continue
        said = {"unit": company.units[name].title, "known": tuple(groups_of(model))}
        yield Problem("company_by", said, value=management.by), (*at, "by")


def fill_problems(company: Company, management: Management, *at: str) -> Found:
    """What managers' columns cannot be filled with, under the plans as they are now."""
    plan = company.units[management.unit].plan
    managed = [company.units[name] for name in management.manages if name in company.units]
    for fill in management.fills:
        path = (*at, "fills", fill.fact)
        column = plan.facts.get(fill.fact)
        if column is None or not column.is_number:
            numbers = [c.id for c in plan.facts.values() if c.is_number]
            said = {"plan": plan.title, "known": tuple(numbers)}
            yield Problem("company_fact", said, value=fill.fact), path
        for unit in managed:
            yield from _source_problems(fill, column, unit, *path)


def _source_problems(fill: Fill, column: Column | None, unit: Unit, *path: str) -> Found:
    named = [(fill.of, "of")]
    if isinstance(fill.target, str) and fill.how == "share_at_target":
        named.append((fill.target, "target"))
    for name, key in named:
        if name and (problem := _not_monthly_number(name, unit)):
            yield problem, (*path, key)
            return
    if column is None or not column.is_number or not fill.of:
        return
    kind, source = made_kind(unit.plan, fill), unit.plan.facts.get(fill.of)
    scales = column.range and source and source.range and fill.how == "mean"
    if kind not in fitting(column) or (scales and source and column.range != source.range):
        said = {
            "made": said_kind(kind),
            "needed": said_kind(column.kind),
            "fact": column.label,
            "of": fill.of,
            "unit": unit.title,
        }
        yield Problem("company_kind", said, value=fill.how), (*path, "how")


def fitting(column: Column) -> tuple[str, ...]:
    """The kinds that may be filled into a column: its own, anything into a mere number."""
    if column.kind == "number":
        return ("money", "share", "score", "count", "number")
    return (column.kind,)


def made_kind(plan: Plan, fill: Fill) -> str:
    """The kind of what people's values make of them: the sum of a count is a count, the mean of it
    a mere number, a share at target is a share."""
    kind = kind_of(plan, fill.of)
    if fill.how == "share_at_target":
        return "share"
    if fill.how == "sum":
        return {"flag": "count"}.get(kind, kind if kind in ADDS_UP else "sum")
    return {"flag": "share", "count": "number", "tenure": "number"}.get(kind, kind)


def kind_of(plan: Plan, name: str) -> str:
    """The kind of a column, a measure or a pay line."""
    if name in plan.facts:
        return plan.facts[name].kind
    line = plan.lines[name]
    if line.paid or line.unit.startswith("CNY"):
        return "money"
    return KINDS.get(line.unit, "number")


def sources_of(plan: Plan) -> list[str]:
    """What managers' columns may be filled from: numbers of every month."""
    columns = [c.id for c in plan.facts.values() if c.is_number]
    lines = [line.id for line in plan.lines.values() if line.role != "working"]
    return [*columns, *(name for name in lines if _is_monthly_number(plan, name))]


def _is_monthly_number(plan: Plan, name: str) -> bool:
    line = plan.lines[name]
    return line.every is Every.MONTH and not line.values


def _not_monthly_number(name: str, unit: Unit) -> Problem | None:
    plan = unit.plan
    said = {"unit": unit.title, "known": tuple(sources_of(plan))}
    line = plan.lines.get(name)
    if line is not None and line.role != "working" and line.every is not Every.MONTH:
        return Problem("company_not_monthly", {**said, "line": line.label}, value=name)
    if name not in sources_of(plan):
        return Problem("company_source", said, value=name)
    return None


# -- moves -------------------------------------------------------------------------------------


def _move_problems(company: Company, named: Sequence[str]) -> Found:
    leaving: dict[str, float] = {}
    pairs: Counter[tuple[str, str]] = Counter()
    for i, move in enumerate(company.moves, start=1):
        at = ("moves", str(i))
        yield from _unknown_units([move.source], named, *at, "from")
        yield from _unknown_units([move.target], named, *at, "to")
        if move.source and move.source == move.target:
            yield Problem("company_moves_nowhere", value=move.source), (*at, "to")
        pairs[move.source, move.target] += 1
        if pairs[move.source, move.target] == 2:
            said = {"source": move.source, "target": move.target}
            yield Problem("company_move_twice", said), at
        before = leaving.get(move.source, 0.0)
        leaving[move.source] = before + move.share
        if before <= 1 < leaving[move.source]:
            yield Problem("company_moves_all", value=move.source), (*at, "share")
        for name, key in ((move.source, "from"), (move.target, "to")):
            if name in company.units and model_of(company.units[name]) is None:
                yield Problem("company_moves_file", value=name), (*at, key)
