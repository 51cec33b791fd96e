"""What lies in a workbook (XLSX) before a reader lays it out: sizes, cells that are filled, cells
without a value. A reader lays out the whole rectangle around the farthest cell."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO
from xml.etree import ElementTree

CHUNK = 1 << 20
LONGEST_PART = 20_000_000
"""Bytes of the parts that list the sheets; they are parsed whole."""
CELL = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r=[\"']([A-Z]+)(\d+)[\"'][^>]*(?<!/)>")
CELL_WITHOUT_PLACE = b"<c>"
VALUELESS = re.compile(
    rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r=[\"']([A-Z]+)(\d+)[\"']([^>]*)(?<!/)>"
    rb"(?:<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>([^<]*)</(?:\w+:)?f>))?"
    rb"(?:<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>)?"
)
SIGNS_OF_FLAWS = (b't="e"', b"t='e'", b"<f", b":f")
CELL_END = b"c>"
MOST_FLAWS = 10_000


@dataclass
class Extent:
    """The filled cells of a sheet: how many, and the last row and column (1 is the first).

    `errors` and `formulas` are the texts of cells by position (row, column) that hold an error, or
    a formula whose result is not in the file.
    """

    cells: int = 0
    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def area(self) -> int:
        """Cells of the rectangle that a reader lays out."""
        return self.rows * self.columns

    @property
    def last(self) -> str:
        """The position of the rectangle's last cell, as in XFD1048576."""
        return f"{column_letters(self.columns)}{self.rows}"


def unpacked_size(parts: zipfile.ZipFile) -> int:
    """Bytes of all parts together once unpacked, as the archive promises."""
    return sum(part.file_size for part in parts.infolist())


def sheet_parts(parts: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """The part that holds each sheet, by the sheet's name; and whether the results of formulas
    were left to whoever opens the workbook."""
    book = _parsed(parts, "xl/workbook.xml")
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _parsed(parts, "xl/_rels/workbook.xml.rels")
    }
    sheets, is_to_be_calculated = {}, False
    for element in book.iter():
        kind = element.tag.rpartition("}")[2]
        if kind == "sheet":
            relation = next((v for k, v in element.items() if k.endswith("}id")), "")
            target = targets.get(relation, "")
            path = PurePosixPath("/xl", target).relative_to("/").as_posix()
            sheets[element.get("name", "")] = path
        elif kind == "calcPr":
            is_to_be_calculated = element.get("fullCalcOnLoad") in ("1", "true")
    return sheets, is_to_be_calculated


def extent_of(stream: IO[bytes], is_to_be_calculated: bool, most_cells: int) -> Extent:
    """Looks through the text of a sheet once, or as far as it has more cells than the most."""
    extent = Extent()
    letters: set[bytes] = set()
    for text in _cells_whole(stream):
        places = CELL.findall(text)
        extent.cells += len(places) + text.count(CELL_WITHOUT_PLACE)
        letters.update(place[0] for place in places)
        extent.rows = max(extent.rows, max((int(place[1]) for place in places), default=0))
        if any(sign in text for sign in SIGNS_OF_FLAWS):
            _take_down(text, extent, is_to_be_calculated)
        if extent.cells > most_cells:
            break
    extent.columns = max(map(column_number, letters), default=0)
    return extent


def column_number(letters: bytes) -> int:
    """A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def column_letters(number: int) -> str:
    """1 is A."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _take_down(text: bytes, extent: Extent, is_to_be_calculated: bool) -> None:
    for letters, row, how, formula, value in VALUELESS.findall(text):
        if len(extent.errors) + len(extent.formulas) > MOST_FLAWS:
            return
        place = (int(row), column_number(letters))
        how = how.replace(b"'", b'"')
        if b't="e"' in how:
            extent.errors[place] = value.decode("utf-8", "replace") or "#N/A"
        elif formula and b't="str"' not in how and value in UNKNOWN[is_to_be_calculated]:
            extent.formulas[place] = "=" + formula.decode("utf-8", "replace")


UNKNOWN = {False: (b"",), True: (b"", b"0")}
"""Results that are none: programs that leave the calculation to others write 0, or nothing."""


def _cells_whole(stream: IO[bytes]) -> Iterator[bytes]:
    """The text in pieces that end with a cell's end."""
    rest = b""
    while chunk := stream.read(CHUNK):
        text = rest + chunk
        end = text.rfind(CELL_END) + len(CELL_END)
        if end < len(CELL_END):
            end = max(0, len(text) - CHUNK)
        yield text[:end]
        rest = text[end:]
    yield rest


def _parsed(parts: zipfile.ZipFile, path: str) -> ElementTree.Element:
    if parts.getinfo(path).file_size > LONGEST_PART:
        raise ValueError(f"{path} is too large")
    return ElementTree.fromstring(parts.read(path))
