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

import numpy as np
from numpy.typing import NDArray

CHUNK = 1 << 20
LONGEST_PART = 20_000_000
"""Bytes of the parts that list the sheets; they are parsed whole."""
CELL = re.compile(rb"<(?:\w+:)?c\s(?:[^<>]*?\s)?r=[\"']([A-Z]+)(\d+)[\"'][^<>]*(?<!/)>")
CELL_WITHOUT_PLACE = b"<c>"
VALUELESS = re.compile(
    rb"<(?:\w+:)?c\s(?:[^<>]*?\s)?r=[\"']([A-Z]+)(\d+)[\"']([^<>]*)(?<!/)>"
    rb"(?:<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>([^<]*)</(?:\w+:)?f>))?"
    rb"(?:<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>)?"
)
ERRORS = (b't="e"', b"t='e'")
NO_VALUE = re.compile(rb"f(?:\s[^<>]*/)?>(?:</|<(?:\w+:)?v(?:/>|></))")
"""A formula after which no value stands."""
CELL_END = b"c>"
HIDDEN = re.compile(
    rb"<(?:\w+:)?(row|col)(\s[^<>]*?\shidden=[\"'](?:1|true)[\"'][^<>]*|\shidden=[^<>]*)>"
)
NUMBERS = re.compile(rb"\s(r|min|max)=[\"'](\d{1,9})[\"']")
WIDEST_SHEET = 16_384
MOST_FLAWS = 10_000
ELEMENTS = 8
"""A cell is written in so many tags at most, formula and all."""
WIDEST = 16
"""A place, XFD1048576, takes fewer signs."""
QUOTES = np.array([34, 39], np.uint8)


@dataclass
class Extent:
    """The filled cells of a sheet: how many, and the last row and column (1 is the first).

    `errors` and `formulas` are the texts of cells by position (row, column) that hold an error, or
    a formula whose result is not in the file. `hidden_rows` and `hidden_columns` are numbers.
    """

    cells: int = 0
    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

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
    """Looks through the text of a sheet once, or as far as it has more cells than the most.

    The rectangle takes in cells that are only formatted where it is small with them; where it is
    not, the text is looked through again for those that are filled. Raises TooMuchMarkup.
    """
    extent, elements = Extent(), 0
    for text in _cells_whole(stream):
        elements += text.count(b"<")
        if elements > ELEMENTS * most_cells:
            raise TooMuchMarkup(elements, extent.cells)
        _reach(text, extent)
        if b"hidden=" in text:
            _take_hidden(text, extent)
        if any(sign in text for sign in ERRORS) or _lacks_value(text, is_to_be_calculated):
            _take_down(text, extent, is_to_be_calculated)
    return extent


class TooMuchMarkup(Exception):
    """A text of so many elements for so few cells that it is no sheet."""

    def __init__(self, elements: int, cells: int) -> None:
        super().__init__(elements, cells)
        self.elements, self.cells = elements, cells


def filled_extent(stream: IO[bytes], most_cells: int) -> Extent:
    """How far the cells reach that are filled; slower, and of no flaws."""
    extent = Extent()
    letters: set[bytes] = set()
    for text in _cells_whole(stream):
        places = CELL.findall(text)
        extent.cells += len(places) + text.count(CELL_WITHOUT_PLACE)
        letters.update(place[0] for place in places)
        extent.rows = max(extent.rows, max((int(place[1]) for place in places), default=0))
        if extent.cells > most_cells:
            break
    extent.columns = max(map(column_number, letters), default=0)
    return extent


def _reach(text: bytes, extent: Extent) -> None:
    """Widens an extent by all the places that a text names, `r="B7"`, filled or not."""
    signs = np.frombuffer(text + bytes(WIDEST), np.uint8)
    is_place = (signs[:-WIDEST] == ord("r")) & (signs[1 : 1 - WIDEST] == ord("="))
    at = np.flatnonzero(is_place)
    at = at[np.isin(signs[at + 2], QUOTES)] + 3
    is_cell = _is_letter(signs[at])
    extent.cells += int(is_cell.sum()) + text.count(CELL_WITHOUT_PLACE)
    at = at[is_cell]
    if not at.size:
        return
    column = np.zeros(at.size, np.int64)
    for _ in range(4):
        sign = signs[at]
        goes_on = _is_letter(sign)
        column = np.where(goes_on, column * 26 + sign - 64, column)
        at = at + goes_on
    row = np.zeros(at.size, np.int64)
    for _ in range(8):
        sign = signs[at]
        goes_on = (sign >= ord("0")) & (sign <= ord("9"))
        row = np.where(goes_on, row * 10 + sign - 48, row)
        at = at + goes_on
    extent.columns = max(extent.columns, int(column.max()))
    extent.rows = max(extent.rows, int(row.max()))


def _is_letter(signs: NDArray[np.uint8]) -> NDArray[np.bool_]:
    is_letter: NDArray[np.bool_] = (signs >= ord("A")) & (signs <= ord("Z"))
    return is_letter


def _lacks_value(text: bytes, is_to_be_calculated: bool) -> bool:
    """Whether there may be a formula whose result is not in the file."""
    if is_to_be_calculated:
        return b"<f" in text or b":f" in text
    return NO_VALUE.search(text) is not None


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
    for found in VALUELESS.finditer(text):
        if len(extent.errors) + len(extent.formulas) > MOST_FLAWS:
            return
        letters, row, how, formula, value = (part or b"" for part in found.groups())
        place = (int(row), column_number(letters))
        how = how.replace(b"'", b'"')
        if b't="e"' in how:
            extent.errors[place] = value.decode("utf-8", "replace") or "#N/A"
        elif formula and b't="str"' not in how and value in UNKNOWN[is_to_be_calculated]:
            extent.formulas[place] = "=" + formula.decode("utf-8", "replace")


def _take_hidden(text: bytes, extent: Extent) -> None:
    for kind, attributes in HIDDEN.findall(text):
        said = {name: int(number) for name, number in NUMBERS.findall(attributes)}
        if kind == b"row" and b"r" in said:
            extent.hidden_rows.add(said[b"r"])
        elif kind == b"col" and said.keys() >= {b"min", b"max"}:
            last = min(said[b"max"], WIDEST_SHEET)
            extent.hidden_columns.update(range(said[b"min"], last + 1))


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
        raise zipfile.BadZipFile(f"{path} is too large")
    return ElementTree.fromstring(parts.read(path))
