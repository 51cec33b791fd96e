"""CSV: encoding and separator told by evidence, each row with the line it begins on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from engine.sheets.columns import hold_extent, sheet_of
from engine.sheets.limits import Limits, megabytes
from engine.sheets.literal_cells import from_literals
from engine.sheets.sheet import Lines, Sheet
from engine.sheets.telling import Telling
from engine.text import MOST_PROBLEMS, Problem, Refused, encoding_name, encoding_of

SEPARATORS = {",": ",", ";": ";", "\t": "Tab", "|": "|"}
LARGEST_SHARE = 0.16
"""The text of a file may take such a share of the memory: read, taken apart and trimmed it is there
several times, and a larger one is refused at once rather than after it was read in vain."""
PROGRAM, CELL = 200_000_000, 6
"""Bytes that the reader takes itself, and that a column takes for each cell beyond its text."""
LEAST_WORK, BYTES_A_SECOND, CELLS_A_SECOND = 1.5, 40_000_000, 8_000_000
"""Seconds that reading may take, by the size of the text: several times what it does take."""
LONGEST_CELL = 2**31 - 1
HEADING = re.compile(rb"\s*([^\r\n]*)")
MARK = b"\xef\xbb\xbf"


def read_csv(path: Path, name: str, limits: Limits, telling: Telling) -> Sheet:
    """A file of records, one a line, of which the first is the headings."""
    text, codec = text_of(path, name, limits, telling)
    separator, ends = _separator(text, limits, name), _line_ends(text)
    telling.share(0.2)
    _, heading_end, headings = next(_records(text, separator))
    hold_text(text, ends, len(headings), name, limits, telling)
    if text.count(b'"') % 2 and (open_at := _open_quote(text, separator)):
        raise Refused([Problem("open_quote", {}, name, open_at)])
    columns = _columns(text, separator, headings, heading_end, name)
    telling.share(0.7)
    lines = _lines(text, separator, heading_end, len(columns[0]), ends)
    del text
    headings = from_literals(pa.chunked_array([headings])).to_pylist()
    one_by_one = (from_literals(columns.pop(0)) for _ in headings)  # so that each is let go
    sheet = sheet_of(name, headings, one_by_one, lines)
    how = {"encoding": encoding_name(codec), "separator": SEPARATORS[separator]}
    return sheet.told("read_csv", **how)


def hold_lines(data: bytes, limits: Limits, name: str) -> None:
    """Refuses by its line ends what is too large whatever its encoding."""
    hold_extent(name, max(data.count(b"\n"), data.count(b"\r")), 0, limits)


def hold_text(
    text: bytes, rows: int, columns: int, name: str, limits: Limits, telling: Telling
) -> None:
    """Refuses a table that is too large, or will not fit into memory; others get time by size."""
    hold_extent(name, rows, columns, limits)
    found, cells = f"{megabytes(len(text))}, {rows:,} × {columns:,}", rows * columns
    telling.found(found)
    if (needed := PROGRAM + 2 * (len(text) + CELL * cells)) > limits.memory:
        said = {"found": f"{found} → {megabytes(needed)}", "most": megabytes(limits.memory)}
        raise Refused([Problem("too_much_memory", said, name)])
    telling.looked(LEAST_WORK + len(text) / BYTES_A_SECOND + cells / CELLS_A_SECOND)


def text_of(path: Path, name: str, limits: Limits, telling: Telling) -> tuple[bytes, str]:
    """The text of a file in UTF-8 without a mark, and the codec that it is written in."""
    size = path.stat().st_size
    telling.found(megabytes(size))
    if size > LARGEST_SHARE * limits.memory:
        said = {"found": megabytes(size), "most": megabytes(LARGEST_SHARE * limits.memory)}
        raise Refused([Problem("text_too_long", said, name)])
    data = path.read_bytes()
    hold_lines(data, limits, name)
    codec = encoding_of(data, name)
    text = data if codec == "utf-8" else data.decode(codec).encode()
    text = text.removeprefix(MARK)
    return text, codec


def _separator(text: bytes, limits: Limits, name: str) -> str:
    """The separator of the heading line, which must not be endless either."""
    found = HEADING.match(text)
    heading = found.group(1) if found else b""
    if not heading.strip():
        raise Refused([Problem("no_rows", {}, name)])
    separator = max(SEPARATORS, key=lambda sign: heading.count(sign.encode()))
    hold_extent(name, 0, heading.count(separator.encode()) + 1, limits)
    return separator


def _line_ends(text: bytes) -> int:
    """How many lines there are."""
    ends = text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")
    return ends + (not text.endswith((b"\n", b"\r")))


def _columns(
    text: bytes, separator: str, headings: list[str], heading_end: int, name: str
) -> list[pa.ChunkedArray]:
    places = [f"c{i}" for i in range(len(headings))]
    try:
        columns: list[pa.ChunkedArray] = arrow_csv.read_csv(
            pa.BufferReader(text),
            read_options=arrow_csv.ReadOptions(column_names=places, skip_rows=heading_end),
            parse_options=arrow_csv.ParseOptions(
                delimiter=separator, newlines_in_values=b'"' in text
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(places, pa.string()), strings_can_be_null=False
            ),
        ).columns
    except pa.ArrowInvalid:
        raise Refused(_ragged(text, separator, len(headings), name)) from None
    return columns


def _records(
    text: bytes, separator: str, strict: bool = False
) -> Iterator[tuple[int, int, list[str]]]:
    """Every record that is not an empty line, with the lines it starts and ends on."""
    csv.field_size_limit(LONGEST_CELL)
    lines = io.TextIOWrapper(io.BytesIO(text), encoding="utf-8", newline="")
    reader = csv.reader(lines, delimiter=separator, strict=strict)
    start = 1
    for record in reader:
        if record:
            yield start, reader.line_num, record
        start = reader.line_num + 1


def _lines(text: bytes, separator: str, heading_end: int, rows: int, ends: int) -> Lines:
    """The line of every row; they are counted one by one only where some are not one line each."""
    if ends == heading_end + rows:
        return np.arange(heading_end + 1, ends + 1, dtype=np.int64)
    starts = (start for start, _, _ in _records(text, separator))
    return np.fromiter(starts, dtype=np.int64)[1:]


def _open_quote(text: bytes, separator: str) -> int | None:
    """The line on which a quotation mark opens that swallows the rest of the file."""
    try:
        for _ in _records(text, separator, strict=True):
            pass
    except csv.Error as error:
        if "unexpected end" in str(error):
            return max(start for start, _, _ in _records(text, separator))
    return None


def _ragged(text: bytes, separator: str, wanted: int, name: str) -> list[Problem]:
    found: list[Problem] = []
    further = 0
    for line, _, record in _records(text, separator):
        if len(record) == wanted:
            continue
        if len(found) < MOST_PROBLEMS:
            found.append(Problem("ragged", {"found": len(record), "wanted": wanted}, name, line))
        else:
            further += 1
    if further:
        found.append(Problem("more_problems", {"count": further}, name))
    return found or [Problem("unreadable", {"found": "CSV"}, name)]
