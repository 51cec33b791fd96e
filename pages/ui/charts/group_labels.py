"""What the columns that people are grouped by are called, and their values."""

from __future__ import annotations

from engine.analysis import TENURE, column_name, value_name
from engine.plan import Plan
from pages.ui.kit import pick, t


def column_label(plan: Plan, column: str) -> str:
    """The label of a column people are grouped by; a column of a file is its own label."""
    return pick(column_name(column, [plan]))


def value_label(plan: Plan, column: str, value: str) -> str:
    """The label of a group."""
    if column == TENURE and column not in plan.facts:
        return t("details.tenure", months=value)
    return pick(value_name(column, value, [plan]))
