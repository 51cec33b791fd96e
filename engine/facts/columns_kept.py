"""Columns of a sheet that the plan does not read: kept as figures, or as texts to group by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.facts.arrays import Category, category
from engine.facts.complaints import Complaints
from engine.facts.sheet_cells import Numbers, coded, is_blank, looks_like_a_number, numbers_in
from engine.sheets import Sheet

MOST_VALUES = 60
"""A text column beyond the plan's is kept for grouping if it has at most so many values."""
LOOKED_AT = 1000
"""So many rows are enough to see that a column has too many values."""
MOSTLY = 0.5
"""A column beyond the plan's with so many numbers is meant to be one of figures."""
MOST_DIGITS = 1e15
"""Numbers from here on lose digits; they are names, not figures."""

NO_TEXT = "—"
"""What a blank cell is in a column of texts beyond the plan's."""


def figures_kept(rows: Complaints, names: Sequence[str]) -> dict[str, Numbers]:
    """Those of some columns in which whatever is filled is a number; NaN where blank.

    Numbers that are names (leading zeros, more digits than a number holds) are no figures. A column
    of numbers that is spoilt by a few other cells is not kept, which is told.
    """
    sheet = rows.sheet
    kept = {}
    likely = [name for name in names if _may_be_figures(sheet.columns[name])]
    for name, values in numbers_in(sheet, likely).items():
        cells = sheet.columns[name]
        filled = ~is_blank(cells)
        number = np.isfinite(values)
        if not filled.any() or (np.abs(values[number]) >= MOST_DIGITS).any():
            continue
        if pc.any(pc.match_substring_regex(cells, r"^[+-]?0[0-9]")).as_py():
            continue
        if number[filled].all():
            kept[name] = np.where(number, values, np.nan)
        elif number[filled].mean() >= MOSTLY:
            rows.warn(filled & ~number, name, "figures_not_kept")
    return kept


def groups_kept(sheet: Sheet, names: Sequence[str]) -> dict[str, Category]:
    """Those of some columns that are texts of few values; none of them can be refused."""
    kept = {}
    for name in names:
        cells = sheet.columns[name]
        if len(cells.slice(0, LOOKED_AT).unique()) > MOST_VALUES:
            continue
        if len(cells.unique()) > MOST_VALUES:
            continue
        column = coded(sheet, name)
        if not any(map(looks_like_a_number, column.values)):
            kept[name] = category([v or NO_TEXT for v in column.values], column.codes)
    return kept


def _may_be_figures(texts: pa.StringArray) -> bool:
    """Whether any of a column's first filled cells looks like a number."""
    first = texts.slice(0, LOOKED_AT).unique().to_pylist()
    return first == [""] or any(looks_like_a_number(text) for text in first)
