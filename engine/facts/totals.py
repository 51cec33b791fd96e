"""Rows that add others up, as spreadsheets end with: they are nobody's pay, and are left out.

Where a row is named as a person may be, its numbers alone are evidence, and it is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pyarrow.compute as pc

from engine.facts.identity import Coded, Noted, Numbers
from engine.sheets import Sheet
from engine.text import Problem, Refused

TOTAL = re.compile(
    r"""
    (?: .{0,20}(?:[合总總総小共累]\s*[计計] | 汇\s*总 | 匯\s*總 | [总總]\s*和 | 平\s*均)
      | [合总總小]\s*[计計]\s*[-–—:]\s*\S.{0,20}
      | .{0,20}(?:[합총소]\s*계 | 평\s*균)
      | [总總]\s*[数數额額] | 全\s*[部体體员員] | 均\s*值 | 人\s*均 | 中\s*位\s*[数數]
      | 最\s*[大小高低]\s*值
    )
    (?:[数數额額值]|金额|金額|人数|人數)?
    (?:[\s:,]*[共计計]*\s*[\d,.]+\s*[人名位行条條元件单]?)?
    | 共\s*[计計]?\s*[\d,]+\s*[人名位行条條]
    | (?:.{0,30}[\s:_-])?(?:grand|sub|sum|running|overall)?[\s_-]*totals?(?:[\s:].{0,30})?
    | (?:.{0,30}[\s:_-])?(?:averages?|avg\.?)(?:[\s:].{0,30})?
    | sums? | mean | summe | gesamt(?:summe)? | durchschnitt
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Sums and averages of people, in Chinese of both scripts and the languages beside it; a number
of people may follow."""
FEWEST, LAST = 2, 2
"""So many rows at least have a total, and so many may follow them."""
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


def perhaps_total(ids: Coded, numbers: Mapping[str, Numbers]) -> Iterator[Noted]:
    """The last rows whose numbers are all sums or means of the rows above, named once in the file.

    A row of sums may stand above one of means: neither counts among the rows above.
    """
    rows = ids.codes.size
    for row in range(max(FEWEST, rows - LAST), rows):
        if np.count_nonzero(ids.codes == ids.codes[row]) > 1:
            continue
        ends = range(max(FEWEST, rows - LAST), row + 1)
        if any(_adds_up(numbers, row, end) for end in ends):
            yield Noted("perhaps_total", row, {})


def _adds_up(numbers: Mapping[str, Numbers], row: int, end: int) -> bool:
    """Whether every number of a row is the sum or the mean of the first `end` rows, or 0, and
    enough of them cannot be so by chance."""
    proofs = 0
    for values in numbers.values():
        above, found = values[:end], float(values[row])
        total = float(above.sum())
        mean = total / end
        if not _is_about(found, total) and not _is_about(found, mean) and found != 0:
            return False
        is_sum = _is_about(found, total) and np.count_nonzero(above) > 1
        is_mean = _is_about(found, mean) and bool(np.ptp(above) > 0)
        proofs += int(found != 0 and bool(is_sum or is_mean))
    return proofs > 1 or (proofs == 1 and len(numbers) == 1 and end > FEWEST)


def _is_about(found: float, right: float) -> bool:
    """Whether two numbers are equal as people round them, to a cent."""
    return abs(found - right) <= max(0.005, 1e-9 * abs(right))
