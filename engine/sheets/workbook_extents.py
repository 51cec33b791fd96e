"""How much a workbook holds, found out before a reader lays it out, and held against the limits."""

from __future__ import annotations

import html
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from engine.sheets.limits import Limits, megabytes
from engine.sheets.old_workbook import errors_of
from engine.sheets.open_document import extents_of
from engine.sheets.telling import Telling
from engine.sheets.workbook_parts import (
    Extent,
    TooMuchMarkup,
    extent_of,
    filled_extent,
    sheet_parts,
    unpacked_size,
)
from engine.text import Problem, Refused

ARCHIVE = b"PK\x03\x04"
MODERN, OPEN_DOCUMENT = "xl/workbook.xml", "content.xml"
"""The part that every workbook of a kind has."""
LEAST_OF_A_CELL = 10
"""Bytes of a cell in an old workbook, which is not packed."""
LEAST_WORK, CELLS_A_SECOND = 2.0, 400_000
"""Seconds that reading may take: a few times what it does take."""
SPARSE = 4
"""A table of so many times its filled cells reaches out to something that does not belong to it."""


def is_archive(path: Path) -> bool:
    """Whether a file is packed as XLSX and ODS are; an old XLS may hold an archive within it."""
    with path.open("rb") as stream:
        return stream.read(len(ARCHIVE)) == ARCHIVE and zipfile.is_zipfile(path)


def look_through(path: Path, name: str, limits: Limits, telling: Telling) -> dict[str, Extent]:
    """The extent of every sheet of an XLSX or ODS workbook, of an old XLS no more than its errors;
    all get time by their cells.

    Raises Refused for what is too large to be laid out, and for an archive that is no workbook.
    """
    extents: dict[str, Extent] = {}
    cells = path.stat().st_size // LEAST_OF_A_CELL
    if is_archive(path):
        with zipfile.ZipFile(path) as parts:
            unpacked = unpacked_size(parts)
            telling.found(f"{megabytes(path.stat().st_size)} → {megabytes(unpacked)}")
            if unpacked > limits.unpacked:
                said = {"found": megabytes(unpacked), "most": megabytes(limits.unpacked)}
                raise Refused([Problem("unpacks_too_large", said, name)])
            there = frozenset(parts.namelist())
            if MODERN in there:
                extents = _modern(parts, there, name, limits)
                cells = _held_cells(name, extents.values(), limits)
            elif OPEN_DOCUMENT in there:
                extents = _open_document(parts, name, limits)
                cells = _held_cells(name, extents.values(), limits)
            else:
                raise Refused([Problem("not_a_workbook", {}, name)])
    else:
        errors = errors_of(path.read_bytes())
        extents = {sheet: Extent(errors=of) for sheet, of in errors.items()}
    telling.looked(LEAST_WORK + cells / CELLS_A_SECOND)
    telling.share(0.2)
    return extents


def _modern(
    parts: zipfile.ZipFile, there: frozenset[str], name: str, limits: Limits
) -> dict[str, Extent]:
    extents: dict[str, Extent] = {}
    sheets, is_to_be_calculated = sheet_parts(parts)
    _hold_sheets(name, len(sheets), limits)
    room = limits.workbook_cells
    for sheet, part in sheets.items():
        if part in there:
            extents[sheet] = _extent(parts, part, is_to_be_calculated, name, sheet, limits, room)
            room -= extents[sheet].cells
    return extents


def _extent(
    parts: zipfile.ZipFile,
    part: str,
    is_to_be_calculated: bool,
    name: str,
    sheet: str,
    limits: Limits,
    room: int,
) -> Extent:
    """How far a sheet reaches; cells that are only formatted count where there is room for them."""
    with parts.open(part) as stream, _told_of_markup(name, sheet):
        extent = extent_of(stream, is_to_be_calculated, limits.workbook_cells)
    is_large = extent.area > limits.workbook_cells or extent.columns > limits.columns
    if is_large or extent.cells > room:
        with parts.open(part) as stream:
            filled = filled_extent(stream, limits.workbook_cells)
        _hold(name, sheet, filled, limits)
        extent = replace(extent, cells=filled.cells, rows=filled.rows, columns=filled.columns)
    return extent


def _open_document(parts: zipfile.ZipFile, name: str, limits: Limits) -> dict[str, Extent]:
    """The extents of all tables; their cells take twice the memory of other workbooks."""
    limits = replace(limits, workbook_cells=limits.workbook_cells // 2)
    with parts.open(OPEN_DOCUMENT) as stream, _told_of_markup(name):
        extents = list(extents_of(stream, limits.workbook_cells, limits.sheets))
    _hold_sheets(name, len(extents), limits)
    for sheet, extent in extents:
        _hold(name, sheet, extent, limits)
    _held_cells(name, (extent for _, extent in extents), limits)
    return {html.unescape(sheet): extent for sheet, extent in extents}


def _hold(name: str, sheet: str, extent: Extent, limits: Limits) -> None:
    is_too_wide = extent.columns > limits.columns
    if extent.area > limits.workbook_cells or is_too_wide:
        said = {
            "cells": f"{extent.cells:,}",
            "found": f"{extent.columns if is_too_wide else extent.area:,}",
            "most": f"{limits.columns if is_too_wide else limits.workbook_cells:,}",
        }
        key = "too_many_columns" if is_too_wide else "too_many_cells"
        if extent.cells * SPARSE < extent.area:
            key = "far_cell"
        raise Refused([Problem(key, said, name, value=extent.last, sheet=sheet)])


def _hold_sheets(name: str, found: int, limits: Limits) -> None:
    if found > limits.sheets:
        said = {"found": f"{found:,}", "most": f"{limits.sheets:,}"}
        raise Refused([Problem("too_many_sheets", said, name)])


def _held_cells(name: str, extents: Iterable[Extent], limits: Limits) -> int:
    """The cells of all sheets together, where they are not too many."""
    cells = sum(extent.cells for extent in extents)
    if cells > limits.workbook_cells:
        said = {"found": f"{cells:,}", "most": f"{limits.workbook_cells:,}"}
        raise Refused([Problem("too_many_cells", said, name)])
    return cells


@contextmanager
def _told_of_markup(name: str, sheet: str = "") -> Iterator[None]:
    try:
        yield
    except TooMuchMarkup as error:
        said = {"found": f"{error.elements:,}", "cells": f"{error.cells:,}"}
        raise Refused([Problem("too_much_markup", said, name, sheet=sheet)]) from None
