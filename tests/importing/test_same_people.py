"""Two people under one id or name: asked about, kept apart, or one all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.importing import Imported, Kind, answered, import_files, read_recipe, recipe_text
from engine.plan import load_plan
from tests.tables.files import Rows, csv_file

COMMISSION = load_plan("sample-flat-commission")
HEADS = ["姓名", "部门", "入职日期", "月份", "销售额", "销售指标"]
OTHERS = [
    [f"员工{i:02d}", "销售部", f"2020-01-{i:02d}", month, 10, 5]
    for i in range(1, 11)
    for month in ("2026-01", "2026-02")
]


def brought(folder: Path, rows: Rows) -> Imported:
    return import_files([csv_file(folder / "pay.csv", [HEADS, *OTHERS, *rows])], COMMISSION)


def asked(imported: Imported) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.text, one.columns) for one in imported.questions if one.kind is Kind.SAME]


@pytest.mark.parametrize(
    ("second", "columns"),
    [
        (["销售部", "2020-02-01", "2026-01"], [("部门",)]),
        (["客服部", "2021-02-01", "2026-02"], [("入职日期",)]),
        (["销售部", "2020-02-01", "2026-02"], []),  # changes department with the month
        (["客服部", "", "2026-02"], []),  # a blank says nothing
    ],
)
def test_one_name_in_two_departments_at_once_or_hired_twice_is_asked_about(
    tmp_path: Path, second: list[str], columns: list[tuple[str, ...]]
) -> None:
    rows: Rows = [
        ["张三", "客服部", "2020-02-01", "2026-01", 1, 5],
        ["张三", *second, 2, 5],
    ]
    assert asked(brought(tmp_path, rows)) == [("张三", of) for of in columns]


def test_two_people_of_one_name_are_kept_apart_in_this_file_and_the_next(tmp_path: Path) -> None:
    rows: Rows = [
        ["张三", "客服部", "2020-02-01", "2026-01", 1, 5],
        ["张三", "销售部", "2021-02-01", "2026-01", 2, 7],
    ]
    found = brought(tmp_path, rows)
    [question] = [one for one in found.questions if one.kind is Kind.SAME]
    assert question.columns == ("部门",)
    kept = tmp_path / "recipe.yaml"
    recipe = answered(found.recipe, question, question.choices[0].answer)
    kept.write_text(recipe_text(recipe), encoding="utf-8")
    again = import_files([tmp_path / "pay.csv"], COMMISSION, read_recipe(kept))
    assert again.facts is not None
    people = {again.facts.employees[p]: p for p in range(len(again.facts.employees))}
    sales = again.facts.numbers["sales"][0]
    assert sales[people["张三 (客服部)"]] == 1
    assert sales[people["张三 (销售部)"]] == 2
    assert "张三" not in people
    as_one = answered(found.recipe, question, question.choices[-1].answer)
    later = import_files([tmp_path / "pay.csv"], COMMISSION, as_one)
    assert [one.kind for one in later.questions] == [Kind.RULE, Kind.RULE]
