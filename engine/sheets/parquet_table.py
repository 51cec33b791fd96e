"""Parquet: what its footer promises is held against the limits before any page is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from engine.sheets.columns import hold_extent, sheet_of
from engine.sheets.kept_assumptions import assumptions_in
from engine.sheets.limits import Limits, megabytes
from engine.sheets.sheet import Sheet
from engine.sheets.telling import Telling
from engine.text import Problem, Refused

LEAST_WORK, CELLS_A_SECOND, BYTES_A_SECOND = 2.0, 5_000_000, 100_000_000
"""Seconds that reading may take: several times what it does take."""
BYTES = ("binary", "large_binary", "fixed_size_binary")
"""Types of text that is not said to be text."""


def read_parquet(path: Path, name: str, limits: Limits, telling: Telling) -> Sheet:
    """A file of columns of any plain type; its rows are counted from 1."""
    with pq.ParquetFile(path) as file:
        footer, schema = file.metadata, file.schema_arrow
        telling.found(f"{footer.num_rows:,} × {footer.num_columns:,}")
        hold_extent(name, footer.num_rows, footer.num_columns, limits)
        unpacked = sum(footer.row_group(i).total_byte_size for i in range(footer.num_row_groups))
        if unpacked > limits.memory:
            said = {"found": megabytes(unpacked), "most": megabytes(limits.memory)}
            raise Refused([Problem("unpacks_too_large", said, name)])
        _hold_plain(schema, name)
        cells = footer.num_rows * footer.num_columns
        telling.looked(LEAST_WORK + cells / CELLS_A_SECOND + unpacked / BYTES_A_SECOND)
        columns = []
        for i, heading in enumerate(schema.names):
            columns.append(_texts(file.read([heading]).column(0), heading, name))
            telling.share((i + 1) / len(schema.names))
        lines = np.arange(1, footer.num_rows + 1, dtype=np.int64)
    sheet = sheet_of(name, schema.names, columns, lines).told("read_parquet")
    return replace(sheet, assumptions=assumptions_in(schema.metadata))


def _hold_plain(schema: pa.Schema, name: str) -> None:
    nested = [field for field in schema if pa.types.is_nested(field.type)]
    if nested:
        raise Refused(
            Problem("column_nested", {"found": str(field.type)[:60]}, name, column=field.name)
            for field in nested
        )


def _texts(column: pa.ChunkedArray, heading: str, name: str) -> pa.ChunkedArray:
    """A column as the text a CSV would have."""
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    if pa.types.is_temporal(column.type):
        return pc.strftime(column, format="%Y-%m" if heading == "month" else "%Y-%m-%d")
    if pa.types.is_boolean(column.type):
        return pc.if_else(column, "TRUE", "FALSE")
    if _is_text(column.type):
        _hold_utf_8(column, heading, name)
    return pc.cast(column, pa.string())


def _is_text(kind: pa.DataType) -> bool:
    return str(kind).startswith(BYTES) or _is_string(kind)


def _is_string(kind: pa.DataType) -> bool:
    return str(kind) in ("string", "large_string")


def _hold_utf_8(column: pa.ChunkedArray, heading: str, name: str) -> None:
    """Refuses text that is not UTF-8, which Parquet promises and nobody checks."""
    as_text = pa.large_string() if "large" in str(column.type) else pa.string()
    try:
        text = column if _is_string(column.type) else pc.cast(column, as_text)
        text.validate(full=True)
    except pa.ArrowInvalid:
        for row, cell in enumerate(pc.cast(column, pa.large_binary()).to_pylist()):
            if cell is None:
                continue
            try:
                cell.decode()
            except UnicodeDecodeError:
                shown = cell[:40].decode("utf-8", "backslashreplace")
                problem = Problem("not_utf_8", {}, name, row + 1, heading, shown)
                raise Refused([problem]) from None
        raise
