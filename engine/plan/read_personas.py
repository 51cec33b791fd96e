"""The personas of a plan file."""

from __future__ import annotations

from collections.abc import Mapping

from engine.plan.persona_years import absent_months, year
from engine.plan.plan_reader import PlanReader
from engine.plan.schema import COLUMN_KINDS, Column, Persona
from engine.text import nearest
from engine.yaml_files import Json, plain_json

_KEYS = ("name", "story", "absent", "facts")


def read_personas(reader: PlanReader, facts: Mapping[str, Column]) -> dict[str, Persona]:
    """The typical people of the plan through a year."""
    entries = reader.entries("personas")
    ids = [name for name, _ in entries]
    return {name: _persona(reader, name, data, facts, ids) for name, data in entries}


def _persona(
    reader: PlanReader,
    name: str,
    data: Mapping[str, Json],
    facts: Mapping[str, Column],
    ids: list[str],
) -> Persona:
    path = ("personas", name)
    if not name.isidentifier():
        reader.problem("persona_id", path, name=name)
    reader.known_keys(data, _KEYS, *path)
    absent, found = absent_months(plain_json(data.get("absent", [])))
    for problem in found:
        reader.add(problem, (*path, "absent"), f"{name}.absent")
    given = reader.mapping(data.get("facts") or {}, *path, "facts")
    if given:
        _columns_given(reader, given, facts, *path, "facts")
    elif facts and not data.get("facts"):
        reader.problem("missing_key", path, key="facts")
    cells = {}
    for column in facts.values():
        if column.id in given and column.kind in COLUMN_KINDS:
            value = plain_json(given[column.id])
            cells[column.id], found = year(value, column, absent, name, ids)
            for problem in found:
                where = f"{name}.{column.id}"
                reader.add(problem, (*path, "facts", column.id), where)
    return Persona(
        id=name,
        name=reader.text(data.get("name"), *path, "name"),
        story=reader.text(data.get("story"), *path, "story"),
        absent=absent,
        facts=cells,
    )


def _columns_given(
    reader: PlanReader, given: Mapping[str, Json], facts: Mapping[str, Column], *path: str
) -> None:
    """Notes columns the plan does not have, and of its own that are missing."""
    unknown = [str(name) for name in given if name not in facts]
    for name in unknown:
        reader.unknown("column", name, tuple(facts), *path, name)
    for name in facts:
        if name not in given and not nearest(name, unknown):
            said = {"column": name, "found": tuple(map(str, given))}
            reader.problem("missing_column_bare", path, **said)
