"""Exports of systems as they come: what stands in them beside the figures is no figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.importing import Answer, Imported, Kind, Way, answered, confirmed, import_files
from engine.plan import load_plan
from tests.tables.files import Rows, csv_file, workbook

COMMISSION = load_plan("sample-flat-commission")
PART_TIME = load_plan("service-centre-pool")
HEADS = ["工号", "销售额", "销售指标"]


def brought(folder: Path, rows: Rows) -> Imported:
    return import_files([csv_file(folder / "file.csv", rows, ";")], COMMISSION)


def test_totals_beside_the_days_of_a_month_count_once(tmp_path: Path) -> None:
    heads = ["姓名", "工号", "销售额", "销售指标", *map(str, range(1, 8))]
    rows = [["月度汇总 2025-03-01 至 2025-03-31"], heads]
    rows += [["王芳", "A1", 7, 10, *["正常"] * 7], ["李强", "A2", 5, 10, *["休息"] * 7]]
    found = import_files([workbook(tmp_path / "days.xlsx", {"汇总": rows})], COMMISSION)
    assert found.recipe.tables["汇总"].employee == "工号"
    assert found.facts is not None
    assert found.facts.numbers["sales"].tolist() == [[7.0, 5.0]]


@pytest.mark.parametrize(
    "made",
    [
        "制表日期：2025-04-05",
        "导出时间: 2025/4/5 10:00",
        "As of 2025-04-05 09:14",
        "Printed 4/5/2025",
    ],
)
def test_the_day_a_sheet_was_made_is_not_its_month(tmp_path: Path, made: str) -> None:
    rows = [["工资发放表"], [made, ""], [*HEADS, "部门", "备注"]]
    rows += [["A1", 5, 10, "一部", ""], ["A2", 6, 10, "二部", "补"]]
    found = import_files([workbook(tmp_path / "pay.xlsx", {"工资": rows})], COMMISSION)
    assert [question.kind for question in found.questions] == [Kind.MONTH]
    rows[1][1] = "所属期间：2025年3月"
    found = import_files([workbook(tmp_path / "pay.xlsx", {"工资": rows})], COMMISSION)
    assert found.facts is not None
    assert found.facts.month_texts() == ["2025-03"]


def test_lines_for_signatures_are_no_row(tmp_path: Path) -> None:
    rows = [
        ["工资 2025年3月"],
        HEADS,
        ["A1", 5, 10],
        ["A2", 6, 10],
        ["制表人：陈静", "审核：", "批准："],
    ]
    found = import_files([workbook(tmp_path / "pay.xlsx", {"工资": rows})], COMMISSION)
    assert found.facts is not None
    assert found.facts.employees == ("A1", "A2")


def test_one_name_for_all_rows_is_asked_about(tmp_path: Path) -> None:
    rows = [["name", "participant code", "date", "sales", "target"]]
    rows += [["Regular Commission", f"P{i % 3}", f"2025-03-0{i}", i, 10] for i in range(1, 7)]
    question = brought(tmp_path, rows).questions[0]
    assert question.kind is Kind.EMPLOYEE
    assert [choice.answer.column for choice in question.choices] == ["name", "participant code"]


@pytest.mark.parametrize("heading", ["age", "user_id", "cantidad"])
def test_a_heading_that_is_merely_like_an_employee_is_asked_about(
    tmp_path: Path, heading: str
) -> None:
    rows = [["date", heading, "sales", "target"]]
    rows += [[f"2025-03-0{i}", 20 + i % 2, i, 10] for i in range(1, 7)]
    questions = brought(tmp_path, rows).questions
    assert [one.kind for one in questions] == [Kind.EMPLOYEE]


def test_a_column_taken_for_one_is_not_offered_for_another(tmp_path: Path) -> None:
    rows = [["工号", "月份", "SalesTarget"], ["A1", "2025-03", 5], ["A2", "2025-03", 6]]
    found = brought(tmp_path, rows)
    offered = {
        question.about: [choice.answer.column for choice in question.choices]
        for question in found.questions
    }
    assert offered["sales"] == []


def test_hours_of_days_are_proposed_to_be_added(tmp_path: Path) -> None:
    rows = [["工号", "日期", "工时"]]
    rows += [[who, f"2025-03-0{day}", day] for who in ("A1", "A2") for day in range(1, 5)]
    found = import_files([csv_file(tmp_path / "file.csv", rows)], PART_TIME)
    [question] = [one for one in found.questions if one.kind is Kind.RULE]
    assert confirmed(found.recipe, question).sources["hours"].rule.value == "sum"


@pytest.mark.parametrize(
    ("heading", "rule"), [("Target", ["last", "sum"]), ("销售目标", ["last", "sum"])]
)
def test_a_target_beside_each_order_is_not_added_in_silence(
    tmp_path: Path, heading: str, rule: list[str]
) -> None:
    rows = [["工号", "订单日期", "销售额", heading]]
    rows += [[f"A{i % 3}", f"2025-03-0{i}", 100 + i, 50 + i % 3] for i in range(1, 10)]
    found = brought(tmp_path, rows)
    asked = {one.kind: one for one in found.questions}
    assert [choice.answer.value for choice in asked[Kind.RULE].choices][:2] == rule
    one_more = brought(tmp_path, [*rows, ["A1", "2025-03-10", 5, 99]])
    assert Kind.RULE not in {one.kind for one in one_more.questions}


@pytest.mark.parametrize("nobody", ["--", "未分配", "No owner", "Unassigned"])
def test_what_stands_for_nobody_is_no_employee(tmp_path: Path, nobody: str) -> None:
    rows = [["Sales rep", "月份", "销售额", "销售指标"]]
    rows += [[f"Ann Lee{chr(97 + i)}", "2025-03", i, 10] for i in range(20)]
    rows.append([nobody, "2025-03", 5, 10])
    found = brought(tmp_path, rows)
    [question] = [one for one in found.questions if one.kind is Kind.CELL]
    assert (question.about, question.text) == ("employee_id", nobody)
    left = answered(found.recipe, question, Answer(Way.LEAVE_OUT))
    kept = answered(found.recipe, question, Answer(Way.VALUE, nobody))
    counts = []
    for recipe in (left, kept):
        facts = import_files([tmp_path / "file.csv"], COMMISSION, recipe).facts
        assert facts is not None
        counts.append(len(facts.employees))
    assert counts == [20, 21]


@pytest.mark.parametrize(("marked", "asked"), [("$5", 1), ("USD 5", 1), ("¥5", 0), ("5元", 0)])
def test_a_sign_of_currency_in_some_cells_only_is_asked_about(
    tmp_path: Path, marked: str, asked: int
) -> None:
    rows = [["工号", "月份", "销售额", "销售指标"]]
    rows += [["A1", "2025-03", "7", 10], ["A2", "2025-03", marked, 10]]
    found = brought(tmp_path, rows)
    assert [one.kind for one in found.questions] == [Kind.CURRENCY] * asked
    every = [rows[0], ["A1", "2025-03", marked, 10], ["A2", "2025-03", marked, 10]]
    assert brought(tmp_path, every).questions == ()
