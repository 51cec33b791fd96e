"""A file as a table of text: CSV, Parquet or workbook, with the line each row stands on."""

from __future__ import annotations

import csv
import datetime
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv as arrow_csv
from python_calamine import CalamineWorkbook

from engine.progress import Progress, no_progress
from engine.text import Problem, Refused, decoded

SEPARATORS = ",;\t|"
LONGEST_CELL = 2**31 - 1


@dataclass(frozen=True)
class Sheet:
    """Columns of trimmed text ("" is blank) under their headings, and the line of each row.

    `line` is None for rows that do not stand in a file each on a line of its own.
    """

    name: str
    columns: dict[str, pa.StringArray]
    rows: int
    line: Callable[[int], int | None]


def read_sheet(source: str | Path, progress: Progress = no_progress) -> Sheet:
    """Reads a file by its ending (`-` is CSV from standard input).

    Raises Refused where it cannot be read as one table with a heading line.
    """
    path = Path(source)
    if str(source) == "-":
        return _csv(sys.stdin.buffer.read(), "standard input")
    if not path.is_file():
        raise Refused([Problem("no_file", {}, str(source))])
    ending = path.suffix.lower()
    try:
        if ending in (".csv", ".tsv", ".txt"):
            return _csv(path.read_bytes(), path.name)
        if ending == ".parquet":
            return _parquet(path, progress)
        if ending in (".xlsx", ".xlsm", ".xls", ".ods"):
            return _workbook(path, progress)
    except Refused:
        raise
    except Exception as error:  # any reader's own complaint, told in one sentence
        found = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Refused([Problem("unreadable", {"found": found}, path.name)]) from None
    raise Refused([Problem("file_type", {"found": ending or path.name}, path.name)])


def _csv(data: bytes, name: str) -> Sheet:
    text = decoded(data, name)
    if not text.strip():
        raise Refused([Problem("no_rows", {}, name)])
    heading = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(SEPARATORS, key=heading.count)
    _, heading_end, headings = next(_records(text, separator))
    if text.count('"') % 2 and (open_at := _open_quote(text, separator)):
        raise Refused([Problem("open_quote", {}, name, open_at)])
    places = [f"c{i}" for i in range(len(headings))]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(text.encode()),
            read_options=arrow_csv.ReadOptions(column_names=places, skip_rows=heading_end),
            parse_options=arrow_csv.ParseOptions(
                delimiter=separator, newlines_in_values='"' in text
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(places, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        raise Refused(_ragged(text, separator, len(headings), name)) from None
    lines: list[int] = []

    def line(row: int) -> int:
        if not lines:
            lines.extend(start for start, _, _ in _records(text, separator))
        return lines[row + 1]

    return _sheet(name, headings, table.columns, table.num_rows, line)


def _records(
    text: str, separator: str, strict: bool = False
) -> Iterator[tuple[int, int, list[str]]]:
    """Every record that is not an empty line, with the lines it starts and ends on."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    start = 1
    for record in reader:
        if record:
            yield start, reader.line_num, record
        start = reader.line_num + 1


def _open_quote(text: str, separator: str) -> int | None:
    """The line on which a quotation mark opens that swallows the rest of the file."""
    try:
        for _ in _records(text, separator, strict=True):
            pass
    except csv.Error as error:
        if "unexpected end" in str(error):
            return [start for start, _, _ in _records(text, separator)][-1]
    return None


def _ragged(text: str, separator: str, wanted: int, name: str) -> list[Problem]:
    found = [
        Problem("ragged", {"found": len(record), "wanted": wanted}, name, line)
        for line, _, record in _records(text, separator)
        if len(record) != wanted
    ]
    return found or [Problem("unreadable", {"found": "CSV"}, name)]


def _parquet(path: Path, progress: Progress) -> Sheet:
    table = pq.read_table(path)
    columns = []
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_temporal(column.type):
            column = pc.strftime(column, format="%Y-%m" if name == "month" else "%Y-%m-%d")
        elif pa.types.is_boolean(column.type):
            column = pc.cast(column, pa.int8())
        columns.append(pc.cast(column, pa.string()))
        progress(len(columns) / table.num_columns)
    return _sheet(path.name, table.column_names, columns, table.num_rows, lambda row: row + 1)


def _workbook(path: Path, progress: Progress) -> Sheet:
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    rows = sheet.to_python()
    if not rows:
        raise Refused([Problem("no_rows", {}, path.name)])
    headings = [_cell("", value).strip() for value in rows[0]]
    columns = []
    for i, heading in enumerate(headings):
        progress(0.5 + 0.5 * i / len(headings))
        columns.append(pa.array([_cell(heading, row[i]) for row in rows[1:]], pa.string()))
    above = sheet.start[0] if sheet.start else 0
    return _sheet(path.name, headings, columns, len(rows) - 1, lambda row: above + row + 2)


def _cell(heading: str, value: object) -> str:
    """A workbook's cell as the text a CSV would have."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%Y-%m" if heading == "month" else "%Y-%m-%d")
    return str(value)


def _sheet(
    name: str,
    headings: Sequence[str],
    columns: Sequence[pa.ChunkedArray | pa.Array],
    rows: int,
    line: Callable[[int], int],
) -> Sheet:
    trimmed = [heading.strip() for heading in headings]
    twice = sorted({h for h in trimmed if h and trimmed.count(h) > 1})
    if twice:
        raise Refused([Problem("heading_twice", {}, name, 1, h, h) for h in twice])
    if rows == 0:
        raise Refused([Problem("no_rows", {}, name)])
    texts = {}
    for heading, column in zip(trimmed, columns, strict=True):
        whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        texts[heading] = pc.fill_null(pc.utf8_trim_whitespace(whole), "")
    return _without_blank_rows(Sheet(name, texts, rows, line))


def _without_blank_rows(sheet: Sheet) -> Sheet:
    """Rows in which nothing is written, as spreadsheets leave them behind, say nothing."""
    first, *others = sheet.columns.values()
    blank = pc.equal(first, "")
    if not pc.any(blank).as_py():
        return sheet
    for column in others:
        blank = pc.and_(blank, pc.equal(column, ""))
    kept = pc.indices_nonzero(pc.invert(blank)).to_pylist()
    if len(kept) == sheet.rows:
        return sheet
    if not kept:
        raise Refused([Problem("no_rows", {}, sheet.name)])
    columns = {heading: column.take(pa.array(kept)) for heading, column in sheet.columns.items()}
    return Sheet(sheet.name, columns, len(kept), lambda row: sheet.line(kept[row]))
