"""The errors in the cells of an old workbook (XLS), which its reader takes for blank cells.

The file is a small file system of sectors; one of its files is a row of records, each with its kind
and length.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from engine.sheets.workbook_parts import MOST_FLAWS

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NAMES = ("Workbook", "Book")
HEADER, ENTRY, LISTED = 512, 128, 109
"""Bytes of the header and of an entry of the directory; sectors that the header itself lists."""
LAST_SECTOR = 0xFFFFFFFA
"""From here on numbers say that no sector follows."""
BEGIN, SHEET, FORMULA, ERROR, LOCKED = 0x0809, 0x0085, 0x0006, 0x0205, 0x002F
"""Kinds of records."""
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!"}
NOT_AVAILABLE = "#N/A"

Places = dict[tuple[int, int], str]


def errors_of(data: bytes) -> dict[str, Places]:
    """The errors of each sheet by row and column (1 is the first); of what is no old workbook, or
    is damaged, none: reading it says so."""
    try:
        return _errors(_workbook(data))
    except (struct.error, IndexError, ValueError):
        return {}


def _errors(records: bytes) -> dict[str, Places]:
    begins: dict[int, str] = {}
    found: dict[str, Places] = {}
    here: Places = {}
    count = 0
    for at, kind, length in _records(records):
        if kind == LOCKED or count > MOST_FLAWS:
            break
        body = at + 4
        if kind == SHEET:
            (begin,) = struct.unpack_from("<I", records, body)
            begins[begin] = _name(records[body + 6 : body + length])
        elif kind == BEGIN:
            here = found.setdefault(begins.get(at, ""), {})
        elif kind in (ERROR, FORMULA):
            row, column = struct.unpack_from("<HH", records, body)
            result = records[body + 6 : body + 14]
            is_error = result[1] == 1 if kind == ERROR else result[0] == 2
            if is_error and (kind == ERROR or result[6:8] == b"\xff\xff"):
                code = result[0] if kind == ERROR else result[2]
                here[row + 1, column + 1] = ERRORS.get(code, NOT_AVAILABLE)
                count += 1
    return {sheet: places for sheet, places in found.items() if places}


def _records(records: bytes) -> Iterator[tuple[int, int, int]]:
    """Where each record begins, its kind and its length."""
    at = 0
    while at + 4 <= len(records):
        kind, length = struct.unpack_from("<HH", records, at)
        if not kind and not length:
            return
        yield at, kind, length
        at += 4 + length


def _name(text: bytes) -> str:
    count, is_wide = text[0], text[1] & 1
    return (
        text[2 : 2 + 2 * count].decode("utf-16-le")
        if is_wide
        else text[2 : 2 + count].decode("latin-1")
    )


# -- the file system ---------------------------------------------------------------------------


def _workbook(data: bytes) -> bytes:
    """The file of records within the file. Raises ValueError where there is none."""
    if not data.startswith(SIGNATURE):
        raise ValueError
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    first_entry, cutoff, first_small = (
        struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60)
    )
    follows = _follows(data, shift)

    def whole(start: int) -> bytes:
        return _joined(data, start, follows, shift, HEADER)

    entries = whole(first_entry)
    root = b""
    for at in range(0, len(entries) - ENTRY + 1, ENTRY):
        entry = entries[at : at + ENTRY]
        (length,) = struct.unpack_from("<H", entry, 64)
        start, size = struct.unpack_from("<II", entry, 116)
        root = root or whole(start)
        if entry[: max(length - 2, 0)].decode("utf-16-le", "replace") not in NAMES:
            continue
        if size >= cutoff:
            return whole(start)[:size]
        table = whole(first_small)
        small = struct.unpack(f"<{len(table) // 4}I", table)
        return _joined(root, start, small, small_shift, 0)[:size]
    raise ValueError


def _follows(data: bytes, shift: int) -> tuple[int, ...]:
    """For each sector the one that follows it. Raises ValueError where more are listed than are
    there."""
    size = 1 << shift
    most = len(data) // size + 1
    tables = [n for n in struct.unpack_from(f"<{LISTED}I", data, 76) if n < LAST_SECTOR]
    (more,) = struct.unpack_from("<I", data, 68)
    for _ in range(most):
        if more >= LAST_SECTOR:
            break
        listed = struct.unpack_from(f"<{size // 4}I", data, HEADER + (more << shift))
        tables += [n for n in listed[:-1] if n < LAST_SECTOR]
        more = listed[-1]
    if len(tables) > 2 * (4 * most // size + 1):  # a sector lists what follows size / 4 others
        raise ValueError
    whole = b"".join(data[HEADER + (n << shift) : HEADER + ((n + 1) << shift)] for n in tables)
    return struct.unpack(f"<{len(whole) // 4}I", whole[: len(whole) // 4 * 4])


def _joined(data: bytes, start: int, follows: tuple[int, ...], shift: int, begin: int) -> bytes:
    """The sectors from one on, as each says which follows."""
    parts: list[bytes] = []
    while start < LAST_SECTOR and len(parts) <= len(follows):
        parts.append(data[begin + (start << shift) : begin + ((start + 1) << shift)])
        start = follows[start]
    return b"".join(parts)
