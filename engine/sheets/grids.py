"""Files as grids of cells: nothing is taken for a heading, nothing is left out."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv as arrow_csv

from engine.sheets.columns import hold_extent
from engine.sheets.csv_table import SEPARATORS, hold_lines, hold_text, text_of
from engine.sheets.grid import Grid, grid_of
from engine.sheets.html_tables import read_html_tables
from engine.sheets.limits import Limits, megabytes
from engine.sheets.parquet_table import read_parquet
from engine.sheets.telling import Telling
from engine.sheets.workbook_grids import read_workbook_grids
from engine.text import Problem, Refused, encoding_name, encoding_of

TASTED = 200
"""So many records tell the separator of a file of text, and how wide it is."""
MOST_ODD = 10_000
"""Rows of another width than most; more are no table."""
LEAST_WORK, JSON_A_SECOND, HTML_A_SECOND = 2.0, 20_000_000, 2_000_000
"""Seconds that reading JSON and web pages may take, by their bytes: more than it does take."""
ARCHIVE, OLD_WORKBOOK, PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"
NO_TABLES = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"{\\rtf": "RTF",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"RIFF": "WEBP",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"\x1f\x8b": "gzip",
}
LOCKED = "EncryptedPackage".encode("utf-16-le")
"""What a workbook with a password is wrapped in."""
MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|table|div|style)\b", re.I
)
OLD_MARKUP = "urn:schemas-microsoft-com:office:spreadsheet"
FIRST_SIGNS = 2_000


def read_file(path: Path, name: str, limits: Limits, telling: Telling) -> list[Grid]:
    """The sheets of a file, whatever its ending says. Raises Refused for what holds no cells."""
    with path.open("rb") as stream:
        begin = stream.read(FIRST_SIGNS)
    for sign, kind in NO_TABLES.items():
        if begin.startswith(sign) and not (sign == b"BM" and b"\x00" not in begin):
            raise Refused([Problem("no_table_file", {"found": kind}, name)])
    telling.found(megabytes(path.stat().st_size))
    if begin.startswith(PARQUET):
        return [_of_parquet(path, name, limits, telling)]
    if begin.startswith(OLD_WORKBOOK) and LOCKED in path.read_bytes():
        raise Refused([Problem("file_locked", {}, name)])
    if begin.startswith((ARCHIVE, OLD_WORKBOOK)):
        return read_workbook_grids(path, name, limits, telling)
    if path.suffix.lower() in (".jsonl", ".ndjson", ".json"):
        return [_of_json(path, name, limits, telling)]
    return _of_text(path, name, limits, telling)


# -- text --------------------------------------------------------------------------------------


def _of_text(path: Path, name: str, limits: Limits, telling: Telling) -> list[Grid]:
    text, codec = text_of(path, name, limits, telling)
    if not text.strip():
        raise Refused([Problem("no_rows", {}, name)])
    first = text[:FIRST_SIGNS].decode("utf-8", "replace")
    if OLD_MARKUP in first:
        raise Refused([Problem("no_table_file", {"found": "XML (Excel 2003)"}, name)])
    if MARKUP.match(first):
        telling.looked(LEAST_WORK + len(text) / HTML_A_SECOND)
        return read_html_tables(text.decode(), name, limits)
    separator, width = _separator(text)
    hold_text(text, text.count(b"\n"), width, name, limits, telling)
    telling.share(0.3)
    columns, lines = _cells(text, separator, width, name, limits)
    telling.share(0.9)
    said = {"encoding": encoding_name(codec), "separator": SEPARATORS[separator]}
    return [grid_of(name, "", columns, lines, "read_csv", how=said)]


def _records(text: bytes, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Records with the line each begins on."""
    csv.field_size_limit(2**31 - 1)
    lines = io.TextIOWrapper(io.BytesIO(text), encoding="utf-8", newline="")
    reader = csv.reader(lines, delimiter=separator)
    start = 1
    for record in reader:
        yield start, record
        start = reader.line_num + 1


def _separator(text: bytes) -> tuple[str, int]:
    """The separator that makes most of the first records equally wide, and how wide."""
    best = (0, 1, ",")
    for separator in SEPARATORS:
        widths = Counter(
            len(record) for _, record in islice(_records(text, separator), TASTED) if record
        )
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        if width > 1:
            best = max(best, (count, width, separator))
    return best[2], best[1]


