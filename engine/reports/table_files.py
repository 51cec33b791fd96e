"""A table as the bytes of a file: CSV, Parquet or a workbook."""

from __future__ import annotations

import codecs
import contextlib
import io
import json
from collections.abc import Callable, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xlsxwriter
from pyarrow import csv as arrow_csv

from engine.sheets import EMPLOYEE, MONTH, as_literals

TOLD = b"told"
"""The entry of a table's metadata with what its figures rest on."""
TOLD_SHEET = "说明 About"
AMOUNT = r"^-?[0-9]+\.[0-9]{2}$"
MOST_ROWS = 1_048_575
"""Rows of data a worksheet holds."""


def with_told(table: pa.Table, told: Sequence[str]) -> pa.Table:
    """The table with what its figures rest on: a sheet of its own in a workbook, metadata of
    Parquet, lines at the end of CSV for people. CSV for programs has no room for it."""
    entries = {**(table.schema.metadata or {}), TOLD: json.dumps(list(told)).encode()}
    return table.replace_schema_metadata(entries) if told else table


def told_with(table: pa.Table) -> list[str]:
    """What the figures of a table rest on, as far as it was said."""
    told: list[str] = json.loads((table.schema.metadata or {}).get(TOLD, b"[]"))
    return told


def csv_bytes(table: pa.Table) -> bytes:
    """CSV in UTF-8, for programs; nothing is quoted unless a text has a comma, quote or line break
    in it, and a text that a spreadsheet would take for a formula has an apostrophe before it."""
    table = pa.table(
        [as_literals(c) if pa.types.is_string(c.type) else c for c in table.columns],
        names=as_literals(pa.chunked_array([table.column_names])).to_pylist(),
    )
    for style in ("none", "needed"):
        buffer = io.BytesIO()
        with contextlib.suppress(pa.ArrowInvalid):
            options = arrow_csv.WriteOptions(quoting_style=style, quoting_header=style)
            arrow_csv.write_csv(table, buffer, options)
            return buffer.getvalue()
    raise AssertionError("a table that cannot be written as CSV")


def spreadsheet_csv_bytes(table: pa.Table) -> bytes:
    """The same for people, who open it with a double click: with the mark by which a spreadsheet
    knows UTF-8, and does not read 张三 as 寮犱笁."""
    told = told_with(table)
    below = b"\n" + csv_bytes(pa.table({told[0]: told[1:]})) if told else b""
    return codecs.BOM_UTF8 + csv_bytes(table) + below


def parquet_bytes(table: pa.Table) -> bytes:
    """Parquet."""
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def workbook_bytes(table: pa.Table) -> bytes:
    """A workbook whose sheets hold up to a million rows each; nothing in it is a formula."""
    buffer = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "constant_memory": True,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True})
        for start in range(0, max(1, table.num_rows), MOST_ROWS):
            part = table.slice(start, MOST_ROWS)
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, part.column_names, bold)
            columns = list(map(_cells, part.column_names, part.columns))
            for i, row in enumerate(zip(*columns, strict=True), start=1):
                sheet.write_row(i, 0, row)
        if told := told_with(table):
            sheet = book.add_worksheet(TOLD_SHEET)
            for i, line in enumerate(told):
                sheet.write_string(i, 0, line)
    return buffer.getvalue()


TABLE_WRITERS: dict[str, Callable[[pa.Table], bytes]] = {
    ".csv": csv_bytes,
    ".parquet": parquet_bytes,
    ".xlsx": workbook_bytes,
}
"""By the ending of the file's name."""


def _cells(name: str, column: pa.ChunkedArray) -> list[object]:
    """Cells of one column; a column of amounts written as text becomes numbers. An employee id that
    happens to be digits stays the text it is."""
    if name not in _NAMES and _is_amounts(column):
        return list(pc.cast(column, pa.float64()).to_pylist())
    return list(column.to_pylist())


_NAMES = (EMPLOYEE, MONTH, "line")
"""Columns of names, whatever they look like."""


def _is_amounts(column: pa.ChunkedArray) -> bool:
    if not pa.types.is_string(column.type) or len(column) == 0:
        return False
    return bool(pc.all(pc.match_substring_regex(column, AMOUNT)).as_py())
