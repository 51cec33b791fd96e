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
from engine.sheets.sheet import EMPLOYEE, Sheet
from engine.sheets.telling import Telling
from engine.text import Problem, Refused

LEAST_WORK, CELLS_A_SECOND, BYTES_A_SECOND = 2.0, 5_000_000, 100_000_000
"""Seconds that reading may take: several times what it does take."""
OUTLINE_WORK, IDS_A_SECOND = 20.0, 500_000
"""The same for a large file, which is worth waiting for: some of its rows, or its people alone."""
BUFFER, BATCH = 1 << 20, 1 << 18
"""Bytes of a column and rows that are taken at a time while only its people are looked at."""
BYTES = ("binary", "large_binary", "fixed_size_binary")
"""Types of text that is not said to be text."""


def read_parquet(
    path: Path, name: str, limits: Limits, telling: Telling, rows: tuple[int, int] | None = None
) -> Sheet:
    """A file of columns of any plain type, or some of its `rows` from the first to before the last
    of them; they are counted from 1."""
    with pq.ParquetFile(path) as file:
        footer, schema = file.metadata, file.schema_arrow
        start, stop = rows or (0, footer.num_rows)
        groups, begin = _groups_with(footer, start, stop)
        telling.found(f"{stop - start:,} × {footer.num_columns:,}")
        hold_extent(name, stop - start, footer.num_columns, limits)
        unpacked = sum(footer.row_group(i).total_byte_size for i in groups)
        if unpacked > limits.memory:
            said = {"found": megabytes(unpacked), "most": megabytes(limits.memory)}
            raise Refused([Problem("unpacks_too_large", said, name)])
        _hold_plain(schema, name)
        cells = (stop - start) * footer.num_columns
        least = LEAST_WORK if rows is None else OUTLINE_WORK
        telling.looked(least + cells / CELLS_A_SECOND + unpacked / BYTES_A_SECOND)
        columns = []
        for i, heading in enumerate(schema.names):
            column = file.read_row_groups(groups, [heading]).column(0)
            part = column.slice(start - begin, stop - start)
            columns.append(_texts(part, heading, name, start))
            telling.share((i + 1) / len(schema.names))
        lines = np.arange(start + 1, stop + 1, dtype=np.int64)
    sheet = sheet_of(name, schema.names, columns, lines).told("read_parquet")
    return replace(sheet, assumptions=assumptions_in(schema.metadata))


def _groups_with(footer: pq.FileMetaData, start: int, stop: int) -> tuple[list[int], int]:
    """The groups of rows that some rows lie in, and the first row of the first of them."""
    groups: list[int] = []
    begin = first = 0
    for i in range(footer.num_row_groups):
        end = first + footer.row_group(i).num_rows
        if first < stop and end > start:
            begin = begin if groups else first
            groups.append(i)
        first = end
    return groups, begin


def parquet_outline(
    path: Path, name: str, limits: Limits, telling: Telling, most: int
) -> dict[str, object]:
    """Where the rows of a file can be parted so that each person's stay together: `cuts`, each
    `most` rows after the one before or, up to the next person, more. `disorder` is the line of the
    first person who stands behind one of a later id, None where people are in order."""
    with pq.ParquetFile(path, buffer_size=BUFFER) as file:
        footer, schema = file.metadata, file.schema_arrow
        telling.found(f"{footer.num_rows:,} × {footer.num_columns:,}")
        hold_extent(name, footer.num_rows, footer.num_columns, limits)
        _hold_plain(schema, name)
        heading = next((h for h in schema.names if h.strip() == EMPLOYEE), None)
        told: dict[str, object] = {"rows": footer.num_rows, "columns": footer.num_columns}
        if heading is None:
            return told | {"cuts": [0, footer.num_rows], "people": 0, "disorder": None}
        telling.looked(OUTLINE_WORK + footer.num_rows / IDS_A_SECOND)
        cuts, people, row, last = [0], 0, 0, None
        for batch in file.iter_batches(BATCH, columns=[heading]):
            texts = _texts(pa.chunked_array([batch.column(0)]), heading, name, row)
            ids = pc.fill_null(pc.utf8_trim_whitespace(texts), "").combine_chunks()
            before = pa.concat_arrays([pa.array([last or ""]), ids.slice(0, len(ids) - 1)])
            if pc.any(wrong := pc.less(ids, before)).as_py():
                line = row + pc.index(wrong, True).as_py() + 1
                return told | {"cuts": [], "people": 0, "disorder": line}
            new = pc.not_equal(ids, before).to_numpy(zero_copy_only=False)
            new[0] |= last is None
            starts = row + np.flatnonzero(new)
            people, row, last = people + starts.size, row + len(ids), ids[-1].as_py()
            while (at := np.searchsorted(starts, cuts[-1] + most)) < starts.size:
                cuts.append(int(starts[at]))
            telling.share(row / footer.num_rows)
    return told | {"cuts": [*cuts, row], "people": people, "disorder": None}


def _hold_plain(schema: pa.Schema, name: str) -> None:
    nested = [field for field in schema if pa.types.is_nested(field.type)]
    if nested:
        raise Refused(
            Problem("column_nested", {"found": str(field.type)[:60]}, name, column=field.name)
            for field in nested
        )


def _texts(column: pa.ChunkedArray, heading: str, name: str, start: int = 0) -> pa.ChunkedArray:
    """A column as the text a CSV would have, of rows from `start` on."""
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    if pa.types.is_temporal(column.type):
        return pc.strftime(column, format="%Y-%m" if heading == "month" else "%Y-%m-%d")
    if pa.types.is_boolean(column.type):
        return pc.if_else(column, "TRUE", "FALSE")
    if _is_text(column.type):
        _hold_utf_8(column, heading, name, start)
    return pc.cast(column, pa.string())


def _is_text(kind: pa.DataType) -> bool:
    return str(kind).startswith(BYTES) or _is_string(kind)


def _is_string(kind: pa.DataType) -> bool:
    return str(kind) in ("string", "large_string")


def _hold_utf_8(column: pa.ChunkedArray, heading: str, name: str, start: int) -> None:
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
                problem = Problem("not_utf_8", {}, name, start + row + 1, heading, shown)
                raise Refused([problem]) from None
        raise
