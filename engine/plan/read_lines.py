"""The lines of a plan file: formulas parsed and checked, each after those it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.calendar import Every
from engine.formula import (
    CONDITION,
    NUMBER,
    Checked,
    Choice,
    FormulaError,
    Node,
    Record,
    Symbol,
    check,
    names_in,
    parse,
    respelled,
)
from engine.plan.plan_reader import PlanReader
from engine.plan.schema import FORFEITED, LEAVERS, PAY_KINDS, ROLES, Line, usual_kind
from engine.plan.settling import settling_problems
from engine.text import Problem, Text
from engine.yaml_files import Json

_KEYS = (*ROLES, "every", "leavers", "counts_as", "label", "unit", "values")


@dataclass(frozen=True)
class _Parsed:
    """A line whose formula is parsed and not yet checked."""

    role: str
    text: str
    tree: Node
    every: Every


def read_lines(
    reader: PlanReader, entries: Mapping[str, Mapping[str, Json]], symbols: Mapping[str, Symbol]
) -> dict[str, Line]:
    """The lines that are sound; `symbols` is what their formulas may name besides each other."""
    parsed = {
        name: found
        for name, data in entries.items()
        if (found := _parsed(reader, name, data)) is not None
    }
    scope = dict(symbols)
    lines: dict[str, Line] = {}
    for name in _ordered(reader, parsed):
        if any(read in entries and read not in lines for read in names_in(parsed[name].tree)):
            continue  # it reads a line that is itself at fault; mend that one first
        line = _line(reader, name, entries[name], parsed[name], scope)
        if line is not None:
            lines[name] = line
            scope[name] = Symbol(line.formula.kind, "line", line.every, line.paid)
    for name, problem in settling_problems(lines):
        reader.add(problem, ("lines", name, "leavers"), name)
    return {name: lines[name] for name in entries if name in lines}


def _parsed(reader: PlanReader, name: str, data: Mapping[str, Json]) -> _Parsed | None:
    path = ("lines", name)
    reader.known_keys(data, _KEYS, *path)
    roles = [role for role in ROLES if role in data]
    every = str(data.get("every", "month")).upper()
    if every not in Every.__members__:
        reader.unknown("every", data.get("every"), [one.key for one in Every], *path)
        return None
    if len(roles) != 1:
        reader.problem("one_role", path, roles=tuple(ROLES))
        return None
    role, text = roles[0], str(data[roles[0]])
    try:
        return _Parsed(role, text, parse(text), Every[every])
    except FormulaError as error:
        reader.add(_formula_problem(error, text), (*path, role), name)
        return None


def _line(
    reader: PlanReader,
    name: str,
    data: Mapping[str, Json],
    parsed: _Parsed,
    scope: Mapping[str, Symbol],
) -> Line | None:
    path = ("lines", name)
    try:
        checked = check(parsed.text, parsed.tree, scope, parsed.every)
        _check_result(name, parsed.role, checked)
    except FormulaError as error:
        reader.add(_formula_problem(error, parsed.text), (*path, parsed.role), name)
        return None
    return Line(
        id=name,
        role=parsed.role,
        formula=checked,
        every=parsed.every,
        label=reader.text(data.get("label"), *path, "label"),
        unit=str(data.get("unit") or ""),
        values=_value_labels(reader, name, data, checked),
        leavers=_leavers(reader, name, data, parsed),
        counts_as=_counts_as(reader, name, data, parsed),
    )


def _leavers(reader: PlanReader, name: str, data: Mapping[str, Json], parsed: _Parsed) -> str:
    """What leavers get of a pay line of a longer period."""
    if "leavers" not in data:
        return FORFEITED
    path = ("lines", name, "leavers")
    if parsed.role != "pay" or parsed.every is Every.MONTH:
        reader.problem("leavers_line", path)
        return FORFEITED
    return reader.choice("leavers", data["leavers"], LEAVERS, *path)


def _counts_as(reader: PlanReader, name: str, data: Mapping[str, Json], parsed: _Parsed) -> str:
    """What a pay line counts as for insurance, tax and the minimum wage."""
    usual = usual_kind(parsed.every) if parsed.role == "pay" else ""
    if "counts_as" not in data:
        return usual
    path = ("lines", name, "counts_as")
    if not usual:
        reader.problem("counts_as_line", path)
        return usual
    return reader.choice("counts_as", data["counts_as"], PAY_KINDS, *path)


def _value_labels(
    reader: PlanReader, name: str, data: Mapping[str, Json], checked: Checked
) -> dict[str, Text]:
    """Labels of the texts that a line can be: of all of them, or of none."""
    path = ("lines", name, "values")
    labels = reader.mapping(data.get("values") or {}, *path)
    kind = checked.kind
    if labels and not isinstance(kind, Choice):
        reader.unknown("key", "values", _KEYS[:-1], *path)
        return {}
    known = (kind.values or ()) if isinstance(kind, Choice) else ()
    for value in labels:
        if value not in known:
            reader.unknown("value", value, known, *path)
    for value in known if labels else ():
        if value not in labels:
            reader.problem("missing_key", path, key=value)
    return {str(k): reader.text(v, *path, str(k)) for k, v in labels.items()}


def _check_result(name: str, role: str, checked: Checked) -> None:
    """Raises FormulaError for a result that a line of its role cannot have."""
    kind = checked.kind
    fits = kind == NUMBER
    if role == "measure":
        fits = fits or isinstance(kind, Choice)
    elif role == "working":
        fits = fits or kind == CONDITION or isinstance(kind, Choice | Record)
    if role == "measure" and isinstance(kind, Choice) and kind.values is None:
        raise FormulaError("open_category", checked.tree)
    if not fits:
        raise FormulaError("line_kind", checked.tree, line=name, found=kind.name, role=role)


def _ordered(reader: PlanReader, parsed: Mapping[str, _Parsed]) -> list[str]:
    """Lines after those they read; a circle is a problem that names its members."""
    done: dict[str, None] = {}
    visiting: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        if name in visiting:
            circle = [*visiting[visiting.index(name) :], name]
            reader.problem("circle", ("lines", name), circle=" → ".join(circle))
            return
        visiting.append(name)
        for read in names_in(parsed[name].tree):
            if read in parsed:
                visit(read)
        visiting.pop()
        done[name] = None

    for name in parsed:
        visit(name)
    return list(done)


def _formula_problem(error: FormulaError, text: str) -> Problem:
    """A formula's error as a problem whose excerpt points at the character."""
    error = respelled(error, text)
    start = text.rfind("\n", 0, error.at) + 1
    stop = text.find("\n", error.at)
    shown = text[start : len(text) if stop < 0 else stop]
    caret = " " * (error.at - start) + "^" * max(1, min(error.end - error.at, len(shown)))
    key = error.key
    if error.values.get("nearest") == "":
        key += "_bare"
    excerpt = f"    {shown}\n    {caret}"
    return Problem(key, error.values, excerpt=excerpt, span=(error.at, error.end))
