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
)
from engine.plan import load_plan
from engine.tables import tables_of
from engine.tables.headings import ACROSS
from tests.tables.files import Rows, csv_file, grid

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


BLOCK_ROWS = {
    "张三": [("2026-01", 100, 150)],
    "李四": [("2026-01", 200, 250), ("2026-02", 210, 260)],
}


def blocks(name: str, heads: bool, sums: bool) -> Rows:
    """Rows below the name of whom they are of, with subtotals or headings printed for each."""
    top: list[object] = ["月份", "销售额", "销售指标"]
    rows: list[list[object]] = [] if heads else [top]
    for person, months in BLOCK_ROWS.items():
        rows += [[name.format(person), "", ""], *([top] if heads else []), *map(list, months)]
        if sums:
            rows.append(["小计", sum(row[1] for row in months), sum(row[2] for row in months)])
    return rows


@pytest.mark.parametrize(
    "rows",
    [
        blocks("{}", heads=False, sums=False),
        blocks("{}", heads=False, sums=True),
        blocks("业务员：{}", heads=True, sums=True),
        blocks("{}（2条）", heads=True, sums=False),
        [
            ["业务员", "月份", "销售额", "销售指标"],
            *[["张三", "", "", ""], ["", "2026-01", 100, 150], ["合计 - 张三", "", 100, 150]],
            *[["李四", "", "", ""], ["", "2026-01", 200, 250], ["", "2026-02", 210, 260]],
            *[["合计 - 李四", "", 410, 510], ["总计", "", 510, 660]],
        ],
        [
            ["Row Labels", "销售额", "销售指标"],
            *[["张三", 100, 150], ["2026-01", 100, 150]],
            *[["李四", 410, 510], ["2026-01", 200, 250], ["2026-02", 210, 260]],
        ],
    ],
)
def test_rows_below_a_name_are_of_whom_it_names(rows: Rows) -> None:
    found = brought(rows)
    assert found.facts is None
    assert found.questions[0].kind is Kind.TURN
    facts = brought(rows, agreed(found)).facts
    assert facts is not None
    assert facts.employees == ("张三", "李四")
    assert facts.numbers["sales"].tolist() == [[100, 200], [0, 210]]
    assert facts.numbers["target"].tolist() == [[150, 250], [0, 260]]
    assert facts.present.tolist() == [[True, True], [False, True]]


@pytest.mark.parametrize(
    "rows",
    [
        [["工号", "销售额", "销售指标"], ["A1", 30, 3], ["A2", 10, 1], ["A3", 20, 2], ["A4", 5, 9]],
        [
            ["姓名", "月份", "销售额"],
            ["张三", "2026-01", 5],
            ["李四", "", ""],
            ["王", "2026-01", 6],
        ],
        [["姓名", "销售额"], *([name, 100] for name in ("张三", "李四", "王五", "赵六"))],
    ],
)
def test_rows_of_people_are_not_taken_for_names_of_others(rows: Rows) -> None:
    assert Kind.TURN not in [question.kind for question in brought(rows).questions]


def test_groups_that_add_up_their_people_are_no_people() -> None:
    rows = [
        ["组/人", "月份", "销售额", "销售指标"],
        *[["甲组", "2026-01", 30, 50], ["张三", "2026-01", 10, 20], ["李四", "2026-01", 20, 30]],
        *[["乙组", "2026-01", 77, 90], ["王五", "2026-01", 33, 40], ["赵六", "2026-01", 44, 50]],
    ]
    found = brought(rows)
    recipe = agreed(found)
    assert recipe.turned["pay"].outline == "组/人"
    assert brought(rows, recipe).tables[0].column("(block)").to_pylist() == [
        *("甲组", "甲组", "乙组", "乙组")
    ]


def test_what_a_pivot_adds_up_is_named_in_its_corner() -> None:
    rows = [["求和项:销售额", "列标签", ""], ["行标签", "2026-01", "2026-02"], ["张三", 1, 2]]
    [table] = tables_of([grid(rows)])
    assert table.headings == ("行标签", "(heading)", "销售额")


def test_a_figure_that_somebody_lacks_stays_blank() -> None:
    found = brought(FIGURES[:-1])
    assert found.tables[0].column("销售指标").to_pylist() == ["150", ""]
    sums = brought(
        [
            ["指标", "月份", "张三", "李四", "合计"],
            ["销售额", "2026-01", 1, 2, 3],
            ["销售指标", "2026-01", 3, 4, 7],
        ]
    )
    assert "合计" not in sums.tables[0].column(ACROSS).to_pylist()
