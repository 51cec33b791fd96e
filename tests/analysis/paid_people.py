"""People with what they were paid, for tests of reconciling."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine import Facts, Plan, read_facts
from tests.small_plan import small_plan

RATE = {"rate": {"value": 0.02, "unit": "share"}}
SALES = {"sales": {"kind": "money"}}


def commission() -> Plan:
    """2 % of sales."""
    return small_plan({"commission": "rate * sales"}, RATE, SALES)


def facts_of(folder: Path, plan: Plan, head: str, rows: Sequence[str]) -> Facts:
    """The facts of rows below employee_id, month and what `head` adds."""
    file = folder / "facts.csv"
    file.write_text("\n".join((f"employee_id,month,{head}", *rows)) + "\n", encoding="utf-8")
    return read_facts(file, plan)
