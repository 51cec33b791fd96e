"""What the columns that people are grouped by are called, and their values."""

from __future__ import annotations

from engine.plan import Plan
from pages.ui.kit import WORDS, pick, t


def column_label(plan: Plan, column: str) -> str:
    """The label of a column people are grouped by; a column of a file is its own label."""
    if column in plan.facts:
        return pick(plan.facts[column].label)
    return t(f"column.{column}") if f"column.{column}" in WORDS else column


def value_label(plan: Plan, column: str, value: str) -> str:
    """The label of a group."""
    if column in plan.facts and value in plan.facts[column].values:
        return pick(plan.facts[column].values[value])
    if column == "tenure":
        return t("details.tenure", months=value)
    return t(f"value.{value}") if f"value.{value}" in WORDS else value
