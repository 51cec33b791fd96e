"""Ids and other whole numbers that a program wrote as 1001.0."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.importing import import_files
from engine.plan import load_plan
from tests.tables.files import Rows, csv_file

COMMISSION = load_plan("sample-flat-commission")


def test_an_id_with_a_point_is_the_same_person_in_every_file_and_that_is_told(
    tmp_path: Path,
) -> None:
    first: Rows = [["工号", "月份", "销售额"], [1001, "2026-01", "5.5"], [1002, "2026-01", "6.0"]]
    other: Rows = [["工号", "销售指标"], ["1001.0", "10.0"], ["1002.0", "20.0"]]
    files = [csv_file(tmp_path / "sales.csv", first), csv_file(tmp_path / "goals.csv", other)]
    facts = import_files(files, COMMISSION).facts
    assert facts is not None
    assert facts.employees == ("1001", "1002")
    assert facts.numbers["sales"][0].tolist() == [5.5, 6.0]
    assert facts.numbers["target"][0].tolist() == [10.0, 20.0]
    found = import_files(files, COMMISSION)
    [told] = [note for note in found.building.notes if note.key == "whole_numbers"]
    assert (told.file, told.values["columns"]) == ("goals.csv", ("工号", "销售指标"))


@pytest.mark.parametrize("other", ["1,001", "'1001", "1001.00", "01001"])
def test_ids_written_in_two_ways_are_asked_about(tmp_path: Path, other: str) -> None:
    rows: Rows = [["工号", "月份", "销售额", "销售指标"]]
    rows = [*rows, ["1001", "2026-01", 5, 9], [other, "2026-02", 6, 9], ["1002", "2026-02", 7, 9]]
    found = import_files([csv_file(tmp_path / "sales.csv", rows, ";")], COMMISSION)
    assert [question.problem.key for question in found.questions] == ["ids_alike"]


@pytest.mark.parametrize(
    "cells", [["1001.5", "1002.0"], ["A1.0", "1002.0"], ["1234567890123456.0", "2.0"]]
)
def test_other_columns_stay_as_they_are(tmp_path: Path, cells: list[str]) -> None:
    rows = [["工号", "备注"], *[[f"A{i}", cell] for i, cell in enumerate(cells)]]
    [table] = import_files([csv_file(tmp_path / "notes.csv", rows)], COMMISSION).tables
    assert table.column("备注").to_pylist() == cells
