"""Cells that bring a currency or a unit of time of their own."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from engine.importing import Kind, import_files
from engine.importing.written_numbers import read_numbers
from engine.plan import load_plan
from tests.importing.files import csv_file

TIMES = load_plan("career-ladder")
COMMISSION = load_plan("sample-flat-commission")


@pytest.mark.parametrize(
    ("cells", "unread"),
    [
        (["4分钟", "5分钟", "90秒"], ["90秒"]),
        (["1.5小时", "2h", "30min"], ["30min"]),
        (["$5", "US$6", "€7"], ["€7"]),
        (["¥5", "6元", "CNY 7"], []),
        (["85分", "90分"], []),
        (["0:04:30", "270秒"], []),
    ],
)
def test_the_rarer_currency_or_unit_of_time_is_not_taken_for_the_other(
    cells: list[str], unread: list[str]
) -> None:
    assert list(read_numbers(cells).unread) == unread


@pytest.mark.parametrize(
    ("cells", "times", "minutes"),
    [
        (["0:04:30", "0:10:00"], Fraction(1, 60), [4.5, 10.0]),
        (["45秒", "90秒"], Fraction(1, 60), [0.75, 1.5]),
        (["4分钟", "90分钟"], None, [4.0, 90.0]),
        (["1.5小时", "2小时"], Fraction(60), [90.0, 120.0]),
    ],
)
def test_durations_are_put_into_the_unit_of_the_plan(
    tmp_path: Path, cells: list[str], times: Fraction | None, minutes: list[float]
) -> None:
    rows = [["工号", "月份", "平均处理时长（分钟）"]]
    rows += [[f"A{i}", "2026-01", cell] for i, cell in enumerate(cells)]
    found = import_files([csv_file(tmp_path / "calls.csv", rows)], TIMES)
    assert found.recipe.sources["handle_minutes"].times == times
    assert found.building.sheet is not None
    values = found.building.sheet.columns["handle_minutes"].to_pylist()
    assert [float(value) for value in values] == minutes


def test_yuan_among_units_of_ten_thousand_are_yuan(tmp_path: Path) -> None:
    rows = [["工号", "月份", "销售额（万元）", "销售指标"]]
    rows += [["A1", "2026-01", "12.5", 9], ["A2", "2026-01", "13000元", 9]]
    found = import_files([csv_file(tmp_path / "sales.csv", rows)], COMMISSION)
    assert found.facts is not None
    assert found.facts.numbers["sales"][0].tolist() == [125000.0, 13000.0]


@pytest.mark.parametrize(
    ("heading", "cells", "fact", "times"),
    [
        ("成交金额(元/万元)", ["12000", "2.3"], "sales", None),
        ("满意度", ["4.5", "3.9"], "csat", Fraction(1, 5)),
        ("平均处理时长", ["0:04:30", "310"], "handle_minutes", Fraction(1, 60)),
        ("满意度", ["95", "3.9"], "csat", Fraction(1, 100)),
    ],
)
def test_what_a_number_counts_is_asked_where_nothing_says_it(
    tmp_path: Path, heading: str, cells: list[str], fact: str, times: Fraction | None
) -> None:
    rows = [
        ["工号", "月份", heading],
        *[[f"A{i}", "2026-01", cell] for i, cell in enumerate(cells)],
    ]
    plan = COMMISSION if fact == "sales" else TIMES
    found = import_files([csv_file(tmp_path / "file.csv", rows)], plan)
    assert found.recipe.sources[fact].times == times
    assert (Kind.SCALE, fact) in [(question.kind, question.about) for question in found.questions]
