"""Errors and formulas without a result are seen in every kind of workbook, never as blanks."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from engine.sheets import read_grids
from engine.sheets.old_workbook import errors_of

NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text")
)
OPEN = (
    f'<office:document-content {NAMESPACES} xmlns:calcext="urn:calcext"><office:body>'
    '<office:spreadsheet><table:table table:name="一月">{}</table:table></office:spreadsheet>'
    "</office:body></office:document-content>"
)
WRONG = (
    '<table:table-cell table:formula="of:={0}" office:value-type="{1}" office:value="0"'
    ' calcext:value-type="error"><text:p>{2}</text:p></table:table-cell>'
)
KINDS = {"#DIV/0!": 7, "#N/A": 42, "#REF!": 23}


def open_document(path: Path, rows: list[list[str]]) -> Path:
    lines = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", OPEN.format(lines))
        parts.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def words(text: str) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def old_workbook(path: Path, cells: list[bytes]) -> Path:
    """A workbook of one sheet, Sheet1, in a file system of sectors of 512 bytes."""
    name = "Sheet1".encode("utf-16-le")

    def begin(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 6))

    head = begin(5) + record(0x42, struct.pack("<H", 1200))
    place = len(head) + 12 + len(name) + 4
    head += record(0x85, struct.pack("<IBBBB", place, 0, 0, 6, 1) + name) + record(0xA)
    size = record(0x200, struct.pack("<IIHHH", 0, 9, 0, 2, 0))
    stream = (head + begin(16) + size + b"".join(cells) + record(0xA)).ljust(4096, b"\0")
    follows = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0")
    header += struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6).ljust(16, b"\0")
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)

    def entry(called: str, kind: int, child: int, start: int, length: int) -> bytes:
        text = f"{called}\0".encode("utf-16-le")
        begins = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
        begins += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child).ljust(48, b"\0")
        return begins + struct.pack("<III", start, length, 0)

    entries = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
    entries += entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
    table = struct.pack(f"<{len(follows)}I", *follows).ljust(512, b"\xff")
    path.write_bytes(header + table + entries.ljust(512, b"\0") + stream)
    return path


def label(row: int, column: int, text: str) -> bytes:
    body = struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le")
    return record(0x204, body)


def error(row: int, column: int, text: str) -> bytes:
    return record(0x205, struct.pack("<HHHBB", row, column, 0, KINDS[text], 1))


def formula(row: int, column: int, text: str) -> bytes:
    result = bytes([2, 0, KINDS[text], 0, 0, 0, 255, 255])
    return record(0x6, struct.pack("<HHH", row, column, 0) + result + bytes(8) + b"\x1e\x01\x00")


def test_errors_of_open_documents_are_seen(tmp_path: Path) -> None:
    rows = [
        [words("工号"), words("销售额"), words("目标")],
        [words("A1"), WRONG.format("1/0", "float", "#DIV/0!"), words("5")],
        [
            '<table:table-cell table:number-columns-repeated="2"/>',
            WRONG.format("x", "string", "E&lt;"),
        ],
        [words("A2"), '<table:table-cell table:formula="of:=[.A1]*2"/>', words("6")],
    ]
    [grid] = read_grids(open_document(tmp_path / "f.ods", rows))
    assert [grid.row(at) for at in (1, 2, 3)] == [
        ["A1", "#DIV/0!", "5"],
        ["", "", "E<"],
        ["A2", "=[.A1]*2", "6"],
    ]
    assert [(flaw.key, flaw.line, flaw.column) for flaw in grid.flaws] == [
        ("error_in_cell", 2, "B"),
        ("error_in_cell", 3, "C"),
        ("not_calculated", 4, "B"),
    ]


@pytest.mark.parametrize("text", list(KINDS))
def test_errors_of_old_workbooks_are_seen(tmp_path: Path, text: str) -> None:
    cells = [label(0, 0, "工号"), label(0, 1, "销售额"), label(1, 0, "A1"), error(1, 1, text)]
    cells += [label(2, 0, "A2"), formula(2, 1, text)]
    [grid] = read_grids(old_workbook(tmp_path / "f.xls", cells))
    assert [grid.row(at) for at in (1, 2)] == [["A1", text], ["A2", text]]
    assert [(flaw.key, flaw.line, flaw.value) for flaw in grid.flaws] == [
        ("error_in_cell", 2, text),
        ("error_in_cell", 3, text),
    ]


def test_a_file_cut_short_or_in_a_circle_has_no_errors(tmp_path: Path) -> None:
    whole = old_workbook(tmp_path / "f.xls", [error(1, 1, "#N/A")]).read_bytes()
    assert errors_of(whole) == {"Sheet1": {(2, 2): "#N/A"}}
    for end in range(0, 1600, 97):
        assert errors_of(whole[:end]) in ({}, {"Sheet1": {(2, 2): "#N/A"}})
    in_circle = whole[:68] + bytes(4) + whole[72:1020] + bytes(4) + whole[1024:]
    assert errors_of(in_circle) == {}
