"""Columns that are proposed but must be confirmed: spoiled ids, amounts with or without tax."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.importing import import_files
from engine.plan import load_plan
from tests.tables.files import csv_file

COMMISSION = load_plan("sample-flat-commission")


@pytest.mark.parametrize(
    ("ids", "asked"),
    [
        (["A1", "A2", "A3"], []),
        (["1.23457E+17", "1.23457E+17", "A3"], ["import_key_spoiled"]),
        (["", "", ""], []),  # a column that is empty says nothing of anybody
    ],
)
def test_names_do_not_take_the_place_of_spoiled_ids_in_silence(
    tmp_path: Path, ids: list[str], asked: list[str]
) -> None:
    names = ["张三", "李四", "王五"]
    rows = [[one, name, "2026-01", 10, 5] for one, name in zip(ids, names, strict=True)]
    heads = ["工号", "姓名", "月份", "销售额", "销售指标"]
    found = import_files([csv_file(tmp_path / "pay.csv", [heads, *rows])], COMMISSION)
    assert [question.problem.key for question in found.questions] == asked
    if asked:
        said = found.questions[0].problem
        assert (said.values["id"], said.value) == ("工号", "1.23457E+17")


@pytest.mark.parametrize(
    ("headings", "asked"),
    [
        (["销售额"], []),
        (["销售额（含税）"], ["import_tax"]),
        (["销售额（不含税）"], ["import_tax"]),
        (["销售额（含税）", "销售额（不含税）"], ["import_tie"]),
        (["Sales (incl. VAT)"], ["import_tax"]),
        (["Revenue (net)"], ["import_tax"]),
    ],
)
def test_amounts_that_speak_of_tax_are_confirmed(
    tmp_path: Path, headings: list[str], asked: list[str]
) -> None:
    rows = [["工号", "月份", "销售指标", *headings], ["A1", "2026-01", 5, *[10] * len(headings)]]
    found = import_files([csv_file(tmp_path / "pay.csv", rows)], COMMISSION)
    assert [question.problem.key for question in found.questions] == asked
