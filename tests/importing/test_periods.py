"""Weeks, quarters, numbered periods and short months: never a month in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.importing import Answer, Kind, Way, answered, import_files, recipe_of, recipe_text
from engine.plan import load_plan
from engine.written.written_periods import read_period
from tests.tables.files import Rows, csv_file

COMMISSION = load_plan("sample-flat-commission")


@pytest.mark.parametrize(
    ("heading", "texts", "year", "reading", "months"),
    [
        ("周", ["2026年第9周", "2026年第10周"], "", "thursday", ["2026-02", "2026-03"]),
        ("Week", ["2026-W09", "2026-W14"], "", "monday", ["2026-02", "2026-03"]),
        ("Week", ["W09", "W14"], "2026", "sunday", ["2026-03", "2026-04"]),
        ("Period", ["P01", "P12"], "2026", "calendar", ["2026-01", "2026-12"]),
        ("Period", ["FY26-M01", "FY26-M12"], "", "2025-04", ["2025-04", "2026-03"]),
        ("Period", ["FY25 P12", "FY26 P1"], "", "2025-03", ["2025-03", "2025-04"]),
        ("季度", ["一季度", "第4季度"], "2026", "last month", ["2026-03", "2026-12"]),
        ("Quarter", ["Q1 2026", "2025Q4"], "", "first month", ["2026-01", "2025-10"]),
        ("月份", ["01/26", "12/25"], "", "month first", ["2026-01", "2025-12"]),
        ("月份", ["26-01", "25-12"], "", "year first", ["2026-01", "2025-12"]),
    ],
)
def test_which_months_periods_are_is_asked_once_and_kept(
    tmp_path: Path, heading: str, texts: list[str], year: str, reading: str, months: list[str]
) -> None:
    rows: Rows = [["工号", heading, "销售额", "销售指标"]]
    rows = [*rows, *[[f"A{i}", text, 5, 9] for i, text in enumerate(texts)]]
    file = csv_file(tmp_path / "sales.csv", rows)
    found = import_files([file], COMMISSION)
    [asked] = found.questions
    assert (asked.kind, asked.text, asked.problem.line) == (Kind.PERIOD, "", 2)
    recipe = answered(found.recipe, asked, Answer(Way.VALUE, reading))
    if year:
        [lacking] = import_files([file], COMMISSION, recipe).questions
        assert lacking.kind is Kind.YEAR
        recipe = answered(recipe, lacking, Answer(Way.VALUE, year))
    sheet = import_files([file], COMMISSION, recipe_of(recipe_text(recipe))).building.read["sales"]
    assert sheet.columns["month"].to_pylist() == months


@pytest.mark.parametrize(
    ("texts", "offered"),
    [
        (["26-01", "25-12"], ["year first"]),
        (["01/02", "01/03"], ["month first", "year first"]),
        (["01/26", "13/02"], ["month first", "year first"]),
    ],
)
def test_only_what_a_pair_can_be_is_offered(
    tmp_path: Path, texts: list[str], offered: list[str]
) -> None:
    rows = [["工号", "月份", "销售额"], *[["A1", text, 5] for text in texts]]
    found = import_files([csv_file(tmp_path / "sales.csv", rows)], COMMISSION)
    [asked] = [question for question in found.questions if question.kind is Kind.PERIOD]
    assert [choice.answer.value for choice in asked.choices] == offered


def test_a_reading_that_is_none_is_asked_again(tmp_path: Path) -> None:
    rows = [["工号", "期间", "销售额", "销售指标"], ["A1", "P01", 5, 9]]
    found = import_files([csv_file(tmp_path / "sales.csv", rows)], COMMISSION)
    recipe = answered(found.recipe, found.questions[0], Answer(Way.VALUE, "April"))
    again = import_files([tmp_path / "sales.csv"], COMMISSION, recipe)
    assert [question.kind for question in again.questions] == [Kind.PERIOD]


@pytest.mark.parametrize(
    "text", ["W54", "W0", "P13", "Q5", "五季度", "13/14", "00/26", "A12", "P100", "12", "1/26"]
)
def test_what_is_no_period_is_not_taken_for_one(text: str) -> None:
    assert read_period(text) is None


def test_codes_of_people_that_look_like_periods_stay_people(tmp_path: Path) -> None:
    rows = [
        ["工号", "月份", "销售额", "销售指标"],
        ["P01", "2026-01", 5, 9],
        ["W02", "2026-01", 6, 9],
    ]
    facts = import_files([csv_file(tmp_path / "sales.csv", rows)], COMMISSION).facts
    assert facts is not None
    assert facts.employees == ("P01", "W02")


@pytest.mark.parametrize(
    ("days", "key"),
    [
        (["2026-03-31", "2026-06-30", "2026-09-30"], "import_gap_quarters"),
        (["2026-01-01", "2026-04-01"], "import_gap_quarters"),
        (["2026-03-31", "2026-06-30", "2026-07-31"], "import_gap"),
    ],
)
def test_days_at_the_ends_of_quarters_are_not_months_in_silence(
    tmp_path: Path, days: list[str], key: str
) -> None:
    rows = [["工号", "日期", "销售额", "销售指标"]]
    rows += [[f"A{i}", day, "5", "9"] for i, day in enumerate(days)]
    found = import_files([csv_file(tmp_path / "sales.csv", rows)], COMMISSION)
    assert [(question.kind, question.problem.key) for question in found.questions] == [
        (Kind.GAP, key)
    ]