def _cells(
    text: bytes, separator: str, width: int, name: str, limits: Limits
) -> tuple[list[pa.Array], NDArray[np.int64]]:
    """Every record, as wide as the widest: first those of the usual width, then the others at
    their places."""
    odd: list[str] = []

    def is_odd(row: arrow_csv.InvalidRow) -> str:
        odd.append(row.text)
        if len(odd) > MOST_ODD:
            return "error"
        return "skip"

    first, preface = _preface(text, separator, width)
    places = [f"c{i}" for i in range(width)]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(text),
            read_options=arrow_csv.ReadOptions(column_names=places, skip_rows=first - 1),
            parse_options=arrow_csv.ParseOptions(
                delimiter=separator,
                newlines_in_values=b'"' in text,
                ignore_empty_lines=True,
                invalid_row_handler=is_odd,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(places, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        raise Refused([Problem("ragged_file", {"width": width}, name)]) from None
    ends = text.count(b"\n") + (not text.endswith(b"\n"))
    if not odd and not preface and ends == table.num_rows + first - 1:
        lines = np.arange(first, ends + 1, dtype=np.int64)
        return [_whole(column) for column in table.columns], lines
    if not odd and not preface:
        lines = np.fromiter((s for s, r in _records(text, separator) if r), dtype=np.int64)
        return [_whole(column) for column in table.columns], lines
    return _padded(text, separator, name, limits)


def _preface(text: bytes, separator: str, width: int) -> tuple[int, bool]:
    """The line of the first record of the usual width, and whether others stand before it."""
    before = False
    for line, record in islice(_records(text, separator), TASTED):
        if len(record) == width:
            return line, before
        before = before or bool(record)
    return 1, before


def _padded(
    text: bytes, separator: str, name: str, limits: Limits
) -> tuple[list[pa.Array], NDArray[np.int64]]:
    """All records one by one, the shorter ones filled up with empty cells."""
    lines: list[int] = []
    columns: list[list[str]] = []
    rows = 0
    for line, record in _records(text, separator):
        if not record:
            continue
        hold_extent(name, rows, max(len(columns), len(record)), limits)
        while len(columns) < len(record):
            columns.append([""] * rows)
        for column, cell in zip(columns, record, strict=False):
            column.append(cell)
        for column in columns[len(record) :]:
            column.append("")
        lines.append(line)
        rows += 1
    return [pa.array(column, pa.string()) for column in columns], np.array(lines, dtype=np.int64)


def _of_json(path: Path, name: str, limits: Limits, telling: Telling) -> Grid:
    """Lines of JSON objects, each a row; a list of them is the same."""
    data = path.read_bytes()
    hold_lines(data, limits, name)
    telling.looked(LEAST_WORK + len(data) / JSON_A_SECOND)
    text = data.decode(encoding_of(data, name)).lstrip("\ufeff")
    rows: list[dict[str, object]] = []
    lines: list[int] = []
    listed = text.lstrip().startswith("[")
    parts = [(1, text)] if listed else [(i, line) for i, line in enumerate(text.splitlines(), 1)]
    for number, part in parts:
        if not part.strip():
            continue
        try:
            found = json.loads(part, parse_float=str, parse_int=str)
        except (ValueError, RecursionError):
            raise Refused([Problem("json_line", {}, name, number, value=part[:60])]) from None
        for row in found if isinstance(found, list) else [found]:
            flat = _flat(row) if isinstance(row, dict) else None
            if flat is None:
                raise Refused([Problem("json_line", {}, name, number, value=part[:60])])
            rows.append(flat)
            lines.append(number)
    headings = list(dict.fromkeys(key for row in rows for key in row))
    hold_extent(name, len(rows), len(headings), limits)
    columns = [
        pa.array([heading, *(_json_text(row.get(heading)) for row in rows)], pa.string())
        for heading in headings
    ]
    return grid_of(name, "", columns, np.array([1, *lines], dtype=np.int64), "read_json")


def _flat(row: dict[str, object]) -> dict[str, object] | None:
    """An object with the values of those within it, as assignee.name, and lists of plain values as
    one text; None where lists hold more."""
    flat: dict[str, object] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            within = _flat(value)
            if within is None:
                return None
            flat |= {f"{key}.{name}": of for name, of in within.items()}
        elif isinstance(value, list):
            if any(isinstance(one, dict | list) for one in value):
                return None
            flat[key] = ", ".join(map(_json_text, value))
        else:
            flat[key] = value
    return flat


def _json_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value)


# -- Parquet and pieces -----------------------------------------------------------------------


def _of_parquet(path: Path, name: str, limits: Limits, telling: Telling) -> Grid:
    sheet = read_parquet(path, name, limits, telling)
    columns = [
        pa.concat_arrays([pa.array([heading], pa.string()), cells])
        for heading, cells in sheet.columns.items()
    ]
    lines = np.arange(sheet.rows + 1, dtype=np.int64)
    return grid_of(name, "", columns, lines, "read_parquet")


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks()
