"""Small companies whose pay stands in their facts, so that every figure can be worked by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine import Comparison, Payouts, compare, evaluate, read_facts
from tests.small_plan import small_plan

MONEY: dict[str, Any] = {"kind": "money"}
COLUMNS: dict[str, dict[str, Any]] = {
    "before": MONEY,
    "after": MONEY,
    "grade": {"kind": "category", "values": ["junior", "senior", "principal"]},
    "region": {"kind": "category", "values": ["north"]},
    "team": {"kind": "group"},
    "tenure_months": {"kind": "tenure"},
}


def month_of(pay: Mapping[str, tuple[float, float]]) -> str:
    """The sheet of one month in which each person is paid (before, after)."""
    rows = [f"{name},2026-01,{before},{after}" for name, (before, after) in pay.items()]
    return "\n".join(["employee_id,month,before,after", *rows])


def compared(folder: Path, sheet: str) -> Comparison:
    """The plan that pays the column `after` against the one that pays `before`, line by line."""
    file = folder / "facts.csv"
    file.write_text(sheet, encoding="utf-8")
    header = sheet.splitlines()[0].split(",")
    columns = {name: column for name, column in COLUMNS.items() if name in header}
    plans = [small_plan({"salary": name}, {}, columns) for name in ("before", "after")]
    facts = read_facts(file, plans[0])
    return compare(*(evaluate(plan, facts) for plan in plans))


def of_pay(folder: Path, *amounts: float) -> Payouts:
    """One month in which p00, p01, … are paid these amounts."""
    pay = {f"p{i:02d}": (amount, amount) for i, amount in enumerate(amounts)}
    return compared(folder, month_of(pay)).variant
