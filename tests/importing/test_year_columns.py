"""A year and a month in two columns of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.importing import Kind, import_files
from engine.plan import load_plan
from tests.tables.files import csv_file

COMMISSION = load_plan("sample-flat-commission")


@pytest.mark.parametrize(
    ("heads", "years", "months"),
    [
        (("Year", "Month"), ("2024", "2025"), ("12", "1")),
        (("年份", "月份"), ("2024年", "2025年"), ("12月", "1月")),
        (("Year", "Month Name"), ("2024.0", "2025.0"), ("December", "Jan")),
    ],
)
def test_months_are_read_with_the_year_beside_them(
    tmp_path: Path, heads: tuple[str, str], years: tuple[str, str], months: tuple[str, str]
) -> None:
    rows = [[*heads, "工号", "销售额", "销售指标"]]
    rows += [[y, m, "A1", i + 1, 10] for i, (y, m) in enumerate(zip(years, months, strict=True))]
    found = import_files([csv_file(tmp_path / "sales.csv", rows)], COMMISSION)
    assert found.facts is not None
    assert found.building.sheet is not None
    assert found.building.sheet.columns["month"].to_pylist() == ["2024-12", "2025-01"]
    assert found.facts.numbers["sales"][:, 0].tolist() == [1.0, 2.0]


def test_numbers_of_months_without_a_year_lead_to_a_question(tmp_path: Path) -> None:
    rows = [["Month", "工号", "销售额", "销售指标"], [1, "A1", 5, 10], [2, "A1", 6, 10]]
    found = import_files([csv_file(tmp_path / "sales.csv", rows)], COMMISSION)
    assert [question.kind for question in found.questions] == [Kind.YEAR]
