"""Where the table of a sheet is, and what is told of everything around it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
import xlsxwriter

from engine.importing import Kind, import_files
from engine.plan import load_plan
from engine.sheets import read_grids
from engine.tables import Table, tables_of
from engine.tables.headings import HEADING, SHEET, TITLE
from engine.text import Refused
from tests.tables.files import csv_file, workbook

DOT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)
"""A picture of one point."""


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


def test_an_error_and_a_formula_without_result_are_seen_and_are_no_0(tmp_path: Path) -> None:
    path = tmp_path / "errors.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("kpi")
    sheet.write_row(0, 0, ["id", "sales", "bonus"])
    sheet.write_row(1, 0, ["A1", 5])
    sheet.write_formula(1, 2, "=B2*2")
    sheet.write_row(2, 0, ["A2"])
    sheet.write_formula(2, 1, "=NA()", None, "#N/A")
    sheet.write(2, 2, 3)
    book.close()
    [table] = tables(path)
    assert cells(table, "sales") == ["5", "#N/A"]
    assert cells(table, "bonus") == ["=B2*2", "3"]
    said = {(flaw.key, flaw.column, flaw.line) for flaw in table.sheet.flaws}
    assert said == {("error_in_cell", "sales", 3), ("not_calculated", "bonus", 2)}


def test_hidden_rows_and_columns_are_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "filtered.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("kpi")
    for line, row in enumerate([["id", "sales", "note"], ["A1", 5, "x"], ["A2", 6, "y"]]):
        sheet.write_row(line, 0, row)
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column(2, 3, None, None, {"hidden": True})
    book.close()
    [table] = tables(path)
    assert cells(table, "id") == ["A1", "A2"]
    told = {p.key: p.values for p in table.sheet.notes if p.key.endswith("_hidden")}
    assert told["rows_hidden"]["lines"] == "3"
    assert told["columns_hidden"]["columns"] == "C"


def test_a_sheet_whose_rows_stand_on_another_counts_once(tmp_path: Path) -> None:
    rows = [["姓名", "部门", "工资"], ["甲", "销售", 10], ["乙", "销售", 20], ["丙", "行政", 30]]
    [table] = tables(workbook(tmp_path / "pay.xlsx", {"全部": rows, "销售": rows[:3]}))
    assert cells(table, "姓名") == ["甲", "乙", "丙"]
    assert "sheet_contained" in keys(table)


def test_a_sheet_that_shares_most_rows_with_another_is_not_added_to_it(tmp_path: Path) -> None:
    rows = [["姓名", "部门", "工资"], ["甲", "销售", 10], ["乙", "销售", 20], ["丙", "行政", 30]]
    changed = [*rows[:4], ["戊", "行政", "五十"]]
    sheets = {"全部": [*rows, ["戊", "行政", 50]], "改": changed}
    first, other = tables(
        workbook(tmp_path / "pay.xlsx", {**sheets, "另": [rows[0], ["己", "", 1]]})
    )
    assert cells(first, "姓名") == ["甲", "乙", "丙", "戊", "己"]
    assert cells(other, "姓名") == ["甲", "乙", "丙", "戊"]
    assert "sheet_overlaps" in keys(first)


def test_a_summary_beside_months_stays_apart_and_a_missing_month_is_told(tmp_path: Path) -> None:
    def month(by: int) -> list[list[object]]:
        return [["工号", "业绩"], ["A1", by], ["A2", 2 * by]]

    sheets = {"1月": month(1), "2月": month(2), "4月": month(4), "汇总": month(7)}
    first, summary = tables(workbook(tmp_path / "2026.xlsx", sheets))
    assert cells(first, "业绩") == ["1", "2", "2", "4", "4", "8"]
    assert cells(summary, "业绩") == ["7", "14"]
    assert {"month_gap", "sheet_apart"} <= set(keys(first))
    [gap] = [p for p in first.sheet.warnings if p.key == "month_gap"]
    assert gap.values["months"] == ("3",)


def test_headings_that_change_in_mid_year_are_told_with_what_takes_their_place(
    tmp_path: Path,
) -> None:
    sheets = {
        "Apr": [["AgentID", "Calls Answered", "Calls Not Answered", "Tone"], [1, 443, 3, -53]],
        "May": [["AgentID", "Answered", "Not Answered", "Tone"], [1, 500, 5, 10]],
    }
    [table] = tables(workbook(tmp_path / "calls.xlsx", sheets))
    assert table.successors == {
        "Calls Answered": "Answered",
        "Calls Not Answered": "Not Answered",
    }
    assert "headings_change" in keys(table)


def test_columns_whose_blanks_look_merged_are_named_and_not_filled(tmp_path: Path) -> None:
    rows = [["日期", "员工", "备注", "数量"], ["1-1", "甲", "", 1], *[["", "", "", 2]] * 3]
    [table] = tables(csv_file(tmp_path / "blank.csv", rows))
    assert table.sparse_columns == ("日期", "员工")
    assert cells(table, "员工") == ["甲", "", "", ""]
    measured = [["id", "bonus"], ["A1", 5], ["A2", ""], ["A3", ""], ["A4", 6]]
    [table] = tables(csv_file(tmp_path / "measured.csv", measured))
    assert table.sparse_columns == ()


@pytest.mark.parametrize(
    ("heading", "times"),
    [
        ("销售额（万元）", "10000"),
        ("达成率(%)", "0.01"),
        ("Bonus (k CNY)", "1000"),
        ("奖金/元", "1"),
    ],
)
def test_the_unit_of_a_heading_says_what_to_multiply_by(
    tmp_path: Path, heading: str, times: str
) -> None:
    [table] = tables(csv_file(tmp_path / "units.csv", [["id", heading], ["A1", 5]]))
    assert str(table.units[heading].times) == times
    assert "id" not in table.units


def test_a_line_of_units_or_of_another_language_belongs_to_the_headings(tmp_path: Path) -> None:
    rows = [["工号", "业绩", "达成率"], ["", "万元", "%"], ["A1", 10, 90]]
    [table] = tables(csv_file(tmp_path / "lines.csv", rows))
    assert table.headings == ("工号", "业绩 (万元)", "达成率 (%)")
    rows = [["工号", "业绩", "目标"], ["employee", "sales", "target"], ["A1", 10, 20]]
    [table] = tables(csv_file(tmp_path / "both.csv", rows))
    assert cells(table, "业绩 sales") == ["10"]


def test_a_list_without_headings_is_refused_and_loses_no_row(tmp_path: Path) -> None:
    rows = [["A1", "张三", "销售部", "2026-01-31", 100], ["A2", "李四", "销售部", "2026-01-31", 90]]
    with pytest.raises(Refused) as refused:
        tables(csv_file(tmp_path / "bare.csv", rows))
    assert refused.value.problems[0].key == "no_headings"


def test_days_as_columns_come_under_one_another_in_the_month_of_the_title(tmp_path: Path) -> None:
    days = [str(day) for day in range(1, 29)]
    rows = [["2026年2月考勤表"], ["工号", "姓名", *days], ["A1", "甲", "√", *[""] * 26, "√"]]
    [table] = tables(csv_file(tmp_path / "attendance.csv", rows))
    assert cells(table, "(heading)") == ["2026-02-01", "2026-02-28"]
    assert cells(table, "(value)") == ["√", "√"]


def test_two_columns_of_one_name_in_a_month_are_both_kept(tmp_path: Path) -> None:
    rows = [
        ["", "2025", "", "", "2026", "", ""],
        ["工号", "1月", "2月", "2月", "1月", "2月", "3月"],
        ["A1", 1, 2, 3, 4, 5, 6],
    ]
    [table] = tables(csv_file(tmp_path / "years.csv", rows))
    assert cells(table, "(heading)") == ["2025-01", "2025-02", "2026-01", "2026-02", "2026-03"]
    assert cells(table, "(value) #1") == ["1", "2", "4", "5", "6"]
    assert cells(table, "(value) #2") == ["", "3", "", "", ""]


def test_a_web_page_that_calls_itself_a_workbook_is_read_with_its_merged_cells(
    tmp_path: Path,
) -> None:
    file = tmp_path / "导出.xls"
    file.write_text(
        "<html><table><tr><th colspan=3>2026年1月业绩</th></tr>"
        "<tr><td>部门</td><td>工号</td><td>业绩</td></tr>"
        "<tr><td rowspan=2>一部</td><td>007</td><td>1,234.5</td></tr>"
        "<tr><td>008</td><td>2&nbsp;</td></tr></table></html>"
    )
    [table] = tables(file)
    assert cells(table, "部门") == ["一部", "一部"]
    assert cells(table, "工号") == ["007", "008"]
    assert cells(table, "业绩") == ["1,234.5", "2"]
    assert cells(table, TITLE)[0] == "2026年1月业绩"


def test_a_statement_of_an_account_is_refused_and_a_list_of_pay_is_not(tmp_path: Path) -> None:
    heads = ["交易日期", "摘要", "借方", "贷方", "余额"]
    rows = [heads, ["2026-01-01", "工资", 1, "", 5]]
    with pytest.raises(Refused) as refused:
        tables(csv_file(tmp_path / "bank.csv", rows))
    assert refused.value.problems[0].key == "is_a_statement"
    [table] = tables(csv_file(tmp_path / "pay.csv", [["工号", *heads], ["A1", *rows[1]]]))
    assert table.sheet.rows == 1


def test_a_workbook_of_pictures_only_is_refused_as_a_scan(tmp_path: Path) -> None:
    path = tmp_path / "scan.xlsx"
    book = xlsxwriter.Workbook(str(path))
    picture = tmp_path / "dot.png"
    picture.write_bytes(base64.b64decode(DOT))
    book.add_worksheet("1").insert_image(0, 0, str(picture))
    book.close()
    with pytest.raises(Refused) as refused:
        read_grids(path)
    [problem] = refused.value.problems
    assert (problem.key, problem.values["count"]) == ("only_pictures", 1)


def test_a_long_id_that_excel_shortened_stops_the_import_where_it_is_used(tmp_path: Path) -> None:
    rows = [["工号", "业绩"], ["1.23457E+17", 5], ["007", 6]]
    [table] = tables(csv_file(tmp_path / "ids.csv", rows))
    [flaw] = table.sheet.flaws
    assert (flaw.key, flaw.column, flaw.line) == ("digits_lost", "工号", 2)
    assert cells(table, "工号")[1] == "007"


def test_a_table_may_begin_anywhere_on_a_sheet(tmp_path: Path) -> None:
    rows = [[], ["", "", "id", "sales"], ["", "", "A1", 5]]
    [table] = tables(workbook(tmp_path / "aside.xlsx", {"x": rows}))
    assert (cells(table, "id"), cells(table, "sales"), lines(table)) == (["A1"], ["5"], [3])


def test_a_second_table_below_the_first_is_a_table_of_its_own(tmp_path: Path) -> None:
    rows = [["工号", "业绩"], ["A1", 10], ["", ""], ["奖金表", ""], ["工号", "奖金"], ["A1", 1]]
    first, second = tables(csv_file(tmp_path / "two.csv", rows))
    assert (first.headings, cells(first, "业绩")) == (("工号", "业绩"), ["10"])
    assert (second.headings, cells(second, "奖金"), lines(second)) == (("工号", "奖金"), ["1"], [6])


def test_months_as_numbers_and_weekdays_below_days_belong_to_the_headings(tmp_path: Path) -> None:
    [table] = tables(csv_file(tmp_path / "n.csv", [["工号", 202601, 202602], ["A1", 5, 6]]))
    assert cells(table, "(heading)") == ["202601", "202602"]
    days, names = [f"{n}" for n in range(1, 8)], list("四五六日一二三")
    rows = [["工号", *days], ["", *names], ["A1", *"√√√√√√√"]]
    [table] = tables(workbook(tmp_path / "days.xlsx", {"2026年1月": rows}))
    assert cells(table, "工号") == ["A1"] * 7


@pytest.mark.parametrize(
    ("heads", "months"),
    [
        (("Jan Sales", "Jan Target", "Feb Sales", "Feb Target"), ["Jan", "Feb"]),
        (("Sales (Jan-26)", "Target (Jan-26)", "Sales (Feb-26)", "Target (Feb-26)"), None),
        (("Sales_202601", "Target_202601", "Sales_202602", "Target_202602"), ["202601", "202602"]),
        (("1月Sales", "1月Target", "2月Sales", "2月Target"), ["1月", "2月"]),
    ],
)
def test_months_within_headings_come_under_one_another(
    tmp_path: Path, heads: tuple[str, ...], months: list[str] | None
) -> None:
    rows = [["Agent", *heads, "May bonus"], ["A1", 10, 11, 20, 21, 7], ["A2", 30, 31, "", "", 8]]
    [table] = tables(csv_file(tmp_path / "wide.csv", rows))
    january, february = months or ["Jan-26", "Feb-26"]
    assert cells(table, HEADING) == [january, january, february]
    assert cells(table, "Sales") == ["10", "30", "20"]
    assert cells(table, "Target") == ["11", "31", "21"]
    assert cells(table, "May bonus") == ["7", "8", "7"]


def test_a_unit_stays_with_a_heading_that_names_a_month(tmp_path: Path) -> None:
    rows = [["工号", "1月目标（万元）", "2月目标（万元）"], ["A1", 10, 11]]
    [table] = tables(csv_file(tmp_path / "wide.csv", rows))
    assert table.headings == ("工号", HEADING, "目标(万元)")
    assert table.units["目标(万元)"].times == 10_000


def test_quarters_side_by_side_come_under_one_another_and_their_months_are_asked(
    tmp_path: Path,
) -> None:
    rows = [["工号", "Q1销售额", "Q1目标", "Q2销售额", "Q2目标"], ["A1", 1, 2, 3, 4]]
    file = csv_file(tmp_path / "quarters.csv", rows)
    [table] = tables(file)
    assert cells(table, HEADING) == ["Q1", "Q2"]
    assert cells(table, "目标") == ["2", "4"]
    found = import_files([file], load_plan("sample-flat-commission"))
    assert Kind.PERIOD in [question.kind for question in found.questions]


def test_two_columns_of_numbered_things_are_no_periods(tmp_path: Path) -> None:
    [table] = tables(csv_file(tmp_path / "p.csv", [["工号", "P1", "P2"], ["A1", 1, 2]]))
    assert table.headings == ("工号", "P1", "P2")
