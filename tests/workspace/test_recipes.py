"""What was decided of files is kept in versions, compared in words, and taken elsewhere."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from engine.text import Refused
from engine.workspace import RECIPE, Imported, Workspace, recipe_content

ONE = """# of the payroll department
plan: sample-flat-commission
tables:
  orders: {employee: 工号, month: {column: 月份}}
columns:
  target: {table: orders, column: 目标}
  sales: {table: orders, column: 业绩, rule: sum}
"""
TWO = ONE.replace("column: 业绩", "column: 销售额, times: 10000").replace(
    "月份}", "下单日期, year: 2025}"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "kept")


def test_a_recipe_comes_back_letter_by_letter(workspace: Workspace) -> None:
    saved = workspace.save(recipe_content(ONE, "Orders")).version
    (item,) = workspace.items(RECIPE)
    assert (item.plan, item.current.detail) == ("sample-flat-commission", dict(tables=1, columns=2))
    assert workspace.text(saved.id) == ONE


def test_what_is_no_recipe_is_refused_with_its_line() -> None:
    with pytest.raises(Refused, match=r"Orders, line 3.*tabels"):
        recipe_content("plan: x\ncolumns: {}\ntabels: {}\n", "Orders")


def test_two_recipes_are_compared_in_words(workspace: Workspace) -> None:
    one = workspace.save(recipe_content(ONE, "Orders")).version
    two = workspace.save(recipe_content(TWO, "Orders"), item=one.item).version
    assert workspace.compare(one.id, two.id, "en") == [
        "orders, month, column: 月份 → 下单日期",
        "Sales, column: 业绩 → 销售额",
        "orders, month, year: — → 2025",
        "Sales, multiplied by: — → 10000",
    ]
    assert "销售额，列：销售额 → 业绩" in workspace.compare(two.id, one.id, "zh")


def test_recipes_are_exported_and_brought_in(workspace: Workspace, tmp_path: Path) -> None:
    saved = workspace.save(recipe_content(ONE, "Orders")).version
    file, there = io.BytesIO(), Workspace(tmp_path / "there")
    workspace.export(file)
    assert there.import_from(file) == Imported(items=1, versions=1)
    assert there.text(saved.id) == ONE
