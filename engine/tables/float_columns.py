"""Whole numbers that a program wrote with a point: an id 1001.0 is 1001, in whatever file."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from engine.tables.file_tables import Table
from engine.text import Problem

WHOLE = r"^-?[0-9]{1,15}(\.0)?$"
"""A whole number of which no digit can be lost."""
MOST_NAMED = 12


def without_points(table: Table) -> Table:
    """The table with its columns of whole numbers in one form, which is told."""
    columns, changed = dict(table.sheet.columns), []
    for heading, cells in columns.items():
        pointed = pc.ends_with(cells, ".0")
        if pc.any(pointed).as_py() and _are_whole(cells):
            columns[heading] = pc.if_else(pointed, pc.utf8_slice_codeunits(cells, 0, -2), cells)
            changed.append(heading)
    if not changed:
        return table
    said = {"count": len(changed), "columns": tuple(changed[:MOST_NAMED])}
    note = Problem("whole_numbers", said, table.sheet.name)
    sheet = replace(table.sheet, columns=columns, notes=(*table.sheet.notes, note))
    return replace(table, sheet=sheet)


def _are_whole(cells: pa.StringArray) -> bool:
    is_whole = pc.or_(pc.match_substring_regex(cells, WHOLE), pc.equal(cells, ""))
    return bool(pc.all(is_whole).as_py())
