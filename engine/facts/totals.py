"""Rows that add others up, as spreadsheets end with: they are nobody's pay, and are left out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import numpy as np
import pyarrow.compute as pc

from engine.sheets import Sheet
from engine.text import Problem, Refused

TOTAL = re.compile(
    r"""
    .{0,20}(?:合\s*计|总\s*计|小\s*计|共\s*计|汇\s*总|总\s*和)(?:数|额|金额|人数)?
    | (?:.{0,30}[\s:_-])?(?:grand|sub|sum|running|overall)?[\s_-]*totals?(?:[\s:].{0,30})?
    | sum | 总数 | 总额
    """,
    re.VERBOSE | re.IGNORECASE,
)
BRACKETS = re.compile(r"\(.*?\)|[:=\s]+$|^[\s:*]+")


def is_total(cell: str) -> bool:
    """Whether a cell names a row of totals: 合计, 华东区小计, Grand total, Total (CNY)."""
    text = BRACKETS.sub("", unicodedata.normalize("NFKC", cell)).strip()
    return TOTAL.fullmatch(text) is not None


def without_totals(sheet: Sheet, names: str) -> Sheet:
    """The sheet without its totals, with a warning that tells how many and the first of them.

    A row is one if its cell in the column `names` says so, or is empty and another cell says so.
    """
    column = sheet.columns.get(names)
    if column is None:
        return sheet
    coded = column.dictionary_encode()
    says = np.array([is_total(value) for value in coded.dictionary.to_pylist()], dtype=np.bool_)
    total = says[coded.indices.to_numpy()]
    unnamed = np.flatnonzero(pc.equal(column, "").to_numpy(zero_copy_only=False))
    words = {}
    for row in unnamed:
        cells = (cells[int(row)].as_py() for cells in sheet.columns.values())
        if word := next(filter(is_total, cells), ""):
            total[row], words[int(row)] = True, word
    rows = np.flatnonzero(total)
    if not rows.size:
        return sheet
    if rows.size == sheet.rows:
        raise Refused([Problem("no_rows", {}, sheet.name)])
    first = int(rows[0])
    warning = Problem(
        "total_rows",
        {"count": int(rows.size)},
        sheet.name,
        sheet.line(first),
        value=words.get(first) or column[first].as_py(),
        sheet=sheet.part(first),
    )
    kept = sheet.take(np.flatnonzero(~total))
    return replace(kept, warnings=(*sheet.warnings, warning))
