"""Tables written as files and read again: numbers as numbers, ids as the texts they are."""

from __future__ import annotations

import io

import pyarrow as pa
from python_calamine import CalamineWorkbook

from engine.reports.table_files import workbook_bytes


def test_amounts_become_numbers_and_ids_of_digits_stay_ids() -> None:
    table = pa.table(
        {"employee_id": ["007", "008"], "amount": ["3500.00", "-12.50"], "line": ["a", "b"]}
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook_bytes(table)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows == [["employee_id", "amount", "line"], ["007", 3500.0, "a"], ["008", -12.5, "b"]]
