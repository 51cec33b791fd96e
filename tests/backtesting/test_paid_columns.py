"""Columns of what was paid are found where no other could be meant; the rest is asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from engine import evaluate
from engine.backtesting import paid_columns
from tests.analysis.paid_people import SALES, facts_of
from tests.small_plan import small_plan

LINES = {
    "base": {"pay": "sales", "label": {"en": "Base pay", "zh": "底薪"}},
    "bonus": {"pay": "sales", "label": {"en": "Bonus", "zh": "奖金"}},
}


@pytest.mark.parametrize(
    ("lines", "columns", "expected", "asked"),
    [
        (2, "paid", {"gross_pay": "paid"}, []),
        (2, "Gross_Pay", {"gross_pay": "Gross_Pay"}, []),
        (2, "应发工资", {"gross_pay": "应发工资"}, []),
        (2, "底薪,奖金,工资合计", {"base": "底薪", "bonus": "奖金", "gross_pay": "工资合计"}, []),
        (2, "提成", {}, []),  # neither of the two lines, and not the whole
        (1, "提成", {"gross_pay": "提成"}, []),
        (2, "bonus,paid", {"bonus": "bonus", "gross_pay": "paid"}, []),
        (2, "cost", {}, []),
    ],
)
def test_names(
    tmp_path: Path, lines: int, columns: str, expected: Mapping[str, str], asked: list[str]
) -> None:
    plan = small_plan(dict(list(LINES.items())[:lines]), {}, SALES)
    cells = ",".join("1" for _ in columns.split(","))
    facts = facts_of(tmp_path, plan, f"sales,{columns}", [f"ann,2026-01,1,{cells}"])
    found = paid_columns(evaluate(plan, facts))
    assert (found.sure, [one.key for one in found.questions]) == (expected, asked)


OWN = [10.0, 20.0, 30.0, 40.0, 50.0]
"""What each of the two lines pays; twice as much together."""
TWICE = [20.0, 40.0, 60.0, 80.0, 100.0]
OFF = [23.0, 44.0, 66.0, 88.0, 107.0]


@pytest.mark.parametrize(
    ("columns", "sure", "proposed", "asked"),
    [
        # Called what was paid twice, one before tax: asked, though one of them agrees.
        ({"应发": TWICE, "实发": OFF}, {}, {}, ["paid_which"]),
        # The same twice is no question.
        ({"应发": OFF, "实发": OFF}, {"gross_pay": "应发"}, {"gross_pay": "应发"}, []),
        ({"Base Pay": OWN, "base": OFF}, {}, {}, ["paid_which"]),
        # Called so, but ten times as much: whole pay, or another unit.
        ({"paid": [x * 10 for x in OFF]}, {}, {}, ["paid_other_order"]),
        # Such a word within the heading, and amounts near the plan's (a fifth of them).
        ({"2025实发数": [20, 44, 66, 88, 107]}, {"gross_pay": "2025实发数"}, None, []),
        ({"2025实发数": OFF}, {}, {"gross_pay": "2025实发数"}, ["paid_by_heading"]),
        ({"payment_days": [3.0, 4, 5, 6, 7]}, {}, {}, []),
        # By what it holds alone.
        ({"x": TWICE}, {}, {"gross_pay": "x"}, ["paid_perhaps"]),
        ({"x": [10, 21, 32, 43, 54]}, {}, {"base": "x"}, ["paid_perhaps"]),
        ({"x": [11, 21, 32, 43, 54]}, {}, {}, []),
        # What is sure stands alone; the other is proposed to whoever looks at it.
        ({"paid": OFF, "x": OWN}, {"gross_pay": "paid"}, {"gross_pay": "paid", "base": "x"}, []),
    ],
)
def test_amounts_speak_with_names(
    tmp_path: Path,
    columns: Mapping[str, list[float]],
    sure: Mapping[str, str],
    proposed: Mapping[str, str] | None,
    asked: list[str],
) -> None:
    plan = small_plan(LINES, {}, SALES)
    cells = zip(OWN, *columns.values(), strict=True)
    rows = [f"e{i},2026-01," + ",".join(map(str, row)) for i, row in enumerate(cells)]
    facts = facts_of(tmp_path, plan, ",".join(("sales", *columns)), rows)
    found = paid_columns(evaluate(plan, facts))
    assert (found.sure, [one.key for one in found.questions]) == (sure, asked)
    assert found.proposed == (sure if proposed is None else proposed)


@pytest.mark.parametrize("cells", [("abc", "700", "70"), ("", "", ""), ('"1,200.50"', "7", "¥7")])
def test_a_column_called_paid_without_figures_is_asked(
    tmp_path: Path, cells: tuple[str, ...]
) -> None:
    plan = small_plan(LINES, {}, SALES)
    rows = [f"e{i},2026-01,10,{cell}" for i, cell in enumerate(cells)]
    facts = facts_of(tmp_path, plan, "sales,实发", rows)
    (question,) = paid_columns(evaluate(plan, facts)).questions
    assert (question.key, question.column) == ("paid_no_figures", "实发")


def test_a_heading_of_two_lines_is_asked(tmp_path: Path) -> None:
    label = {"en": "Bonus", "zh": "奖金"}
    plan = small_plan({name: {"pay": "sales", "label": label} for name in "ab"}, {}, SALES)
    facts = facts_of(tmp_path, plan, "sales,bonus", ["ann,2026-01,1,1"])
    (question,) = paid_columns(evaluate(plan, facts)).questions
    assert question.key == "paid_lines"
    assert "--paid a=bonus | --paid b=bonus" in question.sentence()
