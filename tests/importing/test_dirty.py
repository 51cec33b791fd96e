"""Dirty copies of a file: each leads to a question or to the same figures, never to others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.importing import (
    Answer,
    Imported,
    Kind,
    Way,
    answered,
    import_files,
    import_tables,
    read_recipe,
    recipe_text,
)
from engine.plan import load_plan
from engine.sheets import read_grids
from engine.tables import tables_of
from tests.tables.files import Rows, csv_file, grid, workbook

COMMISSION = load_plan("sample-flat-commission")
HEADS = ["工号", "月份", "销售额", "销售指标"]


def brought(folder: Path, rows: Rows) -> Imported:
    return import_files([csv_file(folder / "pay.csv", rows, ";")], COMMISSION)


def test_a_point_that_may_part_thousands_is_one_question_and_its_answer_is_kept(
    tmp_path: Path,
) -> None:
    rows = [HEADS, ["A1", "2026-01", "1.234", 10], ["A2", "2026-01", "12.500", 20]]
    found = brought(tmp_path, rows)
    [question] = found.questions
    assert (question.kind, question.about, question.rows) == (Kind.MARK, "sales", 2)
    for mark, sales in ((",", [1234.0, 12500.0]), (".", [1.234, 12.5])):
        recipe = answered(found.recipe, question, Answer(Way.VALUE, mark))
        kept = tmp_path / "recipe.yaml"
        kept.write_text(recipe_text(recipe), encoding="utf-8")
        again = read_recipe(kept)
        decided = import_files([tmp_path / "pay.csv"], COMMISSION, again)
        assert decided.facts is not None
        assert decided.facts.numbers["sales"][0].tolist() == sales


@pytest.mark.parametrize("cell", ["12a", "缺", "1.2.3", "#N/A", "=B2", "O"])
def test_a_text_among_numbers_is_asked_for(tmp_path: Path, cell: str) -> None:
    found = brought(tmp_path, [HEADS, ["A1", "2026-01", 5, 10], ["A2", "2026-01", cell, 20]])
    assert found.facts is None
    assert [question.text for question in found.questions] == [cell]


def test_blanks_of_merged_cells_take_nothing_from_another_sheet_or_group(tmp_path: Path) -> None:
    wide = [
        ["组", "工号", "1月", "2月"],
        *[["甲组", "A1", "", 1], ["", "A2", 2, 3], ["乙组", "A3", "", 4], ["", "A4", 5, 6]],
    ]
    [table] = tables_of(read_grids(csv_file(tmp_path / "wide.csv", wide)))
    assert table.sparse_columns == ("组",)
    assert table.column("工号").to_pylist() == ["A1", "A2", "A3", "A4"] * 2
    heads = ["工号", "销售额", "销售指标"]
    sheets = {"2026年1月": [heads, ["A1", 5, 10]], "2026年2月": [heads, ["", 6, 10], ["A1", 7, 10]]}
    file = workbook(tmp_path / "months.xlsx", sheets)
    recipe = import_files([file], COMMISSION).recipe
    [(name, keys)] = recipe.tables.items()
    filled = replace(recipe, tables={name: replace(keys, fill_down=("工号",))})
    found = import_files([file], COMMISSION, filled)
    assert found.facts is None
    assert [problem.key for problem in found.problems] == ["key_blank"]


@pytest.mark.parametrize(
    ("titles", "sheet"),
    [
        (["2026-2月工资条", "明细(2026.1.1至2026.1.31)"], "工资"),
        (["2026年2月业绩"], "2026年3月"),
    ],
)
def test_a_title_of_another_month_than_the_sheet_or_another_title_is_asked_about(
    tmp_path: Path, titles: list[str], sheet: str
) -> None:
    heads = ["工号", "姓名", "销售额", "销售指标"]
    rows = [*([title] for title in titles), heads, ["A1", "张三", 5, 10], ["A2", "李四", 6, 10]]
    found = import_files([workbook(tmp_path / "pay.xlsx", {sheet: rows})], COMMISSION)
    assert [question.kind for question in found.questions] == [Kind.MONTH]
    assert found.facts is None


def test_somebody_who_skips_a_month_that_others_have_is_told(tmp_path: Path) -> None:
    months = {"A1": (1, 2, 3, 4), "A2": (1, 4), "A3": (3, 4)}
    rows = [[who, f"2026-0{month}", 100 + month, 10] for who in months for month in months[who]]
    facts = brought(tmp_path, [HEADS, *rows]).facts
    assert facts is not None
    [told] = [problem for problem in facts.warnings if problem.key == "people_skip"]
    assert told.values == {"count": 1, "names": ("A2 2026-02",)}


def test_offers_that_are_not_won_yet_are_asked_about(tmp_path: Path) -> None:
    rows = [["工号", "订单日期", "销售额", "StageName", "销售指标"]]
    stages = ["Closed Won", "Closed Won", "Prospecting", "Negotiation/Review", "Closed Lost"]
    rows += [["A1", f"2026-01-0{day}", 100, stage, 10] for day, stage in enumerate(stages, 1)]
    found = brought(tmp_path, rows)
    asked = [question for question in found.questions if question.kind is Kind.VOID]
    assert {(question.columns, question.text, question.rows) for question in asked} == {
        (("StageName",), text, 1) for text in stages[2:]
    }
    assert all(question.proposed for question in asked), "left out, unless somebody says otherwise"


@pytest.mark.parametrize(("way", "sales"), [(Way.LEAVE_OUT, 150.0), (Way.KEEP, 180.0)])
def test_orders_that_are_cancelled_are_asked_about(tmp_path: Path, way: Way, sales: float) -> None:
    rows = [["工号", "订单日期", "销售额", "订单状态", "销售指标"]]
    rows += [
        ["A1", "2026-01-03", 100, "已完成", 10],
        ["A1", "2026-01-04", 50, "已完成", 10],
        ["A1", "2026-01-05", 30, "已取消", 10],
    ]
    found = brought(tmp_path, rows)
    asked = [question for question in found.questions if question.kind is Kind.VOID]
    assert [(question.columns, question.rows) for question in asked] == [(("订单状态",), 1)]
    recipe = answered(found.recipe, asked[0], Answer(way))
    kept = tmp_path / "recipe.yaml"
    kept.write_text(recipe_text(recipe), encoding="utf-8")
    again = import_files([tmp_path / "pay.csv"], COMMISSION, read_recipe(kept))
    assert all(question.kind is not Kind.VOID for question in again.questions)
    assert again.building.sheet is not None
    assert again.building.sheet.columns["sales"].to_pylist() == [f"{sales:g}"]


def test_a_column_of_several_currencies_beside_amounts_is_asked_about(tmp_path: Path) -> None:
    rows = [["工号", "月份", "销售额", "币种", "销售指标"]]
    rows += [["A1", "2026-01", 100, "USD", 10], ["A2", "2026-01", 100, "CNY", 10]]
    found = brought(tmp_path, rows)
    [question] = found.questions
    assert (question.kind, question.columns) == (Kind.CURRENCY, ("币种",))
    recipe = answered(found.recipe, question, Answer(Way.KEEP))
    kept = tmp_path / "recipe.yaml"
    kept.write_text(recipe_text(recipe), encoding="utf-8")
    assert import_files([tmp_path / "pay.csv"], COMMISSION, read_recipe(kept)).facts is not None
    one = [rows[0], rows[1]]
    assert brought(tmp_path, one).facts is not None


def test_objects_within_lines_of_json_are_columns(tmp_path: Path) -> None:
    file = tmp_path / "tickets.jsonl"
    file.write_text('{"id": 1, "assignee": {"name": "Ann Lee"}, "tags": ["a", "b"]}\n' * 2)
    [grid] = read_grids(file)
    assert grid.row(0) == ["id", "assignee.name", "tags"]
    assert grid.row(1) == ["1", "Ann Lee", "a, b"]


def test_ids_of_a_month_in_which_nobody_stands_twice_are_ids(tmp_path: Path) -> None:
    heads = ["工号", "月份", "入职日期", "销售额", "销售指标"]
    rows = [[f"A{i}", "2026-01", f"2020-03-{i + 1:02d}", 5, 10] for i in range(25)]
    found = brought(tmp_path, [heads, *rows])
    assert [keys.employee for keys in found.recipe.tables.values()] == ["工号"]
    orders = [["ID", "姓名", "日期", "销售额", "销售指标"]]
    orders += [[f"A{i}", "王芳", f"2026-01-{i + 1:02d}", 5, 10] for i in range(25)]
    found = brought(tmp_path, orders)
    assert "ID" not in [keys.employee for keys in found.recipe.tables.values()]


def test_amounts_of_another_time_are_not_proposed_for_those_of_the_month(tmp_path: Path) -> None:
    rows = [["工号", "月份", "上月销售额", "本月销售额", "年累计销售额", "销售指标"]]
    rows += [["A1", "2026-02", 10, 20, 30, 10]]
    found = brought(tmp_path, rows)
    assert found.recipe.sources["sales"].columns == ("本月销售额",)
    whole_year = [["工号", "月份", "YTD Sales", "销售指标"], ["A1", "2026-02", 30, 10]]
    assert set(brought(tmp_path, whole_year).recipe.sources) == {"target"}


def test_blanks_beyond_the_plan_stay_unless_they_are_said_to_be_merged(tmp_path: Path) -> None:
    rows: Rows = [
        ["Team", "employee_id", "month", "sales", "target"],
        *[["North", "A1", "2026-01", 1, 5], ["", "A2", "2026-01", 2, 5]],
        *[["South", "A3", "2026-01", 3, 5], ["", "A4", "2026-01", 4, 5]],
    ]
    file = csv_file(tmp_path / "teams.csv", rows)
    imported = import_files([file], COMMISSION)
    [(name, keys)] = imported.recipe.tables.items()
    down = replace(imported.recipe, tables={name: replace(keys, fill_down=("Team",))})
    for facts, teams in (
        (imported.facts, ["North", "—", "South", "—"]),
        (import_files([file], COMMISSION, down).facts, ["North", "North", "South", "South"]),
    ):
        assert facts is not None
        team = facts.categories["Team"]
        assert [team.values[code] for code in team.codes[0]] == teams


def test_blanks_of_what_was_paid_that_look_merged_are_asked_about_once(tmp_path: Path) -> None:
    rows: Rows = [
        ["Team", "Bonus paid", "employee_id", "month", "sales", "target"],
        *[["North", 10, "A1", "2026-01", 1, 5], ["", "", "A2", "2026-01", 2, 5]],
        *[["South", 20, "A3", "2026-01", 3, 5], ["", "", "A4", "2026-01", 4, 5]],
    ]
    imported = import_files([csv_file(tmp_path / "paid.csv", rows)], COMMISSION)
    [question] = imported.questions
    assert (question.problem.key, question.about) == ("merged_blanks", "Bonus paid")


@pytest.mark.parametrize(
    ("typed", "sales"), [("1.2万", 12000.0), ("12,000.50", 12000.5), ("¥800", 800.0)]
)
def test_a_value_for_everybody_may_be_written_as_cells_are(
    tmp_path: Path, typed: str, sales: float
) -> None:
    rows = [["工号", "月份", "销售指标"], ["A1", "2026-01", 10], ["A2", "2026-01", 20]]
    found = import_files([csv_file(tmp_path / "pay.csv", rows)], COMMISSION)
    question = found.questions[0]
    recipe = answered(found.recipe, question, Answer(Way.CONSTANT, typed))
    facts = import_tables(found.tables, COMMISSION, recipe).facts
    assert facts is not None and facts.numbers["sales"][0].tolist() == [sales, sales]


def test_a_text_for_everybody_where_a_number_belongs_is_asked_again(tmp_path: Path) -> None:
    rows = [["工号", "月份", "销售指标"], ["A1", "2026-01", 10], ["A2", "2026-01", 20]]
    found = import_files([csv_file(tmp_path / "pay.csv", rows)], COMMISSION)
    recipe = answered(found.recipe, found.questions[0], Answer(Way.CONSTANT, "as usual"))
    again = import_tables(found.tables, COMMISSION, recipe)
    [question] = again.questions
    assert (question.problem.key, question.problem.value) == ("import_no_value", "as usual")
    assert again.facts is None and len(again.problems) == 1
    recipe = answered(again.recipe, question, Answer(Way.CONSTANT, "5"))
    assert import_tables(found.tables, COMMISSION, recipe).facts is not None


def test_a_sheet_of_months_under_another_name_is_asked_about_and_stays_out(tmp_path: Path) -> None:
    heads = ["工号", "销售额", "销售指标"]
    sheets = {
        "数据": [heads, ["A1", 1, 10], ["A2", 2, 10]],
        "2026年2月": [heads, ["A1", 3, 10], ["A2", 4, 10]],
        "2026年3月": [["工号", "净销售额", "销售指标"], ["A1", 5, 10], ["A2", 6, 10]],
    }
    file = workbook(tmp_path / "months.xlsx", sheets)
    found = import_files([file], COMMISSION)
    assert found.facts is None
    [question] = [one for one in found.questions if one.kind is Kind.TABLE]
    assert (question.table, question.rows) == ("数据", 2)
    recipe = answered(found.recipe, question, Answer(Way.LEAVE_OUT))
    kept = tmp_path / "recipe.yaml"
    kept.write_text(recipe_text(recipe), encoding="utf-8")
    again = import_files([file], COMMISSION, read_recipe(kept))
    assert Kind.TABLE not in [one.kind for one in again.questions]


def test_sheets_of_regions_stay_together_where_one_heading_is_renamed(tmp_path: Path) -> None:
    rows = {
        "华东": [["工号", "月份", "销售额", "销售指标"], ["A1", "2026-01", 1, 10]],
        "华南": [["工号", "月份", "净销售额", "销售指标"], ["A2", "2026-01", 2, 10]],
    }
    found = import_files([workbook(tmp_path / "regions.xlsx", rows)], COMMISSION)
    assert [table.sheet.rows for table in found.tables] == [2]
    assert found.tables[0].successors == {"销售额": "净销售额"}
    assert found.facts is None
    assert found.questions


def test_pages_and_titles_printed_again_are_no_rows() -> None:
    heads = [["工资表", "", ""], ["工号", "月份", "销售额"]]
    first, second = ["A1", "2026-01", 5], ["A2", "2026-01", 6]
    pages = [["第 1 页", "", ""], ["- 第2页 -", "", ""]]
    rows = [*heads, first, pages[0], *heads, second, pages[1]]
    [table] = tables_of([grid(rows)])
    assert table.column("工号").to_pylist() == ["A1", "A2"]
