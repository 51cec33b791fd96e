"""Where the table of a sheet is, and what is told of everything around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.importing.file_tables import HEADING, SHEET, TITLE, Table, tables_of
from engine.sheets import read_grids
from engine.text import Refused
from tests.importing.files import csv_file, workbook


def tables(*files: Path) -> list[Table]:
    return tables_of(grid for file in files for grid in read_grids(file))


def cells(table: Table, heading: str) -> list[str]:
    return [str(cell) for cell in table.column(heading).to_pylist()]


def lines(table: Table) -> list[int]:
    assert table.sheet.lines is not None
    return list(map(int, table.sheet.lines))


def keys(table: Table) -> list[str]:
    return [problem.key for problem in (*table.sheet.notes, *table.sheet.warnings)]


def test_titles_above_and_remarks_below_are_no_rows(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "pay.xlsx",
        {
            "工资": [
                ["示例公司 2026年3月工资表"],
                [],
                ["工号", "姓名", "基本工资"],
                ["A1", "张三", 5000],
                [],
                ["A2", "李四", 6000],
                ["备注：奖金另发", "", ""],
            ]
        },
        merged={"工资": ["A1:C1"]},
    )
    [table] = tables(file)
    assert table.headings == ("工号", "姓名", "基本工资", TITLE)
    assert cells(table, "工号") == ["A1", "A2"]
    assert lines(table) == [4, 6]
    assert {"empty_rows", "remarks_below"} <= set(keys(table))


def test_two_lines_of_headings_become_one_name_each(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "kpi.xlsx",
        {
            "Sheet1": [
                ["工号", "销售", "", "服务"],
                ["", "业绩", "目标", "满意度"],
                ["A1", 10, 20, 0.9],
            ]
        },
        merged={"Sheet1": ["A1:A2", "B1:C1"]},
    )
    [table] = tables(file)
    assert table.headings == ("工号", "销售 业绩", "销售 目标", "服务 满意度")


def test_months_side_by_side_come_under_one_another_and_blank_is_no_row(tmp_path: Path) -> None:
    file = csv_file(
        tmp_path / "wide.csv",
        [
            ["", "Jan", "", "Feb", ""],
            ["Agent", "Sales", "Profit", "Sales", "Profit"],
            ["A1", 10, 1, 20, 2],
            ["A2", 30, 3, "", ""],
        ],
    )
    [table] = tables(file)
    assert cells(table, "Agent") == ["A1", "A2", "A1"]
    assert cells(table, HEADING) == ["Jan", "Jan", "Feb"]
    assert cells(table, "Sales") == ["10", "30", "20"]
    assert "months_without_values" in keys(table)


def test_months_as_sheets_stay_together_where_headings_change_in_mid_year(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "calls.xlsx",
        {
            "Apr": [["AgentID", "Calls Answered", "Sentiment"], [1, 443, -53]],
            "May": [["AgentID", "Answered", "Sentiment"], [1, 500, 10], [2, 20, 5]],
        },
    )
    [table] = tables(file)
    assert cells(table, SHEET) == ["Apr", "May", "May"]
    assert cells(table, "Calls Answered") == ["443", "", ""]
    assert cells(table, "Answered") == ["", "500", "20"]


def test_cells_that_are_merged_downwards_repeat_what_they_say(tmp_path: Path) -> None:
    rows = [["组别", "工号", "业绩"], ["一组", "A1", 10], ["", "A2", 20], ["二组", "A3", 30]]
    file = workbook(tmp_path / "teams.xlsx", {"一月": rows}, merged={"一月": ["A2:A3"]})
    [table] = tables(file)
    assert cells(table, "组别") == ["一组", "一组", "二组"]


def test_headings_that_are_printed_on_every_page_are_left_out(tmp_path: Path) -> None:
    rows = [["id", "sales"], ["A1", 10], ["id", "sales"], ["A2", 20]]
    [table] = tables(csv_file(tmp_path / "printed.csv", rows))
    assert cells(table, "id") == ["A1", "A2"]
    assert "headings_again" in keys(table)


def test_signatures_below_a_wide_table_are_no_rows(tmp_path: Path) -> None:
    heads = ["工号", "月份", *(f"指标{letter}" for letter in "甲乙丙丁戊己")]
    rows = [heads, ["A1", "2026-01", 1, 2, 3, 4, 5, 6], ["制表：张三", "", "审核：李四", *[""] * 5]]
    [table] = tables(csv_file(tmp_path / "signed.csv", rows))
    assert cells(table, "工号") == ["A1"]


def test_a_row_that_is_half_numbers_heads_nothing(tmp_path: Path) -> None:
    rows = [["Region", "2", "3", "4"], ["id", "a", "b", "c"], ["A1", 5, 6, 7]]
    [table] = tables(csv_file(tmp_path / "numbered.csv", rows))
    assert table.headings == ("id", "a", "b", "c")


def test_a_form_is_refused_with_what_was_seen(tmp_path: Path) -> None:
    rows = [
        ["绩效考核表", "", "", ""],
        ["部门：", "", "姓名：", ""],
        ["项目", "权重", "标准", "评分"],
        *[["业绩", 0.5, "完成目标", ""]] * 4,
    ]
    merged = {"考核": ["A1:D1", *(f"C{line}:D{line}" for line in range(4, 8))]}
    with pytest.raises(Refused) as refused:
        tables(workbook(tmp_path / "form.xlsx", {"考核": rows}, merged))
    [problem] = refused.value.problems
    assert problem.key == "is_a_form"
    assert "姓名" in problem.value


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [(",", "utf-8"), (";", "gbk"), ("\t", "utf-16"), ("|", "utf-8-sig"), (",", "gb18030")],
)
def test_text_is_read_in_any_usual_encoding_and_with_any_separator(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    rows = [
        ["员工编号", "月份", "销售额"],
        ["甲01", "2026年1月", "100"],
        ["乙02", "2026年1月", "200"],
    ]
    [table] = tables(csv_file(tmp_path / "导出.xls", rows, separator, encoding))
    assert cells(table, "员工编号") == ["甲01", "乙02"]


def test_title_lines_of_a_text_file_may_be_shorter_than_its_table(tmp_path: Path) -> None:
    file = tmp_path / "report.csv"
    file.write_text(
        "Sales report\nPrinted 2026-04-01\nid,month,sales\nA1,2026-03,10\nA2,2026-03,20\n"
    )
    [table] = tables(file)
    assert table.headings[:3] == ("id", "month", "sales")
    assert lines(table) == [4, 5]


def test_lines_of_json_are_rows(tmp_path: Path) -> None:
    file = tmp_path / "export.jsonl"
    file.write_text('{"id": "007", "sales": 1.10}\n{"id": "008", "sales": null}\n')
    [table] = tables(file)
    assert cells(table, "id") == ["007", "008"]
    assert cells(table, "sales") == ["1.10", ""]


def test_a_hidden_sheet_is_told_and_not_read(tmp_path: Path) -> None:
    sheets = {"new": [["id", "sales"], ["A1", 1]], "old": [["id", "sales"], ["A1", 2]]}
    [table] = tables(workbook(tmp_path / "hidden.xlsx", sheets, hidden=("old",)))
    assert table.sources == (("hidden.xlsx", "new"),)
    assert "sheet_hidden" in keys(table)


def test_a_picture_is_no_table_whatever_its_name(tmp_path: Path) -> None:
    file = tmp_path / "scan.xlsx"
    file.write_bytes(b"%PDF-1.7 scanned")
    with pytest.raises(Refused) as refused:
        read_grids(file)
    assert refused.value.problems[0].key == "no_table_file"
