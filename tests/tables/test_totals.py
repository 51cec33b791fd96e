"""Total rows of a file: left out, told, and held against the rows they add up."""

from pathlib import Path

from tests.tables.files import csv_file
from tests.tables.test_layout import cells, keys, tables

HEADS = ["部门", "工号", "业绩", "达成率"]


def test_totals_in_the_middle_and_at_the_end_are_no_rows_and_agree(tmp_path: Path) -> None:
    rows = [
        HEADS,
        ["一部", "A1", 10, "90%"],
        ["一部", "A2", 20, "80%"],
        ["一部小计", "", 30, "85%"],
        ["二部", "A3", 5, "70%"],
        ["小计", "", 5, "70%"],
        ["合计", "", 35, "82%"],
    ]
    [table] = tables(csv_file(tmp_path / "sub.csv", rows))
    assert cells(table, "工号") == ["A1", "A2", "A3"]
    of = [
        (total.label, total.said, total.agrees) for total in table.totals if total.heading == "业绩"
    ]
    assert of == [("一部小计", "30", True), ("小计", "5", True), ("合计", "35", True)]
    assert [total.agrees for total in table.totals if total.said == "85%"] == [None]
    assert "total_differs" not in keys(table)


def test_a_total_that_its_rows_do_not_come_to_is_told_with_both(tmp_path: Path) -> None:
    rows = [HEADS, ["一部", "A1", 10, ""], ["一部", "A2", 20, ""], ["合计", "", 40, ""]]
    [table] = tables(csv_file(tmp_path / "wrong.csv", rows))
    [told] = [problem for problem in table.sheet.warnings if problem.key == "total_differs"]
    assert (told.value, told.values["found"], told.line, told.column) == ("40", "30", 4, "业绩")


def test_a_last_row_without_words_that_is_the_sum_of_all_is_a_total(tmp_path: Path) -> None:
    rows = [["id", "month", "sales"], *[[f"A{i}", "2026-01", i] for i in (1, 2, 3)], ["", "", 6]]
    [table] = tables(csv_file(tmp_path / "bare.csv", rows))
    assert cells(table, "id") == ["A1", "A2", "A3"]
    other = [*rows[:-1], ["", "", 7]]
    [table] = tables(csv_file(tmp_path / "other.csv", other))
    assert cells(table, "id") == ["A1", "A2", "A3", ""]


def test_a_word_for_totals_in_a_row_like_others_is_told_and_kept(tmp_path: Path) -> None:
    items = ["底薪", "提成", "奖金", "合计"]
    rows = [["工号", "项目", "金额"], *[["A1", item, 10] for item in items]]
    [table] = tables(csv_file(tmp_path / "items.csv", rows))
    assert cells(table, "项目") == items
    assert "perhaps_totals" in keys(table)


def test_a_total_column_beside_months_is_no_column_of_each_month(tmp_path: Path) -> None:
    rows = [["工号", "1月", "2月", "3月", "一季度", "合计"], ["A1", 1, 2, 3, 6, 6]]
    [table] = tables(csv_file(tmp_path / "wide.csv", rows))
    assert table.headings == ("工号", "(heading)", "(value)")
    assert "sums_over_months" in keys(table)
