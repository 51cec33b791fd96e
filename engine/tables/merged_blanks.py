"""Blanks that cells merged downwards leave once a sheet is saved as text."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.sheets import Sheet
from engine.written import read_day, read_numbers

LEAST_BLANK, MOST_BLANK = 0.3, 0.97
"""The share of blanks in a column whose cells were merged."""
HALF = 0.5
"""Fewer blanks than these under texts that are all different are texts that are not known."""
SAMPLE = 50
_REMARK = re.compile(r"备\s*注|说\s*明|remark|note|comment", re.IGNORECASE)


def sparse_columns(sheet: Sheet) -> tuple[str, ...]:
    """Columns whose blanks below a filled cell look like merged cells: the first ones of a table,
    of words or days, which begin filled on every sheet; and numbers that go along with one."""
    found: list[str] = []
    groups: list[NDArray[np.bool_]] = []
    firsts = [first for first, _ in sheet.parts] or [0]
    for heading, column in sheet.columns.items():
        if heading.startswith("(") or not sheet.rows:
            continue
        filled = pc.not_equal(column, "").to_numpy(zero_copy_only=False)
        blank = 1 - float(filled.mean())
        begins = bool(filled[[first for first in firsts if first < sheet.rows]].all())
        is_like = begins and LEAST_BLANK <= blank <= MOST_BLANK and not _REMARK.search(heading)
        is_like = is_like and not (blank < HALF and _tells_rows_apart(column, filled))
        goes_along = any((filled[group]).all() for group in groups)
        if is_like and (goes_along or not _is_of_numbers(column)):
            found.append(heading)
            groups.append(filled)
        elif not is_like and not _tells_rows_apart(column, filled):
            break
    return tuple(found)


def _is_of_numbers(column: pa.StringArray) -> bool:
    texts = [t for t in column.unique().slice(0, SAMPLE).to_pylist() if t]
    numbers = [
        text for text in read_numbers(texts, decimal_comma=False).read if read_day(text) is None
    ]
    return len(numbers) > len(texts) / 2


def _tells_rows_apart(column: pa.StringArray, filled: NDArray[np.bool_]) -> bool:
    """Whether a column is the same everywhere, or different in every row that is filled."""
    distinct = len(column.filter(pa.array(filled)).unique())
    return distinct <= 1 or distinct == int(filled.sum())
