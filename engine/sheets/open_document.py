"""What lies in an OpenDocument workbook (ODS) before a reader lays it out. Its cells and rows may
say that they are repeated millions of times."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice
from typing import IO

from engine.sheets.workbook_parts import CHUNK, ELEMENTS, MOST_FLAWS, Extent, TooMuchMarkup

ROW_END = b"</table:table-row>"
TABLE = re.compile(rb"<table:table\s[^<>]*?table:name=[\"']([^\"'<>]*)")
ROW = re.compile(rb"<table:table-row(?:\s[^<>]*)?>")
CELL = re.compile(rb"<table:(?:covered-)?table-cell((?:\s[^<>]*)?)>")
COLUMNS = re.compile(rb"table:number-columns-repeated=[\"'](\d+)")
ROWS = re.compile(rb"table:number-rows-repeated=[\"'](\d+)")
REPEATED = b"-repeated="
ERROR = b'calcext:value-type="error"'
FORMULA = re.compile(rb"table:formula=[\"'](?:of:)?(=[^\"'<>]*)")
SHOWN = re.compile(rb"\s*<text:p[^<>]*>([^<]*)</text:p>")
"""What a cell shows, right behind its start."""
LONGEST_ROW = 20_000_000
MOST = 1 << 40
"""More repetitions are no number that anybody counts with."""


def extents_of(
    stream: IO[bytes], most_cells: int, most_sheets: int
) -> Iterator[tuple[str, Extent]]:
    """The extent of every table, with its name; no more than one further than the most. Raises
    TooMuchMarkup."""
    name, extent, elements, row, tables = "", Extent(), 0, 0, 0
    for piece in _rows(stream):
        elements += piece.count(b"<")
        if elements > ELEMENTS * most_cells:
            raise TooMuchMarkup(elements, extent.cells)
        if found := list(TABLE.finditer(piece)):
            if tables:
                yield name, extent
            tables += len(found)
            if tables > most_sheets:
                break
            name, extent, row = found[-1].group(1).decode("utf-8", "replace"), Extent(), 0
        row = _take_in(piece, extent, row)
    if tables:
        yield name, extent


def _take_in(piece: bytes, extent: Extent, row: int) -> int:
    """Widens an extent by a row that stands after so many others; the number of the last."""
    if REPEATED not in piece:
        filled = last = len(CELL.findall(piece))
        repeated = 1
    else:
        filled, last = _filled(piece)
        *empty, repeated = [_repeated(ROWS, start.group()) for start in ROW.finditer(piece)] or [1]
        row += sum(empty)  # rows that are no more than their start, before the one that ends here
    if ERROR in piece or b"table:formula=" in piece:
        _take_down(piece, extent, range(row + 1, row + 1 + repeated))
    if filled:
        extent.rows = row + repeated
        extent.columns = max(extent.columns, last)
        extent.cells += filled * repeated
    return row + repeated


def _take_down(piece: bytes, extent: Extent, rows: range) -> None:
    """Keeps the errors of a row that stands on some lines, and its formulas without a result."""
    at = 0
    for cell in CELL.finditer(piece):
        attributes = cell.group(1)
        first, at = at + 1, at + _repeated(COLUMNS, attributes)
        formula, shown = FORMULA.search(attributes), SHOWN.match(piece, cell.end())
        if ERROR in attributes:
            kept, text = extent.errors, shown.group(1) if shown else b"#N/A"
        elif formula is not None and b"office:" not in attributes and not shown:
            kept, text = extent.formulas, formula.group(1)
        else:
            continue
        room = max(MOST_FLAWS - len(extent.errors) - len(extent.formulas), 0)
        places = islice(((row, column) for row in rows for column in range(first, at + 1)), room)
        kept |= dict.fromkeys(places, html.unescape(text.decode("utf-8", "replace")))


def _filled(piece: bytes) -> tuple[int, int]:
    """How many cells of a row are filled, and the last of them."""
    filled = last = at = 0
    for cell in CELL.finditer(piece):
        attributes = cell.group(1)
        repeated = _repeated(COLUMNS, attributes)
        at += repeated
        if b"office:value" in attributes or not attributes.endswith(b"/"):
            filled, last = filled + repeated, at
    return filled, last


def _repeated(how: re.Pattern[bytes], text: bytes) -> int:
    found = how.search(text)
    return min(int(found.group(1)[:20]), MOST) if found else 1


def _rows(stream: IO[bytes]) -> Iterator[bytes]:
    """The text in pieces that end with a row's end. Raises TooMuchMarkup for an endless one."""
    rest = b""
    while chunk := stream.read(CHUNK):
        *rows, rest = (rest + chunk).split(ROW_END)
        yield from rows
        if len(rest) > LONGEST_ROW:
            raise TooMuchMarkup(rest.count(b"<"), 0)
    yield rest
