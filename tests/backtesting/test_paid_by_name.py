"""Columns of what was paid are known by name only where no other could be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.backtesting import paid_columns
from tests.analysis.paid_people import SALES, facts_of
from tests.small_plan import small_plan

LINES = {
    "base": {"pay": "sales", "label": {"en": "Base pay", "zh": "底薪"}},
    "bonus": {"pay": "sales", "label": {"en": "Bonus", "zh": "奖金"}},
}


@pytest.mark.parametrize(
    ("lines", "columns", "expected"),
    [
        (2, "paid", {"gross_pay": "paid"}),
        (2, "Gross_Pay", {"gross_pay": "Gross_Pay"}),
        (2, "应发工资", {"gross_pay": "应发工资"}),
        (2, "应发,实发", {}),  # one of them is after tax
        (2, "底薪,奖金,工资合计", {"base": "底薪", "bonus": "奖金", "gross_pay": "工资合计"}),
        (2, "Base Pay,base", {}),
        (2, "提成", {}),  # neither of the two lines, and not the whole
        (1, "提成", {"gross_pay": "提成"}),
        (2, "bonus,paid", {"bonus": "bonus", "gross_pay": "paid"}),
        (2, "cost", {}),
    ],
)
def test_names(tmp_path: Path, lines: int, columns: str, expected: dict[str, str]) -> None:
    plan = small_plan(dict(list(LINES.items())[:lines]), {}, SALES)
    cells = ",".join("1" for _ in columns.split(","))
    facts = facts_of(tmp_path, plan, f"sales,{columns}", [f"ann,2026-01,1,{cells}"])
    assert paid_columns(plan, facts) == expected
