"""What the columns that people are grouped by are called, and the groups."""

from __future__ import annotations

from collections.abc import Iterable

from engine.plan import Plan
from engine.text import SENTENCES, Phrases, Text, untranslated

phrase = Phrases("group")


def column_name(column: str, plans: Iterable[Plan]) -> Text:
    """What the first of the plans that knows a column calls it; else what is usual, or its id."""
    known = (plan.facts[column].label for plan in plans if column in plan.facts)
    return next(known, None) or _usual("column", column, column.replace("_", " "))


def value_name(column: str, value: str, plans: Iterable[Plan]) -> Text:
    """What the first of the plans that knows a value of a column calls it; else what is usual, or
    the value itself."""
    known = (plan.facts[column].values for plan in plans if column in plan.facts)
    found = next((values[value] for values in known if value in values), None)
    return found or _usual("value", value, value)


def _usual(kind: str, name: str, otherwise: str) -> Text:
    key = f"{kind}_{name}"
    return phrase(key) if f"group.{key}" in SENTENCES else untranslated(otherwise)
