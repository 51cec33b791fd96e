"""Workbooks written by hand, as no spreadsheet would write them: XLSX, and ODS at the end."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADINGS = ("employee_id", "month", "target", "sales")


def cell(place: str, value: str | float, how: str = "") -> str:
    """A cell of text or a number, as a workbook holds it."""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}" {how}><v>{value}</v></c>'


def row(number: int, cells: Iterable[str]) -> str:
    """A row of such cells."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def table(*rows: Iterable[str | float], headings: Iterable[str] = HEADINGS) -> str:
    """Rows under headings, from A1."""
    return "".join(
        row(i, [cell(f"{chr(65 + j)}{i}", value) for j, value in enumerate(values)])
        for i, values in enumerate([headings, *rows], 1)
    )


def workbook(
    path: Path,
    sheets: Mapping[str, str | Iterable[str]],
    hidden: Iterable[str] = (),
    further: str = "",
    dimension: str = "",
) -> Path:
    """A workbook whose sheets hold these rows; `further` follows the list of sheets."""
    named = "".join(
        f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"'
        + (' state="hidden"' if name in hidden else "")
        + "/>"
        for i, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{LINKS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i, _ in enumerate(sheets, 1)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        parts.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{named}</sheets>{further}'
            "</workbook>",
        )
        parts.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        )
        for i, rows in enumerate(sheets.values(), 1):
            with parts.open(f"xl/worksheets/sheet{i}.xml", "w") as part:
                part.write(f'<worksheet xmlns="{MAIN}">{dimension}<sheetData>'.encode())
                for piece in [rows] if isinstance(rows, str) else rows:
                    part.write(piece.encode())
                part.write(b"</sheetData></worksheet>")
    return path


OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def open_row(*values: str, cell: str = "", row: str = "") -> str:
    """A row of an ODS table, with further attributes of its cells and of itself."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"{cell}><text:p>{value}</text:p>'
        "</table:table-cell>"
        for value in values
    )
    return f"<table:table-row{row}>{cells}</table:table-row>"


def repeated(what: str, times: int) -> str:
    """The attribute that repeats `columns` or `rows`."""
    return f' table:number-{what}-repeated="{times}"'


def open_document(path: Path, *tables: str) -> Path:
    """An ODS workbook of tables that hold these rows."""
    named = (
        f'<table:table table:name="s{i}">{rows}</table:table>' for i, rows in enumerate(tables)
    )
    spaces = " ".join(f'xmlns:{name}="{OPEN}:{name}:1.0"' for name in ("office", "table", "text"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{OPEN}:manifest:1.0"></manifest:manifest>',
        )
        parts.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f"{''.join(named)}</office:spreadsheet></office:body></office:document-content>",
        )
    return path
