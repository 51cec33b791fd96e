"""From a plan file to a Plan and everything that is wrong with it, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from keyword import iskeyword
from typing import get_args

from engine.formula import CALENDAR
from engine.plan.currency import read_currency
from engine.plan.figure_limits import scale_problems
from engine.plan.parameter import Parameter
from engine.plan.plan_reader import PlanReader
from engine.plan.read_columns import read_column
from engine.plan.read_lines import read_lines
from engine.plan.read_parameters import read_parameter
from engine.plan.read_personas import read_personas
from engine.plan.salary import read_salary
from engine.plan.schema import OWN_SOURCE, Column, CurveAxis, Line, Plan, Source, SumRule
from engine.plan.symbols import symbols
from engine.plan.terms import read_terms
from engine.statutory import PART_TIME, Employment
from engine.text import Problem
from engine.yaml_files import Document, plain_json

EMPLOYMENT = "employment"
_KEYS = (
    *(
        "id",
        "title",
        "summary",
        "source",
        "not_modelled",
        "terms",
        "salary",
        "currency",
        EMPLOYMENT,
    ),
    *("facts", "parameters", "adds_up", "lines", "curve", "personas"),
)
UNUSED = "unused_parameter"
UNREAD = (UNUSED, "used_after_all")
"""Problems with what a plan declares beside its pay, which is the same without them."""


def read_plan(document: Document) -> tuple[Plan, list[Problem]]:
    """The plan a document describes and all that is wrong with it; with problems, the plan is only
    what of it is sound, to be shown and never to be worked with."""
    reader = PlanReader(document)
    plan = _plan(reader, document)
    if not reader.found:
        return plan, []
    wrong = {problem.column.split(".")[0] for problem in reader.found}
    wrong -= {problem.column for problem in reader.found if problem.key in UNREAD}
    sound = {name: p for name, p in plan.parameters.items() if name not in wrong}
    sums = tuple(rule for rule in plan.sums if all(n in sound for n in rule.parameters))
    return replace(plan, parameters=sound, sums=sums), reader.found


def _plan(reader: PlanReader, document: Document) -> Plan:
    data = document.data
    reader.known_keys(data, _KEYS)
    facts = {k: read_column(reader, k, v) for k, v in reader.entries("facts")}
    parameters = {
        k: p for k, v in reader.entries("parameters") if (p := read_parameter(reader, k, v, facts))
    }
    formulas = dict(reader.entries("lines"))
    _one_meaning(reader, {"facts": facts, "parameters": parameters, "lines": formulas})
    lines = read_lines(reader, formulas, symbols(facts, parameters))
    _all_used(reader, parameters, lines)
    plan = Plan(
        id=str(data.get("id") or ""),
        title=reader.text(data.get("title"), "title"),
        summary=reader.text(data.get("summary", {"en": "", "zh": ""}), "summary"),
        source=_source(reader),
        not_modelled=tuple(
            reader.text(item, "not_modelled") for item in reader.sequence("not_modelled")
        ),
        terms=read_terms(reader),
        salary=read_salary(reader, facts),
        currency=read_currency(reader),
        part_time=_employment(reader) == PART_TIME,
        facts=facts,
        parameters=parameters,
        lines=lines,
        sums=_sums(reader, parameters),
        curve=_curve(reader, facts),
        personas=read_personas(reader, facts),
        file=document.file,
        data=plain_json(data),
    )
    for parameter in () if reader.found else parameters.values():
        unit = partial(plan.cell_unit, parameter)
        for problem in scale_problems(parameter, parameter.value, unit):
            reader.add(problem, ("parameters", parameter.id), problem.column)
    if not plan.id:
        reader.problem("missing_key", ("id",), key="id")
    if not any(line.paid for line in lines.values()) and not reader.found:
        reader.problem("no_pay_line", ("lines",))
    return plan


def _employment(reader: PlanReader) -> str:
    """How the people of the plan are employed: full-time, unless it says otherwise."""
    known = get_args(Employment)
    return reader.choice(
        EMPLOYMENT, reader.document.data.get(EMPLOYMENT, known[0]), known, EMPLOYMENT
    )


def _source(reader: PlanReader) -> Source:
    data = reader.mapping(reader.document.data.get("source") or {}, "source")
    document = str(data.get("document") or OWN_SOURCE)
    return Source(document, reader.text(data.get("note"), "source", "note"))


def _one_meaning(reader: PlanReader, sections: Mapping[str, Iterable[str]]) -> None:
    """No name means two things."""
    seen: dict[str, str] = dict.fromkeys(CALENDAR, "calendar")
    for section, names in sections.items():
        for name in names:
            if not name.isidentifier() or iskeyword(name):
                reader.problem("bad_name", (section, name), name=name)
            if name in seen:
                reader.problem("two_meanings", (section, name), name=name, other=seen[name])
            seen[name] = section


def _all_used(
    reader: PlanReader, parameters: Mapping[str, Parameter], lines: Mapping[str, Line]
) -> None:
    if reader.found:
        return
    read = {name for line in lines.values() for name in line.formula.reads}
    for parameter in parameters.values():
        if parameter.id not in read and parameter.not_used is None:
            reader.problem(UNUSED, ("parameters", parameter.id), name=parameter.id)
        if parameter.id in read and parameter.not_used is not None:
            reader.problem("used_after_all", ("parameters", parameter.id), name=parameter.id)


def _sums(reader: PlanReader, parameters: Mapping[str, Parameter]) -> tuple[SumRule, ...]:
    groups = []
    for item in reader.sequence("adds_up"):
        group = reader.mapping(item, "adds_up")
        named = group.get("parameters")
        names = tuple(str(n) for n in named) if isinstance(named, list) else ()
        if not names:
            reader.problem("missing_key", ("adds_up",), key="parameters")
        for name in names:
            if name not in parameters or not parameters[name].value.addable:
                reader.unknown("adds_up", name, list(parameters), "adds_up")
        groups.append(SumRule(names, reader.number(group.get("to"), 1.0, "adds_up", "to")))
    return tuple(groups)


def _curve(reader: PlanReader, facts: Mapping[str, Column]) -> CurveAxis | None:
    if reader.document.data.get("curve") is None:
        return None
    data = reader.mapping(reader.document.data["curve"], "curve")
    numbers = [c.id for c in facts.values() if c.is_number]
    for key in ("move", "against", "rising_from"):
        if data.get(key) is not None and data[key] not in numbers:
            reader.unknown(key, data[key], numbers, "curve", key)
    if data.get("move") is None:
        reader.problem("missing_key", ("curve",), key="move")
    who = reader.mapping(data.get("who") or {}, "curve", "who")
    categories = {c.id: tuple(c.values) for c in facts.values() if c.kind == "category"}
    for name, value in who.items():
        if name not in categories:
            reader.unknown("who", name, tuple(categories), "curve", "who", str(name))
        elif value not in categories[name]:
            reader.unknown(name, value, categories[name], "curve", "who", name)
    return CurveAxis(
        move=str(data.get("move")),
        label=reader.text(data.get("label"), "curve", "label"),
        start=reader.number(data.get("from"), 0.0, "curve", "from"),
        stop=reader.number(data.get("to"), 1.0, "curve", "to"),
        months=int(reader.number(data.get("months"), 1.0, "curve", "months")),
        against=None if data.get("against") is None else str(data["against"]),
        rising_from=None if data.get("rising_from") is None else str(data["rising_from"]),
        who={str(k): str(v) for k, v in who.items()},
    )
