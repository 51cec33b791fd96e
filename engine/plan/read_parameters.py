"""The parameters of a plan file."""

from __future__ import annotations

from collections.abc import Mapping

from engine.plan.parameter import READING, Parameter
from engine.plan.plan_reader import PlanReader
from engine.plan.schema import Column
from engine.plan.shapes import FIGURE_KEYS, Keyed, Value, shape_of
from engine.text import nearest
from engine.yaml_files import Json, plain_json

_KEYS = (
    *FIGURE_KEYS,
    *("by", "of", "of_unit", "unit", "min", "max", "step", "whole", "no_limit"),
    *("provenance", "assumed", "label", "note", "not_used"),
)
_PROVENANCE = ("source", "assumption")


def read_parameter(
    reader: PlanReader, name: str, data: Mapping[str, Json], facts: Mapping[str, Column]
) -> Parameter | None:
    """A parameter, or None for one without figures."""
    path = ("parameters", name)
    reader.known_keys(data, _KEYS, *path)
    given = [key for key in FIGURE_KEYS if key in data]
    if len(given) != 1:
        reader.problem("one_figure", path, keys=tuple(FIGURE_KEYS))
        return None
    figures = plain_json(data[given[0]])
    value = shape_of(given[0], figures).read(figures)
    by = None if data.get("by") is None else str(data["by"])
    keys = _keys(reader, value, facts, by, (*path, given[0]))
    if data.get("provenance") not in _PROVENANCE:
        reader.unknown("provenance", data.get("provenance"), _PROVENANCE, *path)
    assumed = tuple(str(key) for key in _listed(data.get("assumed")))
    for key in assumed:
        known = (*(value.keys if isinstance(value, Keyed) else ()), READING)
        if key not in known:
            reader.unknown("assumed", key, known, *path)
    parameter = Parameter(
        id=name,
        value=value,
        label=reader.text(data.get("label"), *path, "label"),
        unit=str(data.get("unit") or ""),
        provenance=str(data.get("provenance") or ""),
        by=by,
        keys=keys,
        of=reader.optional_text(data.get("of"), *path, "of"),
        of_unit=str(data.get("of_unit") or ""),
        min=reader.optional_number(data.get("min"), *path, "min"),
        max=reader.optional_number(data.get("max"), *path, "max"),
        step=reader.optional_number(data.get("step"), *path, "step"),
        whole=bool(data.get("whole", False)),
        no_limit=bool(data.get("no_limit", False)),
        note=reader.optional_text(data.get("note"), *path, "note"),
        not_used=reader.optional_text(data.get("not_used"), *path, "not_used"),
        assumed=assumed,
    )
    for problem in value.problems(figures, parameter):
        reader.add(problem, path, problem.column)
    return parameter


def _listed(given: Json) -> list[Json]:
    return given if isinstance(given, list) else [] if given is None else [given]


def _keys(
    reader: PlanReader,
    value: Value,
    facts: Mapping[str, Column],
    by: str | None,
    path: tuple[str, ...],
) -> tuple[str, ...] | None:
    """The values of the category that a parameter is looked up by; without one, its own keys."""
    if not isinstance(value, Keyed):
        return None
    if by is None:
        return value.keys
    if by not in facts or facts[by].kind != "category":
        categories = [column.id for column in facts.values() if column.kind == "category"]
        reader.unknown("by", by, categories, *path[:-1])
        return None
    known = tuple(facts[by].values)
    for key in value.keys:
        if key not in known:
            near = nearest(key, known)
            values = {"value": key, "nearest": near, "values": tuple(known)}
            reader.problem("unknown_value", path, **values)
    return known
