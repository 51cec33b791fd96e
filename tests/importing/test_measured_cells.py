"""Cells that bring a currency or a unit of time of their own."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from engine.importing import (
    Answer,
    Imported,
    Kind,
    Way,
    answered,
    confirmed,
    import_files,
    import_tables,
)
from engine.plan import load_plan
from engine.written.heading_units import heading_seconds, seconds_of_label
from engine.written.written_numbers import read_numbers
from tests.tables.files import csv_file

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
    ("heading", "cells", "times", "minutes"),
    [
        ("平均处理时长", ["0:04:30", "26:15:00"], None, [4.5, 1575.0]),
        ("平均处理时长（秒）", ["45秒", "90秒"], None, [0.75, 1.5]),
        ("平均处理时长（分钟）", ["4分钟", "90", "90s"], None, [4.0, 90.0, 1.5]),
        ("平均处理时长（小时）", ["1.5", "2小时", "3min"], Fraction(60), [90.0, 120.0, 3.0]),
        ("平均处理时长（秒）", ["210", "(3.5min)"], Fraction(1, 60), [3.5, -3.5]),
    ],
)
def test_durations_are_put_into_the_unit_of_the_plan_each_by_its_own_unit(
    tmp_path: Path, heading: str, cells: list[str], times: Fraction | None, minutes: list[float]
) -> None:
    rows = [["工号", "月份", heading]]
    rows += [[f"A{i}", "2026-01", cell] for i, cell in enumerate(cells)]
    found = import_files([csv_file(tmp_path / "calls.csv", rows)], TIMES)
    source = found.recipe.sources["handle_minutes"]
    assert (source.times, source.unsure) == (times, "")
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
        ("满意度（%）", ["0.9", "0.8", "93"], "csat", Fraction(1, 100)),
        ("销售额（万元）", ["¥12.5", "¥13"], "sales", Fraction(10_000)),
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


@pytest.mark.parametrize(
    ("labels", "seconds"),
    [
        (["Hours worked", "工时"], 3600),
        (["Average handling time in minutes", "平均处理时长（分钟）"], 60),
        (["Response time (seconds)", "响应时间"], 1),
        (["Calls per hour", "每小时通话量"], 0),
        (["Minutes of an hour", "时间"], 0),
        (["Leave days", "请假天数"], 0),
    ],
)
def test_the_labels_of_a_plan_name_a_unit_of_time(labels: list[str], seconds: int) -> None:
    assert seconds_of_label(labels) == seconds


@pytest.mark.parametrize(
    ("heading", "seconds"),
    [
        ("工作时长(分钟)", 60),
        ("talk_time_sec", 1),
        ("AHT in minutes", 60),
        ("在线工时", 0),
        ("seconds", 0),
    ],
)
def test_a_heading_names_its_unit_of_time(heading: str, seconds: int) -> None:
    assert heading_seconds(heading) == seconds


def brought(folder: Path, heading: str, cells: list[str]) -> Imported:
    plan = COMMISSION if heading.startswith("销售") else TIMES
    rows = [["工号", "月份", heading]]
    rows += [[f"A{i}", "2026-01", cell] for i, cell in enumerate(cells)]
    return import_files([csv_file(folder / "file.csv", rows, ";")], plan)


def offered(found: Imported, fact: str) -> dict[str, list[str]]:
    """The values offered for each text of a column that is asked about."""
    return {
        question.text: [c.answer.value for c in question.choices if c.answer.way is Way.VALUE]
        for question in found.questions
        if (question.kind, question.about) == (Kind.CELL, fact)
    }


@pytest.mark.parametrize(
    ("heading", "cells", "asked"),
    [
        ("满意度（%）", ["88", "92", "0.93", "96"], {"0.93": ["0.93", "0.0093"]}),
        ("满意度（%）", ["88%", "92%", "0.93%", "95"], {}),
        ("满意度", ["0.88", "0.92", "93", "0.96"], {"93": ["0.93", "93"]}),
        ("满意度（%）", ["88", "9.5", "96"], {}),
        ("销售额（万元）", ["12.5", "13", "¥9800"], {"¥9800": ["9800", "98000000"]}),
        ("销售额（万元）", ["12.5", "13", "9800"], {"9800": ["9800", "98000000"]}),
        ("销售额（万元）", ["12.5", "13", "1249"], {}),
        ("销售额（万元）", ["12.5万", "(9,800元)", "98%"], {"98%": []}),
        ("销售额", ["1.23E+05", "130000"], {"1.23E+05": ["123000"]}),
        ("销售额", ["1.23E+01", "13"], {}),
        ("销售额", ["12E+2", "1300"], {"12E+2": ["1200"]}),
        ("销售额（万元）", ["¥12.5", "¥13"], {}),
        ("销售额（万元）", ["1", "12.5", "13", "1250"], {}),
        ("销售额", ["12.345", "8.5", "7.25", "19.99"], {"12.345": ["12345", "12.345"]}),
        ("销售额", ["12.345", "8.5", "7.25"], {}),
        ("销售额", ["12.345", "8.5", "7.25", "19.9912"], {}),
        ("销售额", ["300小时", "13", "12"], {"300小时": []}),
        ("平均处理时长（秒）", ["210", "240", "3.5"], {"3.5": ["3.5", "0.058333"]}),
        ("平均处理时长（分钟）", ["3.5", "4", "3天"], {"3天": []}),
        ("平均处理时长（分钟）", ["3.5", "4", "3.5h"], {}),
    ],
)
def test_a_cell_in_another_unit_than_its_column_is_asked_about(
    tmp_path: Path, heading: str, cells: list[str], asked: dict[str, list[str]]
) -> None:
    found = brought(tmp_path, heading, cells)
    fact = next(
        fact for fact in ("sales", "csat", "handle_minutes") if fact in found.recipe.sources
    )
    assert offered(found, fact) == asked
    for question in found.questions:
        assert not question.text or (question.problem.line or 0) > 1


def test_what_was_decided_of_a_cell_is_taken_in_the_unit_of_the_plan(tmp_path: Path) -> None:
    found = brought(tmp_path, "平均处理时长（小时）", ["1", "2", "约一百分钟"])
    [asked] = [question for question in found.questions if question.text == "约一百分钟"]
    recipe = answered(found.recipe, asked, Answer(Way.VALUE, "100"))
    sheet = import_tables(found.tables, TIMES, recipe).building.sheet
    assert sheet is not None
    assert sheet.columns["handle_minutes"].to_pylist() == ["60", "120", "100"]
    wrong = import_tables(found.tables, TIMES, answered(recipe, asked, Answer(Way.VALUE, "许多")))
    assert "约一百分钟" in [question.text for question in wrong.questions]


def test_a_cell_that_is_kept_as_it_is_keeps_its_value(tmp_path: Path) -> None:
    found = brought(tmp_path, "销售额（万元）", ["12.5", "13", "9800"])
    [asked] = [question for question in found.questions if question.text == "9800"]
    recipe = answered(found.recipe, asked, asked.choices[1].answer)
    sheet = import_tables(found.tables, COMMISSION, recipe).building.sheet
    assert sheet is not None
    assert sheet.columns["sales"].to_pylist() == ["125000", "130000", "98000000"]


@pytest.mark.parametrize(("last", "doubt"), [("0.59", "clock"), ("0.60", ""), ("0.14", "")])
def test_hours_whose_decimals_are_all_below_60_may_be_hours_and_minutes(
    tmp_path: Path, last: str, doubt: str
) -> None:
    plan, rows = load_plan("service-centre-pool"), [["工号", "月份", "工时"]]
    cells = [*(f"{160 + i}.{i:02d}" for i in range(1, 15)), last]
    rows += [[f"A{i}", "2026-01", cell] for i, cell in enumerate(cells)]
    found = import_files([csv_file(tmp_path / "hours.csv", rows)], plan)
    assert found.recipe.sources["hours"].unsure == doubt
    asked = [one for one in found.questions if one.problem.key == "import_clock"]
    assert len(asked) == bool(doubt)
    for question in asked:
        again = import_tables(
            found.tables, load_plan("service-centre-pool"), confirmed(found.recipe, question)
        )
        assert again.recipe.sources["hours"].unsure == ""


@pytest.mark.parametrize(
    ("heading", "is_asked"), [("接听量（万元）", True), ("接听量（万次）", False)]
)
def test_calls_in_units_of_money_are_asked_about(
    tmp_path: Path, heading: str, is_asked: bool
) -> None:
    file = csv_file(tmp_path / "calls.csv", [["工号", "月份", heading], ["A1", "2026-01", 12]])
    found = import_files([file], load_plan("points-pay"))
    asked = [question.problem.key for question in found.questions if question.about == "calls"]
    assert asked == (["import_scale"] if is_asked else [])
