"""Tables that have no column for each figure: turned where whoever brings them agrees."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.importing import (
    Answer,
    Imported,
    Kind,
    Recipe,
    Way,
    answered,
    confirmed,
    covers,
    import_files,
    import_tables,
    recipe_of,
    recipe_text,
    tables_of,
)
from engine.importing.headings import ACROSS
from engine.plan import load_plan
from tests.importing.files import Rows, csv_file, grid

COMMISSION = load_plan("sample-flat-commission")
FIGURES = [
    ["员工", "月份", "指标", "数值"],
    ["张三", "2026-01", "销售额", 100],
    ["张三", "2026-01", "销售指标", 150],
    ["李四", "2026-01", "销售额", 200],
    ["李四", "2026-01", "销售指标", 250],
]


def agreed(found: Imported) -> Recipe:
    """The recipe with everything that is proposed, written down and read again."""
    recipe = found.recipe
    for question in found.questions:
        recipe = confirmed(recipe, question)
    return recipe_of(recipe_text(recipe))


def brought(rows: Rows, recipe: Recipe | None = None, file: str = "pay.csv") -> Imported:
    return import_tables(tables_of([grid(rows, file)]), COMMISSION, recipe)


@pytest.mark.parametrize(
    "rows",
    [
        FIGURES,
        [["", *FIGURES[0]], *([str(i), *row] for i, row in enumerate(FIGURES[1:], 1))],
        [
            ["员工", "指标", "2026年1月", "2026年2月"],
            *[["张三", "销售额", 100, ""], ["", "销售指标", 150, ""]],
            *[["李四", "销售额", 200, ""], ["", "销售指标", 250, ""]],
        ],
        [
            ["指标", "月份", "张三", "李四", "合计"],
            ["销售额", "2026-01", 100, 200, 300],
            ["销售指标", "2026-01", 150, 250, 400],
        ],
    ],
)
def test_figures_below_one_another_become_columns_once_that_is_agreed(rows: Rows) -> None:
    found = brought(rows)
    assert [question.kind for question in found.questions] == [Kind.TURN]
    assert found.facts is None
    decided = brought(rows, agreed(found))
    assert decided.questions == ()
    assert decided.facts is not None
    assert decided.facts.employees == ("张三", "李四")
    assert decided.facts.numbers["sales"].tolist() == [[100, 200]]
    assert decided.facts.numbers["target"].tolist() == [[150, 250]]


def test_the_next_file_of_the_layout_needs_no_answer() -> None:
    rows = [
        ["指标", "月份", "张三", "李四"],
        ["销售额", "2026-01", 1, 2],
        ["销售指标", "2026-01", 3, 4],
    ]
    recipe = agreed(brought(rows))
    later = [["指标", "月份", "王五"], ["销售额", "2026-02", 5], ["销售指标", "2026-02", 6]]
    assert covers(recipe, tables_of([grid(later, "february.csv")]))
    decided = brought(later, recipe, "february.csv")
    assert decided.facts is not None
    assert decided.facts.employees == ("王五",)
    assert decided.facts.numbers["target"].tolist() == [[6]]


def test_a_table_that_is_read_as_it_stands_is_not_asked_about_again() -> None:
    found = brought(FIGURES)
    [question] = found.questions
    recipe = recipe_of(recipe_text(answered(found.recipe, question, Answer(Way.KEEP))))
    again = brought(FIGURES, recipe)
    assert Kind.TURN not in [question.kind for question in again.questions]
    assert again.tables[0].headings == ("员工", "月份", "指标", "数值")


def test_actual_and_planned_rows_are_never_added_up() -> None:
    rows = [
        ["员工", "月份", "类型", "销售额"],
        *[["张三", "2026-01", "实际", 100], ["张三", "2026-01", "预算", 150]],
    ]
    found = brought(rows)
    decided = brought(rows, agreed(found))
    [question] = decided.questions
    assert (question.kind, question.about) == (Kind.COLUMN, "target")
    assert decided.recipe.sources["sales"].columns == ("实际 销售额",)
    planned = Answer(Way.COLUMN, table="pay", column="预算 销售额")
    facts = brought(rows, answered(decided.recipe, question, planned)).facts
    assert facts is not None
    assert (facts.numbers["sales"].item(), facts.numbers["target"].item()) == (100, 150)


def test_a_figure_that_stands_twice_for_one_month_is_asked_about() -> None:
    rows = [*FIGURES, ["张三", "2026-01", "销售额", 7]]
    found = brought(rows, agreed(brought(FIGURES)))
    assert found.facts is None
    assert (Kind.RULE, "sales") in [(one.kind, one.about) for one in found.questions]
    assert found.tables[0].column("销售额").to_pylist() == ["100", "200", "7"]


def test_a_cell_that_is_no_number_is_told_with_its_own_line() -> None:
    rows = [
        [*row[:3], "缺"] if row[0] == "李四" and row[2] == "销售指标" else row for row in FIGURES
    ]
    [question] = brought(rows, agreed(brought(rows))).questions
    assert (question.kind, question.problem.line, question.problem.column) == (
        Kind.CELL,
        5,
        "销售指标",
    )


def test_a_unit_beside_each_figure_stays_with_it(tmp_path: Path) -> None:
    rows = [
        ["员工", "月份", "指标", "单位", "数值"],
        *[["张三", "2026-01", "销售额", "万元", 1.5], ["张三", "2026-01", "订单数", "单", 20]],
        *[["李四", "2026-01", "销售额", "万元", 2.5], ["李四", "2026-01", "订单数", "单", 30]],
    ]
    found = import_files([csv_file(tmp_path / "units.csv", rows)], COMMISSION)
    assert found.tables[0].headings == ("员工", "月份", "销售额（万元）", "订单数（单）")


@pytest.mark.parametrize(
    "rows",
    [
        [["月份", "营业额", "成本"], ["2026-01", 1, 2], ["2026-02", 3, 4]],
        [
            ["工号", "月份", "项目", "销售额"],
            ["A1", "2026-01", "甲项目", 5],
            ["A2", "2026-01", "乙", 6],
        ],
        [
            ["工号", "月份", "产品", "销售额"],
            ["A1", "2026-01", "订单数", 5],
            ["A2", "2026-01", "B", 6],
        ],
    ],
)
def test_tables_with_a_column_for_each_figure_are_not_turned(rows: Rows) -> None:
    found = brought(rows)
    assert Kind.TURN not in [question.kind for question in found.questions]
    assert ACROSS not in found.tables[0].headings
