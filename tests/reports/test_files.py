"""Tables written as files and read again: numbers as numbers, ids as the texts they are."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

import engine
from engine.reports import csv_bytes, spreadsheet_csv_bytes, told_with, with_told
from engine.reports.table_files import parquet_bytes, workbook_bytes
from engine.sheets.literal_cells import as_literals, from_literals
from tests.examples import examples

FORMULAS = (
    "=1+1",
    "@SUM(A1)",
    "+A",
    "-E5",
    "'=1+1",
    "＝1+1",
    '=HYPERLINK("x","y")',
    "=cmd|calc!A1",
)
HARMLESS = ("-5", "-12.50", "E-5", "a=b", "李@雷", "'quoted'", "")


def test_amounts_become_numbers_and_ids_of_digits_stay_ids() -> None:
    table = pa.table(
        {"employee_id": ["007", "008"], "amount": ["3500.00", "-12.50"], "line": ["a", "b"]}
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook_bytes(table)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows == [["employee_id", "amount", "line"], ["007", 3500.0, "a"], ["008", -12.5, "b"]]


def test_what_figures_rest_on_goes_with_the_table() -> None:
    told = ["Reconciled to 98.7 %", "Assumed: =grade"]
    table = with_told(pa.table({"employee_id": ["007"], "amount": ["3500.00"]}), told)
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook_bytes(table)))
    assert book.get_sheet_by_index(0).to_python()[1] == ["007", 3500.0]
    assert book.get_sheet_by_index(1).to_python() == [[line] for line in told]
    assert told_with(pq.read_table(io.BytesIO(parquet_bytes(table)))) == told
    assert csv_bytes(table) == b"employee_id,amount\n007,3500.00\n"
    below = spreadsheet_csv_bytes(table).decode("utf-8-sig").splitlines()[2:]
    assert below == ["", "Reconciled to 98.7 %", "Assumed: =grade"]
    assert with_told(table.replace_schema_metadata(None), []).schema.metadata is None


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula_where_the_file_is_opened(text: str) -> None:
    """In CSV an apostrophe keeps it a text; in a workbook it is one."""
    table = pa.table({"employee_id": [text, "E1"], "n": [1.0, 2.0]})
    (_, row, _) = csv.reader(io.StringIO(csv_bytes(table).decode()))
    assert row == [f"'{text}", "1"]
    book = workbook_bytes(table)
    assert CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()[
        1
    ] == [
        text,
        1.0,
    ]
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_are_written_as_they_are(text: str) -> None:
    table = pa.table({"employee_id": [text, "E1"]})
    _, row, *_ = csv.reader(io.StringIO(csv_bytes(table).decode()))
    assert "".join(row) == text


@examples(200)
@given(texts=st.lists(st.text("'=+-@\t\r a1.＝"), min_size=1))
def test_every_text_is_itself_again(texts: list[str]) -> None:
    column = pa.chunked_array([texts])
    assert from_literals(as_literals(column)).to_pylist() == texts


def test_ids_are_the_same_after_paying_and_reading_back(tmp_path: Path) -> None:
    """What is run is read again by the same ids, and every id leads to its statement."""
    plan = engine.load_plan("sample-flat-commission")
    ids = [text for text in FORMULAS if not text.startswith("'")]
    rows = "".join(f'"{text.replace(chr(34), chr(34) * 2)}",2026-03,100,80\n' for text in ids)
    file = tmp_path / "facts.csv"
    file.write_text("employee_id,month,target,sales\n" + rows, encoding="utf-8")
    facts = engine.read_facts(file, plan)
    assert set(facts.employees) == set(ids)
    again = tmp_path / "again.csv"
    again.write_bytes(csv_bytes(engine.evaluate(plan, facts).table()))
    sheet = engine.sheets.read_sheet(again)
    assert set(sheet.columns["employee_id"].to_pylist()) == set(ids)


def test_only_files_for_spreadsheets_begin_with_the_mark_of_utf_8(tmp_path: Path) -> None:
    """A Chinese Excel reads 张三 as 寮犱笁 without it; a script reads the first heading with it."""
    table = pa.table({"employee_id": ["张三"]})
    assert csv_bytes(table) == "employee_id\n张三\n".encode()
    assert spreadsheet_csv_bytes(table) == b"\xef\xbb\xbf" + csv_bytes(table)
    file = tmp_path / "opened.csv"
    file.write_bytes(spreadsheet_csv_bytes(table))
    assert engine.sheets.read_sheet(file).columns["employee_id"].to_pylist() == ["张三"]
