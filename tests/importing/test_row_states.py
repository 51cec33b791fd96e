"""Rows that a column says are cancelled, returned, planned or something unknown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.importing import (
    Answer,
    Imported,
    Kind,
    Question,
    Way,
    answered,
    import_files,
    read_recipe,
    recipe_text,
)
from engine.plan import load_plan
from tests.tables.files import Rows, csv_file

COMMISSION = load_plan("sample-flat-commission")
HEADS = ["工号", "订单日期", "销售额", "销售指标"]


def orders(folder: Path, heading: str, states: Sequence[str], sign: int = 1) -> Path:
    """An order of 100 on the first day, 200 on the second and so on, each with its state."""
    rows: Rows = [
        [*HEADS, heading],
        *[
            ["A1", f"2026-01-{day:02}", 100 * day if day == 1 else sign * 100 * day, 10, text]
            for day, text in enumerate(states, 1)
        ],
    ]
    return csv_file(folder / "orders.csv", rows)


def asked(imported: Imported) -> list[Question]:
    return [question for question in imported.questions if question.kind is Kind.VOID]


def sales_of(imported: Imported) -> list[str]:
    assert imported.building.sheet is not None
    cells: list[str] = imported.building.sheet.columns["sales"].to_pylist()
    return cells


@pytest.mark.parametrize(
    ("heading", "states", "texts"),
    [
        (
            "Deal Stage",
            ["Closed won", "Contract sent", "Closed lost"],
            ["Contract sent", "Closed lost"],
        ),
        ("订单状态", ["已完成", "(删除)等待出库"], ["(删除)等待出库"]),
        ("订单状态", ["交易成功", "卖家已发货，等待买家确认"], ["卖家已发货，等待买家确认"]),
        ("Type", ["Sale", "Refund", "Exchange"], ["Refund", "Exchange"]),
        ("备注", ["加急", "退货"], ["退货"]),  # what remarks say besides is none of a state
        ("订单状态", ["已完成", "交易成功"], []),
        ("Marital status", ["Single", "Married"], []),
        ("订单状态", ["已取消", "已取消"], ["已取消"]),
        (
            "订单状态",
            ["已取消"],
            ["已取消"],
        ),  # one order a month  # though no row says anything else
        ("订单状态", ["已取消", *(f"第{n}站" for n in range(1, 26))], ["已取消"]),  # a long list
    ],
)
def test_every_text_of_a_state_that_may_not_count_is_asked_about(
    tmp_path: Path, heading: str, states: list[str], texts: list[str]
) -> None:
    found = asked(import_files([orders(tmp_path, heading, states)], COMMISSION))
    assert [question.text for question in found] == texts
    assert [question.proposed for question in found] == [
        text in ("Closed lost", "已取消") for text in texts
    ]


@pytest.mark.parametrize(
    ("way", "sign", "sales"),
    [
        (Way.SUBTRACT, 1, "-100"),  # 100 - 200
        (Way.LEAVE_OUT, 1, "100"),
        (Way.KEEP, 1, "300"),
        (Way.SUBTRACT, -1, "-100"),  # below 0 already: taken away once
        (Way.KEEP, -1, "-100"),
    ],
)
def test_returns_are_subtracted_left_out_or_counted(
    tmp_path: Path, way: Way, sign: int, sales: str
) -> None:
    file = orders(tmp_path, "类型", ["销售", "退货"], sign)
    found = import_files([file], COMMISSION)
    [question] = asked(found)
    assert question.proposed == (sign < 0), "counted, where they are below 0 already"
    done = import_files([file], COMMISSION, answered(found.recipe, question, Answer(way)))
    assert sales_of(done) == [sales]


def test_the_next_file_asks_about_a_new_state_alone(tmp_path: Path) -> None:
    found = import_files([orders(tmp_path, "订单状态", ["已完成", "已取消", "已发货"])], COMMISSION)
    recipe = found.recipe
    for question in found.questions:
        recipe = answered(recipe, question, question.choices[0].answer)
    kept = tmp_path / "recipe.yaml"
    kept.write_text(recipe_text(recipe), encoding="utf-8")
    states = ["已完成", "已取消", "已发货", "部分退款"]
    later = import_files([orders(tmp_path, "订单状态", states)], COMMISSION, read_recipe(kept))
    assert [question.text for question in asked(later)] == ["部分退款"]
    without = csv_file(tmp_path / "orders.csv", [HEADS, ["A1", "2026-01-01", 100, 10]])
    lacking = import_files([without], COMMISSION, read_recipe(kept))
    assert [problem.key for problem in lacking.problems] == ["recipe_column"]


def test_budgets_that_stay_beside_actual_figures_are_asked_about(tmp_path: Path) -> None:
    rows: Rows = [
        ["工号", "月份", "销售额", "销售指标", "版本"],
        *[["A1", "2026-01", 80, 10, "实际"], ["A1", "2026-01", 100, 10, "预算"]],
    ]
    file = csv_file(tmp_path / "plan.csv", rows)
    [turn, *_] = import_files([file], COMMISSION).questions
    as_it_stands = answered(import_files([file], COMMISSION).recipe, turn, turn.choices[1].answer)
    found = import_files([file], COMMISSION, as_it_stands)
    recipe = found.recipe
    assert {question.text for question in asked(found)} == {"实际", "预算"}
    for question in found.questions:
        recipe = answered(recipe, question, question.choices[0].answer)
    assert sales_of(import_files([file], COMMISSION, recipe)) == ["80"]


@pytest.mark.parametrize(
    ("plan", "fact", "heading", "cells", "meant"),
    [
        ("points-pay", "calls", "Answered (Y/N)", ["Y", "N", "Y"], "2"),
        ("points-pay", "calls", "接听量", ["是", "是", "否"], "2"),
        ("service-kpi-360", "csat", "Satisfaction", ["TRUE", "FALSE", "TRUE"], "0.666667"),
    ],
)
def test_yes_and_no_are_counted_or_a_share(
    tmp_path: Path, plan: str, fact: str, heading: str, cells: list[str], meant: str
) -> None:
    rows: Rows = [
        ["employee_id", "date", heading],
        *[["A1", f"2026-01-{day:02}", cell] for day, cell in enumerate(cells, 1)],
    ]
    file = csv_file(tmp_path / "calls.csv", rows)
    reads = load_plan(plan)
    assert fact in reads.facts
    found = import_files([file], reads)
    assert found.recipe.sources[fact].columns == (heading,)
    recipe = found.recipe
    for question in found.questions:
        if question.about == fact:
            recipe = answered(recipe, question, question.choices[0].answer)
        elif question.about in reads.facts:
            recipe = answered(recipe, question, Answer(Way.CONSTANT, "1"))
    done = import_files([file], reads, recipe)
    assert done.building.sheet is not None
    assert done.building.sheet.columns[fact].to_pylist() == [meant]


@pytest.mark.parametrize(("place", "sales"), [(0, "1799.5"), (1, "1899.5")])
def test_what_was_given_back_beside_an_amount_is_taken_off_or_not(
    tmp_path: Path, place: int, sales: str
) -> None:
    rows: Rows = [
        ["工号", "订单日期", "支付金额", "退款金额（元）", "销售指标"],
        *[["A1", "2026-01-01", 1299, 100, 10], ["A1", "2026-01-02", 600.5, "", 10]],
    ]
    file = csv_file(tmp_path / "orders.csv", rows)
    found = import_files([file], COMMISSION)
    recipe = found.recipe
    for question in found.questions:
        is_asked = question.problem.key == "import_returns"
        recipe = answered(recipe, question, question.choices[place * is_asked].answer)
    kept = tmp_path / "recipe.yaml"
    kept.write_text(recipe_text(recipe), encoding="utf-8")
    done = import_files([file], COMMISSION, read_recipe(kept))
    assert done.questions == ()
    assert sales_of(done) == [sales]
