"""Tables turned so that each column holds one figure: headings that are people or months as rows,
figures that stand below one another as columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.facts import is_total
from engine.importing.recipe import Turn
from engine.sheets import Sheet
from engine.tables import ACROSS, VALUE, Table, by_blocks, plain
from engine.text import Problem

UNITS = frozenset({"单位", "计量单位", "unit", "units", "uom"})
"""Headings of a column that says the unit of each figure."""
GENERIC = frozenset(
    {"数值", "值", "数据", "数量", "金额", "结果", "value", "values", "figure", "amount", "number"}
) | {VALUE}
"""Headings that say nothing of the figures below them."""

Rows = NDArray[np.intp]


def turned(table: Table, turn: Turn) -> Table:
    """The table as a turn says; headings that it does not have are passed over."""
    if turn.outline:
        table = replace(table, sheet=by_blocks(table.sheet, turn.outline))
    if turn.kept:
        table = _gathered(table, turn.kept)
    sheet = _filled_down(table.sheet, turn.fill_down)
    named = [heading for heading in turn.named if heading in sheet.columns]
    values = [heading for heading in turn.values if heading in sheet.columns]
    if not named or not values:
        return replace(table, sheet=sheet)
    return replace(table, sheet=_spread(sheet, named, values))


def fits(table: Table, turn: Turn) -> bool:
    """Whether a table has all the headings that a turn is about."""
    made = {ACROSS, VALUE} if turn.kept else set()
    wanted = {*turn.kept, *turn.named, *turn.values, *turn.fill_down, turn.outline} - made - {""}
    return bool(wanted) and wanted <= set(table.headings)


# -- headings as rows --------------------------------------------------------------------------


def _gathered(table: Table, kept: Sequence[str]) -> Table:
    """Every column but those that are kept as rows: its heading under ACROSS, its cells under
    VALUE. Blank cells have no row; how many is told."""
    sheet = table.sheet
    stay = [h for h in sheet.columns if h in kept or h.startswith("(")]
    others = [heading for heading in sheet.columns if heading not in stay]
    sums = [heading for heading in others if is_total(heading)]
    across = [heading for heading in others if heading not in sums]
    rows, headings = [], []
    for heading in across:
        filled = np.flatnonzero(_is_filled(sheet.columns[heading]))
        rows.append(filled)
        headings.append(pa.array([heading] * filled.size, pa.string()))
    taken = np.concatenate(rows) if rows else np.zeros(0, dtype=np.intp)
    order = np.argsort(taken, kind="stable")
    place = pa.array(order)
    lasting = replace(sheet, columns={heading: sheet.columns[heading] for heading in stay})
    cells = [
        sheet.columns[heading].take(pa.array(of)) for heading, of in zip(across, rows, strict=True)
    ]
    found = lasting.take(taken[order])
    columns = dict(found.columns)
    if across:
        columns |= {
            ACROSS: pa.concat_arrays(headings).take(place),
            VALUE: pa.concat_arrays(cells).take(place),
        }
    warnings = sheet.warnings
    if sums:
        told = Problem("sums_across", {"headings": tuple(sums)}, sheet.name)
        warnings = (*warnings, told)
    if empty := sheet.rows * len(across) - taken.size:
        told = Problem("headings_without_values", {"count": empty}, sheet.name)
        warnings = (*warnings, told)
    flaws = tuple(
        replace(flaw, column=VALUE) if flaw.column in across else flaw for flaw in sheet.flaws
    )
    return replace(table, sheet=replace(found, columns=columns, warnings=warnings, flaws=flaws))


def _filled_down(sheet: Sheet, headings: Sequence[str]) -> Sheet:
    """The sheet with blanks of some columns that say what stands above them, on each of its
    sheets."""
    columns = dict(sheet.columns)
    firsts = [first for first, _ in sheet.parts] or [0]
    for heading in headings:
        if heading not in columns:
            continue
        at = np.where(_is_filled(columns[heading]), np.arange(sheet.rows), -1)
        at[[first for first in firsts if first < sheet.rows]] = [
            first for first in firsts if first < sheet.rows
        ]
        columns[heading] = columns[heading].take(pa.array(np.maximum.accumulate(at)))
    return replace(sheet, columns=columns)


# -- figures as columns ------------------------------------------------------------------------


def _spread(sheet: Sheet, named: Sequence[str], values: Sequence[str]) -> Sheet:
    """The texts of some columns as columns of the cells under others; rows that say the same
    beside them become one. What stands twice keeps a row of its own."""
    of, texts = _combined([sheet.columns[heading] for heading in named])
    said = [
        " ".join(str(sheet.columns[heading][int(row)].as_py()) for heading in named).strip()
        for row in texts
    ]
    keys, units = _keys(sheet, named, values, of, len(texts))
    key, _ = _combined([sheet.columns[heading] for heading in keys] or [_blank(sheet.rows)])
    key, firsts = _apart(key, of)
    columns = {
        heading: sheet.columns[heading].take(pa.array(firsts))
        for heading in sheet.columns
        if heading in keys
    }
    lines: dict[str, NDArray[np.int64]] = {}
    heading_of: dict[tuple[int, str], str] = {}
    for number, text in enumerate(said):
        rows = np.flatnonzero(of == number)
        for value in values:
            heading = _heading(text, value, values, units.get(number, ""), columns)
            at = np.full(len(firsts), -1, dtype=np.int64)
            at[key[rows]] = rows
            cells = sheet.columns[value].take(pa.array(at, mask=at < 0))
            columns[heading] = pc.fill_null(cells, "")
            heading_of[number, value] = heading
            if sheet.lines is not None:
                lines[heading] = sheet.lines[np.where(at < 0, firsts, at)]
    found = replace(sheet, columns={h: sheet.columns[h] for h in keys}).take(firsts)
    read = (*keys, *named, *values)
    left = [h for h in sheet.columns if h not in read and plain(h) not in UNITS]
    warnings = sheet.warnings
    if left:
        said_of = {"headings": tuple(left)}
        warnings = (*warnings, Problem("columns_of_figures", said_of, sheet.name))
    spread = replace(
        found,
        columns=columns,
        lines_of=lines,
        warnings=warnings,
        flaws=tuple(_moved_flaws(sheet, of, values, heading_of)),
    )
    return _with_figures(spread, list(dict.fromkeys(heading_of.values())))


def _with_figures(sheet: Sheet, headings: Sequence[str]) -> Sheet:
    """The sheet without rows in which no figure stands: they are told, and never 0."""
    filled = np.zeros(sheet.rows, dtype=np.bool_)
    for heading in headings:
        filled |= _is_filled(sheet.columns[heading])
    if filled.all():
        return sheet
    told = Problem("rows_without_figures", {"count": int((~filled).sum())}, sheet.name)
    return replace(sheet.take(np.flatnonzero(filled)), warnings=(*sheet.warnings, told))


def _keys(
    sheet: Sheet, named: Sequence[str], values: Sequence[str], of: Rows, count: int
) -> tuple[list[str], dict[int, str]]:
    """The columns that tell rows apart, and the unit of each figure where a column says it. Left
    out are columns that go with the figure alone, and numbers of rows."""
    keys, units = [], dict[int, str]()
    for heading, column in sheet.columns.items():
        if heading in named or heading in values:
            continue
        coded = column.dictionary_encode()
        texts = coded.dictionary.to_pylist()
        codes = coded.indices.to_numpy()
        pairs = len(np.unique(of * len(texts) + codes)) if len(texts) else 0
        goes_with_figure = pairs == count and len(texts) > 1
        if goes_with_figure and plain(heading) in UNITS:
            units |= {int(o): str(texts[c]) for o, c in zip(of, codes, strict=True)}
        elif not goes_with_figure and not _counts_rows(column):
            keys.append(heading)
    return keys, units


def _apart(key: Rows, of: Rows) -> tuple[Rows, Rows]:
    """The new row of each row, and the first row of each new one: a figure that stands twice beside
    the same keys begins another."""
    pair = key.astype(np.int64) * (int(of.max(initial=0)) + 1) + of
    order = np.argsort(pair, kind="stable")
    begins = np.flatnonzero(np.r_[True, pair[order][1:] != pair[order][:-1]])
    again = np.empty(len(pair), dtype=np.int64)
    again[order] = np.arange(len(pair)) - np.repeat(begins, np.diff(np.r_[begins, len(pair)]))
    whole = key.astype(np.int64) * (int(again.max(initial=0)) + 1) + again
    _, firsts, rows = np.unique(whole, return_index=True, return_inverse=True)
    order = np.argsort(firsts, kind="stable")
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    return place[rows], firsts[order]


def _heading(
    text: str, value: str, values: Sequence[str], unit: str, taken: Mapping[str, object]
) -> str:
    """What the column of a figure is called: by the figure, by what the column of cells says beyond
    that, and the unit."""
    says_more = len(values) > 1 or plain(value) not in GENERIC
    heading = " ".join(filter(None, (text, value if says_more or not text else "")))
    heading = f"{heading}（{unit}）" if unit else heading
    return f"{heading} #{len(taken) + 1}" if heading in taken else heading


def _moved_flaws(
    sheet: Sheet, of: Rows, values: Sequence[str], heading_of: Mapping[tuple[int, str], str]
) -> Iterator[Problem]:
    """The flaws, each under the heading where its cell stands now; under each where several rows
    have its line."""
    for flaw in sheet.flaws:
        if flaw.column not in values or sheet.lines is None:
            yield flaw
            continue
        for number in dict.fromkeys(of[sheet.lines == flaw.line].tolist()):
            yield replace(flaw, column=heading_of[number, flaw.column])


def _combined(columns: Sequence[pa.StringArray]) -> tuple[Rows, Rows]:
    """A number for each row, the same where all columns are, and the first row of each number."""
    whole = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        coded = pc.utf8_normalize(column, "NFKC").dictionary_encode()
        whole = whole * (len(coded.dictionary) + 1) + coded.indices.to_numpy()
        whole = np.unique(whole, return_inverse=True)[1].astype(np.int64)
    _, firsts, numbers = np.unique(whole, return_index=True, return_inverse=True)
    order = np.argsort(firsts, kind="stable")
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    return place[numbers], firsts[order]


def _counts_rows(column: pa.StringArray) -> bool:
    """Whether cells count the rows from 1 on."""
    return len(column) > 1 and column.to_pylist() == [str(i + 1) for i in range(len(column))]


def _is_filled(column: pa.StringArray) -> NDArray[np.bool_]:
    filled: NDArray[np.bool_] = pc.not_equal(column, "").to_numpy(zero_copy_only=False)
    return filled


def _blank(rows: int) -> pa.StringArray:
    return pa.array([""] * rows, pa.string())
