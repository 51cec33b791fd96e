"""The figures of a plan's personas: one value for every month or twelve of them, checked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from engine.calendar import month_number, month_text
from engine.plan.cell_limits import refused
from engine.plan.schema import Column, PersonaValue
from engine.plan.shapes.months import months_problems
from engine.text import Problem, as_typed, nearest
from engine.yaml_files import is_number, plain_json

JANUARY = month_number("2026-01")
"""The first month of the year in which all personas live."""
MONTHS = 12


def absent_months(value: Any) -> tuple[tuple[int, ...], list[Problem]]:
    """The calendar months in which a persona has no row, and what is wrong with their list."""
    found = months_problems(value, "absent")
    if found:
        return (), found
    absent = tuple(sorted(value))
    if len(absent) == MONTHS:
        found.append(Problem("persona_never_there"))
    return absent, found


def year(
    value: Any, column: Column, absent: Collection[int], persona: str, personas: Sequence[str]
) -> tuple[tuple[PersonaValue, ...], list[Problem]]:
    """A persona's twelve cells of a column, None where absent, and what is wrong with them.

    Cells of absent months are not looked at.
    """
    present = [month for month in range(MONTHS) if month + 1 not in absent]
    if column.kind == "tenure":
        if isinstance(value, list):
            return (), [Problem("persona_tenure")]
        start = float(value) if is_number(value) else value
        found = _year([start] * MONTHS, column, present[:1], persona, personas)
        if found or not present:
            return (), found
        return _without(absent, [max(start, 0.0) + m - present[0] for m in range(MONTHS)]), []
    if isinstance(value, list) and len(value) != MONTHS:
        return (), [Problem("persona_months", {"found": len(value)}, value=column.id)]
    cells = value if isinstance(value, list) else [value] * MONTHS
    cells = [_cell(cell, column) for cell in cells]
    looked_at = present if isinstance(value, list) else present[:1]
    found = _year(cells, column, looked_at, persona, personas)
    return _without(absent, cells), found


def _without(absent: Collection[int], cells: Sequence[PersonaValue]) -> tuple[PersonaValue, ...]:
    return tuple(None if i + 1 in absent else cell for i, cell in enumerate(cells))


def _cell(cell: Any, column: Column) -> Any:
    """A cell as facts hold it: a float, or text without blanks around it."""
    if column.is_number:
        is_flag = column.kind == "flag" and isinstance(cell, bool)
        return float(cell) if is_flag or is_number(cell) else cell
    return "" if cell is None else str(plain_json(cell)).strip()


def _year(
    cells: Sequence[Any],
    column: Column,
    months: Sequence[int],
    persona: str,
    personas: Sequence[str],
) -> list[Problem]:
    found: list[Problem] = []

    def add(month: int, key: str, **values: object) -> None:
        said = {"employee": persona, "month": month_text(JANUARY + month), "column": column.id}
        shown = "" if cells[month] is None else _shown(cells[month])
        found.append(Problem(key, {**said, **values}, value=shown))

    for month in months:
        cell = cells[month]
        if cell is None or cell == "":
            if column.kind != "person":
                add(month, "blank")
        elif column.is_number:
            if not is_number(cell):
                add(month, "not_a_number")
                continue
            for wrong, key, values in refused(column, np.array([cell])):
                if wrong.any():
                    add(month, key, **values)
        elif column.kind == "category" and cell not in column.values:
            near = nearest(cell, column.values)
            add(month, "unknown_category", values=tuple(column.values), nearest=near)
        elif column.kind == "person" and cell not in personas:
            near = nearest(cell, personas)
            known = tuple(personas)
            add(month, "not_one_of", what="persona", found=cell, nearest=near, known=known)
    return found


def _shown(cell: Any) -> str:
    return as_typed(cell) if isinstance(cell, float) else str(cell)
