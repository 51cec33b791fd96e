"""What the report of an import says of the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.importing import import_files
from engine.plan import load_plan
from engine.reports import import_report, write
from engine.tables import heading_text
from tests.tables.files import workbook


def test_columns_are_counted_up_as_each_language_does(tmp_path: Path) -> None:
    plan = load_plan("sample-flat-commission")
    rows = [["2026年3月业绩"], [], ["工号", "sales", "销售目标"], ["A1", 100, 90], ["A2", 200, 180]]
    file = workbook(tmp_path / "业绩.xlsx", {"Sheet1": rows})
    document = import_report(import_files([file], plan), plan)
    chinese, english = (write(document, ".md", lang).decode() for lang in ("zh", "en"))
    assert "工号、sales、销售目标、（表上方的标题）" in chinese
    assert "工号, sales, 销售目标, (title above the table)" in english
    assert "(title)" not in chinese + english


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("(file)", "（文件名）"),
        ("(title 2)", "（表上方的第 2 个标题）"),
        ("(title of job)", "(title of job)"),
        ("(title 2", "(title 2"),
        ("(2)", "(2)"),
        ("", ""),
    ],
)
def test_only_headings_that_stand_for_a_place_are_said_in_words(heading: str, text: str) -> None:
    assert heading_text(heading)["zh"] == text
