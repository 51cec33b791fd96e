"""The columns of a plan file."""

from __future__ import annotations

from collections.abc import Mapping

from engine.plan.plan_reader import PlanReader
from engine.plan.schema import COLUMN_KINDS, TENURE, Column
from engine.yaml_files import Json

_KEYS = ("kind", "label", "values", "above", "range", "whole", "least", "most")


def read_column(reader: PlanReader, name: str, data: Mapping[str, Json]) -> Column:
    """A column of the facts that the plan reads."""
    path = ("facts", name)
    reader.known_keys(data, _KEYS, *path)
    kind = data.get("kind")
    if kind not in COLUMN_KINDS:
        reader.unknown("kind", kind, COLUMN_KINDS, *path)
    if kind == "tenure" and name != TENURE:
        reader.unknown("kind: tenure", name, (TENURE,), *path)
    values = data.get("values") or {}
    if isinstance(values, list):
        values = {str(v): {"en": str(v), "zh": str(v)} for v in values}
    values = reader.mapping(values, *path, "values")
    if kind == "category" and not values:
        reader.problem("missing_key", path, key="values")
    limits = _limits(reader, data, *path)
    return Column(
        id=name,
        kind=str(kind),
        label=reader.text(data.get("label"), *path, "label"),
        values={str(k): reader.text(v, *path, "values", str(k)) for k, v in values.items()},
        above=reader.optional_number(data.get("above"), *path, "above"),
        range=limits,
        whole=bool(data.get("whole", False)),
        least=reader.optional_number(data.get("least"), *path, "least"),
        most=reader.optional_number(data.get("most"), *path, "most"),
    )


def _limits(reader: PlanReader, data: Mapping[str, Json], *path: str) -> tuple[float, float] | None:
    limits = data.get("range")
    if limits is None:
        return None
    if not isinstance(limits, list) or len(limits) != 2:
        limits = [limits, limits]
    ends = {"low": limits[0], "high": limits[1]}
    low, high = (reader.optional_number(ends.get(end), *path, end) for end in ends)
    return None if low is None or high is None else (low, high)
